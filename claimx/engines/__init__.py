"""Engines that people already run (Ray, Dask) spread the work over many machines; claimx gives them partitions.

``inputs.py`` finds what is to be read and ``partitions.py`` divides it, ``run.py`` keeps what is done, ``work.py`` is
what a worker does, and each engine is a file that takes the one to the other. README.md says how far that goes.
"""

from __future__ import annotations

from claimx.engines.folder import Folder
from claimx.engines.inputs import find
from claimx.engines.run import begin
from claimx.engines.spreading import choose_engine
from claimx.engines.work import Work, written_as

__all__ = ["Folder", "Work", "begin", "choose_engine", "find", "written_as"]
