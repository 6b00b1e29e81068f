"""Speakers: from the words of a source to the name of who spoke.

``names`` finds where names stand, by their ``shapes`` and the ``roles`` beside them; ``casting`` joins them to one
entity a speaker, whatever the ``spelling``, and looks up among ``acquaintances`` whom a person's name may stand for.
``places`` finds where each is mentioned, ``view`` reads them in order and knows who is in view and what is ``known``
of them; of those whom ``agreement`` allows, ``ranking`` judges whom a pronoun or a description takes up. ``mentions``
reads a source phrase, ``descriptions`` and ``documents`` say whom or what one tells of by its own words, ``pairs``
which two, ``carried`` who goes on speaking, ``beside`` who speaks without a cue. ``resolution`` puts them together,
``explanation`` says why. Where the article names nobody the name is None.
"""

from __future__ import annotations

from claimx.pipeline.speakers.context import Who
from claimx.pipeline.speakers.explanation import Considered, Explanation, explain_speakers
from claimx.pipeline.speakers.ranking import packaged_ranker
from claimx.pipeline.speakers.resolution import Resolution, Resolver, resolve_speakers

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
