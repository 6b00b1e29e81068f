"""Names as a larger network reads them, written down as silver: what a smaller network learns them from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from claimx.gold.readers import read_gold
from claimx.gold.statements import Name
from claimx.labels import NAME_TYPES, NameType
from claimx.pipeline.model.tagging import NAME_TAGS
from claimx.pipeline.model.windows import cut_windows
from claimx.pipeline.model.word_pieces import SEP
from claimx.pipeline.segment import lay_out
from claimx.records import text_digest
from claimx.spans import Span
from claimx.training.corpus import Annotation
from claimx.training.distillation import expected
from claimx.training.encoder import base_tokenizer
from claimx.training.examples import Batch, Excerpt, label, pad, streams_of
from claimx.training.losses import outputs
from claimx.training.network import Net, device
from claimx.training.silver import Silver, written_silver

# A name is taken for true where each of its words has its tag with this probability.
_TRUSTED = 0.7
# Where the best tag of a word is less probable, it is not known whether a name stands there.
_KNOWN = 0.75
_TYPES: Mapping[str, NameType] = {f"{position}-{type_}": type_ for type_ in NAME_TYPES for position in "BI"}
_CORE, _CONTEXT = 200, 40


class Word(NamedTuple):
    """A word of a text with its most probable tag of NAME_TAGS, and how probable that is."""

    span: Span
    tag: str
    probability: float


def name_silver(net: Net, corpus: Path, texts: Iterable[Path], known: Mapping[str, Silver]) -> Iterator[bytes]:
    """A line of silver for each text of a PolNeAR checkout's train split and of ``texts``, files of gold.

    Names are those that ``net`` reads; attributions inside others are those of ``known``.
    """
    net = net.to(device()).eval()
    files = sorted((corpus / "data" / "train" / "text").glob("*.txt"))
    of_corpus = (path.read_bytes().decode("utf-8") for path in files)
    for text in (*of_corpus, *(article.text for path in texts for article in read_gold(path))):
        names, unsure = names_among(read_words(net, text))
        inner = known.get(text_digest(text), Silver()).inner or ()
        yield written_silver(text, names, unsure, inner)


def read_words(net: Net, text: str) -> list[Word]:
    """The words of ``text``, in order within each stream, as ``net`` reads them."""
    words: list[Word] = []
    for pieces in streams_of(text, lay_out(text).paragraphs, base_tokenizer()):
        labels = label(text, pieces, Annotation({}))
        windows = [w for w in cut_windows(text, pieces, _CORE, _CONTEXT) if pieces.firsts[w.start : w.end].any()]
        if not windows:
            continue
        batch = Batch(
            *(torch.from_numpy(a).to(net.start.device) for a in pad([Excerpt(pieces, labels, w) for w in windows]))
        )
        with torch.no_grad():
            names = outputs(net, batch).names
        of_windows = expected(names, batch.words).tags[:, 0].cpu().numpy()
        for window, of_words in zip(windows, of_windows, strict=True):
            heads = np.flatnonzero(pieces.firsts[window.start : window.end]) + window.start
            ends = np.append(heads[1:], window.end)
            ends -= pieces.ids[ends - 1] == SEP
            for start, end, tags in zip(heads.tolist(), ends.tolist(), of_words, strict=False):
                if start >= window.core:
                    words.append(Word(pieces.span(start, end), NAME_TAGS[tags.argmax()], float(tags.max())))
    return words


def names_among(words: Sequence[Word]) -> tuple[list[Name], list[Span]]:
    """The names that ``words`` spell and that are sure, and the places where it is not known whether one stands."""
    spelt: list[list[Word]] = []
    before = "O"
    for word in words:
        type_ = _TYPES.get(word.tag)
        if word.tag.startswith("B-") or (type_ and _TYPES.get(before) != type_):
            spelt.append([word])
        elif type_:
            spelt[-1].append(word)
        before = word.tag
    names, unsure = [], [word.span for word in words if word.probability < _KNOWN]
    for name in spelt:
        span = Span(name[0].span.start, name[-1].span.end)
        if min(word.probability for word in name) >= _TRUSTED:
            names.append(Name(span, _TYPES[name[0].tag]))
        else:
            unsure.append(span)
    return names, unsure
