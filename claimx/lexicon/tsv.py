"""The one format of all lexicon data: tab-separated values under a header of ``#`` comments, read strictly.

Entries are sorted and differ from one another, every field is filled (``-`` for nothing), in composed
Unicode (NFC) and without stray blanks; anything else raises LexiconError with file and line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from importlib import resources
from typing import NamedTuple, TypeVar

from claimx.errors import LexiconError

NOTHING = "-"

Choice = TypeVar("Choice", bound=str)


class Row(NamedTuple):
    """One entry as it stands in its file."""

    file: str
    line: int
    fields: tuple[str, ...]

    def fault(self, message: str) -> LexiconError:
        """The error that names this entry's place."""
        return LexiconError(f"{self.file}:{self.line}: {message}")

    def one_of(self, column: int, allowed: Sequence[Choice]) -> Choice:
        """The field in ``column``, which must be one of ``allowed``."""
        value = self.fields[column]
        for choice in allowed:
            if choice == value:
                return choice
        raise self.fault(f"{value!r} is none of {', '.join(allowed)}")

    def several(self, column: int) -> tuple[str, ...]:
        """The parts of a field that holds a list, none for ``-``."""
        value = self.fields[column]
        if value == NOTHING:
            return ()
        parts = tuple(value.split("|"))
        if any(not part or part != part.strip() for part in parts):
            raise self.fault(f"an empty part or a stray blank in {value!r}")
        if len(set(parts)) < len(parts):
            raise self.fault(f"a part stands twice in {value!r}")
        return parts

    def one_or_more(self, column: int) -> tuple[str, ...]:
        """The parts of a list that must not be empty."""
        parts = self.several(column)
        if not parts:
            raise self.fault(f"column {column + 1} needs at least one part")
        return parts


def rows(text: str, file: str, columns: int) -> Iterator[Row]:
    """The entries of ``text``, each of ``columns`` fields; ``file`` is its name in errors."""
    previous: tuple[str, ...] = ()
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        if line.startswith("#"):
            continue
        row = Row(file, number, tuple(line.split("\t")))
        _check(row, line, columns, previous)
        previous = row.fields
        yield row


def _check(row: Row, line: str, columns: int, previous: tuple[str, ...]) -> None:
    if len(row.fields) != columns:
        raise row.fault(f"{len(row.fields)} columns instead of {columns}")
    if any(not field or field != field.strip() for field in row.fields):
        raise row.fault("an empty field or a stray blank")
    if not unicodedata.is_normalized("NFC", line):
        raise row.fault("not in composed Unicode (NFC)")
    if row.fields <= previous:
        raise row.fault("out of order" if row.fields < previous else "stands twice")


def data(file: str) -> str:
    """The text of one of the lexicon's own files."""
    return resources.files("claimx.lexicon").joinpath("en", file).read_text(encoding="utf-8")
