"""Counts to figures: precision, recall, F1 and rates, with intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from claimx.evaluate.scoring import ROLES, Counts
from claimx.gold.statements import DETAILS
from claimx.labels import CLASSES, KINDS, NAME_TYPES, RESOLVED

RESAMPLES = 1000
SEED = 20240624
_Z = 1.959964  # standard deviations that hold 95 % of a normal distribution


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in percent, with its 95 % interval, and the counts behind it."""

    name: str
    value: float
    low: float
    high: float
    right: int
    of: int


@dataclass(frozen=True, slots=True)
class _Ratio:
    """How many are ``right``, of the mean of the counts ``of``: F1 is a share of both sides' mean."""

    right: str
    of: tuple[str, ...]

    def size(self, counts: Mapping[str, int]) -> float:
        """What the right ones are counted against."""
        return sum(counts[key] for key in self.of) / len(self.of)

    def percent(self, counts: Mapping[str, int]) -> float | None:
        """The figure in percent, None where there is nothing to count."""
        size = self.size(counts)
        return 100 * counts[self.right] / size if size else None


def _f1(right: str, predicted: str, gold: str) -> _Ratio:
    return _Ratio(right, (predicted, gold))


def _rate(right: str, of: str) -> _Ratio:
    return _Ratio(right, (of,))


_FIGURES: dict[str, _Ratio] = {
    "content@0.5": _f1("content@0.5", "predicted", "gold"),
    "content@0.5 precision": _rate("content@0.5", "predicted"),
    "content@0.5 recall": _rate("content@0.5", "gold"),
    "content@0.8": _f1("content@0.8", "predicted", "gold"),
    "content@1.0": _f1("content@1.0", "predicted", "gold"),
    "relation": _f1("relation", "predicted", "gold"),
    "relation precision": _rate("relation", "predicted"),
    "relation recall": _rate("relation", "gold"),
    "precision when confident": _rate("relation.confident", "confident"),
    "quoted": _f1("quoted", "quoted_predicted", "quoted_gold"),
    **{f"exact {role}": _f1(f"exact.{role}", f"exact_predicted.{role}", f"exact_gold.{role}") for role in ROLES},
    **{f"relation {label}": _rate(f"relation.{label}", f"gold.{label}") for label in (*KINDS, *CLASSES)},
    "class": _rate("class_right", "class_judged"),
    "speaker": _rate("speaker_right", "speaker_judged"),
    "speaker end to end": _rate("speaker_right", "named"),
    **{f"speaker {how}": _rate(f"speaker_right.{how}", f"speaker_judged.{how}") for how in RESOLVED},
    "invented": _rate("invented", "nobody"),
    **{detail: _rate(f"{detail}_right", f"{detail}_judged") for detail in DETAILS},
    "organization invented": _rate("organization_invented", "organization_nobody"),
    "evidence": _rate("evidence_right", "evidence_judged"),
    **{
        f"name {type_}": _f1(f"name_right.{type_}", f"name_predicted.{type_}", f"name_gold.{type_}")
        for type_ in NAME_TYPES
    },
}


def figures(articles: Sequence[Counts]) -> list[Figure]:
    """The figures over ``articles``; those with nothing to count are left out.

    An interval is the wider of two at either end: the bootstrap's, over the articles in which there is something to
    count, and Wilson's score interval, which knows that 7 right of 7 is no certainty.
    """
    total: Counts = sum(articles, Counter())
    samples = _resampled(articles)
    found = []
    for name, ratio in _FIGURES.items():
        value = ratio.percent(total)
        if value is not None and total[ratio.of[-1]]:
            resampled = [percent for sample in samples if (percent := ratio.percent(sample)) is not None]
            intervals = (_percentiles(resampled), _wilson(total[ratio.right], ratio.size(total)))
            low, high = min(low for low, _ in intervals), max(high for _, high in intervals)
            found.append(_figure(name, ratio, value, low, high, total))
    return found


def differences(articles: Sequence[Counts], others: Sequence[Counts]) -> list[Figure]:
    """The figures of ``articles`` less those of ``others`` on the same articles, paired in every resample."""
    total: Counts = sum(articles, Counter())
    other: Counts = sum(others, Counter())
    pairs = list(zip(_resampled(articles), _resampled(others), strict=True))
    found = []
    for name, ratio in _FIGURES.items():
        ours, theirs = ratio.percent(total), ratio.percent(other)
        if ours is not None and theirs is not None and total[ratio.of[-1]]:
            resampled = [(ratio.percent(a), ratio.percent(b)) for a, b in pairs]
            gains = [a - b for a, b in resampled if a is not None and b is not None]
            found.append(_figure(name, ratio, ours - theirs, *_percentiles(gains), total))
    return found


def _figure(name: str, ratio: _Ratio, value: float, low: float, high: float, total: Counts) -> Figure:
    return Figure(name, round(value, 1), round(low, 1), round(high, 1), total[ratio.right], total[ratio.of[-1]])


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(values, (2.5, 97.5)).tolist()
    return low, high


def _wilson(right: float, of: float) -> tuple[float, float]:
    """Wilson's score interval at 95 % in percent (Wilson, 1927), of ``right`` in ``of``."""
    share = right / of
    middle = share + _Z**2 / (2 * of)
    spread = _Z * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    scale = 1 + _Z**2 / of
    return 100 * (middle - spread) / scale, 100 * (middle + spread) / scale


def _resampled(articles: Sequence[Counts]) -> list[Mapping[str, int]]:
    """Summed counts of ``RESAMPLES`` draws of articles with replacement; the same draws at every call."""
    keys = sorted({key for counts in articles for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in articles])
    draws = np.random.default_rng(SEED).integers(0, len(articles), (RESAMPLES, len(articles)))
    return [Counter(dict(zip(keys, table[draw].sum(axis=0).tolist(), strict=True))) for draw in draws]
