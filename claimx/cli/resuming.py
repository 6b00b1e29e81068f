"""What is done of a run, kept until the run has come to its end, so that one that was ended can go on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from claimx.errors import SettingsError

CacheFolder = Annotated[
    Path | None,
    typer.Option(
        "--cache", help="Keep records in this folder; what is there is not worked on again.", show_default=False
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Keep what is done beside the output until the run has come to its end; the same command goes on from "
        "what a run that was ended has kept.",
    ),
]


@contextmanager
def kept_articles(cache: Path | None, output: Path | None, *, resume: bool) -> Iterator[Path | None]:
    """The folder in which the records of each article are kept, if any: ``cache``, else with ``resume`` one of the run.

    That lies beside ``output``, hidden, and is deleted when the block ends by itself; where a signal or an error ends
    it, it stays. Raises SettingsError where there is no file to lie beside.
    """
    if cache is not None or not resume:
        yield cache
        return
    if output is None or (output.exists() and not output.is_file() and not output.is_dir()):
        raise SettingsError("--resume: what is done is kept beside a file; name one with --output, or use --cache")
    folder = output.with_name(f".{output.name}.claimx")
    try:
        yield folder
    except typer.Exit:
        # Nothing could be read: that is an end too.
        _delete(folder)
        raise
    _delete(folder)


def _delete(folder: Path) -> None:
    from claimx.extraction import delete_cache

    delete_cache(folder)


def told_if_ended(cache: Path | None) -> str:
    """What people are told of the work that was done when they end a run."""
    return f"what is done is kept in {cache}" if cache is not None else "nothing of this run is kept"
