"""Paths that saved records name: anybody may have written these records, so that only some paths are read."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from pathlib import Path

# As much as is read of a file because a record names it.
_MOST_BYTES = 64 << 20


def folder_of(path: str) -> Path:
    """The folder that an argument is, or stands in."""
    return Path(path) if Path(path).is_dir() else Path(path).parent


def may_be_read(path: str, folders: Iterable[Path] = ()) -> bool:
    """Whether what a record names is a file below the current folder or one of ``folders``, and of no absurd size.

    Links are followed first. Devices, pipes and folders are no such files: reading one may have no end.
    """
    try:
        real = Path(path).resolve()
        status = real.stat()
    except (OSError, ValueError):
        return False
    below = any(real.is_relative_to(folder.resolve()) for folder in (Path.cwd(), *folders))
    return below and stat.S_ISREG(status.st_mode) and status.st_size <= _MOST_BYTES
