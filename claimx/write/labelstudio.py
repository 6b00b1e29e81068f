"""Label Studio: tasks with predictions to correct. Offsets count units of UTF-16, as browsers do.

A region of Label Studio is one stretch: the further stretches of a mark are regions of their own, tied to the first
by the relation ``part``. What no annotator changes travels in ``data.claimx``, which an export gives back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from statistics import fmean
from typing import Any
from xml.sax.saxutils import quoteattr

import orjson

from claimx.annotations import CHOICES, LABELS, PART, ROLE_LABELS, TEXTS, Annotated, Mark, annotate
from claimx.records import text_digest
from claimx.spans import Span
from claimx.utf16 import Utf16
from claimx.write.article_records import ArticleRecords


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """One array, a task a line."""
    start = b"[\n"
    for article in articles:
        if article.text is not None:
            scores = [record.confidence for record in article.attributions]
            task = _task(annotate(article.id, article.text, article.attributions), scores)
            yield start + orjson.dumps(task)
            start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"


def _task(annotated: Annotated, scores: list[float]) -> dict[str, Any]:
    """A task; ids of regions must differ across tasks, and therefore begin with the article's hash."""
    prefix = text_digest(annotated.text)[:8]
    units = Utf16(annotated.text)
    result = [item for mark in annotated.marks for item in _regions(mark, prefix, annotated.text, units)]
    result += [
        {
            "type": "relation",
            "from_id": f"{prefix}-{a}",
            "to_id": f"{prefix}-{b}",
            "direction": "right",
            "labels": [role],
        }
        for role, a, b in annotated.relations()
    ]
    rest = {f"{prefix}-{mark.key}": mark.rest for mark in annotated.marks if mark.rest}
    by = next((mark.rest["by"] for mark in annotated.marks if mark.rest), "claimx")
    return {
        "predictions": [{"model_version": by, "score": round(fmean(scores), 2) if scores else None, "result": result}],
        "data": {"text": annotated.text, "id": annotated.id, "doc": annotated.doc, "claimx": rest},
    }


def _regions(mark: Mark, prefix: str, text: str, units: Utf16) -> Iterator[dict[str, Any]]:
    """The regions of a mark's stretches, and what is chosen and written for the first of them."""
    for key, span in mark.parts():
        region = {**_place(span, units), "text": span.of(text), "labels": [mark.label]}
        yield _item(f"{prefix}-{key}", "label", "labels", region)
    key, first = f"{prefix}-{mark.key}", _place(mark.spans[0], units)
    for choice, value in mark.choices.items():
        yield _item(key, choice, "choices", {**first, "choices": [value]})
    for name, written in mark.texts.items():
        yield _item(key, name, "textarea", {**first, "text": [written]})


def _place(span: Span, units: Utf16) -> dict[str, int]:
    return {"start": units.units(span.start), "end": units.units(span.end)}


def _item(id_: str, from_name: str, type_: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"id": id_, "from_name": from_name, "to_name": "text", "type": type_, "value": value}


def interface() -> str:
    """The labelling interface of a project, in Label Studio's XML: paste it into Settings, Labeling Interface."""
    of_content = 'toName="text" perRegion="true" whenTagName="label" whenLabelValue="Content"'
    lines = ["<View>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(role)}/>" for role in (*ROLE_LABELS, PART)]
    lines += ["  </Relations>", '  <Labels name="label" toName="text">']
    lines += [f"    <Label value={quoteattr(label)}/>" for label in LABELS]
    lines += ["  </Labels>", '  <Text name="text" value="$text" granularity="symbol"/>']
    for choice, values in CHOICES.items():
        lines.append(f"  <Choices name={quoteattr(choice)} {of_content}>")
        lines += [f"    <Choice value={quoteattr(value)}/>" for value in values]
        lines.append("  </Choices>")
    for name in TEXTS:
        lines.append(f'  <TextArea name={quoteattr(name)} {of_content} maxSubmissions="1" editable="true"/>')
    return "\n".join([*lines, "</View>"]) + "\n"
