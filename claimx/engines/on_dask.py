"""Dask: a task a partition; the scheduler holds back those that no worker is free for."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any

from claimx.engines.partitions import Partition
from claimx.engines.work import Done, Work
from claimx.errors import SettingsError

# How often a partition is given to another worker when its own was ended.
_ATTEMPTS_MORE = 3
# Workers look at what they do a hundred times a second, for a dashboard that is not shown.
_CONFIG = {
    "distributed.scheduler.allowed-failures": _ATTEMPTS_MORE,
    "distributed.admin.low-level-log-length": 0,
    "distributed.worker.profile.enabled": False,
}


def spread(
    work: Work, partitions: Sequence[Partition], address: str | None, workers: int
) -> Iterator[tuple[Partition, Done | Exception]]:
    """Each partition, as soon as it is done, with what became of it; see ``claimx.engines.Engine``."""
    import dask
    from distributed import as_completed

    with dask.config.set(_CONFIG), ExitStack() as stack:
        client = _client(address, workers, stack)
        futures = client.map(work, partitions, pure=False, key="claimx")
        by_key = {future.key: partition for future, partition in zip(futures, partitions, strict=True)}
        running = as_completed(futures)
        del futures
        for future in running:
            yield by_key.pop(future.key), _outcome(future)


def _outcome(future: Any) -> Done | Exception:  # noqa: ANN401 - Dask is optional
    try:
        done: Done = future.result()
    except Exception as error:
        # What the work raised, what ended its workers, or the scheduler that is gone.
        return error
    return done


def _client(address: str | None, workers: int, stack: ExitStack) -> Any:  # noqa: ANN401
    from distributed import Client, LocalCluster

    if address is None:
        # What is lost and given anew is told of by us, in a line.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        cluster = LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=logging.CRITICAL
        )
        address = stack.enter_context(cluster).scheduler_address
    try:
        return stack.enter_context(Client(address))
    except (OSError, ValueError) as error:
        raise SettingsError(f"--address: no Dask scheduler answers at {address}: {error}") from None
