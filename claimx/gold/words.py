"""The words of a text by number: the unit in which contents and spans are compared (rule 21 of the codebook)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import groupby

from claimx.spans import Span, words

# Contents with so much of their words in common are one (rule 22 of the codebook).
MATCHED = 0.5

Words = frozenset[int]


class WordIndex:
    """The words of a text by number, the unit of every comparison."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = words(text)
        self._ends = [word.end for word in self._words]

    def of(self, spans: Iterable[Span]) -> Words:
        """The numbers of the words that ``spans`` touch."""
        found: set[int] = set()
        for span in spans:
            index = bisect_left(self._ends, span.start + 1)
            while index < len(self._words) and self._words[index].start < span.end:
                found.add(index)
                index += 1
        return frozenset(found)

    def content(self, spans: Sequence[Span]) -> Words:
        """The words of a content without a leading *that*, which corpora keep and the rules do not."""
        found = self.of(spans)
        first = min(found, default=None)
        return found - {first} if first is not None and len(found) > 1 and self._is_that(first) else found

    def edges(self, role: str, spans: Sequence[Span]) -> set[tuple[int, int]]:
        """First and last word of each run of neighbouring words, contents without a leading *that*.

        Stretches with nothing but marks between them are one run: corpora differ in cutting at marks.
        """
        found = sorted(self.content(spans) if role == "content" else self.of(spans))
        # Neighbours differ from their rank by the same number.
        runs = (list(run) for _, run in groupby(enumerate(found), key=lambda pair: pair[1] - pair[0]))
        return {(run[0][1], run[-1][1]) for run in runs}

    def _is_that(self, index: int) -> bool:
        return self._words[index].of(self._text).lower() == "that"


def overlap(a: Words, b: Words) -> float:
    """Words in both over words in either."""
    return len(a & b) / len(a | b) if a or b else 0.0
