"""The certainty of speakers: what share of names with such evidence is right.

A logistic regression on the evidence of ``claimx.pipeline.speakers.certainty``, fitted to gold articles whose
attributions name their speakers, and measured by cross-fitting over folds of them, as in ``calibration``. A name is
right when gold, of the attribution that it is matched with, has the same one; where gold names nobody it is not.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from claimx.evaluate.matching import matched
from claimx.gold.articles import Article, Statement
from claimx.names import names_agree
from claimx.pipeline import STAGES, load
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.speakers import SpeakerResolver, Who
from claimx.training.calibration import Calibration, Examples, calibrate_on
from claimx.write.output import open_output

_FOLDS = 5


def fit_certainty(articles: Sequence[Article]) -> Calibration:
    """Fit on all of ``articles``, measure by cross-fitting over folds of them."""
    nlp = load(stages=STAGES[:-1])
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    places: list[tuple[int, int]] = []
    for place, article in enumerate(articles):
        doc = nlp(article.text)
        resolver = SpeakerResolver(doc)
        speakers = [resolution.speaker for resolution in resolver.resolutions]
        found = [_statement(*pair) for pair in zip(doc._.claimx_attributions, speakers, strict=True)]
        for gold, number in matched(article, found):
            name = speakers[number].name
            if name is not None and gold.labelled:
                rows.append(resolver.evidence(speakers[number]))
                right.append(gold.speaker is not None and names_agree(gold.speaker, name))
                places.append((place % _FOLDS, place))
    table = np.array([list(row.values()) for row in rows])
    # Every name counts as one that could be given, so that none is left out of the measure.
    return calibrate_on(Examples(tuple(rows[0]), table, np.array(right, np.float64), np.array(places), 0))


def _statement(item: Attributed, who: Who) -> Statement:
    return Statement(
        source=(item.source,) if item.source else (),
        cue=(item.cue.span,) if item.cue else (),
        content=tuple(span for span, _ in item.content),
        kind=item.kind,
        speaker=who.name,
    )


def write_certainty(path: Path, certainty: Calibration) -> None:
    """Write weights and bias to the file ``path``."""
    with open_output(path) as write:
        found = {"weights": certainty.weights.of, "bias": certainty.weights.bias}
        write(json.dumps(found, indent=1, ensure_ascii=False).encode() + b"\n")
