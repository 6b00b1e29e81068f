"""Attribution: finding sources, cues and contents, and saying what kind of attribution each is.

``pieces`` and ``windows`` prepare what the ``model`` reads, ``decoding`` turns its scores into linked spans,
``nesting`` completes attributions inside others, ``utterances`` ends a cue's reach, ``turns`` reads the shape
*Name: words*, ``phrases`` trims spans to the annotation rules, ``counting`` leaves out what the rules do,
``labels`` and ``confidence`` say what is known about each; ``finding`` puts them together. ``streams`` says what
is read in one go. ``polnear`` gives what the model saw as its corpus marks it.
"""

from __future__ import annotations

from claimx.pipeline.attribution.finding import find_attributions
from claimx.pipeline.attribution.found import Attributed, FoundCue
from claimx.pipeline.attribution.model import AttributionModel
from claimx.pipeline.attribution.polnear import find_as_polnear
from claimx.pipeline.attribution.turns import is_answer_label, is_question_label

__all__ = [
    "Attributed",
    "AttributionModel",
    "FoundCue",
    "find_as_polnear",
    "find_attributions",
    "is_answer_label",
    "is_question_label",
]
