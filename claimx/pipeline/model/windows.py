"""Cutting a stream of pieces into windows the model can read.

A window has a core, whose tags count, and some pieces of left context before it. Cores are whole paragraphs as
far as they fit; a paragraph longer than a core is cut at the end of a sentence, else at a word.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from claimx.pipeline.model.word_pieces import SEP, Pieces
from claimx.quotation_marks import CLOSING_DOUBLE

CORE, CONTEXT = 220, 16
# The first token of a window is CLS; the encoder's positions end at 512, speed is best well below.
LONGEST = 256

_SENTENCE_ENDS = frozenset(f".?!{CLOSING_DOUBLE}")


class Window(NamedTuple):
    """Pieces ``[start, end)`` are read, ``[core, end)`` are decoded."""

    start: int
    core: int
    end: int


def cut_windows(text: str, pieces: Pieces, core: int = CORE, context: int = CONTEXT) -> list[Window]:
    """Windows whose cores cover all pieces once, in order."""
    bounds = sorted({*pieces.paragraphs[1:], len(pieces)})
    windows: list[Window] = []
    position = 0
    while position < len(pieces):
        end = _core_end(text, pieces, position, core, bounds)
        start = max(0, position - min(context, LONGEST - 1 - (end - position)))
        windows.append(Window(start, position, end))
        position = end
    return windows


def _core_end(text: str, pieces: Pieces, position: int, core: int, bounds: list[int]) -> int:
    limit = position + core
    last_bound = bisect_right(bounds, limit) - 1
    if last_bound >= 0 and bounds[last_bound] > position:
        return bounds[last_bound]
    if limit >= len(pieces):
        return len(pieces)
    for end in range(limit, position + core // 2, -1):
        if text[pieces.starts[end - 1] : pieces.ends[end - 1]] in _SENTENCE_ENDS:
            return end
    end = limit
    while end > position + 1 and not pieces.firsts[end] and pieces.ids[end] != SEP:
        end -= 1
    return end
