"""How certain an attribution is, from the model's probabilities of its parts and from the lexicon.

The evidence is the log-odds of the model's probabilities for the parts and their links, the presence of each part, and
the signs of ``lexical.py``. A logistic regression on this evidence, fitted on articles that the model had not seen
(``claimx.training.calibration``; the weights stand in meta.json), gives the share of such attributions that are right:
with at least half of the content in common, and with the right source. Attributions below the threshold that maximises
F1 are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from claimx.labels import Kind
from claimx.pipeline.model.tag_decoding import Link, Stretch

# The model's probabilities are softmaxed in single precision and say nothing closer to 0 or 1 than this.
_CLOSEST = 1e-3
_SHARE_QUOTED: Mapping[Kind, float] = {"direct": 1.0, "mixed": 0.5, "indirect": 0.0}
PROBABILITIES = ("content", "content_without_cue", "cue", "source", "cue_link", "no_cue_link", "source_link")


def model_evidence(link: Link, kind: Kind, word_count: int) -> dict[str, float]:
    """The evidence of the model for ``link``: log-odds, indicators and the length of the content.

    The log-odds are 0 for an absent part, and an indicator is 0, 0.5 or 1. ``word_count`` is the number of words of the
    content; ``inner`` marks an attribution inside the content of another.
    """
    cue = link.cue
    source = cue.source if cue else None
    content = _log_odds(_mean_certainty(link.contents)) if link.contents else 0.0
    return {
        "content": content if cue else 0.0,
        "content_without_cue": 0.0 if cue else content,
        "cue": _log_odds(cue.certainty) if cue else 0.0,
        "source": _log_odds(source.certainty) if source else 0.0,
        "cue_link": _log_odds(link.cue_certainty) if cue else 0.0,
        "no_cue_link": 0.0 if cue else _log_odds(link.cue_certainty),
        "source_link": _log_odds(cue.source_certainty) if cue else 0.0,
        "quoted": _SHARE_QUOTED[kind],
        "no_cue": float(cue is None),
        "no_source": float(cue is not None and source is None),
        "inner": float(link.layer == "inner"),
        "length": math.log1p(word_count),
    }


def confidence(values: Mapping[str, float], calibration: Mapping[str, Any] | None) -> float:
    """The confidence for evidence ``values``, 0 to 1, rounded to two decimals (int8 kernels differ beyond).

    A model that was not calibrated gives the mean of the log-odds, which ranks but promises nothing.
    """
    if calibration is None:
        present = [values[key] for key in PROBABILITIES if values[key]]
        return round(_logistic(sum(present) / len(present)), 2) if present else 0.5
    weights = calibration["weights"]
    return round(_logistic(calibration["bias"] + sum(weights[key] * value for key, value in values.items())), 2)


def least_confidence(calibration: Mapping[str, Any] | None) -> float:
    """The confidence below which an attribution is left out; 0 for a model without calibration."""
    return float(calibration["least"]) if calibration else 0.0


def _mean_certainty(stretches: Sequence[Stretch]) -> float:
    """The mean certainty over the word pieces of ``stretches``, which are not empty."""
    lengths = [stretch.end - stretch.start for stretch in stretches]
    return sum(s.certainty * n for s, n in zip(stretches, lengths, strict=True)) / sum(lengths)


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _CLOSEST), 1 - _CLOSEST)
    return math.log(clipped / (1 - clipped))


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))
