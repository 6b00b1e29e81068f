"""The lines of a JSON Lines file of ours, with their numbers."""

from __future__ import annotations

from pathlib import Path

from claimx.errors import InputError


def numbered_lines(path: Path) -> list[tuple[int, bytes]]:
    """The lines of ``path`` that are not blank, numbered from 1; raises InputError where it cannot be read."""
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), str(path)) from None
    return [(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
