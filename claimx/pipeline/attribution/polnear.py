"""Attributions as PolNeAR marks them, for measuring the model against that corpus.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) counts wants, doings and topics too, gives a cue all that its
source goes on to say, and leaves phrases as its annotators cut them: nothing is left out, split or trimmed by
the codebook, and nothing is read a second time for what stands inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.by_layout import find_by_layout
from claimx.pipeline.attribution.classification import cue_labels, kind_of
from claimx.pipeline.attribution.confidence import confidence, model_evidence
from claimx.pipeline.attribution.layout_attribution import apart_from_layout
from claimx.pipeline.attribution.phrases import whole_words
from claimx.pipeline.model import ReadStream
from claimx.pipeline.model.tag_decoding import Link, Stretch
from claimx.spans import WORD, Span, words


def find_as_polnear(index: TextIndex, read: Sequence[ReadStream]) -> list[Attributed]:
    """All attributions of a text that the model sees, in the order of where their contents start."""
    found = [item for stream in read for item in _of_stream(index, stream)]
    laid_out = find_by_layout(index)
    return sorted([*laid_out, *apart_from_layout(found, laid_out)], key=lambda item: item.start)


def _of_stream(index: TextIndex, stream: ReadStream) -> Iterator[Attributed]:
    for link in stream.links("polnear")[0]:
        content = _content(index, (stream.pieces.span(c.start, c.end) for c in link.contents))
        if content:
            yield _attributed(index.text, link, content, stream)


def _content(index: TextIndex, spans: Iterable[Span]) -> list[tuple[Span, bool]]:
    """The stretches of a content in text order, cut at nothing but quotation marks."""
    text = index.text
    content: list[tuple[Span, bool]] = []
    for span in sorted(whole_words(text, span) for span in spans):
        for part in span.minus(index.marks_in(span)):
            stretch = part.stripped(text)
            if stretch is not None and WORD.search(text, *stretch):
                content.append((stretch, bool(index.depth[stretch.start])))
    return content


def _attributed(text: str, link: Link, content: list[tuple[Span, bool]], stream: ReadStream) -> Attributed:
    def phrase(stretch: Stretch | None) -> Span | None:
        return whole_words(text, stream.pieces.span(stretch.start, stretch.end)).stripped(text) if stretch else None

    cue = phrase(link.cue)
    labels = cue_labels(text, cue) if cue else None
    kind = kind_of(text, content)
    values = model_evidence(link, kind, sum(len(words(text, span)) for span, _ in content))
    return Attributed(
        content=tuple(content),
        cue=FoundCue(cue, labels.lemma, labels.type) if cue and labels else None,
        source=phrase(link.cue.source) if link.cue else None,
        kind=kind,
        class_=labels.class_ if labels else "statement",
        polarity=labels.polarity if labels else "affirmed",
        confidence=confidence(values, None),
        evidence=values,
    )
