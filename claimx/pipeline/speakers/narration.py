"""Narration: a sentence beside a quotation without a cue tells who speaks it, as in *Ruiz shrugs. “It is cold.”*."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
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
_OPENING_MARKS = f"{OPENING}' "


def narrated_speaker(
    item: Attributed, before: Spoke | None, context: Context, mentions: Sequence[Mention], antecedents: Resolver
) -> Entity | None:
    """The named person who speaks ``item`` by what is told between its parts, in the sentence before or one behind.

    The sentence behind tells a gesture. It is None where ``item`` has a cue or stands behind another attribution in its
    paragraph, as ``before`` may be.
    """
    paragraph = context.index.paragraph_at(item.start)
    if item.cue is not None or (before is not None and paragraph.start <= before.offset):
        return None
    for told in (*_between_parts(item), _sentence_beside(item, paragraph, context)):
        first = bisect_left(mentions, told.start, key=lambda mention: mention.span.start)
        mention = mentions[first] if first < len(mentions) else None
        if mention is not None and mention.is_person and mention.span.end <= told.end:
            return mention.entity or antecedents.named_at(*mention.key)
    return None


def _between_parts(item: Attributed) -> Iterator[Span]:
    """What stands between two parts of a content: *“The lease” – Ruiz shrugged – “runs out.”*."""
    return (Span(part.end, following.start) for (part, _), (following, _) in pairwise(item.content))


def _sentence_beside(item: Attributed, paragraph: Span, context: Context) -> Span:
    """The sentence before ``item`` in its paragraph, else one with a gesture behind it; empty where there is none."""
    text, sentences = context.text, context.index.sentences
    lead = text[paragraph.start : item.start].rstrip(_OPENING_MARKS)
    if lead:
        sentence = context.index.sentence_at(paragraph.start + len(lead) - 1)
        return Span(max(paragraph.start, sentence.start), sentence.end)
    following = bisect_left(sentences, item.content[-1][0].end)
    if following < len(sentences) and sentences[following] < paragraph.end:
        sentence = context.index.sentence_at(sentences[following])
        if _GESTURE.search(text, *sentence):
            return sentence
    return Span(item.start, item.start)
