"""Findings for people and for programs, a line each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

import orjson

from claimx.escaping import log_line
from claimx.labels import VERIFY_STATUSES
from claimx.verify.findings import Difference, File, Finding, Place, Said

# A longer quotation is shown by its beginning and its end, in code points.
_MOST_SHOWN = 100


def to_text(finding: Finding) -> bytes:
    """``article:line:column: status “quotation” (transcript:line:column): what differs``, UTF-8."""
    place = f"{_name(finding.doc)}:{finding.quotation.line}:{finding.quotation.column}"
    line = f"{place}: {finding.status} “{_shortened(finding.quotation.text)}”"
    if finding.source:
        line += f" ({_name(finding.source.file)}:{finding.source.line}:{finding.source.column})"
    facts = [_told(difference) for difference in finding.differences]
    if finding.source and finding.cut:
        facts.append(f"{_how_cut(finding.cut, finding.source)} {_shown_at(finding.cut)}")
    if finding.gap:
        facts.append(f"more than a sentence left out: {_shown_at(finding.gap)}")
    if finding.label is not None:
        facts.append(f"spoken by {finding.label}, not by {finding.speaker}")
    facts += finding.misfits
    told = f"{line}: {', '.join(facts)}" if facts else line
    return f"{log_line(told)}\n".encode()


def to_jsonl(finding: Finding) -> bytes:
    """The finding as one line of JSON with its line end."""
    return orjson.dumps(finding.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


RENDERINGS: Mapping[str, Callable[[Finding], bytes]] = {"text": to_text, "jsonl": to_jsonl}


def summary(counts: Counter[str]) -> str:
    """How many quotations there were of each status: ``3 quotations: 2 exact, 1 drift``."""
    number = counts.total()
    told = ", ".join(f"{counts[status]} {status}" for status in VERIFY_STATUSES if counts[status])
    return f"{number} quotation{'' if number == 1 else 's'}{': ' if told else ''}{told}"


def _told(difference: Difference) -> str:
    quoted = difference.quoted and f"“{_one_line(difference.quoted.text)}”"
    source = difference.source and f"“{_one_line(difference.source.text)}”"
    if quoted and source:
        return f"{quoted} for {source}"
    return f"{quoted} added" if quoted else f"{source} left out"


def _how_cut(cut: Place, source: Said) -> str:
    """Where what was left out stands: behind the quoted words, in front of them, or among them."""
    if cut.start >= source.end:
        return "cut before"
    return "cut behind" if cut.end <= source.start else "left out:"


def _shown_at(place: Place) -> str:
    return f"“{_shortened(place.text)}” at {place.line}:{place.column}"


def _name(file: File) -> str:
    """The path, or the id of one of several articles in a file."""
    return file.id if file.path is None or file.path.lower().endswith(".jsonl") else file.path


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _shortened(text: str) -> str:
    line = _one_line(text)
    half = _MOST_SHOWN // 2
    if len(line) <= _MOST_SHOWN:
        return line
    return f"{line[:half].rsplit(' ', 1)[0]} […] {line[-half:].split(' ', 1)[-1]}"
