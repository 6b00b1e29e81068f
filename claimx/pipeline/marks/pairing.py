"""Pairing the quotation marks of a document, and joining quotations over several paragraphs.

Two conventions are decided for the whole document: which way guillemets point, and whether single marks stand alone or
only inside double ones. Everything else is decided paragraph by paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimx.article import Diagnostic, Marks, Quotation
from claimx.pipeline.marks.orientation import Mark, guillemets_point_inward, read_marks
from claimx.pipeline.marks.paragraph_pairs import ParagraphPairs
from claimx.quotation_marks import Family
from claimx.spans import WORD, Span


def pair_marks(text: str, paragraphs: Sequence[Span]) -> Marks:
    """Pair the quotation marks of ``text``.

    ``paragraphs`` are spans of ``text`` in order that do not overlap; marks outside them are not looked at.
    No quotation leaves its paragraph: one that runs over several gives a Quotation in each. Any text will do.
    """
    inward = guillemets_point_inward(text)
    marked = [
        (paragraph, read_marks(text, paragraph, inward=inward))
        for paragraph in (given.stripped(text) for given in paragraphs)
        if paragraph is not None
    ]
    readings = [ParagraphPairs(text, paragraph, marks, single_outside=True) for paragraph, marks in marked]
    if not _single_prevail(readings):
        readings = [ParagraphPairs(text, paragraph, marks, single_outside=False) for paragraph, marks in marked]
    return _joined(_going_on(readings))


def _going_on(readings: Sequence[ParagraphPairs]) -> Sequence[ParagraphPairs]:
    """The paragraphs, each that closes what the one before it left open read so, though no mark reopens it."""
    found = list(readings)
    for number in range(1, len(found)):
        found[number] = found[number].going_on(found[number - 1])
    return found


def _single_prevail(readings: Sequence[ParagraphPairs]) -> bool:
    """Whether single marks are this document's outer ones: more of its outer pairs are single than double.

    More, not all: one double mark around an embedded post or a size in inches must not cost a British article
    all its quotations. Pairs that end in a possible possessive are no evidence.
    """
    single = double = 0
    for reading in readings:
        for pair in reading.pairs:
            if pair.depth > 0 or pair.closing is None:
                continue
            if pair.opening.family is not Family.SINGLE:
                double += 1
            elif pair.closing.lean == -2:
                single += 1
    return single > double


def _joined(readings: Sequence[ParagraphPairs]) -> Marks:
    """The marks of all paragraphs; a quotation left open continues where the next paragraph reopens or closes it."""
    quotations: list[Quotation] = []
    diagnostics: list[Diagnostic] = []
    carried: list[Mark] = []
    for reading, following in zip(readings, [*readings[1:], None], strict=False):
        reopened = _reopened(reading, following) if following else []
        quotations += _quotations(reading, carried, goes_on=bool(reopened))
        odd = [*reading.diagnostics, *_left_open(reading, carried, len(reopened))]
        diagnostics += sorted(odd, key=lambda diagnostic: diagnostic.offset)
        carried = reopened
    return Marks(tuple(quotations), tuple(diagnostics))


def _reopened(reading: ParagraphPairs, following: ParagraphPairs) -> list[Mark]:
    """The marks at the start of ``following`` that carry on what ``reading`` left open, outermost first."""
    marks: list[Mark] = []
    for unclosed, mark in zip(reading.stack, _opened_at_start(following), strict=False):
        words = Span(unclosed.mark.span.end, reading.paragraph.end)
        if unclosed.mark.family is not mark.family or not WORD.search(reading.text, *words):
            break
        marks.append(mark)
    return marks


def _opened_at_start(reading: ParagraphPairs) -> Iterator[Mark]:
    """The marks that open quotations before the paragraph's first word, from the outermost."""
    openings = [(pair.opening, pair.depth) for pair in reading.pairs]
    openings += [(unclosed.mark, depth) for depth, unclosed in enumerate(reading.stack)]
    openings.sort(key=lambda opening: opening[0].span)
    reached = reading.paragraph.start
    for level, (mark, depth) in enumerate(openings):
        is_missing = mark.span.start == mark.span.end and not reading.goes_on
        if is_missing or depth != level or Span(reached, mark.span.start).stripped(reading.text):
            return
        reached = mark.span.end
        yield mark


def _quotations(reading: ParagraphPairs, carried: Sequence[Mark], *, goes_on: bool) -> list[Quotation]:
    """The quotations of one paragraph by start; ``goes_on`` says that the next one reopens what is open."""
    text, last = reading.text, reading.paragraph.end
    if not goes_on:
        last = reading.before_clause(last)
    ended = [(pair.opening, pair.end, pair.closing, pair.depth) for pair in reading.pairs]
    ended += [(unclosed.mark, last, None, depth) for depth, unclosed in enumerate(reading.stack)]
    ended.sort(key=lambda quotation: (quotation[0].span, quotation[3]))
    found = []
    for opening, end, closing, depth in ended:
        span = Span(opening.span.end, end).stripped(text)
        if span is not None and WORD.search(text, *span):
            closed = closing.span if closing else None
            found.append(Quotation(span, opening.span, closed, depth, continues=opening in carried))
    return found


def _left_open(reading: ParagraphPairs, carried: Sequence[Mark], reopened: int) -> Iterator[Diagnostic]:
    """Diagnostics for quotations open at the paragraph's end, without the ``reopened`` outermost ones."""
    for unclosed in reading.stack[reopened:]:
        offset = unclosed.mark.span.start
        if unclosed.mark in carried:
            yield Diagnostic("reopened_without_end", offset, "carries on a quotation that is never closed")
        else:
            yield Diagnostic("unclosed", offset, "no closing mark: ended at the paragraph's end")
