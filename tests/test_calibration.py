"""Calibration: confidence that says how often such attributions are right."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from claimx.evaluate.scoring import judge
from claimx.gold.statements import Article, Statement
from claimx.pipeline.attribution.confidence import confidence, model_evidence
from claimx.pipeline.model.tag_decoding import Cue, Link, Stretch
from claimx.spans import Span
from claimx.training import calibration
from claimx.training.calibration import (
    Calibration,
    Examples,
    Weights,
    expected_error,
    least_worth_giving,
    to_markdown,
    write_calibration,
)


def examples(count: int, slope: float) -> Examples:
    """Attributions whose log-odds of being right are ``slope`` times their one piece of evidence."""
    rng = np.random.default_rng(1)
    values = rng.normal(1, 2, count)
    right = rng.random(count) < 1 / (1 + np.exp(-slope * values))
    return Examples(
        ("content",), values[:, None], right.astype(np.float64), np.arange(count)[:, None] // [count // 5, 20], count
    )


def test_the_weights_are_those_the_outcomes_were_drawn_with():
    drawn = examples(20_000, slope=0.7)
    weight, bias = calibration._fit(drawn.evidence, drawn.right)
    assert (weight, bias) == (pytest.approx(0.7, abs=0.05), pytest.approx(0, abs=0.05))


def test_what_is_fitted_on_other_articles_is_calibrated():
    drawn = examples(10_000, slope=0.7)
    assert expected_error(calibration._cross_fitted(drawn)[0], drawn.right) < 0.02
    assert expected_error(np.full(len(drawn.right), 0.99), drawn.right) > 0.2


def test_confidence_of_nine_tenths_where_five_are_right_is_off_by_four_tenths():
    assert expected_error(np.full(10, 0.9), np.array([1, 0] * 5, np.float64)) == pytest.approx(0.4)


def link(certainty: float) -> Link:
    source = Stretch("source", 0, 2, certainty)
    return Link(
        "outer", Cue("cue", 2, 3, certainty, source, certainty), [Stretch("content", 3, 9, certainty)], certainty
    )


def test_surer_evidence_never_gives_less_confidence():
    fitted = {"weights": dict.fromkeys(model_evidence(link(0.5), "direct", 9), 0.3), "bias": -1.0}
    for how in (None, fitted):
        values = [
            confidence(model_evidence(link(certainty), "indirect", 9), how) for certainty in (0, 0.2, 0.5, 0.8, 0.99, 1)
        ]
        assert values == sorted(values)
        assert 0 <= values[0] < values[-1] <= 1


def test_an_attribution_is_right_with_half_its_content_and_its_source():
    text = "Ana Ruiz said the old bridge is safe."

    def statement(source: tuple[int, int], content: tuple[int, int]) -> Statement:
        return Statement(source=(Span(*source),), cue=(), content=(Span(*content),), kind="indirect")

    gold = Article("a", text, [statement((0, 8), (14, 36))])
    found = [statement((0, 3), (14, 28)), statement((9, 13), (14, 36)), statement((0, 8), (29, 36))]
    assert [judge(gold, [one]) for one in found] == [[True], [False], [False]]
    assert judge(gold, found[:1] * 2).count(True) == 1
    counts_neither_way = replace(gold.statements[0], optional=True)
    assert judge(replace(gold, statements=[counts_neither_way]), found) == [None, None, False]


def test_the_weights_are_written_beside_what_the_model_says_of_itself(tmp_path):
    (tmp_path / "meta.json").write_text(json.dumps({"name": "m", "calibration": None}), "utf-8")
    weights = Weights({"content": 0.5}, -1.0, 0.4)
    write_calibration(tmp_path, weights)
    meta = json.loads((tmp_path / "meta.json").read_text("utf-8"))
    assert meta == {"name": "m", "calibration": {"weights": {"content": 0.5}, "bias": -1.0, "least": 0.4}}
    fitted = Calibration(weights, [weights], 0.167, (0.1, 0.2), [calibration.Bin(3, 0.5, 0.333)])
    assert "| 0.50 | 0.33 | 3 |" in to_markdown(fitted)


def test_an_attribution_is_worth_giving_from_half_the_best_f1_on():
    sure = np.array([0.9, 0.8, 0.3, 0.2, 0.1])
    assert least_worth_giving(sure, np.array([1.0, 1.0, 1.0, 0.0, 0.0]), gold=3) == 0.5
    assert least_worth_giving(sure, np.array([1.0, 1.0, 0.0, 0.0, 0.0]), gold=4) == 0.33
