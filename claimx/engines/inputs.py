"""The files that a run by an engine is given: on this machine, or below an address."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from claimx.errors import InputError, SettingsError
from claimx.read import Inputs, find_inputs
from claimx.read.addresses import file_system, is_address, reached, reason
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
            paths, errors = _listed(system, root)
    except FileNotFoundError:
        paths, errors = [], []
    except OSError as error:
        raise InputError("unreadable", reason(error), address) from None
    if not paths and not errors:
        raise InputError("not_found", "no file is there", address)
    if paths == [root]:
        yield system.unstrip_protocol(root), PurePosixPath(root).name
        return
    passing.errors += errors
    for below, path in sorted((PurePosixPath(path).relative_to(root).parts, path) for path in paths):
        if any(part.startswith(".") for part in below):
            continue
        if by_ending(path) is None:
            passing.passed_over[ending(path) or "without an ending"] += 1
        elif _leads_to(found := system.unstrip_protocol(path), path):
            yield found, "/".join(below)
        else:
            name = "/".join((address.rstrip("/"), *below))
            passing.errors.append(InputError("bad_name", "no address leads to it; rename it to have it read", name))


def _listed(system: Any, root: str) -> tuple[list[str], list[InputError]]:  # noqa: ANN401 - fsspec is optional
    """The paths of all files at or below ``root``, and an error for each folder that cannot be listed.

    Raises OSError where ``root`` itself cannot be.
    """
    if system.async_impl:
        # Storage of objects has no folders: it names all that begins alike.
        return [root] if system.isfile(root) else system.find(root), []
    if system.info(root)["type"] == "file":
        return [root], []
    entries, errors = system.ls(root, detail=True), []
    paths: list[str] = []
    while entries:
        entry = entries.pop()
        if entry["type"] != "directory":
            paths.append(entry["name"])
            continue
        try:
            with reached():
                entries += system.ls(entry["name"], detail=True)
        except OSError as error:
            errors.append(InputError("unreadable", reason(error), system.unstrip_protocol(entry["name"])))
    return paths, errors


def _leads_to(address: str, path: str) -> bool:
    """Whether workers who are given the address find the file at ``path``: some names are read as more than a path."""
    try:
        return file_system(address)[1] == path
    except SettingsError:
        return False
