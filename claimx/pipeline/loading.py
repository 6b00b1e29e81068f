"""Putting the pipeline together, and running it over a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import spacy
from spacy.language import Language

from claimx.article import TextIndex
from claimx.errors import ModelError
from claimx.labels import NameType
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.components import Attribute
from claimx.pipeline.name_recognition import typed_names
from claimx.pipeline.speakers import Resolution
from claimx.pipeline.tokenization import CONFIG
from claimx.settings import Settings
from claimx.spans import Span

# The order of the stages is written here and nowhere else.
STAGES = ("claimx_segment", "claimx_attribute", "claimx_resolve")
# How many words a pipeline may know: spaCy keeps each one that it has seen, in half a kilobyte.
_MOST_KEPT_WORDS = 1 << 16


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result of the pipeline for one text.

    ``resolutions`` has one entry for each attribution; ``names`` are the spans and types of all names in the text.
    """

    index: TextIndex
    attributions: tuple[Attributed, ...]
    resolutions: tuple[Resolution, ...]
    names: tuple[tuple[Span, NameType], ...]


def load(settings: Settings | None = None, stages: Sequence[str] = STAGES) -> Language:
    """A spaCy pipeline whose Docs carry attributions and speakers (see the extensions in claimx.pipeline).

    ``stages`` are the first of STAGES up to the last that is wanted. Raises ModelError when a model is missing.
    """
    settings = settings or Settings()
    nlp = spacy.blank("en", config=CONFIG)
    configs: dict[str, dict[str, object]] = {
        "claimx_attribute": {
            "model": settings.model,
            "ner_model": settings.ner_model,
            "conventions": settings.conventions,
        },
        "claimx_resolve": {"model": settings.model},
    }
    for stage in stages:
        nlp.add_pipe(stage, config=configs.get(stage, {}))
    return nlp


def analyse(nlp: Language, text: str) -> Analysis:
    """Run a pipeline from ``load`` over one text."""
    doc = nlp(text)
    return Analysis(
        doc._.claimx_index, tuple(doc._.claimx_attributions), tuple(doc._.claimx_resolutions), tuple(typed_names(doc))
    )


def has_grown(nlp: Language) -> bool:
    """Whether ``nlp`` has seen so many words that another one should take its place, so that memory is given back.

    ``load`` makes one in a fraction of a second, since models are kept. A memory zone of spaCy would do for a
    pipeline of one thread; of several that share it, each would lose its words when another leaves the zone.
    """
    return len(nlp.vocab.strings) > _MOST_KEPT_WORDS


def model_name(nlp: Language) -> str:
    """Name and version of the attribution model, as records cite it."""
    attribute = nlp.get_pipe("claimx_attribute")
    if not isinstance(attribute, Attribute):
        raise ModelError("this pipeline has another component under the name claimx_attribute")
    meta = attribute.model.meta
    return f"{meta['name']} {meta['version']}"
