"""Findings for people: a line each, or two."""

from __future__ import annotations

from claimx.check.findings import Finding, Report
from claimx.escaping import log_line


def concise(report: Report) -> str:
    """One line a finding: path:line:column: severity rule message."""
    return "".join(f"{line(finding)}\n" for finding in report.findings)


def text(report: Report) -> str:
    """The same, and below it what stands at the place, where that is known."""
    return "".join(f"{line(f)}\n" + (f"{log_line(f'    {f.context}')}\n" if f.context else "") for f in report.findings)


def line(finding: Finding) -> str:
    """A finding as one line."""
    message = " ".join(finding.message.split())
    return log_line(f"{finding.place}: {finding.severity} {finding.rule.code} {message}")
