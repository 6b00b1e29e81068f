"""Records saved as JSON Lines, told from articles by how their first line begins."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

from pydantic import Field, TypeAdapter, ValidationError

from claimx.errors import InputError
from claimx.read.paths import STDIN
from claimx.records import Attribution, Record

if TYPE_CHECKING:
    from io import BufferedReader

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_FIRST_LINE = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"schema"\s*:\s*"claimx/1"')
_ENOUGH = 64
_LINE: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="record")])


def holds_records(path: str) -> bool:
    """Whether ``path`` (or ``-``, which is not used up by asking) begins like saved records; False if unreadable."""
    if path == STDIN:
        return _FIRST_LINE.match(cast("BufferedReader", sys.stdin.buffer).peek(_ENOUGH)) is not None
    try:
        with Path(path).open("rb") as file:
            return _FIRST_LINE.match(file.read(_ENOUGH)) is not None
    except OSError:
        return False


def read_saved(path: str) -> Iterator[Record | InputError]:
    """The records of a file or of standard input (``-``); an InputError stands for a line that is none."""
    try:
        with nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb") as file:
            for number, line in enumerate(file, start=1):
                data = line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line
                if data.strip():
                    yield _record(data, path, number)
    except OSError as error:
        yield InputError("unreadable", error.strerror or str(error), path)


def _record(line: bytes, path: str, number: int) -> Record | InputError:
    try:
        return _LINE.validate_json(line)
    except ValidationError as error:
        return InputError("bad_record", f"no record of claimx/1: {error.errors()[0]['msg']}", path, line=number)


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
