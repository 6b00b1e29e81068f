"""The speaker of one attribution, and the attributions of an article with their speakers."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from claimx.labels import Resolved, SpeakerType
from claimx.names import name_key
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.affiliations import Affiliation
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class ResolvedSpeaker:
    """One speaker; ``name`` is None where the article does not name them, ``evidence`` is the span of their name.

    ``mention`` is the span of the source phrase or None. ``description`` is the span of the fullest description of a
    speaker without a name, ``confidence`` the probability, 0 to 1, that the name is right.
    """

    name: str | None
    type: SpeakerType
    role: str | None
    resolved: Resolved
    mention: Span | None
    evidence: Span | None
    entity: Entity | None = None
    affiliation: Affiliation | None = None
    description: Span | None = None
    confidence: float | None = None

    @classmethod
    def of(cls, entity: Entity, resolved: Resolved, mention: Span | None) -> Self:
        """An entity as a speaker, with its usual role and the place of its fullest name."""
        return cls(entity.name, entity.type, entity.role, resolved, mention, entity.evidence, entity)

    @classmethod
    def by_name(cls, name: Name, entity: Entity, mention: Span, text: str) -> Self:
        """The speaker whom ``name`` names in a source, with the role that it has there."""
        is_full = name_key(name.text) == name_key(entity.name)
        role = name.role.of(text) if name.role else entity.role
        evidence = name.span if is_full else entity.evidence
        return cls(entity.name, entity.type, role, "name" if is_full else "alias", mention, evidence, entity)


NOBODY = ResolvedSpeaker(None, "unknown", None, "none", None, None)


@dataclass(frozen=True, slots=True)
class Spoke:
    """An attribution that is not nested, the offset of its source (or else its content), and its speaker."""

    offset: int
    item: Attributed
    speaker: ResolvedSpeaker


def earlier(spoken: Sequence[Spoke], offset: int) -> Spoke | None:
    """The last of the attributions ``spoken`` (ascending) before ``offset``, None where there is none."""
    number = bisect_left(spoken, offset, key=lambda spoke: spoke.offset)
    return spoken[number - 1] if number else None
