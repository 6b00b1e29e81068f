"""Clustering of the names of people: a further name joins the person named so far that it may stand for.

A name is compared only with the people who share a word or two with it, so that a list of many names costs what
its names do, and not what all pairs of them would.
"""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations_with_replacement

from claimx.labels import Gender
from claimx.names import SHORTEST_GIVEN_NAME, NameKey, may_stand_for, name_key, without_generation
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.spans import Span


@dataclass(slots=True, eq=False)
class _Person:
    """An entity, the key of the name that founded it, and the gender that one of its names told."""

    entity: Entity
    key: NameKey
    gender: Gender = "-"

    @property
    def last(self) -> str:
        """The last word of the name, *Jr* aside."""
        return without_generation(self.key)[-1]

    def agrees(self, gender: Gender) -> bool:
        """Whether the gender told so far, if any, is ``gender``."""
        return "-" in (gender, self.gender) or gender == self.gender


class PersonClusters:
    """The people named so far; full names are added in text order, then the names of one word in text order."""

    def __init__(self, ids: Iterator[int]) -> None:
        self._ids = ids
        self.entities: list[Entity] = []
        # People by one or two words of their names, by the outer two, and by the last with how the first begins.
        self._sharing: dict[frozenset[str], list[_Person]] = defaultdict(list)
        self._between: dict[frozenset[str], list[_Person]] = defaultdict(list)
        self._beginning: dict[tuple[str, str], list[_Person]] = defaultdict(list)
        # Where people are named, in text order, by the last word of the full name and by the first.
        self._last_named: dict[str, list[tuple[Span, _Person]]] = defaultdict(list)
        self._first_named: dict[str, list[tuple[Span, _Person]]] = defaultdict(list)

    def add(self, name: Name) -> None:
        """Join ``name`` to the person that it may stand for, else to a new entity."""
        key = name_key(name.text)
        person = self._of_one_word(name, key[0]) if len(key) == 1 else self._of_more(name, key)
        if person is None:
            person = self._new_person(name, key)
        person.entity.names.append(name)
        if person.gender == "-":
            person.gender = name.gender
        for places in (self._last_named[person.last], self._first_named[person.key[0]]):
            insort(places, (name.span, person), key=_span)

    def _new_person(self, name: Name, key: NameKey) -> _Person:
        person = _Person(Entity(next(self._ids), name.text, "person", name.span), key)
        self.entities.append(person.entity)
        words = without_generation(key)
        for some in _ones_and_twos(words):
            self._sharing[some].append(person)
        self._between[frozenset((words[0], words[-1]))].append(person)
        self._beginning[_beginning(words)].append(person)
        return person

    def _of_one_word(self, name: Name, word: str) -> _Person | None:
        """The person whose last name ``word`` is, else the one whose first name it is."""
        return _named_first(name, self._last_named[word]) or _named_first(name, self._first_named[word])

    def _of_more(self, name: Name, key: NameKey) -> _Person | None:
        words = without_generation(key)
        agreeing = [
            person for person in self._like(words) if person.agrees(name.gender) and may_stand_for(key, person.key)
        ]
        return max(agreeing, key=lambda person: person.entity.names[-1].span, default=None)

    def _like(self, words: NameKey) -> Iterator[_Person]:
        """The people whose names may be other spellings of ``words``, some more than once."""
        yield from self._sharing[frozenset((words[0], words[-1]))]
        yield from self._beginning[_beginning(words)]
        for some in _ones_and_twos(words):
            yield from self._between[some]


def _span(place: tuple[Span, _Person]) -> Span:
    return place[0]


def _named_first(name: Name, places: list[tuple[Span, _Person]]) -> _Person | None:
    """The first person named at ``places`` (ascending) whose gender agrees with that of ``name``.

    An article calls by the last name alone whom it is about, and others of that name by more words.
    """
    return next((person for _, person in places if person.agrees(name.gender)), None)


def _ones_and_twos(words: Iterable[str]) -> set[frozenset[str]]:
    return {frozenset(some) for some in combinations_with_replacement(words, 2)}


def _beginning(words: NameKey) -> tuple[str, str]:
    return words[-1], words[0][:SHORTEST_GIVEN_NAME]
