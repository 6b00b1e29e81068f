"""Cues: which entry heads the reporting words of an attribution, and what it says of class and polarity."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, get_args

from claimx.lexicon.negation import NegatorLexicon
from claimx.lexicon.patterns import GAP, PatternIndex, words_of
from claimx.lexicon.table import Row, rows

CueClass = Literal["statement", "belief", "intent"]
LexicalCueType = Literal["verb", "noun", "according", "adverb"]
LexicalPolarity = Literal["affirmed", "denied"]
CuePolarity = Literal["affirmed", "denied", "negated"]

_CLASSES: tuple[CueClass, ...] = get_args(CueClass)
_TYPES: tuple[LexicalCueType, ...] = get_args(LexicalCueType)
_POLARITIES: tuple[LexicalPolarity, ...] = get_args(LexicalPolarity)

# After one of these a form that could be verb or noun is a noun; "'s" only where it does not shorten "is" or "has".
_DETERMINERS = frozenset(
    ["a", "an", "the", "this", "these", "those", "his", "her", "its", "their", "my", "our", "your", "whose", "any", "some", "such", "another", "each", "every", "no", "several", "many", "numerous", "more"]
)
_POSSESSIVE = "'s"
_TAKES_SHORT_VERB = frozenset(["he", "she", "it", "that", "there", "this", "who", "what", "here", "where", "how"])
# Adjectives that may stand between a possessor and a cue without their being part of it: "Moscow's latest claims".
_ADJECTIVES = frozenset(
    ["latest", "recent", "previous", "earlier", "own", "first", "second", "new", "old", "public", "initial", "original", "repeated", "main", "central", "key", "official", "personal", "bold", "strong", "stern", "false", "early", "final"]
)
_MOST_MODIFIERS = 3  # between a determiner and its noun


@dataclass(frozen=True, slots=True)
class CueEntry:
    """A word or phrase that attributes; ``forms`` are all its forms in text, ``~`` for words in between."""

    lemma: str
    class_: CueClass
    type: LexicalCueType
    polarity: LexicalPolarity
    forms: tuple[str, ...]


class _Match(NamedTuple):
    start: int
    weight: int
    entry: CueEntry


class CueLexicon:
    """All cues, found by the words of a cue as it stands in text."""

    def __init__(self, entries: Iterable[CueEntry], negators: NegatorLexicon) -> None:
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
        return self._head(words_of(text), words_of(before))

    def polarity(self, text: str, *, before: str = "") -> CuePolarity:
        """The polarity of the cue ``text``: negated where it says that nothing was said, else its head's."""
        words = words_of(text)
        if self._negators.negates(words) or self._refused(words):
            return "negated"
        head = self._head(words, words_of(before))
        return head.polarity if head else "affirmed"

    def _head(self, words: Sequence[str], before: Sequence[str]) -> CueEntry | None:
        matches = self._matches(words)
        no_verb = self._nominal(words, before, matches) | self._refused(words)
        readings: tuple[Callable[[_Match], bool], ...] = (
            lambda match: match.entry.type == "according" and match.start == 0,
            lambda match: match.entry.type == "verb" and match.start not in no_verb,
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
            _Match(start, pattern.weight, entry)
            for start in range(len(words))
            for pattern, _, entry in self._index.at(words, start)
        ]

    def _nominal(self, words: Sequence[str], before: Sequence[str], matches: Sequence[_Match]) -> set[int]:
        """The words that evidence makes a noun, or a modifier in front of one, and so no verb."""
        nouns = {match.start for match in matches if match.entry.type == "noun"}
        phrases = {match.start for match in matches if match.entry.type == "verb" and match.weight > 1}
        # "fears of", but "warning of" and "dreams of".
        of_nouns = {i for i in nouns - phrases if words[i + 1 : i + 2] == ["of"] and not words[i].endswith("ing")}
        return of_nouns | {i for start in _noun_phrases(words, before) for i in _up_to_noun(start, nouns)}

    def _refused(self, words: Sequence[str]) -> set[int]:
        """Where words stand that refuse to say what the verb of statement after them names."""
        return {start for start, to in self._negators.refusals(words) if self._states(words, to + 1)}

    def _states(self, words: Sequence[str], start: int) -> bool:
        """Whether a verb of statement starts here or after one adverb: "declined to publicly say"."""
        return any(
            entry.type == "verb" and entry.class_ == "statement"
            for at in (start, start + 1)
            for _, _, entry in self._index.at(words, at)
        )


def _noun_phrases(words: Sequence[str], before: Sequence[str]) -> list[int]:
    """The places in ``words`` that follow a determiner or possessor, a cue that follows one included."""
    lead = len(before)
    while lead and before[lead - 1] in _ADJECTIVES:
        lead -= 1
    starts = [0] if lead and _determines(before, lead - 1) else []
    context = [*before, *words]
    return starts + [i + 1 for i in range(len(words)) if _determines(context, len(before) + i)]


def _determines(words: Sequence[str], at: int) -> bool:
    if words[at] == _POSSESSIVE:
        return at == 0 or words[at - 1] not in _TAKES_SHORT_VERB
    return words[at] in _DETERMINERS


def _up_to_noun(start: int, nouns: set[int]) -> range:
    """The words from the start of a noun phrase to the noun that heads it; none where no known noun follows."""
    ends = (i for i in range(start, start + _MOST_MODIFIERS + 1) if i in nouns)
    return range(start, next(ends, start - 1) + 1)


def parse_cues(text: str, file: str, negators: NegatorLexicon) -> CueLexicon:
    """The cues in the text of a data file, read together with the negators."""
    return CueLexicon((_entry(row) for row in rows(text, file, columns=5)), negators)


def _entry(row: Row) -> CueEntry:
    forms = row.one_or_more(4)
    for form in forms:
        if form != form.casefold() or form.startswith(GAP) or form.endswith(GAP):
            raise row.fault(f"the form {form!r} is not lower case, or a gap stands at its edge")
    return CueEntry(row.fields[0], row.one_of(1, _CLASSES), row.one_of(2, _TYPES), row.one_of(3, _POLARITIES), forms)
