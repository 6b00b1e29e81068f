"""Abbreviations whose full stop need not end a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.labels import SENTENCE_ENDS, SentenceEnd
from claimx.lexicon.tsv import rows
from claimx.lexicon.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and whether a sentence may end with it.

    ``ends`` is ``no``, ``maybe``, or ``number`` for one that is an abbreviation only before a number.
    """

    form: str
    ends: SentenceEnd


def parse_abbreviations(text: str, file: str) -> Vocabulary[Abbreviation]:
    """The abbreviations in the text of a data file; capitals count, the last full stop may be left out."""
    entries = (Abbreviation(row.fields[0], row.one_of(1, SENTENCE_ENDS)) for row in rows(text, file, columns=2))
    return Vocabulary({entry.form: entry for entry in entries}, key=_without_last_stop)


def _without_last_stop(form: str) -> str:
    return form.removesuffix(".")
