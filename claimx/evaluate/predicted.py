"""Predicted statements: from saved records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from claimx.errors import InputError
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


def read_records(path: Path) -> list[Attribution]:
    """The attributions of a saved .jsonl; other lines of claimx are passed over.

    Raises InputError with the line that is no record.
    """
    found: list[Attribution] = []
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError("unreadable", error.strerror or str(error), str(path)) from None
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not line.strip() or b'"record":"attribution"' not in line:
            continue
        try:
            found.append(Attribution.model_validate_json(line))
        except ValidationError as error:
            message = f"no record of claimx/1: {error.errors()[0]['msg']}"
            raise InputError("bad_record", message, str(path), line=number) from None
    return found


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
