"""The words two reports share in the same order, and where: a local alignment of folded words."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass

from claimx.link.reports import Report
from claimx.link.wording import weight_of

# Shared words belong together when no more than so many words of either stand between them.
_MOST_BETWEEN = 12
# What a function word adds, and what each word that is skipped takes away.
_FUNCTION_WORD = 0.1
_SKIPPED = 0.12


@dataclass(frozen=True, slots=True)
class Run:
    """A run of shared words with no other word between them: their number, their weight, and the last ones' numbers."""

    length: int = 0
    weight: float = 0.0
    last: tuple[int, int] = (-2, -2)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of word numbers with the same key, ascending on both sides, at least one; ``weight`` is theirs."""

    pairs: tuple[tuple[int, int], ...]
    weight: float

    @property
    def ranges(self) -> tuple[range, range]:
        """From the first to the last shared word, on each side."""
        (a, b), (c, d) = self.pairs[0], self.pairs[-1]
        return range(a, c + 1), range(b, d + 1)

    @property
    def density(self) -> float:
        """The part of the words between first and last, on the side that has more of them, that is shared."""
        return len(self.pairs) / max(map(len, self.ranges))

    def phrase(self, one: Report, other: Report) -> Run:
        """The weightiest run of shared words that stand between quotation marks on both sides."""
        best = run = Run()
        for a, b in self.pairs:
            if not (one.quoted[a] and other.quoted[b]):
                continue
            if run.last != (a - 1, b - 1):
                run = Run()
            run = Run(run.length + 1, run.weight + min(one.weights[a], other.weights[b]), (a, b))
            best = max(best, run, key=lambda run: (run.weight, run.length))
        return best


def align(one: Report, other: Report) -> Alignment | None:
    """The stretch where ``one`` and ``other`` agree most, skipped words counted against it; None for no agreement."""
    places: dict[str, list[int]] = defaultdict(list)
    for number, key in enumerate(other.keys):
        places[key].append(number)
    matches: list[tuple[int, int]] = []
    scores: list[float] = []
    before: list[int] = []
    firsts: list[int] = []  # The matches of each word of ``one``.
    for a, key in enumerate(one.keys):
        firsts.append(len(matches))
        for b in places.get(key, ()):
            best, link = 0.0, -1
            for c in range(max(0, a - _MOST_BETWEEN), a):
                columns = places.get(one.keys[c], ())
                for at in range(bisect_left(columns, b - _MOST_BETWEEN), bisect_left(columns, b)):
                    score = scores[firsts[c] + at] - _SKIPPED * (a - c + b - columns[at] - 2)
                    if score > best:
                        best, link = score, firsts[c] + at
            matches.append((a, b))
            scores.append(best + (weight_of(key) or _FUNCTION_WORD))
            before.append(link)
    if not matches:
        return None
    at = max(range(len(matches)), key=scores.__getitem__)
    chain = []
    while at >= 0:
        chain.append(matches[at])
        at = before[at]
    return Alignment(tuple(reversed(chain)), sum(min(one.weights[a], other.weights[b]) for a, b in chain))
