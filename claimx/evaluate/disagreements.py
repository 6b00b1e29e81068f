"""Where two sides disagree, statement by statement; and how far they agree beyond chance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from krippendorff import alpha

from claimx.evaluate.scoring import Aligned, align
from claimx.gold.statements import Article, Statement
from claimx.names import names_agree
from claimx.spans import Span

SCHEMA = "claimx-disagreement/1"


def disagreements(gold: Article, predicted: Sequence[Statement]) -> Iterator[dict[str, Any]]:
    """A line for each statement that only one side has, and for each aligned pair that differs.

    ``what`` names the differences: ``missed`` and ``added`` (gold alone, prediction alone), ``content``, ``source``,
    ``speaker``, ``class``, ``kind``. An optional gold statement without a prediction is no disagreement.
    """
    for aligned in align(gold, predicted):
        what = _differences(aligned)
        if what:
            found = {"gold": aligned.gold, "found": aligned.found}
            sides = {side: _shown(statement, gold.text) for side, statement in found.items()}
            yield {"schema": SCHEMA, "article": gold.id, "what": what, **sides}


def _differences(aligned: Aligned) -> list[str]:
    gold, found = aligned.gold, aligned.found
    if gold is None or found is None:
        return ["added" if gold is None else "missed"]
    differ = {
        "content": aligned.overlap < 1,
        "source": not aligned.same_source,
        "speaker": gold.labelled and found.labelled and not _same_speaker(gold, found),
        "class": gold.class_ is not None and found.class_ is not None and gold.class_ != found.class_,
        "kind": gold.kind != found.kind,
    }
    return [name for name, differs in differ.items() if differs]


def _same_speaker(gold: Statement, found: Statement) -> bool:
    if gold.speaker is None or found.speaker is None:
        return gold.speaker is found.speaker
    return names_agree(gold.speaker, found.speaker)


def _shown(statement: Statement | None, text: str) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {
        "content": _spans(statement.content, text),
        "source": _spans(statement.source, text),
        "cue": _spans(statement.cue, text),
        "speaker": statement.speaker,
        "class": statement.class_,
        "kind": statement.kind,
    }


def _spans(spans: Iterable[Span], text: str) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "text": span.of(text)} for span in spans]


def agreement(pairs: Iterable[tuple[Article, Sequence[Statement]]]) -> dict[str, float]:
    """Krippendorff's alpha (nominal) of the two sides on speaker and class, over the statements that both have.

    1 is full agreement, 0 what chance gives. A label of which there are fewer than two values has none.
    """
    matched = [aligned for gold, predicted in pairs for aligned in align(gold, predicted)]
    both = [(one.gold, one.found) for one in matched if one.gold is not None and one.found is not None]
    judged = [(gold, found) for gold, found in both if gold.labelled and found.labelled]
    labels: dict[str, list[tuple[str | None, str | None]]] = {
        "alpha class": [(g.class_, f.class_) for g, f in both if g.class_ is not None and f.class_ is not None],
        # Two names of one speaker are one label.
        "alpha speaker": [(g.speaker, g.speaker if _same_speaker(g, f) else f.speaker) for g, f in judged],
    }
    return {name: value for name, values in labels.items() if (value := _alpha(values)) is not None}


def _alpha(pairs: Sequence[tuple[str | None, str | None]]) -> float | None:
    numbers: dict[str | None, int] = {}
    coded = np.array([[numbers.setdefault(label, len(numbers)) for label in pair] for pair in pairs], float)
    if len(numbers) < 2:
        return None
    return round(float(alpha(reliability_data=coded.T, level_of_measurement="nominal")), 3)
