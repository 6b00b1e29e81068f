"""Speakers: from the words of a source to the name of who spoke.

``names`` finds where names stand, by their ``shapes`` and the ``roles`` beside them; ``casting`` joins them to one
entity a speaker, whatever the ``spelling``. ``mentions`` reads a source phrase; ``view`` knows who is in view there,
``antecedents`` whom a pronoun stands for, ``descriptions`` and ``documents`` whom or what a description, ``carried``
who goes on speaking. ``resolution`` puts them together, ``explanation`` says why. Where the article names nobody the
name is None.
"""

from __future__ import annotations

from claimx.pipeline.speakers.context import Who
from claimx.pipeline.speakers.explanation import Considered, Explanation, explain_speaker
from claimx.pipeline.speakers.resolution import Resolution, Resolver, resolve_speakers

__all__ = [
    "Considered",
    "Explanation",
    "Resolution",
    "Resolver",
    "Who",
    "explain_speaker",
    "resolve_speakers",
]
