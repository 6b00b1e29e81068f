"""How right a model is by itself: the run time's decoding, without the rules that follow on it, against gold."""

from __future__ import annotations

from collections.abc import Sequence

from claimx.evaluate.figures import Figure, figures
from claimx.evaluate.scoring import count
from claimx.gold.statements import Article, Statement
from claimx.pipeline.model import AttributionModel
from claimx.pipeline.model.tag_decoding import Link, read_links
from claimx.pipeline.model.tagging import tag_words
from claimx.pipeline.model.windows import cut_windows
from claimx.pipeline.model.word_pieces import Pieces
from claimx.pipeline.segment import lay_out
from claimx.quoted_stretches import kind_by_marks
from claimx.training.examples import pieces_of

FIGURES = ("content@0.5", "relation", "quoted", "exact source", "exact cue", "exact content")


def score(model: AttributionModel, articles: Sequence[Article]) -> list[Figure]:
    """The figures of ``FIGURES`` over ``articles``, all of their statements."""
    counts = [count(article, predict(model, article.text)) for article in articles]
    return [figure for figure in figures(counts) if figure.name in FIGURES]


def predict(model: AttributionModel, text: str) -> list[Statement]:
    """What ``model`` finds in ``text`` as PolNeAR counts it, its spans as they come."""
    pieces = pieces_of(text, lay_out(text).paragraphs, model.tokenizer)
    tagged = tag_words(model, pieces, model.read(pieces, cut_windows(text, pieces)))
    links, _ = read_links(pieces, tagged, "polnear")
    return [_statement(link, pieces, text) for link in links]


def _statement(link: Link, pieces: Pieces, text: str) -> Statement:
    cue = link.cue
    content = [pieces.span(stretch.start, stretch.end) for stretch in link.contents]
    return Statement(
        source=(pieces.span(cue.source.start, cue.source.end),) if cue and cue.source else (),
        cue=(pieces.span(cue.start, cue.end),) if cue else (),
        content=tuple(content),
        kind=kind_by_marks(text, content),
    )
