"""Documents that speak, and what they are called: *a Quinnipiac University poll*, *the treaty*."""

from __future__ import annotations

import re

from claimx.pipeline.speakers.context import Context
from claimx.pipeline.speakers.entities import Entity
from claimx.pipeline.speakers.mentions import Mention
from claimx.spans import Span

# A document is named within this many characters of where it is described.
_FARTHEST_NAME = 50_000
_DETERMINER = re.compile(
    r"(?:an?|the|this|that|his|her|its|their|one|another|most|recent|latest|new)\s+|\w+day\s+", re.IGNORECASE
)
_MADE_BY = re.compile(
    r"(?<!published)(?<!seen)(?<!obtained)(?<!reviewed)(?<!reported)(?<!released)(?<!viewed)\s(?:by|from)\s(?:the\s)?$"
)


def named_document(mention: Mention, context: Context) -> Entity | None:
    """The document a description is itself a name for, by whose it is: *the CAG report*, *data from MarketLine*."""
    text, span, noun = context.text, mention.span, mention.noun
    if noun is None or noun.type != "document":
        return None
    head = re.search(rf"\b{re.escape(noun.noun)}\b", text[span.start : span.end], re.IGNORECASE)
    if head is None:
        return None
    place = Span(span.start + head.start(), span.start + head.end())
    for name, entity in context.cast.named_in(span):
        if name.span.end <= place.start and not name.possessive and entity.type != "person":
            whole = Span(_bare_start(text, span), place.end)
            return Entity(whole.of(text), "document", whole)
        if (
            name.span.start > place.end
            and entity.type != "person"
            and _MADE_BY.search(text, place.start, name.span.start)
        ):
            return entity
    return None


def _bare_start(text: str, span: Span) -> int:
    start = span.start
    while (match := _DETERMINER.match(text, start, span.end)) is not None:
        start = match.end()
    return start


def described_document(mention: Mention, head: str, context: Context) -> Entity | None:
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
    return Entity(span.of(context.text), "document", span) if span is not None else None
