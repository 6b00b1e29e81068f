"""Continuation: an attribution without a source keeps the speaker of the one before it."""

from __future__ import annotations

import re
from dataclasses import replace

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.speakers.speaker import Spoke, Who

# In *was told*, *being asked* or *Asked whether* the text does not say who spoke.
_AGENTLESS_BEFORE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|it)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_AGENTLESS_CUE = re.compile(r"(?:am|is|are|was|were|be|been|being|has been|have been|had been|asked)\b", re.IGNORECASE)
_PASSIVE_REACH = 24
# A quotation may go on behind a paragraph of narration: *She laughs.*
_MOST_PARAGRAPHS = 2


def carried_over(item: Attributed, outer: Who | None, before: Spoke | None, context: Context) -> Who | None:
    """The speaker whom an attribution without a source takes over, None where it takes over none.

    ``outer`` is the speaker of the attribution that it is nested in, ``before`` the attribution before it.
    """
    if before is None or before.who.name is None or outer is not None:
        return None
    goes_on = _runs_on(item, before, context) if item.cue is None else _shares_subject(item, before, context)
    return replace(before.who, mention=None, resolved="continued") if goes_on else None


def _runs_on(item: Attributed, before: Spoke, context: Context) -> bool:
    """Whether a quotation without a cue stands near enough behind ``before`` to continue it.

    What is furniture of the page parts nothing.
    """
    index = context.index
    first, last = index.paragraph(before.item.content[-1][0].start), index.paragraph(item.start)
    apart = sum(paragraph.body is not None for paragraph in index.layout.paragraphs[first:last])
    return apart <= _MOST_PARAGRAPHS


def _shares_subject(item: Attributed, before: Spoke, context: Context) -> bool:
    """Whether a verb without a source shares the subject of the cue before it: *said …, adding that …*."""
    cue = item.cue
    if cue is None or cue.type != "verb":
        return False
    text = context.text
    agentless = _AGENTLESS_BEFORE.search(text[max(0, cue.span.start - _PASSIVE_REACH) : cue.span.start])
    if agentless or _AGENTLESS_CUE.match(cue.span.of(text)):
        return False
    cue_before = before.item.cue.span.start if before.item.cue else before.offset
    return context.index.sentence(cue.span.start) == context.index.sentence(cue_before)
