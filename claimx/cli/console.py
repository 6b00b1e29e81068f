"""Everything said to people goes to standard error; standard output carries data only."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from claimx.errors import InputError, SettingsError
from claimx.escaping import log_line

if TYPE_CHECKING:
    from claimx.read import Inputs

# Set by the option --debug.
debug = False

FINDINGS = 1
READ_FAILED = 3

Item = TypeVar("Item")

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Files (.txt, .md, .jsonl), folders, globs, or - for one article on standard input.",
        show_default=False,
    ),
]

# Options that mean the same in every command that has them.
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, complete or not at all.", show_default=False),
]
Jobs = Annotated[int, typer.Option("--jobs", "-j", min=1, help="Spread articles over this many processes.")]
NerModel = Annotated[
    str | None, typer.Option(help="Installed spaCy pipeline whose ner finds names.", show_default=False)
]


def complain(message: str) -> None:
    """One line that says what went wrong."""
    _say(f"claimx: error: {message}")


def note(message: str) -> None:
    """One line that is good to know."""
    _say(f"claimx: {message}")


def _say(line: str) -> None:
    # A path may hold a line end, and what the terminal's encoding cannot show.
    shown = log_line(line.replace("\n", " ")).encode(sys.stderr.encoding or "utf-8", "backslashreplace")
    print(shown.decode(sys.stderr.encoding or "utf-8"), file=sys.stderr)  # noqa: T201 - this is the console


def choices(value: str | None, allowed: Sequence[str], option: str) -> frozenset[str] | None:
    """The comma-separated ``value`` of ``option`` as a set, None when it was not given.

    Raises SettingsError for one that is not in ``allowed``.
    """
    if value is None:
        return None
    chosen = [part.strip() for part in value.split(",") if part.strip()]
    if not chosen:
        raise SettingsError(f"{option}: name at least one of {', '.join(allowed)}")
    for part in chosen:
        if part not in allowed:
            raise SettingsError(f"{option}: {part!r} is not one of {', '.join(allowed)}")
    return frozenset(chosen)


def note_passed_over(inputs: Inputs) -> None:
    """Say how many files of the folders were not read, by kind, or that there was nothing to read at all."""
    if inputs.passed_over:
        total = inputs.passed_over.total()
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(inputs.passed_over.items()))
        note(f"passed over {total} {'file' if total == 1 else 'files'}: {kinds}")
    if not inputs.files and not inputs.errors:
        note("nothing to read: no .txt, .md or .jsonl file there")


class Failures:
    """Inputs that could not be read: each is one line at once, and together they decide the exit code."""

    def __init__(self) -> None:
        self.count = 0

    def add(self, error: InputError) -> None:
        """Say what could not be read, and remember that something could not."""
        self.count += 1
        complain(str(error))

    def without(self, outcomes: Iterable[Item | InputError]) -> Iterator[Item]:
        """``outcomes`` but for those that could not be read, which people are told of."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self.add(outcome)
            else:
                yield outcome

    def exit_if_any(self) -> None:
        """End with exit code 3 when an input could not be read."""
        if self.count:
            raise typer.Exit(READ_FAILED)


def progress(items: Sequence[Item]) -> Iterable[Item]:
    """``items`` with a bar on standard error, if that is a terminal and there is more than one to wait for."""
    if len(items) < 2 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description="Reading", console=Console(stderr=True), transient=True)
