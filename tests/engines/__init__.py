"""Runs by engines, and the recipes of ``claimx/engines/README.md``, which tests run as they stand there."""

from __future__ import annotations

import re
import socket
import time

from tests.conftest import ROOT

# By name, what each is imported by.
PACKAGES = {"dask": "distributed", "ray": "ray"}
_MOST_SECONDS = 300
_README = ROOT / "claimx" / "engines" / "README.md"


def recipe(engine: str) -> str:
    """The program that the README shows for an engine, by the name that it is imported by."""
    programs = re.findall(r"^```python\n(.*?)^```$", _README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    [found] = [code for code in programs if f"import {engine}" in code or f"from {engine}" in code]
    return str(found)


def free_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_until_someone_listens(address: str) -> None:
    """Return when a connection to the address (host and port) is taken."""
    host, _, port = address.removeprefix("tcp://").partition(":")
    end = time.monotonic() + _MOST_SECONDS
    while True:
        try:
            socket.create_connection((host, int(port)), 1).close()
        except OSError:
            assert time.monotonic() < end, f"nobody listens at {address}"
            time.sleep(0.2)
        else:
            return
