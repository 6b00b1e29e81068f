"""Figures for a gold source: from saved records, or by running the pipeline over its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from claimx.evaluate.articles import Article, Statement
from claimx.evaluate.figures import Figure, differences, figures
from claimx.evaluate.gold import read_gold
from claimx.evaluate.matching import Counts, count
from claimx.evaluate.predicted import by_article, read_records, statement_of
from claimx.extraction import extract_many


def evaluate(gold: Path, records: Path | None, classes: frozenset[str], compare: Path | None = None) -> list[Figure]:
    """The figures of saved records, or of the pipeline run over the texts of ``gold``.

    With ``compare`` they are what is gained over those other records. An article that records do not hold counts
    as nothing found.
    """
    articles = read_gold(gold)
    counts = _counts(articles, _saved(articles, records) if records else _run(articles), classes)
    if compare is None:
        return figures(counts)
    return differences(counts, _counts(articles, _saved(articles, compare), classes))


def _saved(articles: Sequence[Article], records: Path) -> Mapping[str, Sequence[Statement]]:
    return by_article(read_records(records), articles)


def _run(articles: Sequence[Article]) -> Mapping[str, Sequence[Statement]]:
    found = extract_many([article.text for article in articles])
    return {a.id: [statement_of(r) for r in records] for a, records in zip(articles, found, strict=True)}


def _counts(
    articles: Sequence[Article], predicted: Mapping[str, Sequence[Statement]], classes: frozenset[str]
) -> list[Counts]:
    counts = []
    for article in articles:
        # Gold of other corpora has no classes: all of it counts, and so does all that is predicted for it.
        classed = any(statement.class_ is not None for statement in article.statements)
        wanted = [s for s in article.statements if s.class_ is None or s.class_ in classes]
        found = [s for s in predicted.get(article.id, ()) if not classed or s.class_ in classes]
        counts.append(count(replace(article, statements=wanted), found))
    return counts
