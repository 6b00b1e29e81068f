"""A run by an engine into a folder: the records of a local run, whatever ends it on the way.

The engine here is none (see ``conftest.py``). What Dask and Ray do is shown in the modules beside this one.
"""

from __future__ import annotations

import gzip
import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from claimx.engines import spreading
from claimx.engines.on_ray import spread as spread_by_ray
from claimx.errors import OutputError, SettingsError
from claimx.write.formats import FORMATS
from tests.input_formats import FOLDER

pytest.importorskip("fsspec")
pytest.importorskip("pyarrow")

SENTENCES = (
    "“We will pay,” the mayor, Ana Ruiz, said.",
    "Police said the road was closed.",
    "She said the bridge “will be safe” by May.",
    "Nothing was heard of the “old bridge”.",
)
ARTICLES = [{"id": f"a{number}", "text": SENTENCES[number % 4], "site": number} for number in range(12)]


@pytest.fixture
def folder(tmp_path) -> Path:
    write_lines(tmp_path / "in.jsonl", ARTICLES)
    return tmp_path


def write_lines(path: Path, articles: list[dict]) -> None:
    lines = [json.dumps(article, ensure_ascii=False) for article in articles]
    path.write_text("\n".join(lines), "utf-8")


def spread(main, *arguments: object, size: int = 200, out: str = "out"):
    return main("extract", *arguments, "--engine=here", f"--partition-bytes={size}", "-o", out)


def written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("part-*.jsonl")))


def same_as_local(main, folder: Path, *arguments: object, size: int = 200) -> int:
    """Hold a run in partitions to a local one, and tell how many partitions there were."""
    local = main("extract", *arguments)
    run = spread(main, *arguments, size=size)
    assert (run.code, run.stdout) == (local.code, b"")
    assert sorted(run.said) == sorted(local.said)
    assert written(folder / "out") == local.stdout
    return len(list((folder / "out").glob("part-*")))


# The same records


def test_parts_of_a_file_hold_what_a_local_run_prints(main, engine, folder):
    assert same_as_local(main, folder, "in.jsonl") > 3


def test_whatever_is_wrong_with_a_line_is_said_with_its_number(main, engine, folder):
    lines = (folder / "in.jsonl").read_bytes().split(b"\n")
    lines[3:3] = [b"", b"{bad", b'{"text": 7}', b'{"id": "x", "text": "\xff"}', b'{"text": " "}']
    (folder / "in.jsonl").write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(lines) + b"\n\n")
    assert same_as_local(main, folder, "in.jsonl", "gone.txt", "--include=errors,quoted") > 3


@pytest.mark.parametrize("size", [1, 200, 10_000])
def test_an_id_is_taken_for_the_whole_run(main, engine, folder, size):
    twice = [*ARTICLES[:3], {"text": SENTENCES[0]}, *ARTICLES[:2], {"id": "more.jsonl:2", "text": SENTENCES[1]}]
    write_lines(folder / "more.jsonl", twice)
    write_lines(folder / "other.jsonl", [ARTICLES[1], ARTICLES[1], {"id": "last.txt", "text": SENTENCES[2]}])
    (folder / "last.txt").write_text(SENTENCES[0], "utf-8")
    (folder / "below").mkdir()
    (folder / "below" / "last.txt").write_text(SENTENCES[0], "utf-8")
    same_as_local(main, folder, "in.jsonl", "more.jsonl", "other.jsonl", "last.txt", "below", size=size)


def test_small_files_share_a_partition(main, engine, tmp_path):
    for number, sentence in enumerate(SENTENCES * 3):
        (tmp_path / f"{number:02}.txt").write_text(sentence, "utf-8")
    (tmp_path / "chart.png").write_bytes(b"")
    assert same_as_local(main, tmp_path, ".", "--class=statement,belief,intent", size=300) == 2


@pytest.mark.parametrize("rows", [2, 5, 100])
def test_parquet_is_cut_between_rows(main, engine, tmp_path, rows):
    import pyarrow as pa
    from pyarrow.parquet import write_table

    articles = [article | {"text": article["text"] * 20} for article in ARTICLES]
    articles[4]["text"] = None
    write_table(pa.Table.from_pylist(articles), tmp_path / "in.parquet", row_group_size=rows, use_dictionary=False)
    assert same_as_local(main, tmp_path, "in.parquet", "--include=errors", size=1500) > 2


def test_what_cannot_be_cut_is_read_by_one_worker(main, engine, folder):
    packed = gzip.compress((folder / "in.jsonl").read_bytes())
    (folder / "in.jsonl.gz").write_bytes(packed)
    (folder / "wide.jsonl").write_bytes((folder / "in.jsonl").read_text("utf-8").encode("utf-16"))
    assert same_as_local(main, folder, "in.jsonl.gz", "wide.jsonl", size=1) == 2


@pytest.mark.parametrize("archives", [True, False], ids=["web archives", "all others"])
def test_every_format_is_read(main, engine, tmp_path, archives):
    for package in ("trafilatura", "mammoth", "warcio"):
        pytest.importorskip(package)
    files = sorted(path for path in FOLDER.iterdir() if (".warc" in path.name) == archives)
    assert same_as_local(main, tmp_path, *files, size=2000) >= len(files) / 3


def test_what_is_asked_for_is_asked_of_every_partition(main, engine, folder):
    (folder / "people.csv").write_text("name,aliases,id,role,type\nAnita Ruiz,Ana Ruiz,Q1,,person\n", "utf-8")
    asked = ["--speakers=people.csv", "--speaker=Anita", "--kind=direct", "--min-confidence=0.1"]
    assert same_as_local(main, folder, "in.jsonl", *asked) > 3
    assert b'"name":"Anita Ruiz","id":"Q1"' in written(folder / "out")


def test_parquet_holds_the_same_records(main, engine, folder):
    from pyarrow.parquet import read_table

    main("extract", "in.jsonl", "-o", "local.parquet")
    assert spread(main, "in.jsonl", "--format=parquet").code == 0
    assert read_table(folder / "out").to_pylist() == read_table(folder / "local.parquet").to_pylist()


def test_the_folder_is_read_as_any_other(main, engine, folder):
    spread(main, "in.jsonl")
    assert main("stats", "out", "--by=kind").stdout == main("stats", "in.jsonl", "--by=kind").stdout


@pytest.mark.parametrize("root", ["file", "memory"])
def test_addresses_are_read_and_written(main, engine, folder, root):
    from fsspec.core import url_to_fs

    place = (folder / "archive").as_uri() if root == "file" else f"memory://{folder.name}/archive"
    system, archive = url_to_fs(place)
    files = {"a.jsonl": (folder / "in.jsonl").read_bytes(), "b.txt": SENTENCES[1].encode()}
    for name, data in {**files, "chart.png": b"", ".hidden/c.txt": b"He said no."}.items():
        system.makedirs(f"{archive}/{name}".rpartition("/")[0], exist_ok=True)
        system.pipe_file(f"{archive}/{name}", data)
        (folder / "local" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "local" / name).write_bytes(data)
    run = spread(main, place, f"{place}/b.txt", out=f"{place}-out")
    assert (run.code, run.said) == (0, ["claimx: 1 file passed over: 1 .png"])
    parts = [system.cat_file(path) for path in sorted(system.glob(f"{archive}-out/part-*.jsonl"))]
    found = [json.loads(line) for part in parts for line in part.splitlines()]
    read = {system.unstrip_protocol(f"{archive}/{name}") for name in files}
    assert {record["doc"]["path"] for record in found} == read
    local = main("extract", "local").records
    assert [(r["id"], r["doc"]["id"]) for r in found] == [(r["id"], r["doc"]["id"]) for r in local]
    again = spread(main, place, f"{place}/b.txt", out=f"{place}-out")
    assert again.said[0] == f"claimx: {len(parts)} of {len(parts)} partitions were done before"


# What ends a run, and going on


def test_a_run_goes_on_where_it_ended(main, engine, folder):
    engine.instead["part-00001"] = KeyboardInterrupt()
    assert spread(main, "in.jsonl").code == 130
    before, engine.worked_on = engine.worked_on[:-1], []
    assert 0 < len(before) < 6
    engine.instead.clear()
    run = spread(main, "in.jsonl")
    total = len(before) + len(engine.worked_on)
    assert (run.code, run.said) == (0, [f"claimx: {len(before)} of {total} partitions were done before"])
    assert not set(before) & set(engine.worked_on)
    assert written(folder / "out") == main("extract", "in.jsonl").stdout


def test_what_is_done_is_not_done_again(main, engine, folder):
    write_lines(folder / "in.jsonl", [*ARTICLES, {"text": None}])
    first = spread(main, "in.jsonl")
    engine.worked_on.clear()
    again = spread(main, "in.jsonl")
    assert engine.worked_on == []
    assert first.code == again.code == 3
    assert again.said[-1] == first.said[-1], "what could not be read is said each time"


def test_a_partition_that_no_worker_gets_through_costs_no_other(main, engine, folder):
    engine.instead["part-00001"] = RuntimeError("four workers were ended\nTraceback")
    run = spread(main, "in.jsonl")
    message = "part-00001: not done: four workers were ended; the same command tries it again"
    assert (run.code, run.said) == (3, [f"claimx: error: {message}"])
    assert not (folder / "out" / "part-00001.jsonl").exists()
    engine.instead.clear()
    assert spread(main, "in.jsonl").code == 0
    assert written(folder / "out") == main("extract", "in.jsonl").stdout


def test_what_is_wrong_with_every_partition_ends_the_run(main, engine, folder):
    engine.instead["part-00001"] = OutputError("cannot write out: No space left on device")
    run = spread(main, "in.jsonl")
    assert (run.code, run.said) == (2, ["claimx: error: cannot write out: No space left on device"])


def test_half_a_partition_is_never_seen(main, engine, folder, monkeypatch):
    def breaks_off(articles):
        yield b'{"half": '
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setitem(FORMATS, "jsonl", replace(FORMATS["jsonl"], write=breaks_off))
        run = spread(main, "in.jsonl")
    assert run.code == 2
    assert run.said[-1].endswith("out: No space left on device")
    assert not list((folder / "out").glob("part-*"))
    assert spread(main, "in.jsonl").code == 0
    assert written(folder / "out") == main("extract", "in.jsonl").stdout
    assert not (folder / "out" / ".claimx" / "unfinished").exists()


def test_a_plan_that_was_cut_short_is_made_anew(main, engine, folder):
    (folder / "out" / ".claimx").mkdir(parents=True)
    (folder / "out" / ".claimx" / "plan.jsonl").write_text('{"name": "part-', "utf-8")
    assert spread(main, "in.jsonl").code == 0


# What is refused


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (["--kind=direct"], "selection"),
        (["--format=parquet"], "format"),
        (["--text-column=site"], "inputs"),
    ],
)
def test_another_run_is_not_mixed_in(main, engine, folder, change, named):
    spread(main, "in.jsonl")
    run = spread(main, "in.jsonl", *change)
    assert run.code == 2
    assert f"holds a run with another {named}: name another folder, or delete it" in run.said[-1]


def test_a_run_over_other_articles_is_another(main, engine, folder):
    spread(main, "in.jsonl")
    write_lines(folder / "in.jsonl", [*ARTICLES, *ARTICLES])
    assert "another inputs" in spread(main, "in.jsonl").said[-1]


def test_a_folder_of_others_is_left_alone(main, engine, folder):
    (folder / "out").mkdir()
    (folder / "out" / "mine.txt").write_text("mine", "utf-8")
    run = spread(main, "in.jsonl")
    assert (run.code, len(run.said)) == (2, 1)
    assert [path.name for path in (folder / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("arguments", "code"), [(["gone"], 3), (["empty"], 0)])
def test_nothing_is_written_where_there_is_nothing_to_read(main, engine, folder, arguments, code):
    (folder / "empty").mkdir()
    assert spread(main, *arguments).code == code
    assert not (folder / "out").exists()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--engine=spark", "-o", "out"], "--engine: 'spark' is not one of ray, dask, here"),
        (["--engine=here"], "--output: an engine writes a folder; say where"),
        (["--engine=here", "-o", "out", "--format=csv"], "--format: an engine writes jsonl or parquet, not csv"),
        (["--engine=here", "-o", "out", "--format=parquet", "--include=errors"], "--include: parquet holds"),
        (["--engine=here", "-o", "out", "--sort=check-worthy"], "--sort: not with --engine"),
        (["--engine=here", "-o", "out", "--cache=kept"], "--cache: not with --engine"),
        (["--engine=here", "-o", "zz9://bucket/out"], "zz9://bucket/out: Protocol not known"),
        (["--address=tcp://127.0.0.1:1"], "--address: is for --engine"),
        (["--partition-bytes=9"], "--partition-bytes: is for --engine"),
    ],
)
def test_what_does_not_go_together_is_one_line(main, engine, folder, options, message):
    run = main("extract", "in.jsonl", *options)
    assert (run.code, len(run.said)) == (2, 1)
    assert message in run.said[0]


def test_standard_input_is_no_file_that_workers_can_open(main, engine, folder):
    assert spread(main, "-").said == ["claimx: error: --engine: - is no file that every worker can open"]


@pytest.mark.parametrize(("name", "package"), [("ray", "ray"), ("dask", "distributed")])
def test_an_engine_that_is_not_installed_is_named_with_its_extra(main, folder, monkeypatch, name, package):
    monkeypatch.setattr(spreading, "find_spec", lambda _: None)
    run = main("extract", "in.jsonl", f"--engine={name}", "-o", "out")
    message = f"--engine {name} needs {package}: python -m pip install 'claimx[{name}]'"
    assert (run.code, run.said) == (2, [f"claimx: error: {message}"])


@pytest.mark.parametrize("error", [RuntimeError, TimeoutError, type("RayError", (Exception,), {})])
def test_ray_that_does_not_start_is_one_line(monkeypatch, error):
    class Ray:
        class exceptions:  # noqa: N801 - as Ray calls it
            RayError = error

        @staticmethod
        def init(**settings):
            raise error("The node has not started\nin 30 seconds.")

    monkeypatch.setitem(sys.modules, "ray", Ray)
    with pytest.raises(SettingsError, match=r"^--engine ray: Ray does not start: The node has not started$"):
        next(spread_by_ray(None, [], None, 1))
