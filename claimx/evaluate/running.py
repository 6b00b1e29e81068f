"""Figures for a gold source: from saved records, or by running the pipeline over its texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from claimx.evaluate.disagreements import agreement, disagreements
from claimx.evaluate.figures import Figure, differences, figures
from claimx.evaluate.scoring import Counts, count, count_names
from claimx.extraction import extract_with_names
from claimx.gold.readers import is_polnear, read_gold, with_speakers
from claimx.gold.recorded import by_article, by_text, statement_of
from claimx.gold.statements import Article, Name, Statement
from claimx.read import Source
from claimx.read.saved import holds_records, read_records
from claimx.read.saved.labelstudio import holds_tasks
from claimx.settings import Settings

Statements = Mapping[str, Sequence[Statement]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures asked for; for PolNeAR, measured by its own conventions, also those of the default output."""

    figures: list[Figure]
    default_output: list[Figure] | None = None
    # Krippendorff's alpha by its name, and what one side has and the other not.
    agreement: dict[str, float] = field(default_factory=dict)
    disagreements: list[dict[str, Any]] = field(default_factory=list)
    only_gold: list[str] = field(default_factory=list)
    only_records: list[str] = field(default_factory=list)


def evaluate_run(
    gold: Path, classes: frozenset[str], speakers: Path | None = None, texts: Path | None = None
) -> Evaluation:
    """The figures of the pipeline run over the texts of ``gold``, or of those that the layer ``speakers`` names.

    Texts that ``gold`` only names by a path are looked for in the folder ``texts`` too.
    A PolNeAR checkout is measured by that corpus' conventions, all classes, and a second time on what claimx gives
    by its own rules, which leave out much of what the corpus counts.
    """
    articles = read_gold(gold, texts=texts)
    if speakers is not None:
        articles = with_speakers(articles, speakers)
    default = figures(run_counts(articles, Settings(), classes))
    if not is_polnear(gold):
        return Evaluation(default)
    theirs, _ = _run(articles, Settings(conventions="polnear"))
    return Evaluation(figures(_counts(articles, theirs, classes)), default)


def run_counts(articles: Sequence[Article], settings: Settings, classes: frozenset[str]) -> list[Counts]:
    """The counts of each of ``articles``, read with ``settings``; what is not of ``classes`` does not count."""
    found, names = _run(articles, settings)
    counts = _counts(articles, _of_classes(found, classes), classes)
    return [each + count_names(article, names[article.id]) for article, each in zip(articles, counts, strict=True)]


def evaluate_records(
    gold: Path, records: Path, classes: frozenset[str], compare: Path | None = None, texts: Path | None = None
) -> Evaluation:
    """The figures of records against gold; with ``compare`` what they gain over those other records.

    Both sides may be anything that holds annotations: with two annotators neither is the truth, and the figures say
    how far they agree. An article that records do not hold counts as nothing found.
    """
    articles = read_gold(gold, texts=texts)
    found, only_records = _saved(articles, records, texts)
    if compare is not None:
        other, _ = _saved(articles, compare, texts)
        return Evaluation(differences(_counts(articles, found, classes), _counts(articles, other, classes)))
    pairs = list(_judged(articles, found, classes))
    return Evaluation(
        figures([count(article, statements) for article, statements in pairs]),
        agreement=agreement(pairs),
        disagreements=[line for article, statements in pairs for line in disagreements(article, statements)],
        only_gold=[article.id for article in articles if article.id not in found],
        only_records=only_records,
    )


def _saved(articles: Sequence[Article], path: Path, texts: Path | None) -> tuple[Statements, list[str]]:
    """The statements at ``path`` by the id of the gold article with the same text, and the articles of no such text.

    Records need no texts for that: their hashes tell.
    """
    if holds_records(str(path)) and not holds_tasks(str(path)):
        return by_article(read_records(path), articles)
    return by_text(read_gold(path, texts=texts), articles)


def _run(articles: Sequence[Article], settings: Settings) -> tuple[Statements, Mapping[str, Sequence[Name]]]:
    """What the pipeline finds, by the id of the article: statements, and names."""
    statements: dict[str, list[Statement]] = {}
    names: dict[str, list[Name]] = {}
    for article in articles:
        records, found = extract_with_names(Source(article.id, article.text), settings)
        statements[article.id] = [statement_of(record) for record in records]
        names[article.id] = [Name(span, type_) for span, type_ in found]
    return statements, names


def _of_classes(found: Statements, classes: frozenset[str]) -> Statements:
    return {id_: [s for s in statements if s.class_ in classes] for id_, statements in found.items()}


def _counts(articles: Sequence[Article], predicted: Statements, classes: frozenset[str]) -> list[Counts]:
    """The counts of each article; ``classes`` are those of gold and predictions that count.

    Gold of other corpora has no classes: all of it counts, and so does all that is predicted for it.
    """
    return [count(article, statements) for article, statements in _judged(articles, predicted, classes)]


def _judged(
    articles: Sequence[Article], predicted: Statements, classes: frozenset[str]
) -> Iterator[tuple[Article, list[Statement]]]:
    """Each article with the gold statements that count, and with the predictions that count."""
    for article in articles:
        classed = any(statement.class_ is not None for statement in article.statements)
        wanted = [s for s in article.statements if s.class_ is None or s.class_ in classes]
        found = [s for s in predicted.get(article.id, ()) if not classed or s.class_ is None or s.class_ in classes]
        yield replace(article, statements=wanted), found
