"""Rules about quotation marks: odd ones (CX201), and quotations left open (CX202)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.article import Diagnostic, Quotation
from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.quotation_marks import PAIRS
from claimx.spans import Span

_NEARBY = 40


def odd_marks(article: Article) -> Iterator[Finding]:
    """Findings on quotation marks without a partner, and on pairs whose two marks do not belong together."""
    opened = {quotation.opening.start: quotation for quotation in article.known.marks.quotations}
    for diagnostic in article.known.marks.diagnostics:
        if not _is_furniture(article, diagnostic.offset) and not _is_wrapped(article.known_text, diagnostic.offset):
            yield _without_partner(article, diagnostic, opened.get(diagnostic.offset))
    for quotation in article.known.marks.quotations:
        if quotation.closing is not None and quotation.opening.start < quotation.opening.end:
            yield from _unlike(article, quotation, quotation.closing)


def _without_partner(article: Article, diagnostic: Diagnostic, quotation: Quotation | None) -> Finding:
    text, offset = article.known_text, diagnostic.offset
    words = " ".join(_up_to_a_blank(text, offset).split())
    if diagnostic.code in ("unopened", "stray"):
        words = " ".join(_up_to_a_blank(text[offset::-1], 0)[::-1].split())
    left_open = diagnostic.code == "reopened_without_end" or (
        diagnostic.code == "unclosed" and quotation is not None and _is_last(article, quotation)
    )
    code, message = ("CX202", "left open") if left_open else ("CX201", diagnostic.message)
    if diagnostic.code == "reopened_without_end":
        message = "carried on from the paragraph before and never closed"
    elif left_open:
        message = "open at the paragraph's end and not carried on in the next"
    return article.finding(code, Span(offset, offset + 1), f"{message}: {excerpt(words)}", words)


def _up_to_a_blank(text: str, offset: int) -> str:
    """What follows in ``text``, of a readable length, and no word cut."""
    near = text[offset : offset + _NEARBY]
    is_whole = len(near) < _NEARBY or text[offset + _NEARBY : offset + _NEARBY + 1].isspace()
    return near if is_whole or " " not in near else near[: near.rindex(" ")]


def _is_wrapped(text: str, offset: int) -> bool:
    """Whether ``offset`` stands in a block of lines that begin with ``>`` and in which as many marks open as close."""
    lines = [*re.finditer(r"[^\n]*(?:\n|\Z)", text)]
    at = next(number for number, line in enumerate(lines) if line.start() <= offset < line.end())
    first = last = at
    while first > 0 and lines[first - 1][0].startswith(">"):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1][0].startswith(">"):
        last += 1
    block = text[lines[first].start() : lines[last].end()]
    straight = block.count('"')
    return lines[at][0].startswith(">") and block.count("“") == block.count("”") and straight % 2 == 0


def _is_last(article: Article, quotation: Quotation) -> bool:
    """Whether no other quotation begins behind an outer one in its paragraph: it is open to the paragraph's end."""
    end = next(p.span.end for p in article.known.layout.paragraphs if p.span.contains(quotation.span))
    return quotation.depth == 0 and not any(
        quotation.span.end <= other.opening.start < end for other in article.known.marks.quotations
    )


def _unlike(article: Article, quotation: Quotation, closing: Span) -> Iterator[Finding]:
    text = article.known_text
    opening_mark, closing_mark = text[quotation.opening.start], text[closing.start]
    if opening_mark + closing_mark not in PAIRS and not _is_furniture(article, closing.start):
        words = quotation.span.of(text)
        message = f"opened with {opening_mark} and closed with {closing_mark}: {excerpt(words)}"
        yield article.finding("CX201", Span(quotation.opening.start, closing.end), message, words)


def _is_furniture(article: Article, offset: int) -> bool:
    return article.known.layout.region_at(offset) == "furniture"
