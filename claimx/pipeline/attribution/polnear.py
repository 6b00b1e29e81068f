"""Attributions as PolNeAR marks them, for measuring the model against that corpus.

PolNeAR (Newell, Margolin and Ruths, LREC 2018) counts wants, doings and topics too, gives a cue all that its
source goes on to say, and leaves phrases as its annotators cut them: nothing is left out, split or trimmed by
the codebook, and nothing is read a second time for what stands inside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.by_layout import find_turns
from claimx.pipeline.attribution.confidence import confidence, evidence
from claimx.pipeline.attribution.labels import cue_labels, kind_of
from claimx.pipeline.attribution.phrases import whole_words
from claimx.pipeline.attribution.turns import apart_from_turns
from claimx.pipeline.model.decoding import Link, Stretch, read_links
from claimx.pipeline.model.session import AttributionModel
from claimx.pipeline.model.streams import streams
from claimx.pipeline.model.windows import cut_windows
from claimx.pipeline.model.word_pieces import Pieces, cut_pieces
from claimx.spans import WORD, Span


def find_as_polnear(index: TextIndex, model: AttributionModel) -> list[Attributed]:
    """All attributions of a text that the model sees, in the order of where their contents start."""
    found = [item for _, item in links_as_polnear(index, model)]
    turns = find_turns(index)
    return sorted([*turns, *apart_from_turns(found, turns)], key=lambda item: item.start)


def links_as_polnear(index: TextIndex, model: AttributionModel) -> Iterator[tuple[Link, Attributed]]:
    """What the model links, in its own terms and as an attribution."""
    text = index.text
    for stream in streams(index.layout.paragraphs):
        pieces = cut_pieces(text, stream, index.depth, model.tokenizer)
        links, _ = read_links(model, pieces, cut_windows(text, pieces))
        for link in links:
            content = _content(index, (pieces.span(c.start, c.end) for c in link.contents))
            if content:
                yield link, _attributed(text, link, content, pieces, model)


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


def _attributed(
    text: str, link: Link, content: list[tuple[Span, bool]], pieces: Pieces, model: AttributionModel
) -> Attributed:
    def phrase(stretch: Stretch | None) -> Span | None:
        return whole_words(text, pieces.span(stretch.start, stretch.end)).stripped(text) if stretch else None

    cue = phrase(link.cue)
    labels = cue_labels(text, cue) if cue else None
    kind = kind_of(text, content)
    known = labels is not None and labels.lemma is not None
    return Attributed(
        content=tuple(content),
        cue=FoundCue(cue, labels.lemma, labels.type) if cue and labels else None,
        source=phrase(link.cue.source) if link.cue else None,
        kind=kind,
        class_=labels.class_ if labels else "statement",
        polarity=labels.polarity if labels else "affirmed",
        confidence=confidence(evidence(link, kind, known), model.meta["calibration"]),
    )
