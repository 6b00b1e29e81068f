"""The entities of an article: the people, bodies, countries and documents that it mentions, with a name or without."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from heapq import merge
from itertools import groupby

from claimx.labels import Gender, SpeakerType
from claimx.lexicon import governments, person_nouns, titles
from claimx.lexicon.word_lists import word_list
from claimx.names import name_key
from claimx.spans import Span

_WORD_OF_OWNER = re.compile(r"\b([\w\-]+)['’]s?\s")
# The word lists of nouns for kin, by the gender that they tell.
_KIN: dict[Gender, str] = {"m": "kinsmen", "f": "kinswomen"}


@dataclass(frozen=True, slots=True)
class Name:
    """One place where a name stands: the span and text of the name alone, without title, role or *'s*.

    ``role`` is the span of the title or apposition beside it. ``possessive`` says that *'s* follows, and ``aside`` that
    the name stands in a headline, caption or teaser, where names are run together or cut.
    """

    span: Span
    text: str
    type: SpeakerType
    gender: Gender = "-"
    role: Span | None = None
    possessive: bool = False
    aside: bool = False


@dataclass
class Entity:
    """An entity of one article; ``id`` tells it from the others.

    ``name`` is the fullest spelling of its name and ``evidence`` the span where that stands; an entity that the article
    does not name goes by the phrase that describes it first. ``gender`` is told by names, titles and the pronouns
    behind names, ``told_gender`` only by titles, given names, kinship and descriptions. The last three fields grow
    while mentions are resolved: they have the numbers of its mentions, and the genders of the pronouns and the nouns
    among these.
    """

    id: int
    name: str
    type: SpeakerType
    evidence: Span
    gender: Gender = "-"
    role: str | None = None
    named: bool = True
    names: list[Name] = field(default_factory=list)
    # Every role that the article gives it, in words; a description of it may be made of these.
    roles: list[str] = field(default_factory=list)
    told_gender: Gender = "-"
    mentions: list[int] = field(default_factory=list)
    pronouns: set[Gender] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)

    def before(self, offset: int) -> Iterator[Name]:
        """The places where it is named that end before ``offset``, the nearest first."""
        last = bisect_right(self.names, offset, key=lambda name: name.span.end)
        return (self.names[index] for index in range(last - 1, -1, -1))

    def is_named_in(self, span: Span) -> bool:
        """Whether one of its names starts inside ``span``."""
        index = bisect_left(self.names, span.start, key=lambda name: name.span.start)
        return index < len(self.names) and self.names[index].span.start < span.end

    def holds_office_in(self, bodies: Set[str]) -> bool:
        """Whether a role (*Tesla's chief executive*) has a word of ``bodies`` (lower case), or these are none."""
        return not bodies or any(bodies & set(re.findall(r"[\w\-]+", role.lower())) for role in self.roles)

    def may_be(self, gender: Gender) -> bool:
        """Whether nothing but pronouns tells that it is of the other gender than ``gender``."""
        return self.told_gender in (gender, "-")

    @cached_property
    def owners(self) -> frozenset[str]:
        """The words for others in its roles, lower case: *the driver's mother* is not the driver."""
        return frozenset(owner for role in self.roles for owner in _WORD_OF_OWNER.findall(role.lower()))

    @cached_property
    def role_words(self) -> frozenset[str]:
        """The words of its roles in lower case, without owners: the driver in *the driver's mother* is another."""
        return frozenset(
            word for role in self.roles for word in re.findall(r"[\w\-]+", _WORD_OF_OWNER.sub("", role.lower()))
        )

    @cached_property
    def peoples(self) -> frozenset[str]:
        """The words for a people in its roles, in lower case: *Chinese President*."""
        return peoples_in(self.role_words)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """The words of names in its roles, in lower case: *Tesla chief executive*."""
        return frozenset().union(*map(bodies_in, self.roles))

    @cached_property
    def ages(self) -> frozenset[str]:
        """The ages in its roles, as words: *34-year-old*."""
        return ages_in(self.role_words)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """The ways in which it is named, in the order of their first places."""
        return tuple(dict.fromkeys(name.text for name in self.names))

    @cached_property
    def name_words(self) -> frozenset[str]:
        """The words of its name in lower case; there are none where it is only described."""
        return frozenset(self.name.lower().split() if self.names else ())

    @cached_property
    def kin(self) -> Gender:
        """The gender that its roles tell by kinship: *his wife, Jean*."""
        genders: list[Gender] = [gender for gender, kin in _KIN.items() if word_list(kin) & self.role_words]
        return genders[0] if len(genders) == 1 else "-"

    @cached_property
    def occupations(self) -> frozenset[str]:
        """The nouns among its roles that tell what it does."""
        heads = (person_nouns().head(role) for role in self.roles)
        return occupations({noun.noun for noun in heads if noun is not None and noun.type == "person"})


def peoples_in(words: Iterable[str]) -> frozenset[str]:
    """Those of ``words`` (lower case) that stand for a people: *russian*."""
    return frozenset(word for word in words if governments().of_demonym(word.capitalize()))


def bodies_in(phrase: str) -> frozenset[str]:
    """The words of names in a role or a description, in lower case; titles and peoples are none: *the Tesla boss*."""
    words = frozenset(word.lower() for word in _NAME_IN_ROLE.findall(phrase))
    return words - _words_of_titles() - peoples_in(words)


# Any word with a capital but a determiner that opens the phrase.
_NAME_IN_ROLE = re.compile(r"(?!^(?:The|An?|His|Her|Its|Their|Our|My)\b)\b[A-ZÀ-Þ][\w\-]+")


@cache
def _words_of_titles() -> frozenset[str]:
    return frozenset(word for title in titles() for word in title.lower().split())


def ages_in(words: Iterable[str]) -> frozenset[str]:
    """Those of ``words`` (lower case) that tell an age: *34-year-old*."""
    return frozenset(word for word in words if word.endswith("-year-old"))


def occupations(nouns: Set[str]) -> frozenset[str]:
    """Those of ``nouns`` that tell what a person does, and not how old or whose kin they are."""
    telling_else = word_list("no_occupations").union(*map(word_list, _KIN.values()))
    return frozenset(noun for noun in nouns - telling_else if not noun[0].isdigit())


class Cast:
    """The named entities of an article, in the order of their first mention, and what finds them by names and roles."""

    def __init__(self, named: Sequence[Entity], ids: Iterator[int]) -> None:
        """Hold the ``named`` entities; further ones get the next of ``ids``."""
        self.entities = tuple(named)
        self.people = tuple(entity for entity in named if entity.type == "person")
        self._places = sorted(
            ((name, entity) for entity in named for name in entity.names), key=lambda pair: pair[0].span
        )
        self._ids = ids
        self._keys = [frozenset(name_key(entity.name)) for entity in named]
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_name: dict[str, list[Entity]] = defaultdict(list)
        for number, entity in enumerate(named):
            self._by_name[entity.name].append(entity)
            for word in self._keys[number]:
                self._by_word[word].append(number)

    def add(self, name: str, type_: SpeakerType, evidence: Span, *, gender: Gender = "-", named: bool = True) -> Entity:
        """A further entity: a document or body that goes by a common noun, or one only described (not ``named``)."""
        return Entity(next(self._ids), name, type_, evidence, gender, named=named, told_gender=gender)

    def government_of(self, entity: Entity) -> Entity:
        """The country whose capital speaks for it, where the article names that: Russia for *Moscow*."""
        government = governments().get(entity.name) if entity.type == "government" else None
        if government is None or entity.name not in government.capitals:
            return entity
        country = government.country
        named = (other for name in (country, *government.names) for other in self.called(name))
        return max(named, key=lambda other: (other.name == country, len(other.names), -other.id), default=entity)

    # These answer with iterators, so that a caller that needs a few of hundreds does not pay for all.

    def called(self, name: str | None) -> Sequence[Entity]:
        """The named entities of this name, in their order."""
        return self._by_name.get(name, ()) if name is not None else ()

    def sharing(self, key: Iterable[str]) -> Iterator[Entity]:
        """The named entities whose names share a word with ``key``, in their order."""
        numbers = merge(*(self._by_word.get(word, ()) for word in set(key)))
        return (self.entities[number] for number, _ in groupby(numbers))

    def holding(self, words: Set[str]) -> Iterator[Entity]:
        """The named entities whose names have all of ``words``, in their order."""
        rarest = min((self._by_word.get(word, ()) for word in words), key=len, default=range(len(self.entities)))
        return (self.entities[number] for number in rarest if words <= self._keys[number])

    @cached_property
    def with_roles(self) -> Sequence[Entity]:
        """The named entities that the article gives a role, in their order."""
        return [entity for entity in self.entities if entity.roles]

    def named_in(self, span: Span) -> Iterator[tuple[Name, Entity]]:
        """The names that start inside ``span`` in text order, each with its entity."""
        first = bisect_left(self._places, span.start, key=lambda pair: pair[0].span.start)
        last = bisect_left(self._places, span.end, key=lambda pair: pair[0].span.start)
        yield from self._places[first:last]
