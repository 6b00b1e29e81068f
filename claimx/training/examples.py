"""Annotated articles to padded batches of windows, with the pieces and windows of the run time; numpy only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from claimx.article import Paragraph
from claimx.gold.articles import Statement
from claimx.pipeline.marks import pair_marks
from claimx.pipeline.model.decoding import TAGS
from claimx.pipeline.model.windows import Window, cut_windows
from claimx.pipeline.model.word_pieces import CLS, SEP, Flags, Integers, Pieces, cut_pieces
from claimx.spans import Span
from claimx.training.corpus import AnnotatedArticle
from claimx.training.recipe import Recipe
from claimx.training.variants import vary

# What no loss looks at, torch's own default; a cue that nobody is named for points at the window's CLS instead.
IGNORED, NO_SOURCE = -100, -1
MASK = 103
# Windows of about one length share a batch; the noise, in pieces, mixes them from epoch to epoch.
_LENGTH_NOISE = 30

Array = TypeVar("Array")


@dataclass(frozen=True, slots=True)
class Labels:
    """What the model should say of ``Pieces``; all arrays have one entry a piece.

    ``tags`` is an index into TAGS at the first piece of each word, else IGNORED. ``cues`` is where the cue of a
    content starts, ``sources`` where the source of a cue starts, or NO_SOURCE; both are pieces, else IGNORED.
    """

    tags: Integers
    cues: Integers
    sources: Integers


class Excerpt(NamedTuple):
    """A window of an article with its labels."""

    pieces: Pieces
    labels: Labels
    window: Window


class Batch(NamedTuple, Generic[Array]):
    """Windows padded to n tokens with CLS first, and to w words, in arrays of numpy or tensors of torch.

    ``ids``, ``features``, ``mask`` (1 for a token), ``cues`` and ``sources`` (tokens of the window, else IGNORED)
    are (b, n); ``heads`` (the token that starts each word), ``tags`` and ``words`` (true for a word) are (b, w).
    """

    ids: Array
    features: Array
    mask: Array
    cues: Array
    sources: Array
    heads: Array
    tags: Array
    words: Array


Arrays = Batch[npt.NDArray[Any]]


def pieces_of(text: str, paragraphs: Sequence[Paragraph], tokenizer: Tokenizer) -> Pieces:
    """All paragraphs of an article as one stream; furniture too, since annotators read it."""
    depth = pair_marks(text, [paragraph.span for paragraph in paragraphs]).inside(len(text))
    return cut_pieces(text, [paragraph.body or paragraph.span for paragraph in paragraphs], depth, tokenizer)


def label(pieces: Pieces, statements: Sequence[Statement]) -> Labels:
    """The labels of ``statements``, outer before nested.

    A word has one tag: a content leaves what has one already, sources and cues go before contents.
    """
    tags = np.where(pieces.firsts, 0, IGNORED)
    cues = np.full(len(pieces), IGNORED)
    sources = np.full(len(pieces), IGNORED)
    for statement in statements:
        cue = [head for span in statement.cue for head in _heads(pieces, span)]
        source = [head for span in statement.source for head in _heads(pieces, span)]
        for heads in (_heads(pieces, span) for span in statement.content):
            free = tags[heads] == 0
            tags[heads[free]] = _tags("content", len(heads))[free]
            cues[heads[free]] = cue[0] if cue else IGNORED
        for role, spans in (("source", statement.source), ("cue", statement.cue)):
            for heads in (_heads(pieces, span) for span in spans):
                tags[heads] = _tags(role, len(heads))
        sources[cue] = source[0] if source else NO_SOURCE
    _begin_where_broken(tags, pieces.firsts)
    return Labels(tags, cues, sources)


def _heads(pieces: Pieces, span: Span) -> Integers:
    """The first pieces of the words that start in ``span``."""
    return np.flatnonzero(pieces.firsts & (pieces.ends > span.start) & (pieces.starts < span.end))


def _tags(role: str, length: int) -> Integers:
    tags = np.full(length, TAGS.index(f"I-{role}"))
    tags[:1] = TAGS.index(f"B-{role}")
    return tags


def _begin_where_broken(tags: Integers, firsts: Flags) -> None:
    """Let a span begin anew behind what was tagged over it, since no path may enter a span inside."""
    before = 0
    for head in np.flatnonzero(firsts):
        if tags[head] and tags[head] % 2 == 0 and before not in (tags[head] - 1, tags[head]):
            tags[head] -= 1
        before = tags[head]


def excerpts(article: AnnotatedArticle, recipe: Recipe, tokenizer: Tokenizer, rng: Random) -> Iterator[Excerpt]:
    """The windows of an article in one guise, as one of its annotators sees it."""
    text = vary(article.text, recipe.guises, rng)
    pieces = pieces_of(text, article.paragraphs, tokenizer)
    labels = label(pieces, rng.choice(article.annotations))
    core, context = rng.randint(*recipe.core), rng.choice(recipe.contexts)
    for window in cut_windows(text, pieces, core, context):
        # Nothing is to be learnt from a window without words.
        if pieces.firsts[window.start : window.end].any():
            yield Excerpt(pieces, labels, window)


def epoch_batches(
    articles: Sequence[AnnotatedArticle], recipe: Recipe, tokenizer: Tokenizer, epoch: int
) -> Iterator[Arrays]:
    """All batches of an epoch; they depend on nothing but the arguments, so that a run can go on where it was."""
    rng, noise = Random(f"{recipe.seed} {epoch}"), np.random.default_rng([recipe.seed, epoch])
    drawn = [excerpt for article in articles for excerpt in excerpts(article, recipe, tokenizer, rng)]
    drawn.sort(key=lambda excerpt: excerpt.window.end - excerpt.window.start + rng.random() * _LENGTH_NOISE)
    batches = [drawn[start : start + recipe.batch] for start in range(0, len(drawn), recipe.batch)]
    rng.shuffle(batches)
    for batch in batches:
        padded = pad(batch)
        yield padded._replace(ids=hide(padded.ids, recipe.mask_rate, noise)) if recipe.mask_rate else padded


def pad(batch: Sequence[Excerpt]) -> Arrays:
    """``batch`` in arrays, padded with 0, the targets of pointers with IGNORED."""
    length = 1 + max(window.end - window.start for _, _, window in batch)
    heads = [np.flatnonzero(pieces.firsts[window.start : window.end]) for pieces, _, window in batch]
    shape, word_shape = (len(batch), length), (len(batch), max(map(len, heads)))
    padded = Arrays(
        ids=np.zeros(shape, np.int64),
        features=np.zeros(shape, np.int64),
        mask=np.zeros(shape, np.int64),
        cues=np.full(shape, IGNORED, np.int64),
        sources=np.full(shape, IGNORED, np.int64),
        heads=np.zeros(word_shape, np.int64),
        tags=np.zeros(word_shape, np.int64),
        words=np.zeros(word_shape, np.bool_),
    )
    padded.ids[:, 0] = CLS
    for row, ((pieces, labels, window), firsts) in enumerate(zip(batch, heads, strict=True)):
        read, tokens = slice(window.start, window.end), slice(1, 1 + window.end - window.start)
        padded.ids[row, tokens] = pieces.ids[read]
        padded.features[row, tokens] = pieces.features[read]
        padded.mask[row, : tokens.stop] = 1
        padded.cues[row, tokens] = _within(labels.cues[read], window)
        padded.sources[row, tokens] = _within(labels.sources[read], window)
        padded.heads[row, : len(firsts)] = firsts + 1
        padded.tags[row, : len(firsts)] = labels.tags[read][firsts]
        padded.words[row, : len(firsts)] = True
    return padded


def _within(targets: Integers, window: Window) -> Integers:
    """Pieces as tokens of the window, whose CLS stands for no source; IGNORED where they are outside it."""
    inside = (targets >= window.start) & (targets < window.end)
    return np.where(inside, targets - window.start + 1, np.where(targets == NO_SOURCE, 0, IGNORED))


def hide(ids: Integers, rate: float, rng: np.random.Generator) -> Integers:
    """``ids`` (b, n) with some pieces masked: in each window a share drawn between 0 and twice ``rate``."""
    rates = rng.random((len(ids), 1)) * 2 * rate
    # Ids up to that of MASK are special.
    return np.where((rng.random(ids.shape) < rates) & (ids > MASK) & (ids != SEP), MASK, ids)
