"""Archives in buckets of servers on this machine: of S3 by workers of Dask, of Google's storage in this process."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.engines import free_port, wait_until_someone_listens

pytestmark = pytest.mark.buckets


@dataclass(frozen=True)
class Storage:
    """A kind of storage: the packages that serve and reach it, how its server is begun, and how that is found."""

    scheme: str
    packages: tuple[str, str]
    server: tuple[str, ...]
    environment: dict[str, str]
    engine: str


STORAGES = [
    Storage(
        "s3",
        ("moto.server", "s3fs"),
        ("-m", "moto.server", "-p", "{port}"),
        {
            "AWS_ENDPOINT_URL": "http://127.0.0.1:{port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
        },
        "dask",
    ),
    Storage(
        "gs",
        ("gcp_storage_emulator.server", "gcsfs"),
        ("-m", "gcp_storage_emulator", "start", "--host", "127.0.0.1", "--port", "{port}", "--in-memory"),
        {"STORAGE_EMULATOR_HOST": "http://127.0.0.1:{port}", "GOOGLE_CLOUD_PROJECT": "test"},
        "here",
    ),
]


@pytest.fixture(scope="module", params=STORAGES, ids=lambda storage: storage.scheme)
def storage(request, tmp_path_factory) -> Iterator[Storage]:
    """A storage whose server runs, and ends with the tests, with the environment in which programs find it."""
    kind: Storage = request.param
    for package in kind.packages:
        pytest.importorskip(package)
    port = free_port()
    command = [sys.executable, *(part.format(port=port) for part in kind.server)]
    quiet = subprocess.DEVNULL
    server = subprocess.Popen(command, cwd=tmp_path_factory.mktemp("server"), stdout=quiet, stderr=quiet)
    try:
        wait_until_someone_listens(f"127.0.0.1:{port}")
        found = {name: value.format(port=port) for name, value in kind.environment.items()}
        yield replace(kind, environment=found)
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def system(storage, monkeypatch) -> Any:
    """The file system of the storage, with an empty bucket ``news``, for programs too that are begun here."""
    import fsspec

    for name, value in storage.environment.items():
        monkeypatch.setenv(name, value)
    kind = fsspec.get_filesystem_class(storage.scheme)
    kind.clear_instance_cache()
    if storage.scheme == "gs":
        # The server does not know how to move a file, which gcsfs finds out anew for a minute each time.
        monkeypatch.setattr(kind, "mv", fsspec.AbstractFileSystem.mv)
    system = kind(skip_instance_cache=True, use_listings_cache=False)
    if system.exists("news"):
        system.rm("news", recursive=True)
    system.mkdir("news")
    return system


@pytest.fixture
def archive(system, seeds: list[Path], tmp_path) -> Path:
    """A folder with the first seeds as lines and as a file, which is also in the bucket, with a picture."""
    folder = tmp_path / "archive"
    (folder / "below").mkdir(parents=True)
    lines = [json.dumps({"id": f"a{number}", "text": path.read_text("utf-8")}) for number, path in enumerate(seeds[:3])]
    (folder / "below" / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    shutil.copy(seeds[3], folder / "one.txt")
    (folder / "picture.png").write_bytes(b"")
    system.put(str(folder), "news/archive", recursive=True)
    return folder


@pytest.fixture
def spread(claimx, main, engine, storage) -> Callable[..., Run]:
    """A run over the archive in the bucket, into a folder beside it, by the engine that the storage is tried with."""

    def run(out: str, *options: str) -> Run:
        source, target = (f"{storage.scheme}://news/{name}" for name in ("archive", out))
        begin = claimx if storage.engine == "dask" else main
        by = (f"--engine={storage.engine}", "--jobs=2", "--partition-bytes=9000")
        return begin("extract", source, *by, *options, "-o", target)

    return run


def said(run: Run) -> list[str]:
    """What claimx says; the packages beneath it may have their own to say."""
    return [line for line in run.said if line.startswith("claimx")]


def test_an_archive_in_a_bucket_goes_into_a_bucket_and_on_from_what_is_there(spread, main, storage, system, archive):
    run = spread("out")
    assert (run.code, said(run)) == (0, ["claimx: 1 file passed over: 1 .png"])
    parts = sorted(system.glob("news/out/part-*.jsonl"))
    assert len(parts) > 2
    before = {part: system.cat_file(part) for part in parts}
    here = b"".join(before.values()).replace(f"{storage.scheme}://news/archive".encode(), b"archive")
    assert here == main("extract", "archive").stdout
    assert system.find("news/out/.claimx/unfinished") == []

    # Nothing is there to be worked on but for the partition that is gone: what is left in the others stays.
    system.pipe_file(parts[0], b"kept")
    system.rm([parts[1], "news/out/.claimx/done/part-00001.json"])
    again = spread("out")
    assert said(again)[0] == f"claimx: {len(parts) - 1} of {len(parts)} partitions were done before"
    assert {part: system.cat_file(part) for part in parts} == before | {parts[0]: b"kept"}


def test_parquet_in_a_bucket_is_a_table(main, engine, storage, system, archive):
    from pyarrow.parquet import read_table

    out = f"{storage.scheme}://news/table"
    assert main("extract", f"{storage.scheme}://news/archive", "--engine=here", "--format=parquet", "-o", out).code == 0
    main("extract", "archive", "-o", "local.parquet")
    ids = [row["id"] for row in read_table("news/table", filesystem=system).to_pylist()]
    assert ids == [row["id"] for row in read_table("local.parquet").to_pylist()]


@pytest.mark.parametrize("place", ["nobody/archive", "news/nothing"])
def test_a_place_that_is_not_there_is_one_line(main, engine, storage, system, place):
    run = main("extract", f"{storage.scheme}://{place}", "--engine=here", "-o", f"{storage.scheme}://news/out")
    assert run.code == 3
    assert [line for line in said(run) if place in line] == said(run)


@pytest.mark.parametrize(
    "environment",
    [
        {"AWS_ENDPOINT_URL": "http://127.0.0.1:1"},
        {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": "", "AWS_EC2_METADATA_DISABLED": "true"},
    ],
    ids=["nobody answers", "nobody may enter"],
)
@pytest.mark.parametrize("storage", STORAGES[:1], ids=["s3"], indirect=True)
@pytest.mark.parametrize("direction", ["in", "out"])
@pytest.mark.usefixtures("engine", "archive")
def test_a_bucket_that_is_not_reached_is_one_line(main, system, monkeypatch, environment, direction):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    type(system).clear_instance_cache()
    paths = {"in": ("s3://news/archive", "out"), "out": ("archive", "s3://news/out")}[direction]
    run = main("extract", paths[0], "--engine=here", "-o", paths[1])
    assert (run.code, len(said(run))) == ({"in": 3, "out": 2}[direction], 1)
    assert "s3://news" in said(run)[0]
