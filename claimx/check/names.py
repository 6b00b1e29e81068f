"""Names: when two are of one person, and when two are one name in two spellings."""

from __future__ import annotations

import re

from rapidfuzz.distance import OSA

from claimx.lexicon import titles
from claimx.pipeline.coreference.spelling import name_key

_POSSESSIVE = re.compile(r"[’']s?$")
# Shorter words that differ by a letter are more often two words: Jong Il and Jong Un, Ana and Ann.
_SHORTEST_MISSPELT = 4


def agree(a: str, b: str) -> bool:
    """Whether the words of one name, titles in front aside, are within the other's (annotation-rules.md 20)."""
    first, second = set(_untitled(a)), set(_untitled(b))
    return first <= second or second <= first


def _untitled(name: str) -> tuple[str, ...]:
    words = name_key(_POSSESSIVE.sub("", name))
    while len(words) > 1 and (words[0] == "the" or words[0] in titles()):
        words = words[1:]
    return words


def one_letter_apart(a: str, b: str) -> bool:
    """Whether one letter put in, left out or changed, or two neighbours exchanged, makes one word of the other."""
    return min(len(a), len(b)) >= _SHORTEST_MISSPELT and OSA.distance(a, b, score_cutoff=1) == 1
