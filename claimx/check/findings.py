"""What a check finds: a rule, the place, the words, and one sentence about them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimx.check.rules import Rule
from claimx.errors import InputError
from claimx.labels import SEVERITIES, Severity
from claimx.spans import Span, line_and_column

_LONGEST_EXCERPT = 60
# How much of a line is shown before and behind the start of a finding.
_CONTEXT_BEFORE, _CONTEXT_BEHIND = 30, 70


@dataclass(frozen=True, slots=True)
class Place:
    """Where a finding is: ``line`` and ``column`` from 1 in code points, the end exclusive; None where unknown.

    ``article`` is the id of an article that shares its file with others (JSON Lines); lines and columns are then
    those of its text, not of the file. ``start`` and ``end`` are offsets of the article's text.
    """

    path: str
    article: str | None = None
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    start: int | None = None
    end: int | None = None

    @classmethod
    def at(cls, path: str, article: str | None, text: str, span: Span) -> Place:
        """The place of ``span`` in the text of an article."""
        return cls(
            path, article, *line_and_column(text, span.start), *line_and_column(text, span.end), span.start, span.end
        )

    @property
    def file(self) -> str:
        """The article as people are told of it: its path, with its id where the file holds several."""
        return f"{self.path}[{self.article}]" if self.article is not None else self.path

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding: its rule, its place, the article's words that it is about, and one sentence.

    The words, the rule and the file identify it. ``context`` is the text around it, for people; it is empty where the
    text is not known.
    """

    rule: Rule
    place: Place
    message: str
    words: str
    context: str = ""

    @property
    def severity(self) -> Severity:
        """How bad it is: error, warning or note."""
        return self.rule.severity


@dataclass(slots=True)
class Report:
    """All of a run: the files that were checked, what was found in them, and what could not be read.

    ``fail_on`` is the least severity that fails the run.
    """

    fail_on: Severity = "warning"
    checked: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    failures: list[InputError] = field(default_factory=list)

    @property
    def fails(self) -> bool:
        """Whether a finding is bad enough to fail the run."""
        return any(at_least(finding.severity, self.fail_on) for finding in self.findings)

    def sort(self) -> None:
        """Put the findings in the order of the files, then of the text."""
        order = {file: number for number, file in enumerate(self.checked)}
        self.findings.sort(
            key=lambda f: (order.get(f.place.file, len(order)), f.place.line or 0, f.place.column or 0, f.rule.code)
        )


def at_least(severity: Severity, least: Severity) -> bool:
    """Whether ``severity`` is ``least`` or worse."""
    return SEVERITIES.index(severity) <= SEVERITIES.index(least)


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """A name for each finding that stays when lines move: 16 hex digits of rule, file and words.

    The second finding about the same words in the same file has another than the first, so that all of a run differ.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    names = []
    for finding in findings:
        key = (finding.rule.code, finding.place.file, " ".join(finding.words.split()))
        seen[key] += 1
        names.append(hashlib.sha256("\n".join((*key, str(seen[key]))).encode()).hexdigest()[:16])
    return names


def excerpt(words: str) -> str:
    """``words`` on one line, cut where they are long, for a message."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST_EXCERPT else f"{line[:_LONGEST_EXCERPT].rpartition(' ')[0] or line[:59]}…"


def surroundings(text: str, span: Span) -> str:
    """The part of a line that ``span`` begins in, with some of what stands before and behind, for people."""
    line_start, line_end = text.rfind("\n", 0, span.start) + 1, text.find("\n", span.start)
    line_end = len(text) if line_end < 0 else line_end
    start, end = max(line_start, span.start - _CONTEXT_BEFORE), min(line_end, span.start + _CONTEXT_BEHIND)
    shown = " ".join(text[start:end].split())
    return f"{'…' * (start > line_start)}{shown}{'…' * (end < line_end)}"


def counted(findings: Iterable[Finding]) -> str:
    """How many findings there are of each severity: *2 errors, 1 note*."""
    counts = Counter(finding.severity for finding in findings)
    return ", ".join(f"{counts[s]} {s}{'s' * (counts[s] > 1)}" for s in SEVERITIES if counts[s]) or "no findings"


def shown_path(path: str) -> str:
    """``path`` from the current folder where it lies below it, else as given; POSIX form."""
    try:
        return Path(path).relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path
