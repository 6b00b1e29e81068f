"""Gold of claimx: a line of JSON an article, with its text and what was said in it, for evaluate and for training."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from claimx.records import Attribution, Cue, Phrase, text_digest
from claimx.write.article_records import ArticleRecords

SCHEMA = "claimx-gold/1"


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """A line an article, also where nothing was said."""
    for article in articles:
        if article.text is not None:
            line = {
                "schema": SCHEMA,
                "id": article.id,
                "text": article.text,
                "sha256": text_digest(article.text),
                "attributions": [_attribution(record) for record in article.attributions],
            }
            yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _attribution(record: Attribution) -> dict[str, Any]:
    return {
        "source": _spans(record.speaker.mention),
        "cue": _spans(record.cue),
        "content": [{"start": span.start, "end": span.end, "text": span.text} for span in record.content.spans],
        "kind": record.kind,
        "class": record.class_,
        "speaker": record.speaker.name,
        "optional": False,
    }


def _spans(phrase: Phrase | Cue | None) -> list[dict[str, Any]]:
    return [span.model_dump() for span in phrase.spans] if phrase is not None else []
