"""Cues: which entry heads the reporting words of an attribution, and what it says of class and polarity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimx.labels import (
    CLASSES,
    LEXICAL_CUE_TYPES,
    LEXICAL_POLARITIES,
    Class,
    LexicalCueType,
    LexicalPolarity,
    Polarity,
)
from claimx.lexicon.negation import Negators
from claimx.lexicon.patterns import GAP, PatternIndex, is_adverb, words_of
from claimx.lexicon.tsv import Row, rows
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import DOUBLE

_POSSESSIVE_CLITIC = "'s"
_CLAUSE_BREAK = re.compile(rf"[,.;:!?()\[\]{DOUBLE}—–\n]")
_MOST_MODIFIERS = 3  # between a determiner and its noun


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A word or phrase that attributes; ``forms`` are all its forms in text, ``~`` for words in between."""

    lemma: str
    class_: Class
    type: LexicalCueType
    polarity: LexicalPolarity
    forms: tuple[str, ...]


class _Cue(NamedTuple):
    """The words of a cue: ``lead`` of them stand in front of it, ``before`` is the clause up to there."""

    words: Sequence[str]
    lead: int
    before: Sequence[str]


class _Match(NamedTuple):
    start: int
    end: int
    weight: int
    entry: CueEntry


class CueLexicon:
    """All cues, found by the words of a cue as it stands in text."""

    def __init__(self, entries: Iterable[CueEntry], negators: Negators) -> None:
        self.entries = tuple(entries)
        self._negators = negators
        self._index = PatternIndex[CueEntry]()
        for entry in self.entries:
            for form in entry.forms:
                self._index.add(form, entry)

    def lookup(self, text: str, *, before: str = "") -> CueEntry | None:
        """The entry that heads the cue ``text``; None where the lexicon does not know it.

        A phrase wins over a word, a verb over a noun, the first over a later one; auxiliaries, adverbs and
        particles are passed over, and so is what refuses to say: "declined to say" is headed by *say*.
        ``before`` is the text in front of the cue: after "Moscow's", *claims* is a noun.
        """
        return self._head(self._in_place(text, before))

    def polarity(self, text: str, head: CueEntry | None, *, before: str = "") -> Polarity:
        """The polarity of the cue ``text``: negated where it says that nothing was said, else that of its ``head``.

        ``head`` is what ``lookup`` gives for it. A negation in ``before`` counts where nothing but auxiliaries and
        adverbs part it from the cue.
        """
        cue = self._in_place(text, before)
        if self._negators.negates(cue.words) or self._refused(cue.words):
            return "negated"
        return head.polarity if head else "affirmed"

    def _in_place(self, text: str, before: str) -> _Cue:
        """The cue with the auxiliaries, adverbs and negators right in front of it."""
        clause = words_of(_CLAUSE_BREAK.split(before)[-1])
        start = len(clause)
        while start and self._leads(clause, start - 1):
            start -= 1
        return _Cue([*clause[start:], *words_of(text)], len(clause) - start, clause[:start])

    def _leads(self, clause: Sequence[str], at: int) -> bool:
        word = clause[at]
        return word in word_list("auxiliaries") or is_adverb(word) or self._negators.starts(clause, at)

    def _head(self, cue: _Cue) -> CueEntry | None:
        # A match that ends in front of the cue belongs to other words: "failed to" in front of "convince".
        matches = [match for match in self._matches(cue.words) if match.end > cue.lead]
        no_verb = self._nominal(cue, matches) | self._refused(cue.words)
        readings: tuple[Callable[[_Match], bool], ...] = (
            lambda match: match.entry.type == "according" and match.start == cue.lead,
            lambda match: match.entry.type == "verb" and match.start not in no_verb,
            lambda match: match.entry.type == "according",
            lambda match: match.entry.type == "noun",
            lambda match: match.entry.type == "adverb",
            lambda match: match.entry.type == "verb",
        )
        for reading in readings:
            if found := [match for match in matches if reading(match)]:
                return min(found, key=lambda match: (-match.weight, match.start)).entry
        return None

    def _matches(self, words: Sequence[str]) -> list[_Match]:
        return [
            _Match(start, end, pattern.weight, entry)
            for start in range(len(words))
            for pattern, end, entry in self._index.at(words, start)
        ]

    def _nominal(self, cue: _Cue, matches: Sequence[_Match]) -> set[int]:
        """The indices of words that are a noun here, or a modifier in front of one, and so cannot be the verb."""
        nouns = {match.start for match in matches if match.entry.type == "noun"}
        phrases = {match.start for match in matches if match.entry.type == "verb" and match.weight > 1}
        # *Of* shows a noun in "fears of", but not in "warning of" and "dreams of".
        plain = {i for i in nouns - phrases if not cue.words[i].endswith("ing")}
        of_nouns = {i for i in plain if cue.words[i + 1 : i + 2] == ["of"]}
        return of_nouns | {i for start in _noun_phrases(cue) for i in _up_to_noun(start, nouns)}

    def _refused(self, words: Sequence[str]) -> set[int]:
        """The indices of words that refuse to say what the verb of statement behind them names."""
        return {start for start, to in self._negators.refusals(words) if self._states(words, to + 1)}

    def _states(self, words: Sequence[str], start: int) -> bool:
        """Whether a verb of statement starts here or after one adverb: "declined to publicly say"."""
        return any(
            entry.type == "verb" and entry.class_ == "statement"
            for at in (start, start + 1)
            for _, _, entry in self._index.at(words, at)
        )


def _noun_phrases(cue: _Cue) -> list[int]:
    """The places among the words that follow a determiner or possessor, one in front of the cue included."""
    possessor = len(cue.before)
    while possessor and cue.before[possessor - 1] in word_list("adjectives_of_cues"):
        possessor -= 1
    starts = [0] if possessor and _determines(cue.before, possessor - 1) else []
    clause = [*cue.before, *cue.words]
    return starts + [i + 1 for i in range(len(cue.words)) if _determines(clause, len(cue.before) + i)]


def _determines(words: Sequence[str], at: int) -> bool:
    if words[at] == _POSSESSIVE_CLITIC:
        return at == 0 or words[at - 1] not in word_list("before_short_verbs")
    return words[at] in word_list("determiners_before_cues")


def _up_to_noun(start: int, nouns: set[int]) -> range:
    """From the start of a noun phrase to the noun that heads it; nothing where no known noun follows."""
    ends = (i for i in range(start, start + _MOST_MODIFIERS + 1) if i in nouns)
    return range(start, next(ends, start - 1) + 1)


def parse_cues(text: str, file: str, negators: Negators) -> CueLexicon:
    """The cues in the text of a data file, read together with the negators."""
    return CueLexicon((_entry(row) for row in rows(text, file, columns=5)), negators)


def _entry(row: Row) -> CueEntry:
    forms = row.one_or_more(4)
    for form in forms:
        if form != form.casefold() or form.startswith(GAP) or form.endswith(GAP):
            raise row.fault(f"the form {form!r} is not lower case, or a gap stands at its edge")
    return CueEntry(
        lemma=row.fields[0],
        class_=row.one_of(1, CLASSES),
        type=row.one_of(2, LEXICAL_CUE_TYPES),
        polarity=row.one_of(3, LEXICAL_POLARITIES),
        forms=forms,
    )
