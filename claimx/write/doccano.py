"""doccano: a line of JSON an article for a project of relations. Offsets count units of UTF-16, as browsers do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

import orjson

from claimx.annotations import Annotated, annotate
from claimx.utf16 import Utf16
from claimx.write.article_records import ArticleRecords


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """A line an article; ids of entities and relations differ across articles."""
    numbers = count(1)
    for number, article in enumerate((article for article in articles if article.text is not None), start=1):
        annotated = annotate(article.id, article.text or "", article.attributions)
        yield orjson.dumps(_example(number, annotated, numbers), option=orjson.OPT_APPEND_NEWLINE)


def _example(number: int, annotated: Annotated, numbers: Iterator[int]) -> dict[str, Any]:
    units = Utf16(annotated.text)
    parts = [(key, mark.label, span) for mark in annotated.marks for key, span in mark.parts()]
    ids = dict(zip((key for key, _, _ in parts), numbers, strict=False))
    return {
        "id": number,
        "text": annotated.text,
        "entities": [
            {
                "id": ids[key],
                "label": label,
                "start_offset": units.units(span.start),
                "end_offset": units.units(span.end),
            }
            for key, label, span in parts
        ],
        "relations": [
            {"id": next(numbers), "from_id": ids[start], "to_id": ids[end], "type": role}
            for role, start, end in annotated.relations()
        ],
        "Comments": [],
        "name": annotated.id,
    }
