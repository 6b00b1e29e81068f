"""``claimx convert``: saved records in another format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Output
from claimx.cli.gathering import TextsFolder, by_article
from claimx.cli.progress import Progress, ProgressStyle
from claimx.cli.selecting import Kinds, MinConfidence, MinSpeakerConfidence, OfSpeaker, Regions, selected
from claimx.cli.writing import Excel, FormatName, Sort, write_records

if TYPE_CHECKING:
    from claimx.records import Record


def convert(
    paths: Annotated[
        list[str],
        typer.Argument(
            metavar="RECORDS",
            help="Saved records: jsonl, json, csv, tsv, parquet, a folder of brat, an export of Label Studio, or -.",
            show_default=False,
        ),
    ],
    output: Output = None,
    format_: FormatName = None,
    excel: Excel = False,
    sort: Sort = None,
    kind: Kinds = None,
    class_: Annotated[
        list[str] | None,
        typer.Option(
            "--class", help="Only these classes: statement, belief, intent; by default all.", show_default=False
        ),
    ] = None,
    region: Regions = None,
    speaker: OfSpeaker = None,
    min_confidence: MinConfidence = 0.0,
    min_speaker_confidence: MinSpeakerConfidence = 0.0,
    texts: TextsFolder = None,
    progress: ProgressStyle = "auto",
    force: Force = False,
) -> None:
    """Write saved records, all or those that are asked for, in another format."""
    selection = selected(
        kind,
        class_,
        region,
        speaker,
        min_confidence=min_confidence,
        min_speaker_confidence=min_speaker_confidence,
        included=frozenset({"quoted", "errors"}),
    )

    from claimx.read.paths import Input
    from claimx.read.saved import is_annotated_folder, read_saved
    from claimx.read.texts import Texts
    from claimx.write.formats import choose_format

    chosen = choose_format(format_, output)
    folders = [path for path in paths if is_annotated_folder(path)]
    inputs = console.find((path for path in paths if path not in folders), output, force=force)
    failures = console.Failures()
    for error in inputs.errors:
        failures.add(error)
    inputs.files = [*(Input(path, path) for path in folders), *inputs.files]
    with Progress(progress, len(inputs.files), failures) as shown:
        files = shown.reading(inputs.files)
        saved: Iterator[Record] = failures.without(chain.from_iterable(read_saved(file.path) for file in files))
        records = selection.of(saved, lambda record: record)
        articles = shown.counting(by_article(records, Texts(texts, near=paths) if chosen.needs_text else None))
        write_records(articles, chosen, output, sort=sort, excel=excel, inputs=inputs, failures=failures, force=force)
    console.note_passed_over(inputs)
    failures.exit_if_any()
