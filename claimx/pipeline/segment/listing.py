"""Plain lines for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.pipeline.segment.layout import Layout
from claimx.spans import line_and_column

_BEGINNING = 80


def layout_lines(name: str, text: str, layout: Layout, *, full: bool) -> Iterator[str]:
    """A heading, then line number, region and text of each paragraph (its beginning unless ``full``)."""
    yield f"# {name}"
    facts = {
        "title": layout.headline and layout.headline.of(text),
        "author": layout.byline and layout.byline.of(text),
        "published": layout.published,
    }
    yield from (f"# {key}: {value}" for key, value in facts.items() if value)
    for paragraph in layout.paragraphs:
        line, _ = line_and_column(text, paragraph.span.start)
        words = " ".join(paragraph.span.of(text).split())
        shown = words if full or len(words) <= _BEGINNING else words[: _BEGINNING - 1] + "…"
        yield f"{line:>5}  {paragraph.region:<9}  {shown}"
