"""Who says a quotation that no verb reports, where a sentence beside it tells: *Ruiz shrugs. “It is cold.”*."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import Place
from claimx.pipeline.coreference.resolver import View
from claimx.pipeline.speakers.speaker import Spoke
from claimx.spans import Span

# What somebody does who is speaking; whoever listens, reads or looks on may be spoken to.
_GESTURE = re.compile(
    r"['’]?s? (?:\w+ly )?(?:laugh|smil|shrug|nod|sigh|grin|paus|stop|shak|shook|lean|point|frown|winc|chuckl|gestur|"
    r"beam|blush|hesitat|giggl|roll|rais|wav|throw|threw|spread|tap|cough|snort|scoff|cr(?:y|ied)|weeps?|wept|spoke|"
    r"speaks)\w*\b"
)
_OPENING_MARKS = "“\"‘'«„ "


class Beside:
    """The sentences beside the quotations of an article, with whom they open."""

    def __init__(self, context: Context, places: Sequence[Place], view: View) -> None:
        self._context = context
        self._places = places
        self._view = view

    def speaker_of(self, item: Attributed, before: Spoke | None) -> Entity | None:
        """Who says ``item``: whoever opens the sentence before it, is introduced with a colon, or opens the next one.

        None for what has a cue, or stands behind another attribution of its paragraph (``before`` is the last one).
        """
        paragraph = self._context.index.paragraph_at(item.start)
        if item.cue is not None or item.kind != "direct" or (before is not None and paragraph.start <= before.offset):
            return None
        lead = self._context.text[paragraph.start : item.start].rstrip(_OPENING_MARKS)
        if lead:
            return self._who_opens(paragraph.start + len(lead) - 1, paragraph)
        introduction = self._context.index.paragraph_at(paragraph.start - 1)
        if introduction.of(self._context.text).rstrip().endswith(":"):
            return self._alone_in(introduction)
        sentences = self._context.index.sentences
        following = bisect_left(sentences, item.content[-1][0].end)
        if following < len(sentences) and sentences[following] < paragraph.end:
            return self._who_opens(sentences[following], paragraph)
        return None

    def _gestures(self, place: Place) -> bool:
        """Whether what follows the mention goes with speaking: *Ruiz laughs*, *she shook her head*."""
        return _GESTURE.match(self._context.text, place.span.end) is not None

    def _alone_in(self, paragraph: Span) -> Entity | None:
        """The one whom a paragraph names, in front of a sentence; None where it names several, or others before."""
        named = {id(entity): entity for _, entity in self._context.cast.named_in(paragraph)}
        begin, end = (bisect_left(self._places, at, key=lambda place: place.span.start) for at in paragraph)
        opening = [
            place.entity for place in self._places[begin:end] if place.opens_sentence and place.entity is not None
        ]
        return opening[0] if opening and len(named) == 1 else None

    def _who_opens(self, offset: int, paragraph: Span) -> Entity | None:
        """The person mentioned first in the sentence at ``offset``, with no word before; None for nobody named."""
        sentence = self._context.index.sentence_at(offset)
        start = max(paragraph.start, sentence.start)
        opening = bisect_left(self._places, start, key=lambda place: place.span.start)
        if opening == len(self._places) or self._places[opening].span.start >= sentence.end:
            return None
        place = self._places[opening]
        if not place.opens_sentence or not place.is_person or not self._gestures(place):
            return None
        return place.entity or self._view.named_at(*place.key)
