"""``claimx link``: the same utterance across articles."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Jobs, NerModel, Output
from claimx.cli.gathering import attributions

FORMATS = ("jsonl", "table")


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
    jobs: Jobs = 1,
    ner_model: NerModel = None,
) -> None:
    """Group the records that report the same utterance, and say how they differ."""
    console.choices(format_, FORMATS, "--format")

    from claimx.link import RENDERINGS, link_records
    from claimx.read import find_inputs
    from claimx.settings import Settings
    from claimx.write.output import open_output

    settings = Settings.find(ner_model=ner_model)
    inputs = find_inputs(paths)
    failures = console.Failures()
    with open_output(output) as write:
        groups = link_records(attributions(inputs, settings, jobs, failures))
        for line in RENDERINGS[format_](groups):
            write(line)
    console.note_passed_over(inputs)
    failures.exit_if_any()
