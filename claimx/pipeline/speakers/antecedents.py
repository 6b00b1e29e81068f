"""Whom a pronoun or a description stands for: agreement first, then salience."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from claimx.lexicon import governments, pronouns
from claimx.pipeline.speakers.context import Context, Spoke, earlier
from claimx.pipeline.speakers.entities import Entity, Name
from claimx.pipeline.speakers.mentions import Mention
from claimx.spans import Span

# Weights of salience, set by hand from what news prose does; the order matters more than the sizes.
_SPOKE_IN_PARAGRAPH, _SPOKE_BEFORE = 3.0, 2.0
_SUBJECT_BONUS, _POSSESSIVE_COST, _QUOTED_COST = 1.5, 1.0, 1.5
_PER_SENTENCE, _GENDER_KNOWN = 0.8, 1.0
_PARAGRAPH_COST = 0.7
# Whom the article is about is named again and again.
_PER_DOUBLING, _MOST_DOUBLINGS = 0.5, 3.0
# Names further back than this many sentences are not what a pronoun stands for.
_FARTHEST = 8

_LEADERS = frozenset(
    [
        "president",
        "prime",
        "premier",
        "chancellor",
        "leader",
        "dictator",
        "king",
        "queen",
        "ruler",
        "strongman",
        "monarch",
        "emir",
    ]
)
_LEADING = frozenset(["leader", "strongman", "dictator", "ruler", "autocrat"])
_PREPOSITION = re.compile(r"[,(]|\s(?:of|for|from|in|at|on|by|with|to|who)\s")
_VAGUE = frozenset(
    [
        "official",
        "man",
        "woman",
        "person",
        "source",
        "people",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "officials",
    ]
)


def antecedent(mention: Mention, context: Context, spoken: Sequence[Spoke]) -> tuple[Entity, Name] | None:
    """The entity that a personal pronoun stands for, with its name nearest before; None where none agrees."""
    entry = pronouns()[mention.span.of(context.text)][0]
    if entry.person != 3:
        return None
    if entry.gender in ("m", "f"):
        fits = (e for e in context.cast.people() if e.gender in (entry.gender, "-"))
        return _most_salient(mention.span.start, fits, context, spoken, entry.gender)
    bodies = (e for e in context.cast.entities if e.type != "person")
    return _last_speaker_or_subject(mention.span.start, list(bodies), context, spoken)


def _most_salient(
    offset: int, entities: Iterable[Entity], context: Context, spoken: Sequence[Spoke], gender: str
) -> tuple[Entity, Name] | None:
    scored = []
    for entity in entities:
        standing = _PER_DOUBLING * min(_MOST_DOUBLINGS, math.log2(len(entity.names)))
        for name in _before(entity, offset):
            apart = context.sentence(offset) - context.sentence(name.span.start)
            if apart > _FARTHEST:
                break
            score = _salience(name, apart, offset, context) + _GENDER_KNOWN * (entity.gender == gender)
            scored.append(
                (score + standing + _spoke_bonus(entity, offset, context, spoken), name.span, entity, name)
            )
    if not scored:
        return None
    *_, entity, name = max(scored, key=lambda item: item[:2])
    return entity, name


def _salience(name: Name, apart: int, offset: int, context: Context) -> float:
    crossed = context.paragraph(offset) - context.paragraph(name.span.start)
    return (
        _SUBJECT_BONUS * context.starts_sentence(name)
        - _POSSESSIVE_COST * name.possessive
        - _QUOTED_COST * (context.depth[name.span.start] > 0)
        - _PER_SENTENCE * apart
        - _PARAGRAPH_COST * crossed
    )


def _spoke_bonus(entity: Entity, offset: int, context: Context, spoken: Sequence[Spoke]) -> float:
    before = earlier(spoken, offset)
    if before is None or before.who.entity is not entity:
        return 0.0
    apart = context.paragraph(offset) - context.paragraph(before.offset)
    return _SPOKE_IN_PARAGRAPH if apart == 0 else _SPOKE_BEFORE if apart == 1 else 0.0


def _last_speaker_or_subject(
    offset: int, entities: Sequence[Entity], context: Context, spoken: Sequence[Spoke]
) -> tuple[Entity, Name] | None:
    """For *it* and *they*: who spoke last in this paragraph, else the subject of the sentence before."""
    before = earlier(spoken, offset)
    if before is not None and context.paragraph(before.offset) == context.paragraph(offset):
        entity = before.who.entity
        return (entity, entity.names[0]) if entity in entities and entity is not None else None
    for entity in entities:
        for name in _before(entity, offset):
            apart = context.sentence(offset) - context.sentence(name.span.start)
            if apart > 1:
                break
            if apart == 1 and context.starts_sentence(name):
                return entity, name
    return None


def _before(entity: Entity, offset: int) -> Iterator[Name]:
    """The names of ``entity`` that end before ``offset``, nearest first."""
    last = bisect_right(entity.names, offset, key=lambda name: name.span.end)
    return reversed(entity.names[:last])


def described(mention: Mention, context: Context) -> tuple[Entity, Name] | None:
    """The entity that a definite description (*the Russian leader, the agency*) stands for; None in doubt."""
    phrase = mention.span.of(context.text)
    if not re.match(r"(?:the|this|that|his|her|its|their)\b", phrase, re.IGNORECASE):
        return None
    words = re.findall(r"[\w\-]+", _PREPOSITION.split(phrase.lower())[0])[1:]
    entry = mention.noun
    if not words or (entry and (entry.number == "plural" or (entry.noun in _VAGUE and len(words) < 2))):
        return None
    if entry is None or entry.type == "person":
        return _by_role(mention, words, entry.gender if entry else "-", context)
    if entry.type in ("organization", "media", "government"):
        return _body_of(mention, words[-1], context)
    return None


def _by_role(
    mention: Mention, words: Sequence[str], gender: str, context: Context
) -> tuple[Entity, Name] | None:
    """The person whose roles hold the description's head and most of its other words, the nearest of equals."""
    head = words[-1]
    countries = _countries(mention.span.of(context.text))
    scored = []
    for entity in context.cast.people():
        if gender in ("m", "f") and entity.gender not in (gender, "-"):
            continue
        name = next(_before(entity, mention.span.start), None)
        if name is None:
            continue
        same_head = head in entity.role_words or (head in _LEADING and entity.role_words & _LEADERS)
        if same_head and (not countries or countries & _countries(" ".join(entity.roles))):
            scored.append((len(entity.role_words & set(words)), name.span, entity, name))
    if not scored:
        return None
    *_, entity, name = max(scored, key=lambda item: item[:2])
    return entity, name


def _countries(phrase: str) -> set[str]:
    """The countries whose adjective, in one word or two, stands in ``phrase``."""
    words = re.findall(r"[\w.\-]+", phrase)
    pairs = [" ".join(pair) for pair in zip(words, words[1:], strict=False)]
    # South Korean is not also Korean.
    found = [country for pair in pairs for country in governments().of_demonym(pair)]
    found = found or [country for word in words for country in governments().of_demonym(word)]
    return {entry.country for entry in found}


def _body_of(mention: Mention, head: str, context: Context) -> tuple[Entity, Name] | None:
    """The body whose name holds the head noun, else the one named or heard last in this or the sentence before."""
    bodies = [e for e in context.cast.entities if e.type in ("organization", "media")]
    near: list[tuple[Span, Entity, Name]] = []
    for entity in bodies:
        name = next(_before(entity, mention.span.start), None)
        if name is None:
            continue
        behind = context.text[name.span.end : name.span.end + 30].lower()
        if head in entity.name.lower().split() or re.match(rf"\s+(?:\w+ )?{re.escape(head)}\b", behind):
            return entity, name
        if context.sentence(mention.span.start) - context.sentence(name.span.start) <= 1:
            near.append((name.span, entity, name))
    if len({id(entity) for _, entity, _ in near}) == 1:
        _, entity, name = near[-1]
        return entity, name
    return None
