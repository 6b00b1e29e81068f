"""Documents that speak and have a title: *the treaty* of the *Treaty on Mutual Aid*."""

from __future__ import annotations

import re
from collections.abc import Set

from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.spans import Span

# The title of a document stands within so many characters before a description of it.
_FARTHEST_NAME = 50_000


def described_document(source: NounPhrase, head: str, context: Context) -> Entity | None:
    """The document whose title before the source has its noun: the treaty, *Treaty on Mutual Aid*.

    Where no title has it, a title with another word for a pact will do: the agreement.
    """
    if head == _POLL:
        return None
    span = _last_called({head}, source, context)
    if span is None and head in _PACTS:
        span = _last_called(_PACTS, source, context)
    if span is not None and _ANOTHER_PACT.search(context.text, span.end, source.span.start):
        return None
    return context.cast.add(span.of(context.text), "document", span) if span is not None else None


# A poll has no title of its own: *the AP-GfK Poll* is the poll of those two.
_POLL = "poll"
# States use many words for what they agree on.
_PACTS = {"treaty", "agreement", "accord", "pact", "convention", "protocol"}
# A pact without a title that is mentioned between is the nearer one: *reached a deal on Sunday. The agreement says …*.
_ANOTHER_PACT = re.compile(rf"\b(?:an?|another|one) (?:[a-z\-]+ ){{0,2}}(?:deal|contract|{'|'.join(sorted(_PACTS))})\b")


def _last_called(nouns: Set[str], source: NounPhrase, context: Context) -> Span | None:
    """The span of the last title before the source, outside headlines, that has one of ``nouns``.

    Headlines write every word with a capital: *New Poll Shows Lead*.
    """
    noun = rf"(?:{'|'.join(re.escape(word.capitalize()) for word in sorted(nouns))})"
    name = re.compile(
        rf"(?:[A-Z][\w\-]+ )+{noun}\b(?: (?:on|of|for) (?:[A-Z][\w\-]+ ?)+)?|{noun} (?:on|of|for) (?:[A-Z][\w\-]+ ?)+"
    )
    places = [
        Span(*match.span()).stripped(context.text)
        for match in name.finditer(context.text, max(0, source.span.start - _FARTHEST_NAME), source.span.start)
        if not context.index.is_aside(match.start())
    ]
    return places[-1] if places else None
