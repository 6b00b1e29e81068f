"""The entities of an article: everyone and everything with a name, and every place it is named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from claimx.spans import Span

SpeakerType = Literal["person", "organization", "government", "group", "document", "media", "unknown"]
Gender = Literal["m", "f", "-"]


@dataclass(frozen=True, slots=True)
class Name:
    """One place where a name stands: the name alone, without title, role or *'s*.

    ``role`` is the title or apposition given there; ``possessive`` says that *'s* follows, ``aside`` that it
    stands in a headline, caption or teaser, where names are run together or cut.
    """

    span: Span
    text: str
    type: SpeakerType
    gender: Gender = "-"
    role: Span | None = None
    possessive: bool = False
    aside: bool = False


@dataclass(slots=True)
class Entity:
    """A speaker the article names; ``name`` is its fullest spelling, ``evidence`` where that stands."""

    name: str
    type: SpeakerType
    evidence: Span
    gender: Gender = "-"
    role: str | None = None
    names: list[Name] = field(default_factory=list)
    # Every role the article gives it: what a description of it may be made of.
    roles: list[str] = field(default_factory=list)

    def before(self, offset: int) -> Iterator[Name]:
        """The places that end before ``offset``, nearest first."""
        return reversed(self.names[: bisect_right(self.names, offset, key=lambda name: name.span.end)])

    @property
    def role_words(self) -> set[str]:
        """The words of all its roles, lower case."""
        return {word for role in self.roles for word in re.findall(r"[\w\-]+", role.lower())}


@dataclass(slots=True)
class Cast:
    """All entities of an article, in the order of their first mention."""

    entities: list[Entity]

    def named_in(self, span: Span) -> Iterator[tuple[Name, Entity]]:
        """The names inside ``span``, in text order, with whose they are."""
        inside = ((n, e) for e in self.entities for n in e.names if span.contains(n.span))
        yield from sorted(inside, key=lambda pair: pair[0].span)

    def people(self) -> list[Entity]:
        """The persons among them."""
        return [entity for entity in self.entities if entity.type == "person"]
