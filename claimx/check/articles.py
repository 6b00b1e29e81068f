"""What rules judge: one article's attributions, and its text where it is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from claimx.check.findings import Finding, Place, shown_path, surroundings
from claimx.check.rules import RULES
from claimx.pipeline.marks import Marks, pair_marks
from claimx.pipeline.segment import Layout, lay_out
from claimx.records import Attribution, Content, Doc, Phrase
from claimx.spans import Span

# Where the article speaks for itself; a headline or the start of another article may name people elsewhere.
TOLD_REGIONS = frozenset({"main", "caption"})


@dataclass(frozen=True)
class Article:
    """An article to be checked; ``text`` is None where only its records are known.

    ``id`` and ``path`` are those of its records, ``member`` is the id where its file holds several articles.
    """

    id: str
    path: str
    member: str | None
    text: str | None
    attributions: Sequence[Attribution]

    @classmethod
    def of(cls, doc: Doc, text: str | None, attributions: Iterable[Attribution]) -> Article:
        """The article that ``doc`` describes, with its attributions in text order."""
        path = shown_path(doc.path) if doc.path is not None else doc.id
        member = doc.id if path.lower().endswith(".jsonl") else None
        ordered = sorted(attributions, key=lambda record: record.content.spans[0].start)
        return cls(doc.id, path, member, text, ordered)

    @property
    def file(self) -> str:
        """The article as people are told of it."""
        return Place(self.path, self.member).file

    @cached_property
    def known_text(self) -> str:
        """The text, for rules that are run only where it is known."""
        if self.text is None:
            raise AssertionError(f"the text of {self.file} is not known")
        return self.text

    @cached_property
    def layout(self) -> Layout:
        """The paragraphs and regions of the text."""
        return lay_out(self.known_text)

    @cached_property
    def marks(self) -> Marks:
        """The quotation marks of the text, paired as the pipeline pairs them."""
        return pair_marks(self.known_text, [paragraph.span for paragraph in self.layout.paragraphs])

    def finding(self, code: str, span: Span | None, message: str, words: str) -> Finding:
        """A finding about ``span`` of the text, or about the article as a whole."""
        if span is None:
            return Finding(RULES[code], Place(self.path, self.member), message, words)
        text = self.known_text
        place = Place.at(self.path, self.member, text, span)
        return Finding(RULES[code], place, message, words, surroundings(text, span))

    def finding_on(self, code: str, record: Attribution, phrase: Phrase | Content, message: str) -> Finding:
        """A finding about ``phrase`` of a record; without the text it stands where the record's content starts."""
        first = phrase.stretches()[0]
        if self.text is not None:
            return self.finding(code, Span(first.start, first.end), message, phrase.text)
        line, column = record.content.line, record.content.column
        return Finding(RULES[code], Place(self.path, self.member, line, column), message, phrase.text)
