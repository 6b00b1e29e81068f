"""Paragraphs that the one before them introduces: *Police chief Omar Haddad said in a statement:*.

The words of such a block may stand between quotation marks, behind ``>``, as a list, or bare; a bare block is one
paragraph, because nothing shows where more of them would end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from claimx.article import TextIndex
from claimx.lexicon import cues
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.attributed import FoundCue
from claimx.pipeline.attribution.layout_attribution import LayoutAttribution
from claimx.pipeline.attribution.phrases import clean_source
from claimx.quotation_marks import CLOSING_DOUBLE, DOUBLE, OPENING, OPENING_DOUBLE
from claimx.spans import Span

# Patterns of English grammar.
# Nothing but where, when and to whom stands between the verb and the colon.
_TAIL = re.compile(
    r"(?P<inverted>(?: [A-ZÀ-Þ][\w.’'\-]*){1,5}(?:, [^,:]{2,60})?)?"
    r"(?: [a-z’'\-]+){0,2}(?:,? (?:in|on|to|at|of|from|after|before|during|via|by|with|well|best|back|as|the|this|it|"
    r"me|us|"
    rf"him|her|them|reporters|lawmakers)\b[^:.!?{DOUBLE}]{{0,80}})?[:,]\s*"
)
_SUBJECT_EDGE = re.compile(rf"[.!?;:{DOUBLE}—–]\s|\b(?:when|while|but|and then)\s", re.IGNORECASE)
_FRONTED = re.compile(r"(?:In|On|At|After|Before|During|Asked|When|By|For|From|With|Via|Later|Earlier|Last|This)\b")
_QUOTED_LINE = re.compile(r">\s*")
_ITEM = re.compile(r"(?:[•·▪‣*\-–—]|\d{1,2}[.)])\s+")


@cache
def _introduces() -> re.Pattern[str]:
    """The end of a paragraph that introduces the next one: a colon, or a verb and a comma."""
    return re.compile(rf"(?::|\b{alternation(word_list('introducing_verbs'))},)\s*$")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<verb>{alternation(word_list('verbs_before_blocks'))})\b")


@cache
def _day() -> re.Pattern[str]:
    """A day in front of a name, without a comma: *On Tuesday Ana Ruiz wrote:*."""
    return re.compile(rf"(?:On|In|Last) {alternation(word_list('calendar_words'))}(?: [a-z\d]+)? (?=[A-ZÀ-Þ])")


@cache
def _stopped() -> re.Pattern[str]:
    """A verb that a full stop parts from the quotation behind it."""
    return re.compile(rf"\b(?P<verb>{alternation(word_list('introducing_verbs'))})\. [{OPENING_DOUBLE}]")


def introduced_blocks(index: TextIndex) -> Iterator[LayoutAttribution]:
    """The blocks behind paragraphs that end in a reporting verb and a colon, and quotations behind one and a stop."""
    text = index.text
    bodies = [p.body for p in index.layout.paragraphs if p.body is not None and p.region == "main"]
    for body in bodies:
        yield from _behind_stop(index, body)
    for number, body in enumerate(bodies[:-1]):
        if not _introduces().search(text, *body):
            continue
        reported = _reported_by(index, body)
        block = _block(index, bodies[number + 1 :]) if reported else []
        if reported is not None and block:
            source, cue = reported
            yield LayoutAttribution(source, cue, tuple(block))


def _behind_stop(index: TextIndex, body: Span) -> Iterator[LayoutAttribution]:
    """Quotations that a full stop in place of a comma parts from their verb: *Ada Lunt, said. “Come back.”*."""
    text = index.text
    for match in _stopped().finditer(text, *body):
        start = index.sentence_at(match.start(), body.end).start
        # Behind a quotation the verb belongs to that one: *“Lock the doors,” Crane said. “Nobody leaves.”*
        front = Span(max(start, body.start), match.start("verb"))
        if _DOUBLE_MARK.search(text, *front) or text[body.start : front.start].rstrip().endswith(tuple(CLOSING_DOUBLE)):
            continue
        source = _subject(text, front)
        end = match.end()
        while end < body.end and index.depth[end]:
            end += 1
        if source is not None and end > match.end():
            cue = Span(*match.span("verb"))
            entry = cues().lookup(cue.of(text))
            yield LayoutAttribution(
                source, FoundCue(cue, entry.lemma if entry else None, "verb"), (Span(match.end(), end),), True
            )


_DOUBLE_MARK = re.compile(f"[{DOUBLE}]")


def _reported_by(index: TextIndex, body: Span) -> tuple[Span, FoundCue] | None:
    """The source and the verb of the sentence that ends in the colon; None where no verb introduces."""
    text = index.text
    start = max(index.sentence_at(body.end - 1, body.end).start, body.start)
    for match in reversed(list(_verb().finditer(text, start, body.end))):
        tail = _TAIL.fullmatch(text, match.end(), body.end)
        if tail is None:
            continue
        source = _inverted(text, tail) or _subject(text, Span(start, match.start()))
        if source is not None:
            cue = Span(*match.span("verb"))
            entry = cues().lookup(cue.of(text))
            return source, FoundCue(cue, entry.lemma if entry else None, "verb")
    return None


def _inverted(text: str, tail: re.Match[str]) -> Span | None:
    return clean_source(text, Span(*tail.span("inverted"))) if tail["inverted"] else None


def _subject(text: str, front: Span) -> Span | None:
    """The noun phrase in front of the verb, without what a comma sets in front of the sentence."""
    edges = list(_SUBJECT_EDGE.finditer(text, *front))
    start = edges[-1].end() if edges else front.start
    parts = [Span(m.start(), m.end()) for m in re.finditer(r"[^,]+", text[start : front.end])]
    spans = [Span(start + part.start, start + part.end) for part in parts]
    while len(spans) > 1 and _FRONTED.match(spans[0].of(text).strip()):
        spans = spans[1:]
    if not spans:
        return None
    day = _day().match(text, spans[0].start)
    whole = Span(day.end() if day else spans[0].start, front.end).stripped(text, ", ")
    return (
        clean_source(text, whole)
        if whole is not None and len(whole.of(text).split()) <= _LONGEST_INTRODUCTION
        else None
    )


_LONGEST_INTRODUCTION = 16


def _block(index: TextIndex, bodies: Sequence[Span]) -> list[Span]:
    """The spans of the block at the start of ``bodies``: a list, quoted lines, a quotation or a paragraph."""
    text, first = index.text, bodies[0]
    for lead in (_QUOTED_LINE, _ITEM):
        if lead.match(text, *first):
            return [Span(m.end(), body.end) for body in _while(lead, text, bodies) if (m := lead.match(text, *body))]
    if text[first.start] not in OPENING:
        return [first] if text[first.end - 1] != ":" else []
    block: list[Span] = []
    for body in bodies:
        if text[body.start] not in OPENING:
            break
        end = body.start + 1
        while end < body.end and index.depth[end]:
            end += 1
        block.append(Span(body.start, end))
        # A quotation that goes on over paragraphs is left open at the end of each but the last.
        if end < body.end:
            break
    return block


def _while(lead: re.Pattern[str], text: str, bodies: Sequence[Span]) -> Iterator[Span]:
    for body in bodies:
        if not lead.match(text, *body):
            return
        yield body
