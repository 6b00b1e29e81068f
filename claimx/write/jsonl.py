"""JSON Lines: one record a line, UTF-8, every key, one ``\\n`` a line."""

from __future__ import annotations

import orjson

from claimx.records import Record


def to_line(record: Record) -> bytes:
    """The record as one line of JSON with its line end; the same record gives the same bytes."""
    return orjson.dumps(record.model_dump(), option=orjson.OPT_APPEND_NEWLINE)
