"""Continued quotations: quoted words that the model gave no attribution, and that the quotation marks attribute.

A quotation in parts has one cue (*“Yes,” she said. “We will pay.”*), and so has one that continues over paragraphs by
reopened marks. In 252 real articles a quotation without a cue of its own that opens right behind such a cue belonged to
it 253 times of 253. A quotation of whole sentences without any cue was somebody's words too (60 of 60): it continues
what stands before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain as chain_of

from claimx.article import Quotation, TextIndex
from claimx.pipeline.attribution.attributed import Attributed
from claimx.pipeline.attribution.classification import kind_of
from claimx.pipeline.attribution.span_index import SpanIndex
from claimx.spans import Span, words

_CONFIDENCE = 0.9
# A quotation of fewer words may be a term.
_FEWEST_WORDS = 4
_STOP = re.compile(r"[.,:]?\s*")
# What may stand in front of a quotation that opens its sentence: the mark of a block (``> “…”``).
_NOTHING = re.compile(r"[\s>]*")
_LEADS_IN = re.compile(r"\s*[,:]?\s*")
_ENDS = ".!?…"
# What somebody does in the middle of a sentence of theirs: *“The lease”—Ruiz tapped the folder—“runs out.”*.
_BEAT = re.compile(r"\s*(?:[—–]|--)[^.!?\n]+(?:[—–]|--)\s*")


def _holder(contents: SpanIndex, span: Span) -> int | None:
    """The number of the attribution that holds the most of ``span``, and at least half; None without."""
    shared: Counter[int] = Counter()
    for part, number in contents.overlapping(span):
        shared[number] += min(span.end, part.end) - max(span.start, part.start)
    best = max(shared, key=lambda number: (shared[number], -number), default=None)
    return best if best is not None and 2 * shared[best] >= span.end - span.start else None


def with_all_parts(index: TextIndex, found: Iterable[Attributed]) -> list[Attributed]:
    """``found`` with each quotation added that continues one of its attributions, in no order.

    An attribution without a cue that had such a quotation is left out.
    """
    cued, alone = _parted(found)
    contents = SpanIndex.of_contents(cued)
    tails = sorted((_tail(item), number) for number, item in enumerate(cued))
    added: dict[int, list[Span]] = defaultdict(list)
    for chain in _chains(index):
        held = [_holder(contents, quotation.span) for quotation in chain]
        holder = _said_right_before(index, chain[0], cued, tails) if held[0] is None else None
        if holder is None and _opens_sentence(index, chain[0]):
            # Whoever says a later part has said the first, too.
            later = (one for one in held if one is not None and _speaks_from_outside(cued[one], chain))
            holder = next(later, None)
        for quotation, own in zip(chain, held, strict=True):
            if own is None and holder is not None:
                added[holder].append(quotation.span)
            holder = own if own is not None else holder
    joined = [_joined(index, item, added.get(number, ())) for number, item in enumerate(cued)]
    return [*joined, *_apart_from(alone, (span for spans in added.values() for span in spans))]


def _speaks_from_outside(item: Attributed, chain: Iterable[Quotation]) -> bool:
    """Whether the cue of ``item`` is not itself quoted in ``chain``: who is quoted inside does not say the whole."""
    return item.cue is not None and not any(quotation.span.contains(item.cue.span) for quotation in chain)


def _parted(found: Iterable[Attributed]) -> tuple[list[Attributed], list[Attributed]]:
    """The attributions of ``found`` with a cue, and those without."""
    cued: list[Attributed] = []
    alone: list[Attributed] = []
    for item in found:
        (alone if item.cue is None else cued).append(item)
    return cued, alone


def _apart_from(found: Iterable[Attributed], spans: Iterable[Span]) -> list[Attributed]:
    """Those of ``found`` that share no words with ``spans``."""
    kept = list(found)
    contents = SpanIndex.of_contents(kept)
    taken = {number for span in spans for _, number in contents.overlapping(span)}
    return [item for number, item in enumerate(kept) if number not in taken]


def _chains(index: TextIndex) -> Iterator[list[Quotation]]:
    """The outer quotations in text order, those together that are one: left open, and opened again further on."""
    chain: list[Quotation] = []
    for quotation in index.marks.outer():
        if chain and not _carries_on(index, quotation, chain[-1]):
            yield chain
            chain = []
        chain.append(quotation)
    if chain:
        yield chain


def _carries_on(index: TextIndex, quotation: Quotation, before: Quotation) -> bool:
    """Whether ``quotation`` goes on with the one ``before`` it, which was left open, in a new paragraph or its own."""
    in_one = index.paragraph(quotation.span.start) == index.paragraph(before.span.start)
    return quotation.continues or (in_one and (before.closing is None or _breaks_off(index, quotation, before.closing)))


def _breaks_off(index: TextIndex, quotation: Quotation, closing: Span) -> bool:
    """Whether a sentence breaks off at the mark ``closing`` and goes on in ``quotation``, a beat behind."""
    ended = index.text[closing.start - 1] in _ENDS
    return not ended and _BEAT.fullmatch(index.text, closing.end, quotation.opening.start) is not None


def _tail(item: Attributed) -> int:
    """The offset where the last part of ``item`` ends."""
    parts = (item.content[-1][0], item.source, item.cue.span if item.cue else None)
    return max(part.end for part in parts if part is not None)


def _said_right_before(
    index: TextIndex, quotation: Quotation, found: Sequence[Attributed], tails: Sequence[tuple[int, int]]
) -> int | None:
    """The number of the attribution whose cue or source ends right before ``quotation`` opens, None where none does."""
    place = bisect_right(tails, (quotation.opening.start, len(found))) - 1
    if place < 0:
        return None
    tail, number = tails[place]
    item = found[number]
    if item.content[-1][0].end == tail or index.paragraph(tail - 1) != index.paragraph(quotation.span.start):
        return None
    gap = index.text[tail : quotation.opening.start]
    if any(quoted for _, quoted in item.content):
        ends_sentence = index.sentence(tail - 1) + 1 == index.sentence(quotation.opening.start)
        goes_on = _STOP.fullmatch(gap) is not None or (ends_sentence and _opens_sentence(index, quotation))
    else:
        goes_on = _LEADS_IN.fullmatch(gap) is not None
    return number if goes_on else None


def _opens_sentence(index: TextIndex, quotation: Quotation) -> bool:
    start = quotation.opening.start
    return _NOTHING.fullmatch(index.text, index.sentence_at(start).start, start) is not None


def _joined(index: TextIndex, item: Attributed, spans: Sequence[Span]) -> Attributed:
    if not spans:
        return item
    kept = [(part, quoted) for part, quoted in item.content if not any(part.overlaps(span) for span in spans)]
    content = tuple(sorted([*kept, *((span, True) for span in spans)]))
    return replace(item, content=content, kind=kind_of(index.text, content))


def whole_sentences(index: TextIndex, found: Sequence[Attributed]) -> list[Attributed]:
    """``found``, with each quotation of whole sentences added that no attribution with a cue has."""
    cued, alone = _parted(found)
    contents = SpanIndex.of_contents(cued)
    own = [
        [quotation.span for quotation in chain]
        for chain in _chains(index)
        if _are_sentences(index, chain)
        and all(next(contents.overlapping(quotation.span), None) is None for quotation in chain)
    ]
    return [*cued, *_apart_from(alone, chain_of.from_iterable(own)), *map(_without_cue, own)]


def _without_cue(spans: Iterable[Span]) -> Attributed:
    content = tuple((span, True) for span in spans)
    return Attributed(content, None, None, "direct", "statement", "affirmed", _CONFIDENCE)


def _are_sentences(index: TextIndex, chain: Sequence[Quotation]) -> bool:
    """Whether a quotation opens a sentence, closes one, and is long enough not to be a term."""
    first, last = chain[0], chain[-1]
    if last.closing is None or index.is_aside(first.span.start) or not _opens_sentence(index, first):
        return False
    return (
        sum(len(words(index.text, quotation.span)) for quotation in chain) >= _FEWEST_WORDS
        and _STOPS.search(last.span.of(index.text)) is not None
        and not _GOES_ON.match(index.text, last.closing.end)
    )


_STOPS = re.compile(r"[.?!…][’')\]]*$")
_GOES_ON = re.compile(r"[,;:–—]|[^\S\n]+(?:[a-z–—]|--)")
