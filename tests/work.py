"""Work counted instead of timed, so that a slow or loaded machine cannot fail a test."""

from __future__ import annotations

import gc
import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of Python ``call`` runs, each turn of a loop or comprehension counted."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event in ("call", "line")
        return trace

    before = sys.gettrace()
    with _uncollected():
        sys.settrace(trace)
        try:
            call()
        finally:
            sys.settrace(before)
    return count


def calls_made(call: Callable[[], object]) -> int:
    """How many functions ``call`` calls, of Python and of C: coarser than ``lines_run``, and many times as fast."""
    count = 0

    def profile(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    with _uncollected():
        sys.setprofile(profile)
        try:
            call()
        finally:
            sys.setprofile(before)
    return count


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing is collected meanwhile: what that runs at a moment of its own would be counted too."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def exponent(size: int, cost: Callable[[int], float], *, of: Callable[[list[float]], float] = max) -> float:
    """How ``cost`` grows with its argument: 1 with the size, 2 with its square; the worse ``of`` two doublings.

    What does not grow at all is left out, since it is in every cost; so is what is kept after the first time, which
    the largest size is run once more for: what it is made of holds what the others are made of.
    """
    sizes = [size * factor for factor in (1, 2, 4, 8)]
    cost(sizes[-1])
    first, second, third, fourth = map(cost, sizes)
    return of([_exponent(second - first, third - second), _exponent(third - second, fourth - third)])


def _exponent(before: float, after: float) -> float:
    """How a growth goes on where the size has doubled; 0 where nothing grows any more."""
    if after <= 0:
        return 0
    return math.log2(after / before) if before > 0 else math.inf
