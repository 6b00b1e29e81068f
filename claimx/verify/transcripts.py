"""Transcripts as one long row of words, indexed by pairs of words, so that only likely places are compared."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise
from math import log2

from claimx.read import Source
from claimx.spans import Span
from claimx.verify.folding import Word, words
from claimx.verify.turns import Turn, turns
from claimx.verify.unspoken import unspoken

# A word that a line end has cut in two, with a hyphen or a soft one.
_CUT_IN_TWO = re.compile(r"[-‐\u00ad][ \t]*\r?\n\s*")
# Stands between two transcripts and is equal to no word.
_BORDER = ""
# Windows looked at closely for a run that is nowhere word for word; the right one has most pairs in common.
_MOST_WINDOWS = 5
# In a short text nearly every word stands once, rare or not: what a word says is counted as if so many more had
# been read.
_MORE_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Transcript:
    """One transcript: where its words stand among those of the collection, and whose turns they are."""

    source: Source
    first: int
    spans: Sequence[Span]
    turns: Sequence[Turn]

    @property
    def positions(self) -> Span:
        """The positions of its words in the collection."""
        return Span(self.first, self.first + len(self.spans))

    def span(self, position: int) -> Span:
        """The offsets, in the text, of the word at a position of the collection."""
        return self.spans[position - self.first]

    def stretch(self, start: int, end: int) -> Span:
        """The offsets, in the text, of the words at positions ``[start, end)``, at least one."""
        return Span(self.span(start).start, self.span(end - 1).end)

    def labels(self, start: int, end: int) -> list[str]:
        """The labels of the turns that the words at positions ``[start, end)`` stand in."""
        stretch = self.stretch(start, end)
        return [turn.label for turn in self.turns if turn.span.overlaps(stretch)]


class Collection:
    """All words of some transcripts; a position counts words from the first one's first."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read the words of ``sources``, in time and memory linear in their length."""
        self.keys: list[str] = []
        self.transcripts: list[Transcript] = []
        for source in sources:
            found_turns = turns(source.text)
            places = sorted([*unspoken(source.text), *(turn.place for turn in found_turns)])
            found = _spoken(source.text, places)
            self.transcripts.append(Transcript(source, len(self.keys), [word.span for word in found], found_turns))
            self.keys += [word.key for word in found]
            self.keys.append(_BORDER)
        self._firsts = [transcript.first for transcript in self.transcripts]
        self._words: dict[str, list[int]] = defaultdict(list)
        self._pairs: dict[tuple[str, str], list[int]] = defaultdict(list)
        for position, key in enumerate(self.keys):
            self._words[key].append(position)
        for position, pair in enumerate(pairwise(self.keys)):
            self._pairs[pair].append(position)

    def transcript_at(self, position: int) -> Transcript:
        """The transcript that the word at ``position`` belongs to."""
        return self.transcripts[bisect_right(self._firsts, position) - 1]

    def bits(self, key: str) -> float:
        """How much a word of the collection says, in bits: the rarer, the more."""
        return log2((len(self.keys) + _MORE_WORDS) / len(self._words[key]))

    def exact(self, run: Sequence[str]) -> Iterator[int]:
        """The positions, ascending, where the words of ``run`` (at least one) stand one after the other."""
        row = list(run)
        if len(row) == 1:
            yield from self._words.get(row[0], ())
            return
        offset, places = min(
            ((offset, self._pairs.get(pair, [])) for offset, pair in enumerate(pairwise(row))),
            key=lambda found: len(found[1]),
        )
        for place in places:
            start = place - offset
            if 0 <= start <= len(self.keys) - len(row) and self.keys[start : start + len(row)] == row:
                yield start

    def exact_within(self, run: Sequence[str], start: int, end: int) -> Iterator[int]:
        """The positions, ascending, in the short stretch ``[start, end)`` where ``run`` stands word for word."""
        row = list(run)
        for position in range(start, end - len(row) + 1):
            if self.keys[position : position + len(row)] == row:
                yield position

    def likely(self, run: Sequence[str]) -> list[Span]:
        """The few stretches with most pairs of words in common with ``run``, best first.

        A stretch is twice as long as the run and overlaps half of the next, so that one of them holds the whole
        place; one that would leave its transcript is cut in two.
        """
        step = len(run) + 1
        shared: Counter[int] = Counter()
        for pair in set(pairwise(run)):
            blocks = {place // step for place in self._pairs.get(pair, ())}
            shared.update(blocks | {block - 1 for block in blocks})
        best = nsmallest(_MOST_WINDOWS, shared, key=lambda block: (-shared[block], block))
        return [window for block in best for window in self._within_transcripts(block * step, (block + 2) * step)]

    def _within_transcripts(self, start: int, end: int) -> Iterator[Span]:
        """The stretch ``[start, end)`` cut where one transcript ends and the next begins."""
        first = max(0, bisect_right(self._firsts, start) - 1)
        for transcript in self.transcripts[first : bisect_right(self._firsts, end)]:
            bounds = transcript.positions
            if max(start, bounds.start) < min(end, bounds.end):
                yield Span(max(start, bounds.start), min(end, bounds.end))


def _spoken(text: str, places: Iterable[Span]) -> list[Word]:
    """The words of a transcript without what stands at ``places``; one that a line end has cut is whole again.

    A hyphen at a line end is the word's own where both halves stand alone elsewhere: *cease-fire*.
    """
    spoken = _blanked(text, places)
    row = words(spoken)
    times = Counter(word.key for word in row)
    joined: list[Word] = []
    for word in row:
        if joined and spoken[word.span.start].islower():
            first = joined[-1]
            is_cut = _CUT_IN_TWO.fullmatch(spoken, first.span.end, word.span.start)
            if is_cut and (times[first.key + word.key] or min(times[first.key], times[word.key]) == 1):
                whole = words(first.key + word.key)[0].key
                joined[-1] = Word(whole, Span(first.span.start, word.span.end))
                continue
        joined.append(word)
    return joined


def _blanked(text: str, places: Iterable[Span]) -> str:
    """``text``, as long as before, with blanks for what stands at ``places``."""
    parts, at = [], 0
    for place in places:
        if place.end > at:
            start = max(at, place.start)
            parts += [text[at:start], "".join("\n" if c == "\n" else " " for c in text[start : place.end])]
            at = place.end
    return "".join([*parts, text[at:]])
