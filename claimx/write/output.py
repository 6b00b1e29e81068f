"""Where records go: standard output, or a file or folder that appears only when it is complete."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from claimx.errors import OutputError


@contextmanager
def open_output(path: Path | None) -> Iterator[Callable[[bytes], object]]:
    """A function that writes bytes to ``path``, or to standard output when it is None.

    A file is written beside its place and renamed when the block ends without an error, so that nobody ever
    reads half of one. Raises OutputError when that cannot be.
    """
    if path is None:
        yield sys.stdout.buffer.write
        sys.stdout.buffer.flush()
        return
    if path.is_dir():
        raise OutputError(f"cannot write {path}: it is a folder")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file.write
        temporary.chmod(0o666 & ~_umask())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


@contextmanager
def open_folder(path: Path) -> Iterator[Callable[[str, bytes], object]]:
    """A function that writes a file of the new folder ``path``, by its name.

    As with a file, the folder appears when the block ends without an error. Raises OutputError when that cannot be,
    and where there is something already: files of an earlier run would be taken for those of this one.
    """
    if path.exists():
        raise OutputError(f"cannot write {path}: it is there already")
    try:
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}.", dir=path.parent))
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from None
    try:
        yield lambda name, data: (temporary / name).write_bytes(data)
        temporary.chmod(0o777 & ~_umask())
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _umask() -> int:
    # The only portable way to read it is to set it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
