"""Files at addresses (``s3://bucket/archive``), by fsspec: what an engine spreads often lies on no machine's disk."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any, BinaryIO

from claimx.errors import InputError, SettingsError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)
# How pyarrow, which fsspec asks next, says that it found no Java, none of Hadoop's own libraries, or is itself missing.
_NO_HADOOP = re.compile("Unable to load lib|No module named 'pyarrow")
# How hdfs-native shows an error of Hadoop's: its class, its words, and what the server was doing.
_RPC_ERROR = re.compile(r'RPCError\("[\w.]+", "(.*?)\\n\\tat ')
# As much as is asked of a server at once.
_BLOCK = 1 << 20


def is_address(path: str) -> bool:
    """Whether ``path`` is an address rather than a path of this machine."""
    return _ADDRESS.match(path) is not None


def file_system(place: str) -> tuple[Any, str]:
    """The file system of an address, or of a path of this machine, and the path of the place in it.

    Raises SettingsError, which says what is missing, where nothing here knows the kind of address.
    """
    try:
        from fsspec.core import url_to_fs

        found: tuple[Any, str] = url_to_fs(place)
    except Exception as error:
        # What is not installed, or what a kind of file system does not understand, in errors of its own.
        raise SettingsError(f"{place}: {_missing(place, error) or reason(error)}") from None
    return found


def _missing(place: str, error: Exception) -> str | None:
    """What has to be installed for ``place``, where that is why it was not understood."""
    if isinstance(error, ImportError) and error.name == "fsspec":
        return "it needs fsspec: python -m pip install 'claimx[dask]'"
    if place.startswith("hdfs://") and find_spec("hdfs_native") is None and _NO_HADOOP.match(str(error)):
        return "it needs hdfs-native: python -m pip install hdfs-native"
    return None


def reason(error: Exception) -> str:
    """Why a file system failed, in one line."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    if told := _RPC_ERROR.match(said):
        said = told[1].replace(r"\"", '"')
    return next(iter(said.splitlines()), "") or type(error).__name__


@contextmanager
def reached() -> Iterator[None]:
    """Raise as OSError whatever a file system raises inside: each has errors of its own for a server that refuses."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(str(error)) from error


class _File(io.RawIOBase):
    """A file of any file system, read by what all of them have: ``read``, ``seek`` and ``tell``."""

    def __init__(self, file: Any) -> None:  # noqa: ANN401 - each file system has a class of its own
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any writable buffer
        with reached():
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._file.seek(offset, whence)
        return self.tell()

    def tell(self) -> int:
        place: int = self._file.tell()
        return place


@contextmanager
def open_address(address: str) -> Iterator[BinaryIO]:
    """The file at ``address``, to be read from its start; raises InputError where it cannot be read."""
    system, path = file_system(address)
    try:
        with reached():
            opened = system.open(path, "rb")
        with opened as file:
            yield io.BufferedReader(_File(file), _BLOCK)
    except OSError as error:
        raise InputError("unreadable", reason(error), address) from None
