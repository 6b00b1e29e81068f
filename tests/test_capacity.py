"""What ``python -m tests.capacity`` measured is of one kind, and its tables reckon as they say."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path

import pytest

from tests.capacity import tables
from tests.capacity.ways import WAYS, short

MEASURED = json.loads(tables.MEASURED.read_text("utf-8"))


def test_every_way_that_was_measured_wrote_the_same_records():
    ways = [run for name, run in MEASURED.items() if name != "alone"]
    assert len({(run["articles"], run["words"], run["records"], run["sha256"]) for run in ways}) == 1
    assert set(MEASURED) <= set(WAYS)


def test_articles_are_short_and_now_and_then_as_long_as_news():
    lengths = [len(text.split()) for text in islice(short(), 2000)]
    assert 40 < sum(lengths) / len(lengths) < 80
    assert max(lengths) > 1000


def test_records_are_compared_whatever_file_they_are_in(tmp_path):
    lines = [json.dumps({"doc": {"id": id_}, "id": number}) for number, id_ in enumerate(["b", "a", "b"])]
    (tmp_path / "local.jsonl").write_text("\n".join(lines), "utf-8")
    (tmp_path / "dask").mkdir()
    (tmp_path / "dask" / "part-00000.jsonl").write_text(lines[1] + "\n", "utf-8")
    (tmp_path / "dask" / "part-00001.jsonl").write_text(f"{lines[0]}\n{lines[2]}\n", "utf-8")
    (tmp_path / "ray").mkdir()
    (tmp_path / "ray" / "part-00000.jsonl").write_text("\n".join(reversed(lines)), "utf-8")
    local, dask, ray = (WAYS[way].records(tmp_path) for way in ("local", "dask", "ray"))
    assert local == dask
    assert (local[0], local[1] == ray[1]) == (3, False), "what one article has stays in its order"


def test_costs_are_those_of_the_words_that_one_core_reads(monkeypatch):
    run = {"words": 3_600_000, "core seconds": 3600.0, "records": 36_000, "peak MiB": 1}
    monkeypatch.setattr(tables, "_measured", lambda: {"alone": run})
    assert "| a second and core | 1.0 |" in tables.core()
    assert "278 hours of a core, $14.00" in tables.core()
    assert "| 1 | 86,000 | $1.21 |" in tables.cores()
    # 1,833 tokens in for a tenth of a dollar a million, 650 out for half of one.
    assert "| GPT-6 Luna | $0.10, $0.50 | $0.51 |" in tables.services()


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="memory is read in /proc")
def test_a_run_is_watched_with_all_its_processes(tmp_path):
    psutil = pytest.importorskip("psutil")
    from tests.capacity.watching import watch

    child = "import time; held = b'x' * (64 << 20); time.sleep(2)"
    watched = watch(
        [sys.executable, "-c", f"import subprocess; subprocess.run([{sys.executable!r}, '-c', {child!r}])"], tmp_path
    )
    assert 64 << 20 < watched.peak < 256 << 20
    assert watched.seconds >= 2
    assert watched.core_seconds < watched.seconds * psutil.cpu_count()


def test_a_run_that_fails_says_what_it_said(tmp_path):
    pytest.importorskip("psutil")
    from tests.capacity.watching import watch

    with pytest.raises(SystemExit, match="ended with 3: no such thing"):
        watch([sys.executable, "-c", "import sys; sys.stderr.write('no such thing'); sys.exit(3)"], tmp_path)
