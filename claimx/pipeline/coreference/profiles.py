"""What is known of somebody at a place in the text, by the cast and by the places so far."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, field
from typing import Self

from claimx.labels import Gender
from claimx.lexicon import person_nouns
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import TRAITS, Place
from claimx.pipeline.coreference.roles import synonyms

_BY_AGE_OR_COUNTRY = TRAITS.index("by age or country")
_KIN: dict[Gender, frozenset[str]] = {
    "m": frozenset("husband father son brother uncle nephew grandfather grandson stepfather widower boyfriend".split()),
    "f": frozenset(
        "wife mother daughter sister aunt niece grandmother granddaughter stepmother widow girlfriend".split()
    ),
}
# What people are called whatever they do.
_NO_OCCUPATION = (
    frozenset(
        "leader official man woman person one source resident neighbour neighbor voter parent passenger veteran native "
        "expert figure candidate nominee rival critic supporter ally colleague friend member".split()
    )
    | _KIN["m"]
    | _KIN["f"]
)


@dataclass(slots=True)
class Known:
    """Somebody in view: whether the article names them, the ``numbers`` of their places, what these told."""

    entity: Entity
    named: bool
    # Told by a title, a given name or the noun of a description.
    gender: Gender
    numbers: list[int] = field(default_factory=list)
    pronouns: set[Gender] = field(default_factory=set)
    nouns: set[str] = field(default_factory=set)
    kin: Gender = "-"
    role_words: frozenset[str] = frozenset()
    occupations: frozenset[str] = frozenset()
    name_words: frozenset[str] = frozenset()
    names_in_all: int = 0
    in_headline: bool = False

    @classmethod
    def of_cast(cls, entity: Entity) -> Self:
        """Somebody whom the article names, as known before the first place."""
        told: Gender = next((name.gender for name in entity.names if name.gender != "-"), "-")
        role_words = frozenset(entity.role_words)
        kin = [gender for gender, words in _KIN.items() if words & role_words]
        of_kin: Gender = kin[0] if len(kin) == 1 else "-"
        return cls(
            entity,
            named=True,
            gender=told if told != "-" else of_kin,
            kin=of_kin,
            role_words=role_words,
            name_words=frozenset(entity.name.lower().split()),
            occupations=_occupations({head for role in entity.roles if (head := _head(role)) is not None}),
            names_in_all=len(entity.names),
            in_headline=any(name.aside for name in entity.names),
        )

    def may_be(self, gender: Gender) -> bool:
        """Whether nothing tells that they are not of ``gender``, or a pronoun tells that they are."""
        return self.gender in (gender, "-") or gender in self.pronouns

    def does_another_thing(self, place: Place, named: Known | None) -> bool:
        """Whether they do one thing, and a description, or whoever is ``named`` at the place, another: nurse, judge."""
        if named is not None:
            return _are_apart(named.occupations, _occupations(self.nouns))
        if place.noun is None or place.noun.type != "person" or place.traits[_BY_AGE_OR_COUNTRY]:
            return False
        return _are_apart(self.occupations, _occupations({place.noun.noun}))

    def shared_words(self, place: Place, text: str) -> tuple[bool, bool, bool]:
        """What a description's words share with them: the head with a role, several words, a noun they had before."""
        if place.entity is not None:
            return not place.entity.role_words.isdisjoint(self.nouns), False, False
        if place.noun is None:
            return False, False, False
        same = synonyms(place.noun.noun)
        words = {word.strip("’'") for word in place.span.of(text).lower().split()}
        shared = words & self.role_words
        return bool(same & self.role_words), len(shared) > 1, bool(same & self.nouns)


def _head(role: str) -> str | None:
    """The noun for a person that heads a role."""
    noun = person_nouns().head(role)
    return noun.noun if noun is not None and noun.type == "person" else None


def _occupations(nouns: Set[str]) -> frozenset[str]:
    """Those of ``nouns`` that tell what somebody does."""
    return frozenset(noun for noun in nouns if noun not in _NO_OCCUPATION and not noun[0].isdigit())


def _are_apart(some: Set[str], others: Set[str]) -> bool:
    """Whether both are told of, and no word of one is one of the other or means the same."""
    return bool(some) and bool(others) and all(synonyms(noun).isdisjoint(others) for noun in some)
