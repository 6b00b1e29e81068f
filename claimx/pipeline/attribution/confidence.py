"""How sure an attribution is, from what the model gave its parts.

The evidence is the log-odds of the model's probabilities for the parts and their links, and which parts there are.
A logistic regression on it, fitted on held-out articles (``claimx.training.calibration``; weights in meta.json),
makes of it the share of such attributions that are right: content overlap of half or more, and the right source.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from claimx.labels import Kind
from claimx.pipeline.model.decoding import Link, Stretch

# The model's probabilities are softmaxed in single precision and say nothing closer to 0 or 1 than this.
_CLOSEST = 1e-3
_SHARE_QUOTED: Mapping[Kind, float] = {"direct": 1.0, "mixed": 0.5, "indirect": 0.0}
PROBABILITIES = ("content", "cue", "source", "cue_link", "source_link")


def evidence(link: Link, kind: Kind, cue_known: bool) -> dict[str, float]:
    """What the confidence of ``link`` rests on: log-odds (0 for an absent part), then marks of 0, 0.5 or 1."""
    cue = link.cue
    source = cue.source if cue else None
    return {
        "content": _log_odds(_mean_certainty(link.contents)) if link.contents else 0.0,
        "cue": _log_odds(cue.certainty) if cue else 0.0,
        "source": _log_odds(source.certainty) if source else 0.0,
        "cue_link": _log_odds(link.cue_certainty) if cue else 0.0,
        "source_link": _log_odds(cue.source_certainty) if cue else 0.0,
        "cue_known": float(cue_known),
        "quoted": _SHARE_QUOTED[kind],
        "no_cue": float(cue is None),
        "no_source": float(cue is not None and source is None),
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


def _mean_certainty(stretches: Sequence[Stretch]) -> float:
    """The mean over pieces; stretches are never empty."""
    lengths = [stretch.end - stretch.start for stretch in stretches]
    return sum(s.certainty * n for s, n in zip(stretches, lengths, strict=True)) / sum(lengths)


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _CLOSEST), 1 - _CLOSEST)
    return math.log(clipped / (1 - clipped))


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))
