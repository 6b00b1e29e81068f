"""Spans with a number each, to find those that overlap another span without looking at all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

from claimx.pipeline.attribution.attributed import Attributed
from claimx.spans import Span


class SpanIndex:
    """Numbered spans; several may have one number."""

    def __init__(self, numbered: Iterable[tuple[Span, int]]) -> None:
        self._spans = sorted(numbered)
        # Spans that end before another one lie in front of all those that do not, by the furthest end so far.
        self._ends = list(accumulate((span.end for span, _ in self._spans), max))

    @classmethod
    def of_contents(cls, found: Iterable[Attributed]) -> SpanIndex:
        """The stretches of the contents of ``found``, each with the place of its attribution there."""
        return cls((part, number) for number, item in enumerate(found) for part, _ in item.content)

    def overlapping(self, span: Span) -> Iterator[tuple[Span, int]]:
        """The spans that overlap ``span``, with their numbers."""
        for place in range(bisect_right(self._ends, span.start), len(self._spans)):
            part, number = self._spans[place]
            if part.start >= span.end:
                return
            if part.overlaps(span):
                yield part, number
