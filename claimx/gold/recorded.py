"""Records as the statements that are compared with gold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from claimx.gold.statements import DETAILS, Article, Statement
from claimx.records import Attribution, Cue, Phrase, text_digest
from claimx.spans import Span


def statement_of(record: Attribution) -> Statement:
    """A record as a statement, the form in which evaluation compares it."""
    speaker = record.speaker
    return Statement(
        source=_spans(speaker.mention),
        cue=_spans(record.cue),
        content=tuple(Span(s.start, s.end) for s in record.content.spans),
        kind=record.kind,
        class_=record.class_,
        speaker=speaker.name,
        resolved=speaker.resolved,
        labelled=True,
        confidence=record.confidence,
        details={detail: getattr(speaker, detail) for detail in DETAILS},
        evidence=_spans(speaker.evidence),
    )


def _spans(phrase: Phrase | Cue | None) -> tuple[Span, ...]:
    return tuple(Span(span.start, span.end) for span in phrase.spans) if phrase is not None else ()


def by_article(records: Iterable[Attribution], gold: Iterable[Article]) -> tuple[dict[str, list[Statement]], list[str]]:
    """Statements by the id of the gold article with the same text, and the ids of articles that gold does not have.

    An article without any is missing.
    """
    ids = _ids(gold)
    found: dict[str, list[Statement]] = defaultdict(list)
    others: dict[str, None] = {}
    for record in records:
        identities = ids.get(record.doc.sha256, ())
        for identity in identities:
            found[identity].append(statement_of(record))
        if not identities:
            others[record.doc.id] = None
    return found, list(others)


def by_text(articles: Iterable[Article], gold: Iterable[Article]) -> tuple[dict[str, list[Statement]], list[str]]:
    """Articles' statements by the id of the gold article with the same text, also where an article has none."""
    ids = _ids(gold)
    found: dict[str, list[Statement]] = defaultdict(list)
    others: list[str] = []
    for article in articles:
        identities = ids.get(text_digest(article.text), ())
        for identity in identities:
            found[identity] += article.statements
        if not identities:
            others.append(article.id)
    return found, others


def _ids(gold: Iterable[Article]) -> dict[str, list[str]]:
    """The ids of the gold articles by the hash of their text."""
    ids = defaultdict(list)
    for article in gold:
        ids[text_digest(article.text)].append(article.id)
    return ids
