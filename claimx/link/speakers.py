"""Whether two reports name the same speaker."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

Agreement = Literal["same", "close", "open", "other"]

# Spellings of one surname in two alphabets ("Zelensky", "Zelenskyy"); shorter names differ by less.
_ALIKE = 0.85
_LONG_ENOUGH = 6


@lru_cache(maxsize=1 << 16)
def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two folded names are one speaker's: the words of one are within the other's, initials aside.

    Somebody's office is not somebody (annotation-rules.md 15).
    """
    if ("office" in one) != ("office" in other):
        return False
    a, b = _full(one), _full(other)
    if a <= b or b <= a or "".join(one) == "".join(other):
        return True
    return (
        len(one) > 1
        and len(other) > 1
        and one[:-1] == other[:-1]
        and min(len(one[-1]), len(other[-1])) >= _LONG_ENOUGH
        and SequenceMatcher(None, one[-1], other[-1]).ratio() >= _ALIKE
    )


def _full(name: tuple[str, ...]) -> frozenset[str]:
    """The words of a name without initials, unless it has nothing else."""
    return frozenset(word for word in name if len(word) > 1) or frozenset(name)


def any_same(ones: Iterable[tuple[str, ...]], others: Iterable[tuple[str, ...]]) -> bool:
    """Whether some name of ``ones`` is the same as some name of ``others``."""
    others = tuple(others)
    return any(same_name(one, other) for one in ones for other in others)
