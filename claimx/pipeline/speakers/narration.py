"""Narration: a sentence beside a quotation that has no cue tells who speaks: *Ruiz shrugs. “It is cold.”*."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import opens
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.resolver import Resolver
from claimx.pipeline.speakers.speaker import Spoke
from claimx.quotation_marks import OPENING
from claimx.spans import Span

# These verbs go with speaking; whoever listens, reads or looks on may be spoken to.
_GESTURE = re.compile(
    r"['’]?s? (?:\w+ly )?(?:laugh|smil|shrug|nod|sigh|grin|paus|stop|shak|shook|lean|point|frown|winc|chuckl|gestur|"
    r"beam|blush|hesitat|giggl|roll|rais|wav|throw|threw|spread|tap|cough|snort|scoff|cr(?:y|ied)|weeps?|wept|spoke|"
    r"speaks)\w*\b"
)
# Whoever does this may be spoken to.
_LISTENING = re.compile(r"\b(?:listen|hear|read|watch|look|wait|answer|receiv|got|get|open)\w*\b")
_OPENING_MARKS = f"{OPENING}' "


class Narration:
    """The sentences beside the quotations of an article, and the person mentioned at the start of each."""

    def __init__(self, context: Context, mentions: Sequence[Mention], antecedents: Resolver) -> None:
        self._context = context
        self._mentions = mentions
        self._antecedents = antecedents

    def speaker_of(self, item: Attributed, before: Spoke | None) -> Entity | None:
        """The person who says ``item``: the one who opens the sentence before it, or the one behind it.

        None for what has a cue, or stands behind another attribution of its paragraph (``before`` is the last one).
        """
        paragraph = self._context.index.paragraph_at(item.start)
        if item.cue is not None or (before is not None and paragraph.start <= before.offset):
            return None
        lead = self._context.text[paragraph.start : item.start].rstrip(_OPENING_MARKS)
        if lead:
            return self._who_opens(paragraph.start + len(lead) - 1, paragraph, self._acts)
        sentences = self._context.index.sentences
        following = bisect_left(sentences, item.content[-1][0].end)
        if following < len(sentences) and sentences[following] < paragraph.end:
            return self._who_opens(sentences[following], paragraph, self._gestures)
        return None

    def _opens_sentence(self, mention: Mention) -> bool:
        return opens(self._context.text, mention.span.start, self._context.index.sentences)

    def _gestures(self, mention: Mention) -> bool:
        """Whether the sentence goes with speaking: *Ruiz laughs*, *she closed the folder and sighed*."""
        sentence = self._context.index.sentence_at(mention.span.start)
        return _GESTURE.search(self._context.text, mention.span.end, sentence.end) is not None

    def _acts(self, mention: Mention) -> bool:
        """Whether a sentence tells what one person does, who then speaks: *Ruiz held up the last page.*."""
        sentence = self._context.index.sentence_at(mention.span.start)
        alone = all(entity is mention.entity for _, entity in self._context.cast.named_in(sentence))
        hears = _LISTENING.search(self._context.text, mention.span.end, sentence.end) is not None
        return self._gestures(mention) or (alone and not hears)

    def _who_opens(self, offset: int, paragraph: Span, does: Callable[[Mention], bool]) -> Entity | None:
        """The person mentioned first in the sentence at ``offset``, with no word before; None for nobody named."""
        sentence = self._context.index.sentence_at(offset)
        start = max(paragraph.start, sentence.start)
        opening = bisect_left(self._mentions, start, key=lambda mention: mention.span.start)
        if opening == len(self._mentions) or self._mentions[opening].span.start >= sentence.end:
            return None
        mention = self._mentions[opening]
        if not self._opens_sentence(mention) or not mention.is_person or not does(mention):
            return None
        return mention.entity or self._antecedents.named_at(*mention.key)
