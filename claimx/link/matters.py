"""What articles talk of, as far as it takes to tell two matters apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from claimx.link.reports import Article, DocKey, Report

# Names in more than this part of the articles, and in more than so many, place nothing.
_EVERYWHERE = 0.05
_MANY_ARTICLES = 20
# Articles on one matter share so many names, and this part of those of the one that has fewer.
_SHARED_AT_LEAST = 2
_SHARED_PART = 0.25


class Matters:
    """The names in the records of each article, without those that are in articles of every kind."""

    def __init__(self, reports: Iterable[Report]) -> None:
        names: dict[DocKey, set[str]] = defaultdict(set)
        for report in reports:
            own = names[report.article.key]
            own.update(report.names)
            own.update(name[-1] for name in report.speakers)
        spread = Counter(name for own in names.values() for name in own)
        most = max(_MANY_ARTICLES, _EVERYWHERE * len(names))
        self._names = {key: frozenset(name for name in own if spread[name] <= most) for key, own in names.items()}

    def same(self, one: Article, other: Article) -> bool:
        """Whether two articles talk of one matter."""
        if one is other:
            return True
        a, b = self._names[one.key], self._names[other.key]
        shared = len(a & b)
        return shared >= _SHARED_AT_LEAST and shared >= _SHARED_PART * min(len(a), len(b))
