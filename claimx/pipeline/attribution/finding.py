"""All attributions of an article: stream by stream through the model, then cleaned, labelled and nested."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from claimx.article import TextIndex
from claimx.labels import Kind
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.by_layout import find_turns
from claimx.pipeline.attribution.confidence import confidence, evidence
from claimx.pipeline.attribution.cue_scope import split_utterances
from claimx.pipeline.attribution.filter import counts
from claimx.pipeline.attribution.labels import (
    cue_labels,
    hedging_adverb,
    kind_of,
    may_report,
    verb_before_gerund,
    with_refused_verb,
)
from claimx.pipeline.attribution.nesting import complete_nested, nest
from claimx.pipeline.attribution.phrases import (
    clean_content,
    clean_cue,
    clean_source,
    noun_in_cue,
    subject_before,
    with_head,
    without_that,
)
from claimx.pipeline.attribution.turns import apart_from_turns
from claimx.pipeline.model.decoding import Cue, Link, Stretch, read_links
from claimx.pipeline.model.session import AttributionModel
from claimx.pipeline.model.streams import streams
from claimx.pipeline.model.windows import cut_windows
from claimx.pipeline.model.word_pieces import Pieces, cut_pieces
from claimx.spans import WORD, Span, cover, words

_CLAUSE_BEHIND = re.compile(r"\s+(?=(?:whether|when|what|where|why|how|who|if|that)\b)")
_BY = re.compile(r"\s+by\s+")
_REACTION = re.compile(
    r"(?:laugh|shrug|sigh|smil|nod|grin|weep|wept|cri|frown|chuckl|wink|blush|applaud|clap|scoff|groan|winc|paus)\w*\b"
)
# A content without a cue counts only when it is quoted at this length: a run-on quotation, not a term.
_FEWEST_IMPLIED_WORDS = 3
# What is read without its surroundings must be clearer than what is read with them.
_LEAST_INNER_CONFIDENCE = 0.65


def find_attributions(index: TextIndex, model: AttributionModel) -> list[Attributed]:
    """The attributions of a text in the order of where their contents start."""
    reader = _Reader(index, model)
    paragraphs = index.layout.paragraphs
    outer = _distinct(item for stream in streams(paragraphs) for item in reader.read(stream, index.depth))
    outer = _counting(index, outer, index.depth)
    turns = find_turns(index)
    outer = [*turns, *apart_from_turns(outer, turns)]
    found = _distinct([*outer, *_inside(outer, reader)])
    return [replace(item, nested_in=holder) for item, holder in zip(found, nest(found), strict=True)]


def _distinct(found: Iterable[Attributed]) -> list[Attributed]:
    """In the order of contents; of those that clean-up made the same, the first."""
    kept: dict[tuple[object, ...], Attributed] = {}
    for item in found:
        kept.setdefault((item.content, item.cue and item.cue.span), item)
    return sorted(kept.values(), key=lambda item: (item.start, -item.content[-1][0].end))


def _inside(outer: Sequence[Attributed], reader: _Reader) -> list[Attributed]:
    """Attributions inside the contents of others, each content read again as a text of its own.

    The model gives a word one tag, so that what stands inside a content is only seen when that is left out.
    Contents without any cue that the lexicon knows are not read again.
    """
    text = reader.text
    contents = (span for item in outer for span in _unbroken(text, item))
    stretches = _apart(span for span in contents if may_report(span.of(text)))
    known = {item.cue.span for item in outer if item.cue}
    if not stretches:
        return []
    depth = reader.depth_within(stretches)
    found = reader.read(stretches, depth)
    inner = [item for item in found if item.cue and item.source and item.cue.span not in known]
    sure = [item for item in inner if item.confidence >= _LEAST_INNER_CONFIDENCE]
    return _counting(reader.index, sure, depth)


def _unbroken(text: str, item: Attributed) -> list[Span]:
    """The stretches of a content, joined where nothing but marks stands between them."""
    joined: list[Span] = []
    for span, _ in item.content:
        if (
            joined
            and not WORD.search(text, joined[-1].end, span.start)
            and "\n" not in text[joined[-1].end : span.start]
        ):
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined


def _apart(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in order, without those that overlap one before them; of two that start together the longer."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _counting(index: TextIndex, ordered: Sequence[Attributed], depth: bytes | bytearray) -> list[Attributed]:
    """Those of ``ordered`` that the rules count."""
    reporting = sorted(item.cue.span.start for item in ordered if item.cue and item.source)

    def shares_sentence(item: Attributed) -> bool:
        if item.cue is None:
            return False
        before = bisect_left(reporting, item.cue.span.start) - 1
        return before >= 0 and index.sentence(reporting[before]) == index.sentence(item.cue.span.start)

    return [item for item in ordered if counts(index.text, item, depth, shares_sentence(item))]


def _word_count(text: str, content: Iterable[tuple[Span, bool]]) -> int:
    return sum(len(words(text, span)) for span, _ in content)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one stream of a text after the other."""

    index: TextIndex
    model: AttributionModel

    @property
    def text(self) -> str:
        return self.index.text

    def read(self, stream: Sequence[Span], depth: bytes | bytearray) -> Iterator[Attributed]:
        """The attributions of one stream, cleaned and labelled, in no order.

        ``depth`` says in how many quotations each code point stands, as the stream is to be seen.
        """
        pieces = cut_pieces(self.text, stream, depth, self.model.tokenizer)
        links, cues = read_links(self.model, pieces, cut_windows(self.text, pieces))
        complete_nested(links, cues, [self.index.sentence(start) for start in pieces.starts.tolist()])
        for link in links:
            yield from self._attributed(link, pieces)
        linked = {id(link.cue) for link in links}
        for cue in cues:
            if id(cue) not in linked and cue.source is not None:
                yield from self._left_alone(cue, cue.source, pieces)

    def depth_within(self, stretches: Sequence[Span]) -> bytearray:
        """In how many quotations each code point stands, counted from inside the stretch that holds it."""
        depth = bytearray(self.index.depth)
        for start, end in stretches:
            base = depth[start]
            if base:
                depth[start:end] = bytes(max(0, value - base) for value in depth[start:end])
        return depth

    def _attributed(self, link: Link, pieces: Pieces) -> Iterator[Attributed]:
        """The link in spans and labels, and the sentences that run on from it."""
        source = self._cleaned(clean_source, pieces, link.cue.source if link.cue else None)
        cue = self._cleaned(clean_cue, pieces, link.cue)
        if cue and (inner := noun_in_cue(self.text, cue)):
            source, cue = inner
        if source and cue and "\n" in self.text[cue.end : source.start]:
            # Nobody reports from a paragraph further down.
            source = None
        source = with_head(self.text, source, cue) if source and cue else source
        spans = [pieces.span(content.start, content.end) for content in link.contents]
        if cue and (hedge := hedging_adverb(self.text, cue, spans)):
            # *Kim reportedly submitted a list*: nobody is named who reports it, and all of the clause is reported.
            spans += [span for span in (source, cue) if span is not None]
            source, cue = None, hedge
        if cue and (verb := verb_before_gerund(self.text, cue)):
            # *denied knowing about the account*: knowing is part of what is denied.
            spans.append(Span(verb.end, cue.end))
            cue = verb
        cue = with_refused_verb(self.text, cue, spans) if cue else None
        holes = [span for span in (source, cue) if span is not None]
        content = clean_content(self.index, spans, holes)
        if cue is None:
            yield from self._implied([content], link)
            return
        utterances = split_utterances(content, cue, self.index)
        if utterances.own:
            own = self._whole_if_according(utterances.own, cue, source, link, pieces)
            if self._only_reacts(own, cue):
                # *“The lease runs out in May.” Haddad laughed.*: whoever laughs has heard it.
                yield from self._implied([own, *utterances.implied], link)
                return
            if source is not None and _BY.fullmatch(self.text[cue.end : source.start]):
                # *Swimmers were warned by the lifeguard that …*: who is warned says nothing.
                own = without_that(self.text, [piece for piece in own if piece[0].start > source.end]) or own
            if source is None and any(quoted and span.start > cue.end for span, quoted in own):
                source = subject_before(self.index, cue)
            yield self._labelled(own, cue, source, link)
        yield from self._implied(utterances.implied, link)

    def _only_reacts(self, content: Sequence[tuple[Span, bool]], cue: Span) -> bool:
        """Whether a cue is what somebody does behind a quotation that has come to its end."""
        last, quoted = content[-1]
        apart = last.end < cue.start and self.index.sentence(last.end - 1) != self.index.sentence(cue.start)
        return quoted and apart and _REACTION.match(self.text, *cue) is not None

    def _left_alone(self, cue: Cue, source: Stretch, pieces: Pieces) -> Iterator[Attributed]:
        """What a cue that was left without content reports.

        For *according to* that is all the rest of its sentence, for others (*did not say* **when he would appear**)
        a clause that follows at once.
        """
        words_ = self._cleaned(clean_cue, pieces, cue)
        who = self._cleaned(clean_source, pieces, source)
        if words_ is None or who is None:
            return
        clause = _CLAUSE_BEHIND.match(self.text, words_.end)
        if cue_labels(self.text, words_).type == "according":
            content = self._rest_of_sentence(words_, who, cue, pieces)
        elif clause is not None:
            sentence = self.index.sentence_at(words_.start, pieces.paragraph_end(cue.start))
            rest = Span(clause.end(), sentence.end)
            content = clean_content(self.index, [rest], []) if rest.end > rest.start else []
        else:
            content = []
        if content:
            yield self._labelled(content, words_, who, Link(cue))

    def _whole_if_according(
        self, content: list[tuple[Span, bool]], cue: Span, source: Span | None, link: Link, pieces: Pieces
    ) -> list[tuple[Span, bool]]:
        """All the rest of the sentence for an *according to* that the model gave less than half of it."""
        if source is None or link.cue is None or cue_labels(self.text, cue).type != "according":
            return content
        rest = self._rest_of_sentence(cue, source, link.cue, pieces)
        return rest if 2 * _word_count(self.text, content) < _word_count(self.text, rest) else content

    def _rest_of_sentence(self, cue: Span, source: Span, found: Cue, pieces: Pieces) -> list[tuple[Span, bool]]:
        sentence = self.index.sentence_at(cue.start, pieces.paragraph_end(found.start))
        return clean_content(self.index, [sentence], [cover([cue, source])])

    def _labelled(self, content: list[tuple[Span, bool]], cue: Span, source: Span | None, link: Link) -> Attributed:
        labels = cue_labels(self.text, cue)
        kind = kind_of(self.text, content)
        return Attributed(
            content=tuple(content),
            cue=FoundCue(cue, labels.lemma, labels.type),
            source=source,
            kind=kind,
            class_=labels.class_,
            polarity=labels.polarity,
            confidence=self._confidence(link, kind, labels.lemma is not None),
        )

    def _implied(self, contents: Iterable[list[tuple[Span, bool]]], link: Link) -> Iterator[Attributed]:
        """Quotations without a cue of their own; a quoted word or two is a term, not one of them."""
        for content in contents:
            quoted = [piece for piece in content if piece[1]]
            if _word_count(self.text, quoted) >= _FEWEST_IMPLIED_WORDS:
                kind = kind_of(self.text, content)
                sure = self._confidence(replace(link, cue=None), kind, cue_known=False)
                yield Attributed(tuple(content), None, None, kind, "statement", "affirmed", sure)

    def _confidence(self, link: Link, kind: Kind, cue_known: bool) -> float:
        return confidence(evidence(link, kind, cue_known), self.model.meta["calibration"])

    def _cleaned(
        self, clean: Callable[[str, Span], Span | None], pieces: Pieces, stretch: Stretch | None
    ) -> Span | None:
        return clean(self.text, pieces.span(stretch.start, stretch.end)) if stretch is not None else None
