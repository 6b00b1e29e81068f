"""A run into a folder: its plan, what of it is done, and what is left when it is begun again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import orjson
from pydantic import TypeAdapter

from claimx.cache import program
from claimx.engines.folder import OWN, Folder
from claimx.engines.partitions import Partition, partitions
from claimx.engines.work import Done, Work, done_before
from claimx.errors import OutputError
from claimx.read import Inputs
from claimx.read.addresses import file_system
from claimx.read.paths import Input

SCHEMA = "claimx-run/1"
# What a run is of, and its partitions, a line each. The first is written last: where it is, the plan is whole.
_RUN_FILES, _PLAN = f"{OWN}/run.json", f"{OWN}/plan.jsonl"
_PARTITION: TypeAdapter[Partition] = TypeAdapter(Partition)


@dataclass(frozen=True, slots=True)
class Run:
    """The ``partitions`` of a run, in the order of its inputs, and what is ``done`` of them already."""

    partitions: list[Partition]
    done: list[Done]

    @property
    def left(self) -> list[Partition]:
        """The partitions that are still to be worked on."""
        there = {done.name for done in self.done}
        return [partition for partition in self.partitions if partition.name not in there]


def begin(work: Work, inputs: Inputs, most: int) -> Run:
    """The run of ``work`` over ``inputs`` in partitions of ``most`` bytes, planned now, or gone on with.

    Raises OutputError where the folder holds something else, or a run that is not this one.
    """
    folder, own = work.folder, _described(work, inputs, most)
    stored = folder.read(_RUN_FILES)
    if stored is None:
        return _planned(folder, own, inputs, most)
    there = orjson.loads(stored)
    other = ", ".join(name for name, value in own.items() if there.get(name) != value)
    if other:
        raise OutputError(f"{folder.place} holds a run with another {other}: name another folder, or delete it")
    folder.clear()
    lines = (folder.read(_PLAN) or b"").splitlines()
    return Run([_PARTITION.validate_json(line) for line in lines], done_before(folder))


def _planned(folder: Folder, own: dict[str, object], inputs: Inputs, most: int) -> Run:
    if not folder.is_free():
        raise OutputError(f"cannot write {folder.place}: it is there already, and no run of claimx is in it")
    planned = list(partitions(inputs, most))
    with folder.writing(_PLAN) as write:
        for partition in planned:
            write(_PARTITION.dump_json(partition) + b"\n")
    with folder.writing(_RUN_FILES) as write:
        write(orjson.dumps(own, option=orjson.OPT_INDENT_2))
    return Run(planned, [])


def _described(work: Work, inputs: Inputs, most: int) -> dict[str, object]:
    """Everything that the output depends on, under the names that people use."""
    version, models = program()
    selection = {
        name: sorted(value) if isinstance(value, frozenset) else value for name, value in asdict(work.selection).items()
    }
    return {
        "schema": SCHEMA,
        "version": version,
        "models": models,
        "format": work.format,
        "settings": work.settings.model_dump(mode="json"),
        "selection": selection,
        "speakers": _digest(map(repr, work.known.rows)),
        "size of partitions": most,
        "inputs": _digest([*map(_state, inputs.files), *map(str, inputs.errors)]),
    }


def _state(item: Input) -> str:
    """What distinguishes a file from its earlier version: name, reading options, size and time."""
    system, path = file_system(item.path)
    try:
        told = system.info(path)
        if "access_time" not in told:
            return f"{item} {system.ukey(path)}"
        # HDFS tells with the rest when a file was last read, which makes no other one of it.
        return f"{item} {told | {'access_time': None}}"
    except OSError as error:
        return f"{item} {error}"


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part}\n".encode())
    return digest.hexdigest()
