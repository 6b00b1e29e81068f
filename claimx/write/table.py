"""A table for people: speaker, kind, words and place of each attribution."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from typing import TYPE_CHECKING

from claimx.checkworthiness import features
from claimx.escaping import visible
from claimx.write.article_records import ArticleRecords

if TYPE_CHECKING:
    from rich.console import RenderableType

    from claimx.records import Attribution

# Of a table that goes to no terminal.
_WIDTH = 120
_UNNAMED = "(nobody named)"


def write(articles: Iterable[ArticleRecords], *, in_terminal: bool = False) -> Iterator[bytes]:
    """One table of everything, as wide as the terminal it goes to, else 120 columns and without colour."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("speaker", overflow="fold", ratio=2, min_width=9)
    table.add_column("kind", no_wrap=True)
    table.add_column("words", overflow="fold", ratio=5)
    table.add_column("check-worthy", overflow="fold", ratio=2)
    table.add_column("place", overflow="fold", ratio=2)
    for article in articles:
        for record in article.attributions:
            table.add_row(*(Text(visible(cell)) for cell in _cells(record)))
    yield drawn(table, in_terminal=in_terminal)


def drawn(table: RenderableType, *, in_terminal: bool) -> bytes:
    """What rich draws, without empty lines; in colour only in a terminal, or where FORCE_COLOR asks for it."""
    from rich.console import Console

    out = StringIO()
    # Of FORCE_COLOR and NO_COLOR rich knows itself, where it is asked to find out.
    terminal = in_terminal and sys.stdout.isatty()
    force = terminal or (None if in_terminal else False)
    Console(file=out, force_terminal=force, width=width(in_terminal=in_terminal)).print(table)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return "".join(f"{line}\n" for line in lines if line).encode()


def width(*, in_terminal: bool) -> int:
    """The columns there are: those of the terminal, or as many as a table has that goes to none."""
    from rich.console import Console

    return Console().width if in_terminal and sys.stdout.isatty() else _WIDTH


def _cells(record: Attribution) -> tuple[str, ...]:
    speaker, doc, content = record.speaker, record.doc, record.content
    mention = speaker.mention.text if speaker.mention is not None else _UNNAMED
    place = f"{doc.id}:{content.line}:{content.column}"
    return speaker.name or mention, record.kind, content.text, ", ".join(features(record)), place
