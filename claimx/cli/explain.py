"""``claimx explain``: why an attribution has its speaker."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.console import NerModel
from claimx.cli.input_options import reads_articles
from claimx.errors import InputError, SettingsError
from claimx.escaping import log_line
from claimx.reading import Reading
from claimx.spans import line_and_column

if TYPE_CHECKING:
    from claimx.pipeline import Resolution
    from claimx.read import Source
    from claimx.records import Attribution, Phrase


@reads_articles
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A record's id, or how it starts.", show_default=False)],
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATHS",
            help="Articles, or records saved from them; the current folder by default.",
            show_default=False,
        ),
    ] = None,
    doc: Annotated[
        str | None,
        typer.Option(
            help="Only in the article with this doc.id: the same text gives the same ids.", show_default=False
        ),
    ] = None,
    ner_model: NerModel = None,
    *,
    reading: Reading,
) -> None:
    """Say why a record has its speaker: the rule, the evidence, and who else was considered."""
    from claimx.extraction import explain_record

    settings = console.settings(ner_model=ner_model)
    failures = console.Failures()
    found = [
        (source, record, resolution)
        for source in _articles(id_, doc, paths or ["."], reading, failures)
        for record, resolution in explain_record(source, id_, settings)
    ]
    for source, record, resolution in found:
        typer.echo("\n".join(map(log_line, _lines(source, record, resolution))))
    failures.exit_if_any()
    if not found:
        where = f"in {doc}" if doc is not None else "here"
        raise SettingsError(f"explain: no record {where} has an id that starts with {id_!r}")


def _articles(
    id_: str, doc: str | None, paths: list[str], reading: Reading, failures: console.Failures
) -> Iterator[Source]:
    """The articles to look in: those named, and those that saved records with this id were made from.

    With ``doc`` only the article of that id. An article that a record names and that is not there is a failure.
    """
    from claimx.read import find_inputs, read_inputs
    from claimx.read.paths import same_place
    from claimx.read.saved import holds_records

    inputs = find_inputs(paths, reading)
    saved = [file.path for file in inputs.files if holds_records(file.path)]
    articles = [file for file in inputs.files if file.path not in saved]
    known = {same_place(file.path) for file in articles}
    origins = [path for path in _origins(id_, doc, saved, failures) if same_place(path) not in known]
    articles += find_inputs(origins, reading).files if origins else []
    for source in (*inputs.errors, *read_inputs(articles)):
        if isinstance(source, InputError):
            failures.add(source)
        elif doc is None or any(f"/{name}".endswith(f"/{doc}") for name in (source.id, source.path)):
            yield source


def _origins(id_: str, doc: str | None, saved: list[str], failures: console.Failures) -> list[str]:
    """The paths of the articles that the records with this id in the files ``saved`` were made from."""
    from claimx.read.named import folder_of, may_be_read
    from claimx.read.saved import read_records

    records = [record for file in saved for record in read_records(Path(file)) if record.id.startswith(id_)]
    paths = sorted({r.doc.path for r in records if r.doc.path is not None and doc in (None, r.doc.id)})
    there = [path for path in paths if may_be_read(path, map(folder_of, saved))]
    for path in (path for path in paths if path not in there):
        message = "the record's article is not there, or not below this folder or that of the records"
        failures.add(InputError("not_found", message, path))
    return there


def _lines(source: Source, record: Attribution, resolution: Resolution) -> Iterator[str]:
    speaker = record.speaker
    yield f"{record.id}  {_place(source, record.content.spans[0].start)}  {_short(record.content.text)}"
    yield f"speaker   {speaker.name or 'nobody is named'} ({speaker.type}, resolved: {speaker.resolved})"
    if speaker.confidence is not None:
        yield f"sure      {speaker.confidence:.2f}"
    for title, phrase in (("mention", speaker.mention), ("evidence", speaker.evidence)):
        if phrase is not None:
            yield f"{title:9} {_shown(source, phrase)}"
    if speaker.description is not None:
        yield f"called    {_short(speaker.description)}"
    if speaker.organization is not None and speaker.organization_evidence is not None:
        yield f"of        {speaker.organization}, by {_shown(source, speaker.organization_evidence)}"
    yield f"rule      {resolution.rule_in_words}"
    if resolution.alternatives:
        yield "considered"
        for one in resolution.alternatives:
            yield f"  {'*' if one.chosen else ' '} {one.name}{': ' if one.why else ''}{one.why}"


def _shown(source: Source, phrase: Phrase) -> str:
    return f"{_short(phrase.text)} at {_place(source, phrase.spans[0].start)}"


def _place(source: Source, offset: int) -> str:
    line, column = line_and_column(source.text, offset)
    return f"{source.path or source.id}:{line}:{column}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + '…'}”"


_LONGEST = 80
