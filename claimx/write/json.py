"""JSON: the lines of JSON Lines as the items of one array."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.write.article_records import ArticleRecords
from claimx.write.jsonl import to_line


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """One array, an item a line, so that it can be read as it comes and compared line by line."""
    start = b"[\n"
    for article in articles:
        for record in article.records:
            yield start + to_line(record).rstrip(b"\n")
            start = b",\n"
    yield b"[]\n" if start == b"[\n" else b"\n]\n"
