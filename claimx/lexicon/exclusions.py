"""Cues that look like reporting and are not: acts, bare evidence, impressions, topics, standing."""

from __future__ import annotations

from claimx.labels import EXCLUSIONS, Exclusion
from claimx.lexicon.tsv import rows
from claimx.lexicon.vocabulary import Vocabulary, folded


def parse_exclusions(text: str, file: str) -> Vocabulary[Exclusion]:
    """The excluded lemmas in the text of a data file, each with its kind."""
    return Vocabulary({row.fields[0]: row.one_of(1, EXCLUSIONS) for row in rows(text, file, columns=2)}, key=folded)
