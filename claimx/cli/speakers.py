"""``claimx speakers``: who speaks in a number of articles, and how often; and the option ``--speakers``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel, Output
from claimx.cli.gathering import attributions
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.errors import SettingsError
from claimx.escaping import log_line
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.people import KnownSpeakers, ListedSpeaker, UnnamedSpeaker

# Each with the endings of file names that choose it.
FORMATS = {"table": (), "jsonl": (".jsonl", ".ndjson"), "csv": (".csv",)}
USAGE = 2
# Columns below which a table has no place for every heading.
_NARROW = 72
# Some articles tell whole careers.
_ROLE_WIDTH = 40

SpeakersFile = Annotated[
    Path | None,
    typer.Option(
        "--speakers",
        metavar="FILE",
        help="CSV of speakers you know (name, aliases, id, role, type): their records get its id and name.",
        show_default=False,
    ),
]


@reads_articles
def speakers(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS", help="Articles, as for extract, or records that extract wrote.", show_default=False
        ),
    ],
    output: Output = None,
    format_: Annotated[str | None, console.format_option(FORMATS, "jsonl; a table on a terminal")] = None,
    speakers_file: SpeakersFile = None,
    force: Force = False,
    unnamed: Annotated[
        bool, typer.Option("--unnamed", help="List those whom articles describe and do not name instead.")
    ] = False,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """List the speakers: how often, in how many articles, under which names."""
    from claimx.errors import OutputError
    from claimx.people import is_edited, list_speakers, list_unnamed
    from claimx.people.rendering import to_csv, to_json_lines
    from claimx.write.endings import choose

    wanted = choose(format_, output, FORMATS, console.usual_format(output, "jsonl"))
    if unnamed and wanted == "csv":
        raise SettingsError("--unnamed: a speakers file (csv) holds names; choose jsonl or table")
    known = known_speakers(speakers_file)
    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    if wanted == "csv" and output is not None and not force and is_edited(output):
        raise OutputError(f"cannot write {output}: it was edited since claimx wrote it; --force replaces it")
    with (
        Progress(progress, len(inputs.files), failures) as shown,
        console.writing(output, inputs=inputs, also=[speakers_file], force=force) as write,
    ):
        records = attributions(inputs, settings, jobs, failures, shown)
        named = [] if unnamed else list_speakers(records, known)
        found = list_unnamed(records) if unnamed else named
        failures.exit_if_nothing_read(inputs)
        match wanted:
            case "table":
                write(_table(found, coloured=output is None))
            case "csv":
                write(to_csv(named))
            case _:
                write(to_json_lines(found))
    console.note_passed_over(inputs)
    failures.exit_if_any()


def known_speakers(path: Path | None) -> KnownSpeakers:
    """Whom the file of ``--speakers`` knows, nobody without one; ends with a line for each of its mistakes.

    Commands identify speakers first and select after that: ``--speaker`` goes by the preferred name.
    """
    from claimx.people import KnownSpeakers, SpeakersFileError, read_known_speakers

    try:
        return read_known_speakers(path) if path is not None else KnownSpeakers()
    except SpeakersFileError as error:
        if console.debug:
            raise
        for problem in error.problems:
            console.complain(problem)
        raise typer.Exit(USAGE) from None


def _table(found: Sequence[ListedSpeaker] | Sequence[UnnamedSpeaker], coloured: bool) -> bytes:
    """The speakers as wide as the terminal; in few columns the type stands below the name."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    from claimx.write.table import drawn, width

    narrow = width(in_terminal=coloured) < _NARROW
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1 if narrow else 2, 0, 0))
    table.add_column("speaker", overflow="fold")
    if not narrow:
        table.add_column("type", no_wrap=True)
    for heading in ("dir.", "mixed", "ind.", "art.") if narrow else ("direct", "mixed", "indirect", "articles"):
        table.add_column(heading, justify="right", no_wrap=True)
    for who in found:
        lines = [*_lines_about(who), f"  {who.type}"] if narrow else [*_lines_about(who), ""]
        counts = map(str, (who.direct, who.mixed, who.indirect, who.articles))
        table.add_row(Text("\n".join(lines).rstrip()), *([] if narrow else [who.type]), *counts)
    return drawn(table, in_terminal=coloured)


def _lines_about(who: ListedSpeaker | UnnamedSpeaker) -> Iterator[str]:
    """The name or description, and what else is known under it."""
    from claimx.people import ListedSpeaker

    about = list(_lines_about_named(who)) if isinstance(who, ListedSpeaker) else [who.description]
    about.append(f"  of {who.organization}" if who.organization else "")
    yield from map(log_line, filter(None, about))


def _lines_about_named(who: ListedSpeaker) -> Iterator[str]:
    yield from (
        who.name,
        f"  id {who.id}" if who.id else "",
        f"  {shorten(who.role, _ROLE_WIDTH, placeholder=' …')}" if who.role else "",
        f"  also {', '.join(who.aliases)}" if who.aliases else "",
        f"  see also {', '.join(who.see_also)}" if who.see_also else "",
    )
