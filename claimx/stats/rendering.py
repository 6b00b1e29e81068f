"""Counts as CSV and as JSON."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import asdict, astuple, fields
from io import StringIO

import orjson

from claimx.escaping import sheet_cell
from claimx.stats.counting import Count


def to_json(counts: Sequence[Count]) -> bytes:
    """One array, an object a count."""
    return orjson.dumps([asdict(count) for count in counts], option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def to_csv(counts: Sequence[Count]) -> bytes:
    """A row a count behind a line of headings; an empty cell where a dimension has no value."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(Count)])
    for count in counts:
        writer.writerow([sheet_cell(cell) if isinstance(cell, str) else cell for cell in astuple(count)])
    return out.getvalue().encode()
