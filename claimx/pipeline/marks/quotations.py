"""What pairing the quotation marks of a document yields. Offsets are code points of its text, half open."""

from __future__ import annotations

from dataclasses import dataclass

from claimx.spans import Span


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
    """The quotations of a document by start, outer before nested, and its odd marks by offset."""

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
