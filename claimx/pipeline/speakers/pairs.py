"""Two who speak together, called by what both are or taken up as two: *the two governments*, *both leaders*, *each*."""

from __future__ import annotations

import re
from itertools import pairwise

from claimx.lexicon import governments
from claimx.pipeline.speakers.context import Context
from claimx.pipeline.speakers.entities import Entity
from claimx.spans import Span

_PAIR = re.compile(r"(?:the two|both)(?: [\w\-]+)? (?P<noun>[a-z]+)", re.IGNORECASE)
_STATES = frozenset("governments countries nations states neighbours neighbors capitals".split())
_LEADERS = frozenset("leaders presidents premiers ministers".split())
_LEADING = frozenset("president premier leader chancellor dictator king".split())


_TAKEN_UP = re.compile(r"each|both|the two|the pair|the couple|the duo", re.IGNORECASE)
_AND = re.compile(r" and (?:[\w\-]+\.? ){0,2}$")
# In this and the sentence before stand the two that are taken up.
_SENTENCES = 2


def two_together(span: Span, context: Context) -> tuple[Entity, Entity] | None:
    """The two whom a phrase means, in the order in which the article names them; None where it means others."""
    if _TAKEN_UP.fullmatch(context.text, *span):
        return _joined_before(span, context)
    return _called_so(span, context)


def _joined_before(span: Span, context: Context) -> tuple[Entity, Entity] | None:
    """The last two names joined by *and* not far before: *Ana Ruiz and Tom Hollis vied, each …*."""
    first = max(0, context.sentence(span.start) - _SENTENCES)
    start = context.sentences[first] if context.sentences else 0
    named = list(context.cast.named_in(Span(start, span.start)))
    for (name, one), (behind, other) in reversed(list(pairwise(named))):
        front = context.text[name.span.end : behind.span.start]
        if one is not other and one.type == other.type and _AND.fullmatch(front):
            return one, other
    return None


def _called_so(span: Span, context: Context) -> tuple[Entity, Entity] | None:
    """The two states or leaders named most before the phrase, None where a third is named as often."""
    match = _PAIR.fullmatch(context.text, *span)
    if match is None:
        return None
    noun = match["noun"].lower()
    fitting = [
        (sum(1 for _ in entity.before(span.start)), entity)
        for entity in context.cast.entities
        if (noun in _STATES and _is_country(entity)) or (noun in _LEADERS and _leads(entity))
    ]
    counted = sorted((pair for pair in fitting if pair[0]), key=lambda pair: -pair[0])
    if len(counted) < 2 or (len(counted) > 2 and counted[1][0] == counted[2][0]):
        return None
    one, other = (entity for _, entity in counted[:2])
    return (one, other) if one.evidence < other.evidence else (other, one)


def _is_country(entity: Entity) -> bool:
    known = governments().get(entity.name)
    return entity.type == "government" and known is not None and entity.name not in (*known.capitals, *known.seats)


def _leads(entity: Entity) -> bool:
    return entity.type == "person" and not entity.role_words.isdisjoint(_LEADING)
