"""Narration: what stands beside a quotation without a cue tells who speaks it, as in *Ruiz shrugs. “It is cold.”*.

It may also stand in the middle, between dashes: *“The lease”—Ruiz tapped the folder—“runs out.”*.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import opens
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.resolver import Resolver
from claimx.pipeline.speakers.speaker import Spoke
from claimx.quotation_marks import OPENING
from claimx.spans import Span

# Verbs for what people do while they speak.
_GESTURE = re.compile(
    r"['’]?s? (?:\w+ly )?(?:laugh|smil|shrug|nod|sigh|grin|paus|stop|shak|shook|lean|point|frown|winc|chuckl|gestur|"
    r"beam|blush|hesitat|giggl|roll|rais|wav|throw|threw|spread|tap|cough|snort|scoff|cr(?:y|ied)|weeps?|wept|spoke|"
    r"speaks)\w*\b"
)
# Verbs for what people do while others speak.
_LISTENING = re.compile(r"\b(?:listen|hear|read|watch|look|wait|answer|receiv|got|get|open)\w*\b")
_OPENING_MARKS = f"{OPENING}' "


class Narration:
    """The narration of an article, and the speakers that it tells."""

    def __init__(self, context: Context, mentions: Sequence[Mention], antecedents: Resolver) -> None:
        self._context = context
        self._mentions = mentions
        self._antecedents = antecedents

    def speaker_of(self, item: Attributed, before: Spoke | None) -> Entity | None:
        """The person named first between the parts of ``item``, in the sentence before or in the one behind it.

        It is None where ``item`` has a cue or stands behind another attribution in its paragraph, as ``before`` may be.
        """
        paragraph = self._context.index.paragraph_at(item.start)
        if item.cue is not None or (before is not None and paragraph.start <= before.offset):
            return None
        if (between := self._between_parts(item)) is not None:
            return between
        lead = self._context.text[paragraph.start : item.start].rstrip(_OPENING_MARKS)
        if lead:
            return self._subject_at(paragraph.start + len(lead) - 1, paragraph, self._acts)
        sentences = self._context.index.sentences
        following = bisect_left(sentences, item.content[-1][0].end)
        if following < len(sentences) and sentences[following] < paragraph.end:
            return self._subject_at(sentences[following], paragraph, self._gestures)
        return None

    def _between_parts(self, item: Attributed) -> Entity | None:
        """The person whose mention opens what stands between two parts of ``item``."""
        for (part, _), (following, _) in pairwise(item.content):
            first = bisect_left(self._mentions, part.end, key=lambda mention: mention.span.start)
            mention = self._mentions[first] if first < len(self._mentions) else None
            if mention is not None and mention.is_person and mention.span.end <= following.start:
                return self._named(mention)
        return None

    def _named(self, mention: Mention) -> Entity | None:
        return mention.entity or self._antecedents.named_at(*mention.key)

    def _opens_sentence(self, mention: Mention) -> bool:
        return opens(self._context.text, mention.span.start, self._context.index.sentences)

    def _gestures(self, mention: Mention) -> bool:
        """Whether a verb behind the mention goes with speaking: *Ruiz laughs*, *she closed the folder and sighed*."""
        sentence = self._context.index.sentence_at(mention.span.start)
        return _GESTURE.search(self._context.text, mention.span.end, sentence.end) is not None

    def _acts(self, mention: Mention) -> bool:
        """Whether the sentence tells only what one person does, who then speaks: *Ruiz held up the last page.*."""
        sentence = self._context.index.sentence_at(mention.span.start)
        alone = all(entity is mention.entity for _, entity in self._context.cast.named_in(sentence))
        hears = _LISTENING.search(self._context.text, mention.span.end, sentence.end) is not None
        return self._gestures(mention) or (alone and not hears)

    def _subject_at(self, offset: int, paragraph: Span, does: Callable[[Mention], bool]) -> Entity | None:
        """The named person whose mention opens the sentence at ``offset``, where the sentence fits by ``does``."""
        sentence = self._context.index.sentence_at(offset)
        start = max(paragraph.start, sentence.start)
        first = bisect_left(self._mentions, start, key=lambda mention: mention.span.start)
        if first == len(self._mentions) or self._mentions[first].span.start >= sentence.end:
            return None
        mention = self._mentions[first]
        if not self._opens_sentence(mention) or not mention.is_person or not does(mention):
            return None
        return self._named(mention)
