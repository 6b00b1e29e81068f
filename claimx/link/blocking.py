"""Which reports are worth comparing: those that share something rare.

That is a word, two words near each other, or a speaker and a word.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from claimx.link.duplicates import DistinctReport
from claimx.link.wording import weight_of

# A report is looked up under its rarest blocks until it has met so many others,
_OTHERS = 24
# and in each block it is compared with so many of its neighbours.
_NEIGHBOURS = 16
# Words that have so many others that say something between them, less one, are near each other.
_NEAR = 3


def candidates(distinct: Sequence[DistinctReport]) -> Iterator[tuple[int, int]]:
    """Pairs of numbers of reports, the lower one first, each pair once.

    The work grows in step with the number of reports: where a block holds many, each is compared only with those
    next to it, speakers together.
    """
    blocks = _blocks(distinct)
    holders: dict[int, list[int]] = defaultdict(list)
    for number, chosen in enumerate(_chosen(blocks)):
        for block in chosen:
            holders[block].append(number)
    seen: set[tuple[int, int]] = set()
    for numbers in holders.values():
        if len(numbers) > _NEIGHBOURS:
            numbers.sort(key=lambda number: (distinct[number].report.speakers, number))
        for at, one in enumerate(numbers):
            for other in numbers[at + 1 : at + 1 + _NEIGHBOURS]:
                meeting = (one, other) if one < other else (other, one)
                if meeting not in seen:
                    seen.add(meeting)
                    yield meeting


def _chosen(blocks: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Of the blocks of each report the rarest, until they lead to enough others.

    Two reports that share a whole sentence meet in many blocks: who else shares a part of it must be met too.
    """
    counts = Counter(block for own in blocks for block in own)
    shared = [sorted((counts[block], block) for block in own if counts[block] > 1) for own in blocks]
    holders: dict[int, list[int]] = defaultdict(list)
    for number, own in enumerate(shared):
        for count, block in own:
            if count <= _NEIGHBOURS:
                holders[block].append(number)
    for number, own in enumerate(shared):
        chosen: list[int] = []
        met = {number}
        crowd = 0
        for count, block in own:
            if len(met) + crowd > _OTHERS:
                break
            # The first block that two reports share is chosen by both: where all are met, it need not be.
            if count <= _NEIGHBOURS and met.issuperset(holders[block]):
                continue
            chosen.append(block)
            met.update(holders.get(block, ()))
            crowd += _NEIGHBOURS if count > _NEIGHBOURS else 0
        yield chosen


def _blocks(distinct: Sequence[DistinctReport]) -> list[list[int]]:
    """The blocks of each report, as numbers: words, pairs of near ones in either order, speakers with words."""
    numbers: dict[object, int] = {}
    found = []
    for each in distinct:
        words = [numbers.setdefault(key, len(numbers)) for key in each.report.keys if weight_of(key)]
        speakers = [numbers.setdefault(name[-1:], len(numbers)) for name in each.report.speakers]
        pairs = (
            (min(one, other), max(one, other))
            for at, one in enumerate(words)
            for other in [*words[at + 1 : at + 1 + _NEAR], *speakers]
        )
        found.append(list(dict.fromkeys([*words, *(one << 32 | other for one, other in pairs)])))
    return found
