"""Options of the commands that write records, and the writing."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.errors import InputError, SettingsError

if TYPE_CHECKING:
    from claimx.read import Inputs
    from claimx.write.article_records import ArticleRecords
    from claimx.write.formats import FileFormat, FolderFormat, Format

# As claimx.write.formats has them, which is not imported for --help.
FORMATS = (
    "jsonl", "json", "csv", "tsv", "xlsx", "parquet", "table", "brat", "labelstudio", "gold", "prodigy", "doccano",
    "w3c", "schema-org", "citron", "conll", "docbin",
)  # fmt: skip

FormatName = Annotated[str | None, console.format_option(FORMATS, "jsonl")]
Excel = Annotated[
    bool, typer.Option("--excel", help="Begin csv and tsv with the mark by which Excel knows that they are UTF-8.")
]

Sort = Annotated[
    str | None,
    typer.Option(
        help="check-worthy: first what has most of a number, a comparison, a date, a prediction, a named speaker in "
        "office, quoted words. For csv, tsv, xlsx, parquet and table.",
        show_default=False,
    ),
]
_SORTED_FORMATS = ("csv", "tsv", "xlsx", "parquet", "table")


def write_records(
    articles: Iterable[ArticleRecords],
    format_: FileFormat | FolderFormat,
    output: Path | None,
    *,
    sort: str | None,
    excel: bool,
    inputs: Inputs,
    failures: console.Failures,
    also: Iterable[Path | None] = (),
    force: bool,
    if_ended: str = "nothing of this run is kept",
) -> None:
    """Write ``articles`` to ``output``; one whose text the format needs and nobody has is told of and left out.

    Nothing is written where no input could be read; ``inputs`` and what is read ``also`` are replaced only by
    ``force``. ``if_ended`` is what people are told of the work done when they end the run.
    """
    from claimx.write.formats import FolderFormat
    from claimx.write.output import open_folder

    if excel and format_.name not in ("csv", "tsv"):
        raise SettingsError(f"--excel: is for csv and tsv, not {format_.name}")
    fitting = _fit(articles, format_, failures)
    if sort is not None:
        console.choices(sort, ("check-worthy",), "--sort")
        if format_.name not in _SORTED_FORMATS:
            raise SettingsError(f"--sort: is for {', '.join(_SORTED_FORMATS)}, not {format_.name}")
        fitting = _most_worthy_first(fitting)
    if isinstance(format_, FolderFormat):
        if output is None:
            raise SettingsError(f"--output: {format_.name} is a folder; say where")
        with open_folder(output) as write_file:
            for name, data in format_.write_files(fitting):
                write_file(name, data)
            failures.exit_if_nothing_read(inputs)
        return
    with console.writing(output, inputs=inputs, also=also, force=force, if_ended=if_ended) as write:
        if excel:
            write(codecs.BOM_UTF8)
        render = format_.show if output is None and format_.show is not None else format_.write
        for part in render(fitting):
            write(part)
        failures.exit_if_nothing_read(inputs)


def _most_worthy_first(articles: Iterable[ArticleRecords]) -> Iterator[ArticleRecords]:
    """Each record as an article of its own, those with most features of check-worthiness first."""
    from claimx.checkworthiness import most_worthy_first
    from claimx.write.article_records import ArticleRecords

    found = [(article, record) for article in articles for record in article.attributions]
    for article, record in sorted(found, key=lambda pair: most_worthy_first(pair[1])):
        yield ArticleRecords(article.id, article.text, [record])


def _fit(articles: Iterable[ArticleRecords], format_: Format, failures: console.Failures) -> Iterator[ArticleRecords]:
    for article in articles:
        if format_.needs_text and article.text is None and list(article.attributions):
            message = f"{format_.name} needs its text, which is not where it was; say where with --texts"
            failures.add(InputError("no_text", message, article.id))
        else:
            yield article
