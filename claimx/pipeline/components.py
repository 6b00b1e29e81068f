"""The three components, as factories that any spaCy pipeline can name in its config."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from claimx.article import TextIndex
from claimx.errors import PipelineError
from claimx.labels import Conventions
from claimx.pipeline import serialisation
from claimx.pipeline.attribution import find_as_polnear, find_attributions
from claimx.pipeline.indexing import index_text, token_bounds
from claimx.pipeline.model import AttributionModel, cut_streams, read_stream
from claimx.pipeline.name_recognition import NameFinder, names_read
from claimx.pipeline.speakers import ranker_beside, resolve_speakers
from claimx.spans import Span

# The extensions, each with the component that sets it.
_SET_BY = {
    "claimx_index": "claimx_segment",
    "claimx_attributions": "claimx_attribute",
    "claimx_resolutions": "claimx_resolve",
}
for _extension in _SET_BY:
    if not Doc.has_extension(_extension):
        Doc.set_extension(_extension, default=None)
serialisation.register()


def _need(doc: Doc, extension: str, component: str) -> Any:  # noqa: ANN401 - each extension has its own type
    """The value of an extension that ``component`` needs; raises PipelineError where no component has set it."""
    value = doc._.get(extension)
    if value is None:
        raise PipelineError(f"{component} needs {_SET_BY[extension]} before it in the pipeline")
    return value


class Segment:
    """Sets the index of the text on the Doc, and the sentence starts of its tokens."""

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        doc._.claimx_index = index = index_text(doc.text)
        _start_sentences(doc, index.sentences)
        return doc


def _start_sentences(doc: Doc, starts: Sequence[int]) -> None:
    """Start a sentence at the first token at or behind each offset."""
    _, ends = token_bounds(doc)
    begins = np.searchsorted(ends, starts, side="right")
    flags = np.full(len(doc), -1, np.int64)
    flags[begins[begins < len(doc)]] = 1
    # All starts are set in one call, because setting one token looks at the whole Doc each time.
    # spaCy wants its unsigned integers and types the argument as signed ones.
    doc.from_array([SENT_START], flags.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]


class Attribute:
    """Sets the names in doc.ents and the attributions; the model reads the text once for both."""

    def __init__(self, model: str | None, ner_model: str | None, conventions: Conventions) -> None:
        self._folder = model
        self._finder = NameFinder(ner_model) if ner_model else None
        self._conventions = conventions
        _model_in(
            os.getpid(), model
        )  # A missing model raises its error when the component is made, not at the first text.

    @property
    def model(self) -> AttributionModel:
        """The attribution model, loaded once in each process, and never pickled or forked."""
        return _model_in(os.getpid(), self._folder)

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        whole: TextIndex = _need(doc, "claimx_index", "claimx_attribute")
        index = whole.unwrapped
        read = [
            read_stream(self.model, index.text, stream, index.depth) for stream in cut_streams(index.layout.paragraphs)
        ]
        find = find_as_polnear if self._conventions == "polnear" else find_attributions
        names = self._finder.find(doc, _bodies(index)) if self._finder else names_read(doc, whole.text, read)
        attributions = tuple(find(index, read))
        doc.set_ents(names)
        doc._.claimx_attributions = attributions
        return doc


@lru_cache(maxsize=2)
def _model_in(process: int, folder: str | None) -> AttributionModel:
    """The model for a process, from ``folder`` or the package: an ONNX session does not survive a fork."""
    return AttributionModel.load(Path(folder) if folder else None)


class Resolve:
    """Sets the resolved speaker of each attribution."""

    def __init__(self, model: str | None) -> None:
        self._folder = model

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        _need(doc, "claimx_attributions", "claimx_resolve")
        doc._.claimx_resolutions = tuple(resolve_speakers(doc, ranker_beside(self._folder)))
        return doc


def _bodies(index: TextIndex) -> list[Span]:
    return [body for paragraph in index.layout.paragraphs if (body := paragraph.body) is not None]


@Language.factory("claimx_segment", assigns=["doc._.claimx_index", "token.is_sent_start"])
def make_segment(nlp: Language, name: str) -> Segment:
    """The component that segments; it needs nothing but tokens."""
    return Segment()


@Language.factory(
    "claimx_attribute",
    default_config={"model": None, "ner_model": None, "conventions": "claimx"},
    requires=["doc._.claimx_index"],
    assigns=["doc.ents", "doc._.claimx_attributions"],
)
def make_attribute(
    nlp: Language, name: str, model: str | None, ner_model: str | None, conventions: Conventions
) -> Attribute:
    """The finder of names and attributions.

    ``model`` is the folder of a model in the place of the packaged one, ``ner_model`` an installed spaCy pipeline whose
    ``ner`` finds the names in the place of the model; ``conventions`` say what counts and where spans end.
    """
    return Attribute(model, ner_model, conventions)


@Language.factory(
    "claimx_resolve",
    default_config={"model": None},
    requires=["doc.ents", "doc._.claimx_attributions"],
    assigns=["doc._.claimx_resolutions"],
)
def make_resolve(nlp: Language, name: str, model: str | None) -> Resolve:
    """The component that resolves speakers; the folder ``model`` may hold a ranking of antecedents of its own."""
    return Resolve(model)
