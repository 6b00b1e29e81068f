"""Articles that are near-copies of each other, seen from their records alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import groupby

from claimx.link.reports import Article, DocKey, Report

# A copy shares at least this many identical records (content, cue and mention), and this share of the records of the
# article that has fewer.
_SHARED_AT_LEAST = 3
_SHARED_PART = 0.5
# Records with which more independent articles than this begin are boilerplate, and no sign of copying.
_BOILERPLATE = 20


def find_copies(reports: Sequence[Report]) -> dict[DocKey, Article]:
    """The article each article is a copy of: itself, unless a longer one has its records, or an earlier one its text.

    Of articles with equally many records the first is the original.
    Independent articles may quote the same words; they do not report them with the same cue and the same mention
    of the speaker throughout. ``reports`` stand together by article.
    """
    by_article = [list(group) for _, group in groupby(reports, key=lambda report: report.article.key)]
    originals: dict[DocKey, Article] = {}
    lengths: dict[DocKey, int] = {}
    holders: dict[int, list[Article]] = defaultdict(list)
    first_of_text: dict[str, Article] = {}
    for own in sorted(by_article, key=lambda own: (-len(own), own[0].place)):
        article, wires = own[0].article, {report.wire for report in own}
        twin = first_of_text.setdefault(article.digest, article)
        if twin is not article:
            originals[article.key] = originals[twin.key]
            continue
        shared = Counter(holder.key for wire in wires if len(holders[wire]) <= _BOILERPLATE for holder in holders[wire])
        best = min(shared, key=lambda key: (-shared[key], key), default=None)
        if best is not None and shared[best] >= max(_SHARED_AT_LEAST, _SHARED_PART * len(wires)):
            originals[article.key] = originals[best]
        else:
            originals[article.key] = article
            lengths[article.key] = len(own)
            for wire in wires:
                holders[wire].append(article)
    return originals
