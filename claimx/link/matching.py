"""Whether two reports are of one utterance.

Between articles on one event it takes little: much of the shorter report stands in the other, the less of it the
surer the names agree. Between any articles it takes shared quoted words, or nearly all of one report in the other.
What contradicts is linked only when much else agrees, so that the contradiction is shown and not folded away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import sqrt

from claimx.labels import Agreement, Contradiction
from claimx.link.alignment import Alignment, align
from claimx.link.contradictions import contradictions
from claimx.link.events import Events
from claimx.link.reports import Report, agreement
from claimx.link.wording import is_number, weigh


@dataclass(frozen=True, slots=True)
class Floor:
    """Shared words: least weight, least part of the shorter report's weight, least part of the words between them."""

    weight: float
    part: float
    density: float


@dataclass(frozen=True, slots=True)
class ShareFloor:
    """Shared words: least weight, and least part of the weight of the shorter stretch and of the longer one."""

    weight: float
    part: float
    part_of_longer: float = 0.0


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that both quote in one run: how many, and of which weight.

    They prove it by themselves from the weight ``alone`` on. Below, they must be most of what one of the two
    chose to quote, and both must be on the same event, unless they are most of what each of them quotes.
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
        (Floor(1.3, 0.9, 0.5), Floor(2.5, 0.6, 0.4), Floor(3.5, 0.45, 0.4)),
        (Floor(1.3, 0.9, 0.4), Floor(3.0, 0.75, 0.4)),
    ),
    "close": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(2.5, 0.65, 0.4),),
        (Floor(3.0, 0.8, 0.4),),
    ),
    "open": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(3.5, 0.7, 0.4),),
        (Floor(3.0, 0.8, 0.4),),
    ),
    "other": (
        (Floor(5.0, 0.85, 0.6),),
        (Floor(4.5, 0.8, 0.5),),
        (Floor(4.5, 0.8, 0.5),),
    ),
}
# Of articles on one event, in whatever order the words come. Measured on fixtures/link.
_ON_ONE_EVENT: dict[Agreement, tuple[ShareFloor, ...]] = {
    "same": (ShareFloor(0.9, 0.5, 0.25), ShareFloor(1.4, 0.5), ShareFloor(2.2, 0.4)),
    "close": (ShareFloor(0.9, 0.75, 0.5), ShareFloor(1.4, 0.55), ShareFloor(2.5, 0.4)),
    "open": (ShareFloor(1.4, 0.9), ShareFloor(2.4, 0.7), ShareFloor(3.0, 0.5)),
    "other": (ShareFloor(3.0, 0.75),),
}
# The floors for a tentative match, which counts only where the other article has nothing more similar.
_TENTATIVE: dict[Agreement, tuple[ShareFloor, ...]] = {
    "same": (ShareFloor(1.2, 0.33, 0.2),),
    "close": (ShareFloor(0.9, 0.5, 0.33),),
}
# For one speaker in nearly the same words, few of which carry weight: the least number of shared words, and the least
# share of all words.
_ALIKE = (4, 0.6)
# For two reports in one article, which repeats an utterance in nearly the same words.
_TWICE = (ShareFloor(1.4, 0.75), ShareFloor(1.8, 0.6))
# For reports that contradict each other, and for those that name two speakers.
_NEAR_VERBATIM = (Floor(2.5, 0.7, 0.5),)
# The same for articles on one event, and for two numbers for one thing, where the numbers do not count as shared.
_CONTRADICTED = (ShareFloor(1.8, 0.6),)
_BUT_FOR_NUMBERS = (ShareFloor(1.4, 0.9, 0.9), ShareFloor(2.2, 0.6))
# The share that counts as most of a quotation, and the share that counts as most of a stretch.
_MOST = 0.6
_MOST_OF_A_STRETCH = 0.4
# Shared words belong together when at most this many words stand between them.
_FAR = 10


@dataclass(frozen=True, slots=True)
class Match:
    """Two reports of one utterance: the word numbers of it on both sides, and how strong the evidence is.

    ``verbatim`` holds when the words alone prove it, whatever the names say. ``tentative`` holds when too little is
    shared to prove it, so that it counts only where neither report has a better match in the other's article.
    """

    one: range
    other: range
    strength: float
    names: Agreement
    verbatim: bool
    tentative: bool = False


def matches(one: Report, other: Report, events: Events) -> list[Match]:
    """The matches of two reports, one for each utterance that both report; empty where there is none."""
    if one.overlaps(other):
        return []  # One report is nested in the other.
    names = agreement(one, other)
    same_event = events.same(one.article, other.article)
    found = _by_order(one, other, names, same_event=same_event)
    if found is None and same_event:
        return list(_by_share(one, other, names, events))
    return [found] if found is not None else []


def _by_order(one: Report, other: Report, names: Agreement, *, same_event: bool) -> Match | None:
    """The match that words shared in the same order prove, on one event or on any."""
    if weigh(set(one.keys) & set(other.keys)) < min(_PHRASES[names].weight, *_least_weights(names)):
        return None
    aligned = align(one, other)
    if aligned is None:
        return None
    evidence = _Ordered(one, other, aligned)
    if not evidence.suffices(names) or not (same_event or evidence.stands_alone(names)):
        return None
    nearly = evidence.reaches(_NEAR_VERBATIM)
    against = contradictions(one, aligned.ranges[0], other, aligned.ranges[1])
    if against and (names == "other" or not nearly):
        return None
    if "number" in against and one.article is other.article:
        return None  # One article does not give two numbers for one thing.
    return Match(
        *aligned.ranges,
        strength=aligned.weight + evidence.phrase.weight + evidence.part + (names == "same"),
        names=names,
        verbatim=evidence.suffices("other") or (names == "close" and nearly),
    )


class _Ordered:
    """The evidence in the words that two reports share in the same order."""

    def __init__(self, one: Report, other: Report, aligned: Alignment) -> None:
        self.aligned = aligned
        self.part = aligned.weight / (min(one.weight, other.weight) or 1)
        self.phrase = aligned.phrase(one, other)
        self._quoting = sum(map(_quotes, (one, other), aligned.ranges))
        # The number of quotations, of the two, of which the phrase is most.
        self._most = sum(
            self.phrase.weight >= _MOST * sum(side.weights[at] for at in side.quotation(last))
            for side, last in zip((one, other), self.phrase.last, strict=True)
            if self.phrase.length
        )
        # Two quotations of one article in different words were said at two times.
        self._twice = one.article is other.article and self._quoting == 2

    def suffices(self, names: Agreement) -> bool:
        """Whether it is one utterance, as far as the words go."""
        least = _PHRASES[names]
        quoted = self.phrase.length >= least.length and self.phrase.weight >= least.weight
        if quoted and (self._most or self.phrase.weight >= least.alone):
            return True
        return not self._twice and self.reaches(_FLOORS[names][self._quoting])

    def stands_alone(self, names: Agreement) -> bool:
        """Whether the shared phrase proves one utterance, whatever event the articles are on."""
        whole = self._most == 2 and self.phrase.weight >= _PHRASES["other"].weight
        return whole or self.phrase.weight >= _PHRASES[names].alone

    def reaches(self, floors: Iterable[Floor]) -> bool:
        """Whether the shared words reach one of ``floors``."""
        return any(
            self.aligned.weight >= floor.weight and self.part >= floor.part and self.aligned.density >= floor.density
            for floor in floors
        )


def _by_share(one: Report, other: Report, names: Agreement, events: Events) -> Iterator[Match]:
    """The matches of two reports on one event: of the two where each is most of the other, else of their sentences."""
    whole = _Share(one, range(len(one.keys)), other, range(len(other.keys)), events)
    suffices = whole.suffices(names)
    if not (suffices and whole.is_mutual) and len(one.sentences) + len(other.sentences) > 2:
        parts = [_Share(one, a, other, b, events) for a, b in product(one.sentences, other.sentences)]
        found = [part.match(names) for part in parts if part.suffices(names)]
        if found:
            yield from found
            return
    if suffices:
        yield whole.match(names)
    elif whole.hints(names):
        yield whole.match(names, tentative=True)


class _Share:
    """The words that a stretch of one report and a stretch of another share, in whatever order."""

    def __init__(self, one: Report, stretch: range, other: Report, other_stretch: range, events: Events) -> None:
        self._sides = ((one, stretch), (other, other_stretch))
        self._events = events
        in_common = set(self._keys(one, stretch)) & set(self._keys(other, other_stretch))
        # A shared word far from the others is shared by chance.
        self._places = [_heaviest_run(report, stretch_, in_common) for report, stretch_ in self._sides]
        runs = ({report.keys[at] for at in run} for (report, _), run in zip(self._sides, self._places, strict=True))
        self._shared = in_common.intersection(*runs)

    @cached_property
    def ranges(self) -> tuple[range, range]:
        """The stretches, or where much else stands in one, its words from the first shared one to the last."""
        one, other = (
            self._covered(report, stretch, run)
            for (report, stretch), run in zip(self._sides, self._places, strict=True)
        )
        return one, other

    def suffices(self, names: Agreement) -> bool:
        """Whether enough is shared for names that agree so far, and no more is contradicted than may be."""
        (one, _), (other, _) = self._sides
        if one.article is other.article and any(one.quoted) and any(other.quoted):
            return False  # Two quotations of one article in different words were said at two times.
        floors = _TWICE if one.article is other.article and names != "other" else _ON_ONE_EVENT[names]
        if not self._reaches(floors) and not (names == "same" and self._alike()):
            return False
        against = self._contradictions()
        if not against:
            return True
        if one.article is other.article or names in ("open", "other"):
            return False
        if "number" in against and not self._reaches(_BUT_FOR_NUMBERS, numbers=False):
            return False
        return "negation" not in against or self._reaches(_CONTRADICTED)

    def hints(self, names: Agreement) -> bool:
        """Whether one speaker shares a few words, and contradicts none, in articles that may report in other words."""
        (one, _), (other, _) = self._sides
        if names not in _TENTATIVE or one.article is other.article or not self._reaches(_TENTATIVE[names]):
            return False
        return not self._contradictions()

    def _contradictions(self) -> set[Contradiction]:
        """What contradicts in the whole of the two stretches: a *not* may come behind all that is shared."""
        (one, stretch), (other, other_stretch) = self._sides
        return contradictions(one, stretch, other, other_stretch)

    @property
    def is_mutual(self) -> bool:
        """Whether most of either stretch stands in the other."""
        return self._weighed(numbers=True)[2] >= _MOST

    def match(self, names: Agreement, *, tentative: bool = False) -> Match:
        """The match that these shared words make."""
        weight, part, _ = self._weighed(numbers=True)
        strength = weight * part + (names == "same")
        return Match(*self.ranges, strength=strength, names=names, verbatim=False, tentative=tentative)

    def _reaches(self, floors: Iterable[ShareFloor], *, numbers: bool = True) -> bool:
        weight, part, part_of_longer = self._weighed(numbers=numbers)
        return any(
            weight >= floor.weight and part >= floor.part and part_of_longer >= floor.part_of_longer for floor in floors
        )

    def _alike(self) -> bool:
        """Whether most of all words are shared, those that say nothing by themselves too."""
        one, other = ({report.keys[at] for at in stretch} for report, stretch in self._sides)
        number, part = _ALIKE
        return (
            bool(self._shared) and len(one & other) >= number and len(one & other) >= part * max(len(one), len(other))
        )

    def _weighed(self, *, numbers: bool) -> tuple[float, float, float]:
        """The weight of the shared words, with or without numbers, and its share of the weight of either stretch."""
        weights = [self._weights(report, stretch) for report, stretch in self._sides]
        counted = [key for key in self._shared if numbers or not is_number(key)]
        shared = sum(min(weights[0][key], weights[1][key]) for key in counted)
        wholes = sorted(sum(w for key, w in own.items() if numbers or not is_number(key)) for own in weights)
        parts = [shared / whole if whole else 0.0 for whole in wholes]
        return shared, parts[0], parts[1]

    def _weights(self, report: Report, stretch: range) -> dict[str, float]:
        """What each word of a stretch weighs here: less, the more records of both articles have it."""
        (one, _), (other, _) = self._sides
        return {
            report.keys[at]: report.weights[at]
            / sqrt(max(1, self._events.topicality(report.keys[at], one.article, other.article)))
            for at in stretch
            if report.weights[at]
        }

    def _keys(self, report: Report, stretch: range) -> Iterator[str]:
        return (report.keys[at] for at in stretch if report.weights[at])

    def _covered(self, report: Report, stretch: range, run: Sequence[int]) -> range:
        weights = self._weights(report, stretch)
        shared = sum(weight for key, weight in weights.items() if key in self._shared)
        if shared >= _MOST_OF_A_STRETCH * sum(weights.values()):
            return stretch
        return range(run[0], run[-1] + 1)


def _heaviest_run(report: Report, stretch: range, keys: Collection[str]) -> list[int]:
    """Of the places in a stretch where one of ``keys`` stands, those near each other that weigh most."""
    runs: list[list[int]] = [[]]
    for at in (at for at in stretch if report.keys[at] in keys):
        if runs[-1] and at - runs[-1][-1] > _FAR:
            runs.append([])
        runs[-1].append(at)
    return max(runs, key=lambda run: sum(report.weights[at] for at in run))


def _least_weights(names: Agreement) -> Iterator[float]:
    return (floor.weight for floors in _FLOORS[names] for floor in floors)


def _quotes(report: Report, passage: range) -> bool:
    return any(report.quoted[passage.start : passage.stop])
