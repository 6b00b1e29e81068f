"""How far one machine goes: ``python -m tests.capacity [WAYS…]`` measures it; all ways where none is named.

    python -m tests.capacity                             20,000 articles, by each way with two workers
    python -m tests.capacity local dask --articles 1000
    python -m tests.capacity ray --keep                  what is kept is what the documents have their tables from

The same articles go by ``local``, ``dask``, ``ray`` and ``spark``, one after the other, and what they wrote is compared
byte for byte, sorted by article: where it is not the same, the exit code is 1. ``alone`` is one process, which reads
200 articles as long as news are. What is kept is compared too, so that each engine may have an environment of its own.
A busy machine takes more seconds, but hardly more processor time.
"""

from __future__ import annotations

import argparse
import json
import platform
import re
import tempfile
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

import psutil

from tests.capacity.tables import MEASURED
from tests.capacity.watching import watch
from tests.capacity.ways import INPUT, WAYS, Way


def main() -> int:
    """Measure and print, and keep the figures where that is asked for; the exit code."""
    given = _arguments()
    runs = json.loads(MEASURED.read_text("utf-8")) if given.keep and MEASURED.exists() else {}
    differ = False
    for name in given.ways:
        run = _measured(WAYS[name], given.articles, given.jobs)
        print(f"{name}: {', '.join(f'{key} {value}' for key, value in run.items())}", flush=True)
        others = [other for other in runs if other != name and _given(runs[other]) == _given(run)]
        for other in others:
            if runs[other]["sha256"] != run["sha256"]:
                print(f"{name}: other records than {other}")
                differ = True
        runs[name] = run
    if given.keep and not differ:
        MEASURED.write_text(json.dumps(runs, indent=1, sort_keys=True) + "\n", "utf-8")
    return int(differ)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.capacity", description=__doc__.splitlines()[0])
    parser.add_argument("ways", nargs="*", default=list(WAYS), metavar="WAYS", help=", ".join(WAYS))
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", action="store_true", help=f"write the figures to {MEASURED.name}")
    given = parser.parse_args()
    if unknown := set(given.ways) - set(WAYS):
        parser.error(f"{', '.join(sorted(unknown))}: not one of {', '.join(WAYS)}")
    return given


def _measured(way: Way, articles: int, jobs: int) -> dict[str, Any]:
    """The figures of one run, with what it was given and where it was."""
    with tempfile.TemporaryDirectory(prefix="claimx-capacity-") as place:
        folder = Path(place)
        texts = _written(islice(way.texts(), articles // way.every), folder)
        watched = watch(way.command(jobs), folder)
        records, digest = way.records(folder)
    return {
        **texts,
        "jobs": jobs,
        "seconds": round(watched.seconds, 1),
        "core seconds": round(watched.core_seconds, 1),
        "cores of others": round(watched.others, 2),
        "peak MiB": watched.peak >> 20,
        "records": records,
        "sha256": digest,
        way.package: version(way.package),
        "on": f"{_processor()}, {psutil.cpu_count()} cores, Python {platform.python_version()}",
        "date": date.today().isoformat(),
    }


def _given(run: dict[str, Any]) -> tuple[int, int]:
    return run["articles"], run["words"]


def _written(texts: Iterable[str], folder: Path) -> dict[str, int]:
    """How many ``texts`` and words there are, which are now in ``folder`` as JSON Lines, each with an id."""
    number = words = 0
    with (folder / INPUT).open("w", encoding="utf-8", newline="\n") as file:
        for number, text in enumerate(texts, start=1):
            words += len(text.split())
            file.write(json.dumps({"id": f"a{number:06}", "text": text}, ensure_ascii=False) + "\n")
    return {"articles": number, "words": words}


def _processor() -> str:
    names = re.findall(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text("utf-8"), re.MULTILINE)
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    raise SystemExit(main())
