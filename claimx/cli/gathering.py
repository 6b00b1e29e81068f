"""Attributions for commands that work from records: saved ones as they are, of articles those extract prints."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.errors import InputError, SettingsError

if TYPE_CHECKING:
    from claimx.cli.progress import Progress
    from claimx.read import Inputs, Source
    from claimx.read.paths import Input
    from claimx.read.texts import Texts
    from claimx.records import Attribution, Record
    from claimx.settings import Settings
    from claimx.write.article_records import ArticleRecords


def _is_folder(path: Path | None) -> Path | None:
    if path is not None and not path.is_dir():
        raise SettingsError(f"--texts: {path} is no folder")
    return path


TextsFolder = Annotated[
    Path | None,
    typer.Option(
        "--texts",
        callback=_is_folder,
        help="Where the texts of saved records are, if not at their own paths.",
        show_default=False,
    ),
]


def attributions(
    inputs: Inputs, settings: Settings, jobs: int, failures: console.Failures, shown: Progress
) -> Iterator[Attribution]:
    """The attributions of saved records, then those of articles; what could not be read is told of."""
    for article in articles_of(inputs, settings, jobs, failures, shown):
        yield from article.attributions


def articles_of(
    inputs: Inputs,
    settings: Settings,
    jobs: int,
    failures: console.Failures,
    shown: Progress,
    texts: Texts | None = None,
) -> Iterator[ArticleRecords]:
    """The articles of saved records, with their texts if ``texts`` finds them, then articles as extract has them.

    What could not be read is told of, and ``shown`` is how far it is.
    """
    from claimx.read.saved import holds_records, read_saved

    for error in inputs.errors:
        failures.add(error)
    saved = [file for file in inputs.files if holds_records(file.path)]
    for file in shown.reading(saved):
        yield from shown.counting(by_article(failures.without(read_saved(file.path)), texts))
    articles = shown.reading(file for file in inputs.files if file not in saved)
    yield from shown.counting(_extracted(articles, settings, jobs, failures))


def by_article(records: Iterable[Record], texts: Texts | None) -> Iterator[ArticleRecords]:
    """The records of each article together; with ``texts`` all of them, and the text that they were made from.

    Without it only those that stand together: they are handed on as they come, in their order.
    """
    from claimx.records import text_digest
    from claimx.write.article_records import ArticleRecords

    if texts is None:
        for (_, id_), group in groupby(records, key=_article):
            yield ArticleRecords(id_, None, list(group))
        return
    together: defaultdict[tuple[str | None, str], list[Record]] = defaultdict(list)
    for record in records:
        together[_article(record)].append(record)
    for (digest, id_), found in together.items():
        text = texts.find(digest, id_, found[0].doc.path) if digest is not None else None
        yield ArticleRecords(id_, text if text is not None and text_digest(text) == digest else None, found)


def _article(record: Record) -> tuple[str | None, str]:
    """What tells the article of a record from others: hash and id; the path alone of an input without records."""
    from claimx.records import Error

    return (None, record.doc.path) if isinstance(record, Error) else (record.doc.sha256, record.doc.id)


def saved_attributions(file: Input, failures: console.Failures) -> Iterator[Attribution]:
    """The attributions of a file of saved records; a line that is none is told of."""
    from claimx.read.saved import read_saved
    from claimx.records import Attribution

    for record in read_saved(file.path):
        if isinstance(record, InputError):
            failures.add(record)
        elif isinstance(record, Attribution):
            failures.done += 1
            yield record


def _extracted(
    files: Iterable[Input], settings: Settings, jobs: int, failures: console.Failures
) -> Iterator[ArticleRecords]:
    """The articles with the attributions that extract would print."""
    from claimx.read import read_inputs

    sources = _with_text(read_inputs(files), failures)
    first = next(sources, None)
    if first is None:
        return
    # Only here is the pipeline needed.
    from claimx.extraction import extract_sources
    from claimx.selection import Selection
    from claimx.write.article_records import ArticleRecords

    shown = Selection(classes=frozenset({"statement", "belief"}))
    for outcome in extract_sources(chain([first], sources), settings, jobs):
        if isinstance(outcome, InputError):
            failures.add(outcome)
        else:
            kept = [record for record in outcome.records if shown.keeps(record)]
            yield ArticleRecords(outcome.source.id, outcome.source.text, kept)


def _with_text(sources: Iterable[Source | InputError], failures: console.Failures) -> Iterator[Source]:
    for source in sources:
        if isinstance(source, InputError):
            failures.add(source)
        elif source.text.strip():
            failures.done += 1
            yield source
        else:
            console.note(f"{source.path or source.id}: empty, nothing to read")
