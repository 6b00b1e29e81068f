"""Evaluation: what each figure counts, and that broken gold is told with its place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from claimx import extract
from claimx.errors import InputError
from claimx.evaluate.disagreements import agreement, disagreements
from claimx.evaluate.figures import _wilson, differences, figures
from claimx.evaluate.scoring import count, count_names
from claimx.gold.readers import read_gold, read_standoff
from claimx.gold.recorded import by_article, statement_of
from claimx.gold.statements import Article, Name, Statement
from claimx.quoted_stretches import kind_by_marks, quoted_stretches
from claimx.read.saved import read_records
from claimx.records import Error, text_digest
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords
from claimx.write.jsonl import to_line
from tests.conftest import ROOT
from tests.made import HOSTILE, attribution, hostile_article, speaker
from tests.test_formats import saved

TEXT = "Ana Ruiz said the old bridge is safe. Tom Hollis said that “we all need a new one soon”."


def at(phrase: str) -> tuple[Span, ...]:
    start = TEXT.index(phrase)
    return (Span(start, start + len(phrase)),)


def statement(content: str, source: str = "Ana Ruiz", speaker: str | None = "Ana Ruiz", **more) -> Statement:
    fields = {"cue": at("said"), "kind": "indirect", "class_": "statement", "resolved": "name", "labelled": True}
    place = at(source) if source else ()
    return Statement(source=place, content=at(content), speaker=speaker, **fields | more)


BRIDGE = statement("the old bridge is safe")
NEW_ONE = statement("we all need a new one soon", "Tom Hollis", "Tom Hollis", kind="direct")
GOLD = Article("a", TEXT, [BRIDGE, NEW_ONE])


def test_a_name_is_right_in_its_words_and_type():
    ana, tom = (Name(at(name)[0], "person") for name in ("Ana Ruiz", "Tom Hollis"))
    gold = replace(GOLD, names=(ana, tom, Name(at("bridge")[0], "work")))
    found = [ana, Name(tom.span, "organization"), Name(at("old bridge")[0], "work")]
    counts = count_names(gold, found)
    shown = {figure.name: (figure.right, figure.value) for figure in figures([counts])}
    assert (shown["name person"], shown["name work"]) == ((1, 66.7), (0, 0.0))
    assert "name organization" not in shown  # gold has none
    assert count_names(GOLD, found) == {}


def test_what_is_told_of_a_speaker_is_counted_where_gold_has_judged_it():
    wanted = {"type": "person", "organization": "Acme Ltd", "description": None, "role": "the chief economist"}
    given = {"type": "person", "organization": "Acme", "description": "a man", "role": "economist at Acme"}
    ana = at("Ana Ruiz")
    gold = replace(GOLD, statements=[replace(BRIDGE, details=wanted, evidence=ana), NEW_ONE])
    right = [replace(BRIDGE, details=given, evidence=ana), replace(NEW_ONE, details=given)]
    wrong = [replace(BRIDGE, details=dict.fromkeys(given), evidence=at("bridge")), NEW_ONE]
    shown, other = (
        {figure.name: (figure.right, figure.of) for figure in figures([count(gold, found)])} for found in (right, wrong)
    )
    names = ("type", "organization", "role", "evidence")
    assert {name: shown[name] for name in names} == dict.fromkeys(names, (1, 1))
    assert {name: other[name] for name in names} == dict.fromkeys(names, (0, 1))
    assert "description" not in shown  # gold has none
    none = replace(GOLD, statements=[replace(BRIDGE, details={"organization": None})])
    [figure] = [f for f in figures([count(none, right[:1])]) if f.name == "organization invented"]
    assert (figure.right, figure.of) == (1, 1)


def test_gold_against_itself_is_all_right():
    counts = count(GOLD, GOLD.statements)
    right = ("gold", "predicted", "content@0.5", "content@0.8", "content@1.0", "relation", "speaker_right", "named")
    assert {key: counts[key] for key in right} == dict.fromkeys(right, 2)
    assert (counts["quoted"], counts["quoted_gold"], counts["quoted_predicted"]) == (1, 1, 1)
    assert all(figure.value == 100 for figure in figures([counts]) if figure.name != "invented")


def test_an_article_without_predictions_counts_as_nothing_found():
    counts = count(GOLD, [])
    assert (counts["gold"], counts["predicted"], counts["relation"]) == (2, 0, 0)
    assert {figure.value for figure in figures([counts])} == {0.0}


@pytest.mark.parametrize(
    ("content", "thresholds"),
    [
        ("the old bridge is safe", [0.5, 0.8, 1.0]),
        ("the old bridge is", [0.5, 0.8]),
        ("the old bridge", [0.5]),
        ("the old", []),
        (TEXT, []),
    ],
)
def test_content_counts_from_its_share_of_words(content, thresholds):
    counts = count(Article("a", TEXT, [BRIDGE]), [statement(content)])
    assert [t for t in (0.5, 0.8, 1.0) if counts[f"content@{t}"]] == thresholds
    assert counts["relation"] == (0.5 in thresholds)


def test_marks_and_a_leading_that_make_no_difference():
    counts = count(Article("a", TEXT, [NEW_ONE]), [statement("that “we all need a new one soon”", "Tom Hollis")])
    assert (counts["content@1.0"], counts["exact.content"]) == (1, 1)


def test_pairs_are_one_to_one():
    counts = count(Article("a", TEXT, [BRIDGE]), [BRIDGE, statement("the old bridge is")])
    assert (counts["relation"], counts["predicted"]) == (1, 2)


def test_another_source_is_no_relation():
    counts = count(Article("a", TEXT, [BRIDGE]), [statement("the old bridge is safe", "Tom Hollis")])
    assert (counts["content@1.0"], counts["relation"]) == (1, 0)


def test_where_gold_has_no_source_the_names_must_agree():
    carried = Article("a", TEXT, [statement("the old bridge is safe", "")])
    assert count(carried, [statement("the old bridge is safe", "", "Ruiz")])["relation"] == 1
    assert count(carried, [statement("the old bridge is safe", "", "Tom Hollis")])["relation"] == 0
    assert count(carried, [statement("the old bridge is safe", "", None)])["relation"] == 0


def test_a_name_where_gold_has_none_is_invented():
    unnamed = Article("a", TEXT, [statement("the old bridge is safe", speaker=None)])
    assert count(unnamed, [BRIDGE])["invented"] == 1
    assert count(unnamed, [statement("the old bridge is safe", speaker=None)])["invented"] == 0


def test_optional_gold_counts_neither_way():
    optional = Article("a", TEXT, [BRIDGE, statement("we all need a new one soon", optional=True)])
    for predicted in ([BRIDGE], [BRIDGE, NEW_ONE]):
        counts = count(optional, predicted)
        assert (counts["gold"], counts["predicted"], counts["relation"]) == (1, 1, 1)


def test_intervals_hold_the_value_and_are_the_same_every_time():
    articles = [count(GOLD, [BRIDGE]), count(GOLD, [NEW_ONE, BRIDGE]), count(GOLD, [])]
    found = figures(articles)
    assert found == figures(articles)
    assert all(figure.low <= figure.value <= figure.high for figure in found)
    [relation] = [figure for figure in found if figure.name == "relation"]
    assert (relation.value, relation.right, relation.of) == (66.7, 3, 6)


def test_differences_of_a_system_to_itself_are_none():
    articles = [count(GOLD, [BRIDGE]), count(GOLD, [])]
    assert {(figure.value, figure.low, figure.high) for figure in differences(articles, articles)} == {(0, 0, 0)}


@pytest.mark.parametrize(
    ("text", "stretches"),
    [
        ("“a b” c “d”", ["a b", "d"]),
        ('"a b" c "d"', ["a b", "d"]),
        ("“a b\nc” d", ["a b"]),
        ("«a» „b” ``c''", ["a", "b", "c"]),
        ("“…” it’s", []),
    ],
)
def test_quoted_stretches_close_at_the_end_of_the_line(text, stretches):
    assert [stretch.of(text) for stretch in quoted_stretches(text)] == stretches


def test_kind_is_by_the_share_of_words_between_marks():
    text = "She said “we won” again."
    assert [kind_by_marks(text, [Span(*span)]) for span in [(10, 16), (10, 23), (0, 8)]] == [
        "direct",
        "mixed",
        "indirect",
    ]


# Reading


def gold_line(**changes) -> str:
    spans = {"source": "Ana Ruiz", "cue": "said", "content": "the old bridge is safe"}
    item = {
        role: [{"start": span.start, "end": span.end, "text": phrase}]
        for role, phrase in spans.items()
        for span in at(phrase)
    }
    item |= {"kind": "indirect", "class": "statement", "speaker": "Ana Ruiz", "optional": False}
    fields = {"schema": "claimx-gold/1", "id": "a", "text": TEXT, "sha256": text_digest(TEXT), "attributions": [item]}
    return json.dumps(fields | changes)


def test_gold_of_the_project_reads_and_fits_its_texts():
    for path in sorted((ROOT / "fixtures" / "gold").glob("*.jsonl")):
        articles = read_gold(path)
        assert articles
        assert any(article.statements for article in articles)


def test_a_gold_line_is_read(tmp_path):
    (tmp_path / "gold.jsonl").write_text(f"{gold_line()}\n\n", "utf-8")
    [article] = read_gold(tmp_path / "gold.jsonl")
    assert article.statements[0].content == at("the old bridge is safe")


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "{}",
        gold_line(schema="claimx-gold/2"),
        gold_line(sha256="0" * 64),
        gold_line(attributions=[{}]),
        gold_line(text=TEXT.upper(), sha256=text_digest(TEXT.upper())),
        gold_line(attributions=None),
    ],
)
def test_a_broken_gold_line_is_told_with_path_and_line(tmp_path, line):
    path = tmp_path / "gold.jsonl"
    path.write_text(f"{gold_line()}\n{line}\n", "utf-8")
    with pytest.raises(InputError) as told:
        read_gold(path)
    assert (told.value.code, told.value.path, told.value.line) == ("bad_gold", str(path), 2)


def test_what_is_no_gold_is_told(tmp_path):
    with pytest.raises(InputError, match="neither"):
        read_gold(tmp_path)


def test_brat_roles_may_be_numbered_and_spans_in_parts(tmp_path):
    standoff = (
        "T1\tSource 0 8\tAna Ruiz\nT2\tCue 9 13\tsaid\nT3\tContent 14 21;29 36\tx\nE1\tCue:T2 Source1:T1 Content:T3\n"
    )
    (tmp_path / "a.ann").write_text(standoff, "utf-8")
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    [found] = read_standoff(tmp_path / "a.ann", TEXT)
    assert (found.source, found.content) == ((Span(0, 8),), (Span(14, 21), Span(29, 36)))
    [article] = read_gold(tmp_path)
    assert (article.id, list(article.statements)) == ("a", [found])


def test_saved_records_become_statements_of_the_article_with_their_text(tmp_path):
    saved = tmp_path / "out.jsonl"
    lines = [to_line(record) for record in extract("Mayor Ana Ruiz said the bridge is safe.", id="elsewhere")]
    failed = to_line(Error.of(InputError("unreadable", "gone", "b.txt")))
    saved.write_bytes(failed.join([b"", *lines]))
    records = read_records(saved)
    gold = Article("mine", "Mayor Ana Ruiz said the bridge is safe.", [])
    assert by_article(records, [gold, GOLD]) == ({"mine": [statement_of(record) for record in records]}, [])
    assert by_article(records, [GOLD]) == ({}, ["elsewhere"])
    saved.write_bytes(lines[0] + b'{"record":"attribution"}\n')
    with pytest.raises(InputError) as told:
        read_records(saved)
    assert told.value.line == 2


# Either side may be what people annotated


@pytest.fixture
def review(tmp_path) -> Path:
    """A folder with texts, records of them, and the same records as brat, Label Studio, gold, CSV and Parquet."""
    article = hostile_article()
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "hostile.txt").write_bytes(HOSTILE.encode())
    for name in ("jsonl", "labelstudio", "gold", "csv", "parquet", "brat"):
        saved(tmp_path, name, article, file=f"{name}.out" if name != "labelstudio" else "labelstudio.json")
    return tmp_path


SIDES = ("jsonl.out", "labelstudio.json", "gold.out", "csv.out", "parquet.out", "brat.out")


@pytest.mark.parametrize(
    ("gold", "found"), [*((side, "gold.out") for side in SIDES), *(("gold.out", side) for side in SIDES)]
)
def test_every_annotation_may_be_on_either_side(main, review, gold, found):
    run = main("evaluate", review / gold, review / found, "--format=json", f"--texts={review / 'texts'}")
    assert run.code == 0, run.stderr
    values = {figure["name"]: (figure["value"], figure["right"]) for figure in json.loads(run.stdout)["figures"]}
    assert values["relation"] == values["content@1.0"] == (100.0, 3)


def test_seven_of_seven_is_no_certainty():
    one = count(Article("a", TEXT, [BRIDGE]), [BRIDGE])
    found = {figure.name: figure for figure in figures([one] * 7)}
    assert (found["relation precision"].value, found["relation precision"].high) == (100, 100)
    assert 60 < found["relation precision"].low < 70
    assert found["relation"].low == found["relation precision"].low


@pytest.mark.parametrize(
    ("right", "of", "low", "high"), [(7, 7, 64.6, 100.0), (0, 10, 0.0, 27.8), (81, 263, 25.5, 36.6)]
)
def test_wilson_is_what_tables_say(right, of, low, high):
    # The last is an example of Newcombe (1998).
    assert tuple(round(end, 1) for end in _wilson(right, of)) == (low, high)


def test_an_article_without_what_is_counted_does_not_widen_the_interval():
    [speaker] = [figure for figure in figures([count(GOLD, [BRIDGE, NEW_ONE])] * 20) if figure.name == "speaker"]
    [with_others] = [
        figure
        for figure in figures([count(GOLD, [BRIDGE, NEW_ONE])] * 20 + [count(Article("b", TEXT, []), [])] * 200)
        if figure.name == "speaker"
    ]
    assert (with_others.low, with_others.high) == (speaker.low, speaker.high)


def test_disagreements_are_told_statement_by_statement():
    changed = replace(NEW_ONE, class_="belief", speaker="Eva Lund")
    told = list(disagreements(GOLD, [changed, statement("said the")]))
    assert [line["what"] for line in told] == [["missed"], ["speaker", "class"], ["added"]]
    assert told[0]["found"] is None
    assert told[0]["gold"]["content"] == [{"start": 14, "end": 36, "text": "the old bridge is safe"}]
    assert list(disagreements(GOLD, GOLD.statements)) == []


def test_alpha_is_one_for_the_same_and_less_for_others():
    classes = [replace(BRIDGE, class_="belief"), NEW_ONE]
    gold = Article("a", TEXT, classes)
    assert agreement([(gold, classes)]) == {"alpha class": 1.0, "alpha speaker": 1.0}
    other = agreement([(gold, [BRIDGE, replace(NEW_ONE, speaker="Ana Ruiz")])])
    assert other["alpha class"] < 0.5
    assert other["alpha speaker"] < 0.5
    assert agreement([(GOLD, [replace(NEW_ONE, speaker="Hollis")])]) == {}


def test_evaluate_writes_disagreements_and_names_articles_of_one_side(main, review):
    other = ArticleRecords("other", TEXT, [attribution(TEXT, ("safe", False), who=speaker(TEXT, None), doc_id="other")])
    saved(review, "gold", other, hostile_article(), file="both.jsonl")
    run = main("evaluate", review / "both.jsonl", review / "jsonl.out", "--errors=errors.jsonl")
    assert run.said == ["claimx: articles of GOLD that RECORDS do not have, counted as nothing found: other"]
    [line] = [json.loads(line) for line in Path("errors.jsonl").read_bytes().splitlines()]
    assert (line["article"], line["what"]) == ("other", ["missed"])
    run = main("evaluate", review / "gold.out", review / "both.jsonl", "--format=markdown")
    assert run.said == ["claimx: articles of RECORDS that GOLD does not have, not counted: other"]
    assert "| alpha speaker (Krippendorff) | 1.0 |" in run.stdout.decode()


def test_a_record_whose_text_is_gone_is_no_gold(main, review):
    run = main("evaluate", review / "jsonl.out", review / "gold.out")
    assert (run.code, run.stdout) == (3, b"")
    assert "the text of hostile is not where it was; say where with --texts" in run.said[0]
