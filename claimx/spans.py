"""Spans of text, the only offset arithmetic in claimx.

Every offset counts Unicode code points of the source text from 0; spans are half open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

# The unit of scoring and of "share of words" (rule 21 of the codebook): words with inner apostrophes and hyphens.
WORD = re.compile(r"\w+(?:[’'\-]\w+)*")


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of ``text`` this span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end

    def stripped(self, text: str, unwanted: str = "") -> Span | None:
        """The span without white space and ``unwanted`` characters at its ends; None when nothing is left."""
        start, end = self
        while start < end and (text[start].isspace() or text[start] in unwanted):
            start += 1
        while start < end and (text[end - 1].isspace() or text[end - 1] in unwanted):
            end -= 1
        return Span(start, end) if start < end else None

    def minus(self, holes: Iterable[Span]) -> list[Span]:
        """What is left of this span when ``holes`` are cut out, in text order."""
        rest, start = [], self.start
        for hole in sorted(holes):
            if hole.end <= start or hole.start >= self.end:
                continue
            if hole.start > start:
                rest.append(Span(start, hole.start))
            start = max(start, hole.end)
        if start < self.end:
            rest.append(Span(start, self.end))
        return rest


def cover(spans: Sequence[Span]) -> Span:
    """The shortest span that covers all of ``spans`` (at least one)."""
    return Span(min(s.start for s in spans), max(s.end for s in spans))


def words(text: str, span: Span | None = None) -> list[Span]:
    """The words of ``text`` inside ``span``, in order."""
    start, end = span or (0, len(text))
    return [Span(*m.span()) for m in WORD.finditer(text, start, end)]


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of ``offset``, both from 1; only ``\\n`` ends a line, columns count code points."""
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1
