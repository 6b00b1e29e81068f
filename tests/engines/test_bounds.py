"""What a run by an engine holds at once, counted: neither the archive nor its records are anywhere in one piece."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.engines import on_ray, work
from claimx.engines.partitions import Partition, partitions
from claimx.engines.work import Done
from claimx.read import Inputs, find_inputs
from claimx.reading import Reading
from claimx.write.formats import FORMATS

pytest.importorskip("fsspec")
SENTENCE = "Police said the road was closed."


@settings(deadline=None, max_examples=20)
@given(sizes=st.lists(st.integers(1, 90), min_size=1, max_size=12), most=st.integers(10, 120))
def test_a_partition_is_no_larger_than_asked_for_but_for_a_file_that_is(tmp_path_factory, sizes, most):
    folder = tmp_path_factory.mktemp("files")
    for number, size in enumerate(sizes):
        (folder / f"{number:02}.txt").write_text("x" * size, "utf-8")
    planned = list(partitions(found(folder), most))
    read = [[Path(item.path).stat().st_size for item in partition.inputs] for partition in planned]
    assert [size for group in read for size in group] == sizes
    assert all(sum(group) <= most or len(group) == 1 for group in read)
    # None is so small that the next file had found room in it.
    assert all(sum(group) + after[0] > most for group, after in pairwise(read))


def found(folder: Path) -> Inputs:
    return find_inputs([str(folder)], Reading())


def test_a_worker_holds_one_article_at_a_time(main, engine, tmp_path, monkeypatch):
    lines = [json.dumps({"id": str(number), "text": SENTENCE}) for number in range(30)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    read = written = most = 0
    read_inputs, write = work.read_inputs, FORMATS["jsonl"].write

    def reading(*arguments):
        nonlocal read, most
        for source in read_inputs(*arguments):
            read += 1
            most = max(most, read - written)
            yield source

    def writing(articles):
        nonlocal written
        for data in write(articles):
            yield data
            written += data.count(b"\n")

    monkeypatch.setattr(work, "read_inputs", reading)
    monkeypatch.setitem(FORMATS, "jsonl", replace(FORMATS["jsonl"], write=writing))
    assert main("extract", "in.jsonl", "--engine=here", "-o", "out").code == 0
    assert (read, written) == (30, 30)
    assert most == 1


def test_what_comes_back_from_a_worker_does_not_grow_with_its_articles(main, engine, tmp_path):
    (tmp_path / "few.jsonl").write_text(json.dumps({"text": SENTENCE}), "utf-8")
    (tmp_path / "many.jsonl").write_text("\n".join([json.dumps({"text": SENTENCE})] * 40), "utf-8")
    done = {}
    for name in ("few", "many"):
        assert main("extract", f"{name}.jsonl", "--engine=here", "-o", name).code == 0
        done[name] = json.loads((tmp_path / name / ".claimx" / "done" / "part-00000.json").read_bytes())
    assert (done["few"]["articles"], done["many"]["articles"]) == (1, 40)
    assert abs(len(pickle.dumps(done["many"])) - len(pickle.dumps(done["few"]))) < 10


class Cluster:
    """What is used of Ray, for so many ``cores``: the ``most`` tasks that were given to it and not taken back."""

    exceptions = SimpleNamespace(RayTaskError=KeyError, RayError=ValueError)

    def __init__(self, cores: int) -> None:
        self.cores, self.most, self.ended = cores, 0, False
        self.given: list[int] = []

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self.cores)}

    def remote(self, function):
        return SimpleNamespace(options=lambda **_: SimpleNamespace(remote=self._begin))

    def _begin(self, shared, partition) -> int:
        self.given.append(int(partition.name))
        self.most = max(self.most, len(self.given))
        return int(partition.name)

    def put(self, value):
        return value

    def wait(self, running):
        assert sorted(running) == sorted(self.given)
        # The last one first: they are done in any order.
        return [self.given.pop()], self.given

    def get(self, task: int) -> Done:
        if task % 7 == 3:
            raise self.exceptions.RayError("its workers were ended")
        return Done(str(task))

    def shutdown(self) -> None:
        self.ended = True


@pytest.mark.parametrize(("cores", "most"), [(1, 2), (4, 8), (0, 2)])
def test_ray_is_given_no_more_than_twice_what_it_can_work_on(monkeypatch, cores, most):
    cluster = Cluster(cores)
    monkeypatch.setattr(on_ray, "_begun", lambda *_: cluster)
    planned = [Partition(str(number), ()) for number in range(100)]
    outcomes = dict(on_ray.spread(None, planned, None, cores))
    assert set(outcomes) == set(planned)
    assert cluster.most == most
    assert [int(p.name) for p, outcome in outcomes.items() if isinstance(outcome, Exception)] != []
    assert all(isinstance(outcomes[p], RuntimeError) == (int(p.name) % 7 == 3) for p in planned)
    assert cluster.ended
