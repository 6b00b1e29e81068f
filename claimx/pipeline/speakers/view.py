"""Who is in view at a place in the text: everyone mentioned before it, named or not, and whom it takes up.

The places of an article are read in order. A name is its entity's; whom a pronoun or a description takes up is
judged among those in view, or it is somebody new. So whom a text goes on about stays in view though named far
above, and the *she* behind *a woman in the café* does not go to the last woman with a name. Where a name comes up
first, it may be that of somebody described before.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt

from claimx.lexicon import person_nouns
from claimx.pipeline.speakers.context import Context
from claimx.pipeline.speakers.entities import Entity, Gender, SpeakerType
from claimx.pipeline.speakers.places import TRAITS, Place, PlaceKind
from claimx.pipeline.speakers.ranking import LATEST_PLACES, MOST_CANDIDATES, Candidate, Floats, Judge, Question
from claimx.pipeline.speakers.roles import complement, synonyms
from claimx.spans import Span

# Whom a description at a span stands for by its own words, None for nobody who is named.
Describe = Callable[[Span], Entity | None]

# What an article says of those who speak without their name.
_NOT_TO_BE_NAMED = re.compile(
    r"\b(?:not (?:to |wish to |want to )?be (?:named|identified|quoted)|(?:declin|refus)\w+ to be (?:named|identified)|"
    r"(?:would|could|did) not be (?:named|identified)|(?:declin|refus)\w+ to give (?:a|his|her|their)(?: \w+)? names?|"
    r"anonymity|anonymous(?:ly)?|not authori[sz]ed to|familiar with (?:the|his|her|its|their)\b|not (?:been )?named)\b"
)
_CLAUSE = re.compile(r",? who\b[^,.]*")
# Those mentioned last among whom candidates are looked for: a text of any length costs the same at each place.
_MOST_LOOKED_AT = 60
# Odds below which nobody is named: null rather than wrong, most of all where a name would be given to what is
# said above it.
_LEAST_ODDS: dict[PlaceKind, float] = {"pronoun": 0.4, "description": 0.0, "name": 0.85}
_OTHER: dict[Gender, Gender] = {"m": "f", "f": "m", "-": "-"}


@dataclass(slots=True)
class _Known:
    """What is known of somebody at a place in the text."""

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


@dataclass(frozen=True, slots=True)
class Settled:
    """Whom a place takes up.

    ``entity`` is whom the article names in the end, ``judged`` who was in view there. What is not ``sure`` is good
    enough to read on with, and not to name a speaker.
    """

    entity: Entity
    named: bool
    judged: Entity
    sure: bool


class View:
    """Whom each of an article's ``places`` takes up, by where they start."""

    def __init__(self, context: Context, places: Sequence[Place], describe: Describe, judge: Judge) -> None:
        self._context = context
        self._places = places
        self._describe = describe
        self._judge = judge
        self._sentences = np.array([context.sentence(place.span.start) for place in places])
        self._paragraphs = np.array([context.paragraph(place.span.start) for place in places])
        self._traits = np.array([place.traits for place in places], np.float32)
        self._known = {id(entity): self._introduce(entity) for entity in context.cast.entities}
        self._most_named = {
            person: max(
                (known for known in self._known.values() if (known.entity.type == "person") is person),
                key=lambda known: known.names_in_all,
                default=None,
            )
            for person in (True, False)
        }
        # Those mentioned so far, the last one last.
        self._recent: dict[int, _Known] = {}
        # The last two who spoke, people and bodies apart.
        self._speakers: dict[bool, list[_Known]] = {True: [], False: []}
        self._by_pronoun: dict[Gender, _Known] = {}
        # Of somebody described whom the article names further down.
        self._named_later: dict[int, Entity] = {}
        # Described, and not to be named.
        self._never_named: set[int] = set()
        self._documents: dict[str, _Known] = {}
        self._settled: dict[tuple[int, PlaceKind], Settled] = {}
        for number, place in enumerate(places):
            self._settle(number, place)

    def at(self, offset: int, kind: PlaceKind) -> Settled | None:
        """Whom the pronoun or the description that starts at ``offset`` takes up; None where there is none."""
        settled = self._settled.get((offset, kind))
        later = self._named_later.get(id(settled.entity)) if settled is not None else None
        return replace(settled, entity=later, named=True) if settled is not None and later is not None else settled

    def _introduce(self, entity: Entity) -> _Known:
        told: Gender = next((name.gender for name in entity.names if name.gender != "-"), "-")
        role_words = frozenset(entity.role_words)
        kin = [gender for gender, words in _KIN.items() if words & role_words]
        of_kin: Gender = kin[0] if len(kin) == 1 else "-"
        return _Known(
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

    def _settle(self, number: int, place: Place) -> None:
        if place.entity is not None:
            known = self._known[id(place.entity)]
            # No person is called the Raj Bhavan, whatever ner takes it for.
            behind_article = self._context.text[max(0, place.span.start - 4) : place.span.start].lower() == "the "
            if place.is_person and not known.numbers and not behind_article:
                self._name_somebody(known, number, place)
            self._mention(known, number, place)
            return
        if place.kind == "description" and self._asks_not_to_be_named(place):
            known = self._somebody(place)
            self._never_named.add(id(known.entity))
            self._mention(known, number, place)
            self._settled[place.key] = Settled(known.entity, named=False, judged=known.entity, sure=True)
            return
        told = self._describe(place.span) if place.kind == "description" else None
        chosen: Entity | None
        if told is not None and (told.type == "document" or id(told) not in self._recent):
            # A document goes by its kind; headlines describe whom the article names further down.
            chosen, sure = told, True
        else:
            chosen, odds = self._judged(self._question(number, place, told))
            sure = odds >= _LEAST_ODDS[place.kind]
        known = self._known.get(id(chosen)) or self._document(chosen) or self._somebody(place)
        self._mention(known, number, place)
        self._settled[place.key] = Settled(known.entity, known.named, known.entity, sure)

    def _asks_not_to_be_named(self, place: Place) -> bool:
        """Whether the sentence of a speaker, or the clause behind somebody, says that they are not named."""
        text, sentences = self._context.text, self._context.sentences
        clause = _CLAUSE.match(text, place.span.end)
        if place.own is not None:
            following = self._context.sentence(place.span.start)
            end = sentences[following] if following < len(sentences) else len(text)
        else:
            end = clause.end() if clause is not None else place.span.end
        return _NOT_TO_BE_NAMED.search(text, place.span.end, end) is not None

    def _judged(self, question: Question) -> tuple[Entity | None, float]:
        """Who of the candidates is meant most likely, None for nobody among them, and the odds of that."""
        if not question.candidates:
            return None, 1.0
        odds = self._judge(question)
        best = int(odds.argmax())
        return (question.candidates[best].entity if best < len(question.candidates) else None), float(odds[best])

    def _name_somebody(self, known: _Known, number: int, place: Place) -> None:
        """Where a name stands first it may be that of somebody described before: *A nurse … Ana Ruiz, 34, said*."""
        chosen, odds = self._judged(self._question(number, place, None, named=False))
        if chosen is not None and odds >= _LEAST_ODDS["name"]:
            somebody = self._known[id(chosen)]
            self._named_later[id(somebody.entity)] = known.entity
            del self._recent[id(somebody.entity)]
            known.numbers.extend(somebody.numbers)
            known.pronouns |= somebody.pronouns
            known.nouns |= somebody.nouns

    def _somebody(self, place: Place) -> _Known:
        """Somebody whom the article has not mentioned yet and does not name."""
        text = place.span.of(self._context.text)
        type_: SpeakerType = "person" if place.is_person else place.noun.type if place.noun else "unknown"
        entity = Entity(text, type_, place.span, place.gender, place.noun.noun if place.noun else None)
        known = self._known[id(entity)] = _Known(entity, named=False, gender=place.gender)
        return known

    def _document(self, told: Entity | None) -> _Known | None:
        """The document of that name: no cast holds documents."""
        if told is None:
            return None
        known = self._documents.setdefault(told.name, _Known(told, named=True, gender="-"))
        self._known[id(known.entity)] = known
        return known

    def _mention(self, known: _Known, number: int, place: Place) -> None:
        known.numbers.append(number)
        key = id(known.entity)
        self._recent.pop(key, None)
        self._recent[key] = known
        if place.own is not None and place.span.start == _start(place):
            before = self._speakers[place.is_person]
            self._speakers[place.is_person] = [*(one for one in before if one is not known), known][-2:]
        if place.kind == "pronoun":
            known.pronouns.add(place.gender)
            self._by_pronoun[place.gender] = known
        elif place.noun is not None:
            known.nouns.add(place.noun.noun)
            if place.gender != "-":
                known.gender = place.gender

    def _question(self, number: int, place: Place, told: Entity | None, *, named: bool | None = None) -> Question:
        lately = islice(reversed(self._recent.values()), _MOST_LOOKED_AT)
        other = _OTHER[place.gender]
        document = place.noun is not None and place.noun.type == "document"
        described = place.kind == "description"
        others = self._others_inside(place) if described else frozenset()
        done_to = _done_to(_phrase(place).of(self._context.text)) if described else None
        offices = complement(_phrase(place).of(self._context.text)) if described and place.is_person else frozenset()
        agreeing = (
            known
            for known in lately
            if (known.entity.type == "person") == place.is_person
            and (known.entity.type == "document" or not document)
            and (other == "-" or known.gender != other)
            and id(known.entity) not in others
            and not (done_to and _may_be(known, done_to))
            and (not known.named or known.entity.holds_office_in(offices))
            and (named is None or (known.named == named and id(known.entity) not in self._never_named))
        )
        found = list(islice(agreeing, MOST_CANDIDATES))
        standing = [self._standing(known, place, rank, told) for rank, known in enumerate(found)]
        # The first place tells who somebody is, the latest where the text has come to.
        told_by = [[*known.numbers[:1], *known.numbers[1:][-LATEST_PLACES:]] for known in found]
        rows = np.array([row for rows in told_by for row in rows], np.int64)
        return Question(
            place,
            tuple(self._candidate(known) for known in found),
            np.array(standing, np.float32),
            self._seen(rows, number),
            tuple(accumulate((len(rows) for rows in told_by[:-1]), initial=0)),
        )

    def _others_inside(self, place: Place) -> frozenset[int]:
        """Those whom the words of a description name: *the officer who arrested Dunn*, *the Trump aide* is neither."""
        named = self._context.cast.named_in(_phrase(place))
        return frozenset(id(entity) for _, entity in named if entity.type == "person")

    def _candidate(self, known: _Known) -> Candidate:
        return Candidate(known.entity, known.named, self._places[known.numbers[0]], len(known.numbers))

    def _seen(self, rows: npt.NDArray[np.int64], number: int) -> Floats:
        """The traits of places and their distances from place ``number``."""
        apart = self._sentences[number] - self._sentences[rows]
        paragraphs = self._paragraphs[number] - self._paragraphs[rows]
        quoted = self._traits[:, _QUOTED]
        distances = (
            *((apart >= least) & (apart <= most) for least, most in _SENTENCES_APART),
            *((paragraphs >= least) & (paragraphs <= most) for least, most in _PARAGRAPHS_APART),
            np.log1p(number - rows),
            quoted[rows] == quoted[number],
        )
        return np.concatenate((self._traits[rows], np.stack(distances, axis=1)), axis=1).astype(np.float32)

    def _standing(self, known: _Known, place: Place, rank: int, told: Entity | None) -> tuple[float, ...]:
        entity, gender, other = known.entity, place.gender, _OTHER[place.gender]
        gendered = gender != "-"
        unknown = known.gender == "-" and (not known.named or entity.gender == "-") and not known.pronouns
        full = " " in entity.name
        speakers = self._speakers[place.is_person]
        return (
            gendered and known.gender == gender,
            gendered and gender in known.pronouns,
            gendered and other in known.pronouns,
            gendered and known.named and entity.gender == gender,
            gendered and known.named and entity.gender == other,
            gendered and known.kin == gender,
            gendered and known.kin == other,
            gendered and unknown,
            known.named,
            known.named and full,
            bool(known.role_words),
            bool(known.occupations),
            known.named and not full and not known.role_words,
            math.log1p(len(known.numbers)),
            math.log1p(known.names_in_all),
            known is self._most_named[place.is_person],
            known.in_headline,
            len(known.numbers) == 1,
            rank == 0,
            rank == 1,
            rank / MOST_CANDIDATES,
            bool(speakers) and speakers[-1] is known,
            len(speakers) > 1 and speakers[0] is known,
            gendered and self._by_pronoun.get(gender) is known,
            _is_named_in_words(entity, place) if known.named else False,
            *self._holding(known, place),
            told is entity,
            *_described(known, place, self._context.text),
            self._has_another_occupation(known, place),
            place.noun is not None and not known.name_words.isdisjoint(synonyms(place.noun.noun.split()[-1])),
            *(entity.type == type_ for type_ in ("organization", "government", "media", "document")),
        )

    def _has_another_occupation(self, known: _Known, place: Place) -> bool:
        """Whether somebody does one thing, and the mention, or whoever it names, another: a nurse, a director."""
        if place.entity is not None:
            return _are_apart(self._known[id(place.entity)].occupations, _occupations(known.nouns))
        if place.noun is None or place.noun.type != "person" or place.traits[_BY_AGE_OR_COUNTRY]:
            return False
        return _are_apart(known.occupations, _occupations({place.noun.noun}))

    def _holding(self, known: _Known, place: Place) -> tuple[bool, bool]:
        """Whether somebody says the words that the mention stands in: in reported words, in a quotation."""
        source = place.outer.source if place.outer is not None else None
        says = source is not None and any(
            source.start <= self._places[index].span.start < source.end for index in known.numbers[-_HELD:]
        )
        quoted = self._context.depth[place.span.start] > 0
        return says and not quoted, says and quoted


# The spans of sentences and paragraphs that DISTANCES tells apart.
_FAR = 1 << 30
_SENTENCES_APART = ((0, 0), (1, 1), (2, 2), (3, 4), (5, _FAR))
_PARAGRAPHS_APART = ((0, 0), (1, 1), (2, 2), (3, _FAR))
_QUOTED = TRAITS.index("quoted")
# Whoever says what holds a mention was mentioned there among their last places.
_HELD = 6
_KIN: dict[Gender, frozenset[str]] = {
    "m": frozenset("husband father son brother uncle nephew grandfather grandson stepfather widower boyfriend".split()),
    "f": frozenset(
        "wife mother daughter sister aunt niece grandmother granddaughter stepmother widow girlfriend".split()
    ),
}


def _head(role: str) -> str | None:
    """The noun for a person that heads a role."""
    noun = person_nouns().head(role)
    return noun.noun if noun is not None and noun.type == "person" else None


def _done_to(phrase: str) -> Gender | None:
    """Of which gender somebody is to whom a description says something is done: *the officer who arrested* **him**."""
    match = _DONE_TO.search(phrase)
    return None if match is None else "m" if match["whom"] == "him" else "f"


_DONE_TO = re.compile(r"\b(?:who|that) .*\b(?P<whom>him|her)$")


def _may_be(known: _Known, gender: Gender) -> bool:
    return known.gender in (gender, "-") or gender in known.pronouns


def _phrase(place: Place) -> Span:
    """All the words of a description: those of the source that it begins, else its own."""
    source = place.own.source if place.own is not None else None
    return source if source is not None and source.start == place.span.start else place.span


def _start(place: Place) -> int:
    """Where the source begins that a place stands in."""
    return place.own.source.start if place.own is not None and place.own.source is not None else -1


def _is_named_in_words(entity: Entity, place: Place) -> bool:
    """Whether the words that the mention is the speaker of name somebody."""
    for stretch, _ in place.own.content if place.own is not None else ():
        index = bisect_left(entity.names, stretch.start, key=lambda name: name.span.start)
        if index < len(entity.names) and entity.names[index].span.start < stretch.end:
            return True
    return False


_BY_AGE_OR_COUNTRY = TRAITS.index("by age or country")
# What people are called whatever they do.
_NO_OCCUPATION = frozenset(
    "leader official man woman person one source resident neighbour neighbor voter parent passenger veteran native "
    "expert figure candidate nominee rival critic supporter ally colleague friend member".split()
)


def _occupations(nouns: Set[str]) -> frozenset[str]:
    """Those of ``nouns`` that tell what somebody does."""
    kin = _KIN["m"] | _KIN["f"]
    return frozenset(noun for noun in nouns if noun not in _NO_OCCUPATION | kin and not noun[0].isdigit())


def _are_apart(some: Set[str], others: Set[str]) -> bool:
    """Whether both are told of, and no word of one is one of the other or means the same."""
    return bool(some) and bool(others) and all(synonyms(noun).isdisjoint(others) for noun in some)


def _described(known: _Known, place: Place, text: str) -> tuple[bool, bool, bool]:
    """What a description's words share with somebody: the head with a role, several words, the noun of one before."""
    if place.entity is not None:
        roles = place.entity.role_words
        return not roles.isdisjoint(known.nouns), False, False
    if place.noun is None:
        return False, False, False
    noun = place.noun.noun
    same = synonyms(noun)
    words = {word.strip("’'") for word in place.span.of(text).lower().split()}
    shared = words & known.role_words
    return bool(same & known.role_words), len(shared) > 1, bool(same & known.nouns)
