"""The certainty of speakers: what share of names with such evidence is right.

A logistic regression on the evidence of ``claimx.pipeline.speakers.certainty``, fitted to gold articles whose
attributions name their speakers, each read by a model that had not seen it, and measured by cross-fitting over their
folds, as in ``calibration``. A name is right when gold, of the attribution that it is matched with, has the same one or
an alias of it; where gold names nobody it is not.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from spacy.tokens import Doc

from claimx.evaluate.scoring import matched
from claimx.gold.statements import Article, Statement
from claimx.pipeline import STAGES, load
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.ranker import Judge
from claimx.pipeline.speakers import ResolvedSpeaker, SpeakerResolver, ranker_beside
from claimx.settings import Settings
from claimx.training.calibration import Calibration, Examples, calibrate_on
from claimx.training.folds import FoldModel
from claimx.write.output import open_output


def fit_certainty(folds: Sequence[FoldModel]) -> Calibration:
    """Fit on the articles of all ``folds``, measure by cross-fitting over them."""
    rows: list[dict[str, float]] = []
    right: list[bool] = []
    places: list[tuple[int, int]] = []
    for number, fold in enumerate(folds):
        nlp = load(Settings(model=str(fold.model)), STAGES[:-1])
        for place, article in enumerate(fold.articles):
            for evidence, verdict in _judged(nlp(article.text), article, ranker_beside(str(fold.model))):
                rows.append(evidence)
                right.append(verdict)
                places.append((number, place))
    table = np.array([list(row.values()) for row in rows])
    # Every name counts as one that could be given, so that none is left out of the measure.
    return calibrate_on(Examples(tuple(rows[0]), table, np.array(right, np.float64), np.array(places), 0))


def _judged(doc: Doc, article: Article, judge: Judge) -> Iterator[tuple[dict[str, float], bool]]:
    """The evidence of each name that gold has judged, and whether it is right."""
    resolver = SpeakerResolver(doc, judge)
    speakers = [resolution.speaker for resolution in resolver.resolutions]
    found = [_statement(*pair) for pair in zip(doc._.claimx_attributions, speakers, strict=True)]
    for gold, number in matched(article, found):
        if gold.labelled and speakers[number].name is not None:
            yield resolver.evidence(speakers[number]), gold.is_named(speakers[number].name)


def _statement(item: Attributed, speaker: ResolvedSpeaker) -> Statement:
    return Statement(
        source=(item.source,) if item.source else (),
        cue=(item.cue.span,) if item.cue else (),
        content=tuple(span for span, _ in item.content),
        kind=item.kind,
        speaker=speaker.name,
    )


def write_certainty(path: Path, certainty: Calibration) -> None:
    """Write weights and bias to the file ``path``."""
    with open_output(path) as write:
        found = {"weights": certainty.weights.of, "bias": certainty.weights.bias}
        write(json.dumps(found, indent=1, ensure_ascii=False).encode() + b"\n")
