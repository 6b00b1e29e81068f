"""W3C Web Annotation: an AnnotationPage, an annotation an attribution. Offsets are code points, as the model asks.

Each stretch of the content is a target with its position, and with its words between what stands before and behind
them, so that it is found again where the text has changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import quote

import orjson

from claimx.records import Attribution, Doc, TextSpan
from claimx.write.article_records import ArticleRecords

_JSON_LD_CONTEXT = "http://www.w3.org/ns/anno.jsonld"
# Code points on either side by which a quotation is told from the same words elsewhere.
_AROUND = 32


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """One page with all annotations, an annotation a line."""
    start = orjson.dumps({"@context": _JSON_LD_CONTEXT, "type": "AnnotationPage"}).rstrip(b"}") + b',"items":['
    separator = b"\n"
    yield start
    for article in articles:
        for record in article.attributions:
            yield separator + orjson.dumps(_annotation(record, article.text or ""))
            separator = b",\n"
    yield b"\n]}\n"


def _annotation(record: Attribution, text: str) -> dict[str, Any]:
    labels = {"kind": record.kind, "class": record.class_, "polarity": record.polarity}
    bodies = [_body("tagging", f"{name}: {value}") for name, value in labels.items()]
    if record.speaker.name is not None:
        bodies.insert(0, _body("identifying", record.speaker.name))
    return {
        "id": f"urn:claimx:{record.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": [
            {"source": source_of(record.doc), **_state(record.doc), "selector": _selectors(span, text)}
            for span in record.content.spans
        ],
    }


def _state(doc: Doc) -> dict[str, Any]:
    """Which version of the article is meant, where a time of day in a known zone says so: the model wants it in UTC."""
    try:
        published = datetime.fromisoformat(doc.published or "")
    except ValueError:
        return {}
    if published.tzinfo is None:
        return {}
    return {"state": {"type": "TimeState", "sourceDate": f"{published.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}}


def _body(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def source_of(doc: Doc) -> str:
    """A URI of the article: its address, else its path, else its hash."""
    if doc.url is not None:
        return doc.url
    if doc.path not in (None, "-"):
        path = PurePosixPath(str(doc.path))
        return path.as_uri() if path.is_absolute() else quote(str(path))
    return f"urn:sha256:{doc.sha256}"


def _selectors(span: TextSpan, text: str) -> list[dict[str, Any]]:
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(0, span.start - _AROUND) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
    ]
