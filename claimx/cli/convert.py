"""``claimx convert``: saved records in another format."""

from __future__ import annotations

from itertools import chain
from typing import Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Force, Output
from claimx.cli.gathering import TextsFolder, by_article
from claimx.cli.writing import Excel, FormatName, Sort, write_records


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
    texts: TextsFolder = None,
    force: Force = False,
) -> None:
    """Write saved records in another format."""
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
    saved = chain.from_iterable(read_saved(file.path) for file in inputs.files)
    articles = by_article(failures.without(saved), Texts(texts, near=paths) if chosen.needs_text else None)
    write_records(articles, chosen, output, sort=sort, excel=excel, inputs=inputs, failures=failures, force=force)
    console.note_passed_over(inputs)
    failures.exit_if_any()
