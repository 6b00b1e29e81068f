"""How well ``claimx link`` groups: ``python -m tests.link_measure`` compares it with ``fixtures/link/groups.jsonl``.

The figures are over pairs of reports: the part of the pairs that are joined and should be (precision), and the part
of those that should be that are joined (recall). What the pipeline does not extract is missed. ``--show`` lists the
pairs that are wrong or missed.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from claimx.errors import InputError
from claimx.extraction import extract_sources
from claimx.link import Group, link_records
from claimx.read import Source
from claimx.records import Attribution, TextSpan
from claimx.settings import Settings
from claimx.spans import Span, words

FIXTURES = Path(__file__).parents[1] / "fixtures" / "link"
# What `claimx extract` prints unless it is asked for more.
CLASSES = frozenset({"statement", "belief"})


class Report(NamedTuple):
    """A stretch of an article that reports an utterance: an annotated one, or a passage that is annotated nowhere."""

    article: str
    numbers: frozenset[int]  # of its words
    shown: str


Pair = frozenset[Report]


@dataclass(frozen=True)
class Gold:
    """The texts by article, the annotated reports of each, the pairs that belong together, and those left open."""

    texts: dict[str, str]
    reports: dict[str, list[Report]]
    pairs: set[Pair]
    open: set[Report]

    @classmethod
    def read(cls) -> Gold:
        texts: dict[str, str] = {}
        reports: dict[str, list[Report]] = defaultdict(list)
        pairs: set[Pair] = set()
        undecided: set[Report] = set()
        for line in (FIXTURES / "groups.jsonl").read_text("utf-8").splitlines():
            decided = []
            for member in json.loads(line)["members"]:
                path = (FIXTURES / member["article"]).resolve()
                text = texts.setdefault(path.name, path.read_bytes().decode("utf-8"))
                spans = [Span(span["start"], span["end"]) for span in member["spans"]]
                if any(span.of(text) != told["text"] for span, told in zip(spans, member["spans"], strict=True)):
                    raise ValueError(f"{path.name}: {member['spans']} does not fit the text")
                report = _report(path.name, text, spans)
                reports[path.name].append(report)
                if member.get("optional"):
                    undecided.add(report)
                else:
                    decided.append(report)
            pairs |= {frozenset(pair) for pair in combinations(decided, 2)}
        return cls(texts, reports, pairs, undecided)

    def records(self) -> list[Attribution]:
        """What the pipeline reads in the articles, as ``claimx link`` would be given it."""
        sources = [Source(id=name, text=text, path=name) for name, text in self.texts.items()]
        found: list[Attribution] = []
        for outcome in extract_sources(sources, Settings()):
            if isinstance(outcome, InputError):
                raise outcome
            found += (r for r in outcome.records if isinstance(r, Attribution) and r.class_ in CLASSES)
        return found


@dataclass(frozen=True)
class Measured:
    """The pairs that are right, wrong and missed; those with a report that is left open count nowhere."""

    right: set[Pair]
    wrong: set[Pair]
    missed: set[Pair]

    @classmethod
    def of(cls, groups: Iterable[Group], gold: Gold) -> Measured:
        found: set[Pair] = set()
        for group in groups:
            reports = {_reported(member.doc.id, member.passage, gold) for member in group.members}
            found |= {frozenset(pair) for pair in combinations(reports, 2)}
        decided = {pair for pair in found if not pair & gold.open}
        return cls(decided & gold.pairs, decided - gold.pairs, gold.pairs - found)

    @property
    def precision(self) -> float:
        return len(self.right) / (len(self.right) + len(self.wrong))

    @property
    def recall(self) -> float:
        return len(self.right) / (len(self.right) + len(self.missed))

    @property
    def f1(self) -> float:
        return 2 * len(self.right) / (2 * len(self.right) + len(self.wrong) + len(self.missed))

    def within(self, articles: frozenset[str]) -> Measured:
        """The same over the pairs of some articles."""

        def kept(pairs: set[Pair]) -> set[Pair]:
            return {pair for pair in pairs if {report.article for report in pair} <= articles}

        return Measured(kept(self.right), kept(self.wrong), kept(self.missed))

    def __str__(self) -> str:
        counts = f"{len(self.right)} right, {len(self.wrong)} wrong, {len(self.missed)} missed"
        return f"P {100 * self.precision:.1f}  R {100 * self.recall:.1f}  F1 {100 * self.f1:.1f}  ({counts})"


def _report(article: str, text: str, spans: Sequence[Span]) -> Report:
    numbers = {n for n, word in enumerate(words(text)) if any(word.overlaps(span) for span in spans)}
    return Report(article, frozenset(numbers), " … ".join(span.of(text) for span in spans))


def _reported(article: str, passage: Sequence[TextSpan], gold: Gold) -> Report:
    """The annotated report that shares most words with a passage, half of the shorter at least; else the passage."""
    spans = [Span(span.start, span.end) for span in passage]
    own = _report(article, gold.texts[article], spans)
    shared = [
        (len(own.numbers & r.numbers) / len(own.numbers | r.numbers), r)
        for r in gold.reports[article]
        if 2 * len(own.numbers & r.numbers) >= min(len(own.numbers), len(r.numbers))
    ]
    return max(shared, key=lambda found: found[0], default=(0.0, own))[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list the pairs that are wrong or missed")
    arguments = parser.parse_args()
    gold = Gold.read()
    measured = Measured.of(link_records(gold.records()), gold)
    seeds = frozenset(name for name in gold.texts if name[0].isdigit())
    print(f"all     {measured}")
    print(f"seeds   {measured.within(seeds)}")
    print(f"events  {measured.within(frozenset(gold.texts) - seeds)}")
    if arguments.show:
        for kind in ("wrong", "missed"):
            for one, other in sorted(sorted(pair) for pair in getattr(measured, kind)):
                print(f"{kind}: {one.article}: {one.shown}\n       {other.article}: {other.shown}")


if __name__ == "__main__":
    main()
