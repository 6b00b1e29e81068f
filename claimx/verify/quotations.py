"""The quoted stretches of an article's attributions, and the runs of words each of them claims were said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from claimx.records import Attribution, ContentSpan, Doc
from claimx.spans import Span, line_and_column
from claimx.verify.folding import Word, words

# Between two stretches of one quotation a mark and a blank fit, but no word: “She told me ‘no’ again.”
_MARK_AND_BLANK = 2

# Left-out words, in brackets or not: … [...] (…) . . .
_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.(?:\s?\.){2,})\s*[\])]|…|\.(?:[ \u00a0]?\.){2,}")
# Replaced or added words, and those changed in part: [the deal], demand[ed]. One letter at a word's start is only
# a change of case.
_INSERTION = re.compile(r"(?:(?<!\w)\w+)?\[(?!\w\]\w)[^\[\]]*\]\w*")
# The most words that may stand in the source where the quotation has either: some sentences left out, a long
# phrase replaced.
_ELLIPSIS_REACH = 100
_INSERTION_REACH = 10


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were said one after the other; up to ``reach`` others may stand between the last run and this."""

    words: tuple[Word, ...]
    reach: int

    @property
    def keys(self) -> list[str]:
        """The words as they are compared."""
        return [word.key for word in self.words]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks that somebody is said to have said.

    ``text`` is what stands at ``span`` of the article; marks inside it are blanks where the article could not be
    read. ``place`` is line and column of its start (then: of its attribution's). ``ids`` are of the attributions
    that hold it, ``speaker`` of the innermost. ``rest`` is what these go on with in the article's own words.
    """

    doc: Doc
    ids: tuple[str, ...]
    speaker: str | None
    span: Span
    text: str
    place: tuple[int, int]
    rest: str

    def runs(self) -> list[Run]:
        """What must be in the source; offsets of its words index ``text``."""
        joints = sorted(
            [(Span(*found.span()), _ELLIPSIS_REACH) for found in _ELLIPSIS.finditer(self.text)]
            + [(Span(*found.span()), _INSERTION_REACH) for found in _INSERTION.finditer(self.text)]
        )
        runs: list[Run] = []
        row: list[Word] = []
        reach = passed = 0
        for word in words(self.text):
            while passed < len(joints) and joints[passed][0].start < word.span.end:
                if row:
                    runs.append(Run(tuple(row), reach))
                    row, reach = [], 0
                reach = max(reach, joints[passed][1])
                passed += 1
            if not any(joint.overlaps(word.span) for joint, _ in joints[max(0, passed - 2) : passed]):
                row.append(word)
        return [*runs, Run(tuple(row), reach)] if row else runs


def quotations(records: Iterable[Attribution], article: str | None = None) -> list[Quotation]:
    """The quoted stretches of one article's attributions in text order, each once; ``article`` is its text.

    A stretch that two attributions hold, one inside the other, is one quotation of both.
    """
    found: dict[Span, Quotation] = {}
    for record in records:
        for quotation in _of(record, article):
            outer = found.get(quotation.span)
            if outer:
                quotation = replace(quotation, ids=outer.ids + quotation.ids, rest=f"{outer.rest} {quotation.rest}")
            found[quotation.span] = quotation
    return [found[span] for span in sorted(found)]


def _of(record: Attribution, article: str | None) -> Iterator[Quotation]:
    for stretches in _joined(record.content.spans):
        span = Span(stretches[0].start, stretches[-1].end)
        text = span.of(article) if article is not None else _with_blanks(stretches)
        if not words(text):
            continue
        yield Quotation(
            doc=record.doc,
            ids=(record.id,),
            speaker=record.speaker.name,
            span=span,
            text=text,
            place=line_and_column(article, span.start) if article is not None else _place(record),
            rest=" ".join(s.text for s in record.content.spans if s.start >= span.end and not s.quoted),
        )


def _joined(spans: Sequence[ContentSpan]) -> Iterator[list[ContentSpan]]:
    """The quoted spans, those together that only a mark inside the quotation parts."""
    for quoted, group in groupby(spans, key=lambda span: span.quoted):
        row: list[ContentSpan] = []
        for span in group if quoted else ():
            if row and span.start - row[-1].end > _MARK_AND_BLANK:
                yield row
                row = []
            row.append(span)
        if row:
            yield row


def _with_blanks(stretches: Sequence[ContentSpan]) -> str:
    text = ""
    for span in stretches:
        text = text.ljust(span.start - stretches[0].start) + span.text
    return text


def _place(record: Attribution) -> tuple[int, int]:
    return record.content.line, record.content.column
