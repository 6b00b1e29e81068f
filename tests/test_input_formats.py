"""Formats of input: files as pandas, pyarrow, feedgen, warcio and others write them give what their text gives."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import importlib
import io
import json
import re
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from claimx.errors import InputError
from claimx.extraction import index_text
from claimx.front_matter import front_matter
from claimx.read import Source, find_inputs, read_inputs
from claimx.read.content import HEAD, Content
from claimx.read.fields import as_text, plain
from claimx.read.formats import FORMATS, by_ending, format_of, remark
from claimx.read.formats import TEXT as PROSE
from claimx.read.html import read_page
from claimx.read.markup import text_of_markup
from claimx.read.seams import join_broken, seams
from claimx.reading import Reading
from tests.conftest import ROOT
from tests.gate.pages import f1
from tests.input_formats import AUTHOR, OTHER, PARAGRAPHS, TEXT, TITLE, URL

# What is slow says nothing here: the machine may be busy.
NEVER_LATE = settings(deadline=None)

FOLDER = ROOT / "fixtures" / "formats"
FILES = sorted(path.name for path in FOLDER.iterdir())
SPOKEN = ("spoken.srt", "spoken.vtt")
# Their texts begin otherwise than the plain one, so that offsets and ids differ.
BEGIN_OTHERWISE = (*SPOKEN, "front-matter.md")


def sources(*names: str, **reading) -> list[Source]:
    found = list(read_inputs(find_inputs([str(FOLDER / name) for name in names], Reading(**reading)).files))
    assert all(isinstance(source, Source) for source in found), found
    return [source for source in found if isinstance(source, Source)]


def content(data: bytes, name: str = "-", limit: int = 1 << 20) -> Content:
    return Content(name, io.BufferedReader(io.BytesIO(data)), limit)


def detected(data: bytes, name: str = "-") -> str:
    return format_of(content(data, name), Reading()).name


def read(data: bytes, name: str = "-", **reading) -> list:
    chosen = Reading(**reading)
    held = content(data, name, chosen.max_bytes)
    return list(format_of(held, chosen).read(held, chosen))


@pytest.fixture
def piped(monkeypatch, tmp_path):
    """Standard input that holds these bytes, as a shell redirects a file."""

    def pipe(data: bytes) -> None:
        (tmp_path / ".stdin").write_bytes(data)
        monkeypatch.setattr(sys, "stdin", (tmp_path / ".stdin").open())

    return pipe


# What each format gives


def told(record: dict) -> tuple:
    return record["id"], record["content"]["text"], record["speaker"]["name"], record["kind"]


def test_every_format_gives_the_records_of_its_plain_text(main, schemas):
    run = main("extract", FOLDER, "--class=statement,belief,intent")
    assert (run.code, run.stderr) == (0, "")
    by_path: dict[str, list] = {}
    for record in run.records:
        if record["doc"]["title"] != "Road closed":
            by_path.setdefault(Path(record["doc"]["path"]).name, []).append(record)
        schemas["attribution"].validate(record)
    assert sorted(by_path) == FILES
    expected = [told(record) for record in by_path["article.txt"]]
    assert len(expected) >= 6
    assert {name for _, _, name, _ in expected} == {"Ana Ruiz", "Tom Hale"}
    for name, records in by_path.items():
        if name in BEGIN_OTHERWISE:
            assert [told(r)[1:] for r in records] == [e[1:] for e in expected], name
        else:
            assert [told(r) for r in records] == expected, name


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith(("articles.", "semi", "for-excel"))])
def test_rows_of_a_table_are_articles_with_what_else_they_say(name):
    first, second = sources(name)
    assert (first.id, first.text, first.title) == ("tarn", TEXT, TITLE)
    assert (second.id, second.text) == ("hollis", OTHER)
    assert first.published == "2025-03-14"
    typed = not name.endswith(("csv", "tsv"))
    assert first.extra == {"words": 110 if typed else "110", "share": 0.5 if typed else "0.5"}
    assert second.extra == {"words": 12 if typed else "12", "share": None if typed else ""}
    assert (first.extractor, first.source_sha256) == (None, None)


@pytest.mark.parametrize("name", ["page.html", "windows-1252.html", "pages.warc.gz"])
def test_a_page_gives_text_and_what_it_says_of_itself(name):
    [source] = sources(name)
    assert source.text == TEXT
    # What JSON-LD says counts more than the page's other fields.
    assert (source.title, source.author, source.published, source.url) == (TITLE, AUTHOR, "2025-03-14T08:00:00Z", URL)
    assert source.extractor is not None
    assert source.extractor.startswith("trafilatura ")
    page = (FOLDER / name.replace("pages.warc.gz", "page.html")).read_bytes()
    assert source.source_sha256 == hashlib.sha256(page).hexdigest()


def test_pages_of_an_archive_go_by_their_address():
    [source] = sources("pages.warc.gz")
    assert source.id == URL
    assert source.extra == {"warc_date": "2025-03-15T00:00:00Z"}


@pytest.mark.parametrize("name", ["feed.rss", "feed.atom"])
def test_an_entry_of_a_feed_is_an_article(name):
    [source] = sources(name)
    assert source.text == TEXT
    assert (source.id, source.url, source.title, source.published) == (URL, URL, TITLE, "2025-03-14T08:00:00+00:00")
    assert source.author is not None
    assert source.author == AUTHOR


@pytest.mark.parametrize("name", ["plain.eml", "html.eml"])
def test_a_mail_is_its_text_without_what_is_attached(name):
    [source] = sources(name)
    assert source.text == TEXT
    assert (source.title, source.author, source.published) == (TITLE, AUTHOR, "2025-03-14T08:00:00+00:00")


@pytest.mark.parametrize(
    ("matter", "known"),
    [
        ("title: Safe\nauthor: [A, B]\ndate: 2025-03-14", ("Safe", "A, B", "2025-03-14")),
        ("title: The bridge: safe\nauthor:\n  - A\n  - B\n", ("The bridge: safe", None, None)),
        ("title: “Safe”: the bridge\nauthor: [A, B]\ndate: 2025-03-14", ("“Safe”: the bridge", "A, B", "2025-03-14")),
        ("# kept\r\ntitle: 'Safe'\r\n\r\ntags: [a]", ("Safe", None, None)),
    ],
)
@pytest.mark.parametrize("between", ["", "\n", "\n# Safe\n\n"])
def test_front_matter_is_no_part_of_the_first_paragraph(matter, known, between):
    text = f"---\n{matter}\n---\n{between}Mayor Ana Ruiz said the bridge was safe.\n"
    [article] = read(text.encode(), "a.md")
    assert (article.title, article.author, article.published) == known
    front, *_, body = index_text(text).layout.paragraphs
    assert (front.region, front.span.of(text)) == ("furniture", f"---\n{matter.rstrip()}\n---") or matter.endswith("\n")
    assert (body.region, body.span.of(text)) == ("main", "Mayor Ana Ruiz said the bridge was safe.")


@pytest.mark.parametrize("text", ["---\nAna Ruiz said no.\n---\nShe left.", "---\n---\nNo.", "a\n---\nb: c\n---\nd"])
def test_prose_between_two_rules_is_no_front_matter(text):
    assert front_matter(text) == ("", 0)


def test_front_matter_is_told_and_stays_in_the_text():
    [source] = sources("front-matter.md")
    assert source.text == (FOLDER / "front-matter.md").read_text("utf-8")
    assert (source.title, source.author, source.published) == (TITLE, AUTHOR, "2025-03-14")


@pytest.mark.parametrize("name", SPOKEN)
def test_subtitles_run_on_until_a_pause(name):
    [source] = sources(name)
    assert source.text == "\n\n".join(PARAGRAPHS) + "\n"


# How a format is told


PIPED = {
    "text": b"Mayor Ana Ruiz said no.",
    "jsonl": b'{"text": "Mayor Ana Ruiz said no."}\n{"text": "b"}\n',
    "json": b'[\n {"text": "Mayor Ana Ruiz said no."}\n]',
    "csv": b"id,text\n1,Mayor Ana Ruiz said no.\n",
    "html": b"<!doctype html><html><body><p>Mayor Ana Ruiz said no.</p></body></html>",
    "feed": b'<?xml version="1.0"?>\n<rss version="2.0"><channel></channel></rss>',
    "mail": b"From: a@b.org\r\nMIME-Version: 1.0\r\n\r\nMayor Ana Ruiz said no.",
    "subtitles": b"WEBVTT\n\n00:01.000 --> 00:02.000\nMayor Ana Ruiz said no.\n",
    "warc": b"WARC/1.1\r\n",
    "parquet": b"PAR1\x15",
}


@pytest.mark.parametrize(("name", "data"), PIPED.items(), ids=PIPED)
def test_what_is_piped_is_told_by_how_it_begins(name, data):
    assert detected(data) == name
    assert detected(data, "a.txt") == name, "content counts more than the name"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + PIPED[name] for name in ("jsonl", "json", "csv", "html", "feed")])
def test_a_byte_order_mark_hides_no_format(data):
    assert detected(data) != "text"


@pytest.mark.parametrize("name", ["html", "feed"])
def test_what_stands_before_the_first_element_hides_no_format(name):
    assert detected(b"\n\t<!-- a -> <p> -- b -->\n<?xml-stylesheet href='a.xsl'?>\r\n" * 50 + PIPED[name]) == name
    assert detected(b"<!-- " + PIPED[name]) == "text", "the comment does not end"


LONG_BEGINNINGS = [b"\n", b" \t", b"<!-- a -->", b"<!-- -->\n", b"<!--", b"<?xml a?>", b"<?xml ", b"[ ", b"a: b\n"]


def test_a_long_beginning_is_gone_through_once():
    # What regular expressions do is nowhere counted; this is time of this process alone, with a wide margin.
    def seconds(size: int) -> float:
        began = process_time()
        for unit in LONG_BEGINNINGS:
            remark(PROSE, (unit * size)[:size])
        return process_time() - began

    # Linear is 8 times as long, quadratic 64 times.
    assert seconds(HEAD) < 30 * seconds(HEAD // 8)


@pytest.mark.parametrize(
    "text",
    [
        "[Editor's note: Ruiz spoke later.]",
        '{{ page.title }}: "I said no," Ruiz said.',
        "From: the mayor\nSubject: the bridge\n\nWe will build it.",
        "Read the text, then decide, he said.",
        "---\nHe said no.",
        "12\nHe said no.",
        "<3 is what she wrote.",
        "BZh is how it begins, she said.",
        "WEBVTTs are subtitles, he said.",
    ],
)
def test_prose_stays_prose(text):
    assert detected(text.encode()) == "text"
    assert [article.text for article in read(text.encode())] == [text]


@pytest.mark.parametrize("format_", FORMATS, ids=lambda format_: format_.name)
def test_an_ending_tells_a_format_also_behind_compression(format_):
    for ending in format_.endings:
        assert by_ending(f"in/A{ending.upper()}") is format_
        assert by_ending(f"a{ending}.gz") is by_ending(f"a.b{ending}.zst") is format_


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "html"])
def test_piped_articles_are_read_as_what_they_are_also_without_a_dash(main, piped, name):
    piped(PIPED[name])
    run = main("extract")
    assert [record["speaker"]["name"] for record in run.records] == ["Ana Ruiz"]
    assert (run.code, run.stderr) == (0, "")


def test_without_anything_to_read_the_command_says_what_to_do(main, monkeypatch):
    with Path("/dev/null").open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        run = main("extract")
    assert (run.code, run.stdout) == (2, b"")
    assert run.said == ["claimx: error: nothing to read: name files or folders, or pipe an article in"]


def test_an_input_format_overrides_content_and_name(main, tmp_path):
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "Mayor Ana Ruiz said the bridge is safe."}')
    records = main("extract", "a.jsonl", "--input-format=text").records
    digest = hashlib.sha256((tmp_path / "a.jsonl").read_bytes()).hexdigest()
    assert {record["doc"]["sha256"] for record in records} == {digest}
    run = main("extract", "a.jsonl", "--input-format=word")
    assert run.code == 2
    assert "'word' is not one of parquet, arrow" in run.stderr


# What is odd, and what is said of it


def test_other_columns_can_hold_text_and_id(main, tmp_path):
    (tmp_path / "in.csv").write_bytes(b'nr;body\n7;"Yes; Mayor Ana Ruiz said ""the bridge is safe""."\n')
    [record] = main("extract", "in.csv", "--text-column=body", "--id-column=nr").records
    assert (record["doc"]["id"], record["content"]["text"]) == ("7", "the bridge is safe")


@pytest.mark.parametrize("name", ["in.csv", "in.parquet", "in.arrow"])
@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), 'no text: there is no "text" (there are: nr, body); --text-column names another'),
        (("--text-column=Body",), 'no text: there is no "Body" (there are: nr, body); --text-column names another'),
        (
            ("--text-column=body", "--id-column=number"),
            'no id: there is no "number" (there are: nr, body); --id-column names another',
        ),
    ],
)
def test_a_table_without_a_column_that_is_asked_for_is_one_error(main, tmp_path, name, options, told):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"nr": [0, 1, 2], "body": ["He said no."] * 3})
    module, write = {
        "in.csv": ("csv", "write_csv"),
        "in.parquet": ("parquet", "write_table"),
        "in.arrow": ("feather", "write_feather"),
    }[name]
    getattr(importlib.import_module(f"pyarrow.{module}"), write)(table, tmp_path / name)
    run = main("extract", name, *options)
    assert (run.code, run.said) == (3, [f"claimx: error: {name}: {told}"])


def test_objects_may_be_without_an_id(main, tmp_path):
    (tmp_path / "in.jsonl").write_text('{"text": "Ana Ruiz said no.", "nr": 7}\n{"text": "Ana Ruiz said no."}', "utf-8")
    records = main("extract", "in.jsonl", "--id-column=nr").records
    assert [record["doc"]["id"] for record in records] == ["7", "in.jsonl:2"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"text": "He said no.", "published": 20250314, "author": ["A", "B"]}', ("A, B", "20250314")),
        ('{"text": "He said no.", "author": {"name": "A"}, "published": null}', ("A", None)),
        ('{"text": "He said no.", "author": [{"name": "A"}, "B"], "published": ""}', ("A, B", None)),
        ('{"text": "He said no.", "author": true, "published": 1.5, "id": [1]}', ("true", "1.5")),
    ],
)
def test_what_is_known_is_taken_as_text_and_costs_no_article(line, told):
    [article] = read(line.encode(), "in.jsonl")
    assert (article.author, article.published) == told


def test_a_broken_row_costs_itself_only():
    found = read(b'id,text\n1,He said no.\n2,a,b\n3\n4,"He\nsaid no."\n5,"a" b\n6,c\n', "in.csv")
    assert [item.line if isinstance(item, InputError) else item.id for item in found] == ["1", 3, 4, "4", 7, "6"]


@pytest.mark.parametrize(
    ("name", "data", "kind", "command"),
    [
        ("a.pdf", b"%PDF-1.7\n", "a PDF", "pdftotext"),
        ("a.txt", b"%PDF-1.7\n", "a PDF", "pdftotext"),
        ("a.rtf", rb"{\rtf1 He said no.}", "rich text", "soffice"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old office file", "soffice"),
    ],
)
def test_what_is_not_read_is_named_with_a_command_that_converts_it(main, tmp_path, name, data, kind, command):
    (tmp_path / name).write_bytes(data)
    run = main("extract", name)
    assert (run.code, len(run.said)) == (3, 1)
    assert kind in run.stderr
    assert command in run.stderr


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("<p>Mayor Ana Ruiz said no.</p>", "--input-format html"),
        ("<?xml version='1.0'?><news>Mayor Ana Ruiz said no.</news>", "--input-format html"),
        ("nr,body,by\n1,Mayor Ana Ruiz said no,Jo\n", "--text-column NAME"),
    ],
)
def test_what_looks_like_markup_or_data_is_said_in_one_line(main, tmp_path, text, hint):
    (tmp_path / "a.txt").write_text(text, "utf-8")
    run = main("extract", "a.txt")
    assert (run.code, len(run.said)) == (0, 1)
    assert "is read as prose" in run.stderr
    assert hint in run.stderr


@pytest.mark.parametrize(
    ("name", "module", "extra"),
    [
        ("page.html", "trafilatura", "html"),
        ("articles.parquet", "pyarrow", "parquet"),
        ("pages.warc.gz", "warcio", "warc"),
        ("article.docx", "mammoth", "docx"),
        ("article.txt.zst", "backports", "zstd"),
    ],
)
def test_a_missing_extra_is_one_line_with_the_command_that_installs_it(monkeypatch, name, module, extra):
    for loaded in [one for one in sys.modules if one.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    [error] = read_inputs(find_inputs([str(FOLDER / name)]).files)
    assert isinstance(error, InputError)
    assert error.code == "missing_extra"
    assert f"needs {module}: python -m pip install 'claimx[{extra}]'" in error.message


def test_what_was_passed_over_is_named_by_kind(main, tmp_path):
    for name in ("a.pdf", "b.PDF", "c.pptx", "good.txt"):
        (tmp_path / name).write_bytes(b"Mayor Ana Ruiz said no.")
    run = main("extract", ".")
    assert run.said == ["claimx: 3 files passed over: 2 .pdf, 1 .pptx"]


@pytest.mark.parametrize(("pack", "ending"), [(gzip.compress, ".gz"), (bz2.compress, ".bz2")])
def test_compressed_data_that_is_cut_or_blown_up_is_an_error_of_its_file(main, tmp_path, pack, ending):
    (tmp_path / f"cut.txt{ending}").write_bytes(pack(b"He said no. " * 1000)[:-20])
    (tmp_path / f"bomb.txt{ending}").write_bytes(pack(b"a" * 200_000))
    (tmp_path / "good.txt").write_bytes(b"Mayor Ana Ruiz said no.")
    run = main("extract", ".", "--max-bytes=100000")
    assert (run.code, len(run.said), len(run.records)) == (3, 2, 1)
    assert "more than 100000 bytes; --max-bytes allows more" in run.said[0]
    assert "compressed data is damaged" in run.said[1]


def test_a_line_that_is_too_long_costs_itself_only():
    data = b'{"text": "a"}\n{"text": "' + b"a" * 1000 + b'"}\n{"text": "b"}\n'
    found = read(data, max_bytes=100)
    assert [getattr(item, "text", item) for item in (found[0], found[2])] == ["a", "b"]
    assert (found[1].code, found[1].line) == ("too_long", 2)


def test_a_line_without_an_end_is_given_up():
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:  # type: ignore[override]
            buffer[:] = b"a" * len(buffer)
            return len(buffer)

    lines = Content("-", io.BufferedReader(Endless()), 1000).lines()
    number, error = next(lines)
    assert isinstance(error, InputError)
    assert (number, error.code) == (1, "too_long")
    with pytest.raises(InputError, match="does not end"):
        next(lines)


# Markup


def page(body: str) -> str:
    filler = "<p>The council met on Monday evening in the town hall and spoke for three hours about the bridge.</p>"
    return (
        f"<!doctype html><html><head><title>T</title></head><body><article>{filler * 4}{body}</article></body></html>"
    )


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>He said <q>no</q>.</p>", "He said “no”."),
        ("<p>He said <q>she told me <q>yes</q> twice</q>.</p>", "He said “she told me ‘yes’ twice”."),
        ("<p>He said <q><em>no</em></q>.</p>", "He said “no”."),
        ("<p>One\n line\tonly.</p>", "One line only."),
    ],
)
def test_quotations_are_marked_and_lines_are_joined(markup, text):
    assert text in read_page(page(markup).encode(), "a.html").text
    assert text_of_markup(markup) == text


INTRODUCED = "Mayor Ana Ruiz wrote on Monday:"
BEHIND = "It rained in the afternoon, and the council went home."


@pytest.mark.parametrize(
    ("quote", "paragraphs"),
    [
        ("<blockquote>No more.</blockquote>", ["> No more."]),
        ("<blockquote><p>No more.</p><p><em>None</em> at all.</p></blockquote>", ["> No more.", "> None at all."]),
        ("<div><blockquote>\n<p> No more. </p></blockquote></div>", ["> No more."]),
        ('<blockquote class="twitter-tweet"><p>No more.</p></blockquote>', ["No more."]),
        ("<blockquote><p>“No more.”</p><p>Ana Ruiz</p></blockquote>", ["“No more.”", "Ana Ruiz"]),
        ("<blockquote><div>\n«No more.»</div></blockquote>", ["«No more.»"]),
        ("<blockquote><p><q>No more.</q></p></blockquote>", ["“No more.”"]),
    ],
)
def test_paragraphs_of_a_block_quotation_without_marks_are_marked(quote, paragraphs):
    text = read_page(page(f"<p>{INTRODUCED}</p>{quote}<p>{BEHIND}</p>").encode(), "a.html").text
    assert text.rstrip().split("\n\n")[-2 - len(paragraphs) :] == [INTRODUCED, *paragraphs, BEHIND]


def test_a_block_quotation_is_what_the_paragraph_above_introduces(read):
    quote = "<blockquote><p>We will pay.</p><p>All of it.</p></blockquote>"
    text = read_page(page(f"<p>{INTRODUCED}</p>{quote}<p>{BEHIND}</p>").encode(), "a.html").text
    record = next(record for record in read(text) if record["speaker"]["name"] == "Ana Ruiz")
    assert [span["text"] for span in record["content"]["spans"]] == ["We will pay.", "All of it."]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("TARN: <a href='/r'>Ana Ruiz</a>’s office", "TARN: Ana Ruiz’s office"),
        ("A <b>long</b>, <i>dull</i> day for <a href='/r'>Ana Ruiz</a> and", "A long, dull day for Ana Ruiz and"),
        ("Of <a href='/r'>Mayor <strong>Ana</strong> Ruiz</a>", "Of Mayor Ana Ruiz"),
    ],
)
def test_lines_that_the_extractor_breaks_are_whole(line, shown):
    # A block between lines without paragraphs makes trafilatura fall back on a reading that breaks lines at links.
    lines = f"{line} closed the bridge on Monday.<br><div>The river</div>" + f"{BEHIND}<br>" * 12
    text = read_page(f"<!doctype html><html><body><div>{lines}</div></body></html>".encode(), "a.html").text
    assert f"{shown} closed the bridge on Monday.\n" in text


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<p>The river</p><p>It rained.</p>", ["The river", "It rained."]),
        ("<div>The river<br>It rained.</div>", ["The river", "It rained."]),
        ("<div><span>Opinion</span> <span>The river</span></div>", ["Opinion", "The river"]),
        ("<div><b>Opinion</b><a>The river</a></div>", ["Opinion", "The river"]),
    ],
)
def test_lines_that_the_page_breaks_stay_apart(markup, lines):
    assert join_broken(lines, seams(etree, html.fromstring(markup))) == lines


def test_the_sign_of_a_block_quotation_is_no_word_of_it(read):
    words = "The bridge is safe, Mayor Ana Ruiz said on Monday, and she hoped that the ferry would stay."
    behind = [read(f"{INTRODUCED[:-1]}.\n\n{sign}{words}\n\n{BEHIND}") for sign in ("", "> ", "> > ", ">")]
    assert len({tuple(record["content"]["text"] for record in records) for records in behind}) == 1
    assert len(behind[0]) == 2


@pytest.mark.parametrize(
    "named",
    [
        '<span class="link"><a href="/r">Mayor Ana Ruiz</a></span>',
        '<a id="social" class="tag-link" href="/r">Mayor Ana Ruiz</a>',
        'the <em class="tooltip"><a href="/m">mayor</a></em>, <span class="related-tags">Mayor Ana Ruiz</span>',
    ],
)
def test_what_a_sentence_goes_on_with_is_no_furniture(named):
    text = read_page(page(f"<p>The bridge was closed by {named}.</p>").encode(), "a.html").text
    assert re.search("The bridge was closed by .*Mayor Ana Ruiz\\.", text)


def test_marks_that_stand_in_a_quotation_are_not_doubled():
    assert "said “no” to" in read_page(page("<p>He said <q>“no”</q> to that.</p>").encode(), "a.html").text


@pytest.mark.parametrize(
    ("markup", "paragraphs"),
    [
        ("<h1>T</h1><p>a<p>b", ["T", "a", "b"]),
        ("a<br>b<br><br>c", ["a\nb", "c"]),
        ("<div>a</div>b<ul><li>c</li></ul>", ["a", "b", "c"]),
        ("<style>p {}</style><script>x</script><p style='display:none'>x<b>x</b></p><p>a</p>", ["a"]),
        ("caf&eacute; &amp; “b”&nbsp;c", ["café & “b”\u00a0c"]),
        ("<p><img src=x>a</p><hr>b", ["a", "b"]),
    ],
)
def test_markup_becomes_paragraphs(markup, paragraphs):
    assert text_of_markup(markup).split("\n\n") == paragraphs


def test_a_page_without_an_article_is_an_error():
    with pytest.raises(InputError, match="no article was found"):
        read_page(b"<!doctype html><html><head></head><body></body></html>", "a.html")


# Values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2025, 3, 14, 8, tzinfo=UTC), "2025-03-14T08:00:00+00:00"),
        (date(2025, 3, 14), "2025-03-14"),
        (time(8, 30), "08:30:00"),
        (Decimal("1.10"), "1.10"),
        (b"caf\xc3\xa9", "café"),
        (float("nan"), None),
        ({"a": (1, [date(2025, 3, 14)])}, {"a": [1, ["2025-03-14"]]}),
    ],
)
def test_values_of_tables_become_values_of_json(value, expected):
    assert plain(value) == expected
    json.dumps(plain(value))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63) | st.floats() | st.text() | st.binary() | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@NEVER_LATE
@given(JSON)
def test_any_value_can_be_written_and_taken_as_text(value):
    json.dumps(plain(value))
    assert as_text(plain(value)) is None or isinstance(as_text(plain(value)), str)


@pytest.mark.parametrize("kind", ["string", "large_string"])
def test_a_value_that_is_none_of_its_type_costs_its_row(tmp_path, kind):
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    texts = pyarrow.array([b"He said no.", b"caf\xe9", b"She said yes."]).cast(
        "large_binary" if "l" in kind[:1] else "binary"
    )
    table = pyarrow.table({"text": texts.view(getattr(pyarrow, kind)())})
    parquet.write_table(table, tmp_path / "rows.parquet")
    with pyarrow.ipc.new_file(tmp_path / "rows.arrow", table.schema) as file:
        file.write_table(table)
    for name in ("rows.parquet", "rows.arrow"):
        found = list(read_inputs(find_inputs([str(tmp_path / name)]).files))
        assert [getattr(item, "text", None) for item in found] == ["He said no.", None, "She said yes."]
        assert str(found[1]).startswith(f"{tmp_path / name}: row 2: 'utf-8' codec")


def test_offsets_that_lead_out_of_a_column_end_no_program(tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    bad = pyarrow.py_buffer(b"".join(number.to_bytes(4, "little") for number in (0, 1 << 30, 7)))
    array = pyarrow.StringArray.from_buffers(2, bad, pyarrow.py_buffer(b"He said no."))
    batch = pyarrow.record_batch([array], ["text"])
    with pyarrow.ipc.new_stream(tmp_path / "bad.arrows", batch.schema) as stream:
        stream.write_batch(batch)
    (found,) = read_inputs(find_inputs([str(tmp_path / "bad.arrows")]).files)
    assert found.code == "damaged"


@pytest.mark.parametrize("charset", ["base64", "hex", "punycode", "a\0b", "utf-99", "idna", "é"])
def test_a_charset_of_no_letters_is_none(tmp_path, charset):
    mail = b"Subject: A\r\nContent-Type: text/plain; charset=%b\r\n\r\ncaf\xe9, he said.\r\n" % charset.encode()
    (tmp_path / "a.eml").write_bytes(mail)
    (found,) = read_inputs(find_inputs([str(tmp_path / "a.eml")]).files)
    assert found.text.startswith("caf")


@pytest.mark.parametrize(("sender", "author"), [("Jo Field <jo@", "Jo Field <jo@"), ("<jo@", "<jo@"), ("Jo <", "Jo <")])
def test_a_sender_that_is_cut_short_costs_no_mail(tmp_path, sender, author):
    mail = f"From: {sender}\nSubject: No\nMIME-Version: 1.0\n\nAna Ruiz said no.\n"
    (tmp_path / "a.eml").write_text(mail, "utf-8")
    (found,) = read_inputs(find_inputs([str(tmp_path / "a.eml")]).files)
    assert isinstance(found, Source), found
    assert (found.author, found.text.strip()) == (author, "Ana Ruiz said no.")


# Fuzz: any bytes, under any name, are articles or errors


@NEVER_LATE
@given(st.binary(max_size=300), st.sampled_from([ending for f in FORMATS for ending in f.endings]), st.booleans())
def test_any_bytes_give_articles_or_errors(tmp_path_factory, data, ending, packed):
    path = tmp_path_factory.getbasetemp() / f"fuzz{ending}"
    path.write_bytes(gzip.compress(data) if packed else data)
    for item in read_inputs(find_inputs([str(path)]).files):
        assert isinstance(item, Source) or item.code != "internal", item


@NEVER_LATE
@given(st.sampled_from([name for name in FILES if "zst" not in name]), st.data())
def test_files_that_are_cut_or_changed_give_articles_or_errors(tmp_path_factory, name, data):
    whole = bytearray((FOLDER / name).read_bytes())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(whole[: data.draw(st.integers(at, len(whole)))])
    for item in read_inputs(find_inputs([str(path)]).files):
        assert isinstance(item, Source) or item.code != "internal", item


def test_a_report_of_ours_is_no_article_and_may_be_written_again(main, tmp_path):
    (tmp_path / "a.txt").write_text("Mayor Ana Ruiz said no.", "utf-8")
    first = main("report", ".", "-o", "report.html")
    again = main("report", ".", "-o", "report.html")
    assert (first.code, again.code) == (0, 0)
    assert "it is a report that claimx wrote" in main("extract", "report.html").stderr


def test_the_measure_of_pages_counts_words():
    assert f1("He said no, no.", "he said NO.") == pytest.approx(6 / 7)
    assert f1("", "he said no") == f1("x", "he said no") == 0
