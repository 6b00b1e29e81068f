"""Annotations in brat standoff: a folder of texts and their marks, as claimx writes it or as people made it.

Statements may also be events, whose arguments are Source, Cue and Content, possibly numbered: so the corpus PolNeAR
has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson

from claimx.annotations import CHOICES, LABELS, ROLE_LABELS, TEXTS, Annotated, Mark, Role, Tie, attributions
from claimx.errors import InputError
from claimx.read.decoding import decode
from claimx.records import Attribution
from claimx.spans import Span

_CONFIGURATION = "annotation.conf"
_DOCUMENTS = "documents.json"
_PLACE = re.compile(r"(\d+) (\d+)")
_MARK_LABELS = {label.casefold(): label for label in LABELS}


def is_annotated_folder(path: str) -> bool:
    """Whether ``path`` is a folder with annotations of brat in it."""
    folder = Path(path)
    return folder.is_dir() and ((folder / _CONFIGURATION).is_file() or next(folder.glob("*.ann"), None) is not None)


def read(path: str) -> Iterator[Attribution | InputError]:
    """The records of all annotated texts in the folder, by the names of their files."""
    for annotated in read_folder(Path(path)):
        if isinstance(annotated, InputError):
            yield annotated
        else:
            yield from attributions(annotated, path)


def read_folder(folder: Path) -> Iterator[Annotated | InputError]:
    """Each annotated text of the folder; an InputError stands for one that cannot be read."""
    documents = folder / _DOCUMENTS
    known = orjson.loads(documents.read_bytes()) if documents.is_file() else {}
    for path in sorted(folder.glob("*.ann")):
        try:
            text = decode(path.with_suffix(".txt").read_bytes(), str(path.with_suffix(".txt")))
            doc = known.get(path.stem)
            yield read_standoff(path, text, doc if doc is not None and len(doc) > 1 else None)
        except OSError as error:
            yield InputError("unreadable", error.strerror or str(error), str(path.with_suffix(".txt")))
        except InputError as error:
            yield error


def read_standoff(path: Path, text: str, doc: Mapping[str, Any] | None = None) -> Annotated:
    """The marks and ties of one file of annotations. Raises InputError, with the line, for one that is broken."""
    standoff = _Standoff(text)
    # Only "\n" ends a line: texts hold other line separators.
    for number, line in enumerate(decode(path.read_bytes(), str(path)).split("\n"), start=1):
        try:
            standoff.add(line.removesuffix("\r").split("\t"))
        except (ValueError, KeyError, IndexError) as error:
            raise InputError("bad_annotation", f"no annotation of brat: {error}", str(path), line=number) from None
    return standoff.annotated(path.stem, doc)


class _Standoff:
    """Marks and ties, as the lines of a file bring them; T is a mark, R a tie, A a choice, # a note, E an event."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._marks: dict[str, Mark] = {}
        self._ties: list[Tie] = []
        self._events: list[list[tuple[str, str]]] = []

    def add(self, fields: list[str]) -> None:
        """Take a line's fields. Raises ValueError, KeyError or IndexError for a line that is broken."""
        match fields[0][:1]:
            case "T":
                self._add_mark(fields[0], fields[1])
            case "R":
                role, first, second = fields[1].split()
                if role in ROLE_LABELS:
                    self._ties.append(Tie(role, first.partition(":")[2], second.partition(":")[2]))
            case "A" | "M":
                self._choose(*fields[1].split())
            case "#":
                self._note(fields[1].split()[1], fields[2])
            case "E":
                arguments = (argument.partition(":") for argument in fields[1].split())
                self._events.append([(role.rstrip("0123456789"), key) for role, _, key in arguments])

    def _add_mark(self, key: str, place: str) -> None:
        name, _, places = place.partition(" ")
        spans = tuple(Span(int(start), int(end)) for start, end in _PLACE.findall(places))
        if not spans or not all(start < end <= len(self._text) for start, end in spans):
            raise ValueError(f"{place!r} is no stretch of the text")
        label = _MARK_LABELS.get(name.casefold())
        if label is not None:
            spans = tuple(sorted(spans))
            self._marks[key] = Mark(key, label, spans if label == "Content" else _over_line_ends(self._text, spans))

    def _choose(self, choice: str, key: str, value: str) -> None:
        if choice in CHOICES:
            mark = self._marks[key]
            self._marks[key] = replace(mark, choices={**mark.choices, choice: value})

    def _note(self, key: str, note: str) -> None:
        """Take what claimx has written in a note, with the names that people have changed in it; others are theirs."""
        if not note.startswith("{"):
            return
        told = orjson.loads(note)
        texts = {name: told[name] for name in TEXTS if told.get(name) is not None}
        self._marks[key] = replace(self._marks[key], texts=texts, rest=told.get("rest", {}))

    def annotated(self, id_: str, doc: Mapping[str, Any] | None) -> Annotated:
        """All that was taken; the arguments of an event are tied to its contents, which are one mark."""
        marks, ties = dict(self._marks), list(self._ties)
        for number, event in enumerate(self._events, start=1):
            parts = [self._marks[key] for role, key in event if role == "Content" and key in self._marks]
            for part in parts:
                marks.pop(part.key, None)
            if parts:
                content = f"{parts[0].key}.{number}"
                spans = tuple(sorted({span for part in parts for span in part.spans}))
                marks[content] = replace(parts[0], key=content, spans=spans)
                ties += [Tie(_EVENT_ROLES[role], content, key) for role, key in event if role in _EVENT_ROLES]
        return Annotated(id_, self._text, list(marks.values()), ties, doc)


_EVENT_ROLES: dict[str, Role] = {"Cue": "cue", "Source": "source"}


def _over_line_ends(text: str, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """``spans`` with those joined that only an end of line parts: brat marks no line end."""
    joined = [spans[0]]
    for span in spans[1:]:
        gap = text[joined[-1].end : span.start]
        if gap and not gap.strip("\r\n"):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return tuple(joined)
