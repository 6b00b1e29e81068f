"""Calibration: what share of attributions with such evidence is right.

A logistic regression on the evidence of ``claimx.pipeline.attribution.confidence``, fitted to held-out articles
with the corpus' own conventions. How well it is calibrated is measured by cross-fitting: every fold of articles gets
its confidence from weights that were fitted on the others. An attribution is right when its content overlaps that
of its gold partner by half or more and its source is the right one (rule 22 of the codebook).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from claimx.evaluate.matching import related
from claimx.gold.articles import Article, Statement
from claimx.pipeline import index_text
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.attribution.confidence import evidence
from claimx.pipeline.attribution.polnear import links_as_polnear
from claimx.pipeline.model import AttributionModel
from claimx.write.output import open_output

FOLDS = 5
BINS = 10
SEED = 20240624
_RESAMPLES = 1000
# Ridge on the weights, for evidence that never varies.
_PENALTY = 1e-3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """``evidence`` (n, k) with the names of its columns, ``right`` (n) as 0 or 1, the article of each (n)."""

    names: tuple[str, ...]
    evidence: Floats
    right: Floats
    articles: npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions with a confidence in one tenth: how many, their mean confidence, the share that is right."""

    number: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights, and how well cross-fitted confidence fits: its expected error with a 95 % interval, and bins."""

    weights: dict[str, float]
    bias: float
    error: float
    error_interval: tuple[float, float]
    bins: list[Bin]


def write_calibration(folder: Path, calibration: Calibration) -> None:
    """Write weights and bias into the meta.json of the model in ``folder``."""
    path = folder / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    meta["calibration"] = {"weights": calibration.weights, "bias": calibration.bias}
    with open_output(path) as write:
        write(json.dumps(meta, indent=1, ensure_ascii=False).encode() + b"\n")


def calibrate(articles: Sequence[Article], model: AttributionModel) -> Calibration:
    """Fit on all of ``articles``, measure by cross-fitting over folds of them."""
    return calibrated(_examples(articles, model))


def calibrated(examples: Examples) -> Calibration:
    """Weights fitted on all ``examples``, measured by cross-fitting."""
    fitted = _cross_fitted(examples)
    weights = _fit(examples.evidence, examples.right)
    return Calibration(
        weights={name: round(float(weight), 4) for name, weight in zip(examples.names, weights[:-1], strict=True)},
        bias=round(float(weights[-1]), 4),
        error=expected_error(fitted, examples.right),
        error_interval=_interval(fitted, examples),
        bins=list(_bins(fitted, examples.right)),
    )


def _examples(articles: Sequence[Article], model: AttributionModel) -> Examples:
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    places: list[int] = []
    for place, article in enumerate(articles):
        found = list(links_as_polnear(index_text(article.text), model))
        rows += [evidence(link, item.kind, bool(item.cue and item.cue.lemma)) for link, item in found]
        right += related(article, [_statement(item) for _, item in found])
        places += [place] * len(found)
    table = np.array([list(row.values()) for row in rows])
    return Examples(tuple(rows[0]), table, np.array(right, np.float64), np.array(places))


def _statement(item: Attributed) -> Statement:
    return Statement(
        source=(item.source,) if item.source else (),
        cue=(item.cue.span,) if item.cue else (),
        content=tuple(span for span, _ in item.content),
        kind=item.kind,
    )


def _fit(table: Floats, right: Floats) -> Floats:
    """The weights of the columns, and last the bias, of a logistic regression."""
    padded = np.column_stack((table, np.ones(len(table))))
    shrunk = np.array([1.0] * table.shape[1] + [0.0])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = padded @ weights
        error = _logistic(scores) - right
        value = np.mean(np.logaddexp(0, scores) - right * scores) + _PENALTY * np.sum(shrunk * weights**2)
        return float(value), padded.T @ error / len(right) + 2 * _PENALTY * shrunk * weights

    return np.asarray(minimize(loss, np.zeros(padded.shape[1]), jac=True, method="L-BFGS-B").x)


def _cross_fitted(examples: Examples) -> Floats:
    """For each example the confidence from weights fitted without its fold of articles."""
    count = int(examples.articles.max()) + 1
    fold_of = np.random.default_rng(SEED).permutation(count) % FOLDS
    folds = fold_of[examples.articles]
    fitted = np.zeros(len(folds))
    for fold in range(FOLDS):
        held = folds == fold
        weights = _fit(examples.evidence[~held], examples.right[~held])
        fitted[held] = _logistic(examples.evidence[held] @ weights[:-1] + weights[-1])
    return fitted


def expected_error(confidence: Floats, right: Floats) -> float:
    """Expected calibration error: the mean over attributions of how far their tenth's confidence is off."""
    return float(sum(b.number * abs(b.confidence - b.right) for b in _bins(confidence, right)) / len(right))


def _bins(confidence: Floats, right: Floats) -> Iterator[Bin]:
    tenth = np.minimum((confidence * BINS).astype(int), BINS - 1)
    for number in np.unique(tenth):
        inside = tenth == number
        yield Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))


def _interval(confidence: Floats, examples: Examples) -> tuple[float, float]:
    """The 95 % interval of the expected error, by bootstrap over articles."""
    rows = [np.flatnonzero(examples.articles == place) for place in np.unique(examples.articles)]
    draws = np.random.default_rng(SEED).integers(0, len(rows), (_RESAMPLES, len(rows)))
    errors = [_error_of(confidence, examples.right, (rows[index] for index in draw)) for draw in draws]
    low, high = np.percentile(errors, (2.5, 97.5))
    return float(low), float(high)


def _error_of(confidence: Floats, right: Floats, rows: Iterable[npt.NDArray[np.intp]]) -> float:
    drawn = np.concatenate(list(rows))
    return expected_error(confidence[drawn], right[drawn])


def _logistic(scores: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-scores)))


def to_markdown(calibration: Calibration) -> str:
    """The reliability table and the expected error, for the model card."""
    low, high = calibration.error_interval
    rows = (f"| {b.confidence:.2f} | {b.right:.2f} | {b.number} |" for b in calibration.bins)
    return "\n".join(
        (
            f"Expected calibration error {calibration.error:.3f} [{low:.3f}, {high:.3f}]",
            "",
            "| mean confidence | share right | attributions |",
            "|---|---|---|",
            *rows,
        )
    )
