"""JSON Lines: one record a line, UTF-8, every key, one ``\\n`` a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from claimx.records import Record
from claimx.write.article_records import ArticleRecords


def to_line(record: Record) -> bytes:
    """The record as one line of JSON with its line end; the same record gives the same bytes."""
    return orjson.dumps(record.model_dump(), option=orjson.OPT_APPEND_NEWLINE)


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """A line a record, as soon as its article is done."""
    return (to_line(record) for article in articles for record in article.records)
