"""Each quotation of an article looked up in the transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypedDict

from claimx.labels import VerifyFact
from claimx.records import Attribution, TextSpan, text_digest
from claimx.spans import Span, line_and_column
from claimx.verify.differences import Difference, differences
from claimx.verify.findings import Difference as FoundDifference
from claimx.verify.findings import File, Finding, Place, Said
from claimx.verify.folding import words
from claimx.verify.limits import denial, denies, left_out, limitation, sentences_in
from claimx.verify.placing import Placement, gaps, placements
from claimx.verify.quotations import Quotation, Run, whole_content
from claimx.verify.transcripts import Collection, Transcript
from claimx.verify.turns import spoken_by_another

# One or two words say too little to be cut short: a noun before "not" or "but" is quoted for itself.
_LEAST_WORDS_TO_CUT = 3
# Where a whole sentence is left out, two sentences end in the gap: that one and the one in front of it.
_MOST_SENTENCE_ENDS = 2


class _About(TypedDict):
    """The fields of a finding that describe its quotation."""

    doc: File
    attributions: tuple[str, ...]
    speaker: str | None
    quotation: Place


@dataclass(frozen=True, slots=True)
class _Match:
    """A place of a quotation and the facts about it, in positions of the collection.

    ``cuts`` are the words left out that limit or deny the quoted ones; ``gap`` is longer than its ellipsis says;
    ``label`` is of another speaker.
    """

    placement: Placement
    transcript: Transcript
    differences: list[Difference]
    cuts: list[Span]
    gap: Span | None
    label: str | None
    is_exact: bool

    @property
    def source(self) -> Span:
        """The place in the transcript's text."""
        return self.transcript.stretch(*self.placement.positions)


def verify(quotations: Sequence[Quotation], collection: Collection) -> Iterator[Finding]:
    """A finding for each quotation of one article, in order."""
    matches = [_best_match(quotation, collection) for quotation in quotations]
    quoted = [match.placement.positions for match in matches if match]
    for quotation, match in zip(quotations, matches, strict=True):
        if match is None:
            yield _absent(quotation)
        else:
            # The article may give the limit elsewhere: in another quotation, or with the same word outside the marks.
            cuts = (
                cut
                for cut in match.cuts
                if not any(span.start <= cut.start < span.end for span in quoted if span != match.placement.positions)
                and collection.keys[cut.start] not in {word.key for word in words(quotation.rest)}
            )
            yield _found(quotation, match, next(cuts, None))


def misfit(record: Attribution, reasons: Sequence[str]) -> Finding:
    """The finding on a record that does not fit its article: ``reasons`` say why, and nothing is compared."""
    about = _about(whole_content(record))
    return Finding(status="misfit", facts=("misfit",), misfits=tuple(reasons), **about)


def _best_match(quotation: Quotation, collection: Collection) -> _Match | None:
    """The best place of a quotation: one where nothing is cut, and where it stands word for word."""
    runs = quotation.runs()
    if not runs:
        return None
    found = placements(runs, collection) or placements(quotation.runs(by_sentence=True), collection)
    return min(
        (_match(quotation, placement, collection) for placement in found),
        key=lambda match: (match.label is not None, bool(match.cuts), match.gap is not None, not match.is_exact),
        default=None,
    )


def _match(quotation: Quotation, placement: Placement, collection: Collection) -> _Match:
    quoted = words(quotation.text)
    wording = quotation.text[quoted[0].span.start : quoted[-1].span.end]
    transcript = collection.transcript_at(placement.positions.start)
    labels = [turn.label for turn in transcript.turns]
    return _Match(
        placement=placement,
        transcript=transcript,
        differences=differences(placement, collection),
        cuts=_cuts(quotation, placement, collection),
        gap=next((gap for run, gap in gaps(placement) if _is_too_long(run, gap, collection)), None),
        label=spoken_by_another(transcript.labels(*placement.positions), quotation.speakers, labels),
        is_exact=transcript.stretch(*placement.positions).of(transcript.source.text) == wording,
    )


def _cuts(quotation: Quotation, placement: Placement, collection: Collection) -> list[Span]:
    """What limits or denies the quoted words, in front of them, in their gaps and behind them."""
    if sum(len(piece.run.words) for piece in placement.pieces) < _LEAST_WORDS_TO_CUT:
        return []
    told = quotation.lead + quotation.text[: placement.pieces[0].run.words[0].span.start]
    before = None if quotation.is_denied or denies(told) else denial(collection, placement.positions.start)
    within = [left_out(collection, gap) for run, gap in gaps(placement) if run.joint in ("ellipsis", "sentences")]
    found = (before, *within, limitation(collection, placement.positions.end))
    return [cut for cut in found if cut is not None]


def _is_too_long(run: Run, gap: Span, collection: Collection) -> bool:
    """Whether more than a sentence is left out at an ellipsis that does not say so."""
    return run.joint == "ellipsis" and sentences_in(collection, gap) > _MOST_SENTENCE_ENDS


def _absent(quotation: Quotation) -> Finding:
    return Finding(status="absent", facts=("absent",), **_about(quotation))


def _found(quotation: Quotation, match: _Match, cut: Span | None) -> Finding:
    told: dict[VerifyFact, object] = {
        "drift": match.differences,
        "gap": match.gap,
        "cut": cut,
        "other_speaker": match.label,
    }
    facts = tuple(fact for fact, reason in told.items() if reason)
    source = match.transcript.source
    return Finding(
        status=facts[-1] if facts else "exact" if match.is_exact else "folded",
        facts=facts,
        **_about(quotation),
        source=Said(
            **_place(source.text, match.source).model_dump(),
            file=File(id=source.id, path=source.path, sha256=text_digest(source.text)),
        ),
        differences=tuple(_difference(quotation, source.text, difference) for difference in match.differences),
        cut=_place(source.text, match.transcript.stretch(*cut)) if cut else None,
        similarity=round(match.placement.similarity, 3) if match.differences else 1.0,
        gap=_place(source.text, match.transcript.stretch(*match.gap)) if match.gap else None,
        label=match.label,
    )


def _about(quotation: Quotation) -> _About:
    return {
        "doc": _article(quotation),
        "attributions": quotation.ids,
        "speaker": quotation.speaker,
        "quotation": _quoted(quotation),
    }


def _article(quotation: Quotation) -> File:
    doc = quotation.doc
    return File(id=doc.id, path=doc.path, sha256=doc.sha256)


def _quoted(quotation: Quotation) -> Place:
    (start, end), (line, column) = quotation.span, quotation.place
    return Place(start=start, end=end, text=quotation.text, line=line, column=column)


def _place(text: str, span: Span) -> Place:
    line, column = line_and_column(text, span.start)
    return Place(start=span.start, end=span.end, text=span.of(text), line=line, column=column)


def _difference(quotation: Quotation, source: str, difference: Difference) -> FoundDifference:
    quoted, said = difference
    return FoundDifference(
        quoted=TextSpan(
            start=quotation.span.start + quoted.start,
            end=quotation.span.start + quoted.end,
            text=quoted.of(quotation.text),
        )
        if quoted
        else None,
        source=TextSpan.at(source, said) if said else None,
    )
