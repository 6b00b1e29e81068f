"""Making the index of a text (layout, quotation marks, sentences), and the offsets of its tokens."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from spacy.attrs import IDX, LENGTH
from spacy.tokens import Doc

from claimx.article import TextIndex, unwrapped
from claimx.pipeline.marks import pair_marks
from claimx.pipeline.segment import lay_out, sentences


def index_text(text: str) -> TextIndex:
    """The TextIndex of ``text``; no sentence continues over the end of a paragraph."""
    layout = lay_out(text)
    spans = [paragraph.span for paragraph in layout.paragraphs]
    flat = unwrapped(text, layout)
    bodies = (paragraph.body or paragraph.span for paragraph in layout.paragraphs)
    starts = {sentence.start for body in bodies for sentence in sentences(flat, body)}
    starts.update(span.start for span in spans)
    return TextIndex(text, layout, pair_marks(flat, spans), tuple(sorted(starts)))


def token_bounds(doc: Doc) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The offsets where the n tokens of ``doc`` start, and where they end, each an array (n,).

    A loop over the tokens in Python would take longer than all the rest that is done with them.
    """
    starts, lengths = doc.to_array([IDX, LENGTH]).astype(np.int64).reshape(-1, 2).T
    return starts, starts + lengths
