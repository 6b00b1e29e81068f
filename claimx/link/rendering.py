"""Groups as lines of JSON, and as a table for people."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import orjson

from claimx.escaping import log_line
from claimx.link.groups import Difference, Group, Member
from claimx.records import ContentSpan

_WIDTH = 80


def jsonl(groups: Iterable[Group]) -> Iterator[bytes]:
    """A line of JSON a group; the same group gives the same bytes."""
    for group in groups:
        yield orjson.dumps(group.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


def table(groups: Sequence[Group]) -> Iterator[bytes]:
    """The groups for people, 80 columns wide; what is only copied is summed up, an article a line."""
    for line in _lines(groups):
        yield f"{_wrapped(log_line(line))}\n".encode()


RENDERINGS: dict[str, Callable[[Sequence[Group]], Iterator[bytes]]] = {"jsonl": jsonl, "table": table}


def _wrapped(line: str) -> str:
    """A line broken at the width, what follows indented deeper than its beginning."""
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.fill(line, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _lines(groups: Sequence[Group]) -> Iterator[str]:
    for group in groups:
        if group.type != "copy":
            yield from _block(group)
            yield ""
    copied = [group for group in groups if group.type == "copy"]
    pairs = Counter(
        (copy.id, copy.copy_of)
        for group in groups
        for copy in {member.doc for member in group.members}
        if copy.copy_of is not None
    )
    for (copy_id, original_id), count in sorted(pairs.items()):
        yield f"{copy_id} is a copy of {original_id} ({_count(count, 'group')})"
    told = len(groups) - len(copied)
    yield f"{_count(told, 'group')}, and {len(copied)} of copies alone"


def _block(group: Group) -> Iterator[str]:
    names = " / ".join(speaker.name for speaker in group.speakers) or "nobody named"
    counts = f"{_count(group.articles, 'article')}, {group.independent} independent"
    conflicts = f"  CONFLICT: {', '.join(group.conflicts)}" if group.conflicts else ""
    yield f"{group.type.replace('_', ' ')}  {names}  ({counts}){conflicts}"
    for member in group.members:
        yield f"  {_place(member)}  {member.speaker or '(not named)'}: {_marked(member.passage)}"
        for difference in member.differences:
            yield f"      {_told(difference)}"


def _place(member: Member) -> str:
    how = "" if member.relation == "reference" else f" [{member.relation.replace('_', ' ')}]"
    return f"{member.doc.id}:{member.content.line}{how}"


def _marked(spans: Iterable[ContentSpan]) -> str:
    return " ".join(" ".join((f"“{span.text}”" if span.quoted else span.text).split()) for span in spans)


def _told(difference: Difference) -> str:
    if difference.here is None:
        return f"{difference.kind}, missing here: {difference.reference}"
    if difference.reference is None:
        return f"{difference.kind}, only here: {difference.here}"
    return f"{difference.kind}: {difference.reference} → {difference.here}"


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
