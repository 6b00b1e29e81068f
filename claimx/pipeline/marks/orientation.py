"""The orientation of one quotation mark: its family, its shape, and the side that its surroundings show.

A mark after white space, an opening bracket or a dash and before a word opens; one after a word or punctuation and
before white space or punctuation closes. Marks that touch share their surroundings, so that both close in ``,'" he``.
Apostrophes, elisions and signs for feet and inches are recognised here and are no quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import ALL, DRAWN, Family
from claimx.spans import Span


class Mark(NamedTuple):
    """One quotation mark, or several of the same in a row that do the work of one.

    ``shape`` is 1 for a mark drawn to open, -1 to close, 0 for either. ``lean`` is the evidence of its
    surroundings: above 0 it opens, below it closes; a SINGLE leans -1 where it may as well be a possessive.
    ``prime`` marks one that may stand for inches.
    """

    span: Span
    family: Family
    shape: int
    lean: int
    prime: bool = False

    @property
    def role(self) -> int:
        """The side of the mark: above 0 it opens, below 0 it closes, 0 shows neither.

        Its shape decides only where its surroundings show nothing.
        """
        return self.lean or self.shape


_CLUSTER = re.compile(f"[{ALL}]+")
_RUN = re.compile(r"(.)\1*")
# Nesting never brings more marks together than this; a longer run is an ornament.
_MOST_TOGETHER = 8

# Characters that have no width and so do not part a mark from the white space before or after it.
_BLANK = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
_OPENING_BRACKETS = "([{¿¡"
_DASHES = "-‐‑‒–—―"
_NEITHER = "…*_|=+~•<>/\\&"
_LEADING = "$€£¥#@"

_AND_SHORTENED = re.compile(r"['’‘][nN]\Z")
_NOUN_FOLLOWS = re.compile(r"\s\w")
_FEET = re.compile(r"\d['’]\s?\d{1,2}\Z")

_INWARD = re.compile(r"(?:(?<![^\s(\[—–-])»(?=\w))|(?:(?<=[\w.,!?…])«(?!\w))")
_OUTWARD = re.compile(r"«(?=[\w\u00a0\u202f])|(?<=[\w.,!?…\u00a0\u202f])»")


@cache
def _elision() -> re.Pattern[str]:
    """What an apostrophe shortens at the front of a word: *’tis*, *’90s*."""
    return re.compile(rf"(?:\d\ds?|{alternation(word_list('elisions'))})\b")


def guillemets_point_inward(text: str) -> bool:
    """Whether the document writes »so« rather than «so»."""
    inward = [found.group() for found in _INWARD.finditer(text)]
    outward = sum(1 for _ in _OUTWARD.finditer(text))
    # A lone » before a word is an arrow ("» Read more"), so that both marks must point inward.
    return {"»", "«"} <= set(inward) and len(inward) > outward


def read_marks(text: str, paragraph: Span, *, inward: bool) -> list[Mark]:
    """The quotation marks of ``paragraph`` in order; ``inward`` says that guillemets are written »so«."""
    marks: list[Mark] = []
    for found in _CLUSTER.finditer(text, *paragraph):
        cluster = Span(*found.span())
        runs = list(islice(_RUN.finditer(text, *cluster), _MOST_TOGETHER + 1))
        if len(runs) > _MOST_TOGETHER:
            continue
        before = text[cluster.start - 1] if cluster.start > paragraph.start else ""
        lean = _before(before) + _after(text[cluster.end : min(cluster.end + 2, paragraph.end)])
        for run in runs:
            for span, family, shape in _drawn(Span(*run.span()), run[1], lean):
                mark = _judged(text, paragraph, Mark(span, family, shape, lean), before, inward=inward)
                if mark is not None:
                    marks.append(mark)
    return marks


def _before(char: str) -> int:
    """What the character before a cluster (empty at a paragraph's start) says: above 0 for opening."""
    if not char or char.isspace() or char in _BLANK or char in _OPENING_BRACKETS:
        return 2
    if char in _DASHES:
        return 1
    return 0 if char in _NEITHER else -2


def _after(chars: str) -> int:
    """What the two characters after a cluster (fewer at a paragraph's end) say: above 0 for opening."""
    char, following = chars[:1], chars[1:]
    if not char or char.isspace() or char in _BLANK:
        return -2
    if char.isalnum() or char in _OPENING_BRACKETS or char in _LEADING:
        return 2
    if char in _DASHES:
        return -1
    # An ellipsis or a decimal point may as well start the quoted words.
    if char in _NEITHER or (char == "." and (following == "." or following.isalnum())):
        return 0
    return -2


def _drawn(run: Span, char: str, lean: int) -> Iterator[tuple[Span, Family, int]]:
    """The marks that a run of one character makes up: two single marks are one double mark."""
    family, shape = DRAWN[char]
    length = run.end - run.start
    if family is not Family.SINGLE or length == 1:
        yield run, family, shape
    elif length % 2 == 0:
        yield run, Family.TYPED, shape
    elif lean > 0:  # The odd mark is the nested one, and stands next to the words.
        yield Span(run.start, run.end - 1), Family.TYPED, shape
        yield Span(run.end - 1, run.end), family, shape
    else:
        yield Span(run.start, run.start + 1), family, shape
        yield Span(run.start + 1, run.end), Family.TYPED, shape


def _judged(text: str, paragraph: Span, mark: Mark, before: str, *, inward: bool) -> Mark | None:
    """The mark with the evidence of its family; None where the sign is no quotation mark."""
    if mark.family is Family.SINGLE:
        lean = _single_lean(text, paragraph, mark, before)
        return mark._replace(lean=lean) if lean else None
    if mark.family in (Family.GUILLEMET, Family.ANGLE):
        shape = -mark.shape if inward else mark.shape
        # A mark that both neighbours contradict is an arrow or a bullet; the direction of guillemets is the document's.
        return None if shape * mark.lean < -2 else mark._replace(shape=shape, lean=0)
    if mark.family is Family.TYPED and before.isalnum() and mark.lean == 0:
        return None  # A doubled apostrophe inside a word is a slip: don''t.
    if not before.isdigit() or mark.lean >= 0:
        return mark
    feet = _FEET.search(text, max(paragraph.start, mark.span.start - 5), mark.span.start)
    return None if feet else mark._replace(prime=mark.family is not Family.CURLY)


def _single_lean(text: str, paragraph: Span, mark: Mark, before: str) -> int:
    """How a single mark leans: 2 opens, -2 closes, -1 closes if nothing better does, 0 is an apostrophe."""
    start, end = mark.span
    if text[start] == "`":
        return 0
    if mark.lean > 0 or (mark.lean == 0 and mark.shape > 0 and not before.isalnum()):
        return 0 if _elision().match(text, end, paragraph.end) else 2
    if mark.lean == 0 or _AND_SHORTENED.search(text, max(paragraph.start, start - 2), start):
        return 0
    feet = text[start] == "'" and before.isdigit()
    clipped = text[max(paragraph.start, start - 2) : start].lower()
    possessive = clipped.endswith("s") or clipped == "in"
    return -1 if feet or (possessive and _NOUN_FOLLOWS.match(text, end, paragraph.end)) else -2
