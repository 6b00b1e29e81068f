"""Records saved as JSON Lines."""

from __future__ import annotations

import json
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from json import JSONDecoder
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from claimx.errors import InputError
from claimx.read.opening import opened
from claimx.records import Record

# A record that is broken off is one of ours all the same.
_BROKEN_OFF = re.compile(rb'\s*\{\s*"schema"\s*:\s*"claimx/')
_DECODER = JSONDecoder()
_RECORD_LINE: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="record")])


def begins(data: bytes, path: str) -> bool:
    """Whether the first line of ``data`` that is an object of JSON is one that claimx wrote."""
    return next((told for line in data.split(b"\n") if (told := is_ours(line)) is not None), False)


def is_ours(data: bytes) -> bool | None:
    """Whether ``data`` begins with an object that claimx wrote; None where it begins with none.

    Ours names its schema, wherever its keys stand, and has no text, which makes it an article of somebody's.
    """
    if not data.lstrip().startswith(b"{"):
        return None
    try:
        value, _ = _DECODER.raw_decode(data.decode("utf-8", "replace").lstrip())
    except (ValueError, RecursionError):
        return True if _BROKEN_OFF.match(data) else None
    return str(value.get("schema")).startswith("claimx/") and "text" not in value


def read(path: str) -> Iterator[Record | InputError]:
    """The record of each line; an InputError stands for a line that is none."""
    with opened(path) as file:
        for number, line in enumerate(file, start=1):
            data = line.removeprefix(BOM_UTF8) if number == 1 else line
            if data.strip():
                yield record_of_line(data, path, number)


def record_of_line(line: bytes, path: str, number: int) -> Record | InputError:
    """The record that ``line`` holds as JSON, or what is wrong with it."""
    record = record_of_object(line, path, number)
    twice = [] if isinstance(record, InputError) else keys_told_twice(line)
    return bad_record(path, number, f"the key {twice[0]!r} stands twice in one object") if twice else record


def record_of_object(data: bytes, path: str, number: int) -> Record | InputError:
    """The record that ``data`` is, an object of JSON in which no key stands twice, or what is wrong with it."""
    try:
        return _RECORD_LINE.validate_json(data)
    except ValidationError as error:
        return bad_record(path, number, error.errors()[0]["msg"])


def keys_told_twice(data: bytes) -> list[str]:
    """The keys that stand twice in one object of some JSON: one reader takes the first of them, another the last."""
    found: list[str] = []

    def pairs_of_an_object(pairs: list[tuple[str, object]]) -> None:
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            found.extend(dict.fromkeys(key for key in keys if keys.count(key) > 1))

    json.loads(data, object_pairs_hook=pairs_of_an_object)
    return found


def bad_record(path: str, number: int, why: str) -> InputError:
    """The error for line ``number`` of ``path``, which holds no record."""
    return InputError("bad_record", f"no record of claimx/1: {why}", path, line=number)
