"""Cues as sequences of words: how a text is cut into them, and how a form with gaps is found among them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from claimx.lexicon.word_lists import word_list

GAP = "~"
_LONGEST_GAP = 4

# Clitics are words of their own: "didn't" is "did not", "Moscow's" is "moscow 's".
_CUE_WORD = re.compile(r"n't\b|'(?:s|d|m|re|ve|ll)\b|(?<=s)'(?!\w)|\w+?(?=n't\b)|\w+(?:-\w+)*")
_EXPANDED = {"n't": ("not",), "'": ("'s",), "cannot": ("can", "not")}


Value = TypeVar("Value")


def words_of(text: str) -> list[str]:
    """The words of ``text``, case folded, apostrophes straightened, punctuation dropped."""
    plain = text.replace("’", "'").casefold()
    return [word for found in _CUE_WORD.findall(plain) for word in _EXPANDED.get(found, (found,))]


def is_adverb(word: str) -> bool:
    """Whether a word may stand among the words of a cue without changing which entry heads it."""
    return (word.endswith("ly") and len(word) > 2) or word in word_list("adverbs_inside_phrases")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A form of the lexicon as words; ``~`` stands for none to four words."""

    words: tuple[str, ...]

    @classmethod
    def of(cls, form: str) -> Pattern:
        """The pattern a form in a data file stands for."""
        words = (word for part in form.split() for word in ([GAP] if part == GAP else words_of(part)))
        return cls(tuple(words))

    @property
    def weight(self) -> int:
        """How many words it fixes: of two patterns that match, the heavier says more."""
        return len(self.words) - self.words.count(GAP)

    def end(self, words: Sequence[str], start: int) -> int | None:
        """Where the match that starts at ``start`` ends; None when there is none."""
        return _end(self.words, words, start, inside=False)


def _end(pattern: tuple[str, ...], words: Sequence[str], at: int, *, inside: bool) -> int | None:
    if not pattern:
        return at
    if pattern[0] == GAP:
        starts = range(at, min(at + _LONGEST_GAP + 1, len(words)))
        ends = (_end(pattern[1:], words, start, inside=True) for start in starts)
        return next((end for end in ends if end is not None), None)
    if at >= len(words):
        return None
    if words[at] == pattern[0]:
        return _end(pattern[1:], words, at + 1, inside=True)
    if inside and is_adverb(words[at]):
        return _end(pattern, words, at + 1, inside=True)
    return None


class PatternIndex(Generic[Value]):
    """Values filed under forms, and found wherever one of the forms starts."""

    def __init__(self) -> None:
        self._by_first_word: dict[str, list[tuple[Pattern, Value]]] = defaultdict(list)

    def add(self, form: str, value: Value) -> None:
        """File ``value`` under ``form``, which starts with a word."""
        pattern = Pattern.of(form)
        self._by_first_word[pattern.words[0]].append((pattern, value))

    def at(self, words: Sequence[str], start: int) -> Iterator[tuple[Pattern, int, Value]]:
        """What starts at ``start``: pattern, end of the match, value."""
        if start < len(words):
            for pattern, value in self._by_first_word.get(words[start], ()):
                if (end := pattern.end(words, start)) is not None:
                    yield pattern, end, value
