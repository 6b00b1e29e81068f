"""The value that attribution computes: an attribution in spans, before its speaker is resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimx.labels import Class, CueType, Kind, Polarity
from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class FoundCue:
    """The span of the reporting words, and their entry in the lexicon: ``lemma`` is None for words it does not have."""

    span: Span
    lemma: str | None
    type: CueType


@dataclass(frozen=True, slots=True)
class Attributed:
    """One attribution: content spans (ascending, each with whether it is quoted), its cue and its source.

    ``confidence`` rests on ``evidence``, which is empty where no model was asked (see ``confidence.py``).
    ``nested_in`` is the index, in the same article's attributions, of the one whose content holds this one.
    """

    content: tuple[tuple[Span, bool], ...]
    cue: FoundCue | None
    source: Span | None
    kind: Kind
    class_: Class
    polarity: Polarity
    confidence: float
    evidence: Mapping[str, float] = field(default_factory=dict)
    nested_in: int | None = None

    @property
    def start(self) -> int:
        """The offset where the content begins."""
        return self.content[0][0].start

    def covers(self, span: Span) -> bool:
        """Whether ``span`` lies inside one stretch of the content."""
        return any(stretch.contains(span) for stretch, _ in self.content)
