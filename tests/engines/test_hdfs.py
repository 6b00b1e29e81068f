"""Archives in HDFS, by real engines: a NameNode and a DataNode of Hadoop run on this machine, reached by hdfs-native.

They take Java and a Hadoop: ``HADOOP_CLASSPATH`` is where its jars are, as ``hadoop classpath`` says. ``.ci/run`` takes
those that a package of Spark has.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run, surroundings, unwatched
from tests.engines import PACKAGES, free_port, wait_until_someone_listens

pytestmark = pytest.mark.hdfs
MOST_SECONDS = 300
SENTENCES = (
    "“We will pay,” the mayor, Ana Ruiz, said.",
    "Police said the road was closed.",
    "She said the bridge “will be safe” by May.",
)
# Ray gives way to all else that runs here, which may be much.
AT_ONCE = {"RAY_worker_niceness": "0"}
# With the next one ended what Hadoop asks Java who its user is by.
LAST_JAVA = 23
SERVER = "org.apache.hadoop.hdfs.server"
NODES = ("namenode.NameNode", "datanode.DataNode")
# A file's time of reading is kept to the millisecond rather than to the hour: it must not matter.
SITE = {
    "dfs.replication": "1",
    "dfs.webhdfs.enabled": "false",
    "dfs.namenode.accesstime.precision": "1",
    "dfs.namenode.http-address": "127.0.0.1:0",
    "dfs.datanode.address": "127.0.0.1:0",
    "dfs.datanode.ipc.address": "127.0.0.1:0",
    "dfs.datanode.http.address": "127.0.0.1:0",
}


@pytest.fixture(scope="module")
def hadoop(tmp_path_factory) -> Iterator[tuple[str, Path]]:
    """The address of an HDFS of this machine, which ends with the tests, and the folder of its settings."""
    pytest.importorskip("hdfs_native")
    if not 0 < _java() <= LAST_JAVA:
        pytest.skip(f"there is no java, or one after Java {LAST_JAVA}")
    jars = os.environ.get("HADOOP_CLASSPATH")
    if jars is None:
        pytest.skip("HADOOP_CLASSPATH names no Hadoop")
    home = tmp_path_factory.mktemp("hadoop")
    port = free_port()
    address = f"hdfs://127.0.0.1:{port}"
    _configure(home, SITE | {"fs.defaultFS": address, "hadoop.tmp.dir": str(home)})
    java = ["java", "-Xmx256m", "-cp", f"{home}:{jars}"]
    with (home / "log").open("wb") as log, ExitStack() as stack:
        subprocess.run([*java, f"{SERVER}.{NODES[0]}", "-format"], stdout=log, stderr=log, check=True)
        for node in NODES:
            process = subprocess.Popen([*java, f"{SERVER}.{node}"], stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.kill)
        wait_until_someone_listens(f"127.0.0.1:{port}")
        _wait_until_it_takes_a_file(address)
        yield address, home


def _java() -> int:
    """The version of Java here; 0 where there is none."""
    java = shutil.which("java")
    if java is None:
        return 0
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr
    version = re.search(r'version "(?:1\.)?(\d+)', told)
    return int(version[1]) if version else 0


def _configure(home: Path, settings: dict[str, str]) -> None:
    """Write what the nodes are told, and the empty pages that their jars leave out."""
    lines = [f"<property><name>{name}</name><value>{value}</value></property>" for name, value in settings.items()]
    for name in ("core-site.xml", "hdfs-site.xml"):
        (home / name).write_text("\n".join(["<configuration>", *lines, "</configuration>"]), "utf-8")
    for pages in ("hdfs", "datanode", "static"):
        (home / "webapps" / pages).mkdir(parents=True)


def _wait_until_it_takes_a_file(address: str) -> None:
    """Wait until the DataNode has told the NameNode that it is there."""
    system = _system(address)
    end = time.monotonic() + MOST_SECONDS
    while True:
        try:
            system.pipe_file("/ready", b"ready")
        except RuntimeError:
            assert time.monotonic() < end, "the DataNode did not start"
            time.sleep(0.5)
        else:
            return


def _system(address: str) -> Any:
    from fsspec.core import url_to_fs

    return url_to_fs(address)[0]


@pytest.fixture
def address(hadoop) -> str:
    return hadoop[0]


@pytest.fixture
def system(address) -> Any:
    """The file system, empty."""
    system = _system(address)
    for path in system.ls("/", detail=False):
        system.rm(path, recursive=True)
    return system


@pytest.fixture
def archive(system, tmp_path) -> Path:
    """A folder with articles of each kind that is cut and one that is not, which is also in HDFS."""
    from pyarrow import table
    from pyarrow.parquet import write_table

    folder = tmp_path / "archive"
    (folder / "below").mkdir(parents=True)
    lines = [json.dumps({"id": f"a{number}", "text": SENTENCES[number % 3]}) for number in range(6)]
    (folder / "below" / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    write_table(table({"id": ["p0", "p1", "p2"], "text": SENTENCES}), folder / "table.parquet")
    (folder / "one.txt").write_text(SENTENCES[0], "utf-8")
    (folder / "picture.png").write_bytes(b"")
    system.put(str(folder), "/archive", recursive=True)
    return folder


@pytest.fixture
def spread(main, engine, address) -> Callable[..., Run]:
    """A run over a folder of HDFS into another one, in this process."""

    def run(source: str = "archive", out: str = "out", *options: str) -> Run:
        by = ("--engine=here", "--partition-bytes=300")
        return main("extract", f"{address}/{source}", *by, *options, "-o", f"{address}/{out}")

    return run


def parts(system: Any) -> list[bytes]:
    return [system.cat_file(path) for path in sorted(system.glob("/out/part-*"))]


def rows(file: Any) -> list[dict]:
    from pyarrow.parquet import read_table

    return read_table(file).to_pylist()


@pytest.mark.parametrize("format_", ["jsonl", "parquet"])
@pytest.mark.parametrize("name", PACKAGES)
@pytest.mark.usefixtures("archive")
def test_an_archive_in_hdfs_goes_into_hdfs(claimx, main, address, system, name, format_):
    pytest.importorskip(PACKAGES[name])
    by = [f"--engine={name}", "--jobs=2", "--partition-bytes=300", f"--format={format_}"]
    run = claimx("extract", f"{address}/archive", *by, "-o", f"{address}/out", **AT_ONCE)
    assert (run.code, run.said) == (0, ["claimx: 1 file passed over: 1 .png"])
    written = parts(system)
    assert len(written) > 3
    assert not system.exists("/out/.claimx/unfinished")
    if format_ == "jsonl":
        assert b"".join(written).replace(f"{address}/".encode(), b"") == main("extract", "archive").stdout
        return
    main("extract", "archive", "-o", "local.parquet")
    found = [row for part in written for row in rows(io.BytesIO(part))]
    assert str(found).replace(f"{address}/", "") == str(rows("local.parquet"))


@pytest.mark.parametrize("name", PACKAGES)
def test_a_killed_run_goes_on_without_loss_or_repeat(claimx, main, address, system, name):
    pytest.importorskip(PACKAGES[name])
    import psutil

    lines = [json.dumps({"id": f"a{number}", "text": SENTENCES[number % 3]}) for number in range(40)]
    (claimx.folder / "in.jsonl").write_text("\n".join(lines), "utf-8")
    system.put(str(claimx.folder / "in.jsonl"), "/in.jsonl")
    options = [f"--engine={name}", "--jobs=2", "--partition-bytes=150", "-o", f"{address}/out"]
    command = [claimx.program, *unwatched(["extract", f"{address}/in.jsonl", *options])]

    run = subprocess.Popen(command, env=surroundings() | AT_ONCE, stderr=subprocess.DEVNULL)
    try:
        _wait_until_two_are_done_and_one_begun(system)
        workers = psutil.Process(run.pid).children(recursive=True)
    finally:
        run.kill()
        run.wait()
    _, outliving = psutil.wait_procs(workers, MOST_SECONDS)
    assert outliving == []

    # One partition is as if the run had ended between the two: it is in its place, and not noted.
    first, *others = notes(system)
    system.rm(first)
    before = {path: system.modified(path) for path in system.glob("/out/part-*")}
    resumed = claimx.run(command, **AT_ONCE)
    told = re.match(r"claimx: (\d+) of (\d+) partitions were done before\n", resumed.stderr)
    assert resumed.code == 0
    assert told is not None
    assert (int(told[1]), int(told[2])) == (len(others), len(parts(system)))
    kept = [path for path, changed in before.items() if system.modified(path) == changed]
    assert len(kept) == len(others), "what was done was not done again"
    assert not system.exists("/out/.claimx/unfinished")
    assert b"".join(parts(system)).replace(f"{address}/".encode(), b"") == main("extract", "in.jsonl").stdout


def notes(system: Any) -> list[str]:
    return sorted(system.glob("/out/.claimx/done/*.json"))


def _wait_until_two_are_done_and_one_begun(system: Any) -> None:
    end = time.monotonic() + MOST_SECONDS
    while not (len(notes(system)) > 1 and system.glob("/out/.claimx/unfinished/part-*")):
        assert time.monotonic() < end, "no worker was seen at work"
        time.sleep(0.05)


def test_what_is_done_is_not_done_again_though_it_was_read_since(spread, engine, system, archive):
    assert spread().code == 0
    before = system.info("/archive/one.txt")
    time.sleep(0.01)
    system.cat_file("/archive/one.txt")
    assert system.info("/archive/one.txt") != before
    engine.worked_on.clear()
    again = spread()
    assert (again.code, engine.worked_on) == (0, [])
    system.pipe_file("/archive/one.txt", b"Police said no.")
    assert "another inputs" in spread().said[-1]


def test_the_settings_of_hadoop_say_where_it_is(main, hadoop, system, archive, engine, monkeypatch):
    _, settings = hadoop
    monkeypatch.setenv("HADOOP_CONF_DIR", str(settings))
    assert main("extract", "hdfs:///archive", "--engine=here", "-o", "hdfs:///out").code == 0
    assert b"".join(parts(system)).replace(b"hdfs:///", b"") == main("extract", "archive").stdout


def test_a_place_that_is_not_there_is_one_line(spread, address, system):
    run = spread("nothing")
    assert (run.code, run.said) == (3, [f"claimx: error: {address}/nothing: no file is there"])


@pytest.mark.usefixtures("engine", "tmp_path")
def test_a_server_that_does_not_answer_is_one_line(main):
    nobody = "hdfs://127.0.0.1:1/news"
    run = main("extract", nobody, "--engine=here", "-o", "out")
    assert (run.code, len(run.said)) == (3, 1)
    assert nobody in run.said[0]
    assert "refused" in run.said[0]


@pytest.fixture
def somebody_else(system, monkeypatch) -> Iterator[None]:
    """Who asks is nobody that HDFS knows, until the test ends."""
    yield monkeypatch.setenv("HADOOP_USER_NAME", "somebody-else")
    type(system).clear_instance_cache()


def test_a_folder_that_may_not_be_read_costs_no_other(main, address, system, archive, engine, somebody_else):
    system.pipe_file("/archive/secret/a.txt", SENTENCES[0].encode())
    system.client.set_permission("/archive/secret", 0o700)
    type(system).clear_instance_cache()
    run = main("extract", f"{address}/archive", "--engine=here", "-o", "out")
    assert run.code == 3
    [denied] = [line for line in run.said if "passed over" not in line]
    assert denied.startswith(f"claimx: error: {address}/archive/secret: Permission denied: user=somebody-else")
    assert len(list(Path("out").glob("part-*"))) == 1


def test_a_folder_that_may_not_be_written_is_one_line(spread, address, system, archive, somebody_else):
    type(system).clear_instance_cache()
    run = spread()
    assert (run.code, len(run.said)) == (2, 1)
    assert run.said[0].startswith(f"claimx: error: cannot write {address}/out: Permission denied: user=somebody-else")


@pytest.mark.parametrize("name", ["a?b.txt", "a#1.txt"])
def test_a_name_that_its_address_does_not_lead_to_is_told(spread, address, system, archive, name):
    system.client.rename("/archive/one.txt", f"/archive/{name}")
    run = spread()
    assert run.code == 3
    assert f"claimx: error: {address}/archive/{name}: no address leads to it; rename it to have it read" in run.said
