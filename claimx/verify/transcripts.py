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
from claimx.verify.folding import words

# What a transcript says besides the speech: the times and numbers of subtitles, and what the room does.
_NOTE = re.compile(
    r"^(?:\d+[ \t]*\r?\n)?\d[\d:.,]+ --> [^\n]*$"
    r"|[(\[][ \t]*(?:applause|laughter|laughs|cheers|cheering|inaudible|crosstalk|booing|pause)\b"
    r"[^()\[\]\n]{0,40}[)\]]",
    re.MULTILINE | re.IGNORECASE,
)
# Stands between two transcripts and is equal to no word.
_BORDER = ""
# Windows looked at closely for a run that is nowhere word for word; the right one has most pairs in common.
_MOST_WINDOWS = 5
# In a short text nearly every word stands once, rare or not: what a word says is counted as if so many more had
# been read.
_MORE_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Transcript:
    """One transcript: ``text`` untouched, and where its words stand among those of the collection."""

    source: Source
    first: int
    spans: Sequence[Span]

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


class Collection:
    """All words of some transcripts; a position counts words from the first one's first."""

    def __init__(self, sources: Iterable[Source]) -> None:
        """Read the words of ``sources``, in time and memory linear in their length."""
        self.keys: list[str] = []
        self.transcripts: list[Transcript] = []
        for source in sources:
            found = _spoken(source.text)
            self.transcripts.append(Transcript(source, len(self.keys), [span for _, span in found]))
            self.keys += [key for key, _ in found]
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


def _spoken(text: str) -> list[tuple[str, Span]]:
    """The words of a transcript without its notes."""
    notes = iter([*(Span(*note.span()) for note in _NOTE.finditer(text)), Span(len(text), len(text))])
    note = next(notes)
    spoken = []
    for word in words(text):
        while note.end <= word.span.start and note.end < len(text):
            note = next(notes)
        if not note.overlaps(word.span):
            spoken.append((word.key, word.span))
    return spoken
