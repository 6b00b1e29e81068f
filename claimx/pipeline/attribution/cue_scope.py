"""Where one attribution ends and the next begins: a cue reaches as far as its sentence and its quotation do.

The model ties everything a source goes on to say to the nearest cue. By the rules (annotation-rules.md 1 and 5)
a quotation in parts around its cue is one attribution, a reopened quotation goes on, but a new sentence with
quoted words and no cue is an attribution of its own, and one without quoted words is none.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from claimx.spans import Span

Piece = tuple[Span, bool]


@dataclass(slots=True)
class Utterances:
    """The content that belongs to a cue, and the contents of sentences that run on without one."""

    own: list[Piece] = field(default_factory=list)
    implied: list[list[Piece]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where sentences start (ascending offsets), and where quotations that were left open are taken up again."""

    text: str
    sentences: Sequence[int]
    reopened: Collection[int]

    def sentence(self, offset: int) -> int:
        """The number of the sentence that holds ``offset``."""
        return bisect_right(self.sentences, offset)

    def span_of_sentence(self, offset: int, paragraph_end: int) -> Span:
        """The sentence that holds ``offset``, up to the next one or the end of its paragraph."""
        number = self.sentence(offset)
        start = self.sentences[number - 1] if number else 0
        end = self.sentences[number] if number < len(self.sentences) else paragraph_end
        return Span(start, min(end, paragraph_end))

    def starts_inside(self, span: Span) -> list[int]:
        """The sentence starts inside ``span``, its own start left out."""
        return list(self.sentences[self.sentence(span.start) : bisect_right(self.sentences, span.end - 1)])


def split_utterances(pieces: Sequence[Piece], cue: Span, bounds: Bounds) -> Utterances:
    """Split cleaned content pieces (ascending, each unquoted one inside a sentence) around their cue."""
    result = Utterances()
    for _, group in groupby(pieces, key=lambda piece: bounds.sentence(piece[0].start)):
        sentence = list(group)
        if _belongs(sentence, cue, result.own, bounds):
            result.own += sentence
        elif any(quoted for _, quoted in sentence):
            result.implied.append(sentence)
    return result


def _belongs(sentence: Sequence[Piece], cue: Span, own: Sequence[Piece], bounds: Bounds) -> bool:
    """Whether a sentence's pieces are the content of ``cue``; ``own`` are those before it that are."""
    first, last = sentence[0][0], sentence[-1][0]
    home = bounds.sentence(cue.start)
    if bounds.sentence(first.start) <= home <= bounds.sentence(last.end - 1):
        return True
    if not all(quoted for _, quoted in sentence):
        return False
    if first.start < cue.start:
        return True
    if first.start in bounds.reopened:
        return bool(own) and own[-1][1]
    # “…,” she said. “…”: quoted words stand before the cue, in the same paragraph.
    before = [span for span, quoted in own if quoted and span.start < cue.start]
    return bool(before) and "\n" not in bounds.text[before[-1].end : first.start]
