"""How certain the name of a speaker is, from the rule that found it and the alternatives.

A logistic regression on the evidence, fitted to articles with gold speakers (``claimx.training.certainty``; the weights
stand beside those of the ranking of antecedents), gives the share of such names that are right.
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
from claimx.pipeline.speakers.speaker import Who
from claimx.spans import Span

_HOW: tuple[Resolved, ...] = ("alias", "pronoun", "description", "continued", "label")
# The ranking says nothing closer to 0 or 1 than this.
_CLOSEST = 1e-3


def evidence(who: Who, odds: float | None, cast: Cast, text: str) -> dict[str, float]:
    """The evidence for the confidence of a name: indicators of 0 or 1, log-odds and logarithms of counts.

    ``odds`` is the probability that the ranking of antecedents gave, None where nothing was ranked.
    """
    entity = who.entity
    certain = min(max(odds if odds is not None else 0.5, _CLOSEST), 1 - _CLOSEST)
    shared = entity is not None and _is_shared(entity, cast, who.mention, text)
    return {
        **{how: float(who.resolved == how) for how in _HOW},
        "log-odds of the ranking": math.log(certain / (1 - certain)),
        "shared name": float(shared),
        "alias of a shared name": float(shared and who.resolved == "alias"),
        "person": float(who.type == "person"),
        "no entity": float(entity is None),
        "full name": float(" " in (who.name or "")),
        "has a role": float(bool(who.role)),
        "log of names": math.log1p(len(entity.names)) if entity is not None else 0.0,
    }


def _is_shared(entity: Entity, cast: Cast, mention: Span | None, text: str) -> bool:
    """Whether somebody else has a part of the name that the mention leaves alone: two called *Farrow*."""
    own = name_key(entity.name)
    said = set(name_key(mention.of(text))) if mention is not None else set(own)
    shared = (set(own) & said) or set(own[-1:])
    return any(other is not entity and other.type == entity.type for other in cast.holding(shared))


def confidence(values: Mapping[str, float]) -> float:
    """The confidence for evidence ``values``, 0 to 1, rounded to two decimals."""
    weights, bias = _packaged()
    score = bias + sum(weights[key] * value for key, value in values.items())
    return round(1 / (1 + math.exp(-score)), 2)


@cache
def _packaged() -> tuple[Mapping[str, float], float]:
    """The packaged weights and their bias; raises ModelError when they are missing or damaged."""
    path = files("claimx.models") / "en_antecedents" / "certainty.json"
    try:
        found = json.loads(path.read_text("utf-8"))
        return found["weights"], found["bias"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"the certainty of speakers in {path} does not load: {error}") from error
