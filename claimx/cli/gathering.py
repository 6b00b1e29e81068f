"""Attributions for commands that work from records: saved ones as they are, of articles those extract prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from claimx.cli import console
from claimx.errors import InputError

if TYPE_CHECKING:
    from claimx.read import Inputs, Source
    from claimx.read.paths import Input
    from claimx.records import Attribution
    from claimx.settings import Settings


def attributions(inputs: Inputs, settings: Settings, jobs: int, failures: console.Failures) -> Iterator[Attribution]:
    """The attributions of saved records, then those of articles; what could not be read is told of."""
    from claimx.read.saved import holds_records

    for error in inputs.errors:
        failures.add(error)
    articles = []
    for file in inputs.files:
        if holds_records(file.path):
            yield from saved_attributions(file, failures)
        else:
            articles.append(file)
    yield from _extracted(articles, settings, jobs, failures)


def saved_attributions(file: Input, failures: console.Failures) -> Iterator[Attribution]:
    """The attributions of a file of saved records; a line that is none is told of."""
    from claimx.read.saved import read_saved
    from claimx.records import Attribution

    for record in read_saved(file.path):
        if isinstance(record, InputError):
            failures.add(record)
        elif isinstance(record, Attribution):
            yield record


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
            yield from (record for record in outcome.records if isinstance(record, Attribution) and shown.keeps(record))


def _with_text(sources: Iterable[Source | InputError], failures: console.Failures) -> Iterator[Source]:
    for source in sources:
        if isinstance(source, InputError):
            failures.add(source)
        elif source.text.strip():
            yield source
        else:
            console.note(f"{source.path or source.id}: empty, nothing to read")
