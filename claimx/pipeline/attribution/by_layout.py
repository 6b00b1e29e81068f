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


def find_by_layout(index: TextIndex) -> list[Attributed]:
    """Dialogue turns, blocks, credited quotations and headlines; of several that share words, the first."""
    found: list[Attributed] = []
    laid_out = chain(
        labelled_turns(index), introduced_blocks(index), credited_quotations(index), headline_attributions(index)
    )
    for one in laid_out:
        item = attributed(index, one)
        if item is not None and not any(_share_words(item, other) for other in found):
            found.append(item)
    return found


def _share_words(one: Attributed, other: Attributed) -> bool:
    return one.covers(other.content[0][0]) or other.covers(one.content[0][0])
