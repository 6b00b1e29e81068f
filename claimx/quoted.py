"""Quoted stretches that belong to no attribution, and the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from claimx.article import TextIndex
from claimx.labels import QuotedReason
from claimx.spans import Span, words

# A stretch is attributed when at least half of its words are (rule 23 of the codebook).
_ATTRIBUTED_SHARE = 0.5
# A few quoted words are a term; more of them are a quotation without a source.
_MOST_TERM_WORDS = 4
_NAME_BEFORE = re.compile(r"[A-Z][\w'’\-]+[ \t]+\W?$")
_NAME_AFTER = re.compile(r"\W{1,2}[ \t][A-Z][\w'’\-]+")


def unattributed(index: TextIndex, contents: Iterable[Iterable[Span]]) -> Iterator[tuple[Span, QuotedReason]]:
    """Outer quotations in the article of which no attribution holds half of the words, with the reason.

    ``contents`` are the spans of the attributions' contents. Quotations in furniture are left out.
    """
    attributed = bytearray(len(index.text))
    for content in contents:
        for start, end in content:
            attributed[start:end] = b"\1" * (end - start)
    for quotation in index.marks.outer():
        span = quotation.span
        inside = words(index.text, span)
        held = sum(attributed[word.start] for word in inside)
        if held < _ATTRIBUTED_SHARE * len(inside) and index.layout.region_at(span.start) != "furniture":
            yield span, _reason(index.text, span, inside)


def _reason(text: str, span: Span, inside: Sequence[Span]) -> QuotedReason:
    if _NAME_BEFORE.search(text[max(0, span.start - 30) : span.start]) and _NAME_AFTER.match(text, span.end):
        return "nickname"
    long = [word for word in inside if word.end - word.start > 3]
    if len(inside) > 1 and long and all(text[word.start].isupper() for word in long):
        return "title"
    return "term" if len(inside) <= _MOST_TERM_WORDS else "no_source"
