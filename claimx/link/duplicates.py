"""Reports that say the same words by the same speaker: only one of them is compared, on behalf of all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from claimx.link.reports import Article, DocKey, Report

# Equal words of at least this weight are no coincidence where both reports name one speaker, or both name nobody.
_ENOUGH_NAMED = 3.0
_ENOUGH_UNNAMED = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class DistinctReport:
    """The report that stands for all that say the same by the same speaker, and those, in order."""

    report: Report
    reports: tuple[Report, ...]

    @property
    def articles(self) -> frozenset[DocKey]:
        """The articles in which the reports stand."""
        return frozenset(report.article.key for report in self.reports)


def fold(reports: Iterable[Report], originals: Mapping[DocKey, Article]) -> list[DistinctReport]:
    """The distinct ones of ``reports`` (in order), in the order of the first of each.

    Short words are folded only between an article and its copies, where they stand for the same time in each:
    "no comment" is said every day.
    """
    times: Counter[Hashable] = Counter()
    alike: dict[Hashable, list[Report]] = defaultdict(list)
    for report in reports:
        enough = _ENOUGH_NAMED if report.speakers else _ENOUGH_UNNAMED
        said = (report.keys, report.speakers, report.polarity)
        where: Hashable = None
        if report.weight < enough:
            times[said, report.article.key] += 1
            where = (originals[report.article.key].key, times[said, report.article.key])
        alike[said, where].append(report)
    return [
        DistinctReport(
            max(same, key=lambda report: sum(report.quoted)), tuple(same)
        )  # The first of the reports with most quoted words.
        for same in alike.values()
    ]
