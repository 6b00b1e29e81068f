"""``claimx link``: the same utterance across articles."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Jobs, NerModel, Output
from claimx.cli.gathering import attributions
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.reading import Reading

# Each with the endings of file names that choose it.
FORMATS = {"jsonl": (".jsonl", ".ndjson"), "table": ()}


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
    format_: Annotated[str | None, console.format_option(FORMATS, "jsonl")] = None,
    force: Force = False,
    only: Annotated[
        str | None,
        typer.Option(help="Only these groups: conflicts (reports that contradict each other).", show_default=False),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Only records at least this confident are linked.")
    ] = 0.0,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Group the records that report the same utterance, and say how they differ."""
    console.choices(only, ("conflicts",), "--only")

    from claimx.link import RENDERINGS, link_records
    from claimx.write.endings import choose

    render = RENDERINGS[choose(format_, output, FORMATS, "jsonl")]

    settings = console.settings(ner_model=ner_model)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    with (
        Progress(progress, len(inputs.files), failures) as shown,
        console.writing(output, inputs=inputs, force=force) as write,
    ):
        records = attributions(inputs, settings, jobs, failures, shown)
        groups = link_records(record for record in records if record.confidence >= min_confidence)
        failures.exit_if_nothing_read(inputs)
        if only is not None:
            groups = [group for group in groups if group.conflicts]
        for line in render(groups):
            write(line)
    console.note_passed_over(inputs)
    failures.exit_if_any()
