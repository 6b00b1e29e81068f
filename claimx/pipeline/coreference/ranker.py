"""The ranker of antecedents: a small trained network that scores everybody whom a mention may mean.

What it sees are the ``features`` of the mention, of the latest mentions of each candidate, and of how each candidate
stands in the article so far. It was trained on articles in which every mention is marked
(``claimx.training.antecedents``); the weights are a file of numbers beside the attribution model.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Self

import numpy as np

from claimx.errors import ModelError
from claimx.pipeline.coreference.candidates import MOST_CANDIDATES
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES, Floats
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES

# Of each candidate the first mention and so many of the last ones are seen.
LATEST_MENTIONS = 3
MENTIONS_SEEN = 1 + LATEST_MENTIONS
# The weights that the folder of an attribution model may hold of its own.
OF_FOLDER = "antecedents.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be meant, with their first mention and how many there are so far."""

    entity: Entity
    first: Mention
    count: int


@dataclass(frozen=True, slots=True)
class Question:
    """A mention to be resolved, and the n who may be meant, the last mentioned first.

    ``about`` (43,) has the MENTION_FEATURES of the mention, ``standing`` (n, 37) a row of CANDIDATE_FEATURES for each
    candidate. ``seen`` (r, 54) has a row of MENTION_FEATURES and DISTANCE_FEATURES for each of their mentions that
    count, the first and LATEST_MENTIONS more at most, those of the same candidate together from row ``begins[i]`` on.
    """

    mention: Mention
    about: Floats
    candidates: tuple[Candidate, ...]
    standing: Floats
    seen: Floats
    begins: tuple[int, ...]

    @property
    def last_seen(self) -> Floats:
        """The row of the last mention of each candidate (n, 54)."""
        return self.seen[[*(begin - 1 for begin in self.begins[1:]), len(self.seen) - 1]]


# The probability of each candidate of a question, and last that of nobody among them: n + 1 numbers.
Judge = Callable[[Question], Floats]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The network: one hidden layer for mentions, one for candidates, and a plane for nobody."""

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
            same = found["numbers"] == [list(MENTION_FEATURES), list(DISTANCE_FEATURES), list(CANDIDATE_FEATURES)]
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
        about = question.about
        by_mention = _through(question.seen, about, self.place_hidden, self.place_out)
        near = np.logaddexp.reduceat(by_mention, question.begins)
        scores = near + _through(question.standing, about, self.standing_hidden, self.standing_out)
        return np.append(scores, np.concatenate((about, crowd(question), _ONE)) @ self.nobody).astype(np.float32)


def crowd(question: Question) -> Floats:
    """How many may be meant, and how many of them are known to agree: what tells that nobody among them is."""
    agreeing = int((question.standing[:, :2].max(axis=1) > 0).sum())
    count = len(question.candidates)
    return np.array((count / MOST_CANDIDATES, agreeing / MOST_CANDIDATES, agreeing > 0), np.float32)


_ONE = np.ones(1, np.float32)


def _through(rows: Floats, about: Floats, hidden: Floats, out: Floats) -> Floats:
    """One number a row, from its numbers beside those of the mention; the last row of ``hidden`` is added as it is."""
    width = rows.shape[1]
    # The mention's part is the same for every row.
    shared = about @ hidden[width:-1] + hidden[-1]
    result: Floats = np.maximum(rows @ hidden[:width] + shared, 0) @ out[:-1] + out[-1]
    return result


def _softmax(scores: Floats) -> Floats:
    weights = np.exp(scores - scores.max())
    result: Floats = weights / weights.sum()
    return result


@lru_cache(maxsize=2)
def ranker_beside(model: str | None) -> Ranker:
    """The ranker beside the attribution model in the folder ``model``, loaded once.

    It is that of the folder where there is one, as beside the models of folds, else the packaged one.
    """
    own = Path(model) / OF_FOLDER if model else None
    return Ranker.load(own if own is not None and own.is_file() else None)


def packaged_ranker() -> Ranker:
    """The packaged ranker, loaded once."""
    return ranker_beside(None)
