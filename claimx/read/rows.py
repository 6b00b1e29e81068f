"""CSV and TSV: a row an article, its columns named by the first one."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from itertools import chain

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decoded_lines
from claimx.read.fields import article_of, check_columns
from claimx.reading import Reading

_DELIMITERS = ",;\t|"


def read_rows(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The articles of a table; an InputError with its line number stands for each broken row.

    Raises InputError where it has no column of the text, or not the one of the ids.
    """
    # The limit of a field belongs to the whole module; how much is read is bounded line by line.
    csv.field_size_limit(min(reading.max_bytes, sys.maxsize))
    lines = _lines(content)
    first = next(lines, "")
    rows = csv.reader(chain([first], lines), delimiter=delimiter(first, reading.text_column), strict=True)
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        try:
            row = next(rows, None)
            if row is None:
                return
            if header and row:
                yield _article(header, row, reading, content.path, line)
        except csv.Error as error:
            yield InputError("bad_row", f"not CSV: {error}", content.path, line=line)
        except InputError as error:
            yield error
        else:
            if not header:
                header = row
                check_columns(header, reading, content.path)


def holds_column(head: bytes, name: str) -> bool:
    """Whether the first line of ``head`` names columns, one of them ``name``."""
    header = head.split(b"\n", 1)[0].decode("utf-8", "replace").removeprefix("\ufeff")
    return _parting(header, name) is not None


def delimiter(header: str, text_column: str) -> str:
    """What parts the columns of a table whose first line is ``header``: what sets the text's column apart, if any."""
    return _parting(header, text_column) or max(_DELIMITERS, key=header.count)


def _parting(header: str, column: str) -> str | None:
    return next((mark for mark in _DELIMITERS if mark in header and column in _cells(header, mark)), None)


def _cells(header: str, mark: str) -> list[str]:
    return [cell.strip("\"' \r\n") for cell in header.split(mark)]


def _article(header: list[str], row: list[str], reading: Reading, path: str, line: int) -> Article:
    if len(row) != len(header):
        raise InputError("bad_row", f"{len(row)} cells where the header has {len(header)}", path, line=line)
    return article_of(dict(zip(header, row, strict=True)), reading, path, line)


def _lines(content: Content) -> Iterator[str]:
    """The lines of a table; a row may go over several, so that one which cannot be read ends it."""
    for _, line in decoded_lines(content):
        if isinstance(line, InputError):
            raise line
        yield line
