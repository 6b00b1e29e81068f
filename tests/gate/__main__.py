"""Measure again what ``floors.json`` holds, and fail where a figure has fallen.

    python -m tests.gate                                     measure, compare, exit with 1 where something fell
    python -m tests.gate --raise                             set floors to what is measured, where that is higher
    python -m tests.gate --lower "why" --only NAME           set lower ones too; the reason is kept

A floor holds for the gold it was measured on: other bytes are an error, not a comparison. PolNeAR is measured
when its checkout is named by --polnear or CLAIMX_POLNEAR, or lies in ../shared/corpora.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimx.evaluate.figures import Figure
from claimx.evaluate.running import evaluate_run

ROOT = Path(__file__).parents[2]
FLOORS = Path(__file__).with_name("floors.json")
CLASSES = frozenset({"statement", "belief"})
POLNEAR = "PolNeAR dev"
# int8 kernels differ between processors: so many points, or so many records, a figure may be lower than where it was
# measured.
TOLERANCE, TIPPED = 0.3, 2
# Of these less is better.
FAULTS = frozenset({"invented", "organization invented"})


def main() -> int:
    """Compare or set; the exit code."""
    arguments = _arguments()
    setting = arguments.raised or bool(arguments.lower)
    floors = json.loads(FLOORS.read_text("utf-8"))
    fallen = 0
    for name, path in _gold(floors, arguments):
        entry, digest = floors[name], _digest(path)
        if entry["sha256"] != digest and not setting:
            print(f"{name}: not the data its floors were measured on; set them anew with --raise or --lower")
            fallen += 1
            continue
        measured = {figure.name: figure for figure in evaluate_run(path, CLASSES).figures}
        fallen += sum(_fell(name, measured[figure], floor) for figure, floor in entry["floors"].items())
        entry["sha256"] = digest
        if setting:
            _set(entry, measured, arguments.lower)
    if setting:
        FLOORS.write_text(json.dumps(floors, indent=1, ensure_ascii=False) + "\n", "utf-8")
    return int(fallen > 0 and not setting)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.gate", description=__doc__.splitlines()[0])
    parser.add_argument("--raise", dest="raised", action="store_true", help="set floors where figures are higher")
    parser.add_argument("--lower", metavar="REASON", help="set floors where figures are lower, too, and say why")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="only this gold")
    parser.add_argument("--polnear", type=Path, default=os.environ.get("CLAIMX_POLNEAR"), help="a PolNeAR checkout")
    return parser.parse_args()


def _gold(floors: dict[str, Any], arguments: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """Each gold that has floors, is asked for and is here; what is not here is said."""
    corpus = Path(arguments.polnear) if arguments.polnear else ROOT.parent / "shared" / "corpora" / "polnear"
    for name in arguments.only or floors:
        path = corpus if name == POLNEAR else ROOT / name
        if path.exists():
            yield name, path
        else:
            print(f"{name}: not here, not measured")


def _digest(path: Path) -> str:
    """One hash over a file, or over all texts and annotations of a PolNeAR split by name."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    total = hashlib.sha256()
    for part in sorted((path / "data" / "dev").glob("*/*")):
        if part.suffix in {".txt", ".ann"}:
            total.update(part.name.encode() + hashlib.sha256(part.read_bytes()).digest())
    return total.hexdigest()


def _fell(name: str, figure: Figure, floor: float) -> bool:
    """Say how ``figure`` stands to its floor; whether it fell."""
    gain = _gain(figure, floor)
    tolerance = max(TOLERANCE, 100 * TIPPED / figure.of)
    fell = gain < -tolerance
    sign = "FELL" if fell else "rose" if gain > tolerance else "ok"
    print(f"{sign:5}{name:39}{figure.name:26}{figure.value:6.1f} [{figure.low}, {figure.high}]  floor {floor}")
    return fell


def _gain(figure: Figure, floor: float) -> float:
    return floor - figure.value if figure.name in FAULTS else figure.value - floor


def _set(entry: dict[str, Any], measured: dict[str, Figure], reason: str | None) -> None:
    """Move the floors of ``entry`` to what was measured; one moves down only with a ``reason``, which is kept.

    What else was measured, with its interval, is what README shows.
    """
    entry["measured"] = {name: [figure.value, figure.low, figure.high] for name, figure in measured.items()}
    for name, floor in entry["floors"].items():
        gain = _gain(measured[name], floor)
        if gain < 0 and reason:
            fall = {"figure": name, "from": floor, "to": measured[name].value, "why": reason}
            entry.setdefault("lowered", []).append(fall)
        if gain > 0 or reason:
            entry["floors"][name] = measured[name].value


if __name__ == "__main__":
    sys.exit(main())
