"""The finished articles of a run, kept until the run ends, so that an interrupted run can be resumed."""

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
    """The folder in which the records of each finished article are kept; None where nothing is kept.

    That is ``cache``, else with ``resume`` a hidden folder beside ``output``, which is deleted when the block ends
    without an error and stays when a signal or an error ends it. Raises SettingsError where ``output`` is no file.
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
    """The line about the finished articles for a user who ends the run."""
    return f"what is done is kept in {cache}" if cache is not None else "nothing of this run is kept"
