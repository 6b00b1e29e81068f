"""Parquet and Arrow files (also Feather): a row an article, read a few at a time."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import accumulate
from typing import Any

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content, too_long
from claimx.read.extras import needed
from claimx.read.fields import article_of, check_columns
from claimx.reading import Part, Reading

EXTRA = "parquet"
_ROWS = 64


def read_parquet(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The articles of a Parquet file, in the order of its rows; numbered from 1."""
    parquet = needed("pyarrow.parquet", EXTRA, content.path)

    def batches(file: Any) -> Iterator[Any]:  # noqa: ANN401 - pyarrow is optional
        table = parquet.ParquetFile(file)
        return table.iter_batches(batch_size=_ROWS) if content.part is None else _batches_of(table, content.part)

    yield from _articles(batches, content, reading)


def _batches_of(table: Any, part: Part) -> Iterator[Any]:  # noqa: ANN401
    """The rows of a part, from those row groups that hold them."""
    counts = [table.metadata.row_group(index).num_rows for index in range(table.num_row_groups)]
    starts = list(accumulate(counts, initial=0))
    groups = [at for at, count in enumerate(counts) if starts[at] < part.stop and starts[at] + count > part.start]
    first = starts[groups[0]] if groups else 0
    for batch in table.iter_batches(batch_size=_ROWS, row_groups=groups):
        start, stop = max(part.start - first, 0), min(part.stop - first, batch.num_rows)
        first += batch.num_rows
        if start < stop:
            yield batch.slice(start, stop - start)


def read_arrow(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The articles of an Arrow file or stream, in the order of its rows; numbered from 1."""
    ipc = needed("pyarrow.ipc", EXTRA, content.path)

    def batches(file: Any) -> Iterator[Any]:  # noqa: ANN401 - pyarrow is optional
        if content.head.startswith(b"ARROW1"):
            reader = ipc.open_file(file)
            return (reader.get_batch(index) for index in range(reader.num_record_batches))
        return iter(ipc.open_stream(file))

    yield from _articles(batches, content, reading)


def _articles(batches: Any, content: Content, reading: Reading) -> Iterator[Article | InputError]:  # noqa: ANN401
    pyarrow = needed("pyarrow", EXTRA, content.path)
    # A table's directory stands at its end: what cannot be sought in is held whole.
    file = content.file if content.file.seekable() else BytesIO(content.whole())
    number = content.part.first - 1 if content.part is not None else 0
    try:
        for batch in batches(file):
            check_columns(batch.schema.names, reading, content.path)
            _hold_to_its_bounds(batch, pyarrow)
            for place in range(batch.num_rows):
                number += 1
                try:
                    article = article_of(_row(batch, place, content.path), reading, content.path, number)
                    if len(article.text.encode("utf-8", "replace")) > content.limit:
                        raise too_long(content.path, content.limit)
                    yield article
                except InputError as error:
                    yield InputError(error.code, f"row {number}: {error.message}", error.path)
    except pyarrow.lib.ArrowException as error:
        raise InputError("damaged", f"not read by pyarrow: {str(error).splitlines()[0]}", content.path) from None


def _hold_to_its_bounds(batch: Any, pyarrow: Any) -> None:  # noqa: ANN401
    """Raise what pyarrow has for columns whose offsets lead out of their bytes: reading those would end the program.

    Text that is no UTF-8 is a matter of its row.
    """
    bytes_of = {pyarrow.string(): pyarrow.binary(), pyarrow.large_string(): pyarrow.large_binary()}
    for column in batch.columns:
        (column.view(bytes_of[column.type]) if column.type in bytes_of else column).validate(full=True)


def _row(batch: Any, place: int, path: str) -> dict[str, Any]:  # noqa: ANN401
    """One row; raises InputError where a value is none of its type: bytes that are no UTF-8, a day in year 300,000."""
    try:
        row: dict[str, Any] = batch.slice(place, 1).to_pylist()[0]
    except (ValueError, OverflowError) as error:
        raise InputError("damaged", str(error), path) from None
    return row
