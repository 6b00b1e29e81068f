"""The formats claimx reads: a line each, told from what a file holds, else from its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from claimx.errors import InputError, SettingsError
from claimx.read.arrow import read_arrow, read_parquet
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.docx import looks_like_docx, read_docx
from claimx.read.feeds import looks_like_feed, read_feed
from claimx.read.html import looks_like_html, read_html
from claimx.read.jsonl import looks_like_json, looks_like_json_lines, read_json, read_json_lines
from claimx.read.mail import looks_like_mail, read_mail
from claimx.read.rows import holds_column, read_rows
from claimx.read.subtitles import looks_like_subtitles, read_subtitles
from claimx.read.text import read_text
from claimx.read.warc import read_warc
from claimx.reading import Reading

Reader = Callable[[Content, Reading], Iterator[Article | InputError]]


def _begins(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name and endings, what it ``gives``, and its reader.

    ``looks_like`` knows the first bytes of such a file; None where only its name tells it. ``extra`` is the extra of
    claimx that the reader needs.
    """

    name: str
    endings: tuple[str, ...]
    gives: str
    read: Reader
    looks_like: Callable[[bytes], bool] | None = None
    extra: str | None = None


TEXT = Format(
    "text",
    (".txt", ".md", ".markdown"),
    "one article; Markdown is read as it stands; front matter tells title, author and date",
    read_text,
)
# In the order they are asked: what is known by a signature first.
FORMATS = (
    Format("parquet", (".parquet", ".pq"), "an article a row", read_parquet, _begins(b"PAR1"), "parquet"),
    Format(
        "arrow",
        (".arrow", ".arrows", ".feather"),
        "an article a row",
        read_arrow,
        _begins(b"ARROW1", b"\xff\xff\xff\xff"),
        "parquet",
    ),
    Format("docx", (".docx",), "the text of a Word document", read_docx, looks_like_docx, "docx"),
    Format("warc", (".warc",), "an article a page of a web archive", read_warc, _begins(b"WARC/"), "warc"),
    Format(
        "feed", (".rss", ".atom"), "an article an entry, as far as the feed has its text", read_feed, looks_like_feed
    ),
    Format(
        "html",
        (".html", ".htm", ".xhtml"),
        "the article of a page, with its title in front and what the page says of it",
        read_html,
        looks_like_html,
        "html",
    ),
    Format(
        "subtitles",
        (".srt", ".vtt"),
        "what is spoken, as running text; a voice stands in front of its words",
        read_subtitles,
        looks_like_subtitles,
    ),
    Format("mail", (".eml",), "the text of a message, else that of its HTML part", read_mail, looks_like_mail),
    Format("jsonl", (".jsonl", ".ndjson"), "an article a line, an object", read_json_lines, looks_like_json_lines),
    Format("json", (".json",), "an article an object of an array", read_json, looks_like_json),
    Format("csv", (".csv", ".tsv", ".tab"), "an article a row; the first one names the columns", read_rows),
    TEXT,
)
COMPRESSED = (".gz", ".bz2", ".zst")

# What is no text and has no reader: how it begins, what it is, and the command that makes something readable of it.
_CONVERTED = (
    (rb"%PDF-", "a PDF", "pdftotext FILE - | claimx extract -"),
    (rb"\xd0\xcf\x11\xe0", "an old office file", "soffice --headless --convert-to docx FILE"),
    (rb"\{\\rtf", "rich text", "soffice --headless --convert-to docx FILE"),
    (rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis", "OpenDocument", "soffice --headless --convert-to docx FILE"),
    (rb"PK\x03\x04.{26}mimetypeapplication/epub", "an EPUB", "pandoc -t plain FILE | claimx extract -"),
)
_MARKUP = re.compile(rb"\s*<(?:!--|\?xml|/?[a-z][a-z0-9:]*[\s/>])", re.IGNORECASE)
_TABLE = re.compile(rb"[\w .\"-]{1,40}(?:([,;\t|])[\w .\"-]{1,40})(?:\1[\w .\"-]{1,40})+\r?\n[^\n]*\1")


def names() -> list[str]:
    """The names of all formats."""
    return [format_.name for format_ in FORMATS]


def ending(path: str) -> str:
    """The ending that tells a file's format: ``.jsonl`` of ``a.JSONL.gz``; empty where the name has none."""
    name = PurePath(path).name.lower()
    for packed in COMPRESSED:
        name = name.removesuffix(packed)
    return PurePath(name).suffix


def by_ending(path: str) -> Format | None:
    """The format that a file's name tells."""
    return next((format_ for format_ in FORMATS if ending(path) in format_.endings), None)


def format_of(content: Content, reading: Reading) -> Format:
    """The format ``reading`` asks for, else the one ``content`` begins like, else the one its name tells, else text.

    Raises InputError (``not_text``) with a command that converts it for what is known but not read.
    """
    if reading.format is not None:
        return by_name(reading.format)
    head = content.head
    if not head.strip():
        return TEXT
    for beginning, what, command in _CONVERTED:
        if re.match(beginning, head, re.DOTALL):
            raise InputError("not_text", f"this is {what}; convert it first: {command}", content.path)
    found = _known_by(head)
    if found is None and holds_column(head, reading.text_column):
        found = by_name("csv")
    return found or by_ending(content.path) or TEXT


def _known_by(head: bytes) -> Format | None:
    """The format that a file begins like."""
    return next((format_ for format_ in FORMATS if format_.looks_like and format_.looks_like(head)), None)


def by_name(name: str) -> Format:
    """The format of that name; raises SettingsError where there is none."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    raise SettingsError(f"--input-format: {name!r} is not one of {', '.join(names())}")


def remark(format_: Format, head: bytes) -> str | None:
    """What a person should know where text is read that begins like something else, else None."""
    if format_ is not TEXT:
        return None
    if known := _known_by(head):
        return f"looks like {known.name}, but is read as prose; --input-format {known.name} reads it"
    if _MARKUP.match(head):
        return "looks like markup, but is read as prose; --input-format html reads it as a page"
    if _TABLE.match(head):
        return "looks like a table, but is read as prose; --input-format csv --text-column NAME reads its rows"
    return None


def formats_table() -> str:
    """All formats as a table of Markdown, for the documentation."""
    rows = [
        f"| `{format_.name}` | {' '.join(format_.endings)} | {format_.gives} | "
        f"{f'`claimx[{format_.extra}]`' if format_.extra else ''} |"
        for format_ in FORMATS
    ]
    return "\n".join(["| format | endings | read as | needs |", "|---|---|---|---|", *rows])
