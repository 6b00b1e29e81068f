"""Inputs to partitions: what one worker reads at a time, bounded by its size, in the order of the inputs.

An id is an article's own only where no article before it has the same, and no worker knows the others. So the ids of
inputs that say them are read here, once, and each partition is given those that are taken before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from claimx.read import Inputs, Source, read_input
from claimx.read.addresses import file_system, is_address
from claimx.read.cutting import cut
from claimx.read.formats import by_ending
from claimx.read.paths import Input
from claimx.records import Error

# Inputs that hold the ids of their articles where reading them is cheap. To read a web archive is work for many: the
# addresses in it are told apart within its partition alone.
_TELL_IDS = frozenset({"jsonl", "json", "csv", "parquet", "arrow", "feed"})
# Of these an article's id is the path of its file.
_ONE_ARTICLE = frozenset({"text", "html", "docx", "mail", "subtitles"})


@dataclass(frozen=True, slots=True)
class Partition:
    """What one task works on: ``inputs`` in order, and ``taken``, those of their ids that articles before them have.

    ``errors`` are of arguments that no file was found for; the first partition has them.
    """

    name: str
    inputs: tuple[Input, ...]
    taken: tuple[str, ...] = ()
    errors: tuple[Error, ...] = ()


def partitions(inputs: Inputs, most: int) -> Iterator[Partition]:
    """The ``inputs`` in partitions of about ``most`` bytes, each at least one file or a part of one."""
    errors = tuple(map(Error.of, inputs.errors))
    ids = _Ids()
    number = 0
    for group in _groups(_pieces(inputs.files, most), most):
        for item in group:
            ids.give(item)
        yield Partition(f"part-{number:05}", tuple(group), ids.turn(), errors)
        number, errors = number + 1, ()
    if errors:
        yield Partition(f"part-{number:05}", (), (), errors)


def _pieces(files: Iterable[Input], most: int) -> Iterator[tuple[Input, int]]:
    """Each file, or its parts where it is larger than ``most``, with the size in bytes."""
    for item in files:
        size = _size(item.path)
        yield from (cut(item, most) if size > most else []) or [(item, size)]


def _size(path: str) -> int:
    """The bytes of a file, 0 where that cannot be told: whoever reads it will say why."""
    try:
        if is_address(path):
            system, place = file_system(path)
            return int(system.size(place) or 0)
        return Path(path).stat().st_size
    except OSError:
        return 0


def _groups(pieces: Iterable[tuple[Input, int]], most: int) -> Iterator[list[Input]]:
    """Neighbours together, as long as they are not more than ``most``."""
    group: list[Input] = []
    total = 0
    for item, size in pieces:
        if group and total + size > most:
            yield group
            group, total = [], 0
        group.append(item)
        total += size
    if group:
        yield group


@dataclass(slots=True)
class _Ids:
    """The ids known to a partition: those given ``before`` it, its ``own``, and which of the former it ``met``."""

    before: set[str] = field(default_factory=set)
    own: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def __contains__(self, id_: object) -> bool:
        if id_ in self.before:
            self.met.add(str(id_))
            return True
        return id_ in self.own

    def give(self, item: Input) -> None:
        """Give the articles of ``item`` their ids, as far as they are known without working on them."""
        format_ = item.reading.format or _format(item.path)
        if format_ in _TELL_IDS:
            # One after the other: each is asked for with the ids of those before it.
            for source in read_input(item, self, say=lambda *_: None):
                if isinstance(source, Source):
                    self.own.add(source.id)
        elif format_ in _ONE_ARTICLE:
            self.own.add(next((id_ for id_ in (item.id, item.path) if id_ not in self), item.path))

    def turn(self) -> tuple[str, ...]:
        """Go on to the next partition; the ids that this one met and has to leave to those before it."""
        met = tuple(sorted(self.met))
        self.before |= self.own
        self.own, self.met = set(), set()
        return met


def _format(path: str) -> str:
    found = by_ending(path)
    return found.name if found is not None else "text"
