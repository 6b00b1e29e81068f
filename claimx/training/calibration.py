"""Calibration: what share of attributions with such evidence is right.

A logistic regression on the evidence of ``claimx.pipeline.attribution.confidence``, fitted to articles that the model
which read them had not seen: each model of a fold reads the articles that were kept from it. How well it is calibrated
is measured by cross-fitting: every fold gets its confidence from weights that were fitted on the others. An
attribution is right when its content overlaps that of its gold partner by half or more and its source is the right one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from claimx.assembly import attributions
from claimx.evaluate.scoring import judge
from claimx.gold.recorded import statement_of
from claimx.gold.statements import Article
from claimx.labels import DEFAULT_CLASSES
from claimx.pipeline import Language, analyse, load
from claimx.read import Source
from claimx.settings import Settings
from claimx.training.folds import FoldModel
from claimx.write.output import open_output

BINS = 10
SEED = 20240624
_RESAMPLES = 1000
# Ridge on the weights, for evidence that never varies.
_PENALTY = 1e-3

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Examples:
    """What models found in articles they had not seen, n attributions of the default output.

    ``evidence`` is (n, k) with the ``names`` of its columns, ``right`` (n) 0 or 1, ``articles`` (n, 2) fold and
    article of each. ``gold`` is how many attributions were there to find, or 0 where all are
    given, however unsure.
    """

    names: tuple[str, ...]
    evidence: Floats
    right: Floats
    articles: npt.NDArray[np.int64]
    gold: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Attributions with a confidence in one tenth: how many, their mean confidence, the share that is right."""

    number: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What makes a confidence of evidence, and the least one at which an attribution is worth giving."""

    of: dict[str, float]
    bias: float
    least: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The weights fitted to all folds, and those of each fold, fitted to the others.

    How well the latter fit is ``error``, the expected calibration error with its 95 % interval, and the ``bins``.
    """

    weights: Weights
    of_folds: list[Weights]
    error: float
    error_interval: tuple[float, float]
    bins: list[Bin]


def write_calibration(folder: Path, weights: Weights | None) -> None:
    """Write ``weights`` into the meta.json of the model in ``folder``; with None nothing is calibrated or left out."""
    path = folder / "meta.json"
    meta = json.loads(path.read_text("utf-8"))
    meta["calibration"] = weights and {"weights": weights.of, "bias": weights.bias, "least": weights.least}
    with open_output(path) as write:
        write(json.dumps(meta, indent=1, ensure_ascii=False).encode() + b"\n")


def calibrate(folds: Sequence[FoldModel]) -> Calibration:
    """Fit on the articles of all ``folds``, measure by cross-fitting over them.

    The models of the folds are left as they are to be measured: each with the weights fitted to the other folds.
    """
    for fold in folds:
        # An earlier calibration would leave out what this one has to learn from.
        write_calibration(fold.model, None)
    calibration = calibrate_on(_examples(folds))
    for fold, weights in zip(folds, calibration.of_folds, strict=True):
        write_calibration(fold.model, weights)
    return calibration


def calibrate_on(examples: Examples) -> Calibration:
    """The calibration that ``examples`` give."""
    fitted, coefficients = _cross_fitted(examples)
    least = least_worth_giving(fitted, examples.right, examples.gold) if examples.gold else 0.0
    given = fitted >= least
    return Calibration(
        weights=_weights(examples.names, _fit(examples.evidence, examples.right), least),
        of_folds=[_weights(examples.names, of_fold, least) for of_fold in coefficients],
        error=expected_error(fitted[given], examples.right[given]),
        error_interval=_interval(fitted[given], examples.right[given], examples.articles[given]),
        bins=list(_bins(fitted[given], examples.right[given])),
    )


def _weights(names: Sequence[str], coefficients: Floats, least: float) -> Weights:
    of = {name: round(float(weight), 4) for name, weight in zip(names, coefficients[:-1], strict=True)}
    return Weights(of, round(float(coefficients[-1]), 4), least)


def least_worth_giving(confidence: Floats, right: Floats, gold: int) -> float:
    """The confidence, in hundredths, from which on to give attributions so that their F1 is greatest.

    Where confidence is calibrated that is half of the greatest F1 (Lipton, Elkan and Naryanaswamy, ECML 2014), which
    is surer than the place where the F1 of one sample happens to be greatest.
    """
    ranked = np.argsort(-confidence, kind="stable")
    found = np.arange(1, len(ranked) + 1)
    best = (2 * np.cumsum(right[ranked]) / (found + gold)).max()
    return round(float(best) / 2, 2)


def _examples(folds: Sequence[FoldModel]) -> Examples:
    """What the models found in the articles kept from them, but for what fits gold that counts neither way."""
    rows: list[Mapping[str, float]] = []
    right: list[bool] = []
    places: list[tuple[int, int]] = []
    gold = 0
    for number, fold in enumerate(folds):
        nlp = load(Settings(model=str(fold.model)))
        for place, article in enumerate(fold.articles):
            wanted = [s for s in article.statements if s.class_ in DEFAULT_CLASSES]
            gold += sum(not statement.optional for statement in wanted)
            for values, verdict in _judged(nlp, replace(article, statements=wanted)):
                rows.append(values)
                right.append(verdict)
                places.append((number, place))
    table = np.array([list(row.values()) for row in rows])
    return Examples(tuple(rows[0]), table, np.array(right, np.float64), np.array(places), gold)


def _judged(nlp: Language, article: Article) -> Iterator[tuple[Mapping[str, float], bool]]:
    """The evidence of each attribution that ``nlp`` finds, and whether it is right; the layout's have none."""
    analysis = analyse(nlp, article.text)
    records = attributions(nlp, Source(article.id, article.text), analysis)
    found = [
        (item.evidence, statement_of(record))
        for item, record in zip(analysis.attributions, records, strict=True)
        if record.class_ in DEFAULT_CLASSES
    ]
    for (values, _), verdict in zip(found, judge(article, [statement for _, statement in found]), strict=True):
        if values and verdict is not None:
            yield values, verdict


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


def _cross_fitted(examples: Examples) -> tuple[Floats, list[Floats]]:
    """For each example the confidence from weights fitted without its fold, and those weights for each fold."""
    folds = examples.articles[:, 0]
    fitted = np.zeros(len(folds))
    coefficients = []
    for fold in np.unique(folds):
        held = folds == fold
        weights = _fit(examples.evidence[~held], examples.right[~held])
        fitted[held] = _logistic(examples.evidence[held] @ weights[:-1] + weights[-1])
        coefficients.append(weights)
    return fitted, coefficients


def expected_error(confidence: Floats, right: Floats) -> float:
    """Expected calibration error: the mean over attributions of how far their tenth's confidence is off."""
    return float(sum(b.number * abs(b.confidence - b.right) for b in _bins(confidence, right)) / len(right))


def _bins(confidence: Floats, right: Floats) -> Iterator[Bin]:
    tenth = np.minimum((confidence * BINS).astype(int), BINS - 1)
    for number in np.unique(tenth):
        inside = tenth == number
        yield Bin(int(inside.sum()), float(confidence[inside].mean()), float(right[inside].mean()))


def _interval(confidence: Floats, right: Floats, articles: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The 95 % interval of the expected error, by bootstrap over articles."""
    _, article = np.unique(articles, axis=0, return_inverse=True)
    rows = [np.flatnonzero(article == number) for number in range(int(article.max()) + 1)]
    draws = np.random.default_rng(SEED).integers(0, len(rows), (_RESAMPLES, len(rows)))
    errors = []
    for draw in draws:
        drawn = np.concatenate([rows[number] for number in draw])
        errors.append(expected_error(confidence[drawn], right[drawn]))
    low, high = np.percentile(errors, (2.5, 97.5))
    return float(low), float(high)


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
