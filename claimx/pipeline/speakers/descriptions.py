"""Whom a definite description stands for: *the Russian leader*, *the agency*, *the director*."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from claimx.lexicon import governments
from claimx.pipeline.speakers.context import Context
from claimx.pipeline.speakers.entities import Entity
from claimx.pipeline.speakers.mentions import Mention
from claimx.spans import Span

# A document is named within this many characters of where it is described.
_FARTHEST_NAME = 50_000
_DEFINITE = re.compile(r"(?:the|this|that|his|her|its|their)\b", re.IGNORECASE)
_AFTER_HEAD = re.compile(r"[,(]|\s(?:of|for|from|in|at|on|by|with|to|who)\s")
_LEADERS = frozenset("president prime premier chancellor leader dictator king queen ruler monarch emir".split())
_LEADING = frozenset("leader strongman dictator ruler autocrat".split())
# Too common to tell one person from another by themselves.
_VAGUE = frozenset("official man woman person source spokesman spokeswoman spokesperson".split())


def described(mention: Mention, context: Context) -> Entity | None:
    """The entity that the description stands for; None in doubt."""
    phrase = mention.span.of(context.text)
    if not _DEFINITE.match(phrase):
        return None
    words = re.findall(r"[\w\-]+", _AFTER_HEAD.split(phrase.lower())[0])[1:]
    noun = mention.noun
    if not words or (noun is not None and noun.number == "plural"):
        return None
    if noun is None or noun.type == "person":
        return _by_role(mention, words, noun.gender if noun else "-", context)
    if noun.type in ("organization", "media", "government"):
        return _by_kind(mention, words[-1], context)
    return _document(mention, words[-1], context) if noun.type == "document" else None


def _document(mention: Mention, head: str, context: Context) -> Entity | None:
    """The document whose name before the mention holds its noun: the treaty, *Treaty on Mutual Aid*."""
    noun = re.escape(head.capitalize())
    name = re.compile(
        rf"(?:[A-Z][\w\-]+ )+{noun}\b(?: (?:on|of|for) (?:[A-Z][\w\-]+ ?)+)?|{noun} (?:on|of|for) (?:[A-Z][\w\-]+ ?)+"
    )
    places = [
        Span(*match.span()).stripped(context.text)
        for match in name.finditer(context.text, max(0, mention.span.start - _FARTHEST_NAME), mention.span.start)
    ]
    span = places[-1] if places else None
    if span is None:
        return None
    return Entity(span.of(context.text), "document", span)


def _by_role(mention: Mention, words: Sequence[str], gender: str, context: Context) -> Entity | None:
    """The person whose roles hold the description's head and most of its other words, the nearest of equals."""
    head = words[-1]
    countries = _countries(mention.span.of(context.text))
    scored: list[tuple[int, int, Entity]] = []
    for entity in context.cast.people:
        name = next(entity.before(mention.span.start), None)
        if name is None or (gender in ("m", "f") and entity.gender not in (gender, "-")):
            continue
        leads = head in _LEADING and entity.role_words & _LEADERS
        lands = not countries or countries & _countries(" ".join(entity.roles))
        if (head in entity.role_words or leads) and lands:
            scored.append((len(entity.role_words & set(words)), name.span.start, entity))
    if not scored or (head in _VAGUE and len(words) < 2 and len(scored) > 1):
        return None
    return max(scored, key=lambda item: item[:2])[2]


def _countries(phrase: str) -> set[str]:
    """The countries whose adjective or name, in one word or two, stands in ``phrase``."""
    words = re.findall(r"[\w.\-]+", phrase)
    pairs = [" ".join(pair) for pair in pairwise(words)]
    # South Korean is not also Korean.
    found = [country for pair in pairs for country in _countries_called(pair)]
    found = found or [country for word in words for country in _countries_called(word)]
    return set(found)


def _countries_called(word: str) -> list[str]:
    named = governments().get(word)
    return [entry.country for entry in (*governments().of_demonym(word), *([named] if named else []))]


def _by_kind(mention: Mention, head: str, context: Context) -> Entity | None:
    """The body whose name holds the head noun, else the only one named in this or the sentence before."""
    offset = mention.span.start
    near: list[Entity] = []
    for entity in context.cast.entities:
        name = next(entity.before(offset), None)
        if name is None or entity.type not in ("organization", "media"):
            continue
        behind = context.text[name.span.end : name.span.end + 30].lower()
        if head in entity.name.lower().split() or re.match(rf"\s+(?:\w+ )?{re.escape(head)}\b", behind):
            return entity
        if context.sentence(offset) - context.sentence(name.span.start) <= 1:
            near.append(entity)
    return near[0] if len(near) == 1 else None
