"""A text cut where marks begin and end, so that overlapping and nested marks become segments that carry all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from claimx.spans import Span

Mark = TypeVar("Mark")


class Segment(NamedTuple, Generic[Mark]):
    """A stretch of the text, and all marks that cover it, in the order given."""

    span: Span
    marks: tuple[Mark, ...]


def segments(length: int, marked: Iterable[tuple[Span, Mark]]) -> Iterator[Segment[Mark]]:
    """The segments of a text of ``length`` code points: they follow on each other and leave nothing out."""
    opening: defaultdict[int, list[int]] = defaultdict(list)
    closing: defaultdict[int, list[int]] = defaultdict(list)
    marks = []
    for number, (span, mark) in enumerate(marked):
        marks.append(mark)
        opening[span.start].append(number)
        closing[span.end].append(number)
    active: set[int] = set()
    start = 0
    for edge in sorted({*opening, *closing, length}):
        if start < edge:
            yield Segment(Span(start, edge), tuple(marks[number] for number in sorted(active)))
            start = edge
        active.difference_update(closing[edge])
        active.update(opening[edge])
