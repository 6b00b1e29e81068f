"""How findings are shown: a function a format, from a report to text."""

from __future__ import annotations

from collections.abc import Callable

from claimx.check.findings import Report
from claimx.check.rendering.data import csv, gitlab, json, jsonl
from claimx.check.rendering.github import github
from claimx.check.rendering.junit import junit
from claimx.check.rendering.plain import concise, text
from claimx.check.rendering.sarif import sarif

# By the names of --format.
FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "concise": concise,
    "jsonl": jsonl,
    "json": json,
    "github": github,
    "gitlab": gitlab,
    "sarif": sarif,
    "junit": junit,
    "csv": csv,
}
