"""Speakers: from the source of an attribution to the name of who spoke.

``resolution`` reads each source and names its speaker through coreference. Where there is no source, the
``continuation`` of the attribution before or the ``narration`` beside a quotation tells who speaks; ``joint`` tells
which two speak together. ``explanation`` says why. Where the article names nobody the name is None.
"""

from __future__ import annotations

from claimx.pipeline.coreference.ranker import packaged_ranker
from claimx.pipeline.speakers.explanation import Considered, Explanation, explain_speakers
from claimx.pipeline.speakers.resolution import Resolution, Resolver, resolve_speakers
from claimx.pipeline.speakers.speaker import Who

__all__ = [
    "Considered",
    "Explanation",
    "Resolution",
    "Resolver",
    "Who",
    "explain_speakers",
    "packaged_ranker",
    "resolve_speakers",
]
