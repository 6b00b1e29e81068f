"""How well ``claimx link`` groups: ``python -m tests.link_measure`` compares it with ``fixtures/link/groups.jsonl``.

The figures are over pairs of reports: the part of the pairs that are joined and should be (precision), and the part
of those that should be that are joined (recall). What the pipeline does not extract is missed. ``--show`` lists the
pairs that are wrong or missed. With ``--texts polnear/data/train/text polnear/data/dev/text`` it is compared with
``fixtures/link/real-news.jsonl`` instead, which has places and no text.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from claimx.errors import InputError
from claimx.extraction import extract_sources
from claimx.link import Group, link_records
from claimx.read import Source
from claimx.records import Attribution, TextSpan, text_digest
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
    def read(cls, file: Path = FIXTURES / "groups.jsonl", folders: Sequence[Path] = (FIXTURES,)) -> Gold:
        """The groups in ``file``, the articles of which are in one of ``folders``."""
        texts: dict[str, str] = {}
        reports: dict[str, list[Report]] = defaultdict(list)
        pairs: set[Pair] = set()
        undecided: set[Report] = set()
        for line in file.read_text("utf-8").splitlines():
            decided = []
            for member in json.loads(line)["members"]:
                path = next(path for folder in folders if (path := (folder / member["article"]).resolve()).is_file())
                text = texts.setdefault(path.name, path.read_bytes().decode("utf-8"))
                spans = [Span(span["start"], span["end"]) for span in member["spans"]]
                if not _fits(member, text):
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
        right: set[Pair] = set()
        wrong: set[Pair] = set()
        for group in groups:
            reported = [_reported(member.doc.id, member.passage, gold) for member in group.members]
            for one, other in combinations(reported, 2):
                pairs = {frozenset((a, b)) for a in one for b in other if a != b}
                right |= pairs & gold.pairs
                if pairs.isdisjoint(gold.pairs) and gold.open.isdisjoint((*one, *other)) and set(one).isdisjoint(other):
                    wrong.add(frozenset((one[0], other[0])))
        return cls(right, wrong, gold.pairs - right)

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


def _fits(member: Mapping[str, Any], text: str) -> bool:
    """Whether a member's hash is that of the text, and the words of its spans, where they are told, stand there."""
    spans = [(Span(told["start"], told["end"]), told.get("text")) for told in member["spans"]]
    return member.get("sha256") in (None, text_digest(text)) and all(
        words in (None, span.of(text)) for span, words in spans
    )


def _report(article: str, text: str, spans: Sequence[Span]) -> Report:
    numbers = {n for n, word in enumerate(words(text)) if any(word.overlaps(span) for span in spans)}
    return Report(article, frozenset(numbers), " … ".join(span.of(text) for span in spans))


def _reported(article: str, passage: Sequence[TextSpan], gold: Gold) -> list[Report]:
    """The annotated reports that a passage gives, the one that it shares most with first; else the passage.

    Those of which half of the words stand in it; where there is none, one that half of its own words stand in.
    """
    own = _report(article, gold.texts[article], [Span(span.start, span.end) for span in passage])
    reports = sorted(
        gold.reports[article],
        key=lambda r: len(own.numbers & r.numbers) / len(own.numbers | r.numbers),
        reverse=True,
    )
    given = [r for r in reports if 2 * len(own.numbers & r.numbers) >= len(r.numbers)]
    part_of = [r for r in reports[:1] if 2 * len(own.numbers & r.numbers) >= len(own.numbers)]
    return given or part_of or [own]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list the pairs that are wrong or missed")
    parser.add_argument("--texts", type=Path, nargs="+", help="folders with the articles of real-news.jsonl")
    arguments = parser.parse_args()
    gold = Gold.read(FIXTURES / "real-news.jsonl", arguments.texts) if arguments.texts else Gold.read()
    measured = Measured.of(link_records(gold.records()), gold)
    print(f"all     {measured}")
    if not arguments.texts:
        seeds = frozenset(name for name in gold.texts if name[0].isdigit())
        print(f"seeds   {measured.within(seeds)}")
        print(f"events  {measured.within(frozenset(gold.texts) - seeds)}")
    if arguments.show:
        for kind in ("wrong", "missed"):
            for one, other in sorted(sorted(pair) for pair in getattr(measured, kind)):
                print(f"{kind}: {one.article}: {one.shown}\n       {other.article}: {other.shown}")


if __name__ == "__main__":
    main()
