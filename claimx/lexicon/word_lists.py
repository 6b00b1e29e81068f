"""Plain lists of words: each file of ``en/words`` is one class of words that a rule asks for, by its name."""

from __future__ import annotations

import unicodedata
from functools import cache

from claimx.errors import LexiconError
from claimx.lexicon.tsv import data


@cache
def word_list(name: str) -> frozenset[str]:
    """The words of the list ``name``, as they are written there: in lower case but for what never is."""
    file = f"words/{name}.txt"
    return frozenset(parse_words(data(file), file))


@cache
def word_lines(name: str) -> tuple[tuple[str, ...], ...]:
    """The words of each line of the list ``name``: those of a line belong together."""
    file = f"words/{name}.txt"
    return tuple(tuple(line.split()) for line in parse_words(data(file), file))


def parse_words(text: str, file: str) -> list[str]:
    """The entries of a list: one a line under a header of ``#`` comments, sorted, none twice, in composed Unicode.

    Raises LexiconError, with file and line, for anything else.
    """
    found: list[str] = []
    for number, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        if line.startswith("#"):
            continue
        if not line or line != " ".join(line.split()) or not unicodedata.is_normalized("NFC", line):
            raise LexiconError(f"{file}:{number}: empty, with stray blanks, or not in composed Unicode (NFC)")
        if found and line <= found[-1]:
            raise LexiconError(f"{file}:{number}: {'stands twice' if line == found[-1] else 'out of order'}")
        found.append(line)
    return found
