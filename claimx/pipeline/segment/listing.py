"""The layout of a page as lines for people, for ``claimx segment``."""

from __future__ import annotations

from collections.abc import Iterator

from claimx.article import Layout
from claimx.escaping import log_line

_SHOWN = 80


def layout_lines(name: str, text: str, layout: Layout, *, full: bool) -> Iterator[str]:
    """A heading, then line number, region and text of each paragraph (its beginning unless ``full``)."""
    yield log_line(f"# {name}")
    facts = {
        "title": layout.headline and layout.headline.of(text),
        "author": layout.byline and layout.byline.of(text),
        "published": layout.published,
    }
    yield from (log_line(f"# {key}: {value}") for key, value in facts.items() if value)
    line, counted = 1, 0
    for paragraph in layout.paragraphs:
        line += text.count("\n", counted, paragraph.span.start)
        counted = paragraph.span.start
        words = " ".join(paragraph.span.of(text).split())
        shown = words if full or len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
        yield log_line(f"{line:>5}  {paragraph.region:<9}  {shown}")
