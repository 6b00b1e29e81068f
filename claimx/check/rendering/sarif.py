"""Findings as SARIF 2.1.0, in the form that GitHub's code scanning reads."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from claimx.check.findings import Finding, Place, Report, fingerprints
from claimx.check.rules import RULES, Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(report: Report) -> str:
    """One run with all rules; results in the order of the files."""
    run = {
        "tool": {
            "driver": {"name": "claimx", "version": version("claimx"), "rules": [_rule(r) for r in RULES.values()]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [
            _result(finding, fingerprint)
            for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
        ],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return f"{orjson.dumps(log, option=orjson.OPT_INDENT_2).decode()}\n"


def _invocation(report: Report) -> dict[str, Any]:
    unread = [{"level": "error", "message": {"text": str(error)}} for error in report.failures]
    return {"executionSuccessful": not unread, "toolExecutionNotifications": unread}


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"Finds {rule.summary}."},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nExample: {rule.example}\n\nWhat to do: {rule.fix}"},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(finding: Finding, fingerprint: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": _uri(finding.place.path)}, "region": _region(finding.place)}
    }
    if finding.place.article is not None:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.place.article, "kind": "member"}]
    told = finding.message if finding.place.article is None else f"{finding.place}: {finding.message}"
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": list(RULES).index(finding.rule.code),
        "level": finding.severity,
        "message": {"text": told},
        "locations": [location],
        # The only one that GitHub looks at; ours stays when lines move, its own would not.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _uri(path: str) -> str:
    """A path as a URI: relative, as GitHub wants it, unless the file lies elsewhere."""
    return Path(path).as_uri() if Path(path).is_absolute() else quote(path)


def _region(place: Place) -> dict[str, int]:
    """The region of the file; the first line where none is known, or where the file holds articles of its own."""
    if place.article is not None or place.line is None or place.column is None:
        return {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1}
    region = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line or place.line,
        "endColumn": place.end_column or place.column,
    }
    if place.start is not None and place.end is not None:
        region |= {"charOffset": place.start, "charLength": place.end - place.start}
    return region
