"""Findings as JUnit: a test case for each file, so that a clean one is seen to have been checked."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from claimx.check.findings import Finding, Report, at_least
from claimx.check.rendering.plain import line
from claimx.labels import Severity

# What XML 1.0 cannot hold, escaped or not.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def junit(report: Report) -> str:
    """One suite, with one case for each file: readers take two of one name for the same one.

    A case is in error where something of the file could not be read, and fails when it has a finding that fails the
    run; lesser ones are its output.
    """
    findings: dict[str, list[Finding]] = {file: [] for file in report.checked}
    for finding in report.findings:
        findings.setdefault(finding.place.file, []).append(finding)
    unread: dict[str, list[str]] = {}
    for error in report.failures:
        unread.setdefault(error.path, []).append(str(error))
    cases = [
        _case(file, findings.get(file, []), unread.get(file, []), report.fail_on)
        for file in dict.fromkeys([*findings, *unread])
    ]
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(case.find("failure") is not None for case in cases)),
        "errors": str(len(unread)),
    }
    suite = ElementTree.Element("testsuite", {"name": "claimx check", **counts})
    suite.extend(cases)
    suites = ElementTree.Element("testsuites", {"name": "claimx check", **counts})
    suites.append(suite)
    ElementTree.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(suites, encoding="unicode")}\n'


def _case(file: str, findings: list[Finding], unread: list[str], fail_on: Severity) -> ElementTree.Element:
    case = ElementTree.Element("testcase", {"classname": "claimx", "name": _clean(file)})
    failing = [finding for finding in findings if at_least(finding.severity, fail_on)]
    others = [finding for finding in findings if finding not in failing]
    if unread:
        error = ElementTree.SubElement(case, "error", {"type": "unreadable", "message": _clean(unread[0])})
        error.text = _clean("\n".join(unread + [line(finding) for finding in failing]))
    elif failing:
        kinds = " ".join(dict.fromkeys(finding.rule.code for finding in failing))
        failure = ElementTree.SubElement(case, "failure", {"type": kinds, "message": _clean(failing[0].message)})
        failure.text = _lines(failing)
    if others:
        ElementTree.SubElement(case, "system-out").text = _lines(others)
    return case


def _lines(findings: list[Finding]) -> str:
    return _clean("\n".join(line(finding) for finding in findings))


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
