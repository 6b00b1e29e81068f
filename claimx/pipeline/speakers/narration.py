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
# The words of a sentence that only leads over to a quotation.
_LONGEST_LEAD = 16
_OPENING_MARKS = f"{OPENING}' "


class Narration:
    """The sentences beside the quotations of an article, and the person mentioned at the start of each."""

    def __init__(self, context: Context, mentions: Sequence[Mention], antecedents: Resolver) -> None:
        self._context = context
        self._mentions = mentions
        self._antecedents = antecedents

    def speaker_of(self, item: Attributed, before: Spoke | None) -> Entity | None:
        """Who says ``item``: whoever opens the sentence before it, is introduced with a colon, or opens the next one.

        None for what has a cue, or stands behind another attribution of its paragraph (``before`` is the last one).
        """
        paragraph = self._context.index.paragraph_at(item.start)
        if item.cue is not None or item.kind != "direct" or (before is not None and paragraph.start <= before.offset):
            return None
        lead = self._context.text[paragraph.start : item.start].rstrip(_OPENING_MARKS)
        if lead:
            return self._who_opens(paragraph.start + len(lead) - 1, paragraph, self._acts)
        introduction = self._context.index.paragraph_at(paragraph.start - 1)
        if introduction.of(self._context.text).rstrip().endswith(":"):
            return self._alone_in(introduction)
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
        """Whether a short sentence tells what one person does, who then speaks: *Ruiz held up the last page.*."""
        index = self._context.index
        sentence = index.sentence_at(mention.span.start)
        others = (entity for _, entity in self._context.cast.named_in(sentence) if entity.type == "person")
        alone = all(entity is mention.entity for entity in others)
        short = len(sentence.of(self._context.text).split()) <= _LONGEST_LEAD
        hears = _LISTENING.search(self._context.text, mention.span.end, sentence.end) is not None
        return self._gestures(mention) or (alone and short and not hears and not index.depth[sentence.start])

    def _alone_in(self, paragraph: Span) -> Entity | None:
        """The only person whom a paragraph names in front of a sentence; None where it names several."""
        named = {entity.id for _, entity in self._context.cast.named_in(paragraph)}
        begin, end = (bisect_left(self._mentions, at, key=lambda mention: mention.span.start) for at in paragraph)
        opening = [
            mention.entity
            for mention in self._mentions[begin:end]
            if self._opens_sentence(mention) and mention.entity is not None
        ]
        return opening[0] if opening and len(named) == 1 else None

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
