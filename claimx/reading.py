"""Options of reading: what a user may say about the inputs, and which part of one is wanted."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Reading:
    """``format`` is a name of ``claimx.read.formats``; None where it is told from what a file holds and its name.

    ``text_column`` and ``id_column`` are keys of JSON objects and columns of tables. ``max_bytes`` is the most that
    is held at once for one article, after decompression: a file, a line, or a page.
    """

    format: str | None = None
    text_column: str = "text"
    id_column: str = "id"
    max_bytes: int = 64 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a file, half open: ``start`` to ``stop`` are bytes of JSON Lines, and rows (from 0) of Parquet.

    ``first`` is the number, from 1, of the first line or row in it.
    """

    start: int
    stop: int
    first: int
