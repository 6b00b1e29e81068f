"""Counting attributions: by speaker, kind and so on, and by the time their articles were published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from claimx.errors import SettingsError
from claimx.records import Attribution
from claimx.spans import Span, words

Key = Callable[[Attribution], str | None]


@dataclass(frozen=True, slots=True)
class Count:
    """One value of a dimension (None for those that have none): records, words of content, and articles."""

    dimension: str
    value: str | None
    records: int
    words: int
    articles: int


# What records are counted by.
DIMENSIONS: dict[str, Key] = {
    "speaker": lambda record: record.speaker.name,
    "organization": lambda record: record.speaker.organization,
    "speaker type": lambda record: record.speaker.type,
    "named": lambda record: "named" if record.speaker.name is not None else "unnamed",
    "kind": lambda record: record.kind,
    "class": lambda record: record.class_,
    "polarity": lambda record: record.polarity,
    "region": lambda record: record.region,
}


def by_dimension(records: Iterable[Attribution]) -> list[Count]:
    """The counts of every dimension, in the order of DIMENSIONS, the commonest values first."""
    found = list(records)
    return [
        count
        for name, key in DIMENSIONS.items()
        for count in sorted(_counted(name, key, found), key=lambda count: (-count.records, count.value or ""))
    ]


def by_time(records: Iterable[Attribution], unit: str) -> list[Count]:
    """The counts by ``day``, ``week`` (of ISO 8601) or ``month``, in their order; None for articles without a date."""
    keys: dict[str, Callable[[date], str]] = {
        "day": date.isoformat,
        "week": lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]),
        "month": lambda day: f"{day:%Y-%m}",
    }
    if unit not in keys:
        raise SettingsError(f"--by: {unit!r} is not one of {', '.join(keys)}")

    def key(record: Attribution) -> str | None:
        day = _day(record.doc.published)
        return None if day is None else keys[unit](day)

    return sorted(_counted(unit, key, records), key=lambda count: (count.value is None, count.value or ""))


def _day(published: str | None) -> date | None:
    """The day of a date or time in the form of ISO 8601; None for anything else."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def _counted(dimension: str, key: Key, records: Iterable[Attribution]) -> list[Count]:
    groups: defaultdict[str | None, list[Attribution]] = defaultdict(list)
    for record in records:
        groups[key(record)].append(record)
    return [
        Count(dimension, value, len(group), sum(map(_words, group)), len(set(map(_article, group))))
        for value, group in groups.items()
    ]


def _words(record: Attribution) -> int:
    return sum(len(words(span.text, Span(0, len(span.text)))) for span in record.content.spans)


def _article(record: Attribution) -> Hashable:
    return record.doc.id, record.doc.sha256
