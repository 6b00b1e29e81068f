"""Speakers: from the source of an attribution to the name of who spoke.

``resolution`` reads each source and names its speaker through coreference, turns by ``turn_labels``. Where there is
no source, the ``continuation`` of the attribution before or the ``narration`` beside a quotation tells who speaks;
``joint`` tells which two speak together. A resolution keeps the rule that decided and the ``alternatives``. Where the
article names nobody the name is None.
"""

from __future__ import annotations

from claimx.pipeline.coreference.ranker import ranker_beside
from claimx.pipeline.speakers.resolution import Resolution, SpeakerResolver, resolve_speakers
from claimx.pipeline.speakers.speaker import ResolvedSpeaker

__all__ = [
    "Resolution",
    "ResolvedSpeaker",
    "SpeakerResolver",
    "ranker_beside",
    "resolve_speakers",
]
