"""The bytes of one input, decompressed, a little at a time: neither endless nor blown-up input fills the memory."""

from __future__ import annotations

import bz2
import gzip
import re
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader, RawIOBase
from typing import cast

from claimx.errors import InputError
from claimx.read.extras import needed
from claimx.read.opening import opened
from claimx.reading import Part

_ZSTANDARD = "compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd"
# The first bytes by which a format is known.
HEAD = 1 << 16
# A line longer than the limit is read past, but not for ever.
_PATIENCE = 16


class Content:
    """What an input holds: ``path`` as the user named it, and no more than ``limit`` bytes at once.

    ``part`` is what is wanted of it, all where it is None; ``packed`` says whether it is compressed.
    """

    def __init__(
        self, path: str, file: BufferedReader, limit: int, part: Part | None = None, *, packed: bool = False
    ) -> None:
        self.path, self.file, self.limit, self.part, self.packed = path, file, limit, part, packed

    @property
    def head(self) -> bytes:
        """The first bytes that are there, without using them up; all of a short input, empty for an empty one."""
        return self.file.peek(HEAD)[:HEAD]

    def whole(self) -> bytes:
        """All that is left; raises InputError (``too_long``) where that is more than the limit."""
        data = self.file.read(self.limit + 1)
        if len(data) > self.limit:
            raise too_long(self.path, self.limit)
        return data

    def lines(self) -> Iterator[tuple[int, bytes | InputError]]:
        """Each line with its number, from 1, and its line end; an InputError stands for one beyond the limit.

        Of a part, those lines that begin in it.
        """
        number = 0
        if self.part is not None:
            self.file.seek(self.part.start)
            number = self.part.first - 1
        while self._is_wanted() and (line := self.file.readline(self.limit + 1)):
            number += 1
            if len(line) <= self.limit:
                yield number, line
                continue
            yield number, too_long(self.path, self.limit, number)
            if not line.endswith(b"\n") and not self._ends_line():
                raise InputError("too_long", "the line does not end: what follows is not read", self.path, line=number)

    def _is_wanted(self) -> bool:
        return self.part is None or self.file.tell() < self.part.stop

    def _ends_line(self) -> bool:
        """Whether the current line ends within the limit if it is read on."""
        for _ in range(_PATIENCE):
            rest = self.file.readline(self.limit)
            if not rest or rest.endswith(b"\n"):
                return True
        return False


def too_long(path: str, limit: int, line: int | None = None) -> InputError:
    """The error for an article beyond the limit."""
    return InputError("too_long", f"more than {limit} bytes; --max-bytes allows more", path, line=line)


@contextmanager
def open_content(path: str, limit: int, part: Part | None = None) -> Iterator[Content]:
    """The content of a file or of standard input (``-``), unpacked where it is gzip, bzip2 or Zstandard.

    Raises InputError where it cannot be opened, or turns out to be damaged while it is read.
    """
    with opened(path) as file:
        try:
            packed: BufferedReader = BufferedReader(cast("RawIOBase", file), HEAD)
            unpacked = _unpacked(packed, path)
            yield Content(path, unpacked, limit, part, packed=unpacked is not packed)
        except _unpacking_errors() as error:
            if isinstance(error, OSError) and error.strerror:
                raise  # The error comes from the file itself, not from decompression.
            raise InputError("damaged", f"its compressed data is damaged: {error}", path) from None


def _unpacked(file: BufferedReader, path: str) -> BufferedReader:
    head = file.peek(_LONGEST_MAGIC)
    for magic, unpacking in _PACKED.items():
        if re.match(magic, head):
            return BufferedReader(unpacking(file, path), HEAD)
    return file


def _gzip(file: BufferedReader, _: str) -> RawIOBase:
    return cast("RawIOBase", gzip.GzipFile(fileobj=file))


def _bzip2(file: BufferedReader, _: str) -> RawIOBase:
    return cast("RawIOBase", bz2.BZ2File(file))


def _zstandard(file: BufferedReader, path: str) -> RawIOBase:
    return cast("RawIOBase", needed(_ZSTANDARD, "zstd", path).ZstdFile(file))


def _unpacking_errors() -> tuple[type[Exception], ...]:
    """The exceptions that decompression may raise; those of Zstandard only where its module is loaded."""
    zstandard = sys.modules.get(_ZSTANDARD)
    return (EOFError, OSError, zlib.error, *((zstandard.ZstdError,) if zstandard else ()))


# How compressed data begins; what stands behind "BZh" keeps a text from being taken for it.
_PACKED = {rb"\x1f\x8b\x08": _gzip, rb"BZh[1-9]1AY&SY": _bzip2, rb"\x28\xb5\x2f\xfd": _zstandard}
_LONGEST_MAGIC = 10
