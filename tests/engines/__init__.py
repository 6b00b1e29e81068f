"""Runs by engines, and the recipes of ``claimx/engines/README.md``, which tests run as they stand there."""

from __future__ import annotations

import re

from tests.conftest import ROOT

_README = ROOT / "claimx" / "engines" / "README.md"


def recipe(engine: str) -> str:
    """The program that the README shows for an engine, by the name that it is imported by."""
    programs = re.findall(r"^```python\n(.*?)^```$", _README.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    [found] = [code for code in programs if f"import {engine}" in code or f"from {engine}" in code]
    return str(found)
