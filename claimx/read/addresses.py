"""Files at addresses (``s3://bucket/archive``), by fsspec: what an engine spreads often lies on no machine's disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from claimx.errors import InputError, SettingsError

_ADDRESS = re.compile(r"[a-z][a-z0-9+.\-]+://", re.IGNORECASE)


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
    except ImportError as error:
        reason = "it needs fsspec: python -m pip install 'claimx[dask]'" if error.name == "fsspec" else str(error)
        raise SettingsError(f"{place}: {reason}") from None
    except ValueError as error:
        raise SettingsError(f"{place}: {error}") from None
    return found


@contextmanager
def reached() -> Iterator[None]:
    """Raise as OSError whatever a file system raises inside: each has errors of its own for a server that refuses."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(str(error)) from error


@contextmanager
def open_address(address: str) -> Iterator[BinaryIO]:
    """The file at ``address``, to be read from its start; raises InputError where it cannot be read."""
    system, path = file_system(address)
    try:
        with reached():
            opened = system.open(path, "rb")
        with opened as file:
            yield file
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), address) from None
