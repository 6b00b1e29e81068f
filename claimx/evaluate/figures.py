"""Counts to figures: precision, recall, F1 and rates, with bootstrap intervals over articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claimx.evaluate.matching import ROLES, Counts
from claimx.labels import CLASSES, KINDS, RESOLVED

RESAMPLES = 1000
SEED = 20240624


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in percent, with its 95 % interval (bootstrap over articles), and the counts behind it."""

    name: str
    value: float
    low: float
    high: float
    right: int
    of: int


Formula = Callable[[Mapping[str, int]], float]


def _f1(right: str, predicted: str, gold: str) -> Formula:
    def formula(counts: Mapping[str, int]) -> float:
        total = counts[predicted] + counts[gold]
        return 200 * counts[right] / total if total else 0.0

    return formula


def _share(right: str, of: str) -> Formula:
    return lambda counts: 100 * counts[right] / counts[of] if counts[of] else 0.0


def _rate(right: str, of: str) -> tuple[Formula, str, str]:
    return _share(right, of), right, of


# Name, formula, and the counts that stand behind it: how many right, of how many.
_FIGURES: dict[str, tuple[Formula, str, str]] = {
    "content@0.5": (_f1("content@0.5", "predicted", "gold"), "content@0.5", "gold"),
    "content@0.5 precision": _rate("content@0.5", "predicted"),
    "content@0.5 recall": _rate("content@0.5", "gold"),
    "content@0.8": (_f1("content@0.8", "predicted", "gold"), "content@0.8", "gold"),
    "content@1.0": (_f1("content@1.0", "predicted", "gold"), "content@1.0", "gold"),
    "relation": (_f1("relation", "predicted", "gold"), "relation", "gold"),
    "relation precision": _rate("relation", "predicted"),
    "relation recall": _rate("relation", "gold"),
    "precision when confident": _rate("relation.confident", "confident"),
    "quoted": (_f1("quoted", "quoted_predicted", "quoted_gold"), "quoted", "quoted_gold"),
    **{
        f"exact {role}": (
            _f1(f"exact.{role}", f"exact_predicted.{role}", f"exact_gold.{role}"),
            f"exact.{role}",
            f"exact_gold.{role}",
        )
        for role in ROLES
    },
    **{f"relation {label}": _rate(f"relation.{label}", f"gold.{label}") for label in (*KINDS, *CLASSES)},
    "class": _rate("class_right", "class_judged"),
    "speaker": _rate("speaker_right", "speaker_judged"),
    "speaker end to end": _rate("speaker_right", "named"),
    **{f"speaker {how}": _rate(f"speaker_right.{how}", f"speaker_judged.{how}") for how in RESOLVED},
    "invented": _rate("invented", "nobody"),
}


def figures(articles: Sequence[Counts]) -> list[Figure]:
    """The figures over ``articles``; those with nothing to count are left out."""
    samples = _resampled(articles)
    return _measured(articles, lambda formula, total: (formula(total), [formula(sample) for sample in samples]))


def differences(articles: Sequence[Counts], others: Sequence[Counts]) -> list[Figure]:
    """The figures of ``articles`` less those of ``others`` on the same articles, paired in every resample."""
    other: Counts = sum(others, Counter())
    pairs = list(zip(_resampled(articles), _resampled(others), strict=True))
    return _measured(
        articles,
        lambda formula, total: (formula(total) - formula(other), [formula(a) - formula(b) for a, b in pairs]),
    )


def _measured(
    articles: Sequence[Counts], measure: Callable[[Formula, Counts], tuple[float, list[float]]]
) -> list[Figure]:
    """A figure for each formula that has something to count; ``measure`` gives its value and resampled values."""
    total: Counts = sum(articles, Counter())
    found: list[Figure] = []
    for name, (formula, right, of) in _FIGURES.items():
        if total[of]:
            value, values = measure(formula, total)
            low, high = np.percentile(values, (2.5, 97.5)).round(1).tolist()
            found.append(Figure(name, round(value, 1), low, high, total[right], total[of]))
    return found


def _resampled(articles: Sequence[Counts]) -> list[Mapping[str, int]]:
    """Summed counts of ``RESAMPLES`` draws of articles with replacement; the same draws at every call."""
    keys = sorted({key for counts in articles for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in articles])
    draws = np.random.default_rng(SEED).integers(0, len(articles), (RESAMPLES, len(articles)))
    return [Counter(dict(zip(keys, table[draw].sum(axis=0).tolist(), strict=True))) for draw in draws]
