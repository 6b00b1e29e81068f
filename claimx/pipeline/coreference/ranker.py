"""The ranker of antecedents: a small trained network that scores the candidates for a mention.

It sees the features of the mention and of the candidates' own mentions (``features``), and what the article has told of
each candidate so far (``standing``). It was trained on articles in which every mention is marked
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

# The ranker sees the first mention of each candidate and so many of the latest ones.
LATEST_MENTIONS = 3
MENTIONS_SEEN = 1 + LATEST_MENTIONS
# The file of a ranker's weights in the folder of an attribution model, which may have a ranker of its own.
OF_FOLDER = "antecedents.json"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a mention may mean, its first mention, and how many mentions it has so far."""

    entity: Entity
    first: Mention
    count: int


@dataclass(frozen=True, slots=True)
class Question:
    """A mention to be resolved and its n candidates, the last mentioned first.

    With m, d and c for the numbers of MENTION_FEATURES, DISTANCE_FEATURES and CANDIDATE_FEATURES, ``about`` (m,) tells
    of the mention, ``standing`` (n, c) of each candidate, and ``seen`` (r, m + d) of each mention of a candidate that
    counts: the first one and LATEST_MENTIONS more at most. The rows of candidate i begin at row ``begins[i]``.
    """

    mention: Mention
    about: Floats
    candidates: tuple[Candidate, ...]
    standing: Floats
    seen: Floats
    begins: tuple[int, ...]

    @property
    def last_seen(self) -> Floats:
        """The row of the last mention of each candidate (n, m + d)."""
        return self.seen[[*(begin - 1 for begin in self.begins[1:]), len(self.seen) - 1]]


# It gives the n + 1 probabilities for a question: those of the candidates, and last that none of them is meant.
Judge = Callable[[Question], Floats]


@dataclass(frozen=True, slots=True)
class Ranker:
    """The network: a hidden layer for mentions, one for candidates, and a linear score for none of the candidates."""

    place_hidden: Floats
    place_out: Floats
    standing_hidden: Floats
    standing_out: Floats
    nobody: Floats

    @classmethod
    def load(cls, path: Traversable | None = None) -> Self:
        """Load the weights in the file ``path``, by default the packaged ones.

        Raises ModelError when they are missing, damaged or fitted to other features than these.
        """
        path = path or files("claimx.models") / "en_antecedents" / "weights.json"
        try:
            saved = json.loads(path.read_text("utf-8"))
            fits = saved["numbers"] == [list(MENTION_FEATURES), list(DISTANCE_FEATURES), list(CANDIDATE_FEATURES)]
            ranker = cls(*(np.array(saved[name], np.float32) for name in cls.__slots__))
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise ModelError(f"the model of antecedents in {path} does not load: {error}") from error
        if not fits:
            raise ModelError(f"the model of antecedents in {path} goes by other numbers than this claimx")
        return ranker

    def __call__(self, question: Question) -> Floats:
        """The probability of each candidate, and last that none of them is meant."""
        return _softmax(self.scores(question))

    def scores(self, question: Question) -> Floats:
        """The log-odds (up to a constant) of each candidate, and last of none of them."""
        about = question.about
        by_mention = _through(question.seen, about, self.place_hidden, self.place_out)
        by_candidate = np.logaddexp.reduceat(by_mention, question.begins)
        scores = by_candidate + _through(question.standing, about, self.standing_hidden, self.standing_out)
        return np.append(scores, np.concatenate((about, crowd(question), _ONE)) @ self.nobody).astype(np.float32)


def crowd(question: Question) -> Floats:
    """The shares of places for candidates that are filled, and that are of the mention's gender, and if any is."""
    agreeing = int((question.standing[:, :2].max(axis=1) > 0).sum())
    count = len(question.candidates)
    return np.array((count / MOST_CANDIDATES, agreeing / MOST_CANDIDATES, agreeing > 0), np.float32)


_ONE = np.ones(1, np.float32)


def _through(rows: Floats, about: Floats, hidden: Floats, out: Floats) -> Floats:
    """The output (n,) of a network with one hidden layer for n ``rows``, each beside the features of the mention.

    The last row of ``hidden`` and the last number of ``out`` are the biases.
    """
    width = rows.shape[1]
    # The mention adds the same to every row.
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

    It is the folder's own ranker where there is one, as beside the models of folds, else the packaged one.
    """
    path = Path(model) / OF_FOLDER if model else None
    return Ranker.load(path if path is not None and path.is_file() else None)


def packaged_ranker() -> Ranker:
    """The packaged ranker, loaded once."""
    return ranker_beside(None)
