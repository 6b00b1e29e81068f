"""All attributions that the layout gives, whoever finds them."""

from __future__ import annotations

from itertools import chain

from claimx.article import TextIndex
from claimx.pipeline.attribution.attributed import Attributed
from claimx.pipeline.attribution.blocks import introduced_blocks
from claimx.pipeline.attribution.credit_lines import credited_quotations
from claimx.pipeline.attribution.dialogue import labelled_turns
from claimx.pipeline.attribution.headlines import headline_turns
from claimx.pipeline.attribution.turns import attributed


def find_turns(index: TextIndex) -> list[Attributed]:
    """The turns, blocks and credited quotations of an article; of those that share words the first found."""
    found: list[Attributed] = []
    turns = chain(labelled_turns(index), introduced_blocks(index), credited_quotations(index), headline_turns(index))
    for turn in turns:
        item = attributed(index, turn)
        if item is not None and not any(_share_words(item, other) for other in found):
            found.append(item)
    return found


def _share_words(one: Attributed, other: Attributed) -> bool:
    return one.covers(other.content[0][0]) or other.covers(one.content[0][0])
