"""The packaged models, each a folder with its card; the only place with weights."""

from __future__ import annotations

import json
from importlib.resources import files


def describe_model(name: str = "en_attribution") -> str:
    """Name and version of a packaged model, from its meta.json alone."""
    meta = json.loads((files(__name__) / name / "meta.json").read_text("utf-8"))
    return f"{meta['name']} {meta['version']}"
