"""The features of candidates for the ranker: what the article has told of an entity when a mention is read."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from claimx.labels import Gender
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity, occupations
from claimx.pipeline.coreference.features import OTHER_GENDER, Floats, is_by_age_or_country
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.roles import synonyms

# The names of the columns, in their order, as in ``features``.
CANDIDATE_FEATURES = (
    "own words tell their gender",
    "a pronoun told their gender",
    "a pronoun told the other gender",
    "the pronoun behind the name agrees",
    "the pronoun behind the name disagrees",
    "kin of that gender",
    "kin of the other gender",
    "gender unknown",
    "named",
    "has a full name",
    "has a role",
    "has an occupation",
    "single word without a role",
    "log of places so far",
    "log of names in all",
    "named most",
    "in the headline",
    "mentioned once so far",
    "mentioned last",
    "mentioned last but one",
    "rank of recency",
    "spoke last",
    "spoke last but one",
    "last of that pronoun",
    "named in its words",
    "says what holds it",
    "is quoted in what holds it",
    "described so by their own words",
    "role holds the head",
    "role holds several words",
    "described by that noun before",
    "has another occupation",
    "name holds the noun",
    "an organization",
    "a government",
    "of the media",
    "a document",
    "spoke before",
    "log of sources that name it",
    "named by no source",
)

# A candidate is the source of the words that hold a mention where one of its so many last mentions stands in it.
_HELD = 6


class Standing:
    """What the article has told of its entities so far: how often each is named, and which spoke or were meant last."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self._context = context
        self._starts = [mention.span.start for mention in mentions]
        bodies = [entity for entity in context.cast.entities if entity.type != "person"]
        # The ids of the person and of the body with most names.
        self._most_named = {
            max(entities, key=lambda entity: len(entity.names)).id
            for entities in (context.cast.people, bodies)
            if entities
        }
        # The number of sources in the whole article that name each entity, and the ids of those that spoke so far.
        self._sources = Counter(
            mention.entity.id for mention in mentions if mention.entity is not None and mention.own is not None
        )
        self._spoke: set[int] = set()
        self._fixed: dict[int, _Fixed] = {}
        # The last two people (True) and the last two bodies (False) that spoke, the latest last.
        self._speakers: dict[bool, list[Entity]] = {True: [], False: []}
        self._by_pronoun: dict[Gender, Entity] = {}

    def add_mention(self, entity: Entity, mention: Mention) -> None:
        """Take in that ``mention`` means ``entity``."""
        if mention.starts_source:
            self._spoke.add(entity.id)
            earlier = [speaker for speaker in self._speakers[mention.is_person] if speaker is not entity]
            self._speakers[mention.is_person] = [*earlier, entity][-2:]
        if mention.kind == "pronoun":
            self._by_pronoun[mention.gender] = entity

    def features(self, candidates: Sequence[Entity], mention: Mention, most: int, by_words: Entity | None) -> Floats:
        """The CANDIDATE_FEATURES of the ``candidates`` for ``mention`` (last mentioned first), a row for each.

        There are ``most`` candidates at most. ``by_words`` is the entity that the words of a description identify.
        """
        gender, other = mention.gender, OTHER_GENDER[mention.gender]
        gendered = gender != "-"
        speakers = self._speakers[mention.is_person]
        spoke_last = speakers[-1] if speakers else None
        spoke_last_but_one = speakers[0] if len(speakers) > 1 else None
        of_pronoun = self._by_pronoun.get(gender) if gendered else None
        holding, quoted = self._held_by(mention), self._context.index.depth[mention.span.start] > 0
        described = _Described(mention, self._context.text)
        rows = []
        for rank, entity in enumerate(candidates):
            fixed = self._fixed_of(entity)
            unknown = entity.told_gender == "-" and fixed.ungendered and not entity.pronouns
            count = len(entity.mentions)
            says = bool(holding) and not holding.isdisjoint(entity.mentions[-_HELD:])
            rows.append(
                (
                    gendered and entity.told_gender == gender,
                    gendered and gender in entity.pronouns,
                    gendered and other in entity.pronouns,
                    gendered and fixed.named and entity.gender == gender,
                    gendered and fixed.named and entity.gender == other,
                    gendered and entity.kin == gender,
                    gendered and entity.kin == other,
                    gendered and unknown,
                    *fixed.standing,
                    math.log1p(count),
                    *fixed.naming,
                    count == 1,
                    rank == 0,
                    rank == 1,
                    rank / most,
                    entity is spoke_last,
                    entity is spoke_last_but_one,
                    entity is of_pronoun,
                    fixed.named and _is_named_in_words(entity, mention),
                    says and not quoted,
                    says and quoted,
                    by_words is entity,
                    *described.shared_with(entity),
                    *fixed.types,
                    entity.id in self._spoke,
                    *fixed.speaking,
                )
            )
        return np.array(rows, np.float32)

    def _fixed_of(self, entity: Entity) -> _Fixed:
        fixed = self._fixed.get(entity.id)
        if fixed is None:
            fixed = self._fixed[entity.id] = _Fixed.of(entity, entity.id in self._most_named, self._sources[entity.id])
        return fixed

    def _held_by(self, mention: Mention) -> frozenset[int]:
        """The numbers of the mentions that stand in the source of the content that holds ``mention``."""
        source = mention.outer.source if mention.outer is not None else None
        if source is None:
            return frozenset()
        first = bisect_left(self._starts, source.start)
        return frozenset(range(first, bisect_left(self._starts, source.end)))


@dataclass(frozen=True, slots=True)
class _Fixed:
    """The features of an entity that are the same for every mention, in the runs in which they stand in a row."""

    named: bool
    ungendered: bool
    standing: tuple[bool, ...]
    naming: tuple[float, ...]
    types: tuple[bool, ...]
    speaking: tuple[float, ...]

    @classmethod
    def of(cls, entity: Entity, most_named: bool, sources: int) -> Self:
        # When the ranker was fitted, a body that goes by a common noun counted as one without a name.
        named = entity.named and (bool(entity.names) or entity.type == "document")
        full, has_role = " " in entity.name, bool(entity.role_words)
        return cls(
            named,
            not named or entity.gender == "-",
            (named, named and full, has_role, bool(entity.occupations), named and not full and not has_role),
            (math.log1p(len(entity.names)), most_named, any(name.aside for name in entity.names)),
            tuple(entity.type == type_ for type_ in ("organization", "government", "media", "document")),
            (math.log1p(sources), not sources),
        )


def _is_named_in_words(entity: Entity, mention: Mention) -> bool:
    """Whether the content of which the mention is the source names ``entity``."""
    content = mention.own.content if mention.own is not None else ()
    return any(entity.is_named_in(stretch) for stretch, _ in content)


class _Described:
    """The words of a mention, to be compared with what is told of each candidate."""

    def __init__(self, mention: Mention, text: str) -> None:
        noun = mention.noun
        self._entity = mention.entity
        self._same = synonyms(noun.noun) if noun is not None else frozenset()
        self._last = synonyms(noun.noun.split()[-1]) if noun is not None else frozenset()
        words = mention.span.of(text).lower().split() if noun is not None else ()
        self._words = frozenset(word.strip("’'") for word in words)
        does = noun is not None and noun.type == "person" and not is_by_age_or_country(mention)
        self._occupations = occupations({noun.noun}) if noun is not None and does else frozenset()

    def shared_with(self, entity: Entity) -> tuple[bool, bool, bool, bool, bool]:
        """Five features: what the words share with the candidate's roles, earlier descriptions, occupations and name.

        They are whether a role holds the head, whether roles hold several of the words, whether the noun described the
        candidate before, whether both have an occupation and not the same one (*the judge* for a nurse), and whether
        the candidate's name holds the noun.
        """
        if self._entity is not None:
            apart = _are_apart(self._entity.occupations, occupations(entity.nouns))
            return not self._entity.role_words.isdisjoint(entity.nouns), False, False, apart, False
        return (
            not self._same.isdisjoint(entity.role_words),
            len(self._words & entity.role_words) > 1,
            not self._same.isdisjoint(entity.nouns),
            _are_apart(entity.occupations, self._occupations),
            not self._last.isdisjoint(entity.name_words),
        )


def _are_apart(ones: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both sets have words, and no word of one is a word of the other or a synonym of one."""
    return bool(ones) and bool(others) and all(synonyms(noun).isdisjoint(others) for noun in ones)
