"""How sure an attribution is, from what the model gave its parts.

The evidence is the mean probability of the tags of content, cue and source, and of the two links between them.
With a calibration (fitted by logistic regression on held-out articles, see the model card) the confidence of
records at 0.8 is that eight in ten are right; without one it is the geometric mean.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from claimx.pipeline.attribution.decoding import Link, Stretch

_LEAST = 1e-6


def evidence(link: Link, cue_known: bool) -> dict[str, float]:
    """What the confidence of ``link`` rests on, each from 0 to 1."""
    cue = link.cue
    return {
        "content": _mean_certainty(link.contents or ([cue] if cue else [])),
        "cue": cue.certainty if cue else 0.0,
        "source": cue.source.certainty if cue and cue.source else 0.0,
        "cue_link": link.cue_certainty if cue else 0.0,
        "source_link": cue.source_certainty if cue else 0.0,
        "cue_known": float(cue_known),
    }


def _mean_certainty(stretches: Sequence[Stretch]) -> float:
    """The mean over pieces; stretches are never empty."""
    lengths = [stretch.end - stretch.start for stretch in stretches]
    return sum(s.certainty * n for s, n in zip(stretches, lengths, strict=True)) / sum(lengths)


def confidence(link: Link, cue_known: bool, calibration: Mapping[str, Any] | None) -> float:
    """The confidence of ``link``, 0 to 1, rounded to two decimals (int8 kernels differ beyond)."""
    values = evidence(link, cue_known)
    if calibration is None:
        present = [max(value, _LEAST) for key, value in values.items() if value and key != "cue_known"]
        return round(math.exp(sum(map(math.log, present)) / len(present)), 2)
    score = calibration["bias"] + sum(calibration["weights"][key] * value for key, value in values.items())
    return round(1 / (1 + math.exp(-score)), 2)
