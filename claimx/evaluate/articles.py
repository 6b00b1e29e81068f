"""What evaluation compares: an article and the statements somebody, or something, found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimx.spans import Span


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution; ``labelled`` says that ``speaker`` was judged (None then means that nobody is named)."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    class_: str | None = None
    speaker: str | None = None
    resolved: str | None = None
    labelled: bool = False
    optional: bool = False
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its statements, in the order of where contents start."""

    id: str
    text: str
    statements: Sequence[Statement]
