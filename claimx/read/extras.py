"""Libraries that only some formats need: imported when one is read, named with their extra where one is missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from claimx.errors import InputError


def needed(module: str, extra: str, path: str) -> Any:  # noqa: ANN401 - a module's members have their own types
    """The module; raises InputError (``missing_extra``) with the command that installs it where it is not there."""
    try:
        return import_module(module)
    except ImportError as error:
        missing = (error.name or module).partition(".")[0]
        raise InputError(
            "missing_extra", f"reading it needs {missing}: python -m pip install 'claimx[{extra}]'", path
        ) from None
