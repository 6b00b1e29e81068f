"""A row of a table or an object of JSON to an Article: which of its fields say what."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from typing import Any

import orjson

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.reading import Reading

_METADATA = ("title", "author", "published", "url")


def article_of(row: Mapping[str, object], reading: Reading, path: str, number: int | None) -> Article:
    """The article that a row holds; what it says besides goes into ``extra``.

    What is known of the article is taken as text, whatever its type. Raises InputError (``bad_article``) where the
    text itself is no string, naming the fields that are there where it is missing.
    """
    rest = {str(key): plain(value) for key, value in row.items()}
    text = rest.pop(reading.text_column, None)
    if not isinstance(text, str):
        raise InputError("bad_article", _without_text(reading.text_column, row), path, line=number)
    identity = as_text(rest.pop(reading.id_column, None))
    known = {key: as_text(rest.pop(key, None)) for key in _METADATA}
    return Article(text=text, number=number, id=identity, extra=rest, **known)


def check_columns(columns: Collection[str], reading: Reading, path: str) -> None:
    """Raise InputError (``bad_table``) where a table lacks the column of the text, or one of ids that was named."""
    for what, column, is_needed in (
        ("text", reading.text_column, True),
        ("id", reading.id_column, reading.id_column != Reading().id_column),
    ):
        if is_needed and column not in columns:
            raise InputError("bad_table", _missing(what, column, columns), path)


def _without_text(column: str, row: Mapping[str, object]) -> str:
    return f'the key "{column}" must be a string' if column in row else _missing("text", column, map(str, row))


def _missing(what: str, column: str, columns: Iterable[str]) -> str:
    return (
        f'no {what}: there is no "{column}" (there are: {", ".join(columns) or "none"}); --{what}-column names another'
    )


def as_text(value: object) -> str | None:
    """A value as text: lists joined with commas, somebody described by their name; None where nothing is said."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, list):
        return ", ".join(filter(None, map(as_text, value))) or None
    if isinstance(value, Mapping) and isinstance(value.get("name"), str):
        return as_text(value["name"])
    return orjson.dumps(value).decode()


def plain(value: object) -> Any:  # noqa: ANN401 - any value JSON has
    """A value of a table as one that JSON has: dates in ISO 8601, decimals and bytes as text, NaN as None."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, date | time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    return str(value)
