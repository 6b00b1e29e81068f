"""Two pages carry the same story, with other marks and other furniture: the same is found in both."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict

import pytest

from claimx.pipeline.segment import lay_out

# A capital is its country where the page names that, and each page has its own way to write it.
COUNTRY = {"US": "United States", "Washington": "United States"}
FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})


def folded(text: str) -> str:
    return " ".join(text.translate(FOLD).split())


def findings(record) -> tuple[str, ...]:
    """What must agree: everything but id, offsets, confidence and document."""
    who, cue = record["speaker"], record["cue"]
    return (
        folded(record["content"]["text"]),
        folded(cue["text"]) if cue else "-",
        COUNTRY.get(who["name"], folded(who["name"] or "-")),
        *(record[key] for key in ("kind", "class", "polarity", "region")),
    )


def by_paragraph(text: str, records) -> dict[str, list[tuple[str, ...]]]:
    """The findings in each paragraph of the main story, also where there are none."""
    paragraphs = [p.span for p in lay_out(text).paragraphs if p.region == "main"]
    found = {folded(span.of(text)): [] for span in paragraphs}
    for record in records:
        start = record["content"]["spans"][0]["start"]
        span = paragraphs[max(0, bisect_right(paragraphs, start, key=lambda span: span.start) - 1)]
        if start < span.end:
            found[folded(span.of(text))].append(findings(record))
    return found


@pytest.fixture(scope="module")
def both(seeds, seeds_run):
    records = defaultdict(list)
    for record in seeds_run.records:
        if record["record"] == "attribution":
            records[record["doc"]["id"]].append(record)
    return [by_paragraph(path.read_text("utf-8"), records[path.name]) for path in seeds[:2]]


def test_the_two_pages_share_most_of_the_story(both):
    one, other = both
    assert len(one.keys() & other.keys()) >= 10
    assert sum(len(one[paragraph]) for paragraph in one.keys() & other.keys()) >= 10


def test_what_is_found_in_a_shared_paragraph_is_the_same_on_both_pages(both):
    one, other = both
    shared = [paragraph for paragraph in one if paragraph in other]
    assert {p: one[p] for p in shared} == {p: other[p] for p in shared}
