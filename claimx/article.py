"""What is known of an article's text as such: its paragraphs, its quotation marks and its sentences.

A ``TextIndex`` is made once for each text, by ``claimx.pipeline.index_text``, and passed on to everything that looks
around in the text. It can be pickled. All offsets count code points of the text; spans are half open.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from claimx.labels import PageRegion
from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without the white space around it; ``dateline`` spans *SEOUL, South Korea —* at its start."""

    span: Span
    region: PageRegion
    dateline: Span | None = None

    @property
    def body(self) -> Span | None:
        """The span that is read for attributions: the paragraph without its dateline, or None for furniture."""
        if self.region == "furniture":
            return None
        return Span(self.dateline.end, self.span.end) if self.dateline else self.span


@dataclass(frozen=True, slots=True)
class Layout:
    """The page: its paragraphs in order, and the places that name it; ``published`` is an ISO date."""

    paragraphs: tuple[Paragraph, ...]
    headline: Span | None
    byline: Span | None
    published: str | None

    def region_at(self, offset: int) -> PageRegion:
        """The region of the paragraph that holds ``offset`` or ends before it; furniture before the first one."""
        index = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.span.start)
        return self.paragraphs[index - 1].region if index else "furniture"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch of one paragraph that stands between quotation marks.

    ``span`` holds the words without their marks and without white space at either end; it always holds a
    word. ``opening`` is empty, at the paragraph's start, where the opening mark is missing. ``closing`` is
    None where the quotation was left open: it goes on in the next paragraph, or a diagnostic tells of it.
    ``depth`` is 0 for an outer quotation, 1 for one nested in it, and so on. ``continues`` says that the
    opening mark carries on the quotation left open at the end of the paragraph before.
    """

    span: Span
    opening: Span
    closing: Span | None
    depth: int
    continues: bool


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A mark that has no partner, and what was done about it.

    ``code`` is ``unclosed`` (opened, never closed nor reopened), ``reopened_without_end`` (the same at the
    end of a quotation over several paragraphs), ``unopened`` (a closing mark with nothing to close) or
    ``stray`` (a mark that shows no side, left out of account). ``offset`` is where the mark stands.
    """

    code: str
    offset: int
    message: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The quotations of a text by start, outer before nested, and its odd marks by offset."""

    quotations: tuple[Quotation, ...]
    diagnostics: tuple[Diagnostic, ...]

    def outer(self) -> tuple[Quotation, ...]:
        """The quotations that stand in no other."""
        return tuple(quotation for quotation in self.quotations if quotation.depth == 0)

    def inside(self, length: int) -> bytearray:
        """For each of the ``length`` code points of the text, in how many quotations it stands.

        0 is outside, 1 inside an outer quotation, 2 inside one nested in it; opening and closing marks stand
        outside their own quotation.
        """
        counts = bytearray(length)
        # An outer quotation comes before those nested in it, so that the deeper count is written last.
        for quotation in self.quotations:
            start, end = quotation.span
            counts[start:end] = bytes([quotation.depth + 1]) * (end - start)
        return counts


def unwrapped(text: str, layout: Layout) -> str:
    """``text`` with blanks for each line end inside a paragraph, so that it is as long as before.

    The signs of a quoted line (``>``) behind it go with it.
    """
    parts: list[str] = []
    end = 0
    for paragraph in layout.paragraphs:
        parts += (text[end : paragraph.span.start], _LINE_END.sub(_blanks, paragraph.span.of(text)))
        end = paragraph.span.end
    return "".join((*parts, text[end:]))


_LINE_END = re.compile(r"[\r\n]+(?:[ \t>]*>)?")


def _blanks(match: re.Match[str]) -> str:
    return " " * len(match.group())


@dataclass(frozen=True)
class TextIndex:
    """A text with its ``layout`` and ``marks``, and ``sentences``: the ascending offsets where sentences start."""

    text: str
    layout: Layout
    marks: Marks
    sentences: tuple[int, ...]

    @cached_property
    def unwrapped(self) -> TextIndex:
        """The index as rules read it: each line end inside a paragraph is a blank, and all offsets stay."""
        return replace(self, text=unwrapped(self.text, self.layout)) if self._is_wrapped else self

    @property
    def _is_wrapped(self) -> bool:
        return any("\n" in paragraph.span.of(self.text) for paragraph in self.layout.paragraphs)

    @cached_property
    def paragraphs(self) -> tuple[int, ...]:
        """The ascending offsets where paragraphs start."""
        return tuple(paragraph.span.start for paragraph in self.layout.paragraphs)

    @cached_property
    def depth(self) -> bytes:
        """For each code point in how many quotations it stands, as ``Marks.inside`` counts them."""
        return bytes(self.marks.inside(len(self.text)))

    @cached_property
    def reopened(self) -> frozenset[int]:
        """Where quotations start that carry on one left open in the paragraph before."""
        return frozenset(quotation.span.start for quotation in self.marks.quotations if quotation.continues)

    @cached_property
    def _signs(self) -> Sequence[Span]:
        """The spans of all quotation marks that have a partner, in text order."""
        both = ((quotation.opening, quotation.closing) for quotation in self.marks.quotations)
        return sorted({sign for pair in both for sign in pair if sign is not None and sign.end > sign.start})

    def sentence(self, offset: int) -> int:
        """The number of the sentence that holds ``offset``; sentences count from 1, 0 is what stands before them."""
        return bisect_right(self.sentences, offset)

    def sentence_at(self, offset: int, end: int | None = None) -> Span:
        """The sentence that holds ``offset``, up to where the next one starts, but no further than ``end``."""
        number = self.sentence(offset)
        last = self.sentences[number] if number < len(self.sentences) else len(self.text)
        return Span(self.sentences[number - 1] if number else 0, last if end is None else min(last, end))

    def sentences_inside(self, span: Span) -> Sequence[int]:
        """Where sentences start inside ``span``, its own start left out."""
        return self.sentences[self.sentence(span.start) : bisect_right(self.sentences, span.end - 1)]

    def paragraph(self, offset: int) -> int:
        """The number of the paragraph that holds ``offset``; paragraphs count from 1."""
        return bisect_right(self.paragraphs, offset)

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that holds ``offset``, up to where the next one starts; the first one before that."""
        number = max(1, self.paragraph(offset))
        end = self.paragraphs[number] if number < len(self.paragraphs) else len(self.text)
        return Span(self.paragraphs[number - 1], end)

    def marks_in(self, span: Span) -> Sequence[Span]:
        """The paired quotation marks inside ``span``, in text order."""
        first = bisect_left(self._signs, Span(span.start, span.start))
        return self._signs[first : bisect_left(self._signs, Span(span.end, span.end))]

    def is_aside(self, offset: int) -> bool:
        """Whether ``offset`` stands in a headline, caption or teaser, where names are cut and articles left out."""
        return self.layout.region_at(offset) != "main"
