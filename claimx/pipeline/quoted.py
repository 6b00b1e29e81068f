"""Stretches between quotation marks that are nobody's attributed words, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimx.labels import QuotedReason
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.marks import Marks
from claimx.pipeline.segment import Layout
from claimx.spans import Span, words

# A stretch is attributed when at least half of its words are (annotation-rules.md 19).
_ATTRIBUTED_SHARE = 0.5
# A quoted word or two inside a sentence is a term; more without a source is a quotation nobody is given.
_MOST_TERM_WORDS = 4
_NAME_BEFORE = re.compile(r"[A-Z][\w'’\-]+[ \t]+\W?$")
_NAME_AFTER = re.compile(r"\W{1,2}[ \t][A-Z][\w'’\-]+")


def unattributed(
    text: str, layout: Layout, marks: Marks, attributions: Sequence[Attributed]
) -> Iterator[tuple[Span, QuotedReason]]:
    """Outer quotations outside furniture of which no attribution holds half the words, with the reason."""
    attributed = bytearray(len(text))
    for item in attributions:
        for span, _ in item.content:
            attributed[span.start : span.end] = b"\1" * (span.end - span.start)
    for quotation in marks.outer():
        span = quotation.span
        inside = words(text, span)
        held = sum(attributed[word.start] for word in inside)
        if held < _ATTRIBUTED_SHARE * len(inside) and layout.region_at(span.start) != "furniture":
            yield span, _reason(text, span, inside)


def _reason(text: str, span: Span, inside: Sequence[Span]) -> QuotedReason:
    if _NAME_BEFORE.search(text[max(0, span.start - 30) : span.start]) and _NAME_AFTER.match(text, span.end):
        return "nickname"
    long = [word for word in inside if word.end - word.start > 3]
    if len(inside) > 1 and long and all(text[word.start].isupper() for word in long):
        return "title"
    return "term" if len(inside) <= _MOST_TERM_WORDS else "no_source"
