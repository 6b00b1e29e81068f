"""Worker processes, each with one article at a time: one that is killed costs its article, and all end with the run.

A pool of the standard library loses everything when one of its processes is killed, since it does not know which
article it had, and its processes outlive a parent that is killed. Nothing heavy is imported here, so that a
process watches for the end of its parent from its first moment on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Generic, TypeVar

from claimx.errors import InputError
from claimx.read import Source

Result = TypeVar("Result")
Work = Callable[[Source], Result]

# Articles handed out ahead of the one that is waited for, for each worker: enough to keep all busy, few enough to hold.
_AHEAD = 8
# The most characters that their texts may have together, as long as there is more than one.
_CHARACTERS_AHEAD = 1 << 24
# Seconds for a process that has closed its end to be gone.
_PATIENCE = 5
# Spawned, not forked: ONNX Runtime does not survive a fork.
_CONTEXT = multiprocessing.get_context("spawn")


def in_workers(
    work: Work[Result], sources: Iterable[Source | InputError], number: int
) -> Iterator[Result | InputError]:
    """What ``work`` makes of each source, in their order, by ``number`` processes; an InputError is passed through.

    Where a process is killed, an InputError (``killed``) stands for the article it had, and another process takes
    its place. What ``work`` raises is raised here.
    """
    crew = [_Worker(work) for _ in range(number)]
    try:
        yield from _spread(crew, sources)
    finally:
        for worker in crew:
            worker.end()


def _spread(crew: list[_Worker[Result]], sources: Iterable[Source | InputError]) -> Iterator[Result | InputError]:
    queue = enumerate(sources)
    done: dict[int, Result | InputError] = {}
    # How long the articles are that were handed out and not passed on, by their place.
    ahead: dict[int, int] = {}
    passed_on = 0
    more = True
    while more or ahead:
        idle = [worker for worker in crew if worker.source is None]
        while more and idle and len(ahead) < len(crew) * _AHEAD and sum(ahead.values()) < _CHARACTERS_AHEAD:
            item = next(queue, None)
            if item is None:
                more = False
                break
            place, source = item
            if isinstance(source, InputError):
                ahead[place], done[place] = 0, source
            else:
                ahead[place] = len(source.text)
                idle.pop().give(place, source)
        if ahead and passed_on not in done:
            busy = {worker.connection: worker for worker in crew if worker.source is not None}
            for connection in wait(list(busy)):
                worker = busy[connection]  # type: ignore[index]  # wait gives back what it was given
                place = worker.place
                done[place] = worker.take()
        while passed_on in done:
            del ahead[passed_on]
            yield done.pop(passed_on)
            passed_on += 1


class _Worker(Generic[Result]):
    """One process, and the article it has (None when it waits for one) with the place of that among all."""

    def __init__(self, work: Work[Result]) -> None:
        self._work = work
        self.place = -1
        self._start()

    def _start(self) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        # Python ends daemons with itself, however it ends.
        self._process = _CONTEXT.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self.source: Source | None = None
        self.connection.send(self._work)

    def give(self, place: int, source: Source) -> None:
        try:
            self.connection.send(source)
        except OSError:
            # It was killed while it had nothing to do.
            self._start()
            self.connection.send(source)
        self.place, self.source = place, source

    def take(self) -> Result | InputError:
        """The result of the work on the article; raises what the work raised."""
        source, self.source = self.source, None
        if source is None:
            raise AssertionError("a worker without an article has nothing to give")
        try:
            answer: Result | _Raised = self.connection.recv()
        except (EOFError, OSError):
            ended = self._how_it_ended()
            self._start()
            message = f"the process that worked on it was ended ({ended}); is there enough memory?"
            return InputError("killed", message, source.path or source.id)
        if isinstance(answer, _Raised):
            raise answer.error
        return answer

    def end(self) -> None:
        """End the process, whatever it is doing."""
        self.connection.close()
        self._process.kill()
        self._process.join()

    def _how_it_ended(self) -> str:
        self._process.join(_PATIENCE)
        code = self._process.exitcode
        self.end()
        return f"exit code {code}" if code is None or code >= 0 else signal.Signals(-code).name


class _Raised:
    """An exception of the work on an article, on its way to the parent process."""

    def __init__(self, error: BaseException) -> None:
        self.error = error


def _serve(connection: Connection) -> None:
    """Receive the work, then one article after another, and send back what becomes of each."""
    # Ctrl-C reaches every process of a terminal; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        work: Work[object] = connection.recv()
        while True:
            connection.send(_answer(work, connection.recv()))
    except (EOFError, OSError):
        return  # the parent has closed its end


def _answer(work: Work[object], source: Source) -> object:
    try:
        return work(source)
    except Exception as error:
        return _Raised(error)


def _end_with_parent() -> None:
    """End this process as soon as its parent is gone, also in the middle of an article."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
