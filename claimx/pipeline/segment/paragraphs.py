"""Paragraphs: usually each line is one; in hard-wrapped text a block of lines is one.

The ``>`` that a mailer puts in front of each line of what it quotes is layout: by what stands behind it such a line is
joined to others. Only at the start of a paragraph does it belong to that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claimx.quotation_marks import CLOSING
from claimx.spans import Span, cover

_LINE = re.compile(r"^(?P<signs>(?:[ \t]*>)*)(?P<words>[^\n]*)", re.MULTILINE)
_SIGNS = re.compile(r"[\s>]*>\s*")
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
        paragraphs = [cover(lines) for block in blocks for lines in _by_indent(text, block, widest)]
    else:
        paragraphs = [line for block in blocks for line in block]
    return [_with_signs(text, paragraph) for paragraph in paragraphs]


def _with_signs(text: str, paragraph: Span) -> Span:
    """``paragraph`` with the signs of a quoted line in front of it."""
    line = text.rfind("\n", 0, paragraph.start) + 1
    signs = _SIGNS.fullmatch(text, line, paragraph.start)
    return Span(text.index(">", line), paragraph.end) if signs else paragraph


def _blocks(text: str, start: int) -> list[list[Span]]:
    """Runs of lines, without the signs of quoted ones, that no blank line parts and none that is quoted once more.

    Signs that stand alone on their line are a run by themselves.
    """
    blocks: list[list[Span]] = []
    depth, blank = 0, True
    for match in _LINE.finditer(text, start):
        words = Span(*match.span("words")).stripped(text)
        line = words or Span(*match.span()).stripped(text)
        quoted = match["signs"].count(">")
        if line is not None:
            if blank or words is None or quoted > depth:
                blocks.append([])
            blocks[-1].append(line)
        depth, blank = quoted, words is None
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
