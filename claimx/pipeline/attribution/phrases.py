"""Spans as the codebook wants them (rules 8 to 11): whole words, no marks, no leading *that*, noun phrases as sources.

The model was trained on a corpus that keeps quotation marks and *that* inside content; this is where its
conventions become ours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from claimx.article import TextIndex
from claimx.lexicon.word_lists import word_list
from claimx.spans import WORD, Span

_EDGES = ",;:–—-“”\"«»„`'‘’([{…"
_LEADING_THAT = re.compile(r"that\b[\s,]*", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?$")
# A source never starts with these; the model takes them along with the phrase they govern.
_BEFORE_SOURCE = re.compile(
    r"(?:(?:and|but|or|as|by|from|of|to|that|while|when|for|because|although|though|after|before|what|if|with|in)\b[\s,]*)+",
    re.IGNORECASE,
)
# When something was said is no part of the cue.
_WHEN = re.compile(
    r"\s+(?:(?:on|late|early|last|this)\s+)*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|today|yesterday|"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d+)"
    r"(?:\s+(?:morning|afternoon|evening|night))?$",
    re.IGNORECASE,
)
# Nor where: *said in a statement*, *posted on the company blog*.
_WHERE = re.compile(r"\s+(?:in|on|at|during)\s+(?:an?|the|his|her|its|their)\b[^,]*$", re.IGNORECASE)
# What a comma sets apart behind a source is an aside about it, unless it is its apposition.
_CLAUSE_OF_SOURCE = re.compile(
    r",\s+(?:who|whom|whose|which|where|known|called|led|seen|speaking|representing|prosecuting)\b"
)
# Nor does it end with these.
_AFTER_SOURCE = re.compile(
    rf"(?:{_WHEN.pattern.removesuffix('$')}|[\s,]+(?:on|in|at|of|for|from|to|by|and|or|that|who|also|has|have|had|is|was|will))+$",
    re.IGNORECASE,
)


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
    """The noun phrase of a source, without *'s*; None when nothing but function words is left."""
    trimmed = whole_words(text, span).stripped(text, _EDGES + ".,")
    if trimmed is None:
        return None
    lead = _BEFORE_SOURCE.match(text, *trimmed)
    start = lead.end() if lead and lead.end() < trimmed.end else trimmed.start
    end = trimmed.end
    clause = _CLAUSE_OF_SOURCE.search(text, start, end)
    end = clause.start() if clause and clause.start() > start else end
    tail = _AFTER_SOURCE.search(text, start, end)
    end = tail.start() if tail and tail.start() > start else end
    possessive = _POSSESSIVE.search(text[start:end])
    if possessive:
        end = start + possessive.start()
    elif text[end : end + 1] == "." and text[start:end].split()[-1] in _DOTTED:
        end += 1
    kept = Span(start, end).stripped(text, _EDGES)
    return kept if kept and not _only(text, kept, word_list("function_words_of_sources")) else None


# A name may end in a full stop that belongs to it.
_DOTTED = frozenset({"Jr", "Sr", "Inc", "Co", "Corp", "Ltd", "U.S", "U.N", "D.C", "St"})


def noun_in_cue(text: str, cue: Span) -> tuple[Span, Span] | None:
    """The noun that a cue took in, and the participle that is the cue: *weaken* **voices** **calling for**."""
    match = _NOUN_BEFORE_CUE.fullmatch(text, *cue)
    return (Span(*match.span("noun")), Span(*match.span("cue"))) if match else None


_NOUN_BEFORE_CUE = re.compile(
    r"[a-z]+ (?:the |some |many )?(?P<noun>[a-z\-]{3,}[a-rt-z]s) (?P<cue>[a-z]+ing(?: [a-z]+)?)"
)


def with_head(text: str, source: Span, cue: Span) -> Span:
    """``source`` with the noun it only modifies, in front of a participle: **voices in** *Seoul calling for*.

    Whoever stands behind the preposition is not the one who calls.
    """
    if cue.start < source.end or not _PARTICIPLE.match(text, cue.start):
        return source
    nearest = _NOUN_BEFORE.search(text, source.end, cue.start)
    if nearest is not None:
        return Span(*nearest.span("noun"))
    head = _GOVERNING.search(text, max(0, source.start - _LONGEST_HEAD), source.start)
    return Span(head.start(), source.end) if head else source


_LONGEST_HEAD = 40
# A plural right before the participle is what does it: *weaken* **voices** *calling for restraint*.
_NOUN_BEFORE = re.compile(r"\s(?P<noun>[a-z\-]{3,}[a-rt-z]s)\s$")
_GOVERNING = re.compile(
    r"(?:\b(?:the|an?|its|his|her|their|some|many|several) )?\b[a-z\-]+ (?:in|of|to|for|from|at) $",
    re.IGNORECASE,
)


def subject_before(index: TextIndex, cue: Span) -> Span | None:
    """The noun phrase that opens the sentence of a finite verb and runs up to it, where the model saw no source."""
    text, start = index.text, index.sentence_at(cue.start).start
    match = _SUBJECT.fullmatch(text, start, cue.start)
    if match is None or _PARTICIPLE.search(text, *cue):
        return None
    return clean_source(text, Span(*match.span("subject")))


_SUBJECT = re.compile(
    r"(?:(?:But|And|Yet|So|Still|However),? )?"
    r"(?P<subject>(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[A-Z][\w’'\-]*) "
    r"[\w’'\- ]{2,50}(?:, [\w’'\- ]{2,30},)?)\s+"
)
_PARTICIPLE = re.compile(r"\w+ing\b|\b(?:was|were|is|are|been|being|be)\b", re.IGNORECASE)


def clean_cue(text: str, span: Span) -> Span | None:
    """The reporting words; None when nothing but function words is left."""
    trimmed = whole_words(text, span).stripped(text, _EDGES + ".,!?")
    for aside in (_WHERE, _WHEN):
        found = aside.search(text, *trimmed) if trimmed else None
        if trimmed and found and found.start() > trimmed.start:
            trimmed = Span(trimmed.start, found.start())
    return trimmed if trimmed and not _only(text, trimmed, word_list("function_words") - {"as"}) else None


def clean_content(index: TextIndex, spans: Iterable[Span], holes: Sequence[Span]) -> list[tuple[Span, bool]]:
    """Content spans in text order with whether each is quoted, cut at every mark and around ``holes``.

    ``holes`` are the cue and source that stand inside the content; outside quotations content is also cut
    where a sentence starts. A stretch of punctuation or of a lone
    function word between two others goes; so do white space, the marks, a leading *that* and closing
    punctuation outside the marks.
    """
    text, depth = index.text, index.depth
    pieces: list[tuple[Span, bool]] = []
    for span in _merged(text, (whole_words(text, span) for span in spans)):
        starts = (Span(at, at) for at in index.sentences_inside(span) if not depth[at])
        for part in span.minus([*holes, *index.marks_in(span), *starts]):
            quoted = bool(depth[part.start])
            trimmed = part.stripped(text, "" if quoted else _EDGES + ".!?)")
            if trimmed is not None and WORD.search(text, *trimmed):
                pieces.append((_closed(text, trimmed, quoted), quoted))
    pieces = without_that(text, pieces)
    return [piece for piece in pieces if len(pieces) == 1 or not _only(text, piece[0], word_list("function_words"))]


def _merged(text: str, spans: Iterable[Span]) -> list[Span]:
    """Ascending spans; neighbours with nothing but white space between are one."""
    merged: list[Span] = []
    for span in sorted(spans):
        between = text[merged[-1].end : span.start] if merged else "-"
        if between.strip() or "\n" in between:
            merged.append(span)
        else:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
    return merged


def _closed(text: str, span: Span, quoted: bool) -> Span:
    """``span`` with the bracket or abbreviation's full stop that stripping took off it."""
    if quoted:
        return span
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
