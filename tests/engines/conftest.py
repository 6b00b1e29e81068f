"""An engine for tests that is none: it hands one partition after another to the work, in this process."""

from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest

from claimx.engines import spreading
from claimx.engines.spreading import Engine


class Here:
    """An engine that works in this process: what it was given, and what it is to do to a partition instead of work."""

    def __init__(self) -> None:
        self.worked_on: list[str] = []
        self.instead: dict[str, BaseException] = {}

    def spread(self, work, partitions, address, workers) -> Iterator:
        # The last one first: the order in which partitions are done is nobody's business.
        for partition in reversed(partitions):
            self.worked_on.append(partition.name)
            happens = self.instead.get(partition.name)
            if isinstance(happens, Exception):
                yield partition, happens
                continue
            if happens is not None:
                raise happens
            sent, what = pickle.loads(pickle.dumps((work, partition)))  # noqa: S301 - as an engine does
            yield partition, sent(what)


@pytest.fixture
def engine(monkeypatch):
    here = Here()
    monkeypatch.setitem(spreading.ENGINES, "here", Engine("here", "json", here.spread))
    return here
