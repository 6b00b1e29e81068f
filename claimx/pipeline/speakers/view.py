"""Who is in view at a place in the text: everyone mentioned before it, and how much each mention weighs.

Names count, and descriptions (*the captain*), and every *he* and *she* once it is resolved: whom a text goes on
about stays in view, though named far above. Somebody described and never named (*a woman in the café*) is in view
as well, so that the *she* behind does not go to the last woman with a name.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimx.lexicon import PersonNoun, person_nouns
from claimx.pipeline.speakers.context import Context
from claimx.pipeline.speakers.entities import Entity, Gender, Name
from claimx.spans import Span

# Weights of salience, set by hand and checked on the choosing half of the gold; their order matters most.
_SUBJECT, _SPEAKS = 2.5, 0.7
_POSSESSIVE, _QUOTED, _ASIDE = -1.2, -2.5, 0.0
_PER_SENTENCE, _PER_PARAGRAPH = 0.8, 1.5
_MOST_SENTENCES, _MOST_PARAGRAPHS = 10, 5
_GENDER_KNOWN = 2.5
# A single word that ner takes for a person, without a full name or a role anywhere, is often none.
_DOUBTFUL = -1.2
# Whom the article is about is named again and again.
_PER_DOUBLING, _MOST_DOUBLINGS = 0.5, 4.0
_LATEST_PLACES = 3
# The subject of a clause before in the pronoun's own sentence.
_HERE = 2.2
# Somebody described and not named comes into view to be gone on about.
_UNNAMED = 2.4
# Beyond this many sentences only somebody whose gender is known is meant.
_NEAR_SENTENCES = 6

_SUBJECT_PRONOUN = re.compile(r"\b(?:(?P<m>[Hh]e)|(?P<f>[Ss]he))\b")
# What opens a sentence: a determiner or an owner, and words up to where a noun for people may stand.
_SUBJECT_PHRASE = re.compile(
    r"[“\"‘«]?(?P<phrase>(?:An?|One|Another|The|His|Her|Their|Its|This|That|"
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w\-]+['’]s?)(?: [\w’'\-]+){1,5})"
)
_ONE_OF = re.compile(r"one of (?:the|his|her|its|their|\w+['’]s?)\b", re.IGNORECASE)

# Whom a description at a span stands for, None for nobody who is named.
Describe = Callable[[Span], Entity | None]


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where somebody is mentioned, and how much that brings them into view."""

    offset: int
    weight: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a pronoun may stand for: how salient, None where they cannot be meant.

    ``sentences`` says how far back they were mentioned last, ``mentions`` how often before, ``known`` whether
    their gender is known to agree, ``named`` whether the article names them.
    """

    entity: Entity
    salience: float | None
    sentences: int
    mentions: int
    known: bool
    named: bool


class View:
    """The people of an article in view at any offset; ``sources`` are the spans of who speaks."""

    def __init__(self, context: Context, sources: Sequence[Span], describe: Describe) -> None:
        self._context = context
        self._people = list(context.cast.people)
        self._sources = sorted(sources)
        self._places: dict[int, list[_Place]] = defaultdict(list)
        self._unnamed: set[int] = set()
        for entity in self._people:
            self._places[id(entity)] = sorted(_Place(n.span.start, self._weight(n)) for n in entity.names)
        for span, noun in self._described():
            self._add_description(span, noun, describe(span))
        self._resolved: dict[int, Entity] = {}
        for match in _SUBJECT_PRONOUN.finditer(context.text):
            if not context.depth[match.start()]:
                self._resolve(match.start(), "m" if match["m"] else "f")

    def person(self, offset: int, gender: Gender, speaking: Entity | None = None) -> Entity | None:
        """Whom the pronoun of ``gender`` at ``offset`` stands for; None where nobody agrees or nobody is named.

        ``speaking`` is whose words it stands in: they would say *I*.
        """
        entity = self._resolved.get(offset) or self._most_salient(offset, gender, speaking)
        return entity if entity is not None and id(entity) not in self._unnamed else None

    def near(self, offset: int, sentences: int) -> list[Entity]:
        """The named people a clause is about in the sentence of ``offset`` or up to ``sentences`` before it."""
        return [
            entity
            for entity in self._context.cast.people
            if any(
                place.weight > 0 and self._context.sentence(offset) - self._context.sentence(place.offset) <= sentences
                for place in self._before(entity, offset)[-_LATEST_PLACES:]
            )
        ]

    def _before(self, entity: Entity, offset: int) -> list[_Place]:
        """The places of ``entity`` before ``offset``."""
        places = self._places[id(entity)]
        return places[: bisect_left(places, _Place(offset, -math.inf))]

    def _described(self) -> Iterator[tuple[Span, PersonNoun]]:
        """Descriptions of one person outside quotations: those that speak, and those that open a sentence."""
        seen: set[int] = set()
        for span in (*self._sources, *self._subjects()):
            phrase = span.of(self._context.text)
            noun = _SOMEBODY if _ONE_OF.match(phrase) else person_nouns().head(phrase)
            single = noun is not None and noun.type == "person" and noun.number != "plural"
            if noun is not None and single and span.start not in seen and not self._context.depth[span.start]:
                seen.add(span.start)
                yield span, noun

    def _subjects(self) -> Iterator[Span]:
        """The phrases that open sentences, up to the noun that heads them where it is one for speakers."""
        for start in self._context.sentences:
            match = _SUBJECT_PHRASE.match(self._context.text, start)
            if match is not None and (length := _headed(match["phrase"])):
                yield Span(match.start("phrase"), match.start("phrase") + length)

    def _add_description(self, span: Span, noun: PersonNoun, entity: Entity | None) -> None:
        text = self._context.text
        if entity is None:
            if self._stands_beside_name(span) or _EPITHET.match(span.of(text)):
                return
            gender: Gender = "m" if noun.gender == "m" else "f" if noun.gender == "f" else "-"
            entity = Entity(span.of(text), "person", span, gender, noun.noun)
            self._people.append(entity)
            self._unnamed.add(id(entity))
        insort(self._places[id(entity)], _Place(span.start, _SUBJECT + _SPEAKS * self._is_source(span.start)))

    def _stands_beside_name(self, span: Span) -> bool:
        """Whether a name stands in the description or in apposition behind it: *the captain, Tess Oyelaran*."""
        near = self._context.cast.named_in(Span(span.start, span.end + _LONGEST_NAME))
        return any(name.span.start <= span.end + _APPOSITION for name, _ in near)

    def _resolve(self, offset: int, gender: Gender) -> None:
        entity = self._most_salient(offset, gender)
        if entity is not None:
            self._resolved[offset] = entity
            insort(self._places[id(entity)], _Place(offset, _SUBJECT + _SPEAKS * self._is_source(offset)))

    def _weight(self, name: Name) -> float:
        speaks = self._is_source(name.span.start)
        return (
            _SUBJECT * (speaks or self._context.starts_sentence(name))
            + _SPEAKS * speaks
            + _POSSESSIVE * name.possessive
            + _QUOTED * (self._context.depth[name.span.start] > 0)
            + _ASIDE * name.aside
        )

    def _is_source(self, offset: int) -> bool:
        index = bisect_left(self._sources, Span(offset + 1, 0)) - 1
        return index >= 0 and self._sources[index].start <= offset < self._sources[index].end

    def candidates(self, offset: int, gender: Gender) -> list[Candidate]:
        """Everybody mentioned before ``offset``, best first; those of the other gender have no salience."""
        found = [
            self._candidate(entity, before, offset, gender)
            for entity in self._people
            if (before := self._before(entity, offset))
        ]
        return sorted(found, key=lambda candidate: (candidate.salience is None, -(candidate.salience or 0)))

    def _most_salient(self, offset: int, gender: Gender, speaking: Entity | None = None) -> Entity | None:
        best = next((one for one in self.candidates(offset, gender) if one.entity is not speaking), None)
        return best.entity if best is not None and best.salience is not None else None

    def _candidate(self, entity: Entity, before: Sequence[_Place], offset: int, gender: Gender) -> Candidate:
        """How ``entity`` stands at ``offset``, with its places ``before`` that."""
        context, latest, count = self._context, before[-_LATEST_PLACES:], len(before)
        sentence, paragraph = context.sentence(offset), context.paragraph(offset)
        apart = sentence - context.sentence(latest[-1].offset)
        known = entity.gender == gender
        agrees = known or (entity.gender == "-" and apart <= _NEAR_SENTENCES)
        candidate = Candidate(entity, None, apart, count, known, id(entity) not in self._unnamed)
        if not agrees:
            return candidate
        nearness = max(
            place.weight
            + _HERE * (place.weight >= _SUBJECT and context.sentence(place.offset) == sentence)
            - _PER_SENTENCE * min(_MOST_SENTENCES, sentence - context.sentence(place.offset))
            - _PER_PARAGRAPH * min(_MOST_PARAGRAPHS, paragraph - context.paragraph(place.offset))
            for place in latest
        )
        salience = nearness + _GENDER_KNOWN * known
        if candidate.named:
            doubtful = " " not in entity.name and entity.role is None
            salience += _PER_DOUBLING * min(_MOST_DOUBLINGS, math.log2(count)) + _DOUBTFUL * doubtful
        else:
            salience += _UNNAMED
        return replace(candidate, salience=salience)


def _headed(phrase: str) -> int:
    """The length of the start of ``phrase`` that ends with its head: *A senior official* of *… official in Seoul*."""
    if one := _ONE_OF.match(phrase):
        return one.end()
    found: PersonNoun | None = None
    length = 0
    for end in (match.end() for match in re.finditer(r"\S+", phrase)):
        noun = person_nouns().head(phrase[:end])
        if noun is None and found is not None:
            break
        if noun is not None and noun is not found:
            found, length = noun, end
    return length


# The former Speaker, the Danish striker: another word for somebody in view already.
_EPITHET = re.compile(r"(?:[Tt]he) (?:former|[A-Z]\w+|\d)")
_SOMEBODY = PersonNoun("one", "person", "singular", "-")
# So far behind a description the name in apposition may begin (*The head, Dr Hannah Whitcombe*), and so long be.
_APPOSITION, _LONGEST_NAME = 6, 60
