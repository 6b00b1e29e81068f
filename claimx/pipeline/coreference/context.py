"""What the rules look around in: the article around a mention."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from claimx.pipeline.coreference.entities import Cast
from claimx.pipeline.segment import Layout
from claimx.spans import Span

_INSIDE_CLAUSE = re.compile(
    r"\b(?:of|for|from|to|at|in|on|by|with|against|about|said|says|told|is|was|were|are|has|had|have|will|would)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules look around in: the text, its cast, and where sentences, paragraphs and quotes are."""

    text: str
    layout: Layout
    cast: Cast
    sentences: Sequence[int]
    paragraphs: Sequence[int]
    depth: bytearray

    def sentence(self, offset: int) -> int:
        """The index of the sentence that holds ``offset``."""
        return bisect_right(self.sentences, offset)

    def paragraph(self, offset: int) -> int:
        """The index of the paragraph that holds ``offset``."""
        return bisect_right(self.paragraphs, offset)

    def paragraph_at(self, offset: int) -> Span:
        """The paragraph that holds ``offset``, up to where the next one starts; the first one before that."""
        index = max(1, self.paragraph(offset))
        end = self.paragraphs[index] if index < len(self.paragraphs) else len(self.text)
        return Span(self.paragraphs[index - 1], end)

    def sentence_at(self, offset: int) -> Span:
        """The sentence that holds ``offset``, up to where the next one starts."""
        index = self.sentence(offset)
        end = self.sentences[index] if index < len(self.sentences) else len(self.text)
        return Span(self.sentences[index - 1] if index else 0, end)

    def is_aside(self, offset: int) -> bool:
        """Whether ``offset`` stands in a headline, caption or teaser, where articles are left out."""
        return self.layout.region_at(offset) != "main"

    def may_be_subject(self, offset: int) -> bool:
        """Whether neither a preposition nor a common verb stands before ``offset`` in its sentence."""
        return not _INSIDE_CLAUSE.search(self.text, self.sentence_at(offset).start, offset)
