"""The decision on a mention: the entity that it means, the alternatives, and the evidence for and against each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES, Floats
from claimx.pipeline.coreference.ranker import Question
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES

MOST_ALTERNATIVES = 8
# The features that the evidence names: of a last mention these few, of a candidate all but the untelling ones.
_WHERE_LAST = (*DISTANCE_FEATURES[:5], "subject", "starts a source", "quoted")
_UNTELLING = frozenset(
    (
        "named",
        "has a full name",
        "has a role",
        "has an occupation",
        "log of places so far",
        "log of names in all",
        "log of sources that name it",
        "mentioned once so far",
        "rank of recency",
        "an organization",
        "a government",
        "of the media",
        "a document",
    )
)
_SEEN_COLUMNS = [((*MENTION_FEATURES, *DISTANCE_FEATURES).index(name), name) for name in _WHERE_LAST]
_STANDING_COLUMNS = [(at, name) for at, name in enumerate(CANDIDATE_FEATURES) if name not in _UNTELLING]


@dataclass(frozen=True, slots=True)
class Alternative:
    """An entity that a mention may mean, whether it was chosen, its probability, and the evidence.

    ``odds`` is None where nothing was ranked.
    """

    name: str
    chosen: bool
    evidence: tuple[str, ...] = ()
    odds: float | None = None

    @property
    def why(self) -> str:
        """The odds and the evidence, for people; empty where there is neither."""
        odds = () if self.odds is None else (f"{self.odds:.2f}",)
        return ", ".join((*odds, *self.evidence))


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision on a mention.

    A decision that is not ``sure`` serves the reading of later mentions, but names no speaker. ``alternatives`` are
    kept for the mentions that speak, the likeliest first; ``odds`` is the probability of the decision, None where the
    words of the mention decided.
    """

    entity: Entity
    sure: bool
    alternatives: tuple[Alternative, ...] = ()
    odds: float | None = None


def alternatives(question: Question, odds: Floats, chosen: Entity) -> tuple[Alternative, ...]:
    """The entity chosen, then the other candidates (there is one at least), the likeliest first.

    ``odds`` are the probabilities of the candidates, and last that of none of them.
    """
    considered = list(_as_alternatives(question, odds, chosen))
    considered.sort(key=lambda one: -(one.odds or 0.0))
    if not any(one.chosen for one in considered):
        considered.append(Alternative("nobody mentioned before", True, (), float(odds[-1])))
    considered.sort(key=lambda one: not one.chosen)
    return tuple(considered[:MOST_ALTERNATIVES])


def _as_alternatives(question: Question, odds: Floats, chosen: Entity) -> Iterator[Alternative]:
    rows = zip(
        question.candidates, question.standing.tolist(), question.last_seen.tolist(), odds.tolist(), strict=False
    )
    for candidate, standing, last, own_odds in rows:
        evidence = (
            *(() if candidate.entity.named else ("never named",)),
            f"last mentioned: {', '.join(name for column, name in _SEEN_COLUMNS if last[column])}",
            f"{candidate.count} times so far",
            *(name for column, name in _STANDING_COLUMNS if standing[column]),
        )
        yield Alternative(candidate.entity.name, candidate.entity is chosen, evidence, own_odds)
