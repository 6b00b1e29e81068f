"""Small charts: what is counted, as bars whose lengths are in percent of the longest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from claimx.records import Attribution

_MOST_BARS = 12
_ISO_MONTH = re.compile(r"\d{4}-\d{2}")


class Bar(NamedTuple):
    """One bar of a chart; ``length`` is in percent of the longest."""

    label: str
    records: int
    length: float


def speakers(records: Iterable[Attribution]) -> list[Bar]:
    """The speakers with most records, most first."""
    names = Counter(record.speaker.name for record in records if record.speaker.name is not None)
    return _bars(sorted(names.items(), key=lambda item: (-item[1], item[0]))[:_MOST_BARS])


def months(records: Iterable[Attribution]) -> list[Bar]:
    """Records by the month their article was published in, of articles that say so in the form of ISO 8601."""
    found = (_ISO_MONTH.match(record.doc.published or "") for record in records)
    return _bars(sorted(Counter(month.group() for month in found if month is not None).items())[-_MOST_BARS:])


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _, count in counted), default=1)
    return [Bar(label, count, round(100 * count / most, 1)) for label, count in counted]
