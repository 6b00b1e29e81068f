"""Text to the model's tokens: word pieces with the offsets they index and the features they carry.

The pieces of one stream (paragraphs read in one go) stand in one array, with a separator between paragraphs.
Training and run time share this module, so that the model always sees what it was trained on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from claimx.spans import Span

CLS, SEP = 101, 102
Integers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
# Layout, which the words of running text have not: the signs of a block quotation (of one in another too) or a list.
_SIGNS = re.compile(r"(?:>\s*|[•▪‣*-]\s+)+(?=[^\s>])")


@dataclass(frozen=True, slots=True)
class Pieces:
    """Word pieces of one stream; all arrays have one entry a piece.

    ``starts`` and ``ends`` are code points of the text, ``features`` is case (0 lower, 1 capital, 2 all
    capitals) plus 3 inside quotation marks, ``firsts`` marks the first piece of each word, ``paragraphs`` holds
    the index of the first piece of each paragraph; a separator has the id ``SEP`` and an empty span.
    """

    ids: Integers
    starts: Integers
    ends: Integers
    features: Integers
    firsts: Flags
    paragraphs: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.ids)

    def paragraph_end(self, piece: int) -> int:
        """The offset in the text where the paragraph that holds ``piece`` ends."""
        following = bisect_right(self.paragraphs, piece)
        last = self.paragraphs[following] - 2 if following < len(self.paragraphs) else len(self) - 1
        return int(self.ends[last])

    def span(self, first: int, last: int) -> Span:
        """The span of the text from word piece ``first`` up to, but without, word piece ``last``."""
        return Span(int(self.starts[first]), int(self.ends[last - 1]))


def cut_pieces(text: str, paragraphs: Sequence[Span], depth: bytes | bytearray, tokenizer: Tokenizer) -> Pieces:
    """The pieces of ``paragraphs`` (ascending spans of ``text``); ``depth[i]`` is above 0 inside quotation marks.

    Signs of layout at the start of a paragraph give none.
    """
    ids: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    features: list[int] = []
    firsts: list[bool] = []
    heads: list[int] = []
    for paragraph in paragraphs:
        signs = _SIGNS.match(text, *paragraph)
        start = signs.end() if signs else paragraph.start
        if ids:
            ids.append(SEP)
            starts.append(start)
            ends.append(start)
            features.append(0)
            firsts.append(False)
        heads.append(len(ids))
        encoding = tokenizer.encode(text[start : paragraph.end], add_special_tokens=False)
        places = [(start + first, start + last) for first, last in encoding.offsets]
        ids += encoding.ids
        starts += [first for first, _ in places]
        ends += [last for _, last in places]
        features += [_case(text[first:last]) + 3 * (depth[first] > 0) for first, last in places]
        firsts += [word != before for before, word in pairwise((None, *encoding.word_ids))]
    return Pieces(
        ids=np.array(ids, np.int64),
        starts=np.array(starts, np.int64),
        ends=np.array(ends, np.int64),
        features=np.array(features, np.int64),
        firsts=np.array(firsts, np.bool_),
        paragraphs=tuple(heads),
    )


def _case(piece: str) -> int:
    if not piece[:1].isupper():
        return 0
    return 1 if len(piece) == 1 or not piece.isupper() else 2
