"""Which articles are on one event, as far as their records tell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from claimx.link.reports import Article, DocKey, Report
from claimx.link.wording import weight_of

# A word in more than this share of the articles, and in more than this number, does not distinguish events.
_EVERYWHERE = 0.05
_MANY_ARTICLES = 20
# Articles on one event share at least this many names, and this share of the names of the article that has fewer;
_SHARED_NAMES = 2
_SHARED_PART = 0.25
# or they share a name and at least this many other words.
_SHARED_WORDS = 3


class Events:
    """The names and the words of each article's records, without those that are in articles of every kind."""

    def __init__(self, reports: Iterable[Report]) -> None:
        names: dict[DocKey, set[str]] = defaultdict(set)
        words: dict[DocKey, Counter[str]] = defaultdict(Counter)
        for report in reports:
            names[report.article.key].update(report.names, (name[-1] for name in report.speakers))
            words[report.article.key].update({key for key in report.keys if weight_of(key) == 1})
        self._counts = words
        self._names = _telling(names)
        self._words = _telling({key: set(own) - names[key] for key, own in words.items()})

    def same(self, one: Article, other: Article) -> bool:
        """Whether two articles are on one event."""
        if one is other:
            return True
        a, b = self._names[one.key], self._names[other.key]
        shared = len(a & b)
        if shared >= _SHARED_NAMES and shared >= _SHARED_PART * min(len(a), len(b)):
            return True
        return shared > 0 and len(self._words[one.key] & self._words[other.key]) >= _SHARED_WORDS

    def topicality(self, key: str, one: Article, other: Article) -> int:
        """The number of records of both articles that have a word: a common topic does not tell statements apart."""
        return min(self._counts[one.key][key], self._counts[other.key][key])


def _telling(terms: dict[DocKey, set[str]]) -> dict[DocKey, frozenset[str]]:
    """The words and names of each article without those that many articles have."""
    spread = Counter(term for own in terms.values() for term in own)
    most = max(_MANY_ARTICLES, _EVERYWHERE * len(terms))
    return {key: frozenset(term for term in own if spread[term] <= most) for key, own in terms.items()}
