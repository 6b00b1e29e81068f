"""How a run ends: which exit code an error has, what is said of it, and what a signal does."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

import typer
from typer.exceptions import TyperException

from claimx.cli import console
from claimx.errors import ClaimxError, InputError

USAGE = 2
# A shell says of a command that a signal ended this and the signal's number.
_ENDED_BY = 128
INTERRUPTED = _ENDED_BY + signal.SIGINT


def fill_standard_streams() -> None:
    """Open what is closed of standard input, output and error on nothing.

    Else the next file that is opened gets the number of the closed one, and what a library writes there lands in it.
    """
    while (handle := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(handle, True)
    console.nowhere = handle


class Ending:
    """The end of one run. SIGTERM and a closed terminal act as Ctrl-C does, so that all is left in order."""

    def __init__(self) -> None:
        self.received: int | None = None
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            # Windows has no SIGHUP; what a caller ignores (nohup) stays ignored.
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._receive)

    def _receive(self, number: int, frame: FrameType | None) -> None:
        # Once is enough: a second signal must not disturb the putting in order.
        for other in ("SIGINT", "SIGTERM", "SIGHUP"):
            if hasattr(signal, other):
                signal.signal(getattr(signal, other), signal.SIG_IGN)
        self.received = number
        raise KeyboardInterrupt

    def code_for(self, error: BaseException) -> int:
        """The exit code for ``error``, which people are told of in a line."""
        if self.received is not None:
            console.complain(f"ended by {signal.Signals(self.received).name}")
            return _ENDED_BY + self.received
        if isinstance(error, BrokenPipeError | SystemExit):
            # The reader has seen enough (rich raises SystemExit for that while it prints help).
            console.abandon(sys.stdout)
            return 0
        if isinstance(error, KeyboardInterrupt | typer.Abort):
            return INTERRUPTED
        message = _told(error)
        if message is None:
            raise error
        console.complain(message)
        _let_go_of_output()
        return console.READ_FAILED if isinstance(error, InputError) else USAGE


def _let_go_of_output() -> None:
    """Drop what a full disk did not take: Python would try again as it ends, and change the exit code."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        console.abandon(sys.stdout)


def _told(error: BaseException) -> str | None:
    """The line for an error that the user or the machine caused; None for a fault of claimx."""
    if isinstance(error, TyperException):
        return error.format_message()
    if isinstance(error, ClaimxError):
        return str(error)
    if isinstance(error, MemoryError):
        return "there is not enough memory"
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return f"{place}{error.strerror or error}"
    return None
