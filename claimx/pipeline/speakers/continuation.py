"""Continuation: a quotation without a source keeps the speaker of the one before it."""

from __future__ import annotations

from dataclasses import replace

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.speakers.speaker import ResolvedSpeaker, Spoke

# A quotation may go on behind a paragraph of narration: *She laughs.*
_MOST_PARAGRAPHS = 2


def carried_over(item: Attributed, before: Spoke | None, context: Context) -> ResolvedSpeaker | None:
    """The speaker whom a quotation without a source and cue takes over from the attribution ``before``.

    It is None where that is nobody named or stands too far above. What is furniture of the page parts nothing.
    """
    if before is None or before.speaker.name is None or item.cue is not None:
        return None
    index = context.index
    first, last = index.paragraph(before.item.content[-1][0].start), index.paragraph(item.start)
    apart = sum(paragraph.body is not None for paragraph in index.layout.paragraphs[first:last])
    return replace(before.speaker, mention=None, resolved="continued") if apart <= _MOST_PARAGRAPHS else None
