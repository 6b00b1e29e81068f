"""Spans by the codebook (rules 8 to 11): whole words, no quotation marks, noun phrases as sources.

The model gives spans in word pieces; the rules here adjust what it cannot express in them, and what gold shows to be
worth a rule.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from claimx.article import TextIndex
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import ALL, CLOSING_DOUBLE, DOUBLE
from claimx.spans import WORD, Span

_EDGES = f",;:–—-([{{…{ALL}"
# A complementiser belongs neither to the cue nor to the content.
_LEADING_THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)
_LINKS = re.compile(rf"(?:\s+(?:https?://|www\.|t\.co/|[@#])[^\s{DOUBLE}]+)+(?=[{CLOSING_DOUBLE}])")
_THAT_BEHIND = re.compile(r"\s+that$", re.IGNORECASE)


@cache
def _aside() -> re.Pattern[str]:
    """The start of an aside behind a source, which a comma sets apart and which is no apposition."""
    return re.compile(rf",\s+{alternation(word_list('openers_of_asides'))}\b")


def whole_words(text: str, span: Span) -> Span:
    """``span`` widened so that it cuts no word and no base character from its combining marks."""
    start, end = span
    while 0 < start < len(text) and _joins(text[start - 1], text[start]):
        start -= 1
    while 0 < end < len(text) and _joins(text[end - 1], text[end]):
        end += 1
    return Span(start, end)


def _joins(left: str, right: str) -> bool:
    if unicodedata.combining(right) or right in "\u200d\ufe0f":
        return True
    return (left.isalnum() or left == "_") and (right.isalnum() or right == "_")


def clean_source(text: str, span: Span) -> Span | None:
    """The noun phrase of a source; None when nothing but function words is left."""
    trimmed = whole_words(text, span).stripped(text, _EDGES + ".,")
    if trimmed is None:
        return None
    clause = _aside().search(text, *trimmed)
    start, end = trimmed.start, clause.start() if clause else trimmed.end
    if end > start and text[end : end + 1] == "." and text[start:end].split()[-1] in word_list("dotted_name_endings"):
        end += 1
    kept = Span(start, end).stripped(text, _EDGES) if end > start else None
    return kept if kept and not _only(text, kept, word_list("function_words_of_sources")) else None


def clean_cue(text: str, span: Span) -> Span | None:
    """The reporting words; None when nothing but function words is left."""
    trimmed = whole_words(text, span).stripped(text, _EDGES + ".,!?")
    that = _THAT_BEHIND.search(text, *trimmed) if trimmed else None
    if trimmed and that:
        trimmed = Span(trimmed.start, that.start())
    return trimmed if trimmed and not _only(text, trimmed, word_list("function_words") - {"as"}) else None


def clean_content(index: TextIndex, spans: Iterable[Span], holes: Sequence[Span]) -> list[tuple[Span, bool]]:
    """Content spans in text order with whether each is quoted, cut at every mark and around ``holes``.

    ``holes`` are the cue and source that stand inside the content; outside quotations content is also cut
    where a sentence starts. A stretch of punctuation or of a lone function word between two others goes; so do
    white space, the marks, a leading *that* and closing punctuation outside the marks.
    """
    text, depth = index.text, index.depth
    pieces: list[tuple[Span, bool]] = []
    for span in _merged(text, (whole_words(text, span) for span in spans)):
        starts = (Span(at, at) for at in index.sentences_inside(span) if not depth[at])
        for part in span.minus([*holes, *index.marks_in(span), *starts]):
            word = WORD.search(text, *part)
            if word is None:
                continue
            quoted = bool(depth[word.start()])
            # A mark doubled by mistake is no part of what stands between the two.
            trimmed = part.stripped(text, DOUBLE if quoted else _EDGES + ".!?)")
            if trimmed is not None:
                pieces.append((_closed(text, trimmed, quoted), quoted))
    pieces = without_that(text, pieces)
    return [piece for piece in pieces if len(pieces) == 1 or not _only(text, piece[0], word_list("function_words"))]


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """The spans in ascending order, with those joined that only white space separates."""
    merged: list[Span] = []
    for span in sorted(spans):
        between = text[merged[-1].end : span.start] if merged else "-"
        if between.strip() or "\n" in between:
            merged.append(span)
        else:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
    return merged


def _closed(text: str, span: Span, quoted: bool) -> Span:
    """``span`` with the closing bracket or the full stop of an abbreviation that trimming took off.

    Quoted words have the links and names of a post that stand behind them up to the closing mark.
    """
    if quoted:
        links = _LINKS.match(text, span.end)
        return Span(span.start, links.end()) if links else span
    cut = span.of(text)
    if text[span.end : span.end + 1] == ")" and cut.count("(") > cut.count(")"):
        return Span(span.start, span.end + 1)
    if text[span.end : span.end + 1] == "." and re.search(r"(?:\b[A-Z]\.)+[A-Z]$|\b[ap]\.m$", cut):
        return Span(span.start, span.end + 1)
    return span


def without_that(text: str, pieces: list[tuple[Span, bool]]) -> list[tuple[Span, bool]]:
    """The pieces without the complementiser: *that* before the first words or before a quotation."""
    rest: list[tuple[Span, bool]] = []
    for index, (span, quoted) in enumerate(pieces):
        that = _LEADING_THAT.match(text, *span) if not quoted else None
        if that is None or (index and that.end() < span.end):
            rest.append((span, quoted))
        elif that.end() < span.end:
            rest.append((Span(that.end(), span.end), quoted))
    return rest


def _only(text: str, span: Span, functional: frozenset[str]) -> bool:
    return all(word.lower() in functional for word in WORD.findall(text, *span))
