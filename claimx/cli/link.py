"""``claimx link``: the same utterance across articles."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel, Output
from claimx.cli.gathering import attributions
from claimx.cli.input_options import reads_articles
from claimx.reading import Reading

FORMATS = ("jsonl", "table")


@reads_articles
def link(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Records saved by extract (.jsonl), or articles: files, folders, globs, or - for standard input.",
            show_default=False,
        ),
    ],
    output: Output = None,
    format_: Annotated[str, typer.Option("--format", help="jsonl or table.")] = "jsonl",
    force: Force = False,
    only: Annotated[
        str | None,
        typer.Option(help="Only these groups: conflicts (reports that contradict each other).", show_default=False),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Only records at least this confident are linked.")
    ] = 0.0,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Group the records that report the same utterance, and say how they differ."""
    console.choices(format_, FORMATS, "--format")
    console.choices(only, ("conflicts",), "--only")

    from claimx.link import RENDERINGS, link_records

    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    with console.writing(output, inputs=inputs, force=force) as write:
        records = attributions(inputs, settings, jobs, failures)
        groups = link_records(record for record in records if record.confidence >= min_confidence)
        failures.exit_if_nothing_read(inputs)
        if only is not None:
            groups = [group for group in groups if group.conflicts]
        for line in RENDERINGS[format_](groups):
            write(line)
    console.note_passed_over(inputs)
    failures.exit_if_any()
