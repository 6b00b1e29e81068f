"""Who is in view at a place in the text: everyone mentioned before it, named or not, and whom it takes up.

The places of an article are read in order. A name is its entity's; whom a pronoun or a description takes up is
judged among those in view, or it is somebody new. So whom a text goes on about stays in view though named far
above, and the *she* behind *a woman in the café* does not go to the last woman with a name. Where a name comes up
first, it may be that of somebody described before.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender, SpeakerType
from claimx.pipeline.coreference.candidates import OTHER_GENDER, Agreement, is_not_to_be_named
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import TRAITS, Place, PlaceKind
from claimx.pipeline.coreference.name_shapes import is_behind_article
from claimx.pipeline.coreference.profiles import Known
from claimx.pipeline.coreference.ranker import LATEST_PLACES, MOST_CANDIDATES, Candidate, Floats, Judge, Question
from claimx.pipeline.coreference.roles import synonyms
from claimx.spans import Span

# Whom a description at a span stands for by its own words, None for nobody who is named.
Describe = Callable[[Span], Entity | None]

# Those mentioned last among whom candidates are looked for: a text of any length costs the same at each place.
_MOST_LOOKED_AT = 60
# Odds below which nobody is named: null rather than wrong, most of all where a name would be given to what is
# said above it.
_LEAST_ODDS: dict[PlaceKind, float] = {"pronoun": 0.4, "description": 0.0, "name": 0.85}


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
        self._sentences = np.array([context.index.sentence(place.span.start) for place in places])
        self._paragraphs = np.array([context.index.paragraph(place.span.start) for place in places])
        self._traits = np.array([place.traits for place in places], np.float32)
        self._known = {id(entity): Known.of_cast(entity) for entity in context.cast.entities}
        self._most_named = {
            person: max(
                (known for known in self._known.values() if (known.entity.type == "person") is person),
                key=lambda known: known.names_in_all,
                default=None,
            )
            for person in (True, False)
        }
        # Those mentioned so far, the last one last.
        self._recent: dict[int, Known] = {}
        # The last two who spoke, people and bodies apart.
        self._speakers: dict[bool, list[Known]] = {True: [], False: []}
        self._by_pronoun: dict[Gender, Known] = {}
        # Of somebody described whom the article names further down.
        self._named_later: dict[int, Entity] = {}
        # Described, and not to be named.
        self._never_named: set[int] = set()
        self._documents: dict[str, Known] = {}
        self._settled: dict[tuple[int, PlaceKind], Settled] = {}
        for number, place in enumerate(places):
            self._settle(number, place)

    def at(self, offset: int, kind: PlaceKind) -> Settled | None:
        """Whom the pronoun or the description that starts at ``offset`` takes up; None where there is none."""
        settled = self._settled.get((offset, kind))
        later = self._named_later.get(id(settled.entity)) if settled is not None else None
        return replace(settled, entity=later, named=True) if settled is not None and later is not None else settled

    def named_at(self, offset: int, kind: PlaceKind) -> Entity | None:
        """Whom the article names that the place there surely takes up, None for nobody."""
        settled = self.at(offset, kind)
        return settled.entity if settled is not None and settled.named and settled.sure else None

    def _settle(self, number: int, place: Place) -> None:
        if place.entity is not None:
            known = self._known[id(place.entity)]
            # No person is called the Raj Bhavan, whatever ner takes it for.
            named_first = place.is_person and not known.numbers
            if named_first and not is_behind_article(self._context.text, place.span.start):
                self._name_somebody(known, number, place)
            self._mention(known, number, place)
            return
        if place.kind == "description" and is_not_to_be_named(place, self._context):
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

    def _judged(self, question: Question) -> tuple[Entity | None, float]:
        """Who of the candidates is meant most likely, None for nobody among them, and the odds of that."""
        if not question.candidates:
            return None, 1.0
        odds = self._judge(question)
        best = int(odds.argmax())
        return (question.candidates[best].entity if best < len(question.candidates) else None), float(odds[best])

    def _name_somebody(self, known: Known, number: int, place: Place) -> None:
        """Where a name stands first it may be that of somebody described before: *A nurse … Ana Ruiz, 34, said*."""
        chosen, odds = self._judged(self._question(number, place, None, named=False))
        if chosen is not None and odds >= _LEAST_ODDS["name"]:
            somebody = self._known[id(chosen)]
            self._named_later[id(somebody.entity)] = known.entity
            del self._recent[id(somebody.entity)]
            known.numbers.extend(somebody.numbers)
            known.pronouns |= somebody.pronouns
            known.nouns |= somebody.nouns

    def _somebody(self, place: Place) -> Known:
        """Somebody whom the article has not mentioned yet and does not name."""
        text = place.span.of(self._context.text)
        type_: SpeakerType = "person" if place.is_person else place.noun.type if place.noun else "unknown"
        entity = Entity(text, type_, place.span, place.gender, place.noun.noun if place.noun else None)
        known = self._known[id(entity)] = Known(entity, named=False, gender=place.gender)
        return known

    def _document(self, told: Entity | None) -> Known | None:
        """The document of that name: no cast holds documents."""
        if told is None:
            return None
        known = self._documents.setdefault(told.name, Known(told, named=True, gender="-"))
        self._known[id(known.entity)] = known
        return known

    def _mention(self, known: Known, number: int, place: Place) -> None:
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
        agreement = Agreement(place, self._context)
        agreeing = (
            known
            for known in lately
            if agreement.allows(known)
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

    def _candidate(self, known: Known) -> Candidate:
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

    def _standing(self, known: Known, place: Place, rank: int, told: Entity | None) -> tuple[float, ...]:
        entity, gender, other = known.entity, place.gender, OTHER_GENDER[place.gender]
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
            *known.shared_words(place, self._context.text),
            known.does_another_thing(place, self._known[id(place.entity)] if place.entity is not None else None),
            place.noun is not None and not known.name_words.isdisjoint(synonyms(place.noun.noun.split()[-1])),
            *(entity.type == type_ for type_ in ("organization", "government", "media", "document")),
        )

    def _holding(self, known: Known, place: Place) -> tuple[bool, bool]:
        """Whether somebody says the words that the mention stands in: in reported words, in a quotation."""
        source = place.outer.source if place.outer is not None else None
        says = source is not None and any(
            source.start <= self._places[index].span.start < source.end for index in known.numbers[-_HELD:]
        )
        quoted = self._context.index.depth[place.span.start] > 0
        return says and not quoted, says and quoted


# The spans of sentences and paragraphs that DISTANCES tells apart.
_FAR = 1 << 30
_SENTENCES_APART = ((0, 0), (1, 1), (2, 2), (3, 4), (5, _FAR))
_PARAGRAPHS_APART = ((0, 0), (1, 1), (2, 2), (3, _FAR))
_QUOTED = TRAITS.index("quoted")
# Whoever says what holds a mention was mentioned there among their last places.
_HELD = 6


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
