"""The promises on the seeds, held against gold that was annotated from the text alone."""

from __future__ import annotations

import pytest

from claimx.evaluate.running import evaluate_run
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
