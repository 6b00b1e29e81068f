"""Saved records held to what this claimx writes for their texts (CX701 to CX703, with --rerun)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.errors import InputError
from claimx.extraction import extract_sources
from claimx.labels import Class
from claimx.read import Source
from claimx.records import Attribution
from claimx.settings import Settings

# The classes that `claimx extract` prints by default.
_PRINTED_CLASSES: frozenset[Class] = frozenset({"statement", "belief"})
# Other rules judge the origin and the id of a record.
_JUDGED_ELSEWHERE = frozenset({"schema", "record", "id", "doc", "by"})
_MOST_SHOWN = 3


def rerun(articles: Sequence[Article], settings: Settings, jobs: int) -> Iterator[Finding | InputError]:
    """Findings on records that differ from those which this claimx makes of the same texts.

    Only articles whose text is known are compared. Classes that are not printed by default are compared where the saved
    records have them.
    """
    known = [article for article in articles if article.text is not None]
    sources = (Source(id=article.id, text=article.known_text, path=article.path) for article in known)
    for article, outcome in zip(known, extract_sources(sources, settings, jobs), strict=True):
        if isinstance(outcome, InputError):
            yield outcome
        else:
            written = [record for record in outcome.records if isinstance(record, Attribution)]
            yield from _compared(article, written)


def without_records(article: Article) -> Iterator[Finding]:
    """Findings on records that this claimx makes of ``article``, for which the saved records have none."""
    yield from _compared(replace(article, attributions=()), article.attributions)


def _compared(article: Article, written: Sequence[Attribution]) -> Iterator[Finding]:
    classes = _PRINTED_CLASSES | {record.class_ for record in article.attributions}
    found = {record.id: record for record in article.attributions}
    anew = {record.id: record for record in written}
    for record in article.attributions:
        words = excerpt(record.content.text)
        if record.id not in anew:
            message = f"this claimx writes no such record: {_speaker(record)} on “{words}”{_version(record, written)}"
            yield article.finding_on("CX701", record, record.content, message)
            continue
        told = [f"{where} is {here!r}, not {there!r}" for where, here, there in _differing(record, anew[record.id])]
        if told:
            more = f"; and {len(told) - _MOST_SHOWN} more" if len(told) > _MOST_SHOWN else ""
            message = f"{'; '.join(told[:_MOST_SHOWN])}{more}: “{words}”{_version(record, written)}"
            yield article.finding_on("CX703", record, record.content, message)
    for record in written:
        if record.id not in found and record.class_ in classes:
            message = (
                f"this claimx writes a record that is not here: {_speaker(record)} on “{excerpt(record.content.text)}”"
            )
            yield article.finding_on("CX702", record, record.content, message)


def _differing(record: Attribution, anew: Attribution) -> list[tuple[str, object, object]]:
    """The fields in which two records differ, by their paths, with both values."""
    return list(_unequal(record.model_dump(exclude=_JUDGED_ELSEWHERE), anew.model_dump(exclude=_JUDGED_ELSEWHERE)))


def _unequal(here: Any, there: Any, where: str = "") -> Iterator[tuple[str, object, object]]:  # noqa: ANN401 - JSON
    if isinstance(here, dict) and isinstance(there, dict):
        for key in here:
            yield from _unequal(here[key], there[key], f"{where}.{key}".lstrip("."))
    elif here != there:
        yield where, here, there


def _version(record: Attribution, written: Sequence[Attribution]) -> str:
    """By which other version a record was written, for a message."""
    return f" (written by {record.by})" if written and written[0].by != record.by else ""


def _speaker(record: Attribution) -> str:
    return record.speaker.name or (record.speaker.mention.text if record.speaker.mention is not None else "nobody")
