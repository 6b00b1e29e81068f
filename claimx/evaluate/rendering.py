"""Figures as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from claimx.evaluate.figures import Figure
from claimx.evaluate.running import Evaluation


def render(evaluation: Evaluation, form: str) -> str:
    """``evaluation`` in ``form``: text, markdown or json."""
    if form == "json":
        return orjson.dumps(asdict(evaluation), option=orjson.OPT_INDENT_2).decode()
    beside = evaluation.default_output
    table = _as_markdown if form == "markdown" else _as_text
    if beside is None:
        return table(evaluation.figures)
    return f"PolNeAR's conventions, all classes\n\n{table(evaluation.figures)}\n\nThe default output\n\n{table(beside)}"


def _as_markdown(figures: Sequence[Figure]) -> str:
    rows = (f"| {f.name} | {f.value} | {f.low} to {f.high} | {f.right} of {f.of} |" for f in figures)
    return "\n".join(("| figure | % | 95 % interval | counts |", "|---|---|---|---|", *rows))


def _as_text(figures: Sequence[Figure]) -> str:
    return "\n".join(f"{f.name:24} {f.value:6.1f}  [{f.low:5.1f}, {f.high:5.1f}]  {f.right}/{f.of}" for f in figures)
