"""``claimx rule``: what a rule of ``claimx check`` is for."""

from __future__ import annotations

from typing import Annotated

import typer

from claimx.errors import SettingsError


def rule(
    code: Annotated[
        str | None,
        typer.Argument(
            metavar="CODE", help="A rule, or the beginning of several (CX1); all by default.", show_default=False
        ),
    ] = None,
) -> None:
    """Explain a rule of check, or list them."""
    from claimx.check.rules import RULES, describe

    chosen = [rule for rule in RULES.values() if code is None or rule.code.startswith(code.upper())]
    if not chosen:
        raise SettingsError(f"CODE: no rule {code!r}; claimx rule lists them")
    if len(chosen) == 1:
        typer.echo(describe(chosen[0]), nl=False)
    else:
        for one in chosen:
            typer.echo(f"{one.code}  {one.severity:<7}  {one.summary}")
