"""Attributions inside attributions: *KCNA said the agreement required …* is two.

The model gives each word one tag, so that an attribution inside another one's content leaves its mark in one of
two ways: an inner cue without content that interrupts the outer content, or an outer cue without content
right in front of the inner attribution. Both are put right here, on pieces.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from claimx.pipeline.attribution.attributed import Attributed
from claimx.pipeline.model.decoding import Cue, Link, Stretch
from claimx.spans import Span

# How far apart, in pieces, an outer cue and the inner attribution may stand (*said on Monday that*).
_MOST_BETWEEN = 4


def complete_nested(links: list[Link], cues: Iterable[Cue], sentence_of: Sequence[int]) -> None:
    """Give every cue that was left without content the content its place implies, in place.

    ``sentence_of`` has the number of its sentence for each piece.
    """
    linked = {id(link.cue) for link in links}
    places = _Places(links)
    for cue in cues:
        if id(cue) not in linked:
            nested = _interrupting(cue, places, sentence_of) or _introducing(cue, places, sentence_of)
            if nested is not None:
                links.append(nested)
    links.sort(key=lambda link: min(content.start for content in link.contents))


class _Places:
    """Where contents end and start, and where whole attributions start, in pieces."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.ends = {content.end: (link, content) for link in links for content in link.contents}
        self.starts = {content.start: (link, content) for link in links for content in link.contents}
        self.heads = {
            min(part.start for part in _stretches(link)): link
            for link in links
            if link.cue is not None and link.cue.source is not None
        }


def _interrupting(cue: Cue, places: _Places, sentence_of: Sequence[int]) -> Link | None:
    """The inner attribution of a cue that stands within another one's content: its content is what follows."""
    start = min(cue.start, cue.source.start) if _beside(cue) and cue.source else cue.start
    before = places.ends.get(start) or places.ends.get(start - 1)
    after = places.starts.get(cue.end) or places.starts.get(cue.end + 1)
    if before is None or after is None or before[0] is not after[0] or before[1] is after[1]:
        return None
    link, first, rest = before[0], before[1], after[1]
    if sentence_of[first.end - 1] != sentence_of[rest.start]:
        return None
    # The outer content runs through the inner cue and source.
    first.end = rest.end
    link.contents = [content for content in link.contents if content is not rest]
    del places.starts[rest.start]
    places.ends[first.end] = before
    return Link(cue, [Stretch("content", rest.start, rest.end, rest.certainty)], link.cue_certainty)


def _introducing(cue: Cue, places: _Places, sentence_of: Sequence[int]) -> Link | None:
    """The outer attribution of a cue right in front of another attribution: its content is all of that one."""
    for first in range(cue.end, cue.end + _MOST_BETWEEN + 1):
        link = places.heads.get(first)
        if link is None or link.cue is cue or sentence_of[cue.start] != sentence_of[first]:
            continue
        parts = _stretches(link)
        if any(part is cue.source for part in parts):
            continue
        end = max(part.end for part in parts if sentence_of[first] == sentence_of[part.start])
        return Link(cue, [Stretch("content", first, end, link.contents[0].certainty)], link.cue_certainty)
    return None


def _stretches(link: Link) -> list[Stretch]:
    cue = [link.cue] if link.cue is not None else []
    source = [link.cue.source] if link.cue is not None and link.cue.source is not None else []
    return [*cue, *source, *link.contents]


def _beside(cue: Cue) -> bool:
    return cue.source is not None and 0 <= cue.start - cue.source.end <= _MOST_BETWEEN


def nest(found: Sequence[Attributed]) -> list[int | None]:
    """For each attribution the index of the smallest other one whose content holds it, None without.

    ``found`` is in the order of where contents start.
    """
    longest = max((span.end - span.start for item in found for span, _ in item.content), default=0)
    stretches = sorted((span, index) for index, item in enumerate(found) for span, _ in item.content)
    outers: list[int | None] = []
    for inner in found:
        parts = _parts(inner)
        # The first part lies in a stretch of whatever holds them all.
        first = min(parts)
        last = bisect_right(stretches, (Span(first.start, first.end + longest), len(found)))
        best: tuple[int, int] | None = None
        for span, position in (stretches[at] for at in range(last - 1, -1, -1)):
            if span.start < first.start - longest:
                break
            size = _size(found[position])
            if span.contains(first) and size > _size(inner) and _holds(found[position], parts):
                best = min(best or (size, position), (size, position))
        outers.append(best[1] if best else None)
    return outers


def _holds(outer: Attributed, parts: Sequence[Span]) -> bool:
    return all(any(stretch.contains(part) for stretch, _ in outer.content) for part in parts)


def _size(found: Attributed) -> int:
    return sum(span.end - span.start for span, _ in found.content)


def _parts(found: Attributed) -> list[Span]:
    """Content and cue; a source far away (*He … who said*) does not keep an attribution from being nested."""
    return [*(span for span, _ in found.content), *([found.cue.span] if found.cue else [])]
