"""Records saved as one JSON array."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterator

import orjson

from claimx.errors import InputError
from claimx.read.opening import opened
from claimx.read.saved import jsonl
from claimx.records import Record

_BRACKET = re.compile(rb"\s*\[(?P<nothing>\s*\]\s*$)?")


def begins(data: bytes, path: str) -> bool:
    """Whether ``data``, with which ``path`` begins, is the start of an array of records."""
    bracket = _BRACKET.match(data)
    return bracket is not None and (bracket["nothing"] is not None or jsonl.is_ours(data[bracket.end() :]) is True)


def read(path: str) -> Iterator[Record | InputError]:
    """The records of the array; an InputError, with the number of the item, stands for one that is none."""
    with opened(path) as file:
        data = file.read().removeprefix(BOM_UTF8)
    try:
        items = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield InputError("bad_json", f"not JSON: {error.msg}", path, line=error.lineno, column=error.colno)
        return
    if twice := jsonl.keys_told_twice(data):
        yield InputError("bad_json", f"the key {twice[0]!r} stands twice in one object", path)
        return
    for number, item in enumerate(items, start=1):
        record = jsonl.record_of_object(orjson.dumps(item), path, number)
        if isinstance(record, InputError):
            # What is counted here are items, not lines.
            record = InputError("bad_record", f"item {number}: {record.message}", path)
        yield record
