"""The quotation marks that claimx knows: how each is drawn, which pairs are usual, and the sets that patterns need.

A new pair of marks needs an entry a mark in ``DRAWN`` and an entry in ``PAIRS``; all code that looks for quotation
marks takes them from here. ``claimx.pipeline.marks`` decides whether a sign is a quotation mark in its place, or an
apostrophe or a sign for inches.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import NamedTuple


class Family(Enum):
    """Marks that are drawn alike, and so are expected to close one another; the values are examples."""

    CURLY = "“”„"
    STRAIGHT = '"'
    TYPED = "``''"
    GUILLEMET = "«»"
    ANGLE = "‹›"
    SINGLE = "‘’'"

    @property
    def is_plain_double(self) -> bool:
        """Whether writers mix this family up with the others of its kind: “word", ''word"."""
        return self in (Family.CURLY, Family.STRAIGHT, Family.TYPED)


class Drawn(NamedTuple):
    """How a mark is drawn: its family, and its shape, which is 1 to open, -1 to close and 0 for either."""

    family: Family
    shape: int


DRAWN = {
    "“": Drawn(Family.CURLY, 1),
    "”": Drawn(Family.CURLY, -1),
    "„": Drawn(Family.CURLY, 1),
    "‟": Drawn(Family.CURLY, 1),
    '"': Drawn(Family.STRAIGHT, 0),
    "＂": Drawn(Family.STRAIGHT, 0),
    "«": Drawn(Family.GUILLEMET, 1),
    "»": Drawn(Family.GUILLEMET, -1),
    "‹": Drawn(Family.ANGLE, 1),
    "›": Drawn(Family.ANGLE, -1),
    "‘": Drawn(Family.SINGLE, 1),
    "‚": Drawn(Family.SINGLE, 1),
    "‛": Drawn(Family.SINGLE, 1),
    "’": Drawn(Family.SINGLE, -1),
    "'": Drawn(Family.SINGLE, 0),
    # Two of them are a TYPED mark; a single one never is a quotation mark.
    "`": Drawn(Family.SINGLE, 1),
}

# An opening mark and the closing one that belongs to it; ``claimx check`` reports any other pair (CX201).
PAIRS = frozenset({"“”", "„“", "„”", '""', "«»", "»«", "‹›", "›‹", "‘’", "‚‘", "‚’", "''", "`'"})

# How claimx itself writes a quotation that a page marks with <q>, and one inside it.
OWN_PAIRS = ("“", "”"), ("‘", "’")


def _drawn_as(shapes: Collection[int], *, double: bool) -> str:
    """The marks of the given shapes in one string; ``double`` leaves out single marks and angles."""
    return "".join(
        mark
        for mark, drawn in DRAWN.items()
        if drawn.shape in shapes and not (double and drawn.family in (Family.SINGLE, Family.ANGLE))
    )


# Each is a string of marks that may stand in a character class of a pattern. A double mark opens or closes by itself,
# where a single one may be an apostrophe.
ALL = _drawn_as((-1, 0, 1), double=False)
DOUBLE = _drawn_as((-1, 0, 1), double=True)
OPENING_DOUBLE = _drawn_as((0, 1), double=True)
CLOSING_DOUBLE = _drawn_as((-1, 0), double=True)
CLOSING = _drawn_as((-1, 0), double=False)
# The typewriter's apostrophe is left out: in front of a word it shortens the word more often than it quotes.
OPENING = _drawn_as((0, 1), double=False).replace("'", "")
# Marks that are drawn for one side, and so cannot stand on the other.
ONLY_OPENING_DOUBLE = _drawn_as((1,), double=True)
ONLY_CLOSING_DOUBLE = _drawn_as((-1,), double=True)
