"""Augmentation: an article with the quotation marks, dashes and capitals that other papers print.

Every function keeps the length of the text, so that annotations stay where they are.
"""

from __future__ import annotations

import re
from random import Random

from claimx.quotation_marks import OWN_PAIRS, Family
from claimx.training.recipe import Guises

_CURLY, _SINGLE = ("".join(pair) for pair in OWN_PAIRS)
_TO_STRAIGHT = str.maketrans(_CURLY + _SINGLE, "\"\"''")
_TO_SINGLE = str.maketrans(_CURLY, _SINGLE)
_TO_ANGLE = str.maketrans(_CURLY, Family.GUILLEMET.value)
_TO_BLANKS = str.maketrans(dict.fromkeys(_CURLY + Family.STRAIGHT.value, " "))
_TO_SHORT_DASH = str.maketrans("—", "–")


def augment(text: str, guises: Guises, rng: Random) -> str:
    """``text`` with the changes that ``rng`` draws, each as often as ``guises`` says."""
    text = _with_marks(text, guises, rng.random())
    if rng.random() < guises.dash:
        text = text.translate(_TO_SHORT_DASH)
    drawn = rng.random()
    if drawn < guises.lower:
        return lower(text)
    return title(text) if drawn < guises.lower + guises.title else text


def _with_marks(text: str, guises: Guises, drawn: float) -> str:
    for share, change in (
        (guises.straight, straight),
        (guises.curly, curly),
        (guises.single, single),
        (guises.angle, angle),
        (guises.unmarked, unmarked),
    ):
        if drawn < share:
            return change(text)
        drawn -= share
    return text


def straight(text: str) -> str:
    """Typewriter marks."""
    return text.translate(_TO_STRAIGHT)


def curly(text: str) -> str:
    """Curly marks for straight ones: opening and closing in turn, from the start of each line."""

    def curled(line: str) -> str:
        parts = line.split('"')
        marks = (_CURLY[index % 2] for index in range(len(parts) - 1))
        return "".join(part + mark for part, mark in zip(parts, [*marks, ""], strict=True)).replace("'", _SINGLE[1])

    return "\n".join(curled(line) for line in text.split("\n"))


def single(text: str) -> str:
    """Single curly marks for double ones, as in British papers."""
    return curly(text).translate(_TO_SINGLE)


def angle(text: str) -> str:
    """Angle marks for double ones."""
    return curly(text).translate(_TO_ANGLE)


def unmarked(text: str) -> str:
    """Blanks for double marks, as where a conversion lost them."""
    return text.translate(_TO_BLANKS)


def lower(text: str) -> str:
    """No capitals, but for the few whose small letter is two characters."""
    return "".join(small if len(small := character.lower()) == 1 else character for character in text)


def title(text: str) -> str:
    """A capital at the start of each word, as in headlines."""
    return _FIRST_LETTER.sub(lambda match: big if len(big := match[0].upper()) == 1 else match[0], text)


# The t of *don't* is none.
_FIRST_LETTER = re.compile(r"(?<!\w)(?<!\w['’])[^\W\d_]")
