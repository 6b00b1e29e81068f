"""A vocabulary: values under words, found however the word is spelled in text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

Value = TypeVar("Value")


class Vocabulary(Mapping[str, Value]):
    """Values under words; ``key`` maps every spelling of a word to the one it is filed under.

    Iterating gives the words as the data write them.
    """

    def __init__(self, entries: Mapping[str, Value], key: Callable[[str], str]) -> None:
        self._key = key
        self._words = tuple(entries)
        self._by_key = {key(word): value for word, value in entries.items()}
        self._most_words = max((len(word.split()) for word in entries), default=0)

    def __getitem__(self, word: str) -> Value:
        return self._by_key[self._key(word)]

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._key(word) in self._by_key

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


@lru_cache(maxsize=1 << 14)
def folded(word: str) -> str:
    """A word in lower case, with straight apostrophes and single blanks, no full stop at a word's end."""
    return " ".join(part.rstrip(".") for part in word.replace("’", "'").casefold().split())
