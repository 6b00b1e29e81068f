"""Alternatives to a speaker where the ranker gives none: entities with like names, and entities with roles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from claimx.names import name_key
from claimx.pipeline.coreference.decision import MOST_ALTERNATIVES, Alternative
from claimx.pipeline.coreference.entities import Cast, Entity, Name
from claimx.pipeline.speakers.speaker import Spoke


def best_first(alternatives: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """The alternative that was chosen, then the others, MOST_ALTERNATIVES at most."""
    return tuple(sorted(alternatives, key=lambda alternative: not alternative.chosen)[:MOST_ALTERNATIVES])


def without_source(before: Spoke | None, chosen: str | None) -> Iterator[Alternative]:
    """The alternatives for an attribution without a source: the speaker ``before``, and one told in narration."""
    goes_on = before is not None and before.speaker.name == chosen
    if chosen is not None and not goes_on:
        yield Alternative(chosen, True, ("in a sentence beside it",))
    if before is not None:
        name = before.speaker.name or "somebody unnamed"
        yield Alternative(name, chosen is not None and goes_on, ("spoke last before it",))


def of_like_name(named: Iterable[tuple[Name, Entity]], cast: Cast, chosen: str | None) -> Iterator[Alternative]:
    """The entities that a name in the source may stand for: those that share a word with it."""
    for name, entity in named:
        key = name_key(name.text)
        chosen_ones = (other for other in cast.called(chosen) if not set(key).isdisjoint(name_key(other.name)))
        for other in (*chosen_ones, *_first_others(cast.sharing(key), chosen)):
            words = f"{'' if other is entity else 'shares a word; '}here as {', '.join(other.spellings)}"
            yield Alternative(other.name, other.name == chosen, (words,))


def with_roles(cast: Cast, chosen: str | None) -> Iterator[Alternative]:
    """The entities with a role, any of which a description may mean by its own words."""
    if chosen is not None and not cast.called(chosen):
        yield Alternative(chosen, True, ("told by its own words",))
    for entity in (*cast.called(chosen), *_first_others(cast.with_roles, chosen)):
        roles = "; ".join(dict.fromkeys(entity.roles)) or f"{entity.type}, no role given"
        yield Alternative(entity.name, entity.name == chosen, (roles,))


def _first_others(entities: Iterable[Entity], chosen: str | None) -> Iterator[Entity]:
    """The first of ``entities``, MOST_ALTERNATIVES at most, without those that have the name ``chosen``."""
    return islice((entity for entity in entities if entity.name != chosen), MOST_ALTERNATIVES)
