"""Speakers that are likely one, by the spelling of their names: a hint for people, which never joins speakers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from claimx.names import NameKey, likely_one, name_key, without_generation
from claimx.people.known_speakers import in_conflict

if TYPE_CHECKING:
    from claimx.people.speaker_list import ListedSpeaker


def likely_variants(speakers: Sequence[ListedSpeaker]) -> list[list[int]]:
    """For each speaker the indices of those that are likely the same, ascending.

    That is: the same letters (*Kim Jong-un*, *Kim Jong Un*); a middle name or an initial more or less
    (*Vladimir V. Putin*); one long word one letter apart (*Zelensky*, *Zelenskyy*, behind a first name); or one
    is called in an article what the other's name is. A person and a body never are, nor are two speakers to
    whom the user gave ids.
    """
    keys = [_key(speaker.name) for speaker in speakers]
    blocks: defaultdict[Hashable, set[int]] = defaultdict(set)
    for index, speaker in enumerate(speakers):
        for key in _blocks(keys[index]):
            blocks[key].add(index)
        for alias in speaker.aliases:
            blocks["called", _key(alias)].add(index)
    found: list[set[int]] = [set() for _ in speakers]
    for members in blocks.values():
        for first, second in combinations(sorted(members), 2):
            one, other = speakers[first], speakers[second]
            if in_conflict(one.type, other.type) or (one.id is not None and other.id is not None):
                continue
            if likely_one(keys[first], keys[second]) or _calls(one, keys[second]) or _calls(other, keys[first]):
                found[first].add(second)
                found[second].add(first)
    return [sorted(others) for others in found]


def _key(name: str) -> NameKey:
    return without_generation(name_key(name))


def _blocks(key: NameKey) -> Iterator[Hashable]:
    """Keys of which two likely variants share at least one, so that only speakers with a common key are compared."""
    yield "letters", "".join(key)
    yield "called", key
    if len(key) > 1:
        yield "last", key[-1]
        for at in range(len(key)):
            yield "all but", key[:at], key[at + 1 :]


def _calls(speaker: ListedSpeaker, key: NameKey) -> bool:
    return any(_key(alias) == key for alias in speaker.aliases)
