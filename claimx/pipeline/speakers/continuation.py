"""Continuation: a continued quotation, or a second cue that shares the subject of the first, keeps the speaker."""

from __future__ import annotations

import re
from dataclasses import replace

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.speakers.speaker import Spoke, Who

# In *was told*, *being asked* or *Asked whether* somebody else spoke, and nobody says who.
_AGENTLESS_BEFORE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|it)\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_AGENTLESS_CUE = re.compile(r"(?:am|is|are|was|were|be|been|being|has been|have been|had been|asked)\b", re.IGNORECASE)
_PASSIVE_REACH = 24
# A quotation may pause for a paragraph (*She laughs.*) and go on.
_MOST_PARAGRAPHS = 2


def carried_over(item: Attributed, outer: Who | None, before: Spoke | None, context: Context) -> Who | None:
    """The speaker that an attribution without a source keeps; None where the text names nobody.

    ``outer`` is the speaker of the attribution that it is nested in, ``before`` the last attribution before it.
    """
    if before is None or before.who.name is None or outer is not None:
        return None
    goes_on = _runs_on(item, before, context) if item.cue is None else _shares_subject(item, before, context)
    return replace(before.who, mention=None, resolved="continued") if goes_on else None


def _runs_on(item: Attributed, before: Spoke, context: Context) -> bool:
    """Whether a quotation without a cue stands near enough behind ``before`` to continue it."""
    apart = context.index.paragraph(item.start) - context.index.paragraph(before.item.content[-1][0].start)
    return apart <= _MOST_PARAGRAPHS


def _shares_subject(item: Attributed, before: Spoke, context: Context) -> bool:
    """Whether a verb without a source has the subject of the one before it: *said …, adding that …*."""
    cue = item.cue
    if cue is None or cue.type != "verb":
        return False
    text = context.text
    agentless = _AGENTLESS_BEFORE.search(text[max(0, cue.span.start - _PASSIVE_REACH) : cue.span.start])
    if agentless or _AGENTLESS_CUE.match(cue.span.of(text)):
        return False
    reference = before.item.cue.span.start if before.item.cue else before.offset
    return context.index.sentence(cue.span.start) == context.index.sentence(reference)
