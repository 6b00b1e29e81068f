"""Where in the transcripts a quotation was said, word for word or nearly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import comb, log2

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from claimx.spans import Span
from claimx.verify.quotations import Run
from claimx.verify.transcripts import Collection

# When more than a third of the words differ it is another sentence.
LEAST_SIMILARITY = 0.67
# And the words that are the same must be too many and too rare to have met by chance: a place like it is to be
# expected in one of 2**14 collections of this size. Of a thousand quotations that a megabyte of news does not hold
# some fifty, short ones, are like something in it by LEAST_SIMILARITY alone; with this, one or two. Of those it does
# hold, all are found with one word of six or more changed, and nineteen in twenty with one of five.
LEAST_SURPLUS = 14
# One or two words are found by chance nearly everywhere once one of them may differ.
_LEAST_WORDS = 3
# A longer stretch is a speech in full, and comparing takes time with the square: it is there word for word, or absent.
_MOST_WORDS = 500
# Of a short phrase said again and again, so many places are compared.
_MOST_EXACT = 500
# A rough alignment less alike than this, in percent, does not become good enough by moving its ends.
_LEAST_ROUGH_SCORE = 40
# How far the ends of a rough alignment may be off, in words.
_SLACK = 10


@dataclass(frozen=True, slots=True)
class Placed:
    """A run at ``positions`` of the collection, ``distance`` words away from what stands there.

    A run that is not near the others is nowhere: ``positions`` is None.
    """

    run: Run
    positions: Span | None
    distance: int

    @property
    def length(self) -> int:
        """In words, of the run or of what was said, whichever is longer."""
        said = self.positions.end - self.positions.start if self.positions else 0
        return max(len(self.run.words), said)


@dataclass(frozen=True, slots=True)
class Placement:
    """All runs of a quotation, in order, at one place of the collection."""

    pieces: tuple[Placed, ...]

    @property
    def positions(self) -> Span:
        """From the first word found to the last."""
        found = [piece.positions for piece in self.pieces if piece.positions]
        return Span(found[0].start, found[-1].end)

    @property
    def distance(self) -> int:
        """How many words would have to be changed, left out or put in."""
        return sum(piece.distance for piece in self.pieces)

    @property
    def similarity(self) -> float:
        """The share of words that need no change, 0 to 1."""
        return 1 - self.distance / sum(piece.length for piece in self.pieces)


def gaps(placement: Placement) -> list[tuple[Run, Span]]:
    """What stands in the source between one run and the next, with the run behind it, where words stand there."""
    found = [(piece.run, piece.positions) for piece in placement.pieces if piece.positions]
    between = ((run, Span(before.end, there.start)) for (_, before), (run, there) in pairwise(found))
    return [(run, gap) for run, gap in between if gap.start < gap.end]


def placements(runs: Sequence[Run], collection: Collection) -> list[Placement]:
    """The places where all of ``runs`` (at least one) stand word for word, else the one most like them, else none."""
    anchor = max(range(len(runs)), key=lambda index: len(runs[index].words))
    keys = runs[anchor].keys
    found = [
        _around(Span(start, start + len(keys)), 0, anchor, runs, collection)
        for start in islice(collection.exact(keys), _MOST_EXACT)
    ]
    exact = [placement for placement in found if placement.distance == 0]
    if exact or sum(len(run.words) for run in runs) < _LEAST_WORDS:
        return exact
    if _LEAST_WORDS <= len(keys) <= _MOST_WORDS:
        found += [
            _around(*aligned, anchor, runs, collection)
            for window in collection.likely(keys)
            if (aligned := _aligned(keys, window, collection))
        ]
    best = max(found, key=lambda placement: placement.similarity, default=None)
    if best is None or best.similarity < LEAST_SIMILARITY or _surplus(best, collection) < LEAST_SURPLUS:
        return []
    return [best]


def _surplus(placement: Placement, collection: Collection) -> float:
    """How much more the words in common say than it takes to single out a place in the collection, in bits.

    Words are taken to come independently; any words may be the ones that differ.
    """
    shared = 0.0
    for piece in placement.pieces:
        if piece.positions:
            said = collection.keys[piece.positions.start : piece.positions.end]
            for step in Levenshtein.opcodes(piece.run.keys, said):
                if step.tag == "equal":
                    shared += sum(collection.bits(key) for key in said[step.dest_start : step.dest_end])
    length = sum(piece.length for piece in placement.pieces)
    return shared - log2(len(collection.keys)) - log2(comb(length, min(length, placement.distance)))


def _around(positions: Span, distance: int, anchor: int, runs: Sequence[Run], collection: Collection) -> Placement:
    """The anchor at ``positions`` and, on both sides of it, each of the other runs as near as its reach allows."""
    bounds = collection.transcript_at(positions.start).positions
    pieces = [Placed(runs[anchor], positions, distance)]
    at, reach = positions.end, 0
    for run in runs[anchor + 1 :]:
        reach += run.reach
        window = Span(at, min(bounds.end, at + reach + len(run.words)))
        pieces.append(_nearest(run, window, collection, last=False))
        at, reach = (found.end, 0) if (found := pieces[-1].positions) else (at, reach + len(run.words))
    at, reach = positions.start, 0
    for index in range(anchor - 1, -1, -1):
        run = runs[index]
        reach += runs[index + 1].reach
        window = Span(max(bounds.start, at - reach - len(run.words)), at)
        pieces.insert(0, _nearest(run, window, collection, last=True))
        at, reach = (found.start, 0) if (found := pieces[0].positions) else (at, reach + len(run.words))
    return Placement(tuple(pieces))


def _nearest(run: Run, window: Span, collection: Collection, *, last: bool) -> Placed:
    """The run at the first or last place of the window where it stands, if need be with other words in it."""
    keys = run.keys
    exact = list(collection.exact_within(keys, *window))
    if exact:
        start = exact[-1 if last else 0]
        return Placed(run, Span(start, start + len(keys)), 0)
    aligned = _aligned(keys, window, collection) if _LEAST_WORDS <= len(keys) <= _MOST_WORDS else None
    if aligned:
        placed = Placed(run, *aligned)
        if placed.distance <= (1 - LEAST_SIMILARITY) * placed.length:
            return placed
    return Placed(run, None, len(keys))


def _aligned(keys: Sequence[str], window: Span, collection: Collection) -> tuple[Span, int] | None:
    """Where in the window the words of a run are most like what was said, and by how many words they are off.

    None where they are not like anything there.
    """
    row = collection.keys[window.start : window.end]
    rough = partial_ratio_alignment(keys, row, score_cutoff=_LEAST_ROUGH_SCORE)
    if rough is None:
        return None
    # The rough alignment is as long as the run; what was said may be longer or shorter. Of places equally far
    # from the run the one as long as it is taken, so that a changed last word is shown with what it was.
    distance, _, start, end = min(
        (Levenshtein.distance(keys, row[start:end]), abs(end - start - len(keys)), start, end)
        for start in _about(rough.dest_start, len(row))
        for end in _about(rough.dest_end, len(row))
        if start < end
    )
    return Span(window.start + start, window.start + end), distance


def _about(place: int, longest: int) -> range:
    return range(max(0, place - _SLACK), min(longest, place + _SLACK) + 1)
