"""The formats records are written in, by name: each is one file and one entry here.

A format takes the articles as they come and gives bytes; it says what it drops, and what must be installed for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from claimx.errors import SettingsError
from claimx.write import (
    brat,
    citron,
    conll,
    docbin,
    doccano,
    flat,
    gold,
    json,
    jsonl,
    labelstudio,
    parquet,
    prodigy,
    schema_org,
    table,
    w3c,
    xlsx,
)
from claimx.write.article_records import ArticleRecords
from claimx.write.endings import choose

Write = Callable[[Iterable[ArticleRecords]], Iterator[bytes]]
WriteFiles = Callable[[Iterable[ArticleRecords]], Iterator[tuple[str, bytes]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A way to write records, of which there are two: ``FileFormat`` and ``FolderFormat``.

    ``drops`` says what of them a reader of the format does not get, empty where nothing is lost. ``endings`` of a
    file's name choose it. ``extra`` is the extra of claimx that installs ``package``, where the format needs one.
    """

    name: str
    gives: str
    drops: str = ""
    endings: tuple[str, ...] = ()
    package: str | None = None
    extra: str | None = None
    needs_text: bool = False
    # Whether it holds lines for quoted stretches and for errors too, not attributions alone.
    holds_every_record: bool = False

    def check_installed(self) -> None:
        """Raise SettingsError, which says what to install, where the format's package is missing."""
        if self.package is not None and find_spec(self.package) is None:
            raise SettingsError(f"{self.name} needs {self.package}: python -m pip install 'claimx[{self.extra}]'")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFormat(Format):
    """A format that is one file; ``show`` is how it is written to standard output, where that differs."""

    write: Write
    show: Write | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderFormat(Format):
    """A format that is a folder: ``write_files`` gives the names of its files, and their bytes."""

    write_files: WriteFiles


_LABELS_ALONE = "all but the stretches of content, cue, source and evidence, and what ties them"

_FORMATS: tuple[FileFormat | FolderFormat, ...] = (
    FileFormat(
        name="jsonl",
        write=jsonl.write,
        gives="a line of JSON a record, as soon as its article is done",
        endings=(".jsonl", ".ndjson"),
        holds_every_record=True,
    ),
    FileFormat(name="json", write=json.write, gives="one array", endings=(".json",), holds_every_record=True),
    FileFormat(
        name="csv",
        write=flat.write_csv,
        gives="a row an attribution; a column is the path of a field, a span is start-end",
        endings=(".csv",),
    ),
    FileFormat(name="tsv", write=flat.write_tsv, gives="the same, parted by tabs", endings=(".tsv",)),
    FileFormat(
        name="xlsx",
        write=xlsx.write,
        gives="a sheet for Excel with the columns of csv, a filter, and a link to the place",
        drops="the way back: claimx does not read it",
        endings=(".xlsx",),
        package="xlsxwriter",
        extra="xlsx",
    ),
    FileFormat(
        name="parquet",
        write=parquet.write,
        gives="a row an attribution, nested as the record; `doc.extra` is a string of JSON",
        endings=(".parquet",),
        package="pyarrow",
        extra="parquet",
    ),
    FileFormat(
        name="table",
        write=table.write,
        show=partial(table.write, in_terminal=True),
        gives="speaker, kind, words and place, for people",
        drops="all else",
    ),
    FolderFormat(
        name="brat",
        write_files=brat.write_files,
        gives="a folder with the text and the marks of each article, and brat's configuration; code points",
        needs_text=True,
    ),
    FileFormat(
        name="labelstudio",
        write=labelstudio.write,
        gives="tasks with predictions to correct; units of UTF-16",
        needs_text=True,
    ),
    FileFormat(
        name="gold",
        write=gold.write,
        gives="a line an article with its text, for `claimx evaluate` and for training; code points",
        drops="of a speaker all but name and mention; lemma, polarity, region, nesting, confidence; title and so on",
        needs_text=True,
    ),
    FileFormat(
        name="prodigy",
        write=prodigy.write,
        gives="a line an article with tokens, spans and relations; code points",
        drops=_LABELS_ALONE,
        needs_text=True,
    ),
    FileFormat(
        name="doccano",
        write=doccano.write,
        gives="a line an article with entities and relations; units of UTF-16",
        drops=_LABELS_ALONE,
        needs_text=True,
    ),
    FileFormat(
        name="w3c",
        write=w3c.write,
        gives="Web Annotations with position and quotation selectors; code points",
        drops="cue, mention, evidence, cospeakers, region and confidence",
        needs_text=True,
    ),
    FileFormat(
        name="schema-org",
        write=schema_org.write,
        gives="JSON-LD: quoted words as Quotation, others as Claim",
        drops="all offsets, cue, evidence, class, polarity, region and confidence",
    ),
    FileFormat(
        name="citron",
        write=citron.write,
        gives="a line an article as Citron writes it; code points",
        drops="names and all labels; groups of coreference are empty",
        needs_text=True,
    ),
    FileFormat(
        name="conll",
        write=conll.write,
        gives="a token and its tag a line, paragraphs apart",
        drops="what ties stretches to each other, nested and overlapping ones, all labels",
        endings=(".conll",),
        needs_text=True,
    ),
    FileFormat(
        name="docbin",
        write=docbin.write,
        gives='spaCy Docs with `doc.spans["claimx"]`, records in `doc.user_data["claimx"]`',
        endings=(".spacy",),
        needs_text=True,
    ),
)
FORMATS: dict[str, FileFormat | FolderFormat] = {format_.name: format_ for format_ in _FORMATS}


def formats_table() -> str:
    """All formats as a table of Markdown, for the documentation."""
    rows = [
        f"| `{format_.name}` | {format_.gives} | {format_.drops or 'nothing'} | {_installed_with(format_)} |"
        for format_ in FORMATS.values()
    ]
    return "\n".join(["| format | gives | drops | needs |", "|---|---|---|---|", *rows])


def _installed_with(format_: Format) -> str:
    return f"`claimx[{format_.extra}]`" if format_.extra is not None else ""


def choose_format(name: str | None, output: Path | None) -> FileFormat | FolderFormat:
    """The format called ``name``, else the one that the name of ``output`` ends in, else JSON Lines.

    Raises SettingsError for a name or an ending that is of none, and where its package is not installed.
    """
    chosen = FORMATS[choose(name, output, {one.name: one.endings for one in _FORMATS}, "jsonl")]
    chosen.check_installed()
    return chosen
