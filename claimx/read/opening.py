"""Opening inputs, so that looking at how one begins uses nothing up: standard input and pipes are read only once."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import BinaryIO

from claimx.errors import ClaimxError, InputError
from claimx.read.addresses import is_address, open_address

STDIN = "-"
# As much of an input as is looked at before it is read: a line of ours may be long, and its schema come last.
MOST_LOOKED_AT = 1 << 20


class _Stream(io.RawIOBase):
    """A file that gives its bytes only once, with those in front that have been looked at."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self._ahead = b""

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """Do nothing: several readers share the stream, and each of them closes it."""

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        data = self._ahead[: len(buffer)] or self.file.read(len(buffer))
        self._ahead = self._ahead[len(data) :]
        buffer[: len(data)] = data
        return len(data)

    def look(self, size: int) -> bytes:
        """The first ``size`` bytes, or all of a shorter stream; they are still to be read."""
        self._ahead += self.file.read(max(0, size - len(self._ahead)))
        return self._ahead[:size]


_streams: dict[str, _Stream] = {}


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """A file, one at an address, or standard input (``-``), to be read from its start.

    Raises InputError where it cannot be read. Only ``claimx extract --engine`` finds files at addresses.
    """
    if is_address(path):
        with open_address(path) as file:
            yield file
        return
    try:
        stream = _stream(path)
        with Path(path).open("rb") if stream is None else nullcontext(io.BufferedReader(stream)) as file:
            yield file
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), path) from None
    except MemoryError:
        raise InputError("too_large", "there is not enough memory to read it", path) from None


def beginning(path: str) -> bytes:
    """The first bytes of a file or of standard input (``-``), up to 1 MiB, which are still to be read.

    Raises InputError where it cannot be read.
    """
    with opened(path) as file:
        stream = _streams.get(path)
        return file.read(MOST_LOOKED_AT) if stream is None else stream.look(MOST_LOOKED_AT)


def _stream(path: str) -> _Stream | None:
    """The stream at ``path``, the same one each time; None for a file that can be read again."""
    if path == STDIN:
        if sys.stdin is None:
            raise ClaimxError("standard input is closed, so that nothing can be read from it")
        if path not in _streams or _streams[path].file is not sys.stdin.buffer:
            _streams[path] = _Stream(sys.stdin.buffer)
    elif path not in _streams and not Path(path).is_file():
        _streams[path] = _Stream(Path(path).open("rb"))  # noqa: SIM115 - it stays open for whoever reads it next
    return _streams.get(path)
