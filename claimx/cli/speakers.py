"""``claimx speakers``: who speaks in a number of articles, and how often; and the option ``--speakers``."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel, Output
from claimx.cli.gathering import attributions
from claimx.escaping import log_line

if TYPE_CHECKING:
    from claimx.people import FoundSpeaker, KnownSpeakers

FORMATS = ("table", "jsonl", "csv")
USAGE = 2
# Of a table that goes to no terminal.
_WIDTH = 120
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


def speakers(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS", help="Articles, as for extract, or records that extract wrote.", show_default=False
        ),
    ],
    output: Output = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="table, jsonl or csv (which --speakers reads). By default: a table on a terminal, else what the "
            "name of the output ends in, or jsonl.",
            show_default=False,
        ),
    ] = None,
    speakers_file: SpeakersFile = None,
    force: Force = False,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
) -> None:
    """List the speakers: how often, in how many articles, under which names."""
    console.choices(format_, FORMATS, "--format")

    from claimx.errors import OutputError
    from claimx.people import is_edited, list_speakers
    from claimx.people.rendering import to_csv, to_json_lines

    known = known_speakers(speakers_file)
    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, force=force)
    failures = console.Failures()
    chosen = format_ or _usual_format(output)
    if chosen == "csv" and output is not None and not force and is_edited(output):
        raise OutputError(f"cannot write {output}: it was edited since claimx wrote it; --force replaces it")
    with console.writing(output, inputs=inputs, also=[speakers_file], force=force) as write:
        found = list_speakers(attributions(inputs, settings, jobs, failures), known)
        failures.exit_if_nothing_read(inputs)
        match chosen:
            case "table":
                write(_table(found, coloured=output is None))
            case "csv":
                write(to_csv(found))
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


def _usual_format(output: Path | None) -> str:
    if output is None:
        return "table" if sys.stdout.isatty() else "jsonl"
    return "csv" if output.suffix.lower() == ".csv" else "jsonl"


def _table(found: Sequence[FoundSpeaker], coloured: bool) -> bytes:
    """The speakers as wide as the terminal; in colour only where rich would, and not into a file."""
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("speaker", overflow="fold")
    table.add_column("type", no_wrap=True)
    for heading in ("direct", "mixed", "indirect", "articles"):
        table.add_column(heading, justify="right", no_wrap=True)
    for who in found:
        counts = (who.direct, who.mixed, who.indirect, who.articles)
        table.add_row(Text("\n".join(_lines_about(who))), who.type, *map(str, counts))
    terminal = coloured and sys.stdout.isatty()
    out = StringIO()
    # Of FORCE_COLOR rich knows itself, where it is asked to find out.
    printer = Console(
        file=out, force_terminal=terminal or (None if coloured else False), width=None if terminal else _WIDTH
    )
    printer.print(table)
    lines = (line.rstrip() for line in out.getvalue().split("\n"))
    return "".join(f"{line}\n" for line in lines if line).encode()


def _lines_about(who: FoundSpeaker) -> Iterator[str]:
    """The name, and what else is known under it."""
    about = [
        who.name,
        f"  id {who.id}" if who.id else "",
        f"  {shorten(who.role, _ROLE_WIDTH, placeholder=' …')}" if who.role else "",
        f"  also {', '.join(who.aliases)}" if who.aliases else "",
        f"  see also {', '.join(who.see_also)}" if who.see_also else "",
    ]
    yield from map(log_line, filter(None, about))
