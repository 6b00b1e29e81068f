"""Text folded for comparison, with the way back to every original offset, and its words.

Folding is Unicode's canonical caseless matching, NFD(casefold(NFD(text))), with apostrophes straightened and
invisible characters dropped. It never uses compatibility forms: ``10²`` is not ``102``.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from claimx.quantities import quantities
from claimx.spans import Span

# The soft hyphen, zero-width space and (non-)joiners, word joiner and byte order mark show nothing.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_FOLDED_MARKS = _UNSEEN | dict.fromkeys(map(ord, "’‘ʼ′`"), "'")

# ASCII folds character by character; the last one before others stays with them, as a mark may follow it.
_ASCII_OR_NOT = re.compile(r"[\x00-\x7f]+(?=[\x00-\x7f]|\Z)|[\x00-\x7f]?[^\x00-\x7f]+")

# A letter after NFD: its marks follow it. The underscore is Markdown's, not a word's.
_LETTER = r"(?:[^\W\d_][\u0300-\u036f]*)"
# Hyphens are no part of a word, so that "long-range" is "long range"; "[T]he" is one word. Signs that are read
# out loud are words.
_COMPARED_WORD = re.compile(rf"\d+(?:[.,]\d+)*|(?:\[{_LETTER}\])?{_LETTER}+(?:'{_LETTER}+)*|[%$€£¥]")
_GROUPING_COMMA = re.compile(r",(?=\d{3}(?!\d))")
_BRACKETS = str.maketrans("", "", "[]")


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text; character ``i`` of it comes from ``[starts[i], ends[i])`` of the original.

    One original character may give several (ß gives ss), several may give one, and some give none.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def origin(self, start: int, end: int) -> Span:
        """The original stretch that the folded stretch ``[start, end)``, not empty, comes from."""
        return Span(self.starts[start], self.ends[end - 1])


def fold(text: str) -> Folded:
    """``text`` folded, in time linear in its length; any text will do."""
    parts: list[str] = []
    starts, ends = array("L"), array("L")
    for piece in _ASCII_OR_NOT.finditer(text):
        if piece[0].isascii():
            parts.append(piece[0].translate(_FOLDED_MARKS).lower())
            starts.extend(range(*piece.span()))
            ends.extend(range(piece.start() + 1, piece.end() + 1))
            continue
        for start, end in _clusters(text, *piece.span()):
            folded = _fold_cluster(text[start:end])
            parts.append(folded)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
    return Folded("".join(parts), starts, ends)


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Each character with the marks behind it, which canonical order may move: the smallest unit that folds alone."""
    for at in range(start + 1, end):
        if not _is_mark(text[at]):
            yield start, at
            start = at
    yield start, end


@cache
def _is_mark(character: str) -> bool:
    return unicodedata.combining(unicodedata.normalize("NFD", character)[0]) > 0


def _fold_cluster(cluster: str) -> str:
    # One character alone is nearly every case, and there are not many of those; marks can be stacked without end.
    return _fold_character(cluster) if len(cluster) == 1 else _fold(cluster)


@cache
def _fold_character(character: str) -> str:
    return _fold(character)


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", decomposed.casefold()).translate(_FOLDED_MARKS)


class Word(NamedTuple):
    """A word for comparison: ``key`` is equal for words that are the same, ``span`` is of the original text."""

    key: str
    span: Span


def words(text: str) -> list[Word]:
    """The words of ``text`` in order; what stands between them (marks, dashes, white space) is left out.

    A quantity is one word, whose key is its value: *three million dollars*, *$3m*.
    """
    folded = fold(text)
    found = [Word(_key(match[0]), folded.origin(*match.span())) for match in _COMPARED_WORD.finditer(folded.text)]
    row: list[Word] = []
    at = 0
    for quantity in quantities([word.key for word in found]):
        span = Span(found[quantity.start].span.start, found[quantity.stop - 1].span.end)
        row += [*found[at : quantity.start], Word(quantity.key, span)]
        at = quantity.stop
    return row + found[at:]


def _key(word: str) -> str:
    if word == "%":
        return "percent"
    if word[0].isdigit():
        return _GROUPING_COMMA.sub("", word)
    return word.translate(_BRACKETS)
