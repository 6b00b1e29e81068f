"""The data of the page: articles in segments, records, and groups of records that report one utterance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from claimx.checkworthiness import features
from claimx.escaping import visible
from claimx.link import Group
from claimx.overlaps import segments
from claimx.records import Attribution, Cue, Phrase
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords
from claimx.write.links import link_to

# The roles of a mark, by the numbers the page knows them by.
CONTENT, QUOTED, CUE, SOURCE = range(4)


def contents(articles: Sequence[ArticleRecords], groups: Iterable[Group]) -> dict[str, Any]:
    """The data of the page; records are known by their number in ``records``, articles likewise."""
    records = [(number, record) for number, article in enumerate(articles) for record in article.attributions]
    numbers = {(record.doc.id, record.id): number for number, (_, record) in enumerate(records)}
    return {
        "articles": [_article(article, numbers) for article in articles],
        "records": [_record(number, record) for number, record in records],
        "groups": [_group(group, numbers) for group in groups],
    }


def _article(article: ArticleRecords, numbers: dict[tuple[str, str], int]) -> dict[str, Any]:
    doc = next((record.doc for record in article.attributions), None)
    marked = [mark for record in article.attributions for mark in _marks(record, numbers[record.doc.id, record.id])]
    return {
        "id": visible(article.id),
        "title": visible(doc.title) if doc is not None and doc.title else None,
        "published": visible(doc.published) if doc is not None and doc.published else None,
        "segments": None if article.text is None else list(_segments(article.text, marked)),
    }


def _segments(text: str, marked: Iterable[tuple[Span, tuple[int, int]]]) -> Iterator[list[Any]]:
    """Each segment as its words, in which nothing acts or hides, and its marks: a record's number and a role."""
    for segment in segments(len(text), marked):
        words = visible(segment.span.of(text).replace("\r\n", "\n"), but="\n\t")
        yield [words, segment.marks] if segment.marks else [words]


def _marks(record: Attribution, number: int) -> Iterator[tuple[Span, tuple[int, int]]]:
    for span in record.content.spans:
        yield Span(span.start, span.end), (number, QUOTED if span.quoted else CONTENT)
    yield from _phrase(record.cue, (number, CUE))
    for who in (record.speaker, *record.cospeakers):
        yield from _phrase(who.mention, (number, SOURCE))


def _phrase(phrase: Phrase | Cue | None, mark: tuple[int, int]) -> Iterator[tuple[Span, tuple[int, int]]]:
    if phrase is not None:
        yield from ((Span(span.start, span.end), mark) for span in phrase.spans)


def _record(article: int, record: Attribution) -> dict[str, Any]:
    speaker = record.speaker
    mention = speaker.mention.text if speaker.mention is not None else None
    shown = {
        "id": record.id,
        "speaker": speaker.name,
        "mention": mention,
        "role": speaker.role,
        "organization": speaker.organization,
        "words": record.content.text,
        "cue": record.cue.text if record.cue is not None else None,
    }
    labels = {
        "article": article,
        "kind": record.kind,
        "class": record.class_,
        "polarity": record.polarity,
        "region": record.region,
        "confidence": record.confidence,
        "line": record.content.line,
        "link": link_to(record),
        "worth": features(record),
    }
    return {key: visible(value) if value is not None else None for key, value in shown.items()} | labels


def _group(group: Group, numbers: dict[tuple[str, str], int]) -> dict[str, Any]:
    members = [
        {
            "record": numbers[member.doc.id, member.id],
            "relation": member.relation,
            "differences": [
                [difference.kind, visible(difference.reference or ""), visible(difference.here or "")]
                for difference in member.differences
            ],
        }
        for member in group.members
        if (member.doc.id, member.id) in numbers
    ]
    return {"type": group.type, "conflicts": group.conflicts, "members": members}
