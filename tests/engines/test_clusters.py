"""Real engines, each with two workers on this machine: one of them is killed, or the run itself, and nothing is lost.

Dask is in the ordinary suite once, with a worker killed; what takes longer runs with the marks ``faults`` and ``ray``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Installed, surroundings, unwatched
from tests.engines import PACKAGES, wait_until_someone_listens

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are found in /proc")
ENGINES = [
    pytest.param("dask", marks=pytest.mark.faults),
    pytest.param("ray", marks=pytest.mark.ray),
]
# A machine may be busy with much else, which Ray's workers would wait for.
MOST_SECONDS = 300
AT_ONCE = {"RAY_worker_niceness": "0"}


@pytest.fixture
def folder(claimx: Installed, seeds: list[Path]) -> Path:
    """Articles that take a second or so a partition, as JSON Lines."""
    texts = [path.read_text("utf-8") for path in seeds]
    lines = [json.dumps({"id": f"a{number}", "text": texts[number % 5]}) for number in range(6)]
    (claimx.folder / "in.jsonl").write_text("\n".join(lines), "utf-8")
    return claimx.folder


def command(claimx: Installed, engine: str) -> list[str]:
    pytest.importorskip(PACKAGES[engine])
    options = [f"--engine={engine}", "--jobs=2", "--partition-bytes=9000", "-o", "out"]
    return [claimx.program, *unwatched(["extract", "in.jsonl", *options])]


def begun(claimx: Installed, engine: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # the caller ends it
        command(claimx, engine), cwd=claimx.folder, env=surroundings() | AT_ONCE, stderr=subprocess.PIPE, text=True
    )


def writers(folder: Path) -> Iterator[int]:
    """The processes that are in the middle of a partition: its file is open in them."""
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(handle.readlink()).startswith(f"{folder}/out/.claimx/unfinished/part-"):
                yield int(handle.parts[2])
        except OSError:
            continue


def waited_for(folder: Path, done: int) -> int:
    """A worker in the middle of a partition, when so many partitions are done."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        if len(list((folder / "out" / ".claimx" / "done").glob("*"))) >= done:
            for worker in writers(folder):
                return worker
        time.sleep(0.01)
    raise AssertionError("no worker was seen at work")


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted((folder / "out").glob("part-*.jsonl")))


@pytest.mark.parametrize("engine", ["dask", pytest.param("ray", marks=pytest.mark.ray)])
def test_a_killed_worker_costs_nothing(claimx, main, folder, engine):
    run = begun(claimx, engine)
    os.kill(waited_for(folder, done=1), signal.SIGKILL)
    _, said = run.communicate(timeout=MOST_SECONDS)
    assert (run.returncode, said) == (0, "")
    assert written(folder) == main("extract", "in.jsonl").stdout
    assert not (folder / "out" / ".claimx" / "unfinished").exists()


@pytest.mark.parametrize("engine", ENGINES)
def test_a_killed_run_goes_on_without_loss_or_repeat(claimx, main, folder, engine):
    run = begun(claimx, engine)
    waited_for(folder, done=2)
    run.kill()
    run.communicate()
    end = time.monotonic() + MOST_SECONDS
    while list(writers(folder)) and time.monotonic() < end:
        time.sleep(0.1)
    assert list(writers(folder)) == [], "workers outlive the run"
    before = {path.name: path.stat().st_mtime_ns for path in (folder / "out").glob("part-*")}
    done = len(list((folder / "out" / ".claimx" / "done").glob("*")))
    resumed = claimx.run(command(claimx, engine), **AT_ONCE)
    told = re.match(r"claimx: (\d+) of (\d+) partitions were done before\n", resumed.stderr)
    assert resumed.code == 0
    assert told is not None
    assert (int(told[1]), int(told[2])) == (done, len(list((folder / "out").glob("part-*"))))
    kept = [name for name, time_ in before.items() if (folder / "out" / name).stat().st_mtime_ns == time_]
    assert len(kept) >= done, "what was done was not done again"
    assert written(folder) == main("extract", "in.jsonl").stdout


@pytest.mark.parametrize("engine", ENGINES)
def test_a_run_that_is_told_to_end_says_so_and_leaves_no_worker(claimx, folder, engine):
    run = begun(claimx, engine)
    waited_for(folder, done=1)
    run.terminate()
    _, said = run.communicate(timeout=MOST_SECONDS)
    assert run.returncode == 128 + signal.SIGTERM
    assert said.splitlines() == ["claimx: error: ended by SIGTERM"]
    assert list(writers(folder)) == []


@pytest.mark.parametrize("engine", ["dask", pytest.param("ray", marks=pytest.mark.ray)])
def test_no_cluster_at_an_address_is_one_line(claimx, folder, engine):
    address = {"dask": "tcp://127.0.0.1:1", "ray": "127.0.0.1:1"}[engine]
    environment = {"DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"}
    run = claimx.run([*command(claimx, engine), "--address", address], **environment)
    assert (run.code, len(run.said)) == (2, 1)
    assert run.said[0].startswith("claimx: error: --address: no ")


@pytest.mark.parametrize("engine", ENGINES)
def test_the_cluster_at_an_address_does_the_work(claimx, main, folder, cluster, engine):
    run = claimx.run([*command(claimx, engine), "--address", cluster], **SURROUNDINGS)
    assert (run.code, run.stderr) == (0, "")
    assert written(folder) == main("extract", "in.jsonl").stdout


# How a cluster of two workers on this machine is begun, in the foreground, and where it is.
CLUSTERS = {
    "dask": (
        "tcp://127.0.0.1:18786",
        "dask scheduler --host 127.0.0.1 --port 18786 --no-dashboard",
        "dask worker tcp://127.0.0.1:18786 --nthreads 2 --no-dashboard",
    ),
    "ray": (
        "127.0.0.1:6399",
        "ray start --head --block --node-ip-address 127.0.0.1 --port 6399 --num-cpus 2 --include-dashboard false "
        "--temp-dir {folder}",
    ),
}
# Ray lets nobody in who does not know a word.
SURROUNDINGS = AT_ONCE | {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": "of-a-test" * 4}


@pytest.fixture
def cluster(engine) -> Iterator[str]:
    """The address of a cluster of the engine, whose processes end with the test."""
    pytest.importorskip(PACKAGES[engine])
    address, *commands = CLUSTERS[engine]
    environment, quiet = surroundings() | SURROUNDINGS, subprocess.DEVNULL
    # The names of Ray's sockets are long already.
    elsewhere = tempfile.mkdtemp(prefix="ray")
    processes = []
    try:
        for command_ in commands:
            program, *arguments = command_.format(folder=elsewhere).split()
            path = str(Path(sys.executable).with_name(program))
            processes.append(
                subprocess.Popen([path, *arguments], cwd=elsewhere, env=environment, stdout=quiet, stderr=quiet)
            )
        wait_until_someone_listens(address)
        yield address
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait(60)
        shutil.rmtree(elsewhere, ignore_errors=True)
