"""Nesting: attributions inside the content of others. *KCNA said the agreement required …* holds two."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from claimx.pipeline.attribution.attributed import Attributed
from claimx.spans import Span


def nest(found: Sequence[Attributed]) -> list[int | None]:
    """For each attribution the index of the smallest other one whose content holds it, None without.

    ``found`` is in the order of where contents start.
    """
    longest = max((span.end - span.start for item in found for span, _ in item.content), default=0)
    stretches = sorted((span, index) for index, item in enumerate(found) for span, _ in item.content)
    outers: list[int | None] = []
    for inner in found:
        parts = _parts(inner)
        # An attribution that holds all parts has a stretch that holds the first one.
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
    """The spans of content and cue, which an outer content must hold, as it need not hold a distant source."""
    return [*(span for span, _ in found.content), *([found.cue.span] if found.cue else [])]
