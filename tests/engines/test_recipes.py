"""The recipes of ``claimx/engines/README.md`` run as they stand there, each with its engine, and give local records."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import claimx as package
from tests.conftest import surroundings
from tests.engines import recipe

MOST_SECONDS = 1800
# How many times each of the seeds is in the articles.
TIMES = 4


@pytest.fixture
def folder(tmp_path, seeds: list[Path]) -> Path:
    """Articles, one of which has no text, as the recipes read them."""
    texts = [path.read_text("utf-8") for path in seeds]
    articles = [{"id": f"a{number}", "text": texts[number % 5], "site": "x"} for number in range(5 * TIMES)]
    lines = map(json.dumps, [*articles, {"id": "none", "text": None, "site": "y"}])
    (tmp_path / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    return tmp_path


def begun(folder: Path, engine: str) -> subprocess.Popen[str]:
    # Ray's workers are its own here, whatever cluster is or was at work on this machine.
    ray = {"RAY_ADDRESS": "local", "RAY_USAGE_STATS_ENABLED": "0", "RAY_worker_niceness": "0"}
    own = ray | {"PYSPARK_PYTHON": sys.executable}
    return subprocess.Popen(  # the caller ends it
        [sys.executable, "-c", recipe(engine)], cwd=folder, env=surroundings() | own, stderr=subprocess.PIPE, text=True
    )


def holds_what_a_local_run_has(folder: Path, written: str) -> None:
    """The records that were written are those of the library, in any order, and the error is a row."""
    from pyarrow.parquet import read_table

    rows = read_table(folder / written).to_pylist()
    articles = [json.loads(line) for line in (folder / "articles.jsonl").read_text("utf-8").splitlines()[:5]]
    once = package.extract_many([article["text"] for article in articles], ids=[article["id"] for article in articles])
    expected = {(record.id, record.content.text, record.speaker.name) for found in once for record in found}
    records = [row for row in rows if row["error.code"] is None]
    assert {(row["id"], row["content.text"], row["speaker.name"]) for row in records} == expected
    assert len({(row["doc.id"], row["id"]) for row in records}) == len(records)
    assert all(json.loads(row["json"])["id"] == row["id"] for row in records)
    assert all(json.loads(row["doc.extra"]) == {"site": "x"} for row in records)
    assert len({row["doc.id"] for row in records}) == 5 * TIMES
    assert [(row["doc.id"], row["error.code"]) for row in rows if row["error.code"]] == [("none", "bad_article")]


@pytest.mark.ray
def test_ray_data_maps_the_class_over_its_batches(folder):
    pytest.importorskip("ray")
    run = begun(folder, "ray")
    _, said = run.communicate(timeout=MOST_SECONDS)
    assert run.returncode == 0, said
    holds_what_a_local_run_has(folder, "records-of-ray")


@pytest.mark.spark
@pytest.mark.parametrize("kills", [0, 1], ids=["undisturbed", "a worker is killed"])
def test_spark_maps_the_class_over_its_frames(folder, kills):
    pytest.importorskip("pyspark")
    if shutil.which("java") is None:
        pytest.skip("java is not installed")
    run = begun(folder, "pyspark")
    for _ in range(kills):
        os.kill(_at_work(run), signal.SIGKILL)
    _, said = run.communicate(timeout=MOST_SECONDS)
    assert run.returncode == 0, said
    holds_what_a_local_run_has(folder, "records-of-spark")


def _at_work(run: subprocess.Popen[str]) -> int:
    """A Python worker of Spark that has loaded the pipeline: it is in the middle of its articles."""
    import psutil

    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end and run.poll() is None:
        for process in psutil.Process(run.pid).children(recursive=True):
            try:
                if any("onnxruntime" in mapped.path for mapped in process.memory_maps()):
                    return process.pid
            except psutil.Error:
                continue
        time.sleep(0.05)
    raise AssertionError("no worker was seen at work")
