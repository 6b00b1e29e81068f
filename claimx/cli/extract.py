"""``claimx extract``: who said what, as JSON Lines or in another format."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Failures, Force, Jobs, NerModel, Paths
from claimx.cli.engines import (
    PARTITION_BYTES,
    Address,
    EngineName,
    PartitionBytes,
    refuse_with_engine,
    refuse_without_engine,
    with_engine,
)
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.cli.resuming import CacheFolder, Resume, kept_articles, told_if_ended
from claimx.cli.selecting import Kinds, MinConfidence, MinSpeakerConfidence, OfSpeaker, Regions, selected
from claimx.cli.speakers import SpeakersFile, known_speakers
from claimx.cli.writing import Excel, FormatName, Sort, write_records
from claimx.errors import InputError, SettingsError
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.extraction import Extracted
    from claimx.people import KnownSpeakers
    from claimx.records import Record
    from claimx.selection import Selection
    from claimx.write.article_records import ArticleRecords
    from claimx.write.formats import FileFormat, FolderFormat

EXTRAS = ("quoted", "errors")
# What people ask for by name alone: intents are many.
DEFAULT_CLASSES = ("statement", "belief")


@reads_articles
def extract(
    paths: Paths,
    output: Annotated[
        str | None,
        typer.Option(
            "--output",
            "-o",
            metavar="PATH",
            help="Write to this file, complete or not at all; with --engine a folder, or its address.",
            show_default=False,
        ),
    ] = None,
    format_: FormatName = None,
    excel: Excel = False,
    sort: Sort = None,
    kind: Kinds = None,
    class_: Annotated[
        list[str] | None,
        typer.Option(
            "--class",
            help="Only these classes: statement, belief, intent; by default statement,belief.",
            show_default=False,
        ),
    ] = None,
    region: Regions = None,
    speaker: OfSpeaker = None,
    min_confidence: MinConfidence = 0.0,
    min_speaker_confidence: MinSpeakerConfidence = 0.0,
    include: Annotated[
        list[str] | None,
        typer.Option(
            help="More lines: quoted (marks around nobody's words), errors (inputs that could not be read).",
            show_default=False,
        ),
    ] = None,
    speakers_file: SpeakersFile = None,
    cache: CacheFolder = None,
    resume: Resume = False,
    engine: EngineName = None,
    address: Address = None,
    partition_bytes: PartitionBytes = PARTITION_BYTES,
    progress: ProgressStyle = "auto",
    force: Force = False,
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Print who said what: one line of JSON each, or in another format."""
    included = console.choices(include, EXTRAS, "--include") or frozenset()

    selection = selected(
        kind,
        class_ or DEFAULT_CLASSES,
        region,
        speaker,
        min_confidence=min_confidence,
        min_speaker_confidence=min_speaker_confidence,
        included=included,
    )

    from claimx.write.formats import choose_format

    settings = console.settings(ner_model=ner_model)
    known = known_speakers(speakers_file)
    if engine is not None:
        refuse_with_engine({"--sort": sort, "--excel": excel, "--cache": cache, "--resume": resume, "--force": force})
        with_engine(
            engine,
            paths,
            output,
            _holding(included, choose_format(format_, None)),
            asked=(settings, selection, known),
            reading=reading,
            size=partition_bytes,
            address=address,
            jobs=jobs,
            progress=progress,
        )
        return
    refuse_without_engine(address, partition_bytes)

    from claimx.extraction import extract_sources
    from claimx.read import read_inputs

    target = Path(output) if output is not None else None
    chosen = _holding(included, choose_format(format_, target))
    inputs = console.find(paths, target, reading=reading, force=force)
    failures = console.Failures()
    with Progress(progress, len(inputs.files), failures) as shown, kept_articles(cache, target, resume=resume) as kept:
        sources = chain(inputs.errors, read_inputs(shown.reading(inputs.files)))
        outcomes = extract_sources(sources, settings, jobs, kept)
        found = _found(outcomes, known, selection, failures, shown)
        write_records(
            found,
            chosen,
            target,
            sort=sort,
            excel=excel,
            inputs=inputs,
            failures=failures,
            also=[speakers_file],
            force=force,
            if_ended=told_if_ended(kept),
        )
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _holding(included: Collection[str], format_: FileFormat | FolderFormat) -> FileFormat | FolderFormat:
    """``format_``, if it holds the lines that are to be included; raises SettingsError if not."""
    if included and not format_.holds_every_record:
        raise SettingsError(f"--include: {format_.name} holds attributions alone")
    return format_


def _found(
    outcomes: Iterable[Extracted | InputError],
    known: KnownSpeakers,
    selection: Selection,
    failures: Failures,
    progress: Progress,
) -> Iterator[ArticleRecords]:
    """The articles with the records that were asked for."""
    from claimx.write.article_records import ArticleRecords

    for outcome in outcomes:
        kept = selection.of(_records(outcome, failures), known.identify)
        # An error record, where one is wanted, is something to write too.
        failures.done += not isinstance(outcome, InputError) or bool(kept)
        if isinstance(outcome, InputError):
            progress.add(0, articles=0)
            yield ArticleRecords(outcome.path, None, kept)
        else:
            progress.add(len(kept))
            yield ArticleRecords(outcome.source.id, outcome.source.text, kept)


def _records(outcome: Extracted | InputError, failures: Failures) -> Sequence[Record]:
    """The records of one source, or the error record that stands for it; people hear of what was odd."""
    if isinstance(outcome, InputError):
        failures.add(outcome)
        from claimx.records import Error

        return [Error.of(outcome)]
    from claimx.read.source import nothing_in

    source = outcome.source
    if not source.text.strip():
        console.note(nothing_in(source))
    return outcome.records
