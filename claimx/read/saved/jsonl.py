"""Records saved as JSON Lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from claimx.errors import InputError
from claimx.read.saved.opening import BYTE_ORDER_MARK, open_saved
from claimx.records import Record

_FIRST_LINE = re.compile(rb'\s*\{\s*"schema"\s*:\s*"claimx/1"')
_LINE: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="record")])


def begins(data: bytes, path: str) -> bool:
    """Whether ``data``, with which ``path`` begins, is the start of a record."""
    return _FIRST_LINE.match(data) is not None


def read(path: str) -> Iterator[Record | InputError]:
    """The record of each line; an InputError stands for a line that is none."""
    with open_saved(path) as file:
        for number, line in enumerate(file, start=1):
            data = line.removeprefix(BYTE_ORDER_MARK) if number == 1 else line
            if data.strip():
                yield record_of_line(data, path, number)


def record_of_line(line: bytes, path: str, number: int) -> Record | InputError:
    """The record that ``line`` holds as JSON, or what is wrong with it."""
    try:
        return _LINE.validate_json(line)
    except ValidationError as error:
        return bad_record(path, number, error.errors()[0]["msg"])


def bad_record(path: str, number: int, why: str) -> InputError:
    """What stands for line ``number`` of ``path``, which is no record."""
    return InputError("bad_record", f"no record of claimx/1: {why}", path, line=number)
