"""Abbreviations whose full stop need not end a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from claimx.lexicon.table import rows

Ends = Literal["no", "maybe", "number"]

_ENDS: tuple[Ends, ...] = get_args(Ends)


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation and whether a sentence may end with it.

    ``ends`` is ``no``, ``maybe``, or ``number`` for one that is an abbreviation only before a number.
    """

    form: str
    ends: Ends


class AbbreviationLexicon:
    """All abbreviations; capitals count."""

    def __init__(self, entries: Iterable[Abbreviation]) -> None:
        self.entries = tuple(entries)
        self._by_form = {entry.form: entry for entry in self.entries}

    def lookup(self, form: str) -> Abbreviation | None:
        """The entry for a word with its full stops, such as "Gen." or "p.m."."""
        return self._by_form.get(form)


def parse_abbreviations(text: str, file: str) -> AbbreviationLexicon:
    """The abbreviations in the text of a data file."""
    return AbbreviationLexicon(
        Abbreviation(row.fields[0], row.one_of(1, _ENDS)) for row in rows(text, file, columns=2)
    )
