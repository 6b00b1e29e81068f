"""Output to standard output, or to a file or folder that is written completely or stays as it was."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from claimx.errors import OutputError

Write = Callable[[bytes], object]


@contextmanager
def open_output(path: Path | None, *, inputs: Iterable[Path] = (), force: bool = False) -> Iterator[Write]:
    """A function that writes bytes to ``path``, or to standard output when it is None.

    A file gets them when the block ends without an error, all at once; until then they are in a file without a
    name, so that nothing is left over when the program is killed. A link stays one, and what it leads to is
    written; mode and owner of a file stay. A device or a pipe is written to as the bytes come. Raises OutputError
    where that cannot be, and for one of ``inputs`` unless ``force`` is given.
    """
    if path is None:
        with _told("standard output"):
            write = sys.stdout.buffer.write
        yield _telling(write, "standard output")
        with _told("standard output"):
            sys.stdout.buffer.flush()
        return
    with _told(str(path)):
        target = Path(os.path.realpath(path))
        _check(path, target, inputs, force)
        streamed = path.is_relative_to("/dev") or (target.exists() and not target.is_file())
        file = _stream(path) if streamed else tempfile.TemporaryFile(dir=target.parent)  # noqa: SIM115 - closed below
    try:
        yield _telling(file.write, str(path))
        with _told(str(path)):
            file.flush()
            if not streamed:
                _put(file, target)
    finally:
        # What could not be written stays in the buffer, and closing would try again.
        with suppress(OSError):
            file.close()


def _telling(write: Write, name: str) -> Write:
    def told(data: bytes) -> object:
        with _told(name):
            return write(data)

    return told


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Turn what the system says against writing to ``name`` into an OutputError; a closed pipe is another matter."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"cannot write {name}: {error.strerror or error}") from None


def _check(path: Path, target: Path, inputs: Iterable[Path], force: bool) -> None:
    """Raise OutputError for a path that must not be written to."""
    if target.is_dir():
        raise OutputError(f"cannot write {path}: it is a folder")
    if not target.exists():
        return
    if not os.access(target, os.W_OK):
        raise OutputError(f"cannot write {path}: Permission denied")
    if not force and any(source.exists() and source.samefile(target) for source in inputs):
        raise OutputError(f"cannot write {path}: it is one of the inputs; --force replaces it")


def _stream(path: Path) -> BinaryIO:
    """A device or pipe, opened as it is; what stands in a file that ``/dev/stdout`` leads to stays in front."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_APPEND), "wb")


def _put(file: BinaryIO, target: Path) -> None:
    """Make ``target`` hold what ``file`` holds: by a rename, or in place where that would take its owner or a link."""
    file.seek(0)
    before = target.stat() if target.exists() else None
    handle, name = tempfile.mkstemp(prefix=".claimx.", dir=target.parent)
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as copy:
            shutil.copyfileobj(file, copy)
        if before is None:
            beside.chmod(0o666 & ~_umask())
            beside.replace(target)
        elif before.st_nlink == 1 and _give(beside, before):
            beside.replace(target)
        else:
            shutil.copyfile(beside, target)
    finally:
        beside.unlink(missing_ok=True)


def _give(beside: Path, before: os.stat_result) -> bool:
    """Give a new file the owner and mode that were ``before``; False where that is not allowed."""
    if hasattr(os, "chown"):
        try:
            os.chown(beside, before.st_uid, before.st_gid)
        except PermissionError:
            return False
    beside.chmod(before.st_mode & 0o7777)
    return True


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
        with _told(str(path)):
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
