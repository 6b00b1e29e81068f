"""When two names of speakers are spelled alike.

Two measures, the finer first: ``spelling`` keeps hyphens apart from blanks, so that *Kim Jong-un* and
*Kim Jong Un* can stand beside each other in a list; ``name_words`` takes them for one name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby

from claimx.lexicon import given_names, titles

# Letters that Unicode does not take apart, and the signs that stand for one another in names.
_SAME = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
    | dict.fromkeys("’‘ʼ`", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
    | {".": " "}
)
_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_LONGEST_TITLE = 4
# In front of any name, a last name alone too, and never a name themselves.
_ADDRESS = frozenset(
    "the mr mrs ms mx miss mister messrs dr sir mme mlle madame monsieur herr frau senor senora signor signora".split()
)
# Titles that are family names where these come first, and that the given names do not hold.
_FAMILY_NAMES = frozenset("pak tun daw".split())


@lru_cache(maxsize=1 << 16)
def spelling(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, full stops, titles, and a leading *the*.

    Initials written together or apart are one word (*J. K.*, *JK*). A title stays where a last name alone would be
    left of a full name: *Judge Rinder* is not *Rinder*. Empty for what holds neither letter nor digit.
    """
    return _with_initials_joined(_without_titles(folded_words(name)))


def name_words(name: str) -> tuple[str, ...]:
    """The ``spelling`` of a name with hyphens taken for blanks: two names are the same when these are."""
    return tuple(part for word in spelling(name) for part in word.split("-"))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of ``text`` without case, accents and full stops."""
    letters = unicodedata.normalize("NFKD", text.casefold()).casefold().translate(_SAME)
    return tuple(_WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))


def _without_titles(words: tuple[str, ...]) -> tuple[str, ...]:
    for size in range(min(_LONGEST_TITLE, len(words) - 1), 0, -1):
        if _is_title(" ".join(words[:size]), words[size:]):
            return _without_titles(words[size:])
    return words


def _is_title(front: str, rest: tuple[str, ...]) -> bool:
    if front in _ADDRESS:
        return True
    parts = sum(word.count("-") + 1 for word in rest)
    return parts > 1 and front in titles() and front not in given_names() and front not in _FAMILY_NAMES


def _with_initials_joined(words: tuple[str, ...]) -> tuple[str, ...]:
    joined: list[str] = []
    for alone, run in groupby(words, key=lambda word: len(word) == 1):
        same = list(run)
        joined += ["".join(same)] if alone else same
    return tuple(joined)
