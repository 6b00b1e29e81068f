"""Segmentation: the paragraphs of a page, the region each belongs to, and where sentences start.

Everything is judged from the text alone, by general evidence: line length, closing punctuation, repetition,
position, shared words with the body, and the formulas of credits and sign-ups.
"""

from __future__ import annotations

from claimx.pipeline.segment.regions import lay_out
from claimx.pipeline.segment.sentences import sentences

__all__ = ["lay_out", "sentences"]
