"""Annotations exported from Label Studio (JSON), or tasks with predictions that claimx wrote for it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from claimx.annotations import LABELS, PART, ROLE_LABELS, Annotated, Mark, Tie, attributions
from claimx.errors import InputError
from claimx.read.opening import beginning, opened
from claimx.records import Attribution
from claimx.spans import Span
from claimx.utf16 import Utf16

# An export begins with a task's id and annotations, what claimx writes with its predictions.
_FIRST_TASK = re.compile(rb'\s*\[\s*\{\s*("id"\s*:\s*\d+\s*,\s*)?"(annotations|predictions)"\s*:\s*\[')


def begins(data: bytes, path: str) -> bool:
    """Whether ``data``, with which ``path`` begins, is the start of an array of tasks."""
    return _FIRST_TASK.match(data) is not None


def holds_tasks(path: str) -> bool:
    """Whether ``path`` begins like tasks of Label Studio. Raises InputError where it cannot be read."""
    return begins(beginning(path).removeprefix(BOM_UTF8), path)


def read(path: str) -> Iterator[Attribution | InputError]:
    """The records of all tasks, in their order."""
    for annotated in read_tasks(path):
        if isinstance(annotated, InputError):
            yield annotated
        else:
            yield from attributions(annotated, path)


def read_tasks(path: str) -> Iterator[Annotated | InputError]:
    """The annotated text of each task; an InputError stands for one that cannot be read."""
    with opened(path) as file:
        data = file.read().removeprefix(BOM_UTF8)
    try:
        tasks = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        yield InputError("bad_json", f"not JSON: {error.msg}", path, line=error.lineno, column=error.colno)
        return
    for number, task in enumerate(tasks, start=1):
        try:
            yield _annotated(task, number)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            why = f"{type(error).__name__} {error}"
            yield InputError("bad_annotation", f"task {number} is not one of Label Studio: {why}", path)


def _annotated(task: Mapping[str, Any], number: int) -> Annotated:
    data, result = task["data"], _result(task)
    relations = [(label, item["from_id"], item["to_id"]) for item in result for label in item.get("labels", ())]
    regions = [item for item in result if item["type"] == "labels"]
    wholes = {part: whole for role, whole, part in relations if role == PART}
    units, spans = Utf16(data["text"]), defaultdict(list)
    for item in regions:
        place = Span(units.offset(item["value"]["start"]), units.offset(item["value"]["end"]))
        spans[wholes.get(item["id"], item["id"])].append(place)
    choices, texts = _by_region(result, "choices", "choices"), _by_region(result, "textarea", "text")
    rest = data.get("claimx") or {}
    labels = {item["id"]: item["value"]["labels"][0] for item in regions}
    marks = [
        Mark(key, label, tuple(sorted(places)), choices[key], texts[key], rest.get(key, {}))
        for key, places in spans.items()
        for label in LABELS
        if labels.get(key) == label
    ]
    ties = [Tie(role, content, mark) for label, content, mark in relations for role in ROLE_LABELS if role == label]
    id_ = data.get("id") or task.get("id") or f"task-{number}"
    return Annotated(str(id_), data["text"], marks, ties, data.get("doc"))


def _result(task: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What counts of a task: the first annotation that was not cancelled, else the first prediction."""
    done = [annotation for annotation in task.get("annotations", ()) if not annotation.get("was_cancelled")]
    chosen = done or task.get("predictions")
    return list(chosen[0]["result"]) if chosen else []


def _by_region(result: list[dict[str, Any]], type_: str, key: str) -> defaultdict[str, dict[str, str]]:
    """What is chosen or written for each region, by the name of the control."""
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for item in result:
        if item["type"] == type_ and item["value"][key]:
            found[item["id"]][item["from_name"]] = item["value"][key][0]
    return found
