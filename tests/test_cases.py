"""Golden cases: texts for one fault each, whose expected attributions were written before claimx had read them.

Each fixtures/cases/*.txt is an article, a line ``====``, and a line an attribution. A line is
``source | cue | content | speaker | labels``: ``-`` is none, `` … `` joins stretches, “ ” stand around quoted ones.
Labels are kind, class and how the speaker was resolved, then polarity and region where they are not the usual ones,
then ``in:N`` for what is nested in line N. Only intents.txt shows the class intent.

fixtures/cases/kinds.jsonl is gold: three short texts of each kind that programs such as this one are known to misread.
Their ids are the kind and a number.
"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from claimx.assembly import assemble
from claimx.evaluate.disagreements import disagreements
from claimx.evaluate.scoring import Counts, count
from claimx.gold.readers import read_gold
from claimx.gold.recorded import statement_of
from claimx.gold.statements import DETAILS
from claimx.read import Source
from claimx.records import Attribution
from claimx.write.jsonl import to_line
from tests.conftest import ROOT
from tests.proof import Json, prove

FOLDER = ROOT / "fixtures" / "cases"
CASES = sorted(FOLDER.glob("*.txt"))
KINDS = read_gold(FOLDER / "kinds.jsonl")


def known_failures() -> dict[str, str]:
    """Cases that are not read as written yet, each with what is wrong."""
    lines = (FOLDER / "KNOWN_FAILURES").read_text("utf-8").splitlines()
    entries = (line.split(": ", 1) for line in lines if line.strip() and not line.startswith("#"))
    return dict(entries)


def as_params(cases: Mapping[str, object]) -> list[object]:
    """The cases by their names; one that is known to fail has to fail."""
    failing = known_failures()
    return [
        pytest.param(
            case,
            id=name,
            marks=[pytest.mark.xfail(strict=True, raises=AssertionError, reason=failing[name])]
            if name in failing
            else [],
        )
        for name, case in cases.items()
    ]


def article_and_lines(path: Path) -> tuple[str, list[str]]:
    article, _, expected = path.read_bytes().decode("utf-8").partition("\n====\n")
    return article, expected.splitlines()


def extracted(nlp, path: Path) -> list[bytes]:
    article, _ = article_and_lines(path)
    return [to_line(record) for record in assemble(nlp, Source(id=path.name, text=article))]


def as_line(record: Json, ids: list[str]) -> str:
    who, cue = record["speaker"], record["cue"]
    stretches = (f"“{s['text']}”" if s["quoted"] else s["text"] for s in record["content"]["spans"])
    labels = [record["kind"], record["class"], who["resolved"]]
    labels += [record["polarity"]] * (record["polarity"] != "affirmed")
    labels += [record["region"]] * (record["region"] != "main")
    if record["nested_in"] is not None:
        outer = record["nested_in"]
        labels.append(f"in:{ids.index(outer) + 1 if outer in ids else '?'}")
    source = who["mention"]["text"] if who["mention"] else "-"
    shown = (source, cue["text"] if cue else "-", " … ".join(stretches), who["name"] or "-", " ".join(labels))
    return " | ".join(shown)


@pytest.mark.parametrize("path", as_params({path.stem: path for path in CASES}))
def test_case_is_read_as_written(path, nlp):
    _, expected = article_and_lines(path)
    found = [json.loads(line) for line in extracted(nlp, path)]
    shown = [
        record
        for record in found
        if record["record"] == "attribution" and (record["class"] != "intent" or path.stem == "intents")
    ]
    ids = [record["id"] for record in shown]
    lines = [as_line(record, ids) for record in shown]
    assert lines == expected, "\n".join(["", *difflib.ndiff(expected, lines)])


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_case_gives_records_that_prove_themselves_and_the_same_bytes_again(path, nlp, schemas):
    article, _ = article_and_lines(path)
    lines = extracted(nlp, path)
    for line in lines:
        record = json.loads(line)
        schemas[record["record"]].validate(record)
        prove(record, article)
    assert extracted(nlp, path) == lines


def is_right(counts: Counts) -> bool:
    """Whether all of an article, and nothing else, is found: four fifths of its words, its speaker, what gold tells."""
    return (
        counts["relation@0.8"] == counts["gold"] == counts["predicted"]
        and counts["speaker_right"] == counts["named"]
        and all(counts[f"{detail}_right"] == counts[f"{detail}_judged"] for detail in DETAILS)
        and not any(counts[invented] for invented in ("invented", *(f"{detail}_invented" for detail in DETAILS)))
    )


@pytest.mark.parametrize("article", as_params({article.id: article for article in KINDS}))
def test_text_of_its_kind_is_read_as_annotated(article, nlp):
    records = assemble(nlp, Source(article.id, article.text))
    found = [statement_of(r) for r in records if isinstance(r, Attribution) and r.class_ != "intent"]
    counts = count(article, found)
    assert is_right(counts), "\n".join(["", article.text, *map(str, disagreements(article, found)), str(counts)])


def test_each_kind_has_three_variants():
    kinds = Counter(article.id.rpartition("-")[0] for article in KINDS)
    assert set(kinds.values()) == {3}


def test_known_failures_are_cases():
    assert set(known_failures()) <= {path.stem for path in CASES} | {article.id for article in KINDS}
