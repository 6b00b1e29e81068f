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
from claimx.gold.statements import Statement
from claimx.labels import LAYERS, Layer
from claimx.pipeline.marks import pair_marks
from claimx.pipeline.model.streams import cut_streams
from claimx.pipeline.model.tagging import NAME_TAGS, TAGS
from claimx.pipeline.model.windows import Window, cut_windows
from claimx.pipeline.model.word_pieces import CLS, SEP, Flags, Integers, Pieces, cut_pieces
from claimx.quotation_marks import ALL
from claimx.spans import WORD, Span
from claimx.training.augmentation import augment
from claimx.training.corpus import AnnotatedArticle, Annotation, Training
from claimx.training.recipe import Recipe

# What no loss looks at, torch's own default; a cue that nobody is named for, and a content without a cue, point at
# the window's CLS instead.
IGNORED, NO_TARGET = -100, -1
MASK = 103
# Windows of about one length share a batch; the noise, in pieces, mixes them from epoch to epoch.
_LENGTH_NOISE = 30

Array = TypeVar("Array")


@dataclass(frozen=True, slots=True)
class Labels:
    """What the model should say of ``Pieces`` (n of them).

    ``tags`` (layers, n) is an index into TAGS at the first piece of each word, ``names`` (n) one into NAME_TAGS.
    ``cues`` (layers, n) is where the cue of a content starts, ``sources`` (layers, n) where the source of a cue
    starts, in pieces, or NO_TARGET. All are IGNORED elsewhere, and where it is not known.
    """

    tags: Integers
    cues: Integers
    sources: Integers
    names: Integers


class Excerpt(NamedTuple):
    """A window of an article with its labels."""

    pieces: Pieces
    labels: Labels
    window: Window


class Batch(NamedTuple, Generic[Array]):
    """Windows padded to n tokens with CLS first, and to w words, in arrays of numpy or tensors of torch.

    ``ids``, ``features`` and ``mask`` (1 for a token) are (b, n); ``cues`` and ``sources`` (tokens of the window,
    else IGNORED) are (b, layers, n). ``heads`` (the token that starts each word), ``words`` (true for a word) and
    ``names`` are (b, w), ``tags`` (b, layers, w).
    """

    ids: Array
    features: Array
    mask: Array
    cues: Array
    sources: Array
    heads: Array
    tags: Array
    names: Array
    words: Array


Arrays = Batch[npt.NDArray[Any]]


def pieces_of(text: str, paragraphs: Sequence[Paragraph], tokenizer: Tokenizer) -> Pieces:
    """All paragraphs of an article as one stream; furniture too, since annotators of PolNeAR read it."""
    return _cut(text, [[paragraph.body or paragraph.span for paragraph in paragraphs]], paragraphs, tokenizer)[0]


def streams_of(text: str, paragraphs: Sequence[Paragraph], tokenizer: Tokenizer) -> list[Pieces]:
    """The streams of an article, as the run time reads them."""
    return _cut(text, cut_streams(paragraphs), paragraphs, tokenizer)


def _cut(
    text: str, parts: Sequence[Sequence[Span]], paragraphs: Sequence[Paragraph], tokenizer: Tokenizer
) -> list[Pieces]:
    depth = pair_marks(text, [paragraph.span for paragraph in paragraphs]).inside(len(text))
    return [cut_pieces(text, part, depth, tokenizer) for part in parts]


def label(text: str, pieces: Pieces, annotation: Annotation) -> Labels:
    """The labels that ``annotation`` gives the pieces of ``text``; layers it does not have are IGNORED throughout."""
    layers = [_layer(text, pieces, layer, annotation) for layer in LAYERS]
    tags, cues, sources = (np.stack(part) for part in zip(*layers, strict=True))
    return Labels(tags, cues, sources, _name_tags(pieces, annotation))


def _layer(text: str, pieces: Pieces, layer: Layer, annotation: Annotation) -> tuple[Integers, Integers, Integers]:
    """Tags, cues and sources of one layer.

    A word has one tag: a content leaves what has one already, sources and cues go before contents. In the layers of
    claimx, which say more exactly what a cue reports, a content without a cue points at nobody's.
    """
    tags = np.full(len(pieces), IGNORED)
    cues = np.full(len(pieces), IGNORED)
    sources = np.full(len(pieces), IGNORED)
    if layer not in annotation.statements:
        return tags, cues, sources
    tags[pieces.firsts] = 0
    no_cue = IGNORED if layer == "polnear" else NO_TARGET
    for statement in annotation.statements[layer]:
        cue = [head for span in statement.cue for head in _heads(pieces, span)]
        source = [head for span in statement.source for head in _heads(pieces, span)]
        content = statement.content if layer == "polnear" else _with_marks(text, statement)
        for heads in (_heads(pieces, span) for span in content):
            free = tags[heads] == 0
            tags[heads[free]] = _tags("content", len(heads))[free]
            cues[heads[free]] = cue[0] if cue else no_cue
        for role, spans in (("source", statement.source), ("cue", statement.cue)):
            for heads in (_heads(pieces, span) for span in spans):
                tags[heads] = _tags(role, len(heads))
        sources[cue] = source[0] if source else NO_TARGET
    if layer != "polnear":
        _open(text, pieces, annotation.open, tags)
    _begin_where_broken(tags, pieces.firsts)
    return tags, cues, sources


def _with_marks(text: str, statement: Statement) -> list[Span]:
    """The content of ``statement`` with the quotation marks around and between its stretches.

    Gold of claimx is cut at marks. Words and the marks between them are one run to the model, and what is written
    takes the marks out again.
    """
    runs: list[Span] = []
    for span in statement.content:
        if runs and not WORD.search(text, runs[-1].end, span.start) and "\n" not in text[runs[-1].end : span.start]:
            runs[-1] = Span(runs[-1].start, span.end)
        else:
            runs.append(span)
    return [_marked(text, run) for run in runs]


def _marked(text: str, span: Span) -> Span:
    start, end = span
    if text[start - 1 : start] in ALL:
        start -= 1
    if text[end : end + 1] in ALL:
        end += 1
    return Span(start, end)


def _open(text: str, pieces: Pieces, statements: Sequence[Statement], tags: Integers) -> None:
    """Ignore the words of ``statements`` that no other statement has."""
    for statement in statements:
        for span in (*_with_marks(text, statement), *statement.cue, *statement.source):
            heads = _heads(pieces, span)
            tags[heads[tags[heads] == 0]] = IGNORED


def _name_tags(pieces: Pieces, annotation: Annotation) -> Integers:
    tags = np.full(len(pieces), IGNORED)
    if annotation.names is None:
        return tags
    tags[pieces.firsts] = 0
    for place in annotation.unsure:
        tags[_heads(pieces, place)] = IGNORED
    for name in annotation.names:
        heads = _heads(pieces, name.span)
        tags[heads] = NAME_TAGS.index(f"I-{name.type}")
        tags[heads[:1]] = NAME_TAGS.index(f"B-{name.type}")
    return tags


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
        if tags[head] > 0 and tags[head] % 2 == 0 and before not in (tags[head] - 1, tags[head]):
            tags[head] -= 1
        before = tags[head]


def excerpts(article: AnnotatedArticle, recipe: Recipe, tokenizer: Tokenizer, rng: Random) -> Iterator[Excerpt]:
    """The windows of an article in one guise, as one of its annotators sees it."""
    text = augment(article.text, recipe.guises, rng)
    annotation = rng.choice(article.annotations)
    core, context = rng.randint(*recipe.core), rng.choice(recipe.contexts)
    # The corpus' annotators read an article as one; claimx reads it in streams, as it does what nobody annotated.
    cut = _in_one if "polnear" in annotation.statements and "outer" not in annotation.statements else streams_of
    for pieces in cut(text, article.paragraphs, tokenizer):
        labels = label(text, pieces, annotation)
        for window in cut_windows(text, pieces, core, context):
            # Nothing is to be learnt from a window without words.
            if pieces.firsts[window.start : window.end].any():
                yield Excerpt(pieces, labels, window)


def _in_one(text: str, paragraphs: Sequence[Paragraph], tokenizer: Tokenizer) -> list[Pieces]:
    return [pieces_of(text, paragraphs, tokenizer)]


def epoch_batches(training: Training, recipe: Recipe, tokenizer: Tokenizer, epoch: int) -> Iterator[Arrays]:
    """All batches of an epoch; they depend on nothing but the arguments, so that a run can go on where it was.

    An epoch is all of gold, and the recipe's shares of what is always learnt from, of the corpus and of texts without
    annotation, drawn anew.
    """
    rng, noise = Random(f"{recipe.seed} {epoch}"), np.random.default_rng([recipe.seed, epoch])
    always = rng.sample(training.always, round(recipe.always_share * len(training.always)))
    corpus = rng.sample(training.corpus, round(recipe.corpus_share * len(training.corpus)))
    texts = rng.sample(training.texts, round(recipe.texts_share * len(training.texts)))
    articles = [*training.gold, *always, *corpus, *texts]
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
    layered, layered_words = ((rows, len(LAYERS), width) for rows, width in (shape, word_shape))
    padded = Arrays(
        ids=np.zeros(shape, np.int64),
        features=np.zeros(shape, np.int64),
        mask=np.zeros(shape, np.int64),
        cues=np.full(layered, IGNORED, np.int64),
        sources=np.full(layered, IGNORED, np.int64),
        heads=np.zeros(word_shape, np.int64),
        tags=np.full(layered_words, IGNORED, np.int64),
        names=np.full(word_shape, IGNORED, np.int64),
        words=np.zeros(word_shape, np.bool_),
    )
    padded.ids[:, 0] = CLS
    for row, ((pieces, labels, window), firsts) in enumerate(zip(batch, heads, strict=True)):
        read, tokens = slice(window.start, window.end), slice(1, 1 + window.end - window.start)
        padded.ids[row, tokens] = pieces.ids[read]
        padded.features[row, tokens] = pieces.features[read]
        padded.mask[row, : tokens.stop] = 1
        padded.cues[row, :, tokens] = _within(labels.cues[:, read], window)
        padded.sources[row, :, tokens] = _within(labels.sources[:, read], window)
        padded.heads[row, : len(firsts)] = firsts + 1
        padded.tags[row, :, : len(firsts)] = labels.tags[:, read][:, firsts]
        padded.names[row, : len(firsts)] = labels.names[read][firsts]
        padded.words[row, : len(firsts)] = True
    return padded


def _within(targets: Integers, window: Window) -> Integers:
    """Pieces as tokens of the window, whose CLS stands for nobody; IGNORED where they are outside it."""
    inside = (targets >= window.start) & (targets < window.end)
    return np.where(inside, targets - window.start + 1, np.where(targets == NO_TARGET, 0, IGNORED))


def hide(ids: Integers, rate: float, rng: np.random.Generator) -> Integers:
    """``ids`` (b, n) with some pieces masked: in each window a share drawn between 0 and twice ``rate``."""
    rates = rng.random((len(ids), 1)) * 2 * rate
    # Ids up to that of MASK are special.
    return np.where((rng.random(ids.shape) < rates) & (ids > MASK) & (ids != SEP), MASK, ids)
