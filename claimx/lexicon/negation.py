"""Words that turn a cue into one of not saying: "did not say", "declined to comment"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimx.labels import NEGATOR_KINDS, NegatorKind
from claimx.lexicon.patterns import PatternIndex
from claimx.lexicon.tsv import rows


@dataclass(frozen=True, slots=True)
class Negator:
    """Words that negate a cue; negators.tsv says what each kind means."""

    pattern: str
    kind: NegatorKind
    forms: tuple[str, ...]


class Negators:
    """All negators, found among the words of a cue."""

    def __init__(self, entries: Iterable[Negator] = ()) -> None:
        self.entries = tuple(entries)
        self._index = PatternIndex[Negator]()
        for entry in self.entries:
            for form in entry.forms:
                self._index.add(form, entry)

    def negates(self, words: Sequence[str]) -> bool:
        """Whether a word or a phrase among ``words`` negates by itself."""
        excepted = {i for start, end in self._spans(words, "exception") for i in range(start, end)}
        return bool(self._spans(words, "phrase")) or any(
            start not in excepted for start, _ in self._spans(words, "word")
        )

    def starts(self, words: Sequence[str], start: int) -> bool:
        """Whether a negator starts at the word ``start``."""
        return any(True for _ in self._index.at(words, start))

    def refusals(self, words: Sequence[str]) -> list[tuple[int, int]]:
        """Start and end of the words that refuse what a verb names after the "to" at their end."""
        found = self._spans(words, "refusal")
        return [(start, end) for start, end in found if words[end : end + 1] == ["to"]]

    def _spans(self, words: Sequence[str], kind: NegatorKind) -> list[tuple[int, int]]:
        return [
            (start, end)
            for start in range(len(words))
            for _, end, negator in self._index.at(words, start)
            if negator.kind == kind
        ]


def parse_negators(text: str, file: str) -> Negators:
    """The negators in the text of a data file."""
    return Negators(
        Negator(row.fields[0], row.one_of(1, NEGATOR_KINDS), row.one_or_more(2)) for row in rows(text, file, columns=3)
    )
