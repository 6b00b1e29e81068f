"""Links between tellings, gathered into utterances.

A link holds between two stretches of words, not between two records: a record that reports two utterances
belongs to two groups, and does not tie them together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimx.link.identity import Identity
from claimx.link.tellings import Telling
from claimx.names import NameKey, same_speaker


@dataclass(frozen=True, slots=True)
class Link:
    """Two tellings, by number, of one utterance."""

    one: int
    other: int
    identity: Identity


@dataclass(slots=True, eq=False)
class Utterance:
    """Stretches of words (word numbers) by the number of the telling they stand in, and who is named for them."""

    passages: dict[int, range] = field(default_factory=dict)
    names: set[NameKey] = field(default_factory=set)


def gather(links: Iterable[Link], tellings: Sequence[Telling]) -> list[Utterance]:
    """The utterances that ``links`` make, the strongest links first, in no special order.

    Two utterances with speakers at odds become one only where a link proves it by the words alone.
    """
    by_telling: dict[int, list[Utterance]] = defaultdict(list)
    strongest_first = sorted(links, key=lambda link: (-link.identity.strength, link.one, link.other))
    for link in strongest_first:
        one = _utterance(by_telling, link.one, link.identity.one, tellings)
        other = _utterance(by_telling, link.other, link.identity.other, tellings)
        if one is not other and (link.identity.verbatim or _agree(one, other)):
            _merge(one, other, by_telling)
    unique = {id(utterance): utterance for own in by_telling.values() for utterance in own}
    return [utterance for utterance in unique.values() if len(utterance.passages) > 1]


def _utterance(
    by_telling: dict[int, list[Utterance]], number: int, passage: range, tellings: Sequence[Telling]
) -> Utterance:
    """The utterance that ``passage`` of a telling belongs to so far, or a new one."""
    for utterance in by_telling[number]:
        if _mostly_overlap(utterance.passages[number], passage):
            utterance.passages[number] = _cover(utterance.passages[number], passage)
            return utterance
    new = Utterance({number: passage}, set(tellings[number].report.speakers))
    by_telling[number].append(new)
    return new


def _merge(one: Utterance, other: Utterance, by_telling: dict[int, list[Utterance]]) -> None:
    """Make ``other`` part of ``one``."""
    small, large = sorted((one, other), key=lambda utterance: len(utterance.passages))
    for number, passage in small.passages.items():
        own = by_telling[number]
        own.remove(small)
        if number in large.passages:
            large.passages[number] = _cover(large.passages[number], passage)
        else:
            large.passages[number] = passage
            own.append(large)
    large.names |= small.names


def _agree(one: Utterance, other: Utterance) -> bool:
    """Whether every name of one is some name of the other; no name is at odds with none."""
    return all(any(same_speaker(a, b) for b in other.names) for a in one.names if other.names) and all(
        any(same_speaker(a, b) for b in one.names) for a in other.names if one.names
    )


def _mostly_overlap(one: range, other: range) -> bool:
    """Whether the two share at least half of the shorter."""
    shared = min(one.stop, other.stop) - max(one.start, other.start)
    return 2 * shared >= min(len(one), len(other))


def _cover(one: range, other: range) -> range:
    return range(min(one.start, other.start), max(one.stop, other.stop))
