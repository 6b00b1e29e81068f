"""Figures as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from claimx.evaluate.figures import Figure


def render(figures: Sequence[Figure], form: str) -> str:
    """``figures`` in ``form``: text, markdown or json."""
    if form == "json":
        return orjson.dumps([asdict(figure) for figure in figures], option=orjson.OPT_INDENT_2).decode()
    if form == "markdown":
        rows = (f"| {f.name} | {f.value} | {f.low} to {f.high} | {f.right} of {f.of} |" for f in figures)
        return "\n".join(("| figure | % | 95 % interval | counts |", "|---|---|---|---|", *rows))
    return "\n".join(f"{f.name:24} {f.value:6.1f}  [{f.low:5.1f}, {f.high:5.1f}]  {f.right}/{f.of}" for f in figures)
