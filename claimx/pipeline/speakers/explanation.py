"""Why an attribution has the speaker it has, in words: the rule that decided, and who else it might have been."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimx.pipeline.speakers.resolution import Resolution, Rule

_RULES: Mapping[Rule, str] = {
    "listens": "whoever hears or is told something does not say it",
    "label": "a label in front of a turn names its speaker",
    "name": "a name heads the source phrase",
    "body": "the source is a body that goes by its own noun, or is called after somebody",
    "relative": "a relative pronoun stands for the name right before it",
    "asked": "in an interviewer's question *you* is whoever is interviewed",
    "own": "inside somebody's words *I* and *we* are whoever speaks them",
    "pronoun": "a pronoun takes up whoever of those in view most likely is meant",
    "description": "a description stands for whom its words tell, or takes up somebody in view",
    "continued": "without a source a quotation goes on from the one before, a verb shares its subject",
}


@dataclass(frozen=True, slots=True)
class Considered:
    """Somebody who might have been the speaker, whether they are, and what spoke for or against them."""

    name: str
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rule that decided, in words, and whom it considered, best first."""

    rule: str
    considered: tuple[Considered, ...]


def explain_resolution(resolution: Resolution) -> Explanation:
    """The decision that ``resolution`` rests on, in words."""
    considered = (
        Considered(
            one.name,
            one.chosen,
            ", ".join((*(() if one.odds is None else (f"{one.odds:.2f}",)), *one.evidence)),
        )
        for one in resolution.alternatives
    )
    return Explanation(_RULES[resolution.rule], tuple(considered))
