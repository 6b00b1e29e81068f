"""Large files in parts that are read by themselves: JSON Lines between lines, Parquet between rows."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import replace
from io import BufferedReader
from typing import Any

from claimx.errors import InputError
from claimx.read.arrow import EXTRA
from claimx.read.content import open_content
from claimx.read.extras import needed
from claimx.read.formats import format_of
from claimx.read.paths import Input
from claimx.reading import Part

# Encodings in which the byte of a line feed also stands inside other characters.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def cut(item: Input, most: int) -> list[tuple[Input, int]]:
    """The parts of ``item``, each of about ``most`` bytes, and its size; the whole of what cannot be cut or read.

    A part of JSON Lines is larger by as much as its last line goes on; the size of one of Parquet is what its rows
    take on average, unpacked.
    """
    try:
        with open_content(item.path, item.reading.max_bytes) as content:
            name = format_of(content, item.reading).name
            if content.packed or content.head.startswith(_WIDE):
                return []
            if name == "jsonl":
                return [(replace(item, part=part), part.stop - part.start) for part in _lines(content.file, most)]
            if name == "parquet":
                table = needed("pyarrow.parquet", EXTRA, item.path).ParquetFile(content.file)
                return [(replace(item, part=part), size) for part, size in _rows(table.metadata, most)]
    except InputError:
        pass  # The reader of the file reports the error.
    return []


def _lines(file: BufferedReader, most: int) -> Iterator[Part]:
    start, first = 0, 1
    while block := file.read(most):
        stop, ends = start + len(block), block.count(b"\n")
        while not block.endswith(b"\n") and (block := file.readline(most)):
            stop, ends = stop + len(block), ends + block.count(b"\n")
        yield Part(start, stop, first)
        start, first = stop, first + ends


def _rows(metadata: Any, most: int) -> Iterator[tuple[Part, int]]:  # noqa: ANN401 - pyarrow is optional
    start = 0
    for index in range(metadata.num_row_groups):
        group = metadata.row_group(index)
        size = max(1, group.total_byte_size // max(1, group.num_rows))
        end, step = start + group.num_rows, max(1, most // size)
        while start < end:
            stop = min(start + step, end)
            yield Part(start, stop, start + 1), (stop - start) * size
            start = stop
