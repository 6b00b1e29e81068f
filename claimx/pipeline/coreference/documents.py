"""Documents that speak, and what they are called: *a Quinnipiac University poll*, *the treaty*."""

from __future__ import annotations

import re
from collections.abc import Set

from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.spans import Span

# A document is named within this many characters of where it is described.
_FARTHEST_NAME = 50_000
_LEADING_DETERMINER = re.compile(
    r"(?:an?|the|this|that|his|her|its|their|one|another|most|recent|latest|new)\s+|\w+day\s+", re.IGNORECASE
)
# The interim report of the Marsham committee goes by all of that.
_OF_SOMEBODY = re.compile(r"\sof\s(?:the\s)?(?=[A-ZÀ-Þ])")
_MADE_BY = re.compile(
    r"(?<!published)(?<!seen)(?<!obtained)(?<!reviewed)(?<!reported)(?<!released)(?<!viewed)\s(?:by|from)\s(?:the\s)?(?:\d{4}\s)?$"
)


def named_document(source: NounPhrase, context: Context) -> Entity | None:
    """The document a description is itself a name for, by whose it is: *the CAG report*, *data from MarketLine*."""
    text, span, noun = context.text, source.span, source.noun
    if noun is None or noun.type != "document":
        return None
    head = re.search(rf"\b{re.escape(noun.noun)}\b", text[span.start : span.end], re.IGNORECASE)
    if head is None:
        return None
    place = Span(span.start + head.start(), span.start + head.end())
    for name, entity in context.cast.named_in(span):
        if name.span.end <= place.start and not name.possessive and entity.type != "person":
            whole = Span(_bare_start(text, span), place.end)
            return context.cast.add(whole.of(text), "document", whole)
        if name.span.start > place.end and entity.type == "person":
            return None
        if name.span.start > place.end and _MADE_BY.search(text, place.start, name.span.start):
            return entity
    if _OF_SOMEBODY.match(text, place.end, span.end):
        whole = Span(_bare_start(text, span), span.end)
        return context.cast.add(whole.of(text), "document", whole)
    return None


def _bare_start(text: str, span: Span) -> int:
    start = span.start
    while (match := _LEADING_DETERMINER.match(text, start, span.end)) is not None:
        start = match.end()
    return start


def described_document(source: NounPhrase, head: str, context: Context) -> Entity | None:
    """The document whose name before the source holds its noun: the treaty, *Treaty on Mutual Aid*.

    Where no name does, it is one with another word for it: the agreement.
    """
    span = _last_called({head}, source, context)
    if span is None and head in _PACTS:
        span = _last_called(_PACTS, source, context)
    if span is not None and _ANOTHER_PACT.search(context.text, span.end, source.span.start):
        return None
    return context.cast.add(span.of(context.text), "document", span) if span is not None else None


# What states agree on has many words.
_PACTS = {"treaty", "agreement", "accord", "pact", "convention", "protocol"}
# One that comes up without a name between is the nearer one: *reached a deal on Sunday. The agreement says …*.
_ANOTHER_PACT = re.compile(rf"\b(?:an?|another|one) (?:[a-z\-]+ ){{0,2}}(?:deal|contract|{'|'.join(sorted(_PACTS))})\b")


def _last_called(nouns: Set[str], source: NounPhrase, context: Context) -> Span | None:
    """Where the last name of a document stands before the source that holds one of ``nouns``."""
    noun = rf"(?:{'|'.join(re.escape(word.capitalize()) for word in sorted(nouns))})"
    name = re.compile(
        rf"(?:[A-Z][\w\-]+ )+{noun}\b(?: (?:on|of|for) (?:[A-Z][\w\-]+ ?)+)?|{noun} (?:on|of|for) (?:[A-Z][\w\-]+ ?)+"
    )
    places = [
        Span(*match.span()).stripped(context.text)
        for match in name.finditer(context.text, max(0, source.span.start - _FARTHEST_NAME), source.span.start)
    ]
    return places[-1] if places else None
