"""``claimx convert``: saved records in another format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import Output
from claimx.cli.writing import Excel, FormatName, write_records
from claimx.errors import InputError, SettingsError

if TYPE_CHECKING:
    from claimx.check.texts import Texts
    from claimx.records import Record
    from claimx.write.articles import ArticleRecords


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
    texts: Annotated[
        Path | None,
        typer.Option(help="Where the texts of the records are, if not at their own paths.", show_default=False),
    ] = None,
) -> None:
    """Write saved records in another format."""
    if texts is not None and not texts.is_dir():
        raise SettingsError(f"--texts: {texts} is no folder")

    from claimx.check.texts import Texts
    from claimx.read import find_inputs
    from claimx.read.saved import is_annotated_folder, read_saved
    from claimx.write.formats import choose_format

    chosen = choose_format(format_, output)
    folders = [path for path in paths if is_annotated_folder(path)]
    inputs = find_inputs(path for path in paths if path not in folders)
    failures = console.Failures()
    for error in inputs.errors:
        failures.add(error)
    records = chain.from_iterable(map(read_saved, (*folders, *(file.path for file in inputs.files))))
    articles = _articles(_told(records, failures), Texts(texts), with_text=chosen.needs_text)
    write_records(articles, chosen, output, excel=excel, failures=failures)
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _told(records: Iterable[Record | InputError], failures: console.Failures) -> Iterator[Record]:
    """``records`` without those that could not be read, which people are told of."""
    for record in records:
        if isinstance(record, InputError):
            failures.add(record)
        else:
            yield record


def _articles(records: Iterable[Record], texts: Texts, *, with_text: bool) -> Iterator[ArticleRecords]:
    """The records that stand together of an article, and its text if it is wanted and the one they were made from."""
    from claimx.records import Error, text_digest
    from claimx.write.articles import ArticleRecords

    for (digest, id_), group in groupby(records, key=_article):
        together = list(group)
        doc = together[0].doc
        text = None
        if with_text and not isinstance(doc, Error) and digest is not None:
            text = texts.find(digest, id_, doc.path)
            text = text if text is not None and text_digest(text) == digest else None
        yield ArticleRecords(id_, text, together)


def _article(record: Record) -> tuple[str | None, str]:
    """What tells the article of a record from others: hash and id; the path alone of an input without records."""
    from claimx.records import Error

    return (None, record.doc.path) if isinstance(record, Error) else (record.doc.sha256, record.doc.id)
