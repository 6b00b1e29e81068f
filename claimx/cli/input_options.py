"""The options that say how inputs are read: the same in every command that reads articles."""

from __future__ import annotations

import inspect
import os
import stat
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any

import typer

from claimx.errors import SettingsError
from claimx.reading import Reading

InputFormat = Annotated[
    str | None,
    typer.Option("--input-format", help="Read every input as this format, whatever it looks like.", show_default=False),
]
TextColumn = Annotated[str, typer.Option(help="The column or key that holds the text.")]
IdColumn = Annotated[str, typer.Option(help="The column or key that holds the id.")]
MaxBytes = Annotated[int, typer.Option(min=1, help="The most to read of one article, in bytes.")]

_DEFAULT = Reading()


def reads_articles(command: Callable[..., None]) -> Callable[..., None]:
    """Give ``command`` the options of reading; they reach it as its one argument ``reading``.

    Its ``paths`` may then be left out where something is piped in.
    """
    signature = inspect.signature(command, eval_str=True)
    needs_paths = signature.parameters["paths"].default is inspect.Parameter.empty

    @wraps(command)
    def with_options(**values: Any) -> None:  # noqa: ANN401 - the options of any command
        reading = Reading(*(values.pop(name) for name in _OPTIONS))
        if reading.format is not None:
            from claimx.read.formats import by_name

            by_name(reading.format)
        if not values["paths"] and needs_paths:
            values["paths"] = _piped()
        command(reading=reading, **values)

    own = [_optional(parameter) for name, parameter in signature.parameters.items() if name != "reading"]
    shared = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, (annotation, default) in _OPTIONS.items()
    ]
    parameters = [*own, *shared]
    with_options.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return with_options


_OPTIONS: dict[str, tuple[object, object]] = {
    "input_format": (InputFormat, _DEFAULT.format),
    "text_column": (TextColumn, _DEFAULT.text_column),
    "id_column": (IdColumn, _DEFAULT.id_column),
    "max_bytes": (MaxBytes, _DEFAULT.max_bytes),
}


def _optional(parameter: inspect.Parameter) -> inspect.Parameter:
    """``paths`` need not be given; every other parameter stays as it is."""
    if parameter.name == "paths" and parameter.default is inspect.Parameter.empty:
        return parameter.replace(default=None, kind=inspect.Parameter.KEYWORD_ONLY)
    return parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)


def _piped() -> list[str]:
    """Standard input where something is piped or redirected into it; raises SettingsError where nothing is."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        mode = 0
    if stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode):
        return ["-"]
    raise SettingsError("nothing to read: name files or folders, or pipe an article in")
