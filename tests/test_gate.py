"""The gate: a fallen figure fails, other data fails, and a floor goes down only with a reason."""

from __future__ import annotations

import hashlib
import json
import sys

import pytest

from claimx.evaluate.figures import Figure
from claimx.evaluate.running import Evaluation
from tests.gate import __main__ as gate


@pytest.fixture
def held(tmp_path, monkeypatch):
    """Run the gate over one gold file with a relation floor of 70 and at most 5 invented; the measured are given."""
    (tmp_path / "gold.jsonl").write_text("gold", "utf-8")
    floors = {"gold.jsonl": {"sha256": hashlib.sha256(b"gold").hexdigest(), "floors": {"relation": 70, "invented": 5}}}
    (tmp_path / "floors.json").write_text(json.dumps(floors), "utf-8")
    monkeypatch.setattr(gate, "ROOT", tmp_path)
    monkeypatch.setattr(gate, "FLOORS", tmp_path / "floors.json")

    def run(relation: float, invented: float, *options: str) -> tuple[int, dict]:
        figures = [Figure("relation", relation, 0, 100, 700, 1000), Figure("invented", invented, 0, 100, 50, 1000)]
        monkeypatch.setattr(gate, "evaluate_run", lambda path, classes: Evaluation(figures))
        monkeypatch.setattr(sys, "argv", ["gate", *options])
        code = gate.main()
        return code, json.loads((tmp_path / "floors.json").read_text("utf-8"))["gold.jsonl"]

    return run


@pytest.mark.parametrize(
    ("relation", "invented", "code"), [(70, 5, 0), (69.8, 5.2, 0), (90, 0, 0), (69, 5, 1), (70, 6, 1)]
)
def test_what_falls_below_its_floor_fails(held, relation, invented, code):
    assert held(relation, invented)[0] == code


def test_two_records_may_tip_where_there_are_few(held, monkeypatch):
    assert gate._fell("gold.jsonl", Figure("relation", 62, 0, 100, 31, 50), 70)
    assert not gate._fell("gold.jsonl", Figure("relation", 66, 0, 100, 33, 50), 70)


def test_other_data_fails_until_its_floors_are_set(held, tmp_path):
    (tmp_path / "gold.jsonl").write_text("other gold", "utf-8")
    assert held(90, 0)[0] == 1
    assert held(90, 0, "--raise")[0] == 0
    assert held(90, 0)[0] == 0


def test_floors_rise_by_themselves_and_fall_with_a_reason(held):
    assert held(80, 6, "--raise")[1]["floors"] == {"relation": 80, "invented": 5}
    entry = held(75, 4, "--lower", "other rules")[1]
    assert entry["floors"] == {"relation": 75, "invented": 4}
    assert entry["lowered"] == [{"figure": "relation", "from": 80, "to": 75, "why": "other rules"}]


def test_what_is_not_here_is_said(held, tmp_path, capsys):
    (tmp_path / "gold.jsonl").unlink()
    assert held(0, 100)[0] == 0
    assert "gold.jsonl: not here" in capsys.readouterr().out
