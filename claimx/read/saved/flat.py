"""Records saved as CSV or TSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import TextIOWrapper

from pydantic import ValidationError

from claimx.columns import COLUMNS, record_of
from claimx.errors import InputError
from claimx.escaping import read_sheet_cell
from claimx.read.opening import opened
from claimx.read.saved.jsonl import bad_record
from claimx.records import Attribution

# The most that the module csv takes on every platform; its usual limit is shorter than an article.
_LONGEST_CELL = (1 << 31) - 1
_HEADINGS = {delimiter: delimiter.join(COLUMNS[:8]).encode() for delimiter in ",\t"}


def begins(data: bytes, path: str) -> bool:
    """Whether ``data``, with which ``path`` begins, is the line of headings that claimx writes."""
    return data.startswith(tuple(_HEADINGS.values()))


def read(path: str) -> Iterator[Attribution | InputError]:
    """The record of each row; an InputError, with the line the row ends in, stands for one that is none."""
    csv.field_size_limit(_LONGEST_CELL)
    with opened(path) as file:
        text = TextIOWrapper(file, "utf-8-sig", newline="")
        try:
            yield from _records(text, path)
        except (UnicodeDecodeError, csv.Error) as error:
            yield InputError("bad_table", f"no table: {error}", path)
        finally:
            # Standard input outlives its reader.
            text.detach()


def _records(text: TextIOWrapper, path: str) -> Iterator[Attribution | InputError]:
    headings = text.readline().rstrip("\r\n")
    delimiter = "\t" if "\t" in headings else ","
    for row in (reader := csv.reader(text, delimiter=delimiter)):
        # Where a cell is null and where it is an empty string, a table has an empty cell.
        named = zip(headings.split(delimiter), row, strict=False)
        cells = {name: read_sheet_cell(cell) or None for name, cell in named}
        try:
            yield record_of(cells)
        except KeyError as error:
            yield bad_record(path, reader.line_num + 1, f"no column {error.args[0]}")
        except ValidationError as error:
            yield bad_record(path, reader.line_num + 1, error.errors()[0]["msg"])
        except (ValueError, TypeError) as error:
            yield bad_record(path, reader.line_num + 1, str(error))
