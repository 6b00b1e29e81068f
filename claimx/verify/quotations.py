"""The quoted stretches of an article's attributions, and the runs of words each of them claims were said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from claimx.labels import Joint
from claimx.quotation_marks import CLOSING, OPENING
from claimx.records import Attribution, ContentSpan, Doc, Speaker
from claimx.spans import Span, line_and_column
from claimx.verify.folding import Word, words

# How far in front of a quotation its sentence is looked at, in code points, and where that ends.
_LONGEST_LEAD = 300
_LEAD_BREAK = re.compile(rf"(?<=[.!?])[{CLOSING})]*\s|\n")
# Between two stretches of one quotation a mark and a blank fit, but no word: “She told me ‘no’ again.”
_MARK_AND_BLANK = 2

# Left-out words, in brackets or not: … [...] (…) . . .
_ELLIPSIS = re.compile(r"[\[(]\s*(?:…|\.(?:\s?\.){2,})\s*[\])]|…|\.(?:[ \u00a0]?\.){2,}")
# Replaced or added words, and those changed in part: [the deal], demand[ed]. One letter at a word's start is only
# a change of case.
_INSERTION = re.compile(r"(?:(?<!\w)\w+)?\[(?!\w\]\w)[^\[\]]*\]\w*")
_SENTENCE_END = re.compile(rf"(?<=[.!?])[{CLOSING})\]]*\s+(?=[{OPENING}(\[]*[A-Z])")
# The most words that may stand in the source where the quotation has either: some sentences left out, a long
# phrase replaced.
_REACH: Mapping[Joint, int] = {"": 0, "ellipsis": 100, "sentences": 100, "insertion": 10, "silent": 60}


@dataclass(frozen=True, slots=True)
class Run:
    """Words that were said one after the other; ``joint`` is what stands between the last run and this one.

    ``ellipsis``: words are left out, within a sentence or with a sentence. ``sentences``: an ellipsis that says that
    more is left out. ``insertion``: the article's words for others. ``silent``: nothing says that words are left out.
    """

    words: tuple[Word, ...]
    joint: Joint

    @property
    def reach(self) -> int:
        """How many other words may stand in the source between the last run and this one."""
        return _REACH[self.joint]

    @property
    def keys(self) -> list[str]:
        """The words as they are compared."""
        return [word.key for word in self.words]


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch between quotation marks that somebody is said to have said.

    ``text`` is what stands at ``span`` of the article; marks inside it are blanks where the article could not be
    read. ``place`` is line and column of its start (then: of its attribution's). ``ids`` are of the attributions
    that hold it, ``speakers`` of the innermost. ``lead`` is what its sentence says in front of it and ``rest`` what
    these go on with, in the article's own words; ``is_denied`` says that the words are reported as not said.
    """

    doc: Doc
    ids: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    span: Span
    text: str
    place: tuple[int, int]
    lead: str
    rest: str
    is_denied: bool

    def _leaves_sentences_out(self, ellipsis: re.Match[str]) -> bool:
        """Whether an ellipsis says so: […], four dots, or one behind the end of a sentence."""
        before = self.text[: ellipsis.start()].rstrip()
        return ellipsis[0][0] in "[(" or ellipsis[0].count(".") > 3 or before.endswith((".", "!", "?"))

    @property
    def speaker(self) -> str | None:
        """The name of the speaker, None where nobody is named."""
        return self.speakers[0].name

    def runs(self, *, by_sentence: bool = False) -> list[Run]:
        """What must be in the source, with ``by_sentence`` cut at sentences too; offsets index ``text``."""
        joints = sorted(self._joints(by_sentence=by_sentence))
        runs: list[Run] = []
        row: list[Word] = []
        joint: Joint = ""
        passed = 0
        for word in words(self.text):
            while passed < len(joints) and joints[passed][0].start < word.span.end:
                if row:
                    runs.append(Run(tuple(row), joint))
                    row, joint = [], ""
                joint = max(joint, joints[passed][1], key=_REACH.__getitem__)
                passed += 1
            if not any(place.overlaps(word.span) for place, _ in joints[max(0, passed - 2) : passed]):
                row.append(word)
        return [*runs, Run(tuple(row), joint)] if row else runs

    def _joints(self, *, by_sentence: bool) -> Iterator[tuple[Span, Joint]]:
        for found in _ELLIPSIS.finditer(self.text):
            yield Span(*found.span()), "sentences" if self._leaves_sentences_out(found) else "ellipsis"
        yield from ((Span(*found.span()), "insertion") for found in _INSERTION.finditer(self.text))
        if by_sentence:
            yield from ((Span(*found.span()), "silent") for found in _SENTENCE_END.finditer(self.text))


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


def whole_content(record: Attribution) -> Quotation:
    """All that a record says was said, in its own words and at its own place."""
    spans = record.content.spans
    return _quotation(record, spans, _with_blanks(spans), _place(record), "")


def _of(record: Attribution, article: str | None) -> Iterator[Quotation]:
    for stretches in _joined(record.content.spans):
        span = Span(stretches[0].start, stretches[-1].end)
        text = span.of(article) if article is not None else _with_blanks(stretches)
        if not words(text):
            continue
        place = line_and_column(article, span.start) if article is not None else _place(record)
        yield _quotation(record, stretches, text, place, _lead(record, span, article))


def _quotation(
    record: Attribution, stretches: Sequence[ContentSpan], text: str, place: tuple[int, int], lead: str
) -> Quotation:
    span = Span(stretches[0].start, stretches[-1].end)
    return Quotation(
        doc=record.doc,
        ids=(record.id,),
        speakers=(record.speaker, *record.cospeakers),
        span=span,
        text=text,
        place=place,
        lead=lead,
        rest=" ".join(s.text for s in record.content.spans if s.start >= span.end and not s.quoted),
        is_denied=record.polarity != "affirmed",
    )


def _lead(record: Attribution, span: Span, article: str | None) -> str:
    """What the sentence of a quotation says in front of it; of the record alone, where the article is not known."""
    if article is None:
        return " ".join(s.text for s in record.content.spans if s.end <= span.start and not s.quoted)
    before = article[max(0, span.start - _LONGEST_LEAD) : span.start]
    return _LEAD_BREAK.split(before)[-1]


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
