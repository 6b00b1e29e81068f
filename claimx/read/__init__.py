"""Reading: paths, folders, globs and standard input become Sources, in a fixed order.

``read(arguments)`` yields a ``Source`` for each article and an ``InputError`` for each that cannot be read, so
that one bad file never costs the others.
"""

from __future__ import annotations

from claimx.read.paths import Inputs, find_inputs
from claimx.read.source import Source, read_input, read_inputs

__all__ = ["Inputs", "Source", "find_inputs", "read_input", "read_inputs"]
