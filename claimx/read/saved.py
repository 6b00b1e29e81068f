"""Saved records: the JSON Lines that claimx itself wrote."""

from __future__ import annotations

from pathlib import Path

import orjson
from pydantic import ValidationError

from claimx.errors import InputError
from claimx.records import Attribution

# Every line of claimx says what it is within its first keys.
_MARK = b'"record":'
_HEAD = 4096
_OTHERS = ("quoted", "error")


def holds_records(path: Path) -> bool:
    """Whether ``path`` is a .jsonl of records rather than of articles."""
    if path.suffix != ".jsonl" or not path.is_file():
        return False
    with path.open("rb") as file:
        return _MARK in file.read(_HEAD).lstrip().split(b"\n")[0]


def read_records(path: Path) -> list[Attribution]:
    """The attributions of a saved .jsonl; its lines for quotations nobody is given and for errors are passed over.

    Raises InputError with the line that is no record.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), str(path)) from None
    lines = enumerate(data.split(b"\n"), start=1)
    found = (_attribution(line, path, number) for number, line in lines if line.strip())
    return [record for record in found if record is not None]


def _attribution(line: bytes, path: Path, number: int) -> Attribution | None:
    try:
        values = orjson.loads(line)
        if isinstance(values, dict) and values.get("record") in _OTHERS:
            return None
        return Attribution.model_validate_json(line)
    except orjson.JSONDecodeError as error:
        reason = str(error)
    except ValidationError as error:
        reason = error.errors()[0]["msg"]
    raise InputError("bad_record", f"no record of claimx/1: {reason}", str(path), line=number) from None
