"""``claimx stats``: how much was said, by whom, of what kind, and when."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel, Output
from claimx.cli.gathering import attributions
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.reading import Reading

if TYPE_CHECKING:
    from rich.table import Table

    from claimx.stats import Count

# Each with the endings of file names that choose it.
FORMATS = {"table": (), "csv": (".csv",), "json": (".json",)}
UNITS = ("day", "week", "month")
# Rows of one dimension that a table shows; csv and json have them all.
_ROWS_SHOWN = 15
_BAR = 20


@reads_articles
def stats(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles, as for extract, or saved records in any format that gives them back.",
            show_default=False,
        ),
    ],
    output: Output = None,
    by: Annotated[
        str | None,
        typer.Option(
            help="Count by time in place: day, week or month in which articles were published.", show_default=False
        ),
    ] = None,
    format_: Annotated[str | None, console.format_option(FORMATS, "csv; a table on a terminal")] = None,
    force: Force = False,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Count records, words and articles by speaker, organization, kind, class, region, named or not; or by time."""
    console.choices(by, UNITS, "--by")

    from claimx.stats import by_dimension, by_time, to_csv, to_json
    from claimx.write.endings import choose

    wanted = choose(format_, output, FORMATS, console.usual_format(output, "csv"))
    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    with (
        Progress(progress, len(inputs.files), failures) as shown,
        console.writing(output, inputs=inputs, force=force) as write,
    ):
        records = attributions(inputs, settings, jobs, failures, shown)
        counts = by_dimension(records) if by is None else by_time(records, by)
        failures.exit_if_nothing_read(inputs)
        match wanted:
            case "table":
                write(_table(counts, in_terminal=output is None))
            case "json":
                write(to_json(counts))
            case _:
                write(to_csv(counts))
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _table(counts: Sequence[Count], *, in_terminal: bool) -> bytes:
    """A table a dimension, bars as long as the records are many."""
    from claimx.write.table import drawn

    tables = (_dimension(name, list(group)) for name, group in groupby(counts, key=lambda count: count.dimension))
    return b"\n".join(drawn(table, in_terminal=in_terminal) for table in tables)


def _dimension(name: str, counts: Sequence[Count]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from claimx.escaping import visible

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(name, overflow="fold", min_width=12, ratio=1)
    for heading in ("records", "words", "articles"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True, max_width=_BAR)
    most = max(count.records for count in counts)
    for count in counts[:_ROWS_SHOWN]:
        numbers = map(str, (count.records, count.words, count.articles))
        table.add_row(visible(count.value or "(none)"), *numbers, "█" * max(1, round(_BAR * count.records / most)))
    if len(counts) > _ROWS_SHOWN:
        table.add_row(f"and {len(counts) - _ROWS_SHOWN} more", "", "", "", "")
    return table
