"""Ray: a task a partition, no more of them at once than twice the cores of the cluster."""

from __future__ import annotations

import logging
import os
import signal
import socket
from collections.abc import Iterator, Sequence
from typing import Any

from claimx.engines.partitions import Partition
from claimx.engines.work import Done, Work
from claimx.errors import ClaimxError, SettingsError

# How often a partition is given to another worker when its own was ended.
_ATTEMPTS_MORE = 3
# Tasks handed to a cluster ahead of those that run, for each core: Ray holds them, and starts machines for them.
_AHEAD = 2
# Seconds in which a cluster has to answer.
_PATIENCE = 30


def spread(
    work: Work, partitions: Sequence[Partition], address: str | None, workers: int
) -> Iterator[tuple[Partition, Done | Exception]]:
    """Each partition, as soon as it is done, with what became of it; see ``claimx.engines.Engine``."""
    ray = _begun(address, workers)
    try:
        task = ray.remote(_work_on).options(num_cpus=1, max_retries=_ATTEMPTS_MORE)
        shared = ray.put(work)
        waiting = iter(partitions)
        running: dict[Any, Partition] = {}
        while True:
            most = _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 0)))
            while len(running) < most and (partition := next(waiting, None)) is not None:
                running[task.remote(shared, partition)] = partition
            if not running:
                return
            [finished], _ = ray.wait(list(running))
            yield running.pop(finished), _outcome(ray, finished)
    finally:
        ray.shutdown()


def _work_on(work: Work, partition: Partition) -> Done:
    return work(partition)


def _outcome(ray: Any, finished: Any) -> Done | Exception:  # noqa: ANN401 - Ray is optional
    try:
        done: Done = ray.get(finished)
    except ray.exceptions.RayTaskError as error:
        return error.cause if isinstance(error.cause, ClaimxError) else RuntimeError(str(error).splitlines()[-1])
    except ray.exceptions.RayError as error:
        return RuntimeError(str(error))
    return done


def _begun(address: str | None, workers: int) -> Any:  # noqa: ANN401
    """Ray, connected to the cluster at ``address``, or to one of its own that tells nobody of itself."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    ended_by = signal.getsignal(signal.SIGTERM)
    import ray

    quiet = {"log_to_driver": False, "logging_level": logging.CRITICAL, "configure_logging": True}
    try:
        if address is None:
            ray.init(address="local", num_cpus=workers, include_dashboard=False, **quiet)
        else:
            _reach(address)
            ray.init(address=address, **quiet)
    except (OSError, ValueError, RuntimeError, ray.exceptions.RayError) as error:
        told = f"--address: no Ray cluster answers at {address}" if address else "--engine ray: Ray does not start"
        [why, *_] = [*str(error).strip().splitlines(), type(error).__name__]
        raise SettingsError(f"{told}: {why}") from None
    # Ray ends a program that is told to end as if all had been done.
    signal.signal(signal.SIGTERM, ended_by)
    return ray


def _reach(address: str) -> None:
    """Raise OSError where nobody listens at a host and port: Ray itself asks there for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), _PATIENCE).close()
