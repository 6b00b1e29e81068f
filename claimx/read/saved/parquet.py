"""Records saved as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import orjson
from pydantic import ValidationError

from claimx.errors import InputError
from claimx.read.opening import opened
from claimx.read.saved.jsonl import bad_record
from claimx.records import SCHEMA, Attribution

_MAGIC = b"PAR1"


def begins(data: bytes, path: str) -> bool:
    """Whether ``data``, with which ``path`` begins, is of Parquet, and its footer says that it holds records."""
    if not data.startswith(_MAGIC) or not Path(path).is_file():
        return False
    try:
        with Path(path).open("rb") as file:
            file.seek(-8, 2)
            length = int.from_bytes(file.read(4), "little")
            file.seek(-8 - length, 2)
            return SCHEMA.encode() in file.read(length)
    except OSError:
        return False  # broken off before its footer


def read(path: str) -> Iterator[Attribution | InputError]:
    """The record of each row; an InputError, with the row's number, stands for one that is none."""
    if find_spec("pyarrow") is None:
        yield InputError("no_reader", "parquet needs pyarrow: python -m pip install 'claimx[parquet]'", path)
        return
    from pyarrow.parquet import ParquetFile

    with opened(path) as file:
        number = 0
        for batch in ParquetFile(file).iter_batches():
            for row in batch.to_pylist():
                number += 1
                row["doc"]["extra"] = orjson.loads(row["doc"]["extra"])
                try:
                    yield Attribution.model_validate_json(orjson.dumps(row))
                except ValidationError as error:
                    yield bad_record(path, number, error.errors()[0]["msg"])
