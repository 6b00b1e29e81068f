"""Paragraphs: usually each line is one; in hard-wrapped text a block of lines is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claimx.quotation_marks import CLOSING
from claimx.spans import Span, cover

_LINE = re.compile(r"[^\n]+")
# Text wrapped by a mailer or an editor has lines about this long.
_NARROWEST_WRAP, _WIDEST_WRAP = 50, 120
_MOST_UNEXPLAINED = 0.1
_FEWEST_WRAPS = 3
# Text taken from pages in print has columns of any width; its lines end inside sentences.
_WIDEST_COLUMN = 160
_FEWEST_LINES = 2
_FEWEST_OPEN, _FEWEST_GOING_ON = 0.5, 0.3
_CLOSED_LINE = re.compile(rf"[.!?…:;][{CLOSING})\]]*$")
_SMALL_LETTER = re.compile(r"[a-zà-ÿ]")
# A line this much shorter than the widest, closed like a sentence, ends its paragraph.
_SHORT_LINE = 0.6


def find_paragraphs(text: str, start: int = 0) -> list[Span]:
    """The paragraphs of ``text`` from ``start`` on, without white space at their ends; blank ones are left out."""
    blocks = _blocks(text, start)
    widest = max((line.end - line.start for block in blocks for line in block), default=0)
    if _is_wrapped(text, blocks, widest) or _is_column(text, blocks, widest):
        return [cover(lines) for block in blocks for lines in _by_indent(text, block, widest)]
    return [line for block in blocks for line in block]


def _blocks(text: str, start: int) -> list[list[Span]]:
    """Runs of lines with no blank line between."""
    blocks: list[list[Span]] = []
    blank = True
    previous_end = -1
    for match in _LINE.finditer(text, start):
        line = Span(*match.span()).stripped(text)
        blank = blank or match.start() > previous_end + 1
        previous_end = match.end()
        if line is None:
            blank = True
            continue
        if blank:
            blocks.append([])
        blocks[-1].append(line)
        blank = False
    return blocks


def _is_wrapped(text: str, blocks: Sequence[Sequence[Span]], widest: int) -> bool:
    """Whether line ends inside blocks are explained by a common width: the next word did not fit."""
    if not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return False
    ends = unexplained = 0
    for block in blocks:
        for line, following in pairwise(block):
            ends += 1
            first_word = text[following.start : following.end].split(maxsplit=1)[0]
            unexplained += line.end - line.start + 1 + len(first_word) <= widest
    return ends >= _FEWEST_WRAPS and unexplained <= _MOST_UNEXPLAINED * ends


def _is_column(text: str, blocks: Sequence[Sequence[Span]], widest: int) -> bool:
    """Whether most lines end inside a sentence, and many go on with a small letter."""
    ends = [pair for block in blocks for pair in pairwise(block)]
    left_open = [following for line, following in ends if not _CLOSED_LINE.search(text, *line)]
    going_on = sum(_SMALL_LETTER.match(text, following.start) is not None for following in left_open)
    return (
        widest <= _WIDEST_COLUMN
        and len(ends) >= _FEWEST_LINES
        and len(left_open) >= _FEWEST_OPEN * len(ends)
        and going_on >= _FEWEST_GOING_ON * len(left_open)
    )


def _by_indent(text: str, block: Sequence[Span], widest: int) -> list[list[Span]]:
    """The lines of a block, a list a paragraph: one begins where a line is indented, or behind a short closed one."""
    indents = [line.start - (text.rfind("\n", 0, line.start) + 1) for line in block]
    usual = min(indents)
    paragraphs: list[list[Span]] = [[block[0]]]
    for (line, following), indent in zip(pairwise(block), indents[1:], strict=True):
        short = line.end - line.start < _SHORT_LINE * widest and _CLOSED_LINE.search(text, *line) is not None
        if indent > usual or short:
            paragraphs.append([])
        paragraphs[-1].append(following)
    return paragraphs
