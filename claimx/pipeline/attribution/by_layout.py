"""All attributions that the layout gives, from the four modules that look for them."""

from __future__ import annotations

from itertools import chain

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed
from claimx.pipeline.attribution.blocks import introduced_blocks
from claimx.pipeline.attribution.credit_lines import credited_quotations
from claimx.pipeline.attribution.dialogue import labelled_turns
from claimx.pipeline.attribution.headlines import headline_attributions
from claimx.pipeline.attribution.layout_attribution import attributed
from claimx.pipeline.attribution.span_index import SpanIndex


def find_by_layout(index: TextIndex) -> list[Attributed]:
    """Dialogue turns, blocks, credited quotations and headlines; of several that share words, the first."""
    laid_out = chain(
        labelled_turns(index), introduced_blocks(index), credited_quotations(index), headline_attributions(index)
    )
    found = [item for one in laid_out if (item := attributed(index, one)) is not None]
    contents, kept = SpanIndex.of_contents(found), set[int]()
    for number, item in enumerate(found):
        beside = {other for part, _ in item.content for _, other in contents.overlapping(part)} & kept
        if not any(_share_words(item, found[other]) for other in beside):
            kept.add(number)
    return [found[number] for number in sorted(kept)]


def _share_words(one: Attributed, other: Attributed) -> bool:
    return one.covers(other.content[0][0]) or other.covers(one.content[0][0])
