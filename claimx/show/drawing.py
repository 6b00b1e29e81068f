"""Drawing an article with rich: the text with its marks, and a margin that says who speaks where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claimx.escaping import visible
from claimx.overlaps import segments
from claimx.records import Attribution, Cue, Phrase
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords

# Told apart without colour too; of several marks on one stretch the first here shows.
STYLES = {"source": "green underline", "cue": "cyan italic", "quoted words": "bold yellow", "reported words": "yellow"}
_MARGIN = 26
# Columns below which what belongs in the margin stands above its paragraph.
_NARROW = 72


def legend() -> Text:
    """The legend: what each style means."""
    return Text("  ").join(Text(name, style=style) for name, style in STYLES.items())


def rendered(article: ArticleRecords, text: str, width: int) -> Group:
    """The article for a terminal of ``width`` columns; no character of it acts on the terminal."""
    records = list(article.attributions)
    marked = [mark for record in records for mark in _marks(record)]
    heading = Text(visible(article.id), style="bold reverse")
    return Group(heading, *_paragraphs(text, marked, records, width), Text(""))


def _marks(record: Attribution) -> Iterator[tuple[Span, str]]:
    for span in record.content.spans:
        yield Span(span.start, span.end), "quoted words" if span.quoted else "reported words"
    yield from _phrase(record.cue, "cue")
    for who in (record.speaker, *record.cospeakers):
        yield from _phrase(who.mention, "source")


def _phrase(phrase: Phrase | Cue | None, name: str) -> Iterator[tuple[Span, str]]:
    if phrase is not None:
        yield from ((Span(span.start, span.end), name) for span in phrase.spans)


def _paragraphs(
    text: str, marked: Sequence[tuple[Span, str]], records: Sequence[Attribution], width: int
) -> Iterator[Padding | Text]:
    """Each line of the text that is not empty, with what its contents' margin says."""
    pieces = ((segment.span, _style(segment.marks)) for segment in segments(len(text), marked))
    by_line = _by_line(text, pieces)
    for number, line in by_line:
        said = [record for record in records if record.content.line == number]
        margin = Text("\n").join(_margin(record) for record in said)
        if width < _NARROW:
            yield from [margin] if said else []
            yield Padding(line, (0, 0, 1, 0))
        else:
            row = Table.grid(padding=(0, 2, 0, 0))
            row.add_column(width=_MARGIN, overflow="fold")
            row.add_column(overflow="fold")
            row.add_row(margin, line)
            yield Padding(row, (0, 0, 1, 0))


def _style(marks: Iterable[str]) -> str:
    found = set(marks)
    return next((style for name, style in STYLES.items() if name in found), "")


def _by_line(text: str, pieces: Iterable[tuple[Span, str]]) -> Iterator[tuple[int, Text]]:
    """The lines of the text that are not empty, by their numbers from 1, in the styles of their pieces."""
    number, line = 1, Text()
    for span, style in pieces:
        for part in _cut(span.of(text)):
            if part == "\n":
                if line.plain.strip():
                    yield number, line
                number, line = number + 1, Text()
            else:
                line.append(visible(part.rstrip("\r"), but="\t"), style)
    if line.plain.strip():
        yield number, line


def _cut(text: str) -> Iterator[str]:
    """``text`` with each of its line ends by itself; only ``\\n`` ends a line."""
    for is_end, characters in groupby(text, key="\n".__eq__):
        part = "".join(characters)
        yield from part if is_end else [part]


def _margin(record: Attribution) -> Text:
    speaker = record.speaker
    who = speaker.name or (speaker.mention.text if speaker.mention is not None else "nobody named")
    return Text.assemble((visible(who), "bold"), f"\n  {record.kind}, {record.confidence:.2f}")
