"""Saved records, in any format that gives them back, told from articles by how their file begins."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from claimx.errors import InputError
from claimx.read.opening import beginning
from claimx.read.saved import brat, docbin, flat, json, jsonl, labelstudio, parquet
from claimx.read.saved.brat import is_annotated_folder
from claimx.records import Attribution, Record

# By how a file begins: whether it is one of ours, and its reader. An array is asked for first, since its lines look
# like JSON Lines.
_SAVED_FORMATS = (json, jsonl, flat, parquet, labelstudio, docbin)

__all__ = ["holds_records", "is_annotated_folder", "read_records", "read_saved"]


def holds_records(path: str) -> bool:
    """Whether ``path`` (or ``-``, which is not used up by asking) begins like saved records; False if unreadable."""
    try:
        return _format_of(path) is not None
    except InputError:
        return False


def read_saved(path: str) -> Iterator[Record | InputError]:
    """The records of a file, an annotated folder, or standard input (``-``).

    An InputError stands for a line that is none. A file that begins like no format of ours is read as JSON Lines, and
    its lines are told of one by one.
    """
    if is_annotated_folder(path):
        yield from brat.read(path)
        return
    try:
        yield from (_format_of(path) or jsonl).read(path)
    except InputError as error:
        yield error


def _format_of(path: str) -> ModuleType | None:
    """The format of the saved records in ``path``, None where it holds none; raises InputError if unreadable."""
    data = beginning(path).removeprefix(BOM_UTF8)
    return next((format_ for format_ in _SAVED_FORMATS if format_.begins(data, path)), None)


def read_records(path: Path) -> list[Attribution]:
    """The attributions of a saved file; its lines for unattributed quotations and for errors are passed over.

    Raises InputError at the first line that is no record.
    """
    found: list[Attribution] = []
    for record in read_saved(str(path)):
        if isinstance(record, InputError):
            raise record
        if isinstance(record, Attribution):
            found.append(record)
    return found
