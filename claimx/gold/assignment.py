"""Which predicted statement goes with which gold one, and whether their sources are the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from claimx.gold.statements import Statement
from claimx.gold.words import MATCHED, WordIndex, Words, overlap


def paired(
    gold_words: Sequence[Words],
    found_words: Sequence[Words],
    gold: Sequence[Statement],
    found: Sequence[Statement],
    index: WordIndex,
) -> list[tuple[int, int]]:
    """The one-to-one pairing with the greatest sum of overlap; an overlapping source breaks ties."""
    if not gold_words or not found_words:
        return []
    scores = np.array(
        [
            [
                overlap(g, p) + 0.001 * bool(index.of(a.source) & index.of(b.source))
                for p, b in zip(found_words, found, strict=True)
            ]
            for g, a in zip(gold_words, gold, strict=True)
        ]
    )
    rows, columns = linear_sum_assignment(-scores)
    return [(int(g), int(p)) for g, p in zip(rows, columns, strict=True)]


def fits_optional(
    statement: Statement, wanted: Sequence[Statement], optional: Sequence[Words], index: WordIndex
) -> bool:
    """Whether a prediction fits an optional gold statement, and no other one better: it counts neither way."""
    own = index.content(statement.content)
    best = max((overlap(own, words_) for words_ in optional), default=0.0)
    others = max((overlap(own, index.content(s.content)) for s in wanted), default=0.0)
    return best >= MATCHED and others < best


def same_source(gold: Statement, found: Statement, index: WordIndex) -> bool:
    """Whether the sources overlap; where gold has a speaker and no source span, the name decides."""
    if not gold.source and gold.speaker is not None:
        return gold.is_named(found.speaker)
    ours, theirs = index.of(gold.source), index.of(found.source)
    return bool(ours & theirs) or (not ours and not theirs)
