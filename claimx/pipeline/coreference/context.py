"""What the rules look around in: the article around a mention."""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimx.article import TextIndex
from claimx.pipeline.coreference.entities import Cast

_INSIDE_CLAUSE = re.compile(
    r"\b(?:of|for|from|to|at|in|on|by|with|against|about|said|says|told|is|was|were|are|has|had|have|will|would)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules look around in: the index of the text, and its cast."""

    index: TextIndex
    cast: Cast

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.index.text

    def may_be_subject(self, offset: int) -> bool:
        """Whether neither a preposition nor a common verb stands before ``offset`` in its sentence."""
        return not _INSIDE_CLAUSE.search(self.text, self.index.sentence_at(offset).start, offset)
