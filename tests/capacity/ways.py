"""The ways that articles may go: one machine's own processes, or an engine; what each is begun with and writes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import cycle
from pathlib import Path

from tests.conftest import ROOT
from tests.engines import recipe

INPUT = "articles.jsonl"
# All the golden cases so many times, then a seed: most articles are short, for 20,000 of them to take minutes.
_ROUNDS = 10


def short() -> Iterator[str]:
    """Texts without end: the golden cases, and now and then one of the seeds."""
    files = sorted((ROOT / "fixtures" / "cases").glob("*.txt"))
    cases = [path.read_text("utf-8").partition("\n====\n")[0] for path in files]
    for seed in seeds():
        yield from cases * _ROUNDS
        yield seed


def seeds() -> Iterator[str]:
    """Texts without end: the seeds, which are as long as news are."""
    return cycle([path.read_text("utf-8") for path in sorted((ROOT / "seeds").glob("*.txt"))])


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways: the package that does the work, the command for so many workers, the lines that it writes.

    ``texts`` are what it is given, of which there is one for each ``every`` that are asked for.
    """

    package: str
    command: Callable[[int], list[str]]
    lines: Callable[[Path], Iterable[str]]
    texts: Callable[[], Iterator[str]] = short
    every: int = 1

    def records(self, folder: Path) -> tuple[int, str]:
        """How many lines it has written in ``folder``, and their hash when they are sorted by article.

        What one article has stays in its order.
        """
        lines = sorted(self.lines(folder), key=lambda line: str(json.loads(line)["doc"]["id"]))
        return len(lines), sha256("\n".join(lines).encode()).hexdigest()


def _extract(*options: str) -> list[str]:
    """``claimx extract`` of the articles in the current folder, with all classes, as a recipe gives them."""
    program = str(Path(sys.executable).with_name("claimx"))
    return [program, "extract", INPUT, "--class=statement,belief,intent", "--progress=none", *options]


def _engine(name: str, package: str) -> Way:
    return Way(
        package,
        lambda jobs: _extract(f"--engine={name}", f"--jobs={jobs}", "-o", name),
        lambda folder: _lines(sorted((folder / name).glob("part-*"))),
    )


def _lines(paths: Iterable[Path]) -> Iterator[str]:
    for path in paths:
        yield from filter(None, path.read_text("utf-8").split("\n"))


def _of_spark(folder: Path) -> Iterator[str]:
    """The records in the table that the recipe for Spark writes; its rows know no file that they are from."""
    from pyarrow.parquet import read_table

    rows = read_table(folder / "records-of-spark", columns=["json"]).column("json").to_pylist()
    return (line.replace('"path":null', f'"path":"{INPUT}"', 1) for line in rows)


WAYS = {
    "local": Way(
        "claimx",
        lambda jobs: _extract(f"--jobs={jobs}", "-o", "local.jsonl"),
        lambda folder: _lines([folder / "local.jsonl"]),
    ),
    "dask": _engine("dask", "distributed"),
    "ray": _engine("ray", "ray"),
    "spark": Way(
        "pyspark",
        lambda jobs: [sys.executable, "-c", recipe("pyspark").replace("local[2,", f"local[{jobs},")],
        _of_spark,
    ),
    "alone": Way(
        "claimx",
        lambda _: _extract("-o", "alone.jsonl"),
        lambda folder: _lines([folder / "alone.jsonl"]),
        texts=seeds,
        every=100,
    ),
}
