"""Attributions by the shape of the text, where no verb reports: the layout says who speaks.

``dialogue`` finds labelled turns, ``credit_lines`` quotations with their speaker set behind them, ``blocks``
paragraphs that a colon introduces, ``headlines`` the two sides of a headline's colon. What each finds is a turn;
here turns become attributions, and what the model found is rid of what only repeats them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.labels import kind_of
from claimx.spans import Span, cover, words

_CONFIDENCE = 0.9
_FEWEST_WORDS = 2
_ASIDE = re.compile(r"^[(\[][^)\]]{1,30}[)\]]\s*|\s*[(\[][^)\]]{1,30}[)\]]$")
# Signs that mark a paragraph as quoted or as an item, or a name as bold; they are nobody's words.
_SIGNS = " *_>"


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says by the layout: who, as it stands there, the cue, and the stretches of words.

    The cue is a sign (a colon, a dash), or the verb in front of a block. ``quotation`` says that only the words
    between marks are the speaker's.
    """

    source: Span
    cue: FoundCue
    stretches: tuple[Span, ...]
    quotation: bool = False


def sign(span: Span) -> FoundCue:
    """A colon or a dash as a cue."""
    return FoundCue(span, None, "punctuation")


def attributed(index: TextIndex, turn: Turn) -> Attributed | None:
    """The turn as an attribution, None where it holds hardly a word."""
    text = index.text
    content: list[tuple[Span, bool]] = []
    for stretch in turn.stretches:
        for part in _without_asides(text, stretch).minus(index.marks_in(stretch)):
            quoted = bool(index.depth[part.start])
            trimmed = part.stripped(text, "" if quoted else f"{_SIGNS},;:–—")
            if trimmed is not None and words(text, trimmed) and (quoted or not turn.quotation):
                content.append((trimmed, quoted))
    if not content:
        return None
    last, quoted = content[-1]
    closed = last if quoted or turn.cue.type != "punctuation" else last.stripped(text, ".!") or last
    content[-1] = (closed, quoted)
    return Attributed(
        tuple(content), turn.cue, turn.source, kind_of(text, content), "statement", "affirmed", _CONFIDENCE
    )


def _without_asides(text: str, stretch: Span) -> Span:
    """The stretch without *(Laughs.)* at either end."""
    spoken = stretch
    for match in _ASIDE.finditer(stretch.of(text)):
        if match.start() == 0:
            spoken = Span(stretch.start + match.end(), spoken.end)
        else:
            spoken = Span(spoken.start, stretch.start + match.start())
    return spoken if spoken.end > spoken.start else stretch


def apart_from_turns(found: Sequence[Attributed], turns: Sequence[Attributed]) -> list[Attributed]:
    """What the model found, without what only repeats a turn.

    That is a turn's label as a source, its cue, or its words without a cue or under one that stands outside the turn
    (*The exchange went as follows:*); what is reported inside a turn stays.
    """
    labels = {turn.source for turn in turns if turn.cue is not None and turn.cue.type == "punctuation"}
    return [
        item
        for item in found
        if item.source not in labels
        and not any(
            _has_cue_of(item, turn) or (_shares_words(item, turn) and not _is_inside(item, turn)) for turn in turns
        )
    ]


def _has_cue_of(item: Attributed, turn: Attributed) -> bool:
    return item.cue is not None and turn.cue is not None and item.cue.span.overlaps(turn.cue.span)


def _shares_words(item: Attributed, turn: Attributed) -> bool:
    return any(one.overlaps(other) for one, _ in item.content for other, _ in turn.content)


def _is_inside(item: Attributed, turn: Attributed) -> bool:
    """Whether the cue of ``item`` stands in the words of ``turn``."""
    return item.cue is not None and cover([span for span, _ in turn.content]).contains(item.cue.span)
