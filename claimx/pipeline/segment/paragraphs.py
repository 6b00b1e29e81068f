"""Lines to paragraphs: usually each line is one; in hard-wrapped text a block of lines is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claimx.spans import Span, cover

_LINE = re.compile(r"[^\n]+")
# Text wrapped by a mailer or an editor has lines about this long.
_NARROWEST_WRAP, _WIDEST_WRAP = 50, 120
_MOST_UNEXPLAINED = 0.1
_FEWEST_WRAPS = 3


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs of ``text`` in order, without white space at their ends; blank ones are left out."""
    blocks = _blocks(text)
    if _is_wrapped(text, blocks):
        return [cover(block) for block in blocks]
    return [line for block in blocks for line in block]


def _blocks(text: str) -> list[list[Span]]:
    """Runs of lines with no blank line between."""
    blocks: list[list[Span]] = []
    blank = True
    previous_end = -1
    for match in _LINE.finditer(text):
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


def _is_wrapped(text: str, blocks: Sequence[Sequence[Span]]) -> bool:
    """Whether line ends inside blocks are explained by a common width: the next word did not fit."""
    widest = max((line.end - line.start for block in blocks for line in block), default=0)
    if not _NARROWEST_WRAP <= widest <= _WIDEST_WRAP:
        return False
    ends = unexplained = 0
    for block in blocks:
        for line, following in pairwise(block):
            ends += 1
            first_word = text[following.start : following.end].split(maxsplit=1)[0]
            unexplained += line.end - line.start + 1 + len(first_word) <= widest
    return ends >= _FEWEST_WRAPS and unexplained <= _MOST_UNEXPLAINED * ends
