"""Who said what, in which words, where in the text.

    >>> import claimx
    >>> [record] = claimx.extract("Mayor Ana Ruiz said the bridge “will be safe” by May.")
    >>> record.speaker.name, record.content.text
    ('Ana Ruiz', 'the bridge … will be safe … by May')

Everything is imported when it is first used: importing claimx imports neither spaCy nor pydantic.
"""

from __future__ import annotations

import os
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

# ONNX Runtime from 1.30 on sends what it does to its makers, and keeps a device id below HOME, unless this stands
# before it is imported; its own function for that comes too late. No module of claimx is imported before this one.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

if TYPE_CHECKING:
    from claimx.batches import BatchExtractor as BatchExtractor
    from claimx.errors import ClaimxError as ClaimxError
    from claimx.extraction import extract as extract
    from claimx.extraction import extract_many as extract_many
    from claimx.pipeline import load as load
    from claimx.records import Attribution as Attribution
    from claimx.records import Error as Error
    from claimx.records import Quoted as Quoted
    from claimx.records import Record as Record
    from claimx.settings import Settings as Settings

    __version__: str

_HOMES = {
    "extract": "claimx.extraction",
    "extract_many": "claimx.extraction",
    "BatchExtractor": "claimx.batches",
    "load": "claimx.pipeline",
    "Attribution": "claimx.records",
    "Quoted": "claimx.records",
    "Error": "claimx.records",
    "Record": "claimx.records",
    "Settings": "claimx.settings",
    "ClaimxError": "claimx.errors",
}
__all__ = [*_HOMES, "__version__"]


def __getattr__(name: str) -> Any:  # noqa: ANN401 - each name has its own type, given above
    if name == "__version__":
        return version("claimx")
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
