"""Reports of ``check`` and ``verify``, which may lie beside the articles and are no articles themselves."""

from __future__ import annotations

import re
from pathlib import Path

from claimx.labels import VERIFY_STATUSES

# How findings begin as JSON, an object or an array of them, for GitLab, as a table, for GitHub and as lines; and those
# of verify, as JSON and as lines.
_FINDINGS = re.compile(
    rb'\s*(?:\[\s*)?\{\s*"rule"\s*:\s*"CX\d+"\s*,\s*"severity"\s*:'
    rb'|\s*\[\s*\{\s*"description"\s*:\s*"CX\d+: [^\n]*",\s*"check_name"\s*:\s*"CX'
    rb"|rule,severity,path,article,line,column,"
    rb"|::(?:error|warning|notice) [^\n]*\bCX\d{3}\b"
    rb"|[^\n]+: (?:error|warning|note) CX\d{3} "
    rb'|\{"schema":"claimx-verify/'
    rb"|[^\n]+:\d+:\d+: (?:" + "|".join(VERIFY_STATUSES).encode() + rb") \xe2\x80\x9c"
)
_ENDINGS = frozenset({".jsonl", ".ndjson", ".json", ".csv", ".txt"})
_HEAD = 1 << 12


def holds_findings(path: Path) -> bool:
    """Whether a file begins as ``check`` and ``verify`` write findings; False for one that cannot be read."""
    if path.suffix.lower() not in _ENDINGS:
        return False
    try:
        with path.open("rb") as file:
            return _FINDINGS.match(file.read(_HEAD)) is not None
    except OSError:
        return False
