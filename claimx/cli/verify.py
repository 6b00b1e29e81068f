"""``claimx verify``: quoted words compared with what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import AllowEmpty, Force, Jobs, NerModel, Output
from claimx.cli.gathering import saved_attributions
from claimx.cli.input_options import reads_articles
from claimx.cli.progress import Progress, ProgressStyle
from claimx.errors import InputError, SettingsError
from claimx.labels import VERIFY_FACTS
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.read import Source
    from claimx.read.paths import Input
    from claimx.settings import Settings
    from claimx.verify import Collection, Finding, Quotation

    Quotations = tuple[list[Finding], list[Quotation]]

# Each with the endings of file names that choose it.
FORMATS = {"text": (".txt",), "jsonl": (".jsonl", ".ndjson")}


@reads_articles
def verify(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="PATHS",
            help="Articles, or records saved by extract (.jsonl): files, folders, globs, or - for standard input.",
            show_default=False,
        ),
    ],
    against: Annotated[
        list[str],
        typer.Option(
            metavar="TRANSCRIPTS",
            help="What was said: a file, folder or quoted glob; give it again for more.",
            show_default=False,
        ),
    ],
    format_: Annotated[str | None, console.format_option(FORMATS, "text")] = None,
    output: Output = None,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(help=f"Exit with 1 for these: {', '.join(VERIFY_FACTS)}; by default for all.", show_default=False),
    ] = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit with 0 whatever is found.")] = False,
    allow_empty: AllowEmpty = False,
    force: Force = False,
    progress: ProgressStyle = "auto",
    jobs: Jobs = 1,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Prove records against their articles, and compare every quotation with transcripts of what was said."""
    failing = console.choices(fail_on or VERIFY_FACTS, VERIFY_FACTS, "--fail-on") or frozenset()
    if "-" in paths and "-" in against:
        raise SettingsError("--against: standard input is already read for PATHS")

    from claimx import verify as verifying
    from claimx.read import find_inputs
    from claimx.write.endings import choose

    render = verifying.RENDERINGS[choose(format_, output, FORMATS, "text")]
    settings = console.settings(ner_model=ner_model)
    failures = console.Failures()
    collection = _collection(against, reading, failures)
    inputs = console.find(paths, output, reading=reading, force=force)
    transcripts = [Path(file.path) for file in find_inputs(against, reading).files]
    for error in inputs.errors:
        failures.add(error)
    counts: Counter[str] = Counter()
    failed = False
    with (
        Progress(progress, len(inputs.files), failures) as shown,
        console.writing(output, inputs=inputs, also=transcripts, force=force) as write,
    ):
        for misfits, quotations in _quotations(inputs.files, settings, jobs, failures, shown):
            shown.add(len(misfits) + len(quotations))
            for finding in chain(misfits, verifying.verify(quotations, collection)):
                write(render(finding))
                counts[finding.status] += 1
                failed = failed or not failing.isdisjoint(finding.facts)
        failures.exit_if_nothing_checked(inputs, allow_empty=allow_empty)
    console.note_passed_over(inputs)
    console.note(verifying.summary(counts))
    failures.exit_if_any()
    if failed and not exit_zero:
        raise typer.Exit(console.FINDINGS)


def _collection(against: list[str], reading: Reading, failures: console.Failures) -> Collection:
    """The transcripts that could be read; the others are told of."""
    from claimx.read import find_inputs, read_inputs
    from claimx.verify import Collection

    inputs = find_inputs(against, reading)
    sources: list[Source] = []
    for source in (*inputs.errors, *read_inputs(inputs.files)):
        if isinstance(source, InputError):
            failures.add(source)
        else:
            sources.append(source)
    if not sources:
        failures.exit_if_any()
        raise SettingsError(f"--against: no transcript to compare with in {', '.join(against)}")
    return Collection(sources)


def _quotations(
    files: list[Input], settings: Settings, jobs: int, failures: console.Failures, shown: Progress
) -> Iterator[Quotations]:
    """The quotations of each article in turn, from saved records or from the article itself.

    With those of saved records come the findings on records that do not fit their article.
    """
    from claimx.read.saved import holds_records

    for are_records, group in groupby(files, key=lambda file: holds_records(file.path)):
        if are_records:
            yield from _saved(group, failures, shown)
        else:
            yield from _extracted(shown.reading(group), settings, jobs, failures)


def _saved(files: Iterable[Input], failures: console.Failures, shown: Progress) -> Iterator[Quotations]:
    """The quotations of saved records that fit their articles, and a finding for each record that does not."""
    from claimx.read.texts import Texts
    from claimx.verify import misfit, proved, quotations

    files, unproved = list(files), 0
    texts = Texts(near=[file.path for file in files])
    for file in shown.reading(files):
        records = saved_attributions(file, failures)
        for doc, group in groupby(records, key=lambda record: record.doc):
            text = texts.find(doc.sha256, doc.id, doc.path)
            fitting, misfits = proved(list(group), text)
            unproved += len(fitting) if text is None else 0
            yield [misfit(record, reasons) for record, reasons in misfits], quotations(fitting, text)
    if unproved:
        console.note(f"records whose article is not there, compared by their own words: {unproved}")


def _extracted(
    files: Iterable[Input], settings: Settings, jobs: int, failures: console.Failures
) -> Iterator[Quotations]:
    # Only here is the pipeline needed.
    from claimx.extraction import extract_sources
    from claimx.read import read_inputs
    from claimx.records import Attribution
    from claimx.verify import quotations

    for outcome in extract_sources(read_inputs(files), settings, jobs):
        if isinstance(outcome, InputError):
            failures.add(outcome)
        else:
            found = (record for record in outcome.records if isinstance(record, Attribution))
            failures.done += 1
            yield [], quotations(found, outcome.source.text)
