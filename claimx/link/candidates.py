"""Which tellings are worth comparing: those that share a rare pair of neighbouring words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from claimx.link.tellings import Telling
from claimx.link.wording import weight_of

# A telling is looked up under its rarest pairs of words until it has met so many others,
_MEETINGS = 64
# and under each pair it is compared with so many of its neighbours.
_NEIGHBOURS = 16


def candidates(tellings: Sequence[Telling]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of tellings, the lower one first, each pair once.

    The work grows in step with the number of tellings: where many share a pair of words, each is compared only
    with those next to it, speakers together.
    """
    pairs = _numbered_pairs(tellings)
    counts = Counter(pair for own in pairs for pair in own)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(pairs):
        met = 0
        for count, pair in sorted((counts[pair], pair) for pair in own if counts[pair] > 1):
            if met >= _MEETINGS:
                break
            holders[pair].append(number)
            met += min(count, _NEIGHBOURS)
    seen: set[tuple[int, int]] = set()
    for numbers in holders.values():
        if len(numbers) > _NEIGHBOURS:
            numbers.sort(key=lambda number: (tellings[number].report.speakers, number))
        for at, one in enumerate(numbers):
            for other in numbers[at + 1 : at + 1 + _NEIGHBOURS]:
                meeting = (one, other) if one < other else (other, one)
                if meeting not in seen:
                    seen.add(meeting)
                    yield meeting


def _numbered_pairs(tellings: Sequence[Telling]) -> list[list[int]]:
    """For each telling its pairs of words that say something, next to each other or with one between, as numbers."""
    numbers: dict[str, int] = {}
    found = []
    for telling in tellings:
        telling_words = [numbers.setdefault(key, len(numbers)) for key in telling.report.keys if weight_of(key)]
        found.append(
            list(
                dict.fromkeys(
                    one << 32 | other
                    for at, one in enumerate(telling_words)
                    for other in telling_words[at + 1 : at + 3]
                )
            )
        )
    return found
