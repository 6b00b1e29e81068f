"""What the ranker sees: how a mention stands, how far back a candidate's mentions lie, how a candidate stands.

Each of the three lists of names says what the numbers of its function are, in their order. They are part of the
ranker's weights, which were fitted to exactly these numbers.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender
from claimx.lexicon import given_names
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity, Name, occupations
from claimx.pipeline.coreference.mentions import Mention, is_age, is_compatriot
from claimx.pipeline.coreference.roles import synonyms

Floats = npt.NDArray[np.float32]

MENTION_FEATURES = (
    "name",
    "surely a person's",
    "of one word",
    "pronoun",
    "description",
    "subject",
    "in a source",
    "starts a source",
    "owns what follows",
    "quoted",
    "aside",
    "beside a role",
    "nominative",
    "behind a preposition",
    "behind by",
    "behind of",
    "behind to or with",
    "behind a past tense",
    "before an auxiliary",
    "before a past tense",
    "behind and",
    "before and",
    "before a comma",
    "behind a comma",
    "opens a sentence",
    "opens a paragraph",
    "behind its words",
    "of quoted words",
    "behind that",
    "behind said",
    "definite",
    "indefinite",
    "owned",
    "by age or country",
    "former",
    "it",
    "they",
    "of an organization",
    "of a government",
    "of the media",
    "of a document",
    "of a business",
    "with a capital",
)
# How far a mention of a candidate lies before the mention that is resolved.
DISTANCE_FEATURES = (
    "same sentence",
    "sentence before",
    "two sentences before",
    "three or four sentences before",
    "further sentences before",
    "same paragraph",
    "paragraph before",
    "two paragraphs before",
    "further paragraphs before",
    "log of places between",
    "both quoted or neither",
)
# How a candidate stands when the mention is read.
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
)

# Around a mention so many code points are looked at for the words beside it.
_BESIDE = 30
_WORD_AHEAD = re.compile(r"[’']?s?,? ?([\w’'\-]*)")
_WORD_BEHIND = re.compile(r"([\w’'\-]+)[“\"‘ ]*$")
_WORD = re.compile(r"\w")
_INDEFINITE_ARTICLE = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_DEFINITE_ARTICLE = re.compile(r"(?:the|this|that)\b", re.IGNORECASE)
_OWNING_DETERMINER = re.compile(
    r"(?:his|her|its|their|my|our)\b|(?:(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w\-]+['’]s?) ", re.IGNORECASE
)
_POSSESSIVES = frozenset(("his", "her", "hers"))
_REPORTING = frozenset("said says added told".split())
_CONJUNCTIONS = frozenset("and but or".split())
_COMPLEMENTIZERS = frozenset("that if whether".split())

# The DISTANCE_FEATURES of so many sentences or paragraphs between, the last row for all that are further apart.
_SENTENCES_APART = np.eye(5, dtype=np.float32)[[0, 1, 2, 3, 3, 4]]
_PARAGRAPHS_APART = np.eye(4, dtype=np.float32)
# Those of each pair of a sentence row and a paragraph row.
_APART = np.concatenate((_SENTENCES_APART.repeat(4, axis=0), np.tile(_PARAGRAPHS_APART, (6, 1))), axis=1)
_DISTANCES = len(MENTION_FEATURES)
_QUOTED_COLUMN = MENTION_FEATURES.index("quoted")
# Whoever says the words that hold a mention was mentioned there among so many last mentions.
_HELD = 6
OTHER_GENDER: dict[Gender, Gender] = {"m": "f", "f": "m", "-": "-"}


class MentionTable:
    """The features of all mentions of an article: ``rows`` (n, 43) has a row of MENTION_FEATURES for each."""

    def __init__(self, mentions: Sequence[Mention], context: Context, attributions: Sequence[Attributed]) -> None:
        index = context.index
        sources = frozenset(item.source.start for item in attributions if item.source is not None)
        self.rows = np.array([_mention_features(mention, context, sources) for mention in mentions], np.float32)
        self._sentences = np.array([index.sentence(mention.span.start) for mention in mentions])
        self._paragraphs = np.array([index.paragraph(mention.span.start) for mention in mentions])

    def seen_from(self, number: int, earlier: Sequence[int]) -> Floats:
        """A row of MENTION_FEATURES and DISTANCE_FEATURES for each of the mentions ``earlier`` than ``number``."""
        numbers = np.array(earlier, np.int64)
        sentences = np.minimum(self._sentences[number] - self._sentences[numbers], len(_SENTENCES_APART) - 1)
        paragraphs = np.minimum(self._paragraphs[number] - self._paragraphs[numbers], len(_PARAGRAPHS_APART) - 1)
        seen = np.empty((len(numbers), len(MENTION_FEATURES) + len(DISTANCE_FEATURES)), np.float32)
        seen[:, :_DISTANCES] = self.rows[numbers]
        seen[:, _DISTANCES:-2] = _APART[sentences * len(_PARAGRAPHS_APART) + paragraphs]
        seen[:, -2] = np.log1p(number - numbers)
        seen[:, -1] = seen[:, _QUOTED_COLUMN] == self.rows[number, _QUOTED_COLUMN]
        return seen


def _mention_features(mention: Mention, context: Context, sources: frozenset[int]) -> tuple[bool, ...]:
    text, index = context.text, context.index
    span, name, noun, own = mention.span, mention.name, mention.noun, mention.own
    phrase = span.of(text)
    lower = phrase.lower()
    ahead = text[span.end : span.end + _BESIDE]
    following = _WORD_AHEAD.match(ahead)
    next_word = following.group(1).lower() if following else ""
    behind = text[max(0, span.start - _BESIDE) : span.start]
    preceding = _WORD_BEHIND.search(behind)
    word_before = preceding.group(1).lower() if preceding else ""
    possessive = name.possessive if name else ahead[:2] in ("'s", "’s") or lower in _POSSESSIVES
    pronoun, description = mention.kind == "pronoun", mention.kind == "description"
    return (
        mention.kind == "name",
        name is not None and _is_surely_of_a_person(name),
        name is not None and " " not in name.text,
        pronoun,
        description,
        not possessive and context.may_be_subject(span.start),
        own is not None,
        span.start in sources,
        possessive,
        index.depth[span.start] > 0,
        index.is_aside(span.start),
        name is not None and name.role is not None,
        lower in ("he", "she"),
        word_before in word_list("prepositions"),
        word_before == "by",
        word_before == "of",
        word_before in ("to", "with"),
        word_before.endswith("ed") or word_before == "told",
        next_word in word_list("words_behind_subjects"),
        next_word.endswith("ed"),
        word_before in _CONJUNCTIONS,
        next_word == "and",
        ahead[:1] == ",",
        behind.rstrip()[-1:] == ",",
        opens(text, span.start, index.sentences),
        opens(text, span.start, index.paragraphs),
        own is not None and own.start < span.start,
        own is not None and any(quoted for _, quoted in own.content),
        word_before in _COMPLEMENTIZERS,
        word_before in _REPORTING,
        description and _DEFINITE_ARTICLE.match(phrase) is not None,
        description and _INDEFINITE_ARTICLE.match(phrase) is not None,
        description and _OWNING_DETERMINER.match(phrase) is not None,
        _is_by_age_or_country(mention),
        description and "former" in phrase,
        pronoun and lower == "it",
        pronoun and lower == "they",
        *(noun is not None and noun.type == type_ for type_ in ("organization", "government", "media", "document")),
        noun is not None and noun.noun in word_list("businesses"),
        description and any(letter.isupper() for letter in phrase[1:]),
    )


def opens(text: str, offset: int, starts: Sequence[int]) -> bool:
    """Whether no word stands between ``offset`` and the last of ``starts`` (ascending) before it."""
    number = bisect_right(starts, offset) - 1
    return number >= 0 and _WORD.search(text, starts[number], offset) is None


def _is_surely_of_a_person(name: Name) -> bool:
    """Whether a title, a role or a given name shows that it is no body's or place's that passes for a person's."""
    told = name.gender != "-" or name.role is not None
    return name.type == "person" and (told or name.text.split()[0] in given_names())


def _is_by_age_or_country(mention: Mention) -> bool:
    noun = mention.noun
    return noun is not None and (is_age(noun.noun) or is_compatriot(noun.noun.capitalize()))


class Standing:
    """How candidates stand so far: who is named most, who spoke last, whom each pronoun meant last."""

    def __init__(self, context: Context, mentions: Sequence[Mention]) -> None:
        self._context = context
        self._starts = [mention.span.start for mention in mentions]
        bodies = [entity for entity in context.cast.entities if entity.type != "person"]
        # The person and the body with most names.
        self._most_named = {
            max(them, key=lambda one: len(one.names)).id for them in (context.cast.people, bodies) if them
        }
        self._fixed: dict[int, _Fixed] = {}
        # The last two who spoke, people and bodies apart.
        self._speakers: dict[bool, list[Entity]] = {True: [], False: []}
        self._by_pronoun: dict[Gender, Entity] = {}

    def note(self, entity: Entity, mention: Mention) -> None:
        """Take in that ``mention`` means ``entity``."""
        source = mention.own.source if mention.own is not None else None
        if source is not None and mention.span.start == source.start:
            before = self._speakers[mention.is_person]
            self._speakers[mention.is_person] = [*(one for one in before if one is not entity), entity][-2:]
        if mention.kind == "pronoun":
            self._by_pronoun[mention.gender] = entity

    def features(self, found: Sequence[Entity], mention: Mention, most: int, told: Entity | None) -> Floats:
        """The CANDIDATE_FEATURES of those ``found`` for ``mention``, a row for each, the last mentioned first.

        There are ``most`` of them at most. ``told`` is whom a description stands for by its own words.
        """
        gender, other = mention.gender, OTHER_GENDER[mention.gender]
        gendered = gender != "-"
        speakers = self._speakers[mention.is_person]
        last = speakers[-1] if speakers else None
        last_but_one = speakers[0] if len(speakers) > 1 else None
        of_pronoun = self._by_pronoun.get(gender) if gendered else None
        holding, quoted = self._held_by(mention), self._context.index.depth[mention.span.start] > 0
        described = _Described(mention, self._context.text)
        rows = []
        for rank, entity in enumerate(found):
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
                    entity is last,
                    entity is last_but_one,
                    entity is of_pronoun,
                    fixed.named and _is_named_in_words(entity, mention),
                    says and not quoted,
                    says and quoted,
                    told is entity,
                    *described.shared_with(entity),
                    *fixed.types,
                )
            )
        return np.array(rows, np.float32)

    def _fixed_of(self, entity: Entity) -> _Fixed:
        fixed = self._fixed.get(entity.id)
        if fixed is None:
            fixed = self._fixed[entity.id] = _Fixed.of(entity, entity.id in self._most_named)
        return fixed

    def _held_by(self, mention: Mention) -> frozenset[int]:
        """The numbers of the mentions in the source of the words that hold ``mention``."""
        source = mention.outer.source if mention.outer is not None else None
        if source is None:
            return frozenset()
        first = bisect_left(self._starts, source.start)
        return frozenset(range(first, bisect_left(self._starts, source.end)))


@dataclass(frozen=True, slots=True)
class _Fixed:
    """The features of an entity that are the same for every mention, in three runs."""

    named: bool
    ungendered: bool
    standing: tuple[bool, ...]
    naming: tuple[float, ...]
    types: tuple[bool, ...]

    @classmethod
    def of(cls, entity: Entity, most_named: bool) -> Self:
        # The ranker was fitted where a body that goes by a common noun counted as described.
        named = entity.named and (bool(entity.names) or entity.type == "document")
        full, has_role = " " in entity.name, bool(entity.role_words)
        return cls(
            named,
            not named or entity.gender == "-",
            (named, named and full, has_role, bool(entity.occupations), named and not full and not has_role),
            (math.log1p(len(entity.names)), most_named, any(name.aside for name in entity.names)),
            tuple(entity.type == type_ for type_ in ("organization", "government", "media", "document")),
        )


def _is_named_in_words(entity: Entity, mention: Mention) -> bool:
    """Whether the words that the mention is the speaker of name ``entity``."""
    content = mention.own.content if mention.own is not None else ()
    return any(entity.is_named_in(stretch) for stretch, _ in content)


class _Described:
    """What the words of a mention tell, beside what is told of a candidate."""

    def __init__(self, mention: Mention, text: str) -> None:
        noun = mention.noun
        self._entity = mention.entity
        self._same = synonyms(noun.noun) if noun is not None else frozenset()
        self._last = synonyms(noun.noun.split()[-1]) if noun is not None else frozenset()
        words = mention.span.of(text).lower().split() if noun is not None else ()
        self._words = frozenset(word.strip("’'") for word in words)
        does = noun is not None and noun.type == "person" and not _is_by_age_or_country(mention)
        self._occupations = occupations({noun.noun}) if noun is not None and does else frozenset()

    def shared_with(self, entity: Entity) -> tuple[bool, bool, bool, bool, bool]:
        """Whether the head is one of a role, several words are, the noun was used before; what tells them apart.

        Last whether the two do different things (the candidate is a nurse, the mention is of a judge), and whether the
        candidate's name holds the noun.
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


def _are_apart(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether both are told of, and no word of one is one of the other or means the same."""
    return bool(some) and bool(others) and all(synonyms(noun).isdisjoint(others) for noun in some)
