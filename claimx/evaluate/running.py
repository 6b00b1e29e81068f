"""Figures for a gold source: from saved records, or by running the pipeline over its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from claimx.evaluate.articles import Article, Statement
from claimx.evaluate.figures import Figure, figures
from claimx.evaluate.gold import read_gold
from claimx.evaluate.matching import count
from claimx.evaluate.predicted import by_article, read_records, statement_of
from claimx.extraction import extract_many


def evaluate_records(gold: Path, records: Path, classes: frozenset[str]) -> list[Figure]:
    """The figures of saved records; an article they do not hold counts as nothing found."""
    articles = read_gold(gold)
    return _figures(articles, by_article(read_records(records), articles), classes)


def evaluate_run(gold: Path, classes: frozenset[str]) -> list[Figure]:
    """The figures of the pipeline, run over the texts of ``gold``."""
    articles = read_gold(gold)
    found = extract_many([article.text for article in articles])
    predicted = {a.id: [statement_of(r) for r in records] for a, records in zip(articles, found, strict=True)}
    return _figures(articles, predicted, classes)


def _figures(
    articles: Sequence[Article], predicted: Mapping[str, Sequence[Statement]], classes: frozenset[str]
) -> list[Figure]:
    counts = []
    for article in articles:
        # Gold of other corpora has no classes: all of it counts, and so does all that is predicted for it.
        classed = any(statement.class_ is not None for statement in article.statements)
        wanted = [s for s in article.statements if s.class_ is None or s.class_ in classes]
        found = [s for s in predicted.get(article.id, ()) if not classed or s.class_ in classes]
        counts.append(count(replace(article, statements=wanted), found))
    return figures(counts)
