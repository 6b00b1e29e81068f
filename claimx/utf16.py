"""Offsets in UTF-16 code units, which JavaScript and programs written in it count."""

from __future__ import annotations

from bisect import bisect_left


class Utf16:
    """Offsets of one text in UTF-16 code units, from and to the code points that claimx counts."""

    def __init__(self, text: str) -> None:
        # Characters outside the Basic Multilingual Plane take two units; nearly all others take one.
        self._wide = [at for at, character in enumerate(text) if character > "\uffff"]
        self._wide_units = [at + earlier for earlier, at in enumerate(self._wide)]

    def units(self, offset: int) -> int:
        """The number of UTF-16 units in front of code point ``offset``."""
        return offset + bisect_left(self._wide, offset)

    def offset(self, units: int) -> int:
        """The code point that begins at ``units``. Raises ValueError for a place inside a character."""
        earlier = bisect_left(self._wide_units, units)
        if earlier and self._wide_units[earlier - 1] == units - 1:
            raise ValueError(f"offset {units} is inside a character")
        return units - earlier
