"""Saved records held to each other, to themselves and to their text (CX505 to CX510, CX513, CX514), without a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.check.phrase_proof import marked, worded
from claimx.check.speaker_proof import named
from claimx.records import Attribution, TextSpan


def consistent(article: Article) -> Iterator[Finding]:
    """Findings on records of one article that contradict each other, themselves, or their text where it is known."""
    yield from _doubled(article)
    yield from _nested(article)
    yield from _of_one_article(article)
    for record in article.attributions:
        yield from marked(article, record)
        yield from named(article, record)
        yield from worded(article, record)


# CX505


def _doubled(article: Article) -> Iterator[Finding]:
    seen: set[str] = set()
    for record in article.attributions:
        if record.id in seen:
            message = f"the record {record.id} is here twice: “{excerpt(record.content.text)}”"
            yield article.finding_on("CX505", record, record.content, message)
        seen.add(record.id)
        names = [who.name for who in (record.speaker, *record.cospeakers) if who.name is not None]
        for name in dict.fromkeys(name for name in names if names.count(name) > 1):
            message = f"{name} speaks here together with {name}: “{excerpt(record.content.text)}”"
            yield article.finding_on("CX505", record, record.content, message)


# CX506


def _nested(article: Article) -> Iterator[Finding]:
    by_id = {record.id: record for record in article.attributions}
    for record in article.attributions:
        if record.nested_in is None:
            yield from _not_nested(article, record)
            continue
        outer = by_id.get(record.nested_in)
        if outer is None:
            continue  # a filter may have left the outer one out
        if _goes_in_a_circle(record, by_id):
            message = (
                "it stands inside itself" if outer is record else "it stands inside a record that stands inside it"
            )
        elif not _reaches(outer, record):
            message = f"it does not stand inside {outer.id}: “{excerpt(outer.content.text)}”"
        else:
            continue
        yield article.finding_on("CX506", record, record.content, message)


def _not_nested(article: Article, record: Attribution) -> Iterator[Finding]:
    """A record that stands with its cue inside the words of another one is nested, there or further in."""
    for outer in article.attributions:
        if outer is not record and all(
            any(holder.start <= span.start and span.end <= holder.end for holder in outer.content.spans)
            for span in _all_spans(record)
        ):
            message = f"it is nested in none, and stands inside {outer.id}: “{excerpt(outer.content.text)}”"
            yield article.finding_on("CX506", record, record.content, message)
            return


def _goes_in_a_circle(record: Attribution, by_id: Mapping[str, Attribution]) -> bool:
    seen: set[str] = set()
    at: Attribution | None = record
    while at is not None and at.nested_in is not None:
        if at.id in seen:
            return True
        seen.add(at.id)
        at = by_id.get(at.nested_in)
    return False


def _reaches(outer: Attribution, inner: Attribution) -> bool:
    """Whether a record stands, in part at least, on the words from the first to the last of the outer one's content."""
    first, last = outer.content.spans[0].start, outer.content.spans[-1].end
    return any(first <= span.start < last for span in _all_spans(inner))


def _all_spans(record: Attribution) -> Iterator[TextSpan]:
    return chain(record.content.spans, record.cue.spans if record.cue is not None else ())


# CX514


def _of_one_article(article: Article) -> Iterator[Finding]:
    """Records of one article that tell different things of it."""
    if not article.attributions:
        return
    first = article.attributions[0].doc.model_dump()
    told: set[str] = set()
    for record in article.attributions[1:]:
        for key, value in record.doc.model_dump().items():
            if value != first[key] and key not in told:
                told.add(key)
                here, there = excerpt(repr(value)), excerpt(repr(first[key]))
                message = f"doc.{key} is {here}, and {there} in other records of the article"
                yield article.finding_on("CX514", record, record.content, message)
