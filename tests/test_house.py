"""How the code is laid out: modules that are read in one sitting, under names that mean one thing."""

from __future__ import annotations

from collections import defaultdict

from tests.conftest import ROOT

MODULES = sorted((ROOT / "claimx").rglob("*.py"))
MOST_LINES = 400
# A format is called the same where it is read and where it is written, and a part that several rooms have the same.
FORMATS = {"brat", "docbin", "flat", "json", "jsonl", "labelstudio", "parquet"}
PARTS = {"certainty", "differences", "findings", "formats", "proof", "ranker", "rendering", "run"}
PARTS |= {"running", "scoring"}
# To be told apart by their rooms: a text that is read and its index.
ROOMS = {"article"}


def test_no_module_holds_two_subjects():
    long = {str(path.relative_to(ROOT)) for path in MODULES if len(path.read_text("utf-8").splitlines()) > MOST_LINES}
    assert long == set()


def test_no_two_modules_of_one_name_mean_different_things():
    places = defaultdict(list)
    for path in MODULES:
        places[path.stem].append(path)
    several = {name for name, paths in places.items() if len(paths) > 1} - {"__init__", "__main__"}
    assert several == FORMATS | PARTS | ROOMS
