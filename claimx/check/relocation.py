"""Relocating words in a text that may have changed since their offsets were written down."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher

from claimx.gold.words import WordIndex
from claimx.spans import Span, words

# The least share of its words that a changed stretch must keep to count as the same stretch.
_LEAST_LEFT = 0.5
# The least share that the whole content must keep; with fewer it is another sentence.
_LEAST_OF_ALL = 2 / 3
# The most words between two stretches of one content, where a cue and its source stand.
_BETWEEN = 60
# A changed stretch is searched for this many times, each time with more words on either side.
_GUESSES = 5
_SPLIT = 2


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the text: the words that were expected, those found instead (either may be empty), and the place."""

    expected: str
    found: str
    span: Span


@dataclass(frozen=True, slots=True)
class Located:
    """A place of a content: the numbers of its words, its first span, and what was changed in it."""

    words: frozenset[int]
    span: Span
    changes: tuple[Change, ...]

    @property
    def lacking(self) -> int:
        """How many of the expected words are missing there or stand in another form."""
        return sum(len(change.expected.split()) for change in self.changes)


class Passages:
    """The words of a text in order, compared without regard to case and kind of apostrophe."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._index = WordIndex(text)
        self._spans = words(text)
        self._ends = [span.end for span in self._spans]
        self._keys = [_key(span.of(text)) for span in self._spans]
        self._places: dict[str, list[int]] = defaultdict(list)
        for number, key in enumerate(self._keys):
            self._places[key].append(number)

    def numbers(self, spans: Iterable[Span]) -> frozenset[int]:
        """The numbers of the words that ``spans`` touch."""
        return self._index.of(spans)

    def locate(self, stretches: Sequence[str]) -> list[Located]:
        """Every place where a content stands; where its longest stretch stands nowhere, the place most like it.

        Empty where nothing is like it.
        """
        wanted = [keys for stretch in stretches if (keys := [_key(s.of(stretch)) for s in words(stretch)])]
        if not wanted:
            return []
        anchor = max(range(len(wanted)), key=lambda n: len(wanted[n]))
        everywhere = (0, len(self._keys))
        starts = list(self._exact(wanted[anchor], *everywhere)) or list(self._like(wanted[anchor], *everywhere))
        size = sum(map(len, wanted))
        found = (self._around(wanted, anchor, start) for start in starts)
        return [place for place in found if size - place.lacking >= _LEAST_OF_ALL * size]

    def _around(self, wanted: Sequence[list[str]], anchor: int, start: tuple[int, int]) -> Located:
        """The content around ``anchor``, whose window is ``start``; its other stretches are searched outwards."""
        windows: dict[int, tuple[int, int]] = {anchor: start}
        low, high = start
        for number in range(anchor + 1, len(wanted)):
            window = self._nearest(wanted[number], high, min(len(self._keys), high + _BETWEEN))
            windows[number] = window
            high = max(high, window[1])
        for number in range(anchor - 1, -1, -1):
            window = self._nearest(wanted[number], max(0, low - _BETWEEN), low, last=True)
            windows[number] = window
            low = min(low, window[0])
        found = frozenset(n for window in windows.values() for n in range(*window))
        changes = [change for n in sorted(windows) for change in self._changes(wanted[n], windows[n])]
        return Located(found, self._span(min(found), max(found) + 1), tuple(changes))

    def _nearest(self, wanted: list[str], low: int, high: int, *, last: bool = False) -> tuple[int, int]:
        """The window of a stretch between two words: as it is, or the one most like it; empty where there is none.

        Of equally good ones the first, or with ``last`` the last.
        """
        found = list(self._exact(wanted, low, high)) or list(self._like(wanted, low, high, last=last))
        edge = high if last else low
        return found[-1 if last else 0] if found else (edge, edge)

    def _exact(self, wanted: list[str], low: int, high: int) -> Iterator[tuple[int, int]]:
        # The stretch can only stand where its rarest word stands.
        rarest = min(range(len(wanted)), key=lambda number: len(self._places.get(wanted[number], ())))
        for place in self._between(wanted[rarest], low + rarest, high):
            start, end = place - rarest, place - rarest + len(wanted)
            if end <= high and self._keys[start:end] == wanted:
                yield start, end

    def _between(self, key: str, low: int, high: int) -> Sequence[int]:
        """The numbers of the words ``key`` from ``low`` up to ``high``."""
        places = self._places.get(key, [])
        return places[bisect_left(places, low) : bisect_left(places, high)]

    def _like(self, wanted: list[str], low: int, high: int, *, last: bool = False) -> Iterator[tuple[int, int]]:
        """The window that shares most words with ``wanted``; None where it shares too few."""
        # Each shared word votes for where the stretch would begin; a word put in or left out splits the vote.
        votes = Counter(place - number for number, key in enumerate(wanted) for place in self._between(key, low, high))
        windows = (self._window(wanted, begin, low, high) for begin, _ in votes.most_common(_GUESSES))
        share, _, best = max(
            ((share, start if last else -start, (start, end)) for share, start, end in windows),
            default=(0.0, 0, (0, 0)),
        )
        if share >= _LEAST_LEFT and len(wanted) > 1:
            yield best

    def _window(self, wanted: list[str], begin: int, low: int, high: int) -> tuple[float, int, int]:
        """The share of ``wanted`` in the window around ``begin``, and the first and last word of that window."""
        first = max(low, begin - _SPLIT)
        blocks = self._blocks(wanted, (first, min(high, begin + len(wanted) + _SPLIT)))
        head, tail = blocks[0], blocks[-1]
        start = max(low, first + head.b - head.a)
        end = min(high, first + tail.b + len(wanted) - tail.a)
        return sum(block.size for block in blocks) / len(wanted), start, end

    def _blocks(self, wanted: list[str], window: tuple[int, int]) -> list[Match]:
        matcher = SequenceMatcher(None, wanted, self._keys[slice(*window)], autojunk=False)
        return [block for block in matcher.get_matching_blocks() if block.size]

    def _changes(self, wanted: list[str], window: tuple[int, int]) -> Iterator[Change]:
        matcher = SequenceMatcher(None, wanted, self._keys[slice(*window)], autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            if tag != "equal":
                start, end = window[0] + c, window[0] + d
                yield Change(" ".join(wanted[a:b]), self._span(start, end).of(self._text), self._span(start, end))

    def _span(self, first: int, end: int) -> Span:
        """The span of the words from ``first`` up to ``end``; the place before ``first`` where there are none."""
        if not self._spans:
            return Span(0, 0)
        if first == end:
            at = self._spans[first].start if first < len(self._spans) else self._ends[-1]
            return Span(at, at)
        return Span(self._spans[first].start, self._spans[end - 1].end)


def _key(word: str) -> str:
    return word.casefold().replace("’", "'")
