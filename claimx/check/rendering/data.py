"""Findings for programs: JSON Lines, JSON, CSV, and GitLab's Code Quality."""

from __future__ import annotations

import io
from csv import DictWriter
from typing import Any

import orjson

from claimx.check.findings import Finding, Report, fingerprints
from claimx.escaping import sheet_cell

_GITLAB_SEVERITIES = {"error": "major", "warning": "minor", "note": "info"}


def jsonl(report: Report) -> str:
    """One object a line, every key in each."""
    return "".join(f"{orjson.dumps(row).decode()}\n" for row in _rows(report))


def json(report: Report) -> str:
    """One array of the same objects."""
    return f"{orjson.dumps(_rows(report), option=orjson.OPT_INDENT_2).decode()}\n"


def csv(report: Report) -> str:
    """The same with a line of headings; empty cells where nothing is known."""
    file = io.StringIO(newline="")
    writer = DictWriter(file, _KEYS, lineterminator="\n")
    writer.writeheader()
    for row in _rows(report):
        writer.writerow({key: sheet_cell(value) if isinstance(value, str) else value for key, value in row.items()})
    return file.getvalue()


def gitlab(report: Report) -> str:
    """The array that GitLab reads as a Code Quality report."""
    issues = [
        {
            "description": f"{finding.rule.code}: {_told(finding)}",
            "check_name": finding.rule.code,
            "fingerprint": fingerprint,
            "severity": _GITLAB_SEVERITIES[finding.severity],
            "location": {"path": finding.place.path, "lines": {"begin": line_in_file(finding) or 1}},
        }
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return f"{orjson.dumps(issues, option=orjson.OPT_INDENT_2).decode()}\n"


def line_in_file(finding: Finding) -> int | None:
    """The line of the file a finding is in; None for an article inside a file of JSON Lines, whose lines are others."""
    return finding.place.line if finding.place.article is None else None


def _told(finding: Finding) -> str:
    return finding.message if finding.place.article is None else f"{finding.place}: {finding.message}"


_KEYS = (
    "rule", "severity", "path", "article", "line", "column", "end_line", "end_column", "start", "end",
    "message", "words", "fingerprint",
)  # fmt: skip


def _rows(report: Report) -> list[dict[str, Any]]:
    return [
        _row(finding, fingerprint)
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]


def _row(finding: Finding, fingerprint: str) -> dict[str, Any]:
    place = finding.place
    values = (
        finding.rule.code, finding.severity, place.path, place.article, place.line, place.column,
        place.end_line, place.end_column, place.start, place.end, finding.message, finding.words, fingerprint,
    )  # fmt: skip
    return dict(zip(_KEYS, values, strict=True))
