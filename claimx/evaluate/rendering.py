"""Figures as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import orjson

from claimx.evaluate.figures import Figure
from claimx.evaluate.running import Evaluation

# Krippendorff's alpha is no share: it has neither counts nor percent.
_ALPHAS = {"text": "{:24} {:6.3f}", "markdown": "| {} (Krippendorff) | {} | | |"}


def render(evaluation: Evaluation, form: str) -> str:
    """``evaluation`` in ``form``: text, markdown or json."""
    if form == "json":
        data = asdict(evaluation)
        # They are a file of their own.
        del data["disagreements"]
        return orjson.dumps(data, option=orjson.OPT_INDENT_2).decode()
    beside = evaluation.default_output
    table = _as_markdown if form == "markdown" else _as_text
    if beside is None:
        alphas = [_ALPHAS[form].format(name, value) for name, value in evaluation.agreement.items()]
        return "\n".join([table(evaluation.figures), *alphas])
    return f"PolNeAR's conventions, all classes\n\n{table(evaluation.figures)}\n\nThe default output\n\n{table(beside)}"


def _as_markdown(figures: Sequence[Figure]) -> str:
    rows = (f"| {f.name} | {f.value} | {f.low} to {f.high} | {f.right} of {f.of} |" for f in figures)
    return "\n".join(("| figure | % | 95 % interval | counts |", "|---|---|---|---|", *rows))


def _as_text(figures: Sequence[Figure]) -> str:
    return "\n".join(f"{f.name:24} {f.value:6.1f}  [{f.low:5.1f}, {f.high:5.1f}]  {f.right}/{f.of}" for f in figures)
