"""Everything said to people goes to standard error; standard output carries data only."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO, TypeVar

import typer
from typer.models import OptionInfo

from claimx.errors import InputError, SettingsError
from claimx.escaping import log_line
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.read import Inputs
    from claimx.settings import Settings

# Set by the options --debug and --quiet.
debug = False
quiet = False
# A handle on the null device, opened before handles may have become too few.
nowhere = -1

FINDINGS = 1
READ_FAILED = 3

Item = TypeVar("Item")

Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Articles: files (text, JSON Lines, HTML, mail, tables …), folders, globs, or - for standard input.",
        show_default=False,
    ),
]

# Options that mean the same in every command that has them.
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file, complete or not at all.", show_default=False),
]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="Let the output replace one of the inputs, or a speakers file that was edited by hand."
    ),
]
AllowEmpty = Annotated[
    bool, typer.Option("--allow-empty", help="Let a run that found nothing to look at pass; else it exits with 2.")
]
Jobs = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", min=0, help="Spread articles over this many processes; 0: as many as there are cores."
    ),
]
NerModel = Annotated[
    str | None, typer.Option(help="Installed spaCy pipeline whose ner finds names.", show_default=False)
]


def format_option(names: Iterable[str], usual: str) -> OptionInfo:
    """The option ``--format`` of a command that writes in the formats ``names``."""
    *most, last = names
    help_ = f"{', '.join(most)} or {last}. By default what the name of the output ends in, or {usual}."
    option: OptionInfo = typer.Option("--format", help=help_, show_default=False)
    return option


def usual_format(output: Path | None, else_: str) -> str:
    """What is written where neither ``--format`` nor an ending says: a table on a terminal, else ``else_``."""
    return "table" if output is None and sys.stdout.isatty() else else_


def complain(message: str) -> None:
    """One line that says what went wrong."""
    _say(f"claimx: error: {message}")


def note(message: str) -> None:
    """One line that is good to know."""
    if not quiet:
        _say(f"claimx: {message}")


def _say(line: str) -> None:
    # A path may hold a line end, and what the terminal's encoding cannot show.
    shown = log_line(line.replace("\n", " ")).encode(sys.stderr.encoding or "utf-8", "backslashreplace")
    try:
        print(shown.decode(sys.stderr.encoding or "utf-8"), file=sys.stderr)  # noqa: T201 - this is the console
    except OSError:
        # The reader of standard error is gone; findings and exit code stay the same.
        abandon(sys.stderr)


def abandon(stream: TextIO) -> None:
    """Send everything that is still written to ``stream`` nowhere, so that Python can end without an error."""
    os.dup2(nowhere, stream.fileno())


@contextmanager
def writing(
    output: Path | None,
    *,
    inputs: Inputs,
    force: bool,
    also: Iterable[Path | None] = (),
    if_ended: str = "nothing of this run is kept",
) -> Iterator[Callable[[bytes], object]]:
    """A function that writes bytes to ``output``, or to standard output when that is None.

    A file holds them when the block ends without an error, else it stays as it was, which people are told of when
    they end the run, and ``if_ended`` with it. One of ``inputs``, or of the files that are read ``also``, is replaced
    only by ``force``.
    """
    from claimx.write.output import open_output

    read = [*(Path(file.path) for file in inputs.files), *filter(None, also)]
    try:
        with open_output(output, inputs=read, force=force) as write:
            yield write
    except KeyboardInterrupt:
        if output is not None:
            note(f"{output} stays as it was; {if_ended}")
        raise


def choices(values: str | Sequence[str] | None, allowed: Sequence[str], option: str) -> frozenset[str] | None:
    """The ``values`` of ``option``, given several times or parted by commas, as a set; None when it was not given.

    Raises SettingsError for one that is not in ``allowed``.
    """
    if values is None:
        return None
    chosen = listed(values)
    if not chosen:
        raise SettingsError(f"{option}: name at least one of {', '.join(allowed)}")
    for part in chosen:
        if part not in allowed:
            raise SettingsError(f"{option}: {part!r} is not one of {', '.join(allowed)}")
    return frozenset(chosen)


def listed(values: str | Sequence[str]) -> list[str]:
    """The parts of an option that was given several times, or with commas in it."""
    several = [values] if isinstance(values, str) else values
    return [part.strip() for value in several for part in value.split(",") if part.strip()]


def settings(**options: object) -> Settings:
    """The settings of this run, and a line that says which file they are from."""
    from claimx.settings import Settings

    found = Settings.find(None, **options)
    note_settings()
    return found


def note_settings() -> None:
    """Say which file the settings are from, where they are from one."""
    from claimx.settings import settings_file

    file = settings_file(Path.cwd())
    if file is not None:
        note(f"settings from {file}")


def find(
    paths: Iterable[str], output: Path | None = None, *, reading: Reading | None = None, force: bool = False
) -> Inputs:
    """The inputs that ``paths`` stand for, without what an earlier run wrote to ``output`` in a folder of theirs.

    An article that ``output`` names is an input like any other, and no run replaces it unless it is told to.
    """
    from claimx.read import Source, find_inputs, read_input
    from claimx.read.paths import Input

    if output is None or not output.is_file():
        return find_inputs(paths, reading)
    there = read_input(Input(str(output), output.name, reading or Reading()), say=lambda *_: None)
    is_article = any(isinstance(source, Source) and source.text.strip() for source in there)
    return find_inputs(paths, reading, but=[] if is_article and not force else [output])


def note_passed_over(inputs: Inputs) -> None:
    """Say how many files of the folders were not read, by kind, or that there was nothing to read at all."""
    if inputs.passed_over:
        total = inputs.passed_over.total()
        kinds = ", ".join(f"{count} {kind}" for kind, count in inputs.passed_over.most_common())
        note(f"{total} {'file' if total == 1 else 'files'} passed over: {kinds}")
    for path in inputs.left_out:
        note(f"{path}: not read, since it is written to")
    if not inputs.files and not inputs.errors:
        note("nothing to read: no file of a kind that is read there")


class Notes(logging.Handler):
    """A handler that shows what other modules log, one line a message."""

    def emit(self, record: logging.LogRecord) -> None:
        """Say it, in one line."""
        note(record.getMessage())


class Failures:
    """Inputs that could not be read: each is one line at once, and together they decide the exit code.

    ``done`` counts the articles and records that were read.
    """

    def __init__(self) -> None:
        self.count = self.done = 0

    def add(self, error: InputError) -> None:
        """Say what could not be read, and remember that something could not."""
        self.count += 1
        complain(str(error))

    def without(self, outcomes: Iterable[Item | InputError]) -> Iterator[Item]:
        """``outcomes`` without the inputs that could not be read, each of which is told of."""
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                self.add(outcome)
            else:
                self.done += 1
                yield outcome

    def exit_if_nothing_read(self, inputs: Inputs) -> None:
        """End before anything is written where there is nothing to write: no file is replaced by an empty one."""
        if not inputs.files or (self.count and not self.done):
            note_passed_over(inputs)
            raise typer.Exit(READ_FAILED if self.count else 0)

    def exit_if_nothing_checked(self, inputs: Inputs, *, allow_empty: bool) -> None:
        """End where nothing was looked at, unless that is allowed: a check of nothing says nothing."""
        if not self.done and not (allow_empty and not self.count):
            note_passed_over(inputs)
            if self.count:
                raise typer.Exit(READ_FAILED)
            raise SettingsError("nothing was checked; --allow-empty lets that pass")

    def exit_if_any(self) -> None:
        """End with exit code 3 when an input could not be read."""
        if self.count:
            raise typer.Exit(READ_FAILED)
