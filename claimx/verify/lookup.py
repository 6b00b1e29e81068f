"""Each quotation of an article looked up in the transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimx.labels import VerifyFact
from claimx.records import TextSpan, text_digest
from claimx.spans import Span, line_and_column
from claimx.verify.differences import Difference, differences
from claimx.verify.findings import Difference as FoundDifference
from claimx.verify.findings import File, Finding, Place, Said
from claimx.verify.folding import words
from claimx.verify.limits import limitation
from claimx.verify.placing import Placement, placements
from claimx.verify.quotations import Quotation
from claimx.verify.transcripts import Collection, Transcript

# One or two words say too little to be cut short: a noun before "not" or "but" is quoted for itself.
_LEAST_WORDS_TO_CUT = 3


@dataclass(frozen=True, slots=True)
class _Match:
    """A place of a quotation; ``cut`` is the limiting clause behind it, in positions of the collection."""

    placement: Placement
    transcript: Transcript
    differences: list[Difference]
    cut: Span | None
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
            cut = match.cut
            # The article may go on with the limit: in another quotation, or with the same word outside the marks.
            if cut and (
                any(span.start <= cut.start < span.end for span in quoted)
                or collection.keys[cut.start] in {word.key for word in words(quotation.rest)}
            ):
                cut = None
            yield _found(quotation, match, cut)


def _best_match(quotation: Quotation, collection: Collection) -> _Match | None:
    """Of the places where it was said, one where it is not cut short, and if possible stands as it is quoted."""
    runs = quotation.runs()
    if not runs:
        return None
    quoted = words(quotation.text)
    wording = quotation.text[quoted[0].span.start : quoted[-1].span.end]
    can_be_cut = sum(len(run.words) for run in runs) >= _LEAST_WORDS_TO_CUT

    def match(placement: Placement) -> _Match:
        transcript = collection.transcript_at(placement.positions.start)
        return _Match(
            placement=placement,
            transcript=transcript,
            differences=differences(placement, collection),
            cut=limitation(collection, placement.positions.end) if can_be_cut else None,
            is_exact=transcript.stretch(*placement.positions).of(transcript.source.text) == wording,
        )

    return min(
        (match(placement) for placement in placements(runs, collection)),
        key=lambda found: (found.cut is not None, not found.is_exact),
        default=None,
    )


def _absent(quotation: Quotation) -> Finding:
    return Finding(
        status="absent",
        facts=("absent",),
        doc=_article(quotation),
        attributions=quotation.ids,
        speaker=quotation.speaker,
        quotation=_quoted(quotation),
        source=None,
        differences=(),
        cut=None,
        similarity=None,
    )


def _found(quotation: Quotation, match: _Match, cut: Span | None) -> Finding:
    facts: list[VerifyFact] = []
    if match.differences:
        facts.append("drift")
    if cut:
        facts.append("cut")
    source = match.transcript.source
    return Finding(
        status=facts[-1] if facts else "exact" if match.is_exact else "folded",
        facts=tuple(facts),
        doc=_article(quotation),
        attributions=quotation.ids,
        speaker=quotation.speaker,
        quotation=_quoted(quotation),
        source=Said(
            **_place(source.text, match.source).model_dump(),
            file=File(id=source.id, path=source.path, sha256=text_digest(source.text)),
        ),
        differences=tuple(_difference(quotation, source.text, difference) for difference in match.differences),
        cut=_place(source.text, match.transcript.stretch(*cut)) if cut else None,
        similarity=round(match.placement.similarity, 3) if match.differences else 1.0,
    )


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
