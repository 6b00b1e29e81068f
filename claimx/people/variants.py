"""Speakers that are likely one, by how they are spelled: a hint for people, never a join."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from claimx.people.known import in_conflict
from claimx.people.spelling import name_words

if TYPE_CHECKING:
    from claimx.people.found import FoundSpeaker

_SUFFIXES = frozenset("jr sr ii iii iv".split())
# In a shorter word one letter makes another name: Joan Smith, John Smith.
_LONG_WORD = 6

Words = tuple[str, ...]


def likely_variants(speakers: Sequence[FoundSpeaker]) -> list[list[int]]:
    """For each speaker the indices of those that are likely the same, ascending.

    That is: the same letters (*Kim Jong-un*, *Kim Jong Un*); a middle name or an initial more or less
    (*Vladimir V. Putin*); one long word one letter apart (*Zelensky*, *Zelenskyy*, behind a first name); or one
    is called in an article what the other's name is. A person and a body never are, nor are two speakers to
    whom the user gave ids.
    """
    words = [_words(speaker.name) for speaker in speakers]
    blocks: defaultdict[Hashable, set[int]] = defaultdict(set)
    for index, speaker in enumerate(speakers):
        for key in _blocks(words[index]):
            blocks[key].add(index)
        for alias in speaker.aliases:
            blocks["called", _words(alias)].add(index)
    found: list[set[int]] = [set() for _ in speakers]
    for members in blocks.values():
        for first, second in combinations(sorted(members), 2):
            one, other = speakers[first], speakers[second]
            if in_conflict(one.type, other.type) or (one.id is not None and other.id is not None):
                continue
            if _alike(words[first], words[second]) or _calls(one, words[second]) or _calls(other, words[first]):
                found[first].add(second)
                found[second].add(first)
    return [sorted(others) for others in found]


def _words(name: str) -> Words:
    words = name_words(name)
    return tuple(word for word in words if word not in _SUFFIXES) or words


def _blocks(words: Words) -> Iterator[Hashable]:
    """Keys of which two names that are alike share one, so that not all pairs need a look."""
    yield "letters", "".join(words)
    yield "called", words
    if len(words) > 1:
        yield "last", words[-1]
        for at, word in enumerate(words):
            if len(word) >= _LONG_WORD:
                yield "all but", words[:at], words[at + 1 :]


def _calls(speaker: FoundSpeaker, words: Words) -> bool:
    return any(_words(alias) == words for alias in speaker.aliases)


def _alike(first: Words, second: Words) -> bool:
    return "".join(first) == "".join(second) or _is_shortened(first, second) or _is_misspelled(first, second)


def _is_shortened(first: Words, second: Words) -> bool:
    """Whether two full names differ by initials and middle names only."""
    short, long = sorted((first, second), key=len)
    if len(short) < 2 or short[-1] != long[-1] or not _abbreviates(short[0], long[0]):
        return False
    middle = iter(long[1:-1])
    return all(any(_abbreviates(word, other) for other in middle) for word in short[1:-1])


def _abbreviates(first: str, second: str) -> bool:
    return first == second or (min(len(first), len(second)) == 1 and first[0] == second[0])


def _is_misspelled(first: Words, second: Words) -> bool:
    """Whether one word of a full name, a long one, is one letter apart and the others are the same."""
    if len(first) != len(second) or len(first) < 2:
        return False
    apart = [(one, other) for one, other in zip(first, second, strict=True) if one != other]
    return len(apart) == 1 and min(map(len, apart[0])) >= _LONG_WORD and _is_one_letter_apart(*apart[0])


def _is_one_letter_apart(first: str, second: str) -> bool:
    """Whether adding, leaving out or changing one letter makes one word the other."""
    short, long = sorted((first, second), key=len)
    same = next((at for at, letter in enumerate(short) if letter != long[at]), len(short))
    rest = long[same + 1 :]
    return rest in (short[same:], short[same + 1 :])
