"""Clustering: links between reports are gathered into utterances.

A link joins two stretches of words, not two records: a record that reports two utterances belongs to two groups and
does not join them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from claimx.link.duplicates import DistinctReport
from claimx.link.matching import Match
from claimx.names import NameKey, same_speaker

# The part of the pairs of reports of two utterances that is linked when they are one.
_COHERENT = 0.5


@dataclass(frozen=True, slots=True)
class Link:
    """Two distinct reports, by number, of one utterance."""

    one: int
    other: int
    match: Match


@dataclass(slots=True, eq=False)
class Utterance:
    """Stretches of words (word numbers) by the number of the report they stand in, and who is named for them."""

    passages: dict[int, range] = field(default_factory=dict)
    names: set[NameKey] = field(default_factory=set)


def gather(links: Iterable[Link], distinct: Sequence[DistinctReport]) -> list[Utterance]:
    """The utterances that ``links`` make, the strongest links first, in no special order.

    Two utterances become one where a link proves it by the words alone; else where many of their reports are linked,
    and their speakers are not at odds. Where they stay two, a link of a small part makes one of its own.
    """
    by_report: dict[int, list[Utterance]] = defaultdict(list)
    strongest_first = sorted(links, key=lambda link: (-link.match.strength, link.one, link.other))
    linked: dict[int, set[int]] = defaultdict(set)
    for link in strongest_first:
        linked[link.one].add(link.other)
        linked[link.other].add(link.one)
    for link in strongest_first:
        one = _utterance(by_report, link.one, link.match.one, distinct)
        other = _utterance(by_report, link.other, link.match.other, distinct)
        if one is not other and (
            link.match.verbatim or (_speakers_fit(link, one, other) and _cohere(one, other, linked))
        ):
            _merge(one, other, by_report)
        elif one is not other and _speakers_fit(link, one, other) and _is_of_a_part(link, one, other):
            part = _utterance_of(link, distinct)
            for number in part.passages:
                by_report[number].append(part)
    unique = dict.fromkeys(utterance for own in by_report.values() for utterance in own)
    return [utterance for utterance in unique if len(utterance.passages) > 1]


def _utterance(
    by_report: dict[int, list[Utterance]], number: int, passage: range, distinct: Sequence[DistinctReport]
) -> Utterance:
    """The utterance that ``passage`` of a report belongs to so far, or a new one."""
    for utterance in by_report[number]:
        if _mostly_overlap(utterance.passages[number], passage):
            utterance.passages[number] = _cover(utterance.passages[number], passage)
            return utterance
    new = Utterance({number: passage}, set(distinct[number].report.speakers))
    by_report[number].append(new)
    return new


def _utterance_of(link: Link, distinct: Sequence[DistinctReport]) -> Utterance:
    """The utterance that a link by itself makes."""
    names = {*distinct[link.one].report.speakers, *distinct[link.other].report.speakers}
    return Utterance({link.one: link.match.one, link.other: link.match.other}, names)


def _merge(one: Utterance, other: Utterance, by_report: dict[int, list[Utterance]]) -> None:
    """Make ``other`` part of ``one``."""
    small, large = sorted((one, other), key=lambda utterance: len(utterance.passages))
    for number, passage in small.passages.items():
        own = by_report[number]
        own.remove(small)
        if number in large.passages:
            large.passages[number] = _cover(large.passages[number], passage)
        else:
            large.passages[number] = passage
            own.append(large)
    large.names |= small.names


def _cohere(one: Utterance, other: Utterance, linked: Mapping[int, set[int]]) -> bool:
    """Whether enough reports of one are linked with reports of the other, so that no chain of likenesses joins two."""
    pairs = sum(len(linked[number] & other.passages.keys()) for number in one.passages)
    return pairs >= _COHERENT * len(one.passages) * len(other.passages)


def _is_of_a_part(link: Link, one: Utterance, other: Utterance) -> bool:
    """Whether a link is of a small part of what one of two utterances has in its report: another one may tell it."""
    return any(
        2 * len(passage) < len(utterance.passages[number])
        for utterance, number, passage in ((one, link.one, link.match.one), (other, link.other, link.match.other))
    )


def _speakers_fit(link: Link, one: Utterance, other: Utterance) -> bool:
    return link.match.names in ("same", "close") or _agree(one, other)


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
