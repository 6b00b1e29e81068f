"""The baseline: findings that are known and let pass, so that a newsroom can begin with what is new.

A file of JSON Lines, one finding a line, sorted by file: fingerprint, rule, path and the words. The fingerprint
decides; the rest is for people and for version control.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from claimx.check.findings import Finding, excerpt, fingerprints
from claimx.errors import InputError


class Entry(BaseModel):
    """One line of a baseline file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fingerprint: str
    rule: str
    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of a baseline file."""

    entries: Sequence[Entry]

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """The baseline in ``path``; raises InputError, with the line, where it cannot be read."""
        try:
            lines = path.read_text("utf-8").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise InputError("unreadable", reason, str(path)) from None
        return cls([_entry(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()])

    def new(self, findings: Sequence[Finding]) -> list[Finding]:
        """Those of ``findings`` that are not known."""
        known = {entry.fingerprint for entry in self.entries}
        return [finding for finding, name in zip(findings, fingerprints(findings), strict=True) if name not in known]

    def gone(self, findings: Sequence[Finding], checked: Collection[str]) -> int:
        """The number of baseline entries of checked files that no finding has any more."""
        found = set(fingerprints(findings))
        return sum(entry.path in checked and entry.fingerprint not in found for entry in self.entries)

    def renewed(self, findings: Sequence[Finding], checked: Collection[str]) -> Baseline:
        """The baseline that lets ``findings`` pass; what it says of files that were not ``checked`` is kept."""
        kept = [entry for entry in self.entries if entry.path not in checked]
        fresh = [
            Entry(fingerprint=name, rule=f.rule.code, path=f.place.file, words=excerpt(f.words))
            for f, name in zip(findings, fingerprints(findings), strict=True)
        ]
        return Baseline(sorted(kept + fresh, key=lambda e: (e.path, e.rule, e.words, e.fingerprint)))

    def write(self, write: Callable[[bytes], object]) -> None:
        """Hand the lines of the file to ``write``."""
        for entry in self.entries:
            write(f"{entry.model_dump_json()}\n".encode())


def _entry(line: str, path: Path, number: int) -> Entry:
    try:
        return Entry.model_validate_json(line)
    except ValidationError as error:
        message = f"no line of a baseline: {error.errors()[0]['msg']}"
        raise InputError("bad_baseline", message, str(path), line=number) from None
