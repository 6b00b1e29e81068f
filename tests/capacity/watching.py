"""A run of some program, watched from outside: how long it took, what it cost, and how much memory it held."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil

# Seconds between two looks at the processes of a run.
_PAUSE = 0.5
# Spark's workers are this Python's, and Ray tells nobody of itself.
_SURROUNDINGS = {"PYSPARK_PYTHON": sys.executable, "RAY_USAGE_STATS_ENABLED": "0"}


@dataclass(slots=True)
class Watched:
    """What was seen of a run: ``seconds`` by the clock, and the ``peak`` of bytes that its processes held together.

    A page that processes share is counted once. ``others`` is how many cores other programs had at the same time.
    """

    seconds: float = 0.0
    peak: int = 0
    others: float = 0.0
    _spent: dict[int, float] = field(default_factory=dict)

    @property
    def core_seconds(self) -> float:
        """Seconds of processor time in all processes of the run, but for the last half second of each."""
        return sum(self._spent.values())

    def look(self, run: psutil.Process) -> None:
        """Add what the processes of ``run`` hold and have spent by now."""
        held = 0
        for process in _family(run):
            try:
                held += _held(process)
                times = process.cpu_times()
            except (psutil.Error, OSError):  # it has ended since
                continue
            self._spent[process.pid] = times.user + times.system
        self.peak = max(self.peak, held)


def watch(command: Sequence[str], folder: Path) -> Watched:
    """Run ``command`` in ``folder`` to its end; raises SystemExit with what it said where it fails."""
    watched = Watched()
    with (folder / "said.txt").open("w+", encoding="utf-8", errors="replace") as said, _timed(watched):
        run = psutil.Popen(command, cwd=folder, stdout=said, stderr=said, env=os.environ | _SURROUNDINGS)
        while run.poll() is None:
            watched.look(run)
            time.sleep(_PAUSE)
        if run.returncode:
            said.seek(0)
            raise SystemExit(f"{command[:3]} ended with {run.returncode}: {said.read()[-2000:]}")
    return watched


@contextmanager
def _timed(watched: Watched) -> Iterator[None]:
    begun, busy = time.monotonic(), _busy()
    yield
    watched.seconds = time.monotonic() - begun
    watched.others = max(0.0, _busy() - busy - watched.core_seconds) / watched.seconds


def _family(run: psutil.Process) -> list[psutil.Process]:
    try:
        return [run, *run.children(recursive=True)]
    except psutil.Error:
        return []


def _held(process: psutil.Process) -> int:
    """The bytes that a process holds in memory, its share of those that others hold too."""
    summary = Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii")
    return int(re.findall(r"^Pss: +(\d+) kB$", summary, re.MULTILINE)[0]) << 10


def _busy() -> float:
    """Seconds of processor time that all programs have had since the machine was started."""
    times = psutil.cpu_times()
    return float(times.user + times.nice + times.system)
