"""What the pipeline found in one article, as records: the last place that sees a Doc."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.metadata import version

from claimx import records
from claimx.labels import Region
from claimx.pipeline import Analysis, Language, Resolution, analyse, model_name
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.speakers import ResolvedSpeaker
from claimx.quoted import unattributed
from claimx.read import Source
from claimx.spans import Span

Records = list[records.Attribution | records.Quoted]


def assemble(nlp: Language, source: Source) -> Records:
    """The records of one article, ordered by where their contents start."""
    return assemble_analysis(nlp, source, analyse(nlp, source.text))


def assemble_analysis(nlp: Language, source: Source, analysis: Analysis) -> Records:
    """The records of one article whose text ``nlp`` has analysed."""
    found: Records = list(attributions(nlp, source, analysis))
    doc = found[0].doc if found else _doc(source, analysis)
    found += [
        records.Quoted(
            doc=doc,
            content=records.Content.at(source.text, [(span, True)]),
            region=_region(analysis, span),
            reason=reason,
        )
        for span, reason in unattributed(analysis.index, _contents(analysis))
    ]
    # A stable sort: attributions come before a quoted stretch that starts where they do.
    return sorted(found, key=lambda record: record.content.spans[0].start)


def explained(nlp: Language, source: Source, id_: str) -> list[tuple[records.Attribution, Resolution]]:
    """The attributions of one article whose id starts with ``id_``, and why each has its speaker."""
    analysis = analyse(nlp, source.text)
    found = zip(attributions(nlp, source, analysis), analysis.resolutions, strict=True)
    return [(record, resolution) for record, resolution in found if record.id.startswith(id_)]


def attributions(nlp: Language, source: Source, analysis: Analysis) -> list[records.Attribution]:
    """One record for each attribution of ``analysis``, in its order."""
    doc = _doc(source, analysis)
    by = f"claimx {_version()} ({model_name(nlp)})"
    ids = [_id(doc.sha256, item) for item in analysis.attributions]
    return [_attribution(source.text, doc, analysis, index, ids, by) for index in range(len(ids))]


def _contents(analysis: Analysis) -> Iterator[list[Span]]:
    """The spans of each attribution's content."""
    return ([span for span, _ in item.content] for item in analysis.attributions)


def _doc(source: Source, analysis: Analysis) -> records.Doc:
    """What the input says of itself, completed by what the page shows."""
    layout = analysis.index.layout
    return records.Doc(
        id=source.id,
        path=source.path,
        sha256=records.text_digest(source.text),
        title=source.title or (layout.headline and layout.headline.of(source.text)),
        author=source.author or (layout.byline and layout.byline.of(source.text)),
        published=source.published or layout.published,
        url=source.url,
        extra=dict(source.extra),
        source_sha256=source.source_sha256,
        extractor=source.extractor,
    )


def _id(digest: str, item: Attributed) -> str:
    return records.record_id(digest, (span for span, _ in item.content), [item.cue.span] if item.cue else [])


def _attribution(
    text: str, doc: records.Doc, analysis: Analysis, index: int, ids: list[str], by: str
) -> records.Attribution:
    item, resolution = analysis.attributions[index], analysis.resolutions[index]
    return records.Attribution(
        id=ids[index],
        doc=doc,
        kind=item.kind,
        class_=item.class_,
        polarity=item.polarity,
        region=_region(analysis, item.content[0][0]),
        content=records.Content.at(text, item.content),
        cue=records.Cue.at(text, [item.cue.span], item.cue.lemma, item.cue.type) if item.cue else None,
        speaker=_speaker(text, resolution.speaker),
        cospeakers=tuple(_speaker(text, speaker) for speaker in resolution.cospeakers),
        nested_in=ids[item.nested_in] if item.nested_in is not None else None,
        confidence=item.confidence,
        by=by,
    )


def _region(analysis: Analysis, span: Span) -> Region:
    region = analysis.index.layout.region_at(span.start)
    if region == "furniture":
        raise AssertionError(f"a record at {span} in furniture")
    return region


def _speaker(text: str, speaker: ResolvedSpeaker) -> records.Speaker:
    body = speaker.affiliation
    return records.Speaker(
        name=_in_one_line(speaker.name),
        id=None,
        type=speaker.type,
        role=_in_one_line(speaker.role),
        organization=_in_one_line(body.name if body else None),
        description=_in_one_line(speaker.description.of(text) if speaker.description else None),
        confidence=speaker.confidence,
        resolved=speaker.resolved,
        mention=_phrase(text, speaker.mention),
        evidence=_phrase(text, speaker.evidence),
        organization_evidence=_phrase(text, body.evidence if body else None),
    )


def _in_one_line(words: str | None) -> str | None:
    """``words`` with a blank where the text starts a new line between them."""
    return " ".join(words.split()) if words is not None else None


def _phrase(text: str, span: Span | None) -> records.Phrase | None:
    return records.Phrase.at(text, [span]) if span else None


@cache
def _version() -> str:
    return version("claimx")
