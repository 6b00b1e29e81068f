"""Records as people annotate them: marked stretches of a text, ties between them, and labels.

Every annotation tool knows spans, relations and labels, each in a syntax of its own. This is what the writers and
readers of all of them share: ``annotate`` makes marks of records, ``attributions`` makes records of marks, also of
those that somebody has corrected or added. What a tool shows and people may change are stretches, ties, choices
and names; the rest of a record travels with the mark of its content as ``rest``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pydantic import ValidationError

from claimx.errors import InputError
from claimx.labels import CLASSES, KINDS, POLARITIES, REGIONS, SPEAKER_TYPES
from claimx.quoted_stretches import kind_by_marks
from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, TextSpan, record_id, text_digest
from claimx.spans import Span

Label = Literal["Content", "Cue", "Source", "Evidence"]
Role = Literal["cue", "source", "cosource", "evidence", "nested_in"]

# Each role is a tie from a content to a mark of this label.
ROLE_LABELS: dict[Role, Label] = {
    "cue": "Cue",
    "source": "Source",
    "cosource": "Source",
    "evidence": "Evidence",
    "nested_in": "Content",
}
LABELS: tuple[Label, ...] = ("Content", "Cue", "Source", "Evidence")
# What is chosen for a content, and what is written of who said it.
CHOICES: Mapping[str, Sequence[str]] = {
    "kind": KINDS,
    "class": CLASSES,
    "polarity": POLARITIES,
    "region": REGIONS,
    "speaker_type": SPEAKER_TYPES,
}
TEXTS = ("speaker", "role")
# What the further stretches of a mark are to its first, in tools whose marks are one stretch each.
PART = "part"

BY_HAND = "annotated by hand"
_LINE_ENDS = re.compile(r"[\r\n]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """Marked stretches of a text, ascending; ``choices``, ``texts`` and ``rest`` are those of a content.

    ``rest`` is what no annotator changes, as JSON would hold it; empty where somebody has added the mark.
    """

    key: str
    label: Label
    spans: tuple[Span, ...]
    choices: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    rest: Mapping[str, Any] = field(default_factory=dict)

    def parts(self) -> list[tuple[str, Span]]:
        """Each stretch with a key of its own, the first with the mark's, for tools whose marks are one stretch."""
        return [(f"{self.key}.{number}" if number else self.key, span) for number, span in enumerate(self.spans)]


@dataclass(frozen=True, slots=True)
class Tie:
    """What a mark is to a content; both by their keys."""

    role: Role
    content: str
    mark: str


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text with its marks and ties; ``doc`` is what a record says of its article, None where nothing is known."""

    id: str
    text: str
    marks: Sequence[Mark]
    ties: Sequence[Tie]
    doc: Mapping[str, Any] | None = None

    def relations(self) -> list[tuple[str, str, str]]:
        """Each tie as its role and the keys it joins; the ties of parts to their mark come first."""
        parts = [(PART, mark.key, key) for mark in self.marks for key, _ in mark.parts()[1:]]
        return parts + [(tie.role, tie.content, tie.mark) for tie in self.ties]


# Records to marks


def annotate(id_: str, text: str, records: Iterable[Attribution]) -> Annotated:
    """The marks and ties of ``records`` in ``text``; keys are T1, T2 and so on.

    A source or cue that several records share is marked once.
    """
    marks = _Marks()
    found = list(records)
    contents = {record.id: marks.add("Content", record.content.spans) for record in found}
    for record in found:
        key = contents[record.id]
        marks.describe(key, record, keeps_outer=record.nested_in not in contents)
        speaker = record.speaker
        marks.tie("cue", key, record.cue)
        marks.tie("source", key, speaker.mention)
        marks.tie("evidence", key, speaker.evidence)
        for cospeaker in record.cospeakers:
            marks.tie("cosource", key, cospeaker.mention)
        if record.nested_in in contents:
            marks.ties.append(Tie("nested_in", key, contents[record.nested_in]))
    return Annotated(id_, text, list(marks.by_key.values()), marks.ties, found[0].doc.model_dump() if found else None)


class _Marks:
    """The marks and ties of one text while they are made."""

    def __init__(self) -> None:
        self.by_key: dict[str, Mark] = {}
        self.ties: list[Tie] = []
        self._shared: dict[tuple[Label, tuple[Span, ...]], str] = {}

    def add(self, label: Label, stretches: Iterable[TextSpan]) -> str:
        """The key of a new mark; a mark of the same stretch is made only once, unless it is a content."""
        spans = tuple(Span(stretch.start, stretch.end) for stretch in stretches)
        key = f"T{len(self.by_key) + 1}"
        if label != "Content":
            key = self._shared.setdefault((label, spans), key)
        self.by_key.setdefault(key, Mark(key, label, spans))
        return key

    def tie(self, role: Role, content: str, phrase: Phrase | Cue | None) -> None:
        """Tie a phrase to a content, where there is one."""
        if phrase is not None:
            self.ties.append(Tie(role, content, self.add(ROLE_LABELS[role], phrase.spans)))

    def describe(self, key: str, record: Attribution, *, keeps_outer: bool) -> None:
        """Give the mark of a content its choices, names, and the rest of its record."""
        data, speaker = record.model_dump(), record.speaker
        choices = {choice: data["speaker"]["type"] if choice == "speaker_type" else data[choice] for choice in CHOICES}
        texts = {"speaker": speaker.name, "role": speaker.role}
        rest = {
            "spans": [[span.start, span.end, span.quoted] for span in record.content.spans],
            "cue": record.cue and {"lemma": record.cue.lemma, "type": record.cue.type},
            "speaker": {name: value for name, value in data["speaker"].items() if name not in _SHOWN_OF_SPEAKERS},
            "cospeakers": data["cospeakers"],
            "nested_in": record.nested_in if keeps_outer else None,
            "confidence": record.confidence,
            "by": record.by,
        }
        told = {name: text for name, text in texts.items() if text is not None}
        self.by_key[key] = replace(self.by_key[key], choices=choices, texts=told, rest=rest)


_SHOWN_OF_SPEAKERS = frozenset({"name", "role", "type", "mention", "evidence"})


# Marks to records


def attributions(annotated: Annotated, path: str) -> Iterator[Attribution | InputError]:
    """The records of the contents marked, in text order; what stands for one that is no record names its mark.

    A content that somebody added is what its marks and choices say; a class that nobody chose is a statement, a kind
    follows from the quotation marks, and the confidence of people is 1.
    """
    reader = _Reader(annotated)
    for mark in sorted((mark for mark in annotated.marks if mark.label == "Content"), key=lambda mark: mark.spans):
        try:
            yield reader.attribution(mark)
        except (ValueError, KeyError, TypeError) as error:
            why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
            yield InputError("bad_record", f"mark {mark.key} is no record of claimx/1: {why}", path)


class _Reader:
    """The records of one annotated text."""

    def __init__(self, annotated: Annotated) -> None:
        self._text = annotated.text
        digest = text_digest(annotated.text)
        known = annotated.doc or {**dict.fromkeys(Doc.model_fields), "id": annotated.id, "extra": {}}
        self._doc = Doc.model_validate({**known, "sha256": digest})
        self._marks = {mark.key: mark for mark in annotated.marks}
        self._ties: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for tie in annotated.ties:
            if tie.mark in self._marks:
                self._ties[tie.content, tie.role].append(tie.mark)
        self._ids = {
            mark.key: record_id(digest, _original(self._text, mark), self._spans(mark.key, "cue"))
            for mark in annotated.marks
            if mark.label == "Content"
        }

    def attribution(self, mark: Mark) -> Attribution:
        """The record of the content ``mark``. Raises ValueError, KeyError or TypeError where it is none."""
        rest, choices = mark.rest, mark.choices
        spans = _original(self._text, mark)
        quoted = {(start, end): flag for start, end, flag in rest.get("spans", ())}
        flagged = [(span, quoted.get(span, kind_by_marks(self._text, [span]) == "direct")) for span in spans]
        cue, outer = self._spans(mark.key, "cue"), self._ties[mark.key, "nested_in"]
        cue_labels = rest.get("cue") or {"lemma": None, "type": "verb"}
        fields = {
            "id": self._ids[mark.key],
            "doc": self._doc,
            "kind": choices.get("kind") or kind_by_marks(self._text, spans),
            "class": choices.get("class", "statement"),
            "polarity": choices.get("polarity", "affirmed"),
            "region": choices.get("region", "main"),
            "content": Content.at(self._text, flagged),
            "cue": Cue.at(self._text, cue, cue_labels["lemma"], cue_labels["type"]) if cue else None,
            "speaker": self._speaker(mark),
            "cospeakers": tuple(self._cospeakers(mark)),
            "nested_in": self._ids[outer[0]] if outer else rest.get("nested_in"),
            "confidence": rest.get("confidence", 1.0),
            "by": rest.get("by", BY_HAND),
        }
        return Attribution.model_validate(fields)

    def _spans(self, content: str, role: Role) -> list[Span]:
        """The stretches of all marks that are ``role`` to the content."""
        return sorted({span for key in self._ties[content, role] for span in self._marks[key].spans})

    def _phrase(self, content: str, role: Role) -> Phrase | None:
        spans = self._spans(content, role)
        return Phrase.at(self._text, spans) if spans else None

    def _speaker(self, mark: Mark) -> Speaker:
        name, mention = mark.texts.get("speaker"), self._phrase(mark.key, "source")
        known = dict.fromkeys(Speaker.model_fields) | dict(mark.rest.get("speaker", {}))
        resolved = known["resolved"]
        if name is None or resolved in (None, "none"):
            # A name that somebody has put in or taken out.
            resolved = "none" if name is None else "continued" if mention is None else "name"
        fields = {
            "name": name,
            "role": mark.texts.get("role"),
            "type": mark.choices.get("speaker_type", "unknown"),
            "resolved": resolved,
            "mention": mention,
            "evidence": self._phrase(mark.key, "evidence"),
        }
        return Speaker.model_validate(known | fields)

    def _cospeakers(self, mark: Mark) -> Iterator[Speaker]:
        """The cospeakers whose mention is still tied, then one for each mention that somebody has tied."""
        tied = {self._marks[key].spans: None for key in self._ties[mark.key, "cosource"]}
        for data in mark.rest.get("cospeakers", ()):
            cospeaker = Speaker.model_validate(data)
            spans = cospeaker.mention and tuple(Span(span.start, span.end) for span in cospeaker.mention.spans)
            if spans is None or spans in tied:
                tied.pop(spans or (), None)
                yield cospeaker
        for spans in tied:
            mention = Phrase.at(self._text, spans)
            name = {"name": mention.text, "type": "unknown", "resolved": "name", "mention": mention}
            yield Speaker.model_validate(dict.fromkeys(Speaker.model_fields) | name)


def _original(text: str, mark: Mark) -> tuple[Span, ...]:
    """The spans that the record has for a content, where an annotation tool has only cut them at line ends."""
    original = tuple(Span(start, end) for start, end, _ in mark.rest.get("spans", ()))
    return original if original and cut_at_lines(text, original) == cut_at_lines(text, mark.spans) else mark.spans


def cut_at_lines(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """``spans`` without the ends of lines in them, which cut them."""
    return tuple(
        part
        for span in spans
        for part in span.minus(Span(*end.span()) for end in _LINE_ENDS.finditer(text, span.start, span.end))
    )
