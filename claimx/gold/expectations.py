"""Expectations, in words: which attributions an article should have, so that CI can hold it to them.

A file of JSON Lines. A line is an article, or a saved record that somebody has looked at:

    {"path": "ruiz.txt", "expected": [{"source": "She", "content": "will be safe", "speaker": "Ana Ruiz"}]}
    {"schema": "claimx-gold/1", "path": …, "attributions": […]}
    {"schema": "claimx/1", "record": "attribution", …}

``path`` is relative to the file; an article of JSON Lines goes by its ``id`` instead. Of an expectation only
``content`` must be there: the words, or a list of stretches, or stretches joined with `` … `` as records have them.
``speaker`` is the name, or null where nobody is to be named; left out, only ``source`` counts. ``kind``, ``class``,
``polarity`` and ``cospeakers`` (names) count where they are given. With ``"part": true`` the words are part of a
longer content; without, a content that lacks some of them is cut.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from claimx.errors import InputError
from claimx.gold.file_format import GOLD_SCHEMA, GoldArticle, GoldAttribution, reason
from claimx.gold.statements import is_one_of
from claimx.labels import Class, Kind, Polarity
from claimx.read.lines import numbered_lines
from claimx.records import SCHEMA, SEPARATOR, Attribution

# The fields of an attribution that are compared as they are.
_COMPARED_LABELS = ("kind", "class_", "polarity")


@dataclass(frozen=True, slots=True)
class Expected:
    """An attribution in words; ``start`` is where its content was when it was written down, None if not said.

    ``names_speaker`` says that ``speaker`` is to be judged, where None means that nobody is to be named; ``aliases``
    are further names that are right. ``labels`` are those that count, by their field. ``is_part`` says that the
    content may be longer, ``is_whole`` that it has exactly these words, as that of a saved record.
    """

    content: Sequence[str]
    source: str | None = None
    speaker: str | None = None
    aliases: Sequence[str] = ()
    names_speaker: bool = False
    optional: bool = False
    start: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    cospeakers: Sequence[str] | None = None
    is_part: bool = False
    is_whole: bool = False

    def is_named(self, name: str | None) -> bool:
        """Whether ``name`` names the speaker that is expected."""
        return is_one_of(name, (self.speaker, *self.aliases))


@dataclass(slots=True)
class Expectations:
    """What is expected of each article, by its file and by its id."""

    by_path: dict[Path, list[Expected]] = field(default_factory=dict)
    by_id: dict[str, list[Expected]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Expectations:
        """The expectations in ``path``; raises InputError, with the line, for what is none."""
        expectations = cls()
        for number, line in numbered_lines(path):
            try:
                expectations._add(_object(orjson.loads(line)), path.parent)
            except ValueError as error:
                message = f"no expectation: {reason(error)}"
                raise InputError("bad_gold", message, str(path), line=number) from None
        return expectations

    def of(self, path: str, identity: str, *, shares_file: bool) -> list[Expected] | None:
        """The expectations of the article at ``path`` with the id ``identity``; None where there are none.

        An article that shares its file with others is found by its id alone.
        """
        expected = self.by_id.get(identity)
        return expected if shares_file else self.by_path.get(Path(path).resolve(), expected)

    def unused(self, paths: Collection[str], ids: Collection[str]) -> int:
        """The number of articles with expectations that are not among those at ``paths`` with these ``ids``."""
        return len(self.by_path.keys() - _resolved(paths)) + len(self.by_id.keys() - set(ids))

    def left_out(self, paths: Collection[str], ids: Collection[str]) -> list[Path | str]:
        """The articles with expectations, by path or id, that are not among these."""
        there = _resolved(paths)
        gone: list[Path | str] = [path for path, expected in self.by_path.items() if expected and path not in there]
        return gone + [identity for identity, expected in self.by_id.items() if expected and identity not in ids]

    def missing(self) -> list[Path]:
        """The files with expectations that do not exist."""
        return [path for path in self.by_path if not path.exists()]

    def _add(self, data: Mapping[str, Any], folder: Path) -> None:
        schema = data.get("schema")
        if schema == SCHEMA:
            record = Attribution.model_validate_json(orjson.dumps(data))
            self._extend(record.doc.path, record.doc.id, Path(), [_recorded(record)])
        elif schema == GOLD_SCHEMA:
            article = GoldArticle.model_validate(data)
            self._extend(article.path, article.id, folder, [_annotated(item) for item in article.attributions])
        else:
            line = _EXPECTATION_LINE.validate_python(data)
            self._extend(line.path, line.id, folder, [_written(item) for item in line.expected])

    def _extend(self, path: str | None, identity: str | None, folder: Path, found: list[Expected]) -> None:
        if path is not None and not path.lower().endswith(".jsonl"):
            self.by_path.setdefault((folder / path).resolve(), []).extend(found)
        elif identity is not None:
            self.by_id.setdefault(identity, []).extend(found)
        else:
            raise ValueError("it names neither path nor id")


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    content: str | list[str]
    source: str | None = None
    speaker: str | None = None
    optional: bool = False
    start: int | None = None
    part: bool = False
    kind: Kind | None = None
    class_: Class | None = Field(default=None, alias="class")
    polarity: Polarity | None = None
    cospeakers: list[str] | None = None


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str | None = None
    id: str | None = None
    expected: list[_Written]


_EXPECTATION_LINE = TypeAdapter(_Line)


def _written(item: _Written) -> Expected:
    return Expected(
        content=item.content if isinstance(item.content, list) else item.content.split(SEPARATOR),
        source=item.source,
        speaker=item.speaker,
        names_speaker="speaker" in item.model_fields_set,
        optional=item.optional,
        start=item.start,
        labels=_labels(item),
        cospeakers=item.cospeakers,
        is_part=item.part,
    )


def _annotated(item: GoldAttribution) -> Expected:
    """An attribution of gold; offsets only hint at the place, since the text may have changed."""
    words = [span.text for span in item.content if span.text is not None]
    if len(words) < len(item.content):
        raise ValueError("an expectation needs the words of its content")
    return Expected(
        content=words,
        source=SEPARATOR.join(span.text for span in item.source if span.text is not None) or None,
        speaker=item.speaker,
        aliases=item.speaker_aliases,
        names_speaker=True,
        optional=item.optional,
        start=item.content[0].start,
        labels=_labels(item),
    )


def _recorded(record: Attribution) -> Expected:
    return Expected(
        content=[span.text for span in record.content.spans],
        source=record.speaker.mention.text if record.speaker.mention is not None else None,
        speaker=record.speaker.name,
        names_speaker=True,
        start=record.content.spans[0].start,
        labels=_labels(record),
        cospeakers=[who.name for who in record.cospeakers if who.name is not None],
        is_whole=True,
    )


def _labels(item: _Written | GoldAttribution | Attribution) -> dict[str, str]:
    """The labels that are given, by their fields."""
    return {name: label for name in _COMPARED_LABELS if (label := getattr(item, name)) is not None}


def _object(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise ValueError("not an object")  # noqa: TRY004 - what is wrong is the line, not a caller
    return data


def _resolved(paths: Iterable[str]) -> set[Path]:
    return {Path(path).resolve() for path in paths}
