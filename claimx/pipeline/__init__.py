"""The pipeline: a spaCy Language that segments, finds attributions and names their speakers.

    segment ─► names ─► attribute ─► resolve

Each component computes its value first and writes it to the Doc last:

    doc._.claimx_index         TextIndex: paragraphs and regions, paired quotation marks, sentences
    doc.ents                   people, organisations and places
    doc._.claimx_attributions  tuple[Attributed, ...]
    doc._.claimx_resolutions   tuple[Resolution, ...], one an attribution
"""

from __future__ import annotations

from spacy.language import Language

from claimx.pipeline.components import (
    make_attribute,
    make_names,
    make_resolve,
    make_segment,
)
from claimx.pipeline.indexing import index_text
from claimx.pipeline.loading import STAGES, Analysis, analyse, explain, load, model_name
from claimx.pipeline.speakers import Explanation

__all__ = [
    "STAGES",
    "Analysis",
    "Explanation",
    "Language",
    "analyse",
    "explain",
    "index_text",
    "load",
    "make_attribute",
    "make_names",
    "make_resolve",
    "make_segment",
    "model_name",
]
