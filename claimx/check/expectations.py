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

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from claimx.check.articles import Article
from claimx.check.findings import shown_path
from claimx.errors import InputError
from claimx.gold.reading import GOLD_SCHEMA
from claimx.labels import Class, Kind, Polarity
from claimx.read.lines import numbered_lines
from claimx.records import SCHEMA, SEPARATOR, Attribution

# The fields of an attribution that are compared as they are.
_LABELS = ("kind", "class_", "polarity")


@dataclass(frozen=True, slots=True)
class Expected:
    """An attribution in words; ``start`` is where its content was when it was written down, None if not said.

    ``names_speaker`` says that ``speaker`` is to be judged, where None means that nobody is to be named. ``labels``
    are those that count, by their field. ``is_part`` says that the content may be longer, ``is_whole`` that it has
    exactly these words, as that of a saved record.
    """

    content: Sequence[str]
    source: str | None = None
    speaker: str | None = None
    names_speaker: bool = False
    optional: bool = False
    start: int | None = None
    labels: Mapping[str, str] = field(default_factory=dict)
    cospeakers: Sequence[str] | None = None
    is_part: bool = False
    is_whole: bool = False


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
            except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError, ValueError) as error:
                message = f"no expectation: {_reason(error)}"
                raise InputError("bad_gold", message, str(path), line=number) from None
        return expectations

    def of(self, article: Article) -> list[Expected] | None:
        """What is expected of ``article``; None where nothing is said about it."""
        expected = self.by_id.get(article.id)
        return self.by_path.get(Path(article.path).resolve(), expected) if article.member is None else expected

    def unused(self, articles: Iterable[Article]) -> int:
        """How many articles that something is expected of are not among ``articles``."""
        checked = list(articles)
        paths = {Path(article.path).resolve() for article in checked}
        return len(self.by_path.keys() - paths) + len(self.by_id.keys() - {article.id for article in checked})

    def left_out(self, articles: Iterable[Article]) -> list[str]:
        """The articles, as people know them, that something is expected of and that are not among ``articles``."""
        checked = list(articles)
        paths = {Path(article.path).resolve() for article in checked}
        ids = {article.id for article in checked}
        gone = [shown_path(str(path)) for path, expected in self.by_path.items() if expected and path not in paths]
        return gone + [identity for identity, expected in self.by_id.items() if expected and identity not in ids]

    def missing(self) -> list[InputError]:
        """An error for each file that something is expected of and that is not there."""
        return [
            InputError("not_found", "no such file, and something is expected of it", shown_path(str(path)))
            for path in self.by_path
            if not path.exists()
        ]

    def _add(self, data: Mapping[str, Any], folder: Path) -> None:
        schema = data.get("schema")
        if schema == SCHEMA:
            record = Attribution.model_validate_json(orjson.dumps(data))
            self._extend(record.doc.path, record.doc.id, Path(), [_recorded(record)])
        elif schema == GOLD_SCHEMA:
            found = [_annotated(item) for item in data["attributions"]]
            self._extend(data.get("path"), data["id"], folder, found)
        else:
            line = _LINE.validate_python(data)
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


_LINE = TypeAdapter(_Line)


def _written(item: _Written) -> Expected:
    content = item.content if isinstance(item.content, list) else item.content.split(SEPARATOR)
    judged = "speaker" in item.model_fields_set
    return Expected(
        content,
        item.source,
        item.speaker,
        judged,
        item.optional,
        item.start,
        labels={name: label for name in _LABELS if (label := getattr(item, name)) is not None},
        cospeakers=item.cospeakers,
        is_part=item.part,
    )


def _annotated(item: Mapping[str, Any]) -> Expected:
    """An attribution of gold; offsets only hint at the place, since the text may have changed."""
    return Expected(
        content=[span["text"] for span in item["content"]],
        source=SEPARATOR.join(span["text"] for span in item["source"]) or None,
        speaker=item["speaker"],
        names_speaker=True,
        optional=item["optional"],
        start=item["content"][0]["start"],
        labels={name: item[name.rstrip("_")] for name in _LABELS},
    )


def _recorded(record: Attribution) -> Expected:
    return Expected(
        content=[span.text for span in record.content.spans],
        source=record.speaker.mention.text if record.speaker.mention is not None else None,
        speaker=record.speaker.name,
        names_speaker=True,
        start=record.content.spans[0].start,
        labels={name: getattr(record, name) for name in _LABELS},
        cospeakers=[who.name for who in record.cospeakers if who.name is not None],
        is_whole=True,
    )


def _object(data: object) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise TypeError("not an object")
    return data


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc'])}: {first['msg']}"
    return f"no key {error}" if isinstance(error, KeyError) else str(error)
