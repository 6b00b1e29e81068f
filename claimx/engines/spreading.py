"""The engines by name: each is one file and one entry here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from claimx.engines import on_dask, on_ray
from claimx.engines.partitions import Partition
from claimx.engines.work import Done, Work
from claimx.errors import SettingsError

Outcome = tuple[Partition, Done | Exception]
Spread = Callable[[Work, Sequence[Partition], str | None, int], Iterator[Outcome]]


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: ``spread`` hands partitions to its workers, and gives each back with what became of it.

    It is called with the work, the partitions, the address of a running cluster (None: one on this machine, for this
    run alone) and how many workers that one has. ``package`` is what the extra of claimx, called ``name``, installs.
    """

    name: str
    package: str
    spread: Spread


ENGINES = {
    "ray": Engine("ray", "ray", on_ray.spread),
    "dask": Engine("dask", "distributed", on_dask.spread),
}


def choose_engine(name: str) -> Engine:
    """The engine called ``name``; raises SettingsError where there is none, or where it is not installed."""
    if name not in ENGINES:
        raise SettingsError(f"--engine: {name!r} is not one of {', '.join(ENGINES)}")
    engine = ENGINES[name]
    if find_spec(engine.package) is None:
        raise SettingsError(f"--engine {name} needs {engine.package}: python -m pip install 'claimx[{name}]'")
    return engine
