"""What a text costs grows with its length, whatever stands in it; work is counted, not timed."""

from __future__ import annotations

from itertools import accumulate

import pytest

from claimx.pipeline.coreference.clustering import cast_of
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.segment import lay_out
from claimx.spans import Span
from tests.work import exponent, lines_run

MOST = 1.1


def word(number: int) -> str:
    """A capitalised word for each number, with beginnings and ends that differ."""
    letters = "".join(chr(ord("a") + int(digit)) for digit in f"{number:05d}"[::-1])
    return f"{letters}o{letters[::-1]}".capitalize()


LISTS = {
    "distinct": lambda n: [f"{word(i)} {word(n + i)}" for i in range(n)],
    "one last name": lambda n: [f"{word(i)} Ruiz" for i in range(n)],
    "one given name": lambda n: [f"Ana {word(i)}" for i in range(n)],
    "one person": lambda n: ["Ana Ruiz"] * n,
    "last names behind": lambda n: [f"{word(i)} {word(n + i)}" for i in range(n)] + [word(n + i) for i in range(n)],
    "one last name between": lambda n: [part for i in range(n) for part in (f"{word(i)} Ruiz", "Ruiz")],
    "three words": lambda n: [f"{word(i)} van {word(n + i)}" for i in range(n)],
}


@pytest.mark.parametrize("type_", ["person", "organization"])
@pytest.mark.parametrize("texts", LISTS.values(), ids=LISTS)
def test_names_in_lists(texts, type_):
    def cost(size):
        found = texts(size)
        starts = accumulate((len(name) + 2 for name in found), initial=0)
        names = [Name(Span(at, at + len(name)), name, type_) for at, name in zip(starts, found, strict=False)]
        text = ", ".join(found)
        return lines_run(lambda: cast_of(text, names))

    assert exponent(30, cost) <= MOST


PROSE = "The council met on Monday and the mayor said that the bridge was safe."
PAGES = {
    "headline-like lines": lambda n: [f"{word(i)} Bridge Council Mayor {word(n + i)}" for i in range(n)] + [PROSE],
    "many sections": lambda n: [line for i in range(n) for line in (PROSE, "Share", f"Top {word(i)}", "Sign up")],
    "one long section among many": lambda n: [PROSE] * n + [line for _ in range(n) for line in (PROSE, *["Share"] * 3)],
    "equal lines": lambda n: ["Bridge council mayor met"] * n + [PROSE],
    "equal paragraphs": lambda n: [PROSE] * n,
}


@pytest.mark.parametrize("lines", PAGES.values(), ids=PAGES)
def test_pages(lines):
    assert exponent(30, lambda size: lines_run(lambda: lay_out("\n\n".join(lines(size))))) <= MOST
