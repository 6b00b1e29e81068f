"""Citron's JSON, a line an article: quotes with cue, sources, contents and coreferences. Offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from claimx.records import Attribution, Cue, Phrase
from claimx.write.article_records import ArticleRecords


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """A line an article."""
    for article in articles:
        if article.text is not None:
            quotes = [_quote(record) for record in article.attributions]
            line = {"text": article.text, "quotes": quotes, "coreference_groups": []}
            yield orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


def _quote(record: Attribution) -> dict[str, Any]:
    who = (record.speaker, *record.cospeakers)
    return {
        "cue": next(iter(_spans(record.cue)), None),
        "sources": [span for one in who for span in _spans(one.mention)],
        "contents": [{"start": span.start, "end": span.end, "text": span.text} for span in record.content.spans],
        "coreferences": [span for one in who for span in _spans(one.evidence)],
        "confidence": record.confidence,
        "id": record.id,
    }


def _spans(phrase: Phrase | Cue | None) -> list[dict[str, Any]]:
    return [span.model_dump() for span in phrase.spans] if phrase is not None else []
