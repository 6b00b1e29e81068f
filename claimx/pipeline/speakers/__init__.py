"""Speakers: from the words of a source to the name of who spoke.

``names`` finds where names stand, ``casting`` joins them to one entity a speaker, ``mentions`` reads a source
phrase, ``antecedents`` finds whom a pronoun or description stands for, ``carried`` who goes on speaking, and
``resolution`` puts them together. Where the article names nobody the name is None.
"""

from __future__ import annotations

from claimx.pipeline.speakers.context import Who
from claimx.pipeline.speakers.resolution import Resolution, resolve_speakers

__all__ = ["Resolution", "Who", "resolve_speakers"]
