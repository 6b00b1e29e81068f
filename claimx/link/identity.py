"""Whether two reports are of one utterance.

Shared quoted words weigh most, then the share of words in common; how much it takes depends on what the names
of the speakers say, and on how many of the two quote. A short phrase needs a sign that both talk of the same
matter. Where a negation or a number differs, the two are linked only when all else agrees, so that the
contradiction is shown and not folded away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimx.labels import Agreement, Contradiction
from claimx.link.alignment import Alignment, align
from claimx.link.matters import Matters
from claimx.link.reports import Report, agreement
from claimx.link.vocabulary import NEGATORS
from claimx.link.wording import is_number, weigh


@dataclass(frozen=True, slots=True)
class Floor:
    """Shared words: least weight, least part of the shorter report's weight, least part of the words between them."""

    weight: float
    part: float
    density: float = 0.4


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that both quote in one run: how many, and of which weight.

    They prove it by themselves from the weight ``alone`` on. Below, they must be most of what one of the two
    chose to quote, and both must talk of the same matter, unless they are most of what each of them quotes.
    """

    length: int
    weight: float
    alone: float


_PHRASES: dict[Agreement, Phrase] = {
    "same": Phrase(3, 1.5, 4.0),
    "close": Phrase(4, 2.0, 5.0),
    "open": Phrase(4, 2.0, 5.0),
    "other": Phrase(5, 3.0, 6.0),
}
# By how many of the two quote. Where nobody does, shared words are two writers' words and prove less; where both
# do and the words differ, they are two quotations unless nearly all of the shorter one is in the other.
_FLOORS: dict[Agreement, tuple[tuple[Floor, ...], ...]] = {
    "same": (
        (Floor(3.0, 0.55, 0.5),),
        (Floor(1.3, 0.9, 0.5), Floor(2.5, 0.6), Floor(3.5, 0.45)),
        (Floor(1.3, 0.9), Floor(3.0, 0.75)),
    ),
    "close": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(2.5, 0.65),),
        (Floor(3.0, 0.8),),
    ),
    "open": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(3.5, 0.7),),
        (Floor(3.0, 0.8),),
    ),
    "other": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(4.5, 0.8, 0.5),),
        (Floor(4.5, 0.8, 0.5),),
    ),
}
# For two who contradict each other, and for a conflict of speakers to be worth showing.
_NEAR_VERBATIM = (Floor(2.5, 0.7, 0.5),)
# The part of a quotation that is most of it.
_MOST = 0.6
# How far in front of the shared words a "not" still turns them.
_NEGATION_REACH = 3


@dataclass(frozen=True, slots=True)
class Identity:
    """Two reports of one utterance: the word numbers of it on both sides, and how strong the evidence is.

    ``verbatim`` holds when the words alone prove it, whatever the names say.
    """

    one: range
    other: range
    strength: float
    verbatim: bool


def identify(one: Report, other: Report, matters: Matters) -> Identity | None:
    """How the two report one utterance; None when they do not."""
    if one.overlaps(other):
        return None  # one is nested in the other
    names = agreement(one, other)
    if weigh(set(one.keys) & set(other.keys)) < min(_PHRASES[names].weight, *_least_weights(names)):
        return None
    aligned = align(one, other)
    if aligned is None:
        return None
    evidence = _Evidence(one, other, aligned)
    if not evidence.suffices(names):
        return None
    if not evidence.stands_alone(names) and not _same_matter(one, other, aligned, matters):
        return None
    nearly = evidence.reaches(_NEAR_VERBATIM)
    against = contradictions(one, aligned.ranges[0], other, aligned.ranges[1])
    if against and (names == "other" or not nearly):
        return None
    if "number" in against and one.article is other.article:
        return None  # an article does not give two numbers for one
    return Identity(
        *aligned.ranges,
        strength=aligned.weight + evidence.phrase.weight + evidence.part + (names == "same"),
        verbatim=evidence.suffices("other") or (names == "close" and nearly),
    )


def contradictions(one: Report, passage: range, other: Report, other_passage: range) -> set[Contradiction]:
    """Whether one denies what the other says in these words, or each has a number that the other has not."""
    found: set[Contradiction] = set()
    if _negated(one, passage) != _negated(other, other_passage):
        found.add("negation")
    numbers, other_numbers = _numbers(one, passage), _numbers(other, other_passage)
    if numbers - other_numbers and other_numbers - numbers:
        found.add("number")
    return found


class _Evidence:
    """What the shared words of two reports prove."""

    def __init__(self, one: Report, other: Report, aligned: Alignment) -> None:
        self.aligned = aligned
        self.part = aligned.weight / (min(one.weight, other.weight) or 1)
        self.phrase = aligned.phrase(one, other)
        self._quoting = sum(map(_quotes, (one, other), aligned.ranges))
        # Of how many of the two quotations the phrase is most.
        self._most = sum(
            self.phrase.weight >= _MOST * sum(side.weights[at] for at in side.quotation(last))
            for side, last in zip((one, other), self.phrase.last, strict=True)
            if self.phrase.length
        )
        # What one article quotes twice in other words was said twice.
        self._twice = one.article is other.article and self._quoting == 2

    def suffices(self, names: Agreement) -> bool:
        """Whether it is one utterance, as far as the words go."""
        least = _PHRASES[names]
        quoted = self.phrase.length >= least.length and self.phrase.weight >= least.weight
        if quoted and (self._most or self.phrase.weight >= least.alone):
            return True
        return not self._twice and self.reaches(_FLOORS[names][self._quoting])

    def stands_alone(self, names: Agreement) -> bool:
        """Whether the phrase is proof on whatever matter."""
        whole = self._most == 2 and self.phrase.weight >= _PHRASES["other"].weight
        return whole or self.phrase.weight >= _PHRASES[names].alone

    def reaches(self, floors: Iterable[Floor]) -> bool:
        """Whether the shared words reach one of ``floors``."""
        return any(
            self.aligned.weight >= floor.weight and self.part >= floor.part and self.aligned.density >= floor.density
            for floor in floors
        )


def _least_weights(names: Agreement) -> Iterable[float]:
    return (floor.weight for floors in _FLOORS[names] for floor in floors)


def _quotes(report: Report, passage: range) -> bool:
    return any(report.quoted[passage.start : passage.stop])


def _same_matter(one: Report, other: Report, aligned: Alignment, matters: Matters) -> bool:
    """Whether the two share words beside the utterance itself, or their articles share names."""
    here, there = aligned.ranges
    outside = {key for number, key in enumerate(one.keys) if number not in here}
    also_outside = {key for number, key in enumerate(other.keys) if number not in there}
    return weigh(outside & also_outside) >= 1 or matters.same(one.article, other.article)


def _negated(report: Report, passage: range) -> bool:
    start = max(0, passage.start - _NEGATION_REACH)
    count = sum(key in NEGATORS for key in report.keys[start : passage.stop])
    return (count + (report.polarity != "affirmed")) % 2 == 1


def _numbers(report: Report, passage: range) -> set[str]:
    return {key for key in report.keys[passage.start : passage.stop] if is_number(key)}
