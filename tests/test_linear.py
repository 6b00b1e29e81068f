"""What a text costs grows with its length, whatever stands in it; work is counted, not timed."""

from __future__ import annotations

from itertools import accumulate
from statistics import mean
from types import SimpleNamespace

import pytest

from claimx.check.expected import held_to
from claimx.gold.expectations import Expected
from claimx.pipeline import analyse
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.name_clustering import cast_of
from claimx.pipeline.segment import lay_out
from claimx.pipeline.segment.listing import layout_lines
from claimx.spans import Span
from tests.work import calls_made, exponent, lines_run

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


def test_the_listing_of_a_page():
    def cost(size):
        text = "\n\n".join(PAGES["many sections"](size))
        layout = lay_out(text)
        return lines_run(lambda: list(layout_lines("a", text, layout, full=False)))

    assert exponent(30, cost) <= MOST


ARTICLES = {
    "equal paragraphs of a line": lambda n: ["“We will pay,” Ana Ruiz said."] * n,
    "committees": lambda n: [
        f"The Committee on {word(i)} said it is safe, and the committee's chair, {word(i)} {word(n + i)}, said no."
        for i in range(n)
    ],
    "roles": lambda n: [
        f"The {word(i).lower()} minister, {word(i)} {word(n + i)}, said it is safe. The minister said it again."
        for i in range(n)
    ],
    "headline-like lines": PAGES["headline-like lines"],
    "many sections": PAGES["many sections"],
    "a list of names": lambda n: [f"It was signed by {', '.join(f'{word(i)} {word(n + i)}' for i in range(2 * n))}."],
    "pronouns": lambda n: [f"{word(i)} {word(n + i)} spoke. She said it was safe. He said no." for i in range(n)],
    "turns": lambda n: [f"{word(i % 7).upper()}: We will pay for the bridge." for i in range(n)],
    "nobody": lambda n: ["“It is the road we all know so well.”", "Officials said the road was closed."] * n,
}


@pytest.mark.parametrize("kind", ARTICLES)
def test_the_whole_pipeline(nlp, kind):
    def cost(size):
        text = "\n\n".join(ARTICLES[kind](size))
        return calls_made(lambda: analyse(nlp, text))

    # Windows are cut where sentences end, so that one more may fall into either doubling: of some kinds as many
    # paragraphs as fill several windows are needed.
    smallest = 24 if kind in ("headline-like lines", "committees") else 12
    assert exponent(smallest, cost, of=mean) <= MOST


LINE = "“We will pay,” Ruiz said.\n\n"
EXPECTED = {
    "alone": lambda n: Expected(["We will pay"], speaker="Ruiz", names_speaker=True),
    "where they were": lambda n: Expected(["We will pay"], speaker="Ruiz", names_speaker=True, start=n * len(LINE) + 1),
    "parts": lambda n: Expected(["will pay"], is_part=True),
    "in two stretches": lambda n: Expected(["We will", "Ruiz"], source="Ruiz"),
    "by three speakers": lambda n: Expected(["We will pay"], speaker=f"Speaker {n % 3}", names_speaker=True),
    "changed": lambda n: Expected(["We shall pay"], speaker="Ruiz"),
}


@pytest.mark.parametrize("expected", EXPECTED.values(), ids=EXPECTED)
def test_expectations_of_equal_contents(expected):
    """As many as there are equal lines in an article, each with an attribution."""

    def cost(size):
        starts = range(0, size * len(LINE), len(LINE))
        article = SimpleNamespace(
            known_text=LINE * size,
            attributions=[attribution(start) for start in starts],
            finding=lambda *_: None,
            finding_on=lambda *_: None,
        )
        expectations = [expected(number) for number in range(size)]
        return lines_run(lambda: list(held_to(article, expectations)))

    assert exponent(15, cost) <= MOST


def attribution(start):
    """What is known of the one in the line that begins at ``start``."""
    content = SimpleNamespace(spans=[Span(start + 1, start + 13)], text="We will pay,")
    speaker = SimpleNamespace(name="Ruiz", mention=SimpleNamespace(text="Ruiz"))
    return SimpleNamespace(content=content, speaker=speaker, cospeakers=())
