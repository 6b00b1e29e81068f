"""The part of each report that tells a group's utterance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from claimx.link.clustering import Utterance
from claimx.link.duplicates import DistinctReport
from claimx.link.reports import DocKey, Report
from claimx.link.wording import Word, words_of
from claimx.records import Content, ContentSpan


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """``stretch`` are the word numbers that others share, ``words`` those and what belongs to them.

    ``start`` and ``end`` index the article.
    """

    report: Report
    content: Content
    stretch: range
    words: tuple[Word, ...]
    start: int
    end: int

    @property
    def quoted(self) -> int:
        """The number of words of the passage that stand between quotation marks."""
        return sum(word.quoted for word in self.words)

    @property
    def spans(self) -> tuple[ContentSpan, ...]:
        """The part of the content's spans that the words cover."""
        spans = self.content.spans
        if self.start <= spans[0].start and spans[-1].end <= self.end:
            return spans
        return tuple(
            ContentSpan(
                start=max(span.start, self.start),
                end=min(span.end, self.end),
                text=span.text[max(0, self.start - span.start) : self.end - span.start],
                quoted=span.quoted,
            )
            for span in spans
            if span.start < self.end and self.start < span.end
        )


def passages(utterances: Sequence[Utterance], distinct: Sequence[DistinctReport]) -> Iterator[list[Passage]]:
    """The passages of each group, in the order of their places, at least two.

    A group is an utterance, or reports that say the same and are like no others.
    """
    stretches: dict[int, list[range]] = defaultdict(list)
    for utterance in utterances:
        for number, stretch in utterance.passages.items():
            stretches[number].append(stretch)
    alone = (
        Utterance({number: range(len(each.report.keys))})
        for number, each in enumerate(distinct)
        if number not in stretches and len(each.reports) > 1
    )
    for utterance in chain(utterances, alone):
        told = [
            _passage(report, stretch, [other for other in stretches.get(number, ()) if other is not stretch])
            for number, stretch in utterance.passages.items()
            for report in distinct[number].reports
        ]
        kept = _without_outer(told)
        if len(kept) > 1:
            yield sorted(kept, key=lambda passage: passage.report.place)


def _passage(report: Report, stretch: range, others: Iterable[range]) -> Passage:
    """A stretch with the rest of the sentences it stands in, up to where another utterance is told."""
    content = report.content()
    words = words_of(content.spans)
    taken = {number for other in others for number in other}
    start, stop = stretch.start, stretch.stop
    while start > 0 and not words[start].opens and start - 1 not in taken:
        start -= 1
    while stop < len(words) and not words[stop].opens and stop not in taken:
        stop += 1
    return Passage(
        report,
        content,
        stretch,
        tuple(words[start:stop]),
        # Punctuation at the ends of the content belongs to its first and last words.
        start=words[start].start if start else content.spans[0].start,
        end=words[stop - 1].end if stop < len(words) else content.spans[-1].end,
    )


def _without_outer(group: Sequence[Passage]) -> list[Passage]:
    """The stretches without those that hold another one: in *A says B said*, the record of B holds B's words."""
    by_article: dict[DocKey, list[Report]] = defaultdict(list)
    for passage in group:
        by_article[passage.report.article.key].append(passage.report)
    return [
        passage
        for passage in group
        if not any(
            len(other.keys) < len(passage.report.keys) and other.overlaps(passage.report)
            for other in by_article[passage.report.article.key]
        )
    ]
