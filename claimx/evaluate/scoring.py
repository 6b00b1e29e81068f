"""Counting, for one article, how its predicted statements fit gold."""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claimx.gold.assignment import fits_optional, paired, same_source
from claimx.gold.statements import Article, Detail, Name, Statement
from claimx.gold.words import MATCHED, WordIndex, Words, overlap
from claimx.lexicon import person_nouns
from claimx.names import names_agree
from claimx.quoted_stretches import quoted_stretches

THRESHOLDS = (MATCHED, 0.8, 1.0)
# From this confidence on, at least as large a share of records should be right.
CONFIDENT = 0.8
ROLES = ("source", "cue", "content")

Counts = Counter[str]


def count(gold: Article, predicted: Sequence[Statement]) -> Counts:
    """All counts of one article; ``predicted`` is empty when the system has nothing for it."""
    index, wanted, found, gold_words, found_words = _counted(gold, predicted)
    counts: Counts = Counter(gold=len(wanted), predicted=len(found))
    counts.update(f"gold.{label}" for s in wanted for label in _labels(s))
    counts.update(f"predicted.{label}" for s in found for label in _labels(s))
    counts["named"] = sum(s.speaker is not None for s in wanted)
    counts["confident"] = sum(_is_confident(s) for s in found)
    for g, p in paired(gold_words, found_words, wanted, found, index):
        _count_pair(counts, wanted[g], found[p], overlap(gold_words[g], found_words[p]), index)
    _count_edges(counts, wanted, found, index)
    _count_quoted(counts, gold.text, (wanted, gold_words), (found, found_words), index)
    return counts


def _counted(
    gold: Article, predicted: Sequence[Statement]
) -> tuple[WordIndex, list[Statement], list[Statement], list[Words], list[Words]]:
    """The words of the article, the statements of gold and of the system that count, and the words of their contents.

    Optional gold and what fits it count neither way.
    """
    index = WordIndex(gold.text)
    optional = [index.content(s.content) for s in gold.statements if s.optional]
    wanted = [s for s in gold.statements if not s.optional]
    found = [s for s in predicted if not fits_optional(s, wanted, optional, index)]
    gold_words, found_words = ([index.content(s.content) for s in side] for side in (wanted, found))
    return index, wanted, found, gold_words, found_words


def count_names(gold: Article, found: Sequence[Name]) -> Counts:
    """The counts of names, each right in span and type; empty where gold has not marked any."""
    counts: Counts = Counter()
    if gold.names is not None:
        counts.update(f"name_gold.{name.type}" for name in set(gold.names))
        counts.update(f"name_predicted.{name.type}" for name in set(found))
        counts.update(f"name_right.{name.type}" for name in set(gold.names) & set(found))
    return counts


def _is_confident(statement: Statement) -> bool:
    return statement.confidence is not None and statement.confidence >= CONFIDENT


@dataclass(frozen=True, slots=True)
class Aligned:
    """A gold statement and its prediction, or one of them alone; ``overlap`` is that of their words, 0 to 1."""

    gold: Statement | None
    found: Statement | None
    overlap: float = 0.0
    same_source: bool = False


def align(gold: Article, predicted: Sequence[Statement]) -> list[Aligned]:
    """Each statement of either side once, with its partner where half of their words are the same.

    Optional gold and what fits it are left out, as they count neither way.
    """
    index, wanted, found, gold_words, found_words = _counted(gold, predicted)
    pairs = {
        g: p
        for g, p in paired(gold_words, found_words, wanted, found, index)
        if overlap(gold_words[g], found_words[p]) >= MATCHED
    }
    aligned = [
        Aligned(statement, None)
        if g not in pairs
        else Aligned(
            statement,
            found[pairs[g]],
            overlap(gold_words[g], found_words[pairs[g]]),
            same_source(statement, found[pairs[g]], index),
        )
        for g, statement in enumerate(wanted)
    ]
    alone = set(range(len(found))) - set(pairs.values())
    return aligned + [Aligned(None, found[p]) for p in sorted(alone)]


def judge(gold: Article, predicted: Sequence[Statement]) -> list[bool | None]:
    """For each predicted statement whether it has a gold partner with half its content and the right source.

    None stands for one that fits an optional gold statement better than any other.
    """
    index = WordIndex(gold.text)
    optional = [index.content(s.content) for s in gold.statements if s.optional]
    wanted = [s for s in gold.statements if not s.optional]
    judged: list[bool | None] = [None if fits_optional(s, wanted, optional, index) else False for s in predicted]
    places = [place for place, verdict in enumerate(judged) if verdict is not None]
    for statement, p in matched(gold, [predicted[place] for place in places]):
        judged[places[p]] = same_source(statement, predicted[places[p]], index)
    return judged


def matched(gold: Article, predicted: Sequence[Statement]) -> list[tuple[Statement, int]]:
    """Gold statements that have a partner with half their content, each with the number of that."""
    index = WordIndex(gold.text)
    wanted = [s for s in gold.statements if not s.optional]
    gold_words = [index.content(s.content) for s in wanted]
    found_words = [index.content(s.content) for s in predicted]
    pairs = paired(gold_words, found_words, wanted, predicted, index)
    return [(wanted[g], p) for g, p in pairs if overlap(gold_words[g], found_words[p]) >= MATCHED]


def _labels(statement: Statement) -> list[str]:
    return [label for label in (statement.kind, statement.class_) if label is not None]


def _count_pair(counts: Counts, gold: Statement, found: Statement, fit: float, index: WordIndex) -> None:
    for threshold in THRESHOLDS:
        counts[f"content@{threshold}"] += fit >= threshold - 1e-9
    if fit < MATCHED:
        return
    related = same_source(gold, found, index)
    counts["relation"] += related
    counts["relation.confident"] += related and _is_confident(found)
    counts["relation@0.8"] += related and fit >= THRESHOLDS[1]
    for label in _labels(gold):
        counts[f"content.{label}"] += 1
        counts[f"relation.{label}"] += related
    for label in _labels(found):
        counts[f"relation_of_predicted.{label}"] += related
    if gold.class_ is not None and found.class_ is not None:
        counts["class_judged"] += 1
        counts["class_right"] += gold.class_ == found.class_
    if not gold.labelled:
        return
    if gold.speaker is None:
        counts["nobody"] += 1
        counts["invented"] += found.speaker is not None
    else:
        right = gold.is_named(found.speaker)
        counts["speaker_judged"] += 1
        counts["speaker_right"] += right
        counts[f"speaker_judged.{found.resolved}"] += 1
        counts[f"speaker_right.{found.resolved}"] += right
        if right and gold.evidence:
            counts["evidence_judged"] += 1
            counts["evidence_right"] += any(place.overlaps(own) for place in gold.evidence for own in found.evidence)
    for detail, wanted in gold.details.items():
        _count_detail(counts, detail, wanted, found.details.get(detail))


def _count_detail(counts: Counts, detail: Detail, wanted: str | None, given: str | None) -> None:
    if wanted is None:
        counts[f"{detail}_nobody"] += 1
        counts[f"{detail}_invented"] += given is not None
    else:
        counts[f"{detail}_judged"] += 1
        counts[f"{detail}_right"] += given is not None and _AGREE[detail](wanted, given)


def _same_head(one: str, other: str) -> bool:
    """Whether one noun heads both phrases: *a senior presidential official*, *the official*."""
    first, second = (person_nouns().core(phrase).lower().split() for phrase in (one, other))
    return first[-1:] == second[-1:]


_AGREE: dict[Detail, Callable[[str, str], bool]] = {
    "type": operator.eq,
    "organization": names_agree,
    "description": _same_head,
    "role": _same_head,
}


def _count_edges(counts: Counts, gold: Sequence[Statement], found: Sequence[Statement], index: WordIndex) -> None:
    for role in ROLES:
        wanted = {edge for s in gold for edge in index.edges(role, getattr(s, role))}
        given = {edge for s in found for edge in index.edges(role, getattr(s, role))}
        counts[f"exact.{role}"] = len(wanted & given)
        counts[f"exact_gold.{role}"] = len(wanted)
        counts[f"exact_predicted.{role}"] = len(given)


def _count_quoted(
    counts: Counts,
    text: str,
    gold: tuple[Sequence[Statement], Sequence[Words]],
    found: tuple[Sequence[Statement], Sequence[Words]],
    index: WordIndex,
) -> None:
    for stretch in quoted_stretches(text):
        inside = index.of([stretch])
        wanted = _holder(inside, *gold)
        given = _holder(inside, *found)
        counts["quoted_gold"] += wanted is not None
        counts["quoted_predicted"] += given is not None
        if wanted is not None and given is not None:
            counts["quoted_found"] += 1
            counts["quoted"] += wanted.is_named(given.speaker) or same_source(wanted, given, index)


def _holder(inside: Words, statements: Sequence[Statement], contents: Sequence[Words]) -> Statement | None:
    """The statement that holds most of a quoted stretch; None where that is less than half of its words."""
    best = max(range(len(statements)), key=lambda i: len(inside & contents[i]), default=None)
    if best is None or len(inside & contents[best]) < 0.5 * len(inside):
        return None
    return statements[best]
