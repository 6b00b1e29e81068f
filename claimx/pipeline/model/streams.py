"""Streams: the parts of a text that the model reads as running text, and its output for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimx.article import Paragraph
from claimx.labels import Layer
from claimx.pipeline.model.session import AttributionModel
from claimx.pipeline.model.tag_decoding import Cue, Link, read_links, read_names
from claimx.pipeline.model.tagging import Array, TaggedWindow, tag_words
from claimx.pipeline.model.windows import cut_windows
from claimx.pipeline.model.word_pieces import Pieces, cut_pieces
from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class ReadStream:
    """One stream after the model has read it: its word pieces, and the tagged words of its windows."""

    model: AttributionModel
    pieces: Pieces
    tagged: Sequence[TaggedWindow]

    def links(self, layer: Layer) -> tuple[list[Link], list[Cue]]:
        """The links of one layer ordered by their first contents, and all its cues, those without a link too."""
        return read_links(self.pieces, self.tagged, layer)

    def names(self) -> Iterator[tuple[Span, Array]]:
        """The spans of names in the text, in order, each with the evidence for each of NAME_TYPES, an array (4,)."""
        for name in read_names(self.tagged):
            yield self.pieces.span(name.start, name.end), name.odds


def read_stream(model: AttributionModel, text: str, paragraphs: Sequence[Span], depth: bytes | bytearray) -> ReadStream:
    """Let ``model`` read ``paragraphs`` (ascending spans of ``text``); ``depth[i]`` is above 0 inside quotations."""
    pieces = cut_pieces(text, paragraphs, depth, model.tokenizer)
    readings = model.read(pieces, cut_windows(text, pieces))
    return ReadStream(model, pieces, tag_words(model, pieces, readings))


def cut_streams(paragraphs: Sequence[Paragraph]) -> list[list[Span]]:
    """The spans of each stream: the main article, then the headlines, each caption and each teaser by themselves."""
    article: list[Span] = []
    others: list[list[Span]] = []
    region = None
    for paragraph in paragraphs:
        body = paragraph.body
        if body is not None and paragraph.region == "main":
            article.append(body)
        elif body is not None:
            if paragraph.region != region or paragraph.region == "caption":
                others.append([])
            others[-1].append(body)
        region = paragraph.region
    return [stream for stream in (article, *others) if stream]
