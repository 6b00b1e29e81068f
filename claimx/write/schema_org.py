"""schema.org as JSON-LD: quoted words are a Quotation, reported ones a Claim, both in the article they stand in.

A Claim is the skeleton of a ClaimReview: who checks it adds the rating.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from claimx.records import Attribution, Doc, Speaker
from claimx.write.article_records import ArticleRecords
from claimx.write.w3c import source_of

_PEOPLE = frozenset({"person", "unknown"})


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """One graph, a node a line."""
    yield b'{"@context":"https://schema.org","@graph":['
    separator = b"\n"
    for article in articles:
        for record in article.attributions:
            yield separator + orjson.dumps(_node(record))
            separator = b",\n"
    yield b"\n]}\n"


def _node(record: Attribution) -> dict[str, Any]:
    speakers = [_speaker(who) for who in (record.speaker, *record.cospeakers)]
    who = speakers if len(speakers) > 1 else speakers[0]
    article = _article(record.doc)
    common = {"@id": f"urn:claimx:{record.id}", "text": record.content.text}
    if record.kind == "direct":
        return {"@type": "Quotation", **common, "spokenByCharacter": who, "isPartOf": article}
    interpreter = {"@type": "SoftwareApplication", "name": record.by}
    return {"@type": "Claim", **common, "author": who, "appearance": article, "claimInterpreter": interpreter}


def _speaker(who: Speaker) -> dict[str, Any]:
    mention = who.mention.text if who.mention is not None else None
    told = {"name": who.name, "identifier": who.id, "jobTitle": who.role, "description": mention}
    is_person = who.type in _PEOPLE
    if not is_person:
        # An organization has no job.
        told["jobTitle"] = None
    return {"@type": "Person" if is_person else "Organization", **_known(told)}


def _article(doc: Doc) -> dict[str, Any]:
    told = {"headline": doc.title, "author": doc.author, "datePublished": doc.published}
    return {"@type": "NewsArticle", "@id": source_of(doc), "identifier": doc.id, **_known(told)}


def _known(told: dict[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in told.items() if value is not None}
