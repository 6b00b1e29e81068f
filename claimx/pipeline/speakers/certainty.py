"""How certain the name of a speaker is: the probability that it is right, from what is known of how it was found.

A logistic regression on that evidence was fitted to articles with gold speakers (``claimx.training.certainty``). Its
weights stand beside those of the ranker of antecedents.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from claimx.errors import ModelError
from claimx.labels import Resolved
from claimx.names import name_key
from claimx.pipeline.coreference.entities import Cast, Entity
from claimx.pipeline.speakers.speaker import ResolvedSpeaker
from claimx.spans import Span

_HOW: tuple[Resolved, ...] = ("alias", "pronoun", "description", "continued", "label")
# Probabilities of the ranker are kept so far from 0 and 1, where log-odds would be infinite.
_CLOSEST = 1e-3


def evidence(speaker: ResolvedSpeaker, odds: float | None, cast: Cast, text: str) -> dict[str, float]:
    """The evidence for the confidence of a name: indicators of 0 or 1, log-odds and logarithms of counts.

    ``odds`` is the probability that the ranker of antecedents gave, None where nothing was ranked.
    """
    entity = speaker.entity
    certain = min(max(odds if odds is not None else 0.5, _CLOSEST), 1 - _CLOSEST)
    shared = entity is not None and _is_shared(entity, cast, speaker.mention, text)
    return {
        **{how: float(speaker.resolved == how) for how in _HOW},
        "log-odds of the ranking": math.log(certain / (1 - certain)),
        "shared name": float(shared),
        "alias of a shared name": float(shared and speaker.resolved == "alias"),
        "person": float(speaker.type == "person"),
        "no entity": float(entity is None),
        "full name": float(" " in (speaker.name or "")),
        "has a role": float(bool(speaker.role)),
        "log of names": math.log1p(len(entity.names)) if entity is not None else 0.0,
    }


def _is_shared(entity: Entity, cast: Cast, mention: Span | None, text: str) -> bool:
    """Whether another entity has the words by which the mention names this one: two people called *Farrow*."""
    key = name_key(entity.name)
    mentioned = set(name_key(mention.of(text))) if mention is not None else set(key)
    words = (set(key) & mentioned) or set(key[-1:])
    return any(other is not entity and other.type == entity.type for other in cast.holding(words))


def confidence(values: Mapping[str, float]) -> float:
    """The probability, 0 to 1 and rounded to two decimals, that a name with these ``values`` of evidence is right."""
    weights, bias = _packaged()
    score = bias + sum(weights[key] * value for key, value in values.items())
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def _packaged() -> tuple[Mapping[str, float], float]:
    """The packaged weights and their bias; raises ModelError when they are missing or damaged."""
    path = files("claimx.models") / "en_antecedents" / "certainty.json"
    try:
        saved = json.loads(path.read_text("utf-8"))
        return saved["weights"], saved["bias"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the certainty of speakers in {path} does not load: {error}") from error
