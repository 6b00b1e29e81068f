"""Parquet: a row an attribution, nested as the record is, under one Arrow schema that is fixed by ``claimx/1``.

``SELECT speaker.name, count(*) FROM 'records.parquet' GROUP BY 1`` works as it stands in DuckDB. ``doc.extra``
holds whatever a user's input held, and is therefore a string of JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from io import RawIOBase
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import orjson
from pydantic import BaseModel

from claimx.records import SCHEMA, Attribution
from claimx.write.article_records import ArticleRecords

if TYPE_CHECKING:
    import pyarrow

# Rows held before they are written: enough for a file that reads fast, few enough to hold.
_ROW_GROUP = 20_000


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """The bytes of one Parquet file, as its row groups are full."""
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    rows = map(_row, chain.from_iterable(article.attributions for article in articles))
    written = _Written()
    with ParquetWriter(written, schema(), compression="zstd") as writer:
        while group := list(islice(rows, _ROW_GROUP)):
            writer.write_table(Table.from_pylist(group, schema=schema()))
            yield written.take()
    yield written.take()


class _Written(RawIOBase):
    """What a writer of files wrote since it was last asked for."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:  # noqa: ANN401 - whatever holds bytes
        self._parts.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken


def _row(record: Attribution) -> dict[str, Any]:
    data = record.model_dump()
    data["doc"]["extra"] = orjson.dumps(data["doc"]["extra"]).decode()
    return data


@cache
def schema() -> pyarrow.Schema:
    """The Arrow schema: the fields of a record, by name and in order."""
    import pyarrow as pa

    return pa.schema(_fields(Attribution), metadata={"schema": SCHEMA})


def _fields(model: type[BaseModel]) -> list[tuple[str, pyarrow.DataType]]:
    return [
        (field.serialization_alias or name, _arrow_type(field.annotation)) for name, field in model.model_fields.items()
    ]


def _arrow_type(annotation: Any) -> pyarrow.DataType:  # noqa: ANN401 - an annotation may be anything
    import pyarrow as pa

    scalars = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation in scalars:
        return scalars[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(_fields(annotation))
    if origin is tuple:
        return pa.list_(_arrow_type(inner[0]))
    if origin in (Literal, dict):
        # A few words, or JSON.
        return pa.string()
    if origin is Annotated:
        return _arrow_type(inner[0])
    return _arrow_type(next(part for part in inner if part is not type(None)))
