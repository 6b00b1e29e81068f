"""The four components, as factories that any spaCy pipeline can name in its config."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from claimx.labels import Conventions
from claimx.pipeline.attribution import find_as_polnear, find_attributions
from claimx.pipeline.marks import pair_marks
from claimx.pipeline.model import AttributionModel
from claimx.pipeline.names import NameFinder
from claimx.pipeline.segment import lay_out, sentences
from claimx.pipeline.speakers import packaged_ranker, resolve_speakers
from claimx.settings import NER_MODEL
from claimx.spans import Span

for _extension in ("layout", "marks", "attributions", "resolutions"):
    Doc.set_extension(f"claimx_{_extension}", default=None, force=True)


class Segment:
    """Sets layout, marks and sentence starts; no sentence runs over the end of a paragraph."""

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        text = doc.text
        layout = lay_out(text)
        marks = pair_marks(text, [paragraph.span for paragraph in layout.paragraphs])
        bodies = (paragraph.body or paragraph.span for paragraph in layout.paragraphs)
        starts = {s.start for body in bodies for s in sentences(text, body)}
        starts |= {paragraph.span.start for paragraph in layout.paragraphs}
        _start_sentences(doc, starts)
        doc._.claimx_layout, doc._.claimx_marks = layout, marks
        return doc


def _start_sentences(doc: Doc, starts: Iterable[int]) -> None:
    """Start a sentence at the first token at or behind each offset."""
    ends = np.array([token.idx + len(token.text) for token in doc], np.int64)
    begins = np.searchsorted(ends, sorted(starts), side="right")
    flags = np.full(len(doc), -1, np.int64)
    flags[begins[begins < len(doc)]] = 1
    # In one go: setting a token at a time takes a look at all of the Doc each time.
    # spaCy wants its unsigned integers and types the argument as signed ones.
    doc.from_array([SENT_START], flags.astype(np.uint64).reshape(-1, 1))  # type: ignore[arg-type]


class Names:
    """Sets doc.ents in everything but furniture."""

    def __init__(self, model: str) -> None:
        self._finder = NameFinder(model)

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        doc.set_ents(self._finder.find(doc, _bodies(doc)))
        return doc


class Attribute:
    """Sets the attributions."""

    def __init__(self, conventions: Conventions) -> None:
        self.model = AttributionModel.load()
        self._conventions = conventions

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        layout, marks = doc._.claimx_layout, doc._.claimx_marks
        if self._conventions == "polnear":
            found = find_as_polnear(doc.text, layout, marks, self.model)
        else:
            starts = [token.idx for token in doc if token.is_sent_start]
            found = find_attributions(doc.text, layout, starts, marks, self.model)
        doc._.claimx_attributions = tuple(found)
        return doc


class Resolve:
    """Sets who said each attribution."""

    def __init__(self) -> None:
        self._judge = packaged_ranker()

    def __call__(self, doc: Doc) -> Doc:  # noqa: D102 - the class says what it sets
        doc._.claimx_resolutions = tuple(resolve_speakers(doc, self._judge))
        return doc


def _bodies(doc: Doc) -> list[Span]:
    return [body for paragraph in doc._.claimx_layout.paragraphs if (body := paragraph.body) is not None]


@Language.factory("claimx_segment", assigns=["doc._.claimx_layout", "doc._.claimx_marks", "token.is_sent_start"])
def make_segment(nlp: Language, name: str) -> Segment:
    """The segmenter; needs nothing but tokens."""
    return Segment()


@Language.factory("claimx_names", default_config={"model": NER_MODEL}, assigns=["doc.ents"])
def make_names(nlp: Language, name: str, model: str) -> Names:
    """The name finder, with ``ner`` of the installed spaCy pipeline ``model``."""
    return Names(model)


@Language.factory(
    "claimx_attribute",
    default_config={"conventions": "claimx"},
    requires=["doc._.claimx_layout"],
    assigns=["doc._.claimx_attributions"],
)
def make_attribute(nlp: Language, name: str, conventions: Conventions) -> Attribute:
    """The attribution model of the package; ``conventions`` say what counts and where spans end."""
    return Attribute(conventions)


@Language.factory(
    "claimx_resolve", requires=["doc.ents", "doc._.claimx_attributions"], assigns=["doc._.claimx_resolutions"]
)
def make_resolve(nlp: Language, name: str) -> Resolve:
    """The resolver of speakers."""
    return Resolve()
