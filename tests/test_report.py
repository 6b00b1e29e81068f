"""The report: what the page carries, that nothing of an article acts in it, and what its users do, in Chromium."""

from __future__ import annotations

import html
import json
import re
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from claimx.checkworthiness import FEATURES, features
from claimx.link import link_records
from claimx.overlaps import segments
from claimx.report import render
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords
from tests.made import HOSTILE, attribution, hostile_article, speaker

TEXT = "Mayor Ana Ruiz said the bridge will be safe by May 2030.\n\nTom Hollis said “we need more than two”.\n"
NEED = "we need more than two"


def two(doc_id: str, second: str = "Tom Hollis", day: str = "May 2030") -> ArticleRecords:
    """An article with two records, the second of them direct."""
    text = TEXT.replace("Tom Hollis", second).replace("May 2030", day)
    mayor = speaker(text, "Ana Ruiz", "Ana Ruiz", role="Mayor")
    promise = (f"the bridge will be safe by {day}", False)
    records = [
        attribution(text, promise, who=mayor, cue="said", doc_id=doc_id, kind="indirect"),
        attribution(text, (NEED, True), who=speaker(text, second, second), doc_id=doc_id, kind="direct"),
    ]
    return ArticleRecords(doc_id, text, records)


def carried(page: bytes) -> dict[str, Any]:
    """The data of the page, as its script reads it."""
    [data] = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page.decode(), re.DOTALL)
    return json.loads(data)


def page_of(*articles: ArticleRecords) -> bytes:
    groups = link_records(record for article in articles for record in article.attributions)
    return render(articles, groups, "Who said what")


# Segments


def test_marks_that_cross_or_nest_are_cut_into_segments_with_all_of_them():
    marked = [(Span(2, 8), "a"), (Span(4, 6), "b"), (Span(6, 10), "c"), (Span(2, 8), "d")]
    found = list(segments(12, marked))
    assert [(tuple(span), "".join(marks)) for span, marks in found] == [
        ((0, 2), ""),
        ((2, 4), "ad"),
        ((4, 6), "abd"),
        ((6, 8), "acd"),
        ((8, 10), "c"),
        ((10, 12), ""),
    ]


@pytest.mark.parametrize("marked", [[], [(Span(0, 5), 1)], [(Span(0, 2), 1), (Span(2, 5), 2)]])
def test_segments_leave_nothing_out(marked):
    found = list(segments(5, marked))
    assert (found[0].span.start, found[-1].span.end) == (0, 5)
    assert all(a.span.end == b.span.start for a, b in pairwise(found))


# What the page carries


def test_the_page_carries_every_word_and_every_record():
    data = carried(page_of(two("a")))
    assert "".join(segment[0] for segment in data["articles"][0]["segments"]) == TEXT
    assert [record["words"] for record in data["records"]] == ["the bridge will be safe by May 2030", NEED]
    marked = {
        (words, role) for words, *marks in data["articles"][0]["segments"] for _, role in (marks[0] if marks else ())
    }
    assert {("we need more than two", 1), ("Tom Hollis", 3)} <= marked


def test_a_hostile_article_is_text_in_the_page():
    page = page_of(hostile_article()).decode()
    assert page.count("<script") == page.count("</script>") == 2
    assert "<img" not in page
    assert not any(character in page for character in "\x1b\u202e\u202c\u2028")
    words = "".join(segment[0] for segment in carried(page.encode())["articles"][0]["segments"])
    assert "</script><img src=x onerror=alert(1)>" in words


def test_a_hostile_title_is_text_too():
    title = "</title><script>alert(1)</script>\u202e"
    page = render([two("a")], [], title).decode()
    assert f"<title>{html.escape('</title><script>alert(1)</script>')}\\u202e</title>" in page


def test_only_its_own_script_and_style_count():
    page = page_of(two("a")).decode()
    [policy] = re.findall(r'Content-Security-Policy" content="(.*?)"', page)
    assert html.unescape(policy).startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not re.findall(r"https?://(?!example\.org)", page.replace("http://evil.example", ""))
    assert " style=" not in page


def test_an_article_whose_text_is_gone_keeps_its_records():
    article = two("a")
    data = carried(page_of(ArticleRecords("a", None, article.records)))
    assert (data["articles"][0]["segments"], len(data["records"])) == (None, 2)


def test_the_same_utterance_elsewhere_is_linked_with_what_differs():
    articles = []
    for doc_id, hedge in (("a", ""), ("b", "perhaps ")):
        words = f"the council will {hedge}open the old bridge to all traffic again in May"
        text = f"Mayor Ana Ruiz promised “{words}”. Article {doc_id} says no more."
        who = speaker(text, "Ana Ruiz", "Ana Ruiz")
        record = attribution(text, (words, True), who=who, doc_id=doc_id, kind="direct")
        articles.append(ArticleRecords(doc_id, text, [record]))
    [group] = carried(page_of(*articles))["groups"]
    assert sorted(member["record"] for member in group["members"]) == [0, 1]
    assert ["hedge", "perhaps", ""] in [words for member in group["members"] for words in member["differences"]]


def test_report_is_written_by_the_command(main, seeds, tmp_path):
    run = main("report", seeds[3], "-o", "page.html")
    assert (run.code, run.stdout) == (0, b"")
    assert carried((tmp_path / "page.html").read_bytes())["articles"][0]["id"] == seeds[3].name
    nothing = main("report", "gone.txt", "-o", "none.html")
    assert (nothing.code, (tmp_path / "none.html").exists()) == (3, False)


# Which claims to check


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the bridge will be safe by May 2030", {"a number", "a date", "a prediction"}),
        ("we need more than two", {"a number", "a comparison"}),
        ("prices fell last month", {"a comparison", "a date"}),
        ("it is a nice town", set()),
    ],
)
def test_features_are_seen_in_the_words(words, found):
    text = f"Ana Ruiz said {words}."
    record = attribution(text, (words, False), who=speaker(text, "Ana Ruiz"), cue="said", kind="indirect")
    assert set(features(record)) == found


@pytest.mark.parametrize(
    ("role", "kind", "found"),
    [
        ("Mayor", "indirect", True),
        ("former mayor", "indirect", False),
        ("baker", "direct", False),
        (None, "mixed", False),
    ],
)
def test_office_and_quotation_are_features(role, kind, found):
    record = attribution(TEXT, ("need", True), who=speaker(TEXT, "Ana Ruiz", role=role), kind=kind)
    assert ("a named speaker in office" in features(record)) == found
    assert ("quoted words" in features(record)) == (kind != "indirect")
    assert set(features(record)) <= set(FEATURES)


def test_sorted_by_what_there_is_to_check(main, tmp_path):
    text = "Ana said tea is nice. Bo said “it will cost 3 % more in May 2030”."
    plain = attribution(text, ("tea is nice", False), who=speaker(text, "Ana"), kind="indirect")
    worthy = attribution(text, ("it will cost 3 % more in May 2030", True), who=speaker(text, "Bo"), kind="direct")
    from claimx.write.jsonl import to_line

    (tmp_path / "r.jsonl").write_bytes(to_line(plain) + to_line(worthy))
    lines = main("convert", "r.jsonl", "--format=csv", "--sort=check-worthy").stdout.decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Bo", "Ana"]
    assert '"a number, a comparison, a date, a prediction, quoted words"' in lines[1]
    refused = main("convert", "r.jsonl", "--format=json", "--sort=check-worthy")
    assert (refused.code, refused.stdout) == (2, b"")


# In a browser


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


Opened = Callable[..., Any]


@pytest.fixture
def opened(chromium: Any, tmp_path: Path) -> Iterator[Opened]:
    """Opens the page for some articles; at the end nothing may have been asked for, and nothing complained of."""
    trouble: list[str] = []
    pages = []

    def open_page(*articles: ArticleRecords, **options: Any) -> Any:
        file = tmp_path / "page.html"
        file.write_bytes(page_of(*articles))
        context = chromium.new_context(permissions=["clipboard-read", "clipboard-write"], **options)
        page = context.new_page()
        pages.append(context)
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.on("request", lambda request: trouble.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        return page

    yield open_page
    for context in pages:
        context.close()
    assert trouble == []


@pytest.mark.browser
def test_filters_narrow_the_list(opened):
    page = opened(two("a"), two("b", second="Eva Lund"))
    status = page.locator("#count")
    assert status.inner_text() == "4 of 4 records"
    for name, value, left in (("speaker", "Eva Lund", 1), ("kind", "direct", 2), ("article", "1", 2)):
        page.locator(f"select[name={name}]").select_option(value)
        assert status.inner_text() == f"{left} of 4 records"
        page.locator("button[type=reset]").click()
        page.locator("#count").filter(has_text=re.compile(r"^4 of")).wait_for()
    page.locator("input[name=text]").fill("BRIDGE")
    assert status.inner_text() == "2 of 4 records"
    page.locator("input[name=confidence]").fill("0.95")
    assert status.inner_text() == "0 of 4 records"


@pytest.mark.browser
def test_a_click_leads_to_the_place_and_back_and_can_be_sent(opened):
    page = opened(two("a"), two("b", second="Eva Lund"))
    page.locator("#records button").nth(3).click()
    assert page.locator("main mark.chosen").all_inner_texts() == ["Eva Lund", "we need more than two"]
    assert page.locator("main h2").inner_text() == "=1+1"
    link = page.url
    page.locator("main mark", has_text="the bridge").click()
    assert page.locator("#records [aria-current=true] .who").inner_text() == "Ana Ruiz"
    page.go_back()
    assert page.locator("#records [aria-current=true] .who").inner_text() == "Eva Lund"
    page.goto("about:blank")
    page.goto(link)
    assert page.locator("#records [aria-current=true] .who").inner_text() == "Eva Lund"


@pytest.mark.browser
def test_words_of_two_records_lead_to_each_in_turn(opened):
    outer = attribution(
        TEXT, ("Tom Hollis said “we need more than two”", False), who=speaker(TEXT, "Ana Ruiz"), doc_id="a"
    )
    page = opened(ArticleRecords("a", TEXT, [outer, *list(two("a").records)[1:]]))
    chosen = []
    for _ in range(3):
        page.locator("main mark", has_text="we need more than two").click()
        chosen.append(page.locator("#records [aria-current=true] .who").inner_text())
    assert chosen == ["Ana Ruiz", "Tom Hollis", "Ana Ruiz"]


@pytest.mark.browser
def test_the_keyboard_is_enough(opened):
    page = opened(two("a"))
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("#records [aria-current=true] .who").inner_text() == "Tom Hollis"
    page.keyboard.press("k")
    assert page.locator("#records [aria-current=true] .who").inner_text() == "Ana Ruiz"
    page.keyboard.press("/")
    page.keyboard.type("need more")
    assert page.locator("#count").inner_text() == "1 of 2 records"
    page.keyboard.press("Escape")
    page.locator("#count").filter(has_text=re.compile(r"^2 of")).wait_for()


@pytest.mark.browser
def test_what_is_found_can_be_copied_as_csv(opened):
    page = opened(hostile_article())
    page.locator("#copy").click()
    page.locator("#count").filter(has_text="clipboard").wait_for()
    heading, *rows = page.evaluate("navigator.clipboard.readText()").strip().split("\n")
    assert heading.startswith("speaker,organization,role,kind")
    assert "'-Mayor" in rows[0]
    assert len(rows) == 3


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(opened, scheme):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = opened(two("a"), hostile_article(), color_scheme=scheme, bypass_csp=True)
    page.locator("#records button").first.click()
    found = axe.Axe().run(page).response["violations"]
    assert [item["id"] for item in found if item["impact"] in ("serious", "critical")] == []


@pytest.mark.browser
def test_ten_thousand_records_are_shown_fifty_at_a_time(opened):
    many = [
        attribution(TEXT, ("need", True), who=speaker(TEXT, f"Speaker {number % 50}"), doc_id=f"d{number}")
        for number in range(200)
    ]
    page = opened(*(ArticleRecords(record.doc.id, TEXT, [record] * 50) for record in many))
    rows = page.locator("#records li")
    assert page.locator("#count").inner_text() == "10000 of 10000 records"
    assert rows.count() == 50
    page.locator("#more").click()
    assert rows.count() == 100
    page.locator("select[name=speaker]").select_option("Speaker 7")
    assert page.locator("#count").inner_text() == "200 of 10000 records"
    assert rows.count() == 50
    page.locator("button[type=reset]").click()
    page.locator("#count").filter(has_text=re.compile(r"^10000 of")).wait_for()
    # A record far down is shown with those around it, not with all before it.
    page.evaluate("choose(data.records[9000])")
    assert rows.count() == 50
    assert page.locator("#records [aria-current=true]").get_attribute("data-number") == "9000"
    page.locator("#earlier").click()
    assert rows.count() == 100


@pytest.mark.browser
def test_a_hostile_article_shows_as_text(opened):
    page = opened(hostile_article())
    page.locator("#records button").nth(1).click()
    shown = page.locator("main .text").inner_text()
    assert "</script><img src=x onerror=alert(1)>" in shown
    assert "will be \\u202esafe" in shown
    assert page.locator("img").count() == 0
    assert HOSTILE.splitlines()[0] in shown
