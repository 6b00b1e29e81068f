"""The article that rules judge: its attributions, and its text where it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimx.article import TextIndex
from claimx.check.findings import Finding, Place, shown_path, surroundings
from claimx.check.rules import RULES
from claimx.records import Attribution, Content, Cue, Doc, Phrase
from claimx.spans import Span

# Where the article speaks for itself; a headline or the start of another article may name people elsewhere.
TOLD_REGIONS = frozenset({"main", "caption"})


@dataclass(frozen=True)
class Article:
    """An article to be checked; ``index`` is None where only its records are known, and not its text.

    ``id`` and ``path`` are those of its records; ``member`` is its id where the file holds several articles, else None.
    """

    id: str
    path: str
    member: str | None
    index: TextIndex | None
    attributions: Sequence[Attribution]

    @classmethod
    def of(cls, doc: Doc, index: TextIndex | None, attributions: Iterable[Attribution]) -> Article:
        """The article that ``doc`` describes, with its attributions in text order."""
        path = shown_path(doc.path) if doc.path is not None else doc.id
        # The id of a file with one article is its path, or how that ends.
        member = None if f"/{path}".endswith(f"/{doc.id}") else doc.id
        ordered = sorted(attributions, key=lambda record: record.content.spans[0].start)
        return cls(doc.id, path, member, index, ordered)

    @property
    def file(self) -> str:
        """The article as people are told of it."""
        return Place(self.path, self.member).file

    @property
    def text(self) -> str | None:
        """The text, None where it is not known."""
        return self.index.text if self.index is not None else None

    @property
    def known(self) -> TextIndex:
        """The index of the text, for rules that are run only where it is known."""
        if self.index is None:
            raise AssertionError(f"the text of {self.file} is not known")
        return self.index

    @property
    def known_text(self) -> str:
        """The text, for rules that are run only where it is known."""
        return self.known.text

    def finding(self, code: str, span: Span | None, message: str, words: str) -> Finding:
        """A finding about ``span`` of the text, or about the article as a whole."""
        if span is None:
            return Finding(RULES[code], Place(self.path, self.member), message, words)
        text = self.known_text
        place = Place.at(self.path, self.member, text, span)
        return Finding(RULES[code], place, message, words, surroundings(text, span))

    def finding_on(self, code: str, record: Attribution, phrase: Phrase | Content | Cue, message: str) -> Finding:
        """A finding about ``phrase`` of a record; without the text it stands where the record's content starts."""
        first = phrase.stretches()[0]
        if self.text is not None:
            return self.finding(code, Span(first.start, first.end), message, phrase.text)
        line, column = record.content.line, record.content.column
        return Finding(RULES[code], Place(self.path, self.member, line, column), message, phrase.text)
