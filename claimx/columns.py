"""An attribution as one flat row: every column is the path of a field, and a row gives its record back.

Spans are written as ``start-end``, ascending and parted by blanks, in Unicode code points; ``q`` behind a span of
content says that it stands between quotation marks. Texts of spans are not repeated: they are the slices that
their joined text holds. What has no fixed shape (``doc.extra``, ``cospeakers``) is a cell of JSON. A table
cannot hold everything: an empty string looks like null, and what would act on a terminal or a spreadsheet is
written as escapes. A row that would not give its record back has all of it as JSON in the column ``record``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from claimx.escaping import read_sheet_cell, sheet_cell
from claimx.records import SCHEMA, SEPARATOR, Attribution

Cell = str | int | float | None

# Columns that people look for first; the other columns make the record complete for a reader.
FIELDS = (
    "speaker.name", "speaker.role", "speaker.organization", "speaker.description",
    "kind", "content.text", "cue.text", "class", "polarity", "confidence",
    "doc.title", "doc.published", "doc.path", "content.line", "content.column",
    "region", "speaker.type", "speaker.id", "speaker.confidence", "speaker.resolved",
    "speaker.mention.text", "speaker.mention.spans", "speaker.evidence.text", "speaker.evidence.spans",
    "speaker.organization_evidence.text", "speaker.organization_evidence.spans",
    "cospeakers", "cue.lemma", "cue.type", "cue.spans", "content.spans",
    "doc.id", "doc.sha256", "doc.author", "doc.url", "doc.extra", "doc.source_sha256", "doc.extractor",
    "nested_in", "id", "by",
)  # fmt: skip
COLUMNS = (*FIELDS, "record")
NUMERIC = {"confidence": float, "speaker.confidence": float, "content.line": int, "content.column": int}
_JSON = frozenset({"doc.extra", "cospeakers"})
# Objects that may be null as a whole: then all their columns are empty.
_OPTIONAL = ("cue", "speaker.mention", "speaker.evidence", "speaker.organization_evidence")
_SPAN = re.compile(r"(\d+)-(\d+)(q?)")


def row(record: Attribution) -> dict[str, Cell]:
    """The cells of ``record`` by column, in the order of COLUMNS, as they are; None where a field is null."""
    cells = fields(record)
    texts = (cell for cell in cells.values() if isinstance(cell, str))
    is_kept = all(text and read_sheet_cell(sheet_cell(text)) == text for text in texts)
    # ASCII alone: nothing in it needs an escape.
    return cells | {"record": None if is_kept else json.dumps(record.model_dump())}


def fields(record: Attribution) -> dict[str, Cell]:
    """The cells of ``record`` by the path of a field, in the order of FIELDS; None where a field is null."""
    data = record.model_dump()
    return {path: _cell(path, _at(data, path)) for path in FIELDS}


def _at(data: Mapping[str, Any], path: str) -> Any:  # noqa: ANN401 - a field of any type
    value: Any = data
    for key in path.split("."):
        if value is None:
            return None
        value = value[key]
    return value


def _cell(column: str, value: Any) -> Cell:  # noqa: ANN401 - a field of any type
    if column in _JSON:
        return orjson.dumps(value).decode()
    if column.endswith(".spans") and value is not None:
        return " ".join(f"{span['start']}-{span['end']}{'q' if span.get('quoted') else ''}" for span in value)
    cell: Cell = value
    return cell


def record_of(cells: Mapping[str, Cell]) -> Attribution:
    """The record that ``row`` made ``cells`` of; a cell may also be the text of its number.

    Raises ValueError (pydantic's ValidationError is one) or KeyError where the cells are no record.
    """
    if cells["record"] is not None:
        return Attribution.model_validate_json(str(cells["record"]))
    data: dict[str, Any] = {"schema": SCHEMA, "record": "attribution"}
    for column in FIELDS:
        _put(data, column, _value(column, cells[column]))
    for path in _OPTIONAL:
        _complete(data, path)
    _complete(data, "content")
    return Attribution.model_validate_json(orjson.dumps(data))


def _value(column: str, cell: Cell) -> Any:  # noqa: ANN401 - a field of any type
    if cell is None:
        return None
    if column in _JSON:
        return orjson.loads(str(cell))
    if column in NUMERIC:
        return NUMERIC[column](cell)
    return str(cell)


def _put(data: dict[str, Any], path: str, value: object) -> None:
    *parents, key = path.split(".")
    for parent in parents:
        data = data.setdefault(parent, {})
    data[key] = value


def _complete(data: dict[str, Any], path: str) -> None:
    """Give the phrase at ``path`` its spans, or set it to None where it has none."""
    *parents, key = path.split(".")
    for parent in parents:
        data = data[parent]
    phrase = data[key]
    if phrase["spans"] is None:
        data[key] = None
    else:
        phrase["spans"] = list(_spans(phrase["text"], phrase["spans"], with_quoted=key == "content"))


def _spans(text: str, cell: str, *, with_quoted: bool) -> Iterator[dict[str, Any]]:
    """The spans of ``cell`` with their texts, which ``text`` holds joined."""
    at = 0
    for start, end, quoted in _SPAN.findall(cell):
        length = int(end) - int(start)
        span = {"start": int(start), "end": int(end), "text": text[at : at + length]}
        yield span | {"quoted": bool(quoted)} if with_quoted else span
        at += length + len(SEPARATOR)
