"""Making the index of a text: layout, quotation marks and sentences."""

from __future__ import annotations

from claimx.article import TextIndex, unwrapped
from claimx.pipeline.marks import pair_marks
from claimx.pipeline.segment import lay_out, sentences


def index_text(text: str) -> TextIndex:
    """What is known of ``text`` as such; no sentence runs over the end of a paragraph."""
    layout = lay_out(text)
    spans = [paragraph.span for paragraph in layout.paragraphs]
    flat = unwrapped(text, layout)
    bodies = (paragraph.body or paragraph.span for paragraph in layout.paragraphs)
    starts = {sentence.start for body in bodies for sentence in sentences(flat, body)}
    starts.update(span.start for span in spans)
    return TextIndex(text, layout, pair_marks(flat, spans), tuple(sorted(starts)))
