"""``claimx extract``: who said what, as JSON Lines or in another format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Failures, Force, Jobs, NerModel, Output, Paths
from claimx.cli.inputs import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.cli.speakers import SpeakersFile, known_speakers
from claimx.cli.writing import Excel, FormatName, Sort, write_records
from claimx.errors import InputError, SettingsError
from claimx.labels import CLASSES, KINDS, REGIONS
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.extraction import Extracted
    from claimx.people import KnownSpeakers
    from claimx.records import Record
    from claimx.selection import Selection
    from claimx.write.articles import ArticleRecords

EXTRAS = ("quoted", "errors")
# What people ask for by name alone: intents are many.
DEFAULT_CLASSES = ("statement", "belief")


@reads_articles
def extract(
    paths: Paths,
    output: Output = None,
    format_: FormatName = None,
    excel: Excel = False,
    sort: Sort = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only these kinds: direct, mixed, indirect.", show_default=False)
    ] = None,
    class_: Annotated[
        list[str] | None,
        typer.Option(
            "--class",
            help="Only these classes: statement, belief, intent; by default statement,belief.",
            show_default=False,
        ),
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(help="Only these regions: headline, main, caption, teaser.", show_default=False),
    ] = None,
    speaker: Annotated[
        str | None,
        typer.Option(
            help="Only speakers of this name, full or in part (Putin), of this body, or so described (officials).",
            show_default=False,
        ),
    ] = None,
    min_confidence: Annotated[float, typer.Option(min=0, max=1, help="Only records at least this confident.")] = 0.0,
    min_speaker_confidence: Annotated[
        float, typer.Option(min=0, max=1, help="Names of speakers that are less sure than this are null.")
    ] = 0.0,
    include: Annotated[
        list[str] | None,
        typer.Option(
            help="More lines: quoted (marks around nobody's words), errors (inputs that could not be read).",
            show_default=False,
        ),
    ] = None,
    speakers_file: SpeakersFile = None,
    cache: Annotated[
        Path | None,
        typer.Option(help="Keep records in this folder; what is there is not worked on again.", show_default=False),
    ] = None,
    progress: ProgressStyle = "auto",
    force: Force = False,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Print who said what: one line of JSON each, or in another format."""
    kinds = console.choices(kind, KINDS, "--kind")
    classes = console.choices(class_ or DEFAULT_CLASSES, CLASSES, "--class")
    regions = console.choices(region, REGIONS, "--region")
    if speaker is not None and not any(character.isalnum() for character in speaker):
        raise SettingsError("--speaker: a name has letters")
    included = console.choices(include, EXTRAS, "--include") or frozenset()

    from claimx.extraction import extract_sources
    from claimx.read import read_inputs
    from claimx.selection import Selection
    from claimx.write.formats import choose_format

    chosen = choose_format(format_, output)
    if included and not chosen.holds_every_record:
        raise SettingsError(f"--include: {chosen.name} holds attributions alone")
    selection = Selection(
        kinds, classes, regions, speaker, min_confidence, included, min_speaker_confidence=min_speaker_confidence
    )
    settings = console.settings(ner_model=ner_model)
    known = known_speakers(speakers_file)
    inputs = console.find(paths, output, reading=reading, force=force)
    failures = console.Failures()
    with Progress(progress, inputs.files) as shown:
        sources = chain(inputs.errors, read_inputs(shown.reading()))
        found = _found(extract_sources(sources, settings, jobs, cache), known, selection, failures, shown)
        write_records(
            found,
            chosen,
            output,
            sort=sort,
            excel=excel,
            inputs=inputs,
            failures=failures,
            also=[speakers_file],
            force=force,
        )
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _found(
    outcomes: Iterable[Extracted | InputError],
    known: KnownSpeakers,
    selection: Selection,
    failures: Failures,
    progress: Progress,
) -> Iterator[ArticleRecords]:
    """The articles with the records that were asked for, selected by the name that they are written with.

    Names that are not sure enough are left out before anybody is identified by them.
    """
    from claimx.records import Attribution
    from claimx.write.articles import ArticleRecords

    for outcome in outcomes:
        surely = (
            record.named_surely(selection.min_speaker_confidence) if isinstance(record, Attribution) else record
            for record in _records(outcome, failures)
        )
        records = map(known.identify, surely)
        kept = [record for record in records if selection.keeps(record)]
        # An error record, where one is wanted, is something to write too.
        failures.done += not isinstance(outcome, InputError) or bool(kept)
        failed = isinstance(outcome, InputError)
        progress.add(0 if failed else len(kept), failed=failed)
        if isinstance(outcome, InputError):
            yield ArticleRecords(outcome.path, None, kept)
        else:
            yield ArticleRecords(outcome.source.id, outcome.source.text, kept)


def _records(outcome: Extracted | InputError, failures: Failures) -> Sequence[Record]:
    """The records of one source, or the error record that stands for it; people hear of what was odd."""
    if isinstance(outcome, InputError):
        failures.add(outcome)
        from claimx.records import Error

        return [Error.of(outcome)]
    source = outcome.source
    if not source.text.strip():
        name = "standard input" if source.path == "-" else source.path or source.id
        console.note(f"{name}: empty, nothing to read")
    return outcome.records
