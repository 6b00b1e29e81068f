"""The files that a run by an engine is given: on this machine, or below an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from claimx.errors import InputError, SettingsError
from claimx.read import Inputs, find_inputs
from claimx.read.addresses import file_system, is_address, reached
from claimx.read.formats import by_ending, ending
from claimx.read.paths import files_of
from claimx.read.walking import Passing
from claimx.reading import Reading


def find(arguments: Iterable[str], reading: Reading) -> Inputs:
    """The files that ``arguments`` stand for, as ``claimx.read.find_inputs`` finds them, also below addresses.

    Raises SettingsError for what only one process can read: standard input, and pipes.
    """
    inputs = find_inputs(arguments, reading, expand=_expand)
    for item in inputs.files:
        if not is_address(item.path) and not Path(item.path).is_file():
            raise SettingsError(f"--engine: {item.path} is no file that every worker can open")
    return inputs


def _expand(argument: str, passing: Passing) -> Iterator[tuple[str, str]]:
    return _files_at(argument, passing) if is_address(argument) else files_of(argument, passing)


def _files_at(address: str, passing: Passing) -> Iterator[tuple[str, str]]:
    """The files at or below an address whose ending tells a format, sorted by the parts of their paths; none hidden."""
    system, root = file_system(address)
    try:
        with reached():
            paths = [root] if system.isfile(root) else system.find(root)
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), address) from None
    if not paths:
        raise InputError("not_found", "no file is there", address)
    if paths == [root]:
        yield system.unstrip_protocol(root), PurePosixPath(root).name
        return
    for below, path in sorted((PurePosixPath(path).relative_to(root).parts, path) for path in paths):
        if any(part.startswith(".") for part in below):
            continue
        if by_ending(path) is None:
            passing.passed_over[ending(path) or "without an ending"] += 1
        else:
            yield system.unstrip_protocol(path), "/".join(below)
