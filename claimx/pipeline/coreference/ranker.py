"""Whom a mention takes up: a small trained network scores everybody who may be meant, from what is seen of them.

What it sees are the traits of the mention, those of the latest places of each candidate with how far back they lie,
and how the candidate stands in the article so far. It was trained on articles in which every mention is marked
(``claimx.training.antecedents``); the weights are a file of numbers beside the attribution model.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Self

import numpy as np
import numpy.typing as npt

from claimx.errors import ModelError
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import TRAITS, Place, PlaceKind

Floats = npt.NDArray[np.float32]

MOST_CANDIDATES = 10
# Of each candidate the first place and so many of the last ones are seen.
LATEST_PLACES = 3
PLACES_SEEN = 1 + LATEST_PLACES
# How far a place of a candidate lies before the mention, in the order of the numbers.
DISTANCES = (
    "same sentence",
    "sentence before",
    "two sentences before",
    "three or four sentences before",
    "further sentences before",
    "same paragraph",
    "paragraph before",
    "two paragraphs before",
    "further paragraphs before",
    "log of places between",
    "both quoted or neither",
)
# How a candidate stands when the mention is read, in the order of the numbers.
STANDING = (
    "own words tell their gender",
    "a pronoun told their gender",
    "a pronoun told the other gender",
    "the pronoun behind the name agrees",
    "the pronoun behind the name disagrees",
    "kin of that gender",
    "kin of the other gender",
    "gender unknown",
    "named",
    "has a full name",
    "has a role",
    "has an occupation",
    "single word without a role",
    "log of places so far",
    "log of names in all",
    "named most",
    "in the headline",
    "mentioned once so far",
    "mentioned last",
    "mentioned last but one",
    "rank of recency",
    "spoke last",
    "spoke last but one",
    "last of that pronoun",
    "named in its words",
    "says what holds it",
    "is quoted in what holds it",
    "described so by their own words",
    "role holds the head",
    "role holds several words",
    "described by that noun before",
    "has another occupation",
    "name holds the noun",
    "an organization",
    "a government",
    "of the media",
    "a document",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, with their first place and how many there are so far."""

    entity: Entity
    named: bool
    first: Place
    count: int


@dataclass(frozen=True, slots=True)
class Question:
    """A mention to be settled, and the n who may be meant, the last mentioned first.

    ``standing`` (n, 37) has a row of STANDING for each of them. ``places`` (r, 54) has a row of TRAITS and DISTANCES
    for each of their places that count, the first and LATEST_PLACES more at most, those of the same candidate together
    from row ``begins[i]`` on.
    """

    place: Place
    candidates: tuple[Candidate, ...]
    standing: Floats
    places: Floats
    begins: tuple[int, ...]

    @property
    def last_seen(self) -> Floats:
        """The row of the last place of each candidate (n, 54)."""
        return self.places[[*(begin - 1 for begin in self.begins[1:]), len(self.places) - 1]]


# The probability of each candidate of a question, and last that of nobody among them: n + 1 numbers.
Judge = Callable[[Question], Floats]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The network: one hidden layer for places, one for candidates, and a plane for nobody."""

    place_hidden: Floats
    place_out: Floats
    standing_hidden: Floats
    standing_out: Floats
    nobody: Floats

    @classmethod
    def load(cls, path: Traversable | None = None) -> Self:
        """Load the weights in the file ``path``, by default the packaged ones.

        Raises ModelError when they are missing, damaged or of other numbers than these.
        """
        path = path or files("claimx.models") / "en_antecedents" / "weights.json"
        try:
            found = json.loads(path.read_text("utf-8"))
            same = found["numbers"] == [list(TRAITS), list(DISTANCES), list(STANDING)]
            ranker = cls(*(np.array(found[name], np.float32) for name in cls.__slots__))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the model of antecedents in {path} does not load: {error}") from error
        if not same:
            raise ModelError(f"the model of antecedents in {path} goes by other numbers than this claimx")
        return ranker

    def __call__(self, question: Question) -> Floats:
        """The probability of each candidate, and last that of nobody among them."""
        return _softmax(self.scores(question))

    def scores(self, question: Question) -> Floats:
        """The log-odds (up to a constant) of each candidate, and last of nobody among them."""
        traits = np.array(question.place.traits, np.float32)
        by_place = _through(question.places, traits, self.place_hidden, self.place_out)
        near = np.logaddexp.reduceat(by_place, question.begins)
        scores = near + _through(question.standing, traits, self.standing_hidden, self.standing_out)
        return np.append(scores, np.concatenate((traits, crowd(question), _ONE)) @ self.nobody).astype(np.float32)


def crowd(question: Question) -> Floats:
    """How many may be meant, and how many of them are known to agree: what tells that nobody among them is."""
    agreeing = int((question.standing[:, :2].max(axis=1) > 0).sum())
    count = len(question.candidates)
    return np.array((count / MOST_CANDIDATES, agreeing / MOST_CANDIDATES, agreeing > 0), np.float32)


_ONE = np.ones(1, np.float32)


def _through(rows: Floats, traits: Floats, hidden: Floats, out: Floats) -> Floats:
    """One number a row, from its numbers beside the mention's traits; the last row of ``hidden`` is added as it is."""
    width = rows.shape[1]
    # The mention's part is the same for every row.
    shared = traits @ hidden[width:-1] + hidden[-1]
    result: Floats = np.maximum(rows @ hidden[:width] + shared, 0) @ out[:-1] + out[-1]
    return result


def _softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    result: Floats = weights / weights.sum()
    return result


@cache
def packaged_ranker() -> Ranker:
    """The packaged ranker, loaded once."""
    return Ranker.load()


class Remembering:
    """A judge that keeps what it was asked and what it answered, by where the mention starts and its kind."""

    def __init__(self, judge: Judge) -> None:
        self.asked: dict[tuple[int, PlaceKind], tuple[Question, Floats]] = {}
        self._judge = judge

    def __call__(self, question: Question) -> Floats:
        """The answer of the judge behind it."""
        odds = self._judge(question)
        self.asked[question.place.key] = (question, odds)
        return odds
