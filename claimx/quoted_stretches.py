"""Quoted stretches by the marks of each line alone, for annotations that do not say what is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from claimx.labels import Kind
from claimx.quotation_marks import DOUBLE, ONLY_CLOSING_DOUBLE, ONLY_OPENING_DOUBLE
from claimx.spans import Span, words

_MARK = re.compile(rf"[{DOUBLE}]|``|''")
_OPENING = frozenset({*ONLY_OPENING_DOUBLE, "``"})


def quoted_stretches(text: str) -> list[Span]:
    """Stretches between double quotation marks that hold a word, closed at the line's end where left open.

    Deliberately not the pipeline's own pairing: a score must not lean on what it scores.
    """
    stretches: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        start: int | None = None
        for mark in _MARK.finditer(text, *line.span()):
            if start is None and mark.group() not in ONLY_CLOSING_DOUBLE:
                start = mark.end()
            elif start is not None and mark.group() not in _OPENING:
                stretches.append(Span(start, mark.start()))
                start = None
        if start is not None:
            stretches.append(Span(start, line.end()))
    return [stretch for stretch in stretches if words(text, stretch)]


def kind_by_marks(text: str, content: Iterable[Span]) -> Kind:
    """Direct, mixed or indirect by the share of words between marks (at least 95 %, at most 5 %)."""
    inside = {word.start for stretch in quoted_stretches(text) for word in words(text, stretch)}
    all_words = [word.start for span in content for word in words(text, span)]
    share = sum(start in inside for start in all_words) / max(1, len(all_words))
    return "direct" if share >= 0.95 else "mixed" if share > 0.05 else "indirect"
