"""Predicted statements: from records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from claimx.evaluate.articles import Article, Statement
from claimx.records import Attribution, text_digest
from claimx.spans import Span


def statement_of(record: Attribution) -> Statement:
    """What evaluation compares of a record."""
    mention = record.speaker.mention
    return Statement(
        source=tuple(Span(s.start, s.end) for s in mention.spans) if mention else (),
        cue=tuple(Span(s.start, s.end) for s in record.cue.spans) if record.cue else (),
        content=tuple(Span(s.start, s.end) for s in record.content.spans),
        kind=record.kind,
        class_=record.class_,
        speaker=record.speaker.name,
        resolved=record.speaker.resolved,
        labelled=True,
        confidence=record.confidence,
    )


def by_article(records: Iterable[Attribution], gold: Iterable[Article]) -> dict[str, list[Statement]]:
    """Statements by the id of the gold article with the same text; an article without any is missing."""
    ids = defaultdict(list)
    for article in gold:
        ids[text_digest(article.text)].append(article.id)
    found: dict[str, list[Statement]] = defaultdict(list)
    for record in records:
        for identity in ids.get(record.doc.sha256, ()):
            found[identity].append(statement_of(record))
    return found
