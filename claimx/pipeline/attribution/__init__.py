"""Attribution: the rules on what the model found, which say what counts and where spans end.

``phrases`` trims spans to the annotation rules, ``lexical`` and ``confidence`` weigh whether the rules count them,
``classification`` says what kind they are, ``by_layout`` gives those that the layout shows without a verb (labels of
dialogue, credit lines, introduced blocks, headlines), ``run_on`` joins quotations that carry on, and ``nesting`` says
what stands inside what; ``finding`` puts them together. ``polnear`` gives what the model saw as its corpus marks it.
"""

from __future__ import annotations

from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.dialogue import is_answer_label, is_question_label
from claimx.pipeline.attribution.finding import find_attributions
from claimx.pipeline.attribution.polnear import find_as_polnear

__all__ = [
    "Attributed",
    "FoundCue",
    "find_as_polnear",
    "find_attributions",
    "is_answer_label",
    "is_question_label",
]
