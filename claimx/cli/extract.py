"""``claimx extract``: who said what, as JSON Lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Failures, Jobs, NerModel, Output, Paths
from claimx.cli.speakers import SpeakersFile, known_speakers
from claimx.errors import InputError, SettingsError
from claimx.labels import CLASSES, KINDS, REGIONS

if TYPE_CHECKING:
    from claimx.extraction import Records
    from claimx.read import Source
    from claimx.records import Record

EXTRAS = ("quoted", "errors")


def extract(
    paths: Paths,
    output: Output = None,
    kind: Annotated[
        str | None, typer.Option(help="Only these kinds: direct, mixed, indirect.", show_default=False)
    ] = None,
    class_: Annotated[
        str, typer.Option("--class", help="Only these classes: statement, belief, intent (left out unless named).")
    ] = "statement,belief",
    region: Annotated[
        str | None,
        typer.Option(help="Only these regions: headline, main, caption, teaser.", show_default=False),
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option(help="Only speakers of this name, full or in part (Putin).", show_default=False),
    ] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Only records at least this confident.")] = 0.0,
    include: Annotated[
        str | None,
        typer.Option(
            help="More lines: quoted (marks around nobody's words), errors (inputs that could not be read).",
            show_default=False,
        ),
    ] = None,
    speakers_file: SpeakersFile = None,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
) -> None:
    """Print who said what, one line of JSON each."""
    kinds = console.choices(kind, KINDS, "--kind")
    classes = console.choices(class_, CLASSES, "--class")
    regions = console.choices(region, REGIONS, "--region")
    if speaker is not None and not any(character.isalnum() for character in speaker):
        raise SettingsError("--speaker: a name has letters")
    included = console.choices(include, EXTRAS, "--include") or frozenset()

    from claimx.extraction import extract_sources
    from claimx.read import find_inputs, read_inputs
    from claimx.selection import Selection
    from claimx.settings import Settings
    from claimx.write.jsonl import to_line
    from claimx.write.output import open_output

    selection = Selection(kinds, classes, regions, speaker, min_confidence, included)
    settings = Settings.find(ner_model=ner_model)
    known = known_speakers(speakers_file)
    inputs = find_inputs(paths)
    failures = console.Failures()
    sources = chain(inputs.errors, read_inputs(console.progress(inputs.files)))
    with open_output(output) as write:
        for outcome in extract_sources(sources, settings, jobs):
            # Selected by the name that the record is written with.
            for record in map(known.identify, _records(outcome, failures)):
                if selection.keeps(record):
                    write(to_line(record))
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _records(outcome: tuple[Source, Records] | InputError, failures: Failures) -> Sequence[Record]:
    """The records of one source, or the error record that stands for it; people hear of what was odd."""
    if isinstance(outcome, InputError):
        failures.add(outcome)
        from claimx.records import Error

        return [Error.of(outcome)]
    source, records = outcome
    if not source.text.strip():
        name = "standard input" if source.path == "-" else source.path or source.id
        console.note(f"{name}: empty, nothing to read")
    return records
