"""The pipeline: a spaCy Language that segments, finds attributions and names their speakers.

    segment ─► attribute ─► resolve

Each component computes its value first and writes it to the Doc last:

    doc._.claimx_index         TextIndex: paragraphs and regions, paired quotation marks, sentences
    doc.ents                   people, organisations, places and works
    doc._.claimx_attributions  a sequence of Attributed
    doc._.claimx_resolutions   a sequence of Resolution, one an attribution

spaCy saves them with the Doc. The pipeline can be pickled, saved and run in processes as any other.
"""

from __future__ import annotations

from spacy.language import Language

from claimx.pipeline.components import (
    make_attribute,
    make_resolve,
    make_segment,
)
from claimx.pipeline.indexing import index_text
from claimx.pipeline.loading import STAGES, Analysis, analyse, has_grown, load, model_name
from claimx.pipeline.speakers import Resolution
from claimx.pipeline.tokenization import make_any_length, make_tokenizer

__all__ = [
    "STAGES",
    "Analysis",
    "Language",
    "Resolution",
    "analyse",
    "has_grown",
    "index_text",
    "load",
    "make_any_length",
    "make_attribute",
    "make_resolve",
    "make_segment",
    "make_tokenizer",
    "model_name",
]
