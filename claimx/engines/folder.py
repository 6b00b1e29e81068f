"""The folder that a run by an engine writes, on this machine or at an address: every file in it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from claimx.errors import OutputError
from claimx.read.addresses import file_system, is_address, reached, reason

# What is not data: hidden, so that whoever reads the folder passes it over.
OWN = ".claimx"
_UNFINISHED = f"{OWN}/unfinished"


class Folder:
    """The folder at ``place``, a path or an address; raises OutputError where it cannot be read or written."""

    def __init__(self, place: str) -> None:
        self.place = place if is_address(place) else str(Path(place).absolute())
        self._system, self._root = file_system(self.place)

    def is_free(self) -> bool:
        """Whether the folder is missing or holds nothing but what claimx wrote."""
        with self._told(), reached():
            there = self._system.ls(self._root, detail=False) if self._system.exists(self._root) else []
            return all(path.rstrip("/").endswith(f"/{OWN}") for path in there)

    def read(self, name: str) -> bytes | None:
        """The bytes of a file in the folder; None where it is missing."""
        with self._told(), reached():
            try:
                data: bytes = self._system.cat_file(self._path(name))
            except FileNotFoundError:
                return None
            return data

    def read_all(self, below: str) -> list[bytes]:
        """The bytes of all files in a folder inside it, sorted by name; none where that folder is missing."""
        with self._told(), reached():
            self._system.invalidate_cache()
            paths = self._system.find(self._path(below))
            found: dict[str, bytes] = self._system.cat(paths) if paths else {}
            return [found[path] for path in sorted(found)]

    @contextmanager
    def writing(self, name: str) -> Iterator[Callable[[bytes], object]]:
        """A function that writes bytes to a file of the folder.

        The file appears, complete, when the block ends without an error.
        """
        beside = self._path(f"{_UNFINISHED}/{name.rpartition('/')[2]}.{uuid4().hex}")
        with self._told():
            with reached():
                self._make_folder_of(beside)
                self._make_folder_of(self._path(name))
                file = self._system.open(beside, "wb")
            try:
                yield partial(_write, file)
            finally:
                with reached():
                    file.close()
            with reached():
                self._put(beside, self._path(name))

    def clear(self) -> None:
        """Remove what an earlier run was writing when it was ended."""
        with self._told(), reached():
            if self._system.exists(self._path(_UNFINISHED)):
                self._system.rm(self._path(_UNFINISHED), recursive=True)

    def _path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _put(self, beside: str, path: str) -> None:
        try:
            self._system.mv(beside, path)
        except FileExistsError:
            # HDFS puts no file in the place of another. One that is written again was not noted as done: it counts
            # for nothing, also where this ends between the two.
            self._system.rm(path)
            self._system.mv(beside, path)

    def _make_folder_of(self, path: str) -> None:
        self._system.makedirs(path.rpartition("/")[0], exist_ok=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"cannot write {self.place}: {reason(error)}") from None

    def __reduce__(self) -> tuple[Any, ...]:
        # A file system is made anew where it is used.
        return Folder, (self.place,)


def _write(file: Any, data: bytes) -> None:  # noqa: ANN401 - each file system has a class of its own
    with reached():
        file.write(data)
