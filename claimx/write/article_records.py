"""The unit that every output format writes: the records of one article, with its text where that is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimx.records import Attribution, Record


@dataclass(frozen=True, slots=True)
class ArticleRecords:
    """The records of one article in text order; ``text`` is what their offsets index, None where nobody knows it.

    ``id`` is the article's own. An input that could not be read is an article with its error record alone.
    """

    id: str
    text: str | None
    records: Sequence[Record]

    @property
    def attributions(self) -> Iterator[Attribution]:
        """The attributions alone."""
        return (record for record in self.records if isinstance(record, Attribution))
