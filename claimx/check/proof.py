"""Records proved against schema and text (CX501 to CX504, CX511, CX512), and the articles that the good ones make.

Works on the JSON as it stands, so that a record too broken to be built is still shown where it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import ValidationError

from claimx.check.findings import Finding, Place, excerpt, shown_path
from claimx.check.judged_article import Article
from claimx.check.rules import RULES
from claimx.extraction import index_text
from claimx.read.saved.jsonl import keys_told_twice
from claimx.read.texts import Texts
from claimx.records import RECORD_TYPES, SCHEMA, Attribution, Quoted, Record, text_digest
from claimx.spans import line_and_column

_RECORD_TYPES = {record.model_fields["record"].default: record for record in RECORD_TYPES}


_Key = tuple[str, str]


@dataclass(slots=True)
class Proved:
    """What a file of records holds: findings about its lines, and the articles of those that are records."""

    findings: list[Finding] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)


def prove(path: str, lines: Iterable[bytes], texts: Texts) -> Proved:
    """The records in ``lines`` of the file ``path``, proved against themselves and the texts that are found."""
    proof = _Proof(shown_path(path), texts)
    for number, line in enumerate(lines, start=1):
        if line.strip():
            proof.take(line, Place(proof.path, line=number, column=1))
    return Proved([*proof.findings, *proof.stale_articles(), *proof.gone_articles()], list(proof.articles()))


class _Proof:
    """The records of a file as they are taken in, by id and hash of their article."""

    def __init__(self, path: str, texts: Texts) -> None:
        self.path = path
        self.findings: list[Finding] = []
        self._texts = texts
        self._records: dict[_Key, list[Attribution | Quoted]] = {}
        self._stale: dict[_Key, list[Place]] = {}
        self._gone: dict[str, Place] = {}
        self._found_any = False

    def take(self, line: bytes, place: Place) -> None:
        """Prove one line, and keep its record when it is valid."""
        data = _object(line)
        if data is None:
            self._find("CX501", place, "not an object of JSON", line.decode("utf-8", "replace"))
            return
        for twice in keys_told_twice(line):
            # One reader takes the first of them, another the last.
            self._find("CX501", place, f"the key {twice!r} stands twice in one object", _words(data))
        if data.get("record") == "error":
            self._take_error(data, place)
            return
        key = (str(_doc(data).get("id")), str(_doc(data).get("sha256")))
        path = _doc(data).get("path")
        text = self._text(key, path)
        if text is None and isinstance(path, str):
            self._gone.setdefault(path, place)
        if text is not None and text_digest(text) != key[1]:
            self._stale.setdefault(key, []).append(place)
            text = None
        shifted = list(_misfits(data, text)) if text is not None else []
        for message, words in shifted:
            self._find("CX504", place, message, words)
        record = _record(data)
        if isinstance(record, Attribution | Quoted):
            if not shifted:
                self._records.setdefault(key, []).append(record)
            if _order(data) != _order(record.model_dump()):
                self._find("CX512", place, "its keys are not in the order of the schema", _words(data))
        elif isinstance(record, tuple) and not shifted:
            # Where an offset does not fit the text the id does not fit either; one finding is enough for both.
            self._find(record[0], place, record[1], _words(data))

    def _take_error(self, data: Mapping[str, Any], place: Place) -> None:
        """Prove a line that stands for an input that could not be read: it has no text."""
        record = _record(data)
        if isinstance(record, tuple):
            self._find(record[0], place, record[1], str(_doc(data).get("path")))

    def gone_articles(self) -> Iterator[Finding]:
        """One finding for each article that is not there, where others are."""
        if self._found_any:
            for path, place in self._gone.items():
                yield Finding(RULES["CX511"], place, f"{path} is not there: its records are not proved", path)

    def stale_articles(self) -> Iterator[Finding]:
        """One finding for each article whose text is another now."""
        for (identity, _), places in self._stale.items():
            often = f" ({len(places)} records)" if len(places) > 1 else ""
            message = f"{identity}: its text is not the one the records were made from{often}"
            yield Finding(RULES["CX503"], places[0], message, identity)

    def articles(self) -> Iterator[Article]:
        """The articles of the records that hold, with their texts where these are found and the same."""
        for key, records in self._records.items():
            text = self._text(key, records[0].doc.path) if key not in self._stale else None
            index = index_text(text) if text is not None else None
            yield Article.of(records[0].doc, index, (r for r in records if isinstance(r, Attribution)))

    def _text(self, key: _Key, path: object) -> str | None:
        text = self._texts.find(key[1], key[0], path if isinstance(path, str) else None)
        self._found_any = self._found_any or text is not None
        return text

    def _find(self, code: str, place: Place, message: str, words: str) -> None:
        self.findings.append(Finding(RULES[code], place, message, words))


def _order(data: object) -> object:
    """The keys of a JSON object in their order, followed by those of the objects inside it."""
    if isinstance(data, dict):
        return [(key, _order(value)) for key, value in data.items()]
    return [_order(value) for value in data] if isinstance(data, list) else None


def _object(line: bytes) -> Mapping[str, Any] | None:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError:
        return None
    return data if isinstance(data, dict) else None


def _record(data: Mapping[str, Any]) -> Record | tuple[str, str]:
    """The record that ``data`` is, or a code and one sentence about why it is none."""
    if data.get("schema") != SCHEMA:
        return "CX501", f"its schema is {data.get('schema')!r}, not {SCHEMA!r}"
    type_ = _RECORD_TYPES.get(data.get("record"))
    if type_ is None:
        return "CX501", f"no kind of record: {data.get('record')!r}"
    try:
        return type_.model_validate_json(orjson.dumps(data))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        # A fault that pydantic gives no field for is an id that does not fit the other fields.
        return ("CX501", f"{where}: {first['msg']}") if where else ("CX502", first["msg"].removeprefix("Value error, "))


def _misfits(data: Mapping[str, Any], text: str) -> Iterator[tuple[str, str]]:
    """For each field of a record that does not fit ``text``, a sentence and the words that should stand there."""
    spans = dict(_spans(data))
    shifted = {where: span for where, span in spans.items() if not _fits(span, text)}
    for where, span in shifted.items():
        there = text[max(0, span["start"]) : max(0, span["end"])]
        message = f"{where}: {span['start']}-{span['end']} is “{excerpt(there)}”, not “{excerpt(span['text'])}”"
        yield message, span["text"]
    first = spans.get("content.spans[0]")
    if first is not None and not shifted:
        line, column = line_and_column(text, first["start"])
        if (data["content"].get("line"), data["content"].get("column")) != (line, column):
            yield f"content starts at line {line}, column {column}", first["text"]


def _fits(span: Mapping[str, Any], text: str) -> bool:
    return bool(span["start"] >= 0 and text[span["start"] : span["end"]] == span["text"])


def _spans(data: object, where: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every span of a record, however deep, with the path to it."""
    if isinstance(data, dict):
        if (
            isinstance(data.get("start"), int)
            and isinstance(data.get("end"), int)
            and isinstance(data.get("text"), str)
        ):
            yield where, data
            return
        for key, value in data.items():
            if where or key != "doc":  # ``extra`` may hold anything that the input held.
                yield from _spans(value, f"{where}.{key}".lstrip("."))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _spans(value, f"{where}[{number}]")


def _doc(data: Mapping[str, Any]) -> Mapping[str, Any]:
    doc = data.get("doc")
    return doc if isinstance(doc, dict) else {}


def _words(data: Mapping[str, Any]) -> str:
    content = data.get("content")
    return str(content.get("text")) if isinstance(content, dict) else str(data.get("id"))
