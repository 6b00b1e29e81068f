"""How far a run over many files is: a bar on a terminal, else a line now and then, and a line at the end."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from types import TracebackType
from typing import TYPE_CHECKING, Annotated, Any, Self

import typer

from claimx.cli import console

if TYPE_CHECKING:
    from claimx.read.paths import Input
    from claimx.write.article_records import ArticleRecords

PROGRESS_STYLES = ("auto", "bar", "plain", "none")
# Seconds between two lines, and before a run that is not watched says anything.
PAUSE = 30.0

ProgressStyle = Annotated[
    str,
    typer.Option(
        help="Show how far it is: bar, plain (a line every 30 seconds), none; auto: a bar on a terminal, else plain."
    ),
]


class Progress:
    """Counts what a run has done, and shows it while it is entered.

    There are ``total`` files to come, or partitions (``what``); ``failures`` counts what could not be read of them,
    and ``clock`` gives seconds. A short run that nobody watches says nothing.
    """

    def __init__(
        self,
        style: str,
        total: int,
        failures: console.Failures,
        clock: Callable[[], float] = time.monotonic,
        *,
        what: str = "file",
    ) -> None:
        console.choices(style, PROGRESS_STYLES, "--progress")
        self._total, self._failures, self._clock, self._what = total, failures, clock, what
        watched = sys.stderr is not None and sys.stderr.isatty()
        self._bar = _Bar(total) if style == "bar" or (style == "auto" and watched) else None
        self._silent = style == "none"
        self._speaks = style in ("bar", "plain") or watched
        self.articles = self.records = 0
        self._begun = self._said = clock()
        self._place, self._number = "", 0

    def __enter__(self) -> Self:
        """Begin to show."""
        if self._bar is not None:
            self._bar.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it with a line that sums it up, where anything was shown."""
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)
        seconds = self._clock() - self._begun
        if not self._silent and (self._speaks or seconds >= PAUSE):
            errors = _counted(self._failures.count, "error")
            console.note(f"{self._done()}, {errors}, {seconds:.1f} seconds, {self._rate()}")

    def reading(self, files: Iterable[Input]) -> Iterator[Input]:
        """The files, one after the other, as they come to be read."""
        for file in files:
            self.reach(file.path)
            yield file

    def reach(self, place: str) -> None:
        """Come to the next file or partition, which is called ``place``."""
        self._number, self._place = self._number + 1, place

    def counting(self, articles: Iterable[ArticleRecords]) -> Iterator[ArticleRecords]:
        """``articles``, each of which is counted as it comes."""
        for article in articles:
            self.add(len(article.records))
            yield article

    def add(self, records: int, articles: int = 1) -> None:
        """Count ``articles`` with their ``records``, and show how far it is."""
        self.articles += articles
        self.records += records
        if self._bar is not None:
            self._bar.show(self._number, f"{self._done()}, {self._rate()}", self._place)
        elif not self._silent and self._clock() - self._said >= PAUSE:
            self._said = self._clock()
            where = f"{self._what} {self._number} of {self._total}: {self._place}"
            console.note(f"{self._done()}, {self._rate()}, at {where}")

    def _done(self) -> str:
        return f"{_counted(self.articles, 'article')}, {_counted(self.records, 'record')}"

    def _rate(self) -> str:
        return f"{self.articles / max(self._clock() - self._begun, 1e-9):.1f} articles a second"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


class _Bar:
    """The bar of rich, made when it is shown: rich is not imported before there is work."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._shown: AbstractContextManager[Any] = nullcontext()

    def __enter__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[done]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[file]}", markup=False),
        )
        self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._shown.add_task("", total=self._total, done="", file="")
        self._shown.__enter__()

    def __exit__(self, *raised: object) -> None:
        self._shown.__exit__(*raised)  # type: ignore[arg-type]  # what a with statement gives

    def show(self, number: int, done: str, file: str) -> None:
        """Move on to the file with that ``number``."""
        self._shown.update(self._task, completed=number, done=done, file=file)  # type: ignore[attr-defined]
