"""Arguments of a command line to the inputs they stand for, in a fixed order, each with its document id."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from glob import has_magic
from pathlib import Path

from claimx.errors import InputError
from claimx.read.opening import STDIN
from claimx.read.walking import Passing, files_below, matching
from claimx.reading import Part, Reading


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read (or ``-``): ``path`` as the user reaches it, ``id`` for the records of a one-article file.

    ``part`` is what is wanted of it, all where it is None.
    """

    path: str
    id: str
    reading: Reading = field(default_factory=Reading)
    part: Part | None = None


@dataclass(slots=True)
class Inputs:
    """What the arguments stand for: files in order, what could not be found, and what was passed over, by kind.

    ``left_out`` are files that were to be left out and that a folder or a pattern would have given.
    """

    files: list[Input] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    passed_over: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)


def find_inputs(
    arguments: Iterable[str],
    reading: Reading | None = None,
    *,
    but: Collection[Path] = (),
    expand: Callable[[str, Passing], Iterator[tuple[str, str]]] | None = None,
) -> Inputs:
    """Files, folders (recursive, sorted, known endings), globs and ``-``, each file once, in the order named.

    Files of ``but`` are left out where they are not named themselves: what a run writes may lie among its articles.
    Two spellings of a path are one file; two names of one content are two. A document's id is its path
    below the argument in POSIX form, or the path as given where two arguments would give the same one.
    ``expand`` gives the files of an argument, each with that path, where it is more than a path of this machine.
    """
    passing = Passing()
    below: dict[str, str] = {}
    seen: set[str] = set()
    unwanted = {same_place(str(path)) for path in but}
    left_out: dict[str, None] = {}
    for argument in arguments:
        try:
            for path, identity in (expand or files_of)(argument, passing):
                place = same_place(path)
                if place in unwanted and place != same_place(argument):
                    left_out[path] = None
                elif place not in seen:
                    seen.add(place)
                    below[path] = identity
        except InputError as error:
            passing.errors.append(error)
    shared = Counter(below.values())
    return Inputs(
        [
            Input(path, identity if shared[identity] == 1 else path, reading or Reading())
            for path, identity in below.items()
            if _is_text(path)
        ],
        [*passing.errors, *(_unreadable_name(path) for path in below if not _is_text(path))],
        passing.passed_over,
        list(left_out),
    )


def same_place(path: str) -> str:
    """One spelling for all of a path: its folder without links and detours, its own name as it is."""
    return path if path == STDIN else str(Path(os.path.realpath(Path(path).parent), Path(path).name))


def files_of(argument: str, passing: Passing) -> Iterator[tuple[str, str]]:
    """The files that an argument stands for, each with its path below it; raises InputError where there is none."""
    if argument == STDIN:
        yield STDIN, STDIN
        return
    if _is_there(argument):
        yield from _at(Path(argument), passing)
    elif not has_magic(argument):
        raise InputError("not_found", "no such file or folder", argument or '""')
    elif not (found := matching(argument, passing)):
        raise InputError("not_found", "no file matches this pattern", argument)
    else:
        for path in found:
            yield from _at(path, passing)


def _at(path: Path, passing: Passing) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in files_below(path, passing):
            yield file.as_posix(), file.relative_to(path).as_posix()
    else:
        yield path.as_posix(), path.name


def _is_there(path: str) -> bool:
    """Whether anything is at ``path``; raises InputError where that cannot be told."""
    try:
        return path != "" and Path(path).exists()
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), path) from None


def _is_text(path: str) -> bool:
    """Whether a path is text that a record can hold; file systems allow any bytes."""
    return path.isprintable() or path.encode("utf-8", "ignore").decode() == path


def _unreadable_name(path: str) -> InputError:
    shown = path.encode("utf-8", "backslashreplace").decode()
    return InputError("bad_name", "its name is not UTF-8; rename it to have it read", shown)
