"""Which format a file gets: the one that is asked for, else the one that its name ends in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePath

from claimx.errors import SettingsError


def choose(name: str | None, output: Path | None, endings: Mapping[str, Sequence[str]], usual: str) -> str:
    """The format called ``name``, else the one that the name of ``output`` ends in, else the ``usual`` one.

    ``endings`` has each format with the endings that choose it. Raises SettingsError for a name that is none, and
    for an ending that is of no format.
    """
    if name is not None:
        if name not in endings:
            raise SettingsError(f"--format: {name!r} is not one of {', '.join(endings)}")
        return name
    file = output.name.lower() if output is not None else ""
    formats = {ending: format_ for format_, known in endings.items() for ending in known}
    # The longest counts: .sarif.json is no .json.
    found = max(filter(file.endswith, formats), key=len, default=None)
    if found is None and PurePath(file).suffix:
        listed = ", ".join(formats)
        raise SettingsError(f"{output}: no format has this ending; there are {listed}, and --format names any")
    return formats[found] if found is not None else usual
