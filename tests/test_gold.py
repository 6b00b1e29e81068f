"""The promises on the seeds, held against gold that was annotated from the text alone."""

from __future__ import annotations

import orjson
import pytest

from claimx.evaluate.running import evaluate_run
from claimx.labels import NAME_TYPES
from tests.conftest import ROOT

DEFAULT = frozenset({"statement", "belief"})


@pytest.fixture(scope="module")
def figures():
    return {f.name: f for f in evaluate_run(ROOT / "fixtures" / "gold" / "seeds.jsonl", DEFAULT).figures}


def test_attributed_quotations_go_to_their_source(figures):
    # What is missed is a term in marks (its “near abroad”) inside a belief, once in each copy of the article.
    assert figures["quoted"].of - figures["quoted"].right <= 2


def test_no_speaker_is_invented(figures):
    assert figures["invented"].right == 0


def test_relations_do_not_fall(figures):
    assert figures["relation"].value >= 74


def test_gold_without_text_holds_places_and_names_alone():
    """What belongs to a publisher stays out of the repository."""
    lines = [
        orjson.loads(line)
        for line in (ROOT / "fixtures" / "standoff" / "polnear-train.jsonl").read_bytes().splitlines()
    ]
    assert len(lines) >= 520
    assert len({line["sha256"] for line in lines}) == len(lines)
    for line in lines:
        assert "text" not in line
        spans = [span for a in line["attributions"] for role in ("source", "cue", "content") for span in a[role]]
        assert all(set(span) == {"start", "end"} and 0 <= span["start"] < span["end"] for span in spans)
        assert {entity["type"] for entity in line["entities"]} <= set(NAME_TYPES)
