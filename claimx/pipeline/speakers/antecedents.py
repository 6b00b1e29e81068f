"""Whom a pronoun stands for: agreement first, then salience.

Every *he* and *she* of the article is resolved in turn, outside quotation marks, and counts as a mention itself
from then on: whom a text goes on about stays in view, though named far above.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimx.lexicon import pronouns
from claimx.pipeline.speakers.context import Context, Spoke, earlier
from claimx.pipeline.speakers.entities import Entity, Gender, Name
from claimx.pipeline.speakers.mentions import Mention
from claimx.spans import Span

# Weights of salience, set by hand and checked on the choosing half of the gold; their order matters most.
_SUBJECT, _SPEAKS = 1.5, 1.0
_POSSESSIVE, _QUOTED, _ASIDE = -1.0, -1.5, -0.5
_PER_SENTENCE, _PER_PARAGRAPH = 0.8, 0.7
_MOST_SENTENCES, _MOST_PARAGRAPHS = 10, 5
_GENDER_KNOWN = 1.0
# A single word that ner takes for a person, without a full name or a role anywhere, is often none.
_DOUBTFUL = -2.0
# Whom the article is about is named again and again.
_PER_DOUBLING, _MOST_DOUBLINGS = 0.5, 3.0
_LATEST_PLACES = 3
# Beyond this many sentences only somebody whose gender is known is meant.
_NEAR_SENTENCES = 6

_SUBJECT_PRONOUN = re.compile(r"\b(?:(?P<m>[Hh]e)|(?P<f>[Ss]he))\b")


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where somebody is mentioned, and how much that brings them into view."""

    offset: int
    weight: float


class Pronouns:
    """The third-person pronouns of an article, resolved; ``sources`` are the spans of who speaks."""

    def __init__(self, context: Context, sources: Sequence[Span]) -> None:
        self._context = context
        self._people = context.cast.people
        self._sources = sorted(sources)
        self._places: dict[int, list[_Place]] = defaultdict(list)
        for entity in self._people:
            self._places[id(entity)] = sorted(_Place(n.span.start, self._weight(n)) for n in entity.names)
        self._resolved: dict[int, Entity] = {}
        for match in _SUBJECT_PRONOUN.finditer(context.text):
            if not context.depth[match.start()]:
                self._resolve(match.start(), "m" if match["m"] else "f")

    def person(self, offset: int, gender: Gender) -> Entity | None:
        """Whom the pronoun of ``gender`` at ``offset`` stands for; None where nobody agrees."""
        return self._resolved.get(offset) or self._most_salient(offset, gender)

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

    def _most_salient(self, offset: int, gender: Gender) -> Entity | None:
        agreeing = (entity for entity in self._people if entity.gender in (gender, "-"))
        scored = [(score, entity) for entity in agreeing if (score := self._score(entity, offset, gender)) is not None]
        return max(scored, key=lambda pair: pair[0])[1] if scored else None

    def _score(self, entity: Entity, offset: int, gender: Gender) -> float | None:
        """How much ``entity`` is in view at ``offset``, None when it is not mentioned before."""
        places = self._places[id(entity)]
        count = bisect_left(places, _Place(offset, -math.inf))
        if not count:
            return None
        latest = places[max(0, count - _LATEST_PLACES) : count]
        context, known = self._context, entity.gender == gender
        sentence, paragraph = context.sentence(offset), context.paragraph(offset)
        if not known and sentence - context.sentence(latest[-1].offset) > _NEAR_SENTENCES:
            return None
        nearness = max(
            place.weight
            - _PER_SENTENCE * min(_MOST_SENTENCES, sentence - context.sentence(place.offset))
            - _PER_PARAGRAPH * min(_MOST_PARAGRAPHS, paragraph - context.paragraph(place.offset))
            for place in latest
        )
        standing = _PER_DOUBLING * min(_MOST_DOUBLINGS, math.log2(count))
        doubtful = " " not in entity.name and entity.role is None
        return nearness + standing + _GENDER_KNOWN * known + _DOUBTFUL * doubtful


def antecedent(mention: Mention, context: Context, resolved: Pronouns, spoken: Sequence[Spoke]) -> Entity | None:
    """The entity that a personal pronoun stands for; None where none agrees."""
    entry = pronouns()[mention.span.of(context.text)][0]
    if entry.person != 3:
        return None
    if entry.gender == "m" or entry.gender == "f":
        if _follows_somebody_unnamed(mention.span.start, context, spoken):
            return None
        return resolved.person(mention.span.start, entry.gender)
    return _body_in_view(mention.span.start, context, spoken)


def _follows_somebody_unnamed(offset: int, context: Context, spoken: Sequence[Spoke]) -> bool:
    """Whether *he* goes on for *a spokesman* nobody names: the last to speak here, with no person named since."""
    before = earlier(spoken, offset)
    if before is None or before.who.name is not None or before.who.type != "person" or before.item.source is None:
        return False
    near = context.paragraph(offset) - context.paragraph(before.offset) <= 1
    since = context.cast.named_in(Span(before.item.source.end, offset))
    return near and not any(entity.type == "person" and not context.depth[name.span.start] for name, entity in since)


def _body_in_view(offset: int, context: Context, spoken: Sequence[Spoke]) -> Entity | None:
    """For *it* and *they*: who spoke last in this paragraph, else the subject of the sentence before."""
    before = earlier(spoken, offset)
    if before is not None and context.paragraph(before.offset) == context.paragraph(offset):
        entity = before.who.entity
        return entity if entity is not None and entity.type != "person" else None
    bodies: Iterable[Entity] = (e for e in context.cast.entities if e.type != "person")
    for entity in bodies:
        for name in entity.before(offset):
            apart = context.sentence(offset) - context.sentence(name.span.start)
            if apart > 1:
                break
            if apart == 1 and context.starts_sentence(name):
                return entity
    return None
