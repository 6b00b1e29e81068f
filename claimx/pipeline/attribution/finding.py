"""All attributions of an article: stream by stream through the model, then cleaned, labelled and nested."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from claimx.pipeline.attribution.confidence import confidence
from claimx.pipeline.attribution.decoding import Link, Stretch, read_links
from claimx.pipeline.attribution.found import Attributed, FoundCue
from claimx.pipeline.attribution.labels import cue_labels, kind_of
from claimx.pipeline.attribution.model import AttributionModel
from claimx.pipeline.attribution.nesting import complete_nested, nest
from claimx.pipeline.attribution.phrases import QuotedWords, clean_content, clean_cue, clean_source
from claimx.pipeline.attribution.pieces import Pieces, cut_pieces
from claimx.pipeline.attribution.windows import cut_windows
from claimx.pipeline.marks import Marks
from claimx.pipeline.segment import Layout
from claimx.spans import Span, words

# A content without a cue counts only when it is quoted at this length: a run-on quotation, not a term.
_FEWEST_IMPLIED_WORDS = 3


def find_attributions(
    text: str, layout: Layout, sentence_starts: Sequence[int], marks: Marks, model: AttributionModel
) -> list[Attributed]:
    """The attributions of ``text`` in the order of where their contents start.

    ``sentence_starts`` are ascending offsets.
    """
    quoted_words = QuotedWords(marks, len(text))
    found: dict[tuple[object, ...], Attributed] = {}
    for stream in _streams(layout):
        pieces = cut_pieces(text, stream, quoted_words.depth, model.tokenizer)
        links, cues = read_links(model, pieces, cut_windows(text, pieces))
        complete_nested(links, cues, _sentence_of(pieces, sentence_starts))
        for link in links:
            attributed = _attributed(text, link, pieces, quoted_words, model)
            if attributed is not None:
                # Two links that clean-up made the same are one attribution; the first is kept.
                found.setdefault((attributed.content, attributed.cue and attributed.cue.span), attributed)
    ordered = sorted(found.values(), key=lambda item: (item.start, -item.content[-1][0].end))
    return [replace(item, nested_in=outer) for item, outer in zip(ordered, nest(ordered), strict=True)]


def _streams(layout: Layout) -> list[list[Span]]:
    """What the model reads in one go: headline and article; each caption and each teaser by itself."""
    article: list[Span] = []
    others: list[list[Span]] = []
    region = None
    for paragraph in layout.paragraphs:
        body = paragraph.body
        if body is not None and paragraph.region in ("headline", "main"):
            article.append(body)
        elif body is not None:
            if paragraph.region != region or paragraph.region == "caption":
                others.append([])
            others[-1].append(body)
        region = paragraph.region
    return [stream for stream in (article, *others) if stream]


def _sentence_of(pieces: Pieces, sentence_starts: Sequence[int]) -> list[int]:
    return [bisect_right(sentence_starts, start) for start in pieces.starts.tolist()]


def _attributed(
    text: str, link: Link, pieces: Pieces, quoted_words: QuotedWords, model: AttributionModel
) -> Attributed | None:
    """The link in spans and labels, None when clean-up leaves nothing that the rules count."""
    source = _span(text, pieces, link.cue.source if link.cue else None, clean_source)
    cue = _span(text, pieces, link.cue, clean_cue)
    holes = [span for span in (source, cue) if span is not None]
    content = clean_content(text, _spans(pieces, link.contents), quoted_words, holes)
    if not content:
        return None
    kind = kind_of(text, content)
    if cue is None and (kind == "indirect" or _words(text, content) < _FEWEST_IMPLIED_WORDS):
        return None
    labels = cue_labels(text, cue, kind)
    return Attributed(
        content=tuple(content),
        cue=FoundCue(cue, labels.lemma, labels.type) if cue else None,
        source=source,
        kind=kind,
        class_=labels.class_,
        polarity=labels.polarity,
        confidence=confidence(link, labels.lemma is not None, model.meta["calibration"]),
    )


def _span(
    text: str, pieces: Pieces, stretch: Stretch | None, clean: Callable[[str, Span], Span | None]
) -> Span | None:
    return clean(text, pieces.span(stretch.start, stretch.end)) if stretch is not None else None


def _spans(pieces: Pieces, stretches: Iterable[Stretch]) -> list[Span]:
    return [pieces.span(stretch.start, stretch.end) for stretch in stretches]


def _words(text: str, content: Sequence[tuple[Span, bool]]) -> int:
    return sum(len(words(text, span)) for span, _ in content)
