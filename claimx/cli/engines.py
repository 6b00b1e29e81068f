"""Options of ``claimx extract`` for a run on an engine, and that run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimx.cli import console
from claimx.cli.progress import Progress
from claimx.errors import ClaimxError, InputError, SettingsError
from claimx.reading import Reading

if TYPE_CHECKING:
    from claimx.engines.work import Done
    from claimx.people import KnownSpeakers
    from claimx.selection import Selection
    from claimx.settings import Settings
    from claimx.write.formats import Format

# Small enough that a killed worker costs little work, and large enough for output files that are read fast.
PARTITION_BYTES = 1 << 20

EngineName = Annotated[
    str | None,
    typer.Option(
        "--engine",
        help="ray or dask spreads the work: into partitions in the folder of --output. A run that ended goes on from "
        "what is there when the command is given again.",
        show_default=False,
    ),
]
Address = Annotated[
    str | None,
    typer.Option(help="The cluster of the engine; else one of --jobs processes on this machine.", show_default=False),
]
PartitionBytes = Annotated[int, typer.Option(min=1, help="With --engine: about how much a partition reads.")]


def refuse_with_engine(options: Mapping[str, object]) -> None:
    """Raise SettingsError where an option is given that a run by an engine does not have."""
    for name, value in options.items():
        if value:
            raise SettingsError(f"{name}: not with --engine")


def refuse_without_engine(address: str | None, size: int) -> None:
    """Raise SettingsError where an option is given that means nothing without an engine."""
    if address is not None or size != PARTITION_BYTES:
        raise SettingsError(f"--{'partition-bytes' if address is None else 'address'}: is for --engine")


def with_engine(
    name: str,
    paths: list[str],
    output: str | None,
    format_: Format,
    *,
    asked: tuple[Settings, Selection, KnownSpeakers],
    reading: Reading,
    size: int,
    address: str | None,
    jobs: int,
    progress: str,
) -> None:
    """Spread the articles of ``paths`` by the engine called ``name``, and write their partitions to ``output``."""
    from claimx.engines import Folder, Work, begin, choose_engine, find, written_as
    from claimx.extraction import cores

    engine = choose_engine(name)
    if output is None:
        raise SettingsError("--output: an engine writes a folder; say where")
    inputs = find(paths, reading)
    failures = console.Failures()
    if not inputs.files:
        for error in inputs.errors:
            failures.add(error)
        failures.exit_if_nothing_read(inputs)
    work = Work(Folder(output), written_as(format_.name).name, *asked, home=str(Path.cwd()))
    run = begin(work, inputs, size)
    if run.done:
        console.note(f"{len(run.done)} of {len(run.partitions)} partitions were done before")
    for done in run.done:
        _tell(done, failures)
    with Progress(progress, len(run.left), failures, what="partition") as shown:
        for partition, outcome in engine.spread(work, run.left, address, jobs or cores()) if run.left else ():
            shown.reach(partition.name)
            if isinstance(outcome, Exception):
                failures.add(_lost(partition.name, outcome))
            else:
                _tell(outcome, failures)
                shown.add(outcome.records, outcome.articles)
    work.folder.clear()
    console.note_passed_over(inputs)
    failures.exit_if_any()


def _tell(done: Done, failures: console.Failures) -> None:
    """Say what could not be read of a partition, and what was odd."""
    for error in done.errors:
        failures.add(error.as_input_error())
    for note in done.notes:
        console.note(note)


def _lost(name: str, reason: Exception) -> InputError:
    """The line for a partition that no worker finished; the next run takes it up.

    Raises the error where it would end every other partition too: a full disk, a missing model.
    """
    if isinstance(reason, ClaimxError):
        raise reason
    first = str(reason).strip().splitlines()[:1] or [type(reason).__name__]
    return InputError("killed", f"not done: {first[0]}; the same command tries it again", name)
