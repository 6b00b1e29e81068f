"""The entities of an article: everyone and everything with a name, and every place it is named."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from claimx.labels import Gender, SpeakerType
from claimx.spans import Span


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


_OWNER = re.compile(r"\b[\w\-]+['’]s?\s")


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
        last = bisect_right(self.names, offset, key=lambda name: name.span.end)
        return (self.names[index] for index in range(last - 1, -1, -1))

    def holds_office_in(self, names: Set[str]) -> bool:
        """Whether there are no ``names`` (lower case), or its roles tell one: *Tesla's chief executive*."""
        return not names or any(names & set(re.findall(r"[\w\-]+", role.lower())) for role in self.roles)

    @property
    def role_words(self) -> set[str]:
        """The words of all its roles, lower case; in *the driver's mother* the driver is somebody else."""
        return {word for role in self.roles for word in re.findall(r"[\w\-]+", _OWNER.sub("", role.lower()))}


class Cast:
    """All entities of an article, in the order of their first mention."""

    def __init__(self, entities: Sequence[Entity]) -> None:
        self.entities = tuple(entities)
        self.people = tuple(entity for entity in entities if entity.type == "person")
        self._places = sorted(
            ((name, entity) for entity in entities for name in entity.names), key=lambda pair: pair[0].span
        )

    def named_in(self, span: Span) -> Iterator[tuple[Name, Entity]]:
        """The names inside ``span``, in text order, with whose they are."""
        first = bisect_left(self._places, span.start, key=lambda pair: pair[0].span.start)
        last = bisect_left(self._places, span.end, key=lambda pair: pair[0].span.start)
        yield from ((name, entity) for name, entity in self._places[first:last] if span.contains(name.span))
