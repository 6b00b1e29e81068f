"""Findings as annotations of GitHub Actions, and as the summary of a job.

GitHub shows ten annotations of a level in a step and says nothing of the others: the worst come first, and the
summary has them all.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimx.check.findings import Finding, Report, counted
from claimx.check.rendering.data import line_in_file
from claimx.check.rendering.plain import line
from claimx.escaping import github_message, github_property
from claimx.labels import SEVERITIES

_MOST_ANNOTATIONS = 10
# GitHub drops a summary that is longer than this.
_LONGEST_SUMMARY = 1 << 20
_LEVELS = {"error": "error", "warning": "warning", "note": "notice"}


def github(report: Report) -> str:
    """The commands that make annotations, at most ten of each level, the worst first."""
    return "".join(f"{command}\n" for command in _commands(report))


def _commands(report: Report) -> Iterator[str]:
    for severity in SEVERITIES:
        found = [finding for finding in report.findings if finding.severity == severity]
        yield from (_command(finding) for finding in found[:_MOST_ANNOTATIONS])
        more = len(found) - _MOST_ANNOTATIONS
        if more > 0:
            # This is a plain line of the log, because GitHub would not show one more annotation.
            yield f"claimx: {more} more of level {_LEVELS[severity]} in the summary of the job"


def _command(finding: Finding) -> str:
    place, where = finding.place, {"file": finding.place.path}
    message = finding.message if place.article is None else f"{place}: {finding.message}"
    if line_in_file(finding) is not None:
        where |= {"line": str(place.line), "endLine": str(place.end_line or place.line)}
        # Columns are read only where an annotation is of one line.
        if place.column is not None and place.end_column is not None and place.line == place.end_line:
            where |= {"col": str(place.column), "endColumn": str(place.end_column)}
    where["title"] = f"claimx {finding.rule.code}"
    properties = ",".join(f"{key}={github_property(value)}" for key, value in where.items())
    return f"::{_LEVELS[finding.severity]} {properties}::{github_message(message)}"


def summary(report: Report) -> str:
    """All findings in Markdown, worst first, as far as a summary may be long."""
    head = f"### claimx check\n\n{counted(report.findings)} in {len(report.checked)} checked\n\n"
    worst_first = sorted(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
    rows, size = [], len(head.encode())
    for number, finding in enumerate(worst_first):
        row = f"- `{line(finding).replace('`', chr(39))}`\n"
        size += len(row.encode())
        if size > _LONGEST_SUMMARY - 100:
            rows.append(f"- … and {len(worst_first) - number} more\n")
            break
        rows.append(row)
    return head + "".join(rows)
