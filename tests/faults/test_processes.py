"""Processes killed at random moments: none is left, nothing half written is left, and no other article is lost."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from tests.conftest import ROOT, Installed, surroundings
from tests.faults.crew import MANY

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are counted in /proc"),
]
CREW = Path(__file__).with_name("crew.py")
MOST_SECONDS = 5
TIMES = 13  # of each of the four ways to end, more than fifty in all


def in_session(leader: int) -> set[int]:
    """The processes of the session that ``leader`` began, but for those that are only waited for."""
    found = set()
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                # The name, in brackets, may hold anything.
                state, _, _, session = (folder / "stat").read_text().rsplit(")", 1)[1].split()[:4]
            except OSError:
                continue
            if int(session) == leader and state != "Z":
                found.add(int(folder.name))
    return found


def gone(leader: int) -> bool:
    """Whether all processes of a session end within the time that they may take."""
    return until(lambda: not in_session(leader), MOST_SECONDS)


def until(holds: Callable[[], bool], seconds: float = 300) -> bool:
    """Whether something comes to hold within ``seconds``."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def started(command: list[str], folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # the caller ends it
        command,
        cwd=folder,
        env=surroundings() | {"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def hold_to_its_end(run: subprocess.Popen[bytes], way: Callable[[int], None]) -> None:
    """End ``run`` that ``way``: it may not call itself done, and none of its processes may stay."""
    way(run.pid)
    run.communicate(timeout=60)
    assert run.returncode != 0
    assert gone(run.pid)


def the_parent(number: int) -> Callable[[int], None]:
    return lambda leader: os.kill(leader, number)


def the_terminal(leader: int) -> None:
    os.killpg(leader, signal.SIGINT)


WAYS = {
    "SIGKILL": the_parent(signal.SIGKILL),
    "SIGTERM": the_parent(signal.SIGTERM),
    "SIGINT": the_parent(signal.SIGINT),
    "Ctrl-C": the_terminal,
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_a_run_that_is_ended_at_any_moment_leaves_nothing(tmp_path, way):
    kept = tmp_path / "out.txt"
    kept.write_text("what stood here", "utf-8")
    moments = random.Random(7)
    for _ in range(TIMES):
        run = started([sys.executable, str(CREW), "out.txt", "2"], tmp_path)
        run.stdout.readline()
        time.sleep(moments.uniform(0, 1.5))
        hold_to_its_end(run, way)
        assert kept.read_text("utf-8") == "what stood here"
        assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]


def a_worker(leader: int) -> None:
    """Kill a worker, which costs its article, and end the run, which is how its article comes to be done yet."""
    os.kill(workers(leader)[0], signal.SIGKILL)
    os.kill(leader, signal.SIGTERM)


def workers(leader: int) -> list[int]:
    """The worker processes of a run."""
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
    return [pid for pid in map(int, children) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.mark.parametrize("way", [*WAYS.values(), a_worker], ids=[*WAYS, "worker"])
def test_a_run_that_is_ended_ten_times_ends_with_the_bytes_of_an_undisturbed_one(tmp_path, way):
    kept = tmp_path / "out.txt"
    kept.write_text("what stood here", "utf-8")
    command = [sys.executable, str(CREW), "out.txt", "2", "--resume"]
    moments = random.Random(5)
    for _ in range(10):
        run = started(command, tmp_path)
        for _ in range(2):
            run.stdout.readline()
        time.sleep(moments.uniform(0, 0.5))
        hold_to_its_end(run, way)
        assert kept.read_text("utf-8") == "what stood here"
    last = started(command, tmp_path)
    last.communicate(timeout=300)
    assert last.returncode == 0
    assert kept.read_text("utf-8").split() == [str(number) for number in range(MANY)]
    assert list(tmp_path.iterdir()) == [kept]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_a_killed_worker_costs_its_article_and_no_other(tmp_path, jobs):
    run = started([sys.executable, str(CREW), "out.txt", str(jobs)], tmp_path)
    lines: list[str] = []
    killed = 0
    while killed < 4:
        lines.append(run.stdout.readline().decode().strip())
        if len(lines) % 20 == 0:
            os.kill(workers(run.pid)[0], signal.SIGKILL)
            killed += 1
    lines += [run.stdout.readline().decode().strip() for _ in range(40)]
    os.kill(run.pid, signal.SIGTERM)
    run.communicate(timeout=60)
    assert gone(run.pid)
    done = [int(line) for line in lines if line.isdigit()]
    lost = [line for line in lines[1:] if not line.isdigit()]
    assert 1 <= len(lost) <= killed
    assert all("SIGKILL" in line for line in lost)
    # In order, and nothing missing but what is told of.
    assert all(one < other for one, other in pairwise(done))
    assert done[-1] + 1 - len(done) == len(lost)


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_program_itself_ends_within_seconds_with_its_workers(claimx: Installed, way):
    kept = claimx.folder / "kept.jsonl"
    kept.write_text("what stood here", "utf-8")
    run = started([claimx.program, "extract", "-", "--jobs=2", "--progress=none", "-o", "kept.jsonl"], claimx.folder)
    # Standard input stays open: the run cannot come to its end by itself, however quiet the machine is.
    articles = ["Mayor Ana Ruiz said the bridge is safe.\n" * 50, "", *["The bridge is safe, she said.\n" * 50] * 60]
    run.stdin.write(b"".join(json.dumps({"text": text}).encode() + b"\n" for text in articles))
    run.stdin.flush()
    # An empty article is told of once the one before it is done: from then on the run is at work.
    assert b"nothing to read" in run.stderr.readline()
    time.sleep(random.Random(way.__name__).uniform(0, 1))
    way(run.pid)
    _, said = run.communicate(timeout=60)
    assert run.returncode != 0
    assert gone(run.pid)
    assert kept.read_text("utf-8") == "what stood here"
    assert list(claimx.folder.iterdir()) == [kept]
    if run.returncode > 0:
        assert b"ended by" in said
        assert b"Traceback" not in said


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_the_program_itself_goes_on_from_what_it_has_done(claimx: Installed, way):
    lines = [
        json.dumps({"text": f"Mayor Ana Ruiz said bridge {n} is safe. “It stands,” she said."}) for n in range(300)
    ]
    (claimx.folder / "articles.jsonl").write_text("\n".join(lines), "utf-8")
    options = ["extract", "articles.jsonl", "--jobs=2", "--progress=none"]
    run = started([claimx.program, *options, "-o", "out.jsonl", "--resume"], claimx.folder)
    done = claimx.folder / ".out.jsonl.claimx" / "claimx.sqlite-wal"
    assert until(lambda: done.exists() and done.stat().st_size > 0)
    way(run.pid)
    run.communicate(timeout=60)
    assert run.returncode != 0
    assert gone(run.pid)
    assert not (claimx.folder / "out.jsonl").exists()
    assert claimx(*options, "-o", "out.jsonl", "--resume").code == 0
    assert claimx(*options, "-o", "undisturbed.jsonl").code == 0
    assert (claimx.folder / "out.jsonl").read_bytes() == (claimx.folder / "undisturbed.jsonl").read_bytes()
    assert {path.name for path in claimx.folder.iterdir()} == {"articles.jsonl", "out.jsonl", "undisturbed.jsonl"}


def test_fifty_broken_files_among_two_thousand_are_named_and_cost_no_other(claimx: Installed):
    for number in range(2000):
        text = f"Mayor Ana Ruiz said bridge {number} is safe.\n".encode()
        (claimx.folder / f"{number:04}.txt").write_bytes(b"\0" if number % 40 == 7 else text)
    run = claimx("extract", ".", "--jobs=2", "-o", "out.jsonl")
    assert run.code == 3
    records = [json.loads(line) for line in (claimx.folder / "out.jsonl").read_text("utf-8").splitlines()]
    assert [record["doc"]["id"] for record in records] == [f"{n:04}.txt" for n in range(2000) if n % 40 != 7]
    assert len(run.said) == 50
    assert all(f"{number:04}.txt" in line for number, line in zip(range(7, 2000, 40), run.said, strict=True))
