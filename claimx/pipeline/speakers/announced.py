"""Announced speakers: whom a headline or lead only describes, and the article then names as a speaker.

*A trade body has warned …* stands above *the Tarn Internet Forum says*, *ex-aide* above *Tom Hollis told*.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.pipeline.speakers.speaker import Spoke

# A headline and the paragraph behind it announce.
_ANNOUNCING = 2
# So many attributions behind the announcing paragraph are looked at.
_FARTHEST = 64
_WORD = re.compile(r"[^\W_]{3,}")


def announced(item: Attributed, phrase: NounPhrase, spoken: Sequence[Spoke], context: Context) -> Entity | None:
    """Whom the unnamed source ``phrase`` of a headline or lead announces, None for nobody.

    It is the first speaker behind it of the same type who has a name, where that name was not used before, and where a
    role tells the head of the phrase or nobody says more of the announced words. ``spoken`` ascends.
    """
    noun, start = phrase.noun, phrase.span.start
    if noun is None or noun.number != "singular" or noun.type not in ("person", "organization"):
        return None
    if context.index.paragraph(start) > _ANNOUNCING or context.withholds_name(start):
        return None
    behind = bisect_left(spoken, context.index.paragraph_at(start).end, key=lambda spoke: spoke.offset)
    later = [
        spoke
        for spoke in spoken[behind : behind + _FARTHEST]
        if spoke.speaker.entity is not None and spoke.speaker.name is not None and spoke.speaker.type == noun.type
    ]
    if not later:
        return None
    entity = later[0].speaker.entity
    if entity is None or next(entity.before(start), None) is not None:
        return None
    said = _words(item, context.text)
    shared = [len(said & _words(spoke.item, context.text)) for spoke in later]
    told = noun.noun in entity.role_words
    says_most = max(shared) == max(n for n, spoke in zip(shared, later, strict=True) if spoke.speaker.entity is entity)
    return entity if told or says_most else None


def _words(item: Attributed, text: str) -> frozenset[str]:
    """The words of a content that tell what it is about, in lower case."""
    words = {word for span, _ in item.content for word in _WORD.findall(span.of(text).lower())}
    return frozenset(words - word_list("function_words"))
