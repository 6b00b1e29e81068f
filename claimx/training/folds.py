"""Figures by folds: each article of gold is read by a model that has not seen it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import orjson

from claimx.errors import InputError
from claimx.evaluate.figures import Figure, figures
from claimx.evaluate.running import run_counts
from claimx.gold.readers import read_gold
from claimx.gold.statements import Article
from claimx.settings import Settings
from claimx.training.corpus import Fold


@dataclass(frozen=True, slots=True)
class FoldModel:
    """The folder of an exported model, and the articles that it was not trained on."""

    model: Path
    articles: list[Article]


def fold_models(models: Sequence[Path], gold: Sequence[Path]) -> list[FoldModel]:
    """The models of all folds with what was kept from each; their meta.json says which fold that is.

    Raises InputError when a fold is missing, comes twice, or a folder holds no model of a fold.
    """
    files = [read_gold(path) for path in gold]
    found = list(_folds(models))
    numbers = sorted(fold.number for fold, _ in found)
    if numbers != list(range(1, found[0][0].of + 1)):
        raise InputError(
            "bad_folds", f"these are the folds {numbers} of {found[0][0].of}, not each once", str(models[0])
        )
    return [FoldModel(model, [kept for articles in files for kept in fold.split(articles)[1]]) for fold, model in found]


def _folds(models: Sequence[Path]) -> Iterator[tuple[Fold, Path]]:
    for model in models:
        try:
            yield Fold.parse(orjson.loads((model / "meta.json").read_bytes())["fold"] or ""), model
        except (OSError, KeyError, ValueError):
            raise InputError("bad_folds", "no model that was trained without a fold of the gold", str(model)) from None


def measure(folds: Sequence[FoldModel], classes: frozenset[str]) -> list[Figure]:
    """The figures of the default output over the articles of all ``folds``, each read by the model of its fold."""
    return figures(
        [counts for fold in folds for counts in run_counts(fold.articles, Settings(model=str(fold.model)), classes)]
    )


def to_json(figures: Sequence[Figure]) -> bytes:
    """Each figure by its name as value, low and high of its 95 % interval, in percent: what documents are made of."""
    values = {figure.name: [figure.value, figure.low, figure.high] for figure in figures}
    return orjson.dumps(values, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
