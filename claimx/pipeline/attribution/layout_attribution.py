"""Attributions by the shape of the text, where no verb reports: the layout says who speaks.

``dialogue`` finds labelled turns, ``credit_lines`` quotations with their speaker set behind them, ``blocks``
paragraphs that a colon introduces, ``headlines`` the two sides of a headline's colon. Each of them gives a
``LayoutAttribution``; this module makes attributions of these and removes what the model found and only repeats them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.classification import kind_of
from claimx.pipeline.attribution.span_index import SpanIndex
from claimx.spans import Span, cover, words

_CONFIDENCE = 0.9
_ASIDE = re.compile(r"^[(\[][^)\]]{1,30}[)\]]\s*|\s*[(\[][^)\]]{1,30}[)\]]$")
# Signs that mark a paragraph as quoted or as an item, or a name as bold; they are nobody's words.
_PARAGRAPH_SIGNS = " *_>"


@dataclass(frozen=True, slots=True)
class LayoutAttribution:
    """What somebody says by the layout: the span of the source, the cue, and the spans of the words.

    The cue is a sign (a colon, a dash), or the verb in front of a block. ``quotation`` says that only the words
    between quotation marks are the speaker's.
    """

    source: Span
    cue: FoundCue
    stretches: tuple[Span, ...]
    quotation: bool = False


def sign(span: Span) -> FoundCue:
    """A colon or a dash as a cue."""
    return FoundCue(span, None, "punctuation")


def attributed(index: TextIndex, laid_out: LayoutAttribution) -> Attributed | None:
    """``laid_out`` as an attribution, None where it holds hardly a word."""
    text = index.text
    content: list[tuple[Span, bool]] = []
    for stretch in laid_out.stretches:
        for part in _without_asides(text, stretch).minus(index.marks_in(stretch)):
            quoted = bool(index.depth[part.start])
            trimmed = part.stripped(text, "" if quoted else f"{_PARAGRAPH_SIGNS},;:–—")
            if trimmed is not None and words(text, trimmed) and (quoted or not laid_out.quotation):
                content.append((trimmed, quoted))
    if not content:
        return None
    last, quoted = content[-1]
    closed = last if quoted or laid_out.cue.type != "punctuation" else last.stripped(text, ".!") or last
    content[-1] = (closed, quoted)
    return Attributed(
        tuple(content), laid_out.cue, laid_out.source, kind_of(text, content), "statement", "affirmed", _CONFIDENCE
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


def apart_from_layout(found: Sequence[Attributed], laid_out: Sequence[Attributed]) -> list[Attributed]:
    """Those of ``found``, the model's attributions, that do not only repeat one of ``laid_out``, the layout's.

    An attribution repeats one of the layout where its source is the layout's label, where both have the same cue, or
    where it has the same words without a cue or under one outside them (*The exchange went as follows:*). What is
    reported inside the words of a layout attribution stays.
    """
    labels = {one.source for one in laid_out if one.cue is not None and one.cue.type == "punctuation"}
    cues = SpanIndex((one.cue.span, number) for number, one in enumerate(laid_out) if one.cue is not None)
    contents = SpanIndex.of_contents(laid_out)

    def repeats(item: Attributed) -> bool:
        if item.cue is not None and next(cues.overlapping(item.cue.span), None) is not None:
            return True
        sharing = {number for part, _ in item.content for _, number in contents.overlapping(part)}
        return any(not _is_inside(item, laid_out[number]) for number in sharing)

    return [item for item in found if item.source not in labels and not repeats(item)]


def _is_inside(item: Attributed, laid_out: Attributed) -> bool:
    """Whether the cue of ``item`` stands in the words of ``laid_out``."""
    return item.cue is not None and cover([span for span, _ in laid_out.content]).contains(item.cue.span)
