"""The words in which a quotation differs from what was said."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from claimx.spans import Span
from claimx.verify.placing import Placed, Placement, gaps
from claimx.verify.transcripts import Collection


class Difference(NamedTuple):
    """Words of the quotation (offsets into its text) that stand for others of the source (offsets into its text).

    None for ``quoted``: the quotation leaves words out; None for ``source``: it has words that were not said.
    """

    quoted: Span | None
    source: Span | None


def differences(placement: Placement, collection: Collection) -> list[Difference]:
    """What differs, in the order of the quotation; then what is left out with nothing to say so."""
    within = [difference for piece in placement.pieces for difference in _within(piece, collection)]
    return within + [
        Difference(None, collection.transcript_at(gap.start).stretch(*gap))
        for run, gap in gaps(placement)
        if run.joint == "silent"
    ]


def _within(piece: Placed, collection: Collection) -> Iterator[Difference]:
    keys, row = piece.run.keys, piece.run.words
    if piece.positions is None:
        yield Difference(Span(row[0].span.start, row[-1].span.end), None)
        return
    if piece.distance == 0:
        return
    said = collection.keys[piece.positions.start : piece.positions.end]
    transcript = collection.transcript_at(piece.positions.start)
    steps = Levenshtein.opcodes(keys, said)
    # Neighbouring steps are one change of some words into others.
    for alike, group in groupby(steps, key=lambda step: step.tag == "equal"):
        if alike:
            continue
        changed = list(group)
        quoted = slice(changed[0].src_start, changed[-1].src_end)
        source = slice(changed[0].dest_start, changed[-1].dest_end)
        # "cease-fire" is "ceasefire", and a word that a line end has cut is whole.
        if "".join(keys[quoted]) == "".join(said[source]):
            continue
        yield Difference(
            Span(row[quoted.start].span.start, row[quoted.stop - 1].span.end) if keys[quoted] else None,
            transcript.stretch(*(piece.positions.start + at for at in (source.start, source.stop)))
            if said[source]
            else None,
        )
