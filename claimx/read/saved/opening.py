"""Opening a file of saved records, or standard input, and looking at how it begins."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from claimx.read.paths import STDIN

if TYPE_CHECKING:
    from io import BufferedReader

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
# The longest beginning that is looked at is the line of headings of a table.
_ENOUGH = 2048


def open_saved(path: str) -> AbstractContextManager[BinaryIO]:
    """The bytes of ``path``, or of standard input for ``-``, which stays open."""
    return nullcontext(sys.stdin.buffer) if path == STDIN else Path(path).open("rb")


def beginning(path: str) -> bytes:
    """The first bytes of ``path`` without a byte order mark; standard input is not used up. Raises OSError."""
    if path == STDIN:
        data = cast("BufferedReader", sys.stdin.buffer).peek(_ENOUGH)[:_ENOUGH]
    else:
        with Path(path).open("rb") as file:
            data = file.read(_ENOUGH)
    return data.removeprefix(BYTE_ORDER_MARK)
