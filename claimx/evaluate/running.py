"""Figures for a gold source: from saved records, or by running the pipeline over its texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimx.evaluate.articles import Article, Statement
from claimx.evaluate.figures import Figure, differences, figures
from claimx.evaluate.gold import is_polnear, read_gold, with_speakers
from claimx.evaluate.matching import Counts, count
from claimx.evaluate.predicted import by_article, statement_of
from claimx.extraction import extract_many
from claimx.read.saved import read_records
from claimx.settings import Settings

Statements = Mapping[str, Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures asked for, and for PolNeAR, whose own conventions those follow, what the default output gets."""

    figures: list[Figure]
    default_output: list[Figure] | None = None


def evaluate_run(gold: Path, classes: frozenset[str], speakers: Path | None = None) -> Evaluation:
    """The figures of the pipeline run over the texts of ``gold``, or of those that the layer ``speakers`` names.

    A PolNeAR checkout is measured by that corpus' conventions, all classes, and a second time on what claimx gives
    by its own rules, which leave out much of what the corpus counts.
    """
    articles = read_gold(gold) if speakers is None else with_speakers(read_gold(gold), speakers)
    by_rules = _of_classes(_run(articles, Settings()), classes)
    default = figures(_counts(articles, by_rules, classes))
    if not is_polnear(gold):
        return Evaluation(default)
    return Evaluation(figures(_counts(articles, _run(articles, Settings(conventions="polnear")), classes)), default)


def evaluate_records(gold: Path, records: Path, classes: frozenset[str], compare: Path | None = None) -> Evaluation:
    """The figures of saved records; with ``compare`` what they gain over those other records.

    An article that records do not hold counts as nothing found.
    """
    articles = read_gold(gold)
    counts = _counts(articles, _saved(articles, records), classes)
    if compare is None:
        return Evaluation(figures(counts))
    return Evaluation(differences(counts, _counts(articles, _saved(articles, compare), classes)))


def _saved(articles: Sequence[Article], records: Path) -> Statements:
    return by_article(read_records(records), articles)


def _run(articles: Sequence[Article], settings: Settings) -> Statements:
    found = extract_many([article.text for article in articles], settings=settings)
    return {a.id: [statement_of(r) for r in records] for a, records in zip(articles, found, strict=True)}


def _of_classes(found: Statements, classes: frozenset[str]) -> Statements:
    return {id_: [s for s in statements if s.class_ in classes] for id_, statements in found.items()}


def _counts(articles: Sequence[Article], predicted: Statements, classes: frozenset[str]) -> list[Counts]:
    """The counts of each article; ``classes`` are those of gold and predictions that count.

    Gold of other corpora has no classes: all of it counts, and so does all that is predicted for it.
    """
    counts = []
    for article in articles:
        classed = any(statement.class_ is not None for statement in article.statements)
        wanted = [s for s in article.statements if s.class_ is None or s.class_ in classes]
        found = [s for s in predicted.get(article.id, ()) if not classed or s.class_ in classes]
        counts.append(count(replace(article, statements=wanted), found))
    return counts
