"""Addresses whose file system is like none of this machine: what HDFS does differently, shown without a Hadoop.

``test_hdfs.py`` shows the same with one, where it is installed.
"""

from __future__ import annotations

import io
import json

import pytest

from claimx.engines.work import DONE
from claimx.read import addresses

fsspec = pytest.importorskip("fsspec")
pytest.importorskip("pyarrow")
from fsspec.implementations.memory import MemoryFileSystem  # noqa: E402 - it may not be installed

SENTENCE = "“We will pay,” the mayor, Ana Ruiz, said."


class Reader(io.RawIOBase):
    """An open file with no more than hdfs-native gives one: it is read, not filled into a buffer, nor line by line."""

    def __init__(self, file) -> None:
        self.file = file

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self.file.read(size)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> None:
        self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()


class Hadoop(MemoryFileSystem):
    """Files in memory with the manners of HDFS."""

    protocol = "hadoop"
    store: dict = {}  # noqa: RUF012 - as in the class above
    pseudo_dirs = [""]  # noqa: RUF012
    reading = 0

    def _open(self, path, mode="rb", **options):
        type(self).reading += 1
        file = super()._open(path, mode, **options)
        return Reader(file) if mode == "rb" else file

    def info(self, path, **_) -> dict:
        return super().info(path) | {"access_time": self.reading}

    def mv(self, path1, path2, **_) -> None:
        if self.exists(path2):
            raise FileExistsError(f"rename destination {path2} already exists\n\tat org.apache.hadoop")
        super().mv(path1, path2)

    def ls(self, path, detail=True, **_):
        if "secret" in path:
            raise PermissionError(f"Permission denied: {path}\n\tat org.apache.hadoop")
        return super().ls(path, detail)

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.removeprefix("hadoop://")).partition("?")[0].partition("#")[0]

    def unstrip_protocol(self, name) -> str:
        return f"hadoop:/{name}"


@pytest.fixture
def system(monkeypatch):
    fsspec.register_implementation("hadoop", Hadoop, clobber=True)
    monkeypatch.setattr(Hadoop, "store", {})
    monkeypatch.setattr(Hadoop, "pseudo_dirs", [""])
    return Hadoop()


@pytest.fixture
def archive(system, tmp_path) -> dict[str, bytes]:
    """An archive at an address and in a folder here, with a file of each kind that is cut."""
    from pyarrow import table
    from pyarrow.parquet import write_table

    folder = tmp_path / "archive"
    (folder / "below").mkdir(parents=True)
    articles = [{"id": f"a{number}", "text": SENTENCE} for number in range(8)]
    (folder / "below" / "lines.jsonl").write_text("\n".join(map(json.dumps, articles)), "utf-8")
    write_table(table({"id": [f"p{number}" for number in range(8)], "text": [SENTENCE] * 8}), folder / "table.parquet")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*")}
    for name, data in files.items():
        system.pipe_file(f"/archive/{name}", data)
    return files


def spread(main):
    return main("extract", "hadoop://archive", "--engine=here", "--partition-bytes=200", "-o", "hadoop://out")


def written(system) -> dict[str, bytes]:
    return {path: system.cat_file(path) for path in sorted(system.glob("/out/part-*"))}


def test_files_that_are_only_read_and_sought_are_read_in_parts(main, engine, system, archive):
    assert spread(main).code == 0
    parts = written(system)
    assert len(parts) > 4
    assert b"".join(parts.values()).replace(b"hadoop://", b"") == main("extract", "archive").stdout


def test_a_file_that_was_read_since_is_the_same(main, engine, system, archive):
    spread(main)
    engine.worked_on.clear()
    again = spread(main)
    assert (again.code, engine.worked_on) == (0, [])
    system.pipe_file("/archive/table.parquet", archive["table.parquet"] + b" ")
    assert "another inputs" in spread(main).said[-1]


@pytest.mark.parametrize("ended", [[0], [1, 2], range(3)])
def test_what_is_there_already_is_written_again_where_it_was_not_noted(main, engine, system, archive, ended):
    spread(main)
    before = written(system)
    for number in ended:
        system.pipe_file(f"/out/part-{number:05}.jsonl", b"of a run that ended here")
        system.rm(f"/out/{DONE}/part-{number:05}.json")
    again = spread(main)
    assert again.said[0] == f"claimx: {len(before) - len(ended)} of {len(before)} partitions were done before"
    assert written(system) == before


def test_a_folder_that_may_not_be_read_costs_no_other(main, engine, system, archive):
    for name in ("secret/a.txt", "below/secret/b.txt"):
        system.pipe_file(f"/archive/{name}", SENTENCE.encode())
    run = spread(main)
    folders = ("below/secret", "secret")
    denied = [f"claimx: error: hadoop://archive/{name}: Permission denied: /archive/{name}" for name in folders]
    assert (run.code, sorted(run.said)) == (3, denied)
    records = [json.loads(line) for part in written(system).values() for line in part.splitlines()]
    assert {record["doc"]["id"] for record in records} == {f"{kind}{number}" for kind in "ap" for number in range(8)}


SAID = 'File "/out" could only be replicated to 0 nodes'
RPC_ERROR = r'RPCError("java.io.IOException", "File \"/out\" could only be replicated to 0 nodes\n\tat org.apache\n")'


@pytest.mark.parametrize(
    "error", [RuntimeError(f"{SAID}\n\tat org.apache\n"), RuntimeError(RPC_ERROR), OSError(28, SAID)]
)
@pytest.mark.parametrize("does", ["open", "makedirs", "mv"])
@pytest.mark.usefixtures("engine", "archive")
def test_a_server_that_takes_nothing_is_one_line(main, monkeypatch, does, error):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr(Hadoop, does, fails)
    run = main("extract", "archive", "--engine=here", "-o", "hadoop://out")
    assert (run.code, run.said) == (2, [f"claimx: error: cannot write hadoop://out: {SAID}"])


@pytest.mark.parametrize("name", ["a?b.txt", "a#1.txt", "a::b.txt"])
def test_a_name_that_its_address_does_not_lead_to_is_told(main, engine, system, archive, name):
    Hadoop.store[f"/archive/{name}"] = copied = Hadoop.store["/archive/below/lines.jsonl"]
    # What would be read in place of it.
    Hadoop.store["/archive/a"] = copied
    run = spread(main)
    message = f"claimx: error: hadoop://archive/{name}: no address leads to it; rename it to have it read"
    assert (run.code, run.said) == (3, [message, "claimx: 1 file passed over: 1 without an ending"])


@pytest.mark.parametrize(
    "error",
    [
        OSError("Unable to load libjvm dlopen(/usr/lib/jvm/libjvm.so) failed: dlopen(/usr/lib64/libjvm.so) failed"),
        OSError("Unable to load libhdfs: ./libhdfs.so: cannot open shared object file"),
        ModuleNotFoundError("No module named 'pyarrow'"),
    ],
)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_hdfs_without_a_client_is_one_line_that_says_what_to_install(
    main, engine, archive, monkeypatch, error, direction
):
    class Missing(MemoryFileSystem):
        def __init__(self, **_) -> None:
            raise error

    fsspec.register_implementation("hdfs", Missing, clobber=True)
    monkeypatch.setattr(addresses, "find_spec", lambda _: None)
    paths = {"in": ("hdfs://news/archive", "out"), "out": ("archive", "hdfs://news/out")}[direction]
    run = main("extract", paths[0], "--engine=here", "-o", paths[1])
    [place] = [path for path in paths if path.startswith("hdfs")]
    message = f"claimx: error: {place}: it needs hdfs-native: python -m pip install hdfs-native"
    assert (run.code, run.said) == (2, [message])
