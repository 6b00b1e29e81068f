"""Where one attribution ends and the next begins: a cue reaches as far as its sentence and its quotation do.

The model ties everything a source goes on to say to the nearest cue. By the rules (rules 1 and 5 of the codebook)
a quotation in parts around its cue is one attribution, a reopened quotation goes on, but a new sentence with
quoted words and no cue is an attribution of its own, and one without quoted words is none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimx.article import TextIndex
from claimx.spans import Span

Piece = tuple[Span, bool]


@dataclass(slots=True)
class Utterances:
    """The content that belongs to a cue, and the contents of sentences that run on without one."""

    own: list[Piece] = field(default_factory=list)
    implied: list[list[Piece]] = field(default_factory=list)


def split_utterances(pieces: Sequence[Piece], cue: Span, index: TextIndex) -> Utterances:
    """Split cleaned content pieces (ascending, each unquoted one inside a sentence) around their cue."""
    result = Utterances()
    for _, group in groupby(pieces, key=lambda piece: index.sentence(piece[0].start)):
        sentence = list(group)
        if _belongs(sentence, cue, result.own, index):
            result.own += sentence
        elif any(quoted for _, quoted in sentence):
            result.implied.append(sentence)
    return result


def _belongs(sentence: Sequence[Piece], cue: Span, own: Sequence[Piece], index: TextIndex) -> bool:
    """Whether a sentence's pieces are the content of ``cue``; ``own`` are those before it that are."""
    first, last = sentence[0][0], sentence[-1][0]
    home = index.sentence(cue.start)
    if index.sentence(first.start) <= home <= index.sentence(last.end - 1):
        return True
    if not all(quoted for _, quoted in sentence):
        return False
    if first.start < cue.start:
        return True
    if first.start in index.reopened:
        return bool(own) and own[-1][1]
    # “…,” she said. “…”: quoted words stand before the cue, in the same paragraph.
    before = [span for span, quoted in own if quoted and span.start < cue.start]
    return bool(before) and "\n" not in index.text[before[-1].end : first.start]
