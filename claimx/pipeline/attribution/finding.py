"""Finding attributions: the model's spans are cleaned, labelled, weighed and nested, and the layout's are added."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from typing import Any

from claimx.article import TextIndex
from claimx.labels import Layer
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.by_layout import find_by_layout
from claimx.pipeline.attribution.classification import cue_labels, kind_of
from claimx.pipeline.attribution.confidence import confidence, least_confidence, model_evidence
from claimx.pipeline.attribution.layout_attribution import apart_from_layout
from claimx.pipeline.attribution.lexical import lexical_evidence, may_count
from claimx.pipeline.attribution.nesting import nest
from claimx.pipeline.attribution.phrases import clean_content, clean_cue, clean_source, without_that
from claimx.pipeline.attribution.reproach import with_reproached
from claimx.pipeline.attribution.run_on import whole_sentences, with_all_parts
from claimx.pipeline.model import ReadStream
from claimx.pipeline.model.tag_decoding import Link, Stretch
from claimx.spans import Span, cover, words

Piece = tuple[Span, bool]

_CLAUSE_BEHIND = re.compile(r"\s+(?=(?:whether|when|what|where|why|how|who|if|that)\b)")
_IS_WORD = re.compile(r"\w")
_BY = re.compile(r"\s+by\s+")
# A content without a cue needs at least this many quoted words: with fewer it may be a term.
_FEWEST_IMPLIED_WORDS = 2


@cache
def _reaction() -> re.Pattern[str]:
    """A verb for what somebody does behind a quotation: *laughed*."""
    return re.compile(rf"{alternation(word_list('reactions'))}\w*\b")


def find_attributions(index: TextIndex, read: Sequence[ReadStream]) -> list[Attributed]:
    """The attributions of a text, ordered by where their contents start.

    ``read`` is the output of the model for each stream of the text.
    """
    outer = _distinct(_of_layer(index, read, "outer"))
    laid_out = find_by_layout(index)
    outer = whole_sentences(index, [*laid_out, *apart_from_layout(outer, laid_out)])
    outer = list(with_reproached(index.text, outer))
    found = _distinct([*outer, *_inside(outer, _of_layer(index, read, "inner"))])
    holders = nest(found)
    held: dict[int | None, list[Attributed]] = defaultdict(list)
    for item, holder in zip(found, holders, strict=True):
        held[holder].append(item)
    whole = (_with_subject(index.text, item, held.get(place, ())) for place, item in enumerate(found))
    return [replace(item, nested_in=holder) for item, holder in zip(whole, holders, strict=True)]


def _with_subject(text: str, outer: Attributed, inner: Iterable[Attributed]) -> Attributed:
    """``outer`` with the source of the inner attribution in its content: *said* **the mayor** *had warned that …*."""
    (first, quoted), *rest = outer.content
    for item in inner:
        source = item.source
        behind_cue = outer.cue is not None and source is not None and outer.cue.span.end <= source.start
        if source is not None and behind_cue and not quoted and not text[source.end : first.start].strip():
            first = Span(min(source.start, first.start), first.end)
    return replace(outer, content=((first, quoted), *rest))


def _of_layer(index: TextIndex, read: Sequence[ReadStream], layer: Layer) -> list[Attributed]:
    """The attributions of one layer of the model in all streams that are certain enough."""
    calibration = read[0].model.meta["calibration"] if read else None
    proposed = [
        item
        for stream in read
        for item in _Reader(index, stream, layer).attributions()
        if may_count(index.text, index.depth, item)
    ]
    if layer == "outer":
        proposed = with_all_parts(index, proposed)
    weighed = (
        _weighed(item, signs, calibration) for item, signs in zip(proposed, _signs(index, proposed), strict=True)
    )
    return [item for item in weighed if item.confidence >= least_confidence(calibration)]


def _signs(index: TextIndex, proposed: Sequence[Attributed]) -> Iterator[dict[str, float]]:
    """The lexical evidence of each of ``proposed``."""
    reporting = sorted(item.cue.span.start for item in proposed if item.cue and item.source)
    for item in proposed:
        before = bisect_left(reporting, item.cue.span.start) - 1 if item.cue else -1
        shares_sentence = (
            before >= 0
            and item.cue is not None
            and (index.sentence(reporting[before]) == index.sentence(item.cue.span.start))
        )
        yield lexical_evidence(index.text, item, shares_sentence)


def _weighed(item: Attributed, signs: Mapping[str, float], calibration: Mapping[str, Any] | None) -> Attributed:
    values = {**item.evidence, **signs}
    return replace(item, evidence=values, confidence=confidence(values, calibration))


def _distinct(found: Iterable[Attributed]) -> list[Attributed]:
    """The attributions ordered by content; of several that clean-up made equal, only the first."""
    kept: dict[tuple[object, ...], Attributed] = {}
    for item in found:
        kept.setdefault((item.content, item.cue and item.cue.span), item)
    return sorted(kept.values(), key=lambda item: (item.start, -item.content[-1][0].end))


def _inside(outer: Sequence[Attributed], inner: Iterable[Attributed]) -> list[Attributed]:
    """Those of ``inner`` whose cue is the cue of no attribution in ``outer``."""
    known = {item.cue.span for item in outer if item.cue}
    return [item for item in inner if item.cue is not None and item.cue.span not in known]


def _word_count(text: str, content: Iterable[Piece]) -> int:
    return sum(len(words(text, span)) for span, _ in content)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns one layer of what the model says of a stream into attributions."""

    index: TextIndex
    stream: ReadStream
    layer: Layer

    @property
    def text(self) -> str:
        return self.index.text

    def attributions(self) -> Iterator[Attributed]:
        """The attributions, cleaned and labelled but not weighed, in no order."""
        links, cues = self.stream.links(self.layer)
        for link in links:
            yield from self._attributed(link)
        linked = {link.cue for link in links}
        for cue in cues:
            if cue not in linked:
                yield from self._left_alone(Link(self.layer, cue))

    def _attributed(self, link: Link) -> Iterator[Attributed]:
        cue, source = self._cue_and_source(link)
        holes = [span for span in (source, cue) if span is not None]
        spans = [self.stream.pieces.span(content.start, content.end) for content in link.contents]
        own, run_on = self._within_reach(clean_content(self.index, spans, holes), cue)
        if own and cue and self._only_reacts(own, cue):
            # In *“The lease runs out in May.” Haddad laughed.* the words belong to somebody else, whom Haddad has
            # heard.
            run_on.append(own)
        elif own and cue:
            if source is not None and _BY.fullmatch(self.text[cue.end : source.start]):
                # In *Swimmers were warned by the lifeguard that …* the subject of the passive hears the words and is no
                # content.
                own = without_that(self.text, [piece for piece in own if piece[0].start > source.end]) or own
            yield self._labelled(link, self._of_one_report(own, cue), cue, source)
        for content in run_on:
            if _word_count(self.text, [piece for piece in content if piece[1]]) >= _FEWEST_IMPLIED_WORDS:
                yield self._labelled(link, content, None, None)

    def _within_reach(self, content: list[Piece], cue: Span | None) -> tuple[list[Piece], list[list[Piece]]]:
        """The content of ``cue``, and the contents that only continue it, one a paragraph.

        Content in a later paragraph belongs to the cue where it continues a quotation that was left open, or where the
        paragraph of the cue has none, so that the cue introduces it.
        """
        own: list[Piece] = []
        run_on: list[list[Piece]] = []
        for number, group in groupby(content, key=lambda piece: self.index.paragraph(piece[0].start)):
            pieces = list(group)
            behind = cue is not None and number > self.index.paragraph(cue.start)
            if cue is None or (behind and own and pieces[0][0].start not in self.index.reopened):
                run_on.append(pieces)
            else:
                own += self._reportable(pieces, cue)
        return own, run_on

    def _reportable(self, content: Sequence[Piece], cue: Span) -> list[Piece]:
        """The spans in the sentence of ``cue`` and in those with quoted words; all spans where the cue is a sign."""
        if self._is_mark(cue):
            return list(content)
        sentences = {self.index.sentence(span.start) for span, quoted in content if quoted}
        sentences.add(self.index.sentence(cue.start))
        return [piece for piece in content if self.index.sentence(piece[0].start) in sentences]

    def _of_one_report(self, content: list[Piece], cue: Span) -> list[Piece]:
        """``content`` without later quotations, where the cue's sentence has reported speech alone.

        In *He said it was safe. “It was checked in May.”* the quotation continues the report and becomes a record of
        its own.
        """
        here = [quoted for span, quoted in content if self._in_one_sentence(span, cue)]
        if not here or any(here) or self._is_mark(cue):
            return content
        last = self.index.sentence_at(cue.start).end
        return [piece for piece in content if piece[0].start < last]

    def _is_mark(self, cue: Span) -> bool:
        """Whether ``cue`` is a colon or a dash, and no word."""
        return _IS_WORD.search(self.text, *cue) is None

    def _in_one_sentence(self, span: Span, other: Span) -> bool:
        return self.index.sentence(span.start) == self.index.sentence(other.start)

    def _only_reacts(self, content: Sequence[Piece], cue: Span) -> bool:
        """Whether a cue is what somebody does behind a quotation that has come to its end."""
        last, quoted = content[-1]
        apart = last.end < cue.start and self.index.sentence(last.end - 1) != self.index.sentence(cue.start)
        return quoted and apart and _reaction().match(self.text, *cue) is not None

    def _left_alone(self, link: Link) -> Iterator[Attributed]:
        """The attribution of a cue for which the model found no content.

        The content of *according to* is the rest of its sentence; that of other cues (*did not say* **when he would
        appear**) is a clause that follows at once.
        """
        cue, source = self._cue_and_source(link)
        if link.cue is None or cue is None or source is None:
            return
        sentence = self.index.sentence_at(cue.start, self.stream.pieces.paragraph_end(link.cue.start))
        clause = _CLAUSE_BEHIND.match(self.text, cue.end, sentence.end)
        if cue_labels(self.text, cue).type == "according":
            content = clean_content(self.index, [sentence], [cover([cue, source])])
        elif clause is not None and clause.end() < sentence.end:
            content = clean_content(self.index, [Span(clause.end(), sentence.end)], [])
        else:
            return
        if content:
            yield self._labelled(link, content, cue, source)

    def _cue_and_source(self, link: Link) -> tuple[Span | None, Span | None]:
        cue = self._cleaned(clean_cue, link.cue)
        source = self._cleaned(clean_source, link.cue.source if link.cue else None)
        if cue and source and "\n" in self.text[cue.end : source.start]:
            # A source in a later paragraph than its cue is an error of the model.
            source = None
        return cue, source

    def _cleaned(self, clean: Callable[[str, Span], Span | None], stretch: Stretch | None) -> Span | None:
        return clean(self.text, self.stream.pieces.span(stretch.start, stretch.end)) if stretch is not None else None

    def _labelled(self, link: Link, content: list[Piece], cue: Span | None, source: Span | None) -> Attributed:
        labels = cue_labels(self.text, cue) if cue else None
        kind = kind_of(self.text, content)
        link = link if cue else replace(link, cue=None)
        return Attributed(
            content=tuple(content),
            cue=FoundCue(cue, labels.lemma, labels.type) if cue and labels else None,
            source=source if cue else None,
            kind=kind,
            class_=labels.class_ if labels else "statement",
            polarity=labels.polarity if labels else "affirmed",
            confidence=0.0,
            evidence=model_evidence(link, kind, _word_count(self.text, content)),
        )
