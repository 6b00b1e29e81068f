"""Counts to figures: precision, recall, F1 and rates, with bootstrap intervals over articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from claimx.evaluate.matching import ROLES, Counts

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


# Name, formula, and the counts that stand behind it: how many right, of how many.
_FIGURES: dict[str, tuple[Formula, str, str]] = {
    "content@0.5": (_f1("content@0.5", "predicted", "gold"), "content@0.5", "gold"),
    "content@0.5 precision": (_share("content@0.5", "predicted"), "content@0.5", "predicted"),
    "content@0.5 recall": (_share("content@0.5", "gold"), "content@0.5", "gold"),
    "content@0.8": (_f1("content@0.8", "predicted", "gold"), "content@0.8", "gold"),
    "content@1.0": (_f1("content@1.0", "predicted", "gold"), "content@1.0", "gold"),
    "relation": (_f1("relation", "predicted", "gold"), "relation", "gold"),
    "relation precision": (_share("relation", "predicted"), "relation", "predicted"),
    "relation recall": (_share("relation", "gold"), "relation", "gold"),
    "quoted": (_f1("quoted", "quoted_predicted", "quoted_gold"), "quoted", "quoted_gold"),
    **{
        f"exact {role}": (
            _f1(f"exact.{role}", f"exact_predicted.{role}", f"exact_gold.{role}"),
            f"exact.{role}",
            f"exact_gold.{role}",
        )
        for role in ROLES
    },
    **{
        f"relation {label}": (
            _share(f"relation.{label}", f"gold.{label}"),
            f"relation.{label}",
            f"gold.{label}",
        )
        for label in ("direct", "mixed", "indirect", "statement", "belief", "intent")
    },
    "class": (_share("class_right", "class_judged"), "class_right", "class_judged"),
    "speaker": (_share("speaker_right", "speaker_judged"), "speaker_right", "speaker_judged"),
    "speaker end to end": (_share("speaker_right", "named"), "speaker_right", "named"),
    **{
        f"speaker {how}": (
            _share(f"speaker_right.{how}", f"speaker_judged.{how}"),
            f"speaker_right.{how}",
            f"speaker_judged.{how}",
        )
        for how in ("name", "alias", "pronoun", "description", "continued", "none")
    },
    "invented": (_share("invented", "nobody"), "invented", "nobody"),
}


def figures(articles: Sequence[Counts]) -> list[Figure]:
    """The figures over ``articles``; those with nothing to count are left out."""
    total: Counts = sum(articles, Counter())
    totals = _resampled(articles)
    found: list[Figure] = []
    for name, (formula, right, of) in _FIGURES.items():
        if total[of]:
            values = [formula(sample) for sample in totals]
            low, high = np.percentile(values, (2.5, 97.5)).round(1).tolist()
            found.append(Figure(name, round(formula(total), 1), low, high, total[right], total[of]))
    return found


def differences(articles: Sequence[Counts], others: Sequence[Counts]) -> list[Figure]:
    """The figures of ``articles`` less those of ``others`` on the same articles, paired in every resample."""
    total: Counts = sum(articles, Counter())
    other: Counts = sum(others, Counter())
    pairs = list(zip(_resampled(articles), _resampled(others), strict=True))
    found: list[Figure] = []
    for name, (formula, right, of) in _FIGURES.items():
        if total[of]:
            low, high = np.percentile([formula(a) - formula(b) for a, b in pairs], (2.5, 97.5)).round(1).tolist()
            gain = formula(total) - formula(other)
            found.append(Figure(name, round(gain, 1), low, high, total[right], total[of]))
    return found


def _resampled(articles: Sequence[Counts]) -> list[Mapping[str, int]]:
    """Summed counts of ``RESAMPLES`` draws of articles with replacement; the same draws at every call."""
    keys = sorted({key for counts in articles for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in articles])
    draws = np.random.default_rng(SEED).integers(0, len(articles), (RESAMPLES, len(articles)))
    return [Counter(dict(zip(keys, table[draw].sum(axis=0).tolist(), strict=True))) for draw in draws]
