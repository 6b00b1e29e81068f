"""What segmentation finds out about a page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from claimx.labels import PageRegion
from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph without white space around it.

    ``body`` is what is read for attributions: the paragraph without a leading dateline
    (*SEOUL, South Korea —*); it is None for furniture.
    """

    span: Span
    region: PageRegion
    dateline: Span | None = None

    @property
    def body(self) -> Span | None:
        """The span to read for attributions, None where there is nothing to read."""
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
        """The region of the paragraph that holds ``offset`` (or ends just before it)."""
        index = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.span.start)
        return self.paragraphs[index - 1].region if index else "furniture"
