"""``claimx link``: the same utterance across articles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Jobs, NerModel, Output
from claimx.errors import InputError

if TYPE_CHECKING:
    from claimx.read import Inputs, Source
    from claimx.read.paths import Input
    from claimx.records import Attribution
    from claimx.settings import Settings

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
        groups = link_records(_attributions(inputs, settings, jobs, failures))
        for line in RENDERINGS[format_](groups):
            write(line)
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _attributions(inputs: Inputs, settings: Settings, jobs: int, failures: console.Failures) -> Iterator[Attribution]:
    """The attributions of saved records, then those of articles; what could not be read is told of."""
    from claimx.read.saved import holds_records, read_saved
    from claimx.records import Attribution

    for error in inputs.errors:
        failures.add(error)
    articles = []
    for file in inputs.files:
        if not holds_records(file.path):
            articles.append(file)
            continue
        for record in read_saved(file.path):
            if isinstance(record, InputError):
                failures.add(record)
            elif isinstance(record, Attribution):
                yield record
    yield from _extracted(articles, settings, jobs, failures)


def _extracted(files: list[Input], settings: Settings, jobs: int, failures: console.Failures) -> Iterator[Attribution]:
    """The attributions of articles that extract would print."""
    from claimx.read import read_inputs

    sources = list(_with_text(read_inputs(console.progress(files)), failures))
    if not sources:
        return
    # Only here is the pipeline needed.
    from claimx.extraction import extract_sources
    from claimx.records import Attribution
    from claimx.selection import Selection

    shown = Selection(classes=frozenset({"statement", "belief"}))
    for outcome in extract_sources(sources, settings, jobs):
        if isinstance(outcome, InputError):
            failures.add(outcome)
        else:
            yield from (record for record in outcome[1] if isinstance(record, Attribution) and shown.keeps(record))


def _with_text(sources: Iterable[Source | InputError], failures: console.Failures) -> Iterator[Source]:
    for source in sources:
        if isinstance(source, InputError):
            failures.add(source)
        elif source.text.strip():
            yield source
        else:
            console.note(f"{source.path or source.id}: empty, nothing to read")
