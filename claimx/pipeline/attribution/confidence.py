"""How sure an attribution is, from what the model gave its parts and what the lexicon says of them.

The evidence is the log-odds of the model's probabilities for the parts and their links, which parts there are, and the
signs of ``lexical.py``. A logistic regression on it, fitted on articles that the model had not seen
(``claimx.training.calibration``; weights in meta.json), makes of it the share of such attributions that are right:
content overlap of half or more, and the right source. What falls below the share at which fewer would be found than
are wrong, as measured there, is left out.
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
    """What the model says of ``link``: log-odds (0 for an absent part), then marks of 0, 0.5 or 1, then its length.

    ``word_count`` is how many words its content has; ``inner`` marks what stands inside the content of another one.
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
    """Below which confidence an attribution is left out; a model that was not calibrated leaves nothing out."""
    return float(calibration["least"]) if calibration else 0.0


def _mean_certainty(stretches: Sequence[Stretch]) -> float:
    """The mean over pieces; stretches are never empty."""
    lengths = [stretch.end - stretch.start for stretch in stretches]
    return sum(s.certainty * n for s, n in zip(stretches, lengths, strict=True)) / sum(lengths)


def _log_odds(probability: float) -> float:
    clipped = min(max(probability, _CLOSEST), 1 - _CLOSEST)
    return math.log(clipped / (1 - clipped))


def _logistic(score: float) -> float:
    return 1 / (1 + math.exp(-score))
