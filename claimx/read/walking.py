"""Folders and patterns to the files they hold, in a fixed order; what is left out is counted, never lost from sight.

Links to folders are not followed: two of them that point at each other would have no end, and one may lead out of
the folder that was named.
"""

from __future__ import annotations

import os
import re
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import translate
from glob import has_magic
from pathlib import Path

from claimx.errors import InputError
from claimx.read.check_reports import holds_findings
from claimx.read.formats import by_ending, ending

ANY_DEPTH = "**"


@dataclass(slots=True)
class Passing:
    """The files and folders that a walk passed over.

    It holds the folders that could not be listed, and the number of files by kind (``.png``).
    """

    errors: list[InputError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)


def files_below(folder: Path, passing: Passing) -> Iterator[Path]:
    """The files below ``folder`` whose ending tells a format, sorted by the parts of their paths; none hidden.

    Findings that claimx wrote are counted with what is not taken. A link to a file is that file; one that leads
    nowhere is kept, so that its reader says so.
    """
    kept: list[Path] = []
    for path, mode in _walk(folder, passing):
        if mode is not None and not stat.S_ISREG(mode):
            passing.passed_over[_kind(mode)] += 1
        elif mode is not None and holds_findings(path):
            passing.passed_over["with findings of claimx"] += 1
        elif by_ending(path.name) is not None:
            kept.append(path)
        else:
            passing.passed_over[ending(path.name) or "without an ending"] += 1
    yield from sorted(kept, key=lambda path: path.relative_to(folder).parts)


def _walk(folder: Path, passing: Passing) -> Iterator[tuple[Path, int | None]]:
    """All that is not hidden below a folder but for folders, with the mode it has, None where that is not known."""
    folders = [folder]
    while folders:
        for path, entry in _entries(folders.pop(), passing):
            if path.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            else:
                yield path, _mode(path)


def matching(pattern: str, passing: Passing) -> list[Path]:
    """Files and folders that fit a pattern of the shell, sorted; ``**`` is any number of folders.

    As in a shell, ``*`` fits no hidden name unless a full stop stands before it.
    """
    path = Path(pattern)
    found = [Path(path.anchor)]
    for part in path.relative_to(path.anchor).parts:
        if part == ANY_DEPTH:
            found = list(dict.fromkeys(deeper for one in found for deeper in _with_folders_below(one, passing)))
        elif has_magic(part):
            found = [fitting for one in found for fitting in _fitting(one, part, passing)]
        else:
            found = [one / part for one in found if os.path.lexists(one / part)]
    return sorted(found)


def _with_folders_below(folder: Path, passing: Passing) -> Iterator[Path]:
    folders = [folder]
    while folders:
        here = folders.pop()
        yield here
        for path, entry in _entries(here, passing):
            if entry.is_dir(follow_symlinks=False) and not path.name.startswith("."):
                folders.append(path)


def _fitting(folder: Path, part: str, passing: Passing) -> Iterator[Path]:
    fits = re.compile(translate(part)).match
    for path, _ in _entries(folder, passing):
        if fits(path.name) and (part.startswith(".") or not path.name.startswith(".")):
            yield path


def _entries(folder: Path, passing: Passing) -> list[tuple[Path, os.DirEntry[str]]]:
    """What a folder holds; nothing of one that is none, an error for one that cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            return [(folder / entry.name, entry) for entry in entries]
    except NotADirectoryError:
        return []
    except OSError as error:
        passing.errors.append(InputError("unreadable", error.strerror or str(error), str(folder)))
        return []


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except OSError:
        return None


def _kind(mode: int) -> str:
    return "link to a folder" if stat.S_ISDIR(mode) else "pipe, socket or device"
