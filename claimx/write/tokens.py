"""Tokens for formats that speak of tokens: cut so that every span begins and ends with one."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import pairwise

from claimx.spans import Span

# Letters and digits with the marks that combine with them; everything else that is no white space by itself.
_COMBINING = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
_TOKEN = re.compile(rf"[\w{_COMBINING}]+|\S")


def tokenize(text: str, spans: Iterable[Span]) -> list[Span]:
    """The tokens of ``text`` in order, none with white space in it, none across an edge of ``spans``."""
    edges = sorted({edge for span in spans for edge in span})
    tokens = []
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
        cuts = [start, *inner, end]
        tokens += [Span(*pair) for pair in pairwise(cuts)]
    return tokens


def covered(tokens: list[Span], span: Span) -> tuple[int, int]:
    """The numbers of the first and last token inside ``span``, which has at least one.

    A span may begin or end with white space, which is no token.
    """
    first = bisect_left(tokens, span.start, key=lambda token: token.start)
    last = bisect_right(tokens, span.end, key=lambda token: token.end) - 1
    return first, last
