"""Rules about quotation marks: odd ones (CX201), and quotations left open (CX202)."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.article import Diagnostic, Quotation
from claimx.check.articles import Article
from claimx.check.findings import Finding, excerpt
from claimx.spans import Span

_PAIRS = frozenset({"“”", "„“", "„”", '""', "«»", "»«", "‹›", "›‹", "‘’", "‚‘", "‚’", "''", "`'"})
_NEARBY = 40


def odd_marks(article: Article) -> Iterator[Finding]:
    """What pairing the marks found wrong, and pairs of two kinds of mark."""
    opened = {quotation.opening.start: quotation for quotation in article.known.marks.quotations}
    for diagnostic in article.known.marks.diagnostics:
        if not _is_furniture(article, diagnostic.offset):
            yield _without_partner(article, diagnostic, opened.get(diagnostic.offset))
    for quotation in article.known.marks.quotations:
        if quotation.closing is not None and quotation.opening.start < quotation.opening.end:
            yield from _unlike(article, quotation, quotation.closing)


def _without_partner(article: Article, diagnostic: Diagnostic, quotation: Quotation | None) -> Finding:
    text, offset = article.known_text, diagnostic.offset
    words = " ".join(text[offset : offset + _NEARBY].split())
    if diagnostic.code in ("unopened", "stray"):
        words = " ".join(text[max(0, offset - _NEARBY) : offset + 1].split())
    left_open = diagnostic.code == "reopened_without_end" or (
        diagnostic.code == "unclosed" and quotation is not None and _is_last(article, quotation)
    )
    code, message = ("CX202", "left open") if left_open else ("CX201", diagnostic.message)
    if diagnostic.code == "reopened_without_end":
        message = "carried on from the paragraph before and never closed"
    elif left_open:
        message = "open at the paragraph's end and not carried on in the next"
    return article.finding(code, Span(offset, offset + 1), f"{message}: {excerpt(words)}", words)


def _is_last(article: Article, quotation: Quotation) -> bool:
    """Whether no other quotation begins behind an outer one in its paragraph: it is open to the paragraph's end."""
    end = next(p.span.end for p in article.known.layout.paragraphs if p.span.contains(quotation.span))
    return quotation.depth == 0 and not any(
        quotation.span.end <= other.opening.start < end for other in article.known.marks.quotations
    )


def _unlike(article: Article, quotation: Quotation, closing: Span) -> Iterator[Finding]:
    text = article.known_text
    opening_mark, closing_mark = text[quotation.opening.start], text[closing.start]
    if opening_mark + closing_mark not in _PAIRS and not _is_furniture(article, closing.start):
        words = quotation.span.of(text)
        message = f"opened with {opening_mark} and closed with {closing_mark}: {excerpt(words)}"
        yield article.finding("CX201", Span(quotation.opening.start, closing.end), message, words)


def _is_furniture(article: Article, offset: int) -> bool:
    return article.known.layout.region_at(offset) == "furniture"
