"""Arguments of a command line to the inputs they stand for, in a fixed order, each with its document id."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from claimx.errors import InputError

KNOWN_SUFFIXES = (".txt", ".md", ".jsonl")
STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read (or ``-``): ``path`` as the user reaches it, ``id`` for the records of a one-article file."""

    path: str
    id: str


@dataclass(slots=True)
class Inputs:
    """What the arguments stand for: files in order, what could not be found, and what was passed over."""

    files: list[Input] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    passed_over: int = 0


def find_inputs(arguments: Iterable[str]) -> Inputs:
    """Files, folders (recursive, sorted, known suffixes), globs and ``-``, each file once, in the order named.

    A document's id is its path below the argument in POSIX form, or the path as given where two arguments
    would give the same one.
    """
    found = Inputs()
    below: dict[str, str] = {}
    for argument in arguments:
        for path, identity in _expand(argument, found):
            below.setdefault(path, identity)
    shared = Counter(below.values())
    found.errors += [_unreadable_name(path) for path in below if not _is_text(path)]
    found.files = [
        Input(path, identity if shared[identity] == 1 else path) for path, identity in below.items() if _is_text(path)
    ]
    return found


def _expand(argument: str, found: Inputs) -> Iterator[tuple[str, str]]:
    path = Path(argument)
    if argument == STDIN:
        yield STDIN, STDIN
    elif path.is_dir():
        yield from _in_folder(path, found)
    elif path.exists():
        yield _posix(path), path.name
    elif glob.has_magic(argument):
        yield from _matching(argument, found)
    else:
        found.errors.append(InputError("not_found", "no such file or folder", argument))


def _matching(pattern: str, found: Inputs) -> Iterator[tuple[str, str]]:
    # Python's own globs leave the order to the file system.
    matches: Sequence[str] = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute patterns
    if not matches:
        found.errors.append(InputError("not_found", "no file matches this pattern", pattern))
    for match in matches:
        path = Path(match)
        if path.is_dir():
            yield from _in_folder(path, found)
        else:
            yield _posix(path), path.name


def _in_folder(folder: Path, found: Inputs) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*"), key=lambda p: p.relative_to(folder).parts):
        below = path.relative_to(folder)
        if any(part.startswith(".") for part in below.parts) or path.is_dir():
            continue
        if path.suffix.lower() in KNOWN_SUFFIXES:
            yield _posix(path), below.as_posix()
        else:
            found.passed_over += 1


def _posix(path: PurePath) -> str:
    return path.as_posix()


def _is_text(path: str) -> bool:
    """Whether a path is text that a record can hold; file systems allow any bytes."""
    return path.isprintable() or path.encode("utf-8", "ignore").decode() == path


def _unreadable_name(path: str) -> InputError:
    shown = path.encode("utf-8", "backslashreplace").decode()
    return InputError("bad_name", "its name is not UTF-8; rename it to have it read", shown)
