"""What in two reports of one thing contradicts: a *not* that only one has, or two numbers for what both count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from claimx.labels import Contradiction
from claimx.lexicon.word_lists import word_list
from claimx.link.reports import Report
from claimx.link.wording import is_number, unit_of

# A "not" this many words in front of the shared words still negates them.
_NEGATION_WORDS = 3
# A number counts what stands within so many words of it.
_COUNTED_WITHIN = 3


def contradictions(one: Report, passage: range, other: Report, other_passage: range) -> set[Contradiction]:
    """The kinds of contradiction between two passages: a negation, or different numbers for one thing."""
    found: set[Contradiction] = set()
    if _is_negated(one, passage) != _is_negated(other, other_passage):
        found.add("negation")
    if _numbers_differ(_numbers(one, passage), _numbers(other, other_passage)):
        found.add("number")
    return found


def _is_negated(report: Report, passage: range) -> bool:
    start = max(0, passage.start - _NEGATION_WORDS)
    # A repeated negation negates once: “never a penalty, never”, “neither today nor tomorrow”, “never; has no plan”.
    negates = not word_list("negating_words").isdisjoint(report.keys[start : passage.stop])
    return negates != (report.polarity != "affirmed")


def _numbers_differ(one: Mapping[str, set[str]], other: Mapping[str, set[str]]) -> bool:
    """Whether both count one thing, and each has a number for it that the other has not."""
    return any(one[thing] - other[thing] and other[thing] - one[thing] for thing in one.keys() & other.keys())


def _numbers(report: Report, passage: range) -> dict[str, set[str]]:
    """The numbers in the sentences of a passage by what they count: their unit, or else a word beside them."""
    found: dict[str, set[str]] = defaultdict(set)
    for sentence in report.sentences:
        if sentence.start < passage.stop and passage.start < sentence.stop:
            told: dict[str, set[str]] = defaultdict(set)
            earlier: dict[str, set[str]] = defaultdict(set)
            for at in (at for at in sentence if is_number(report.keys[at])):
                for thing in _counted(report, sentence, at):
                    (earlier if _is_compared_with(report, sentence, at) else told)[thing].add(report.keys[at])
            for thing in told.keys() | earlier.keys():
                found[thing] |= told[thing] or earlier[thing]
    return found


def _is_compared_with(report: Report, sentence: range, at: int) -> bool:
    """Whether the number at a place is what another one is told against: *up from 5 percent the day before*."""
    return at > sentence.start and report.keys[at - 1] in word_list("before_earlier_numbers")


def _counted(report: Report, sentence: range, at: int) -> Iterator[str]:
    """What the number at a place counts: its unit, or the nearest telling word in front of it and behind it."""
    unit = unit_of(report.keys[at])
    if unit:
        yield unit
        return
    behind = range(at + 1, min(sentence.stop, at + 1 + _COUNTED_WITHIN))
    in_front = range(at - 1, max(sentence.start, at - _COUNTED_WITHIN) - 1, -1)
    for places in (behind, in_front):
        word = next((report.keys[n] for n in places if report.weights[n] and not is_number(report.keys[n])), None)
        if word is not None:
            yield word
