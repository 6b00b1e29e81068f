"""The records claimx writes, schema ``claimx/1``: one line of JSON each, every key always there, in this order.

All offsets are Unicode code points of the source text, half open. The ``at`` constructors cut every ``text``
from the source; validation refuses a record whose parts contradict each other, and ``misfits`` proves one
against a text again, without the pipeline.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from claimx.errors import InputError
from claimx.labels import Class, CueType, Kind, Polarity, QuotedReason, Region, Resolved, SpeakerType
from claimx.spans import Span, line_and_column

SCHEMA = "claimx/1"
SEPARATOR = " … "

# Strict: 79.0 and "79" are no offsets, and neither "yes" nor 1 is a flag.
Offset = Annotated[int, Field(strict=True, ge=0)]
Position = Annotated[int, Field(strict=True, ge=1)]
Flag = Annotated[bool, Field(strict=True)]
Confidence = Annotated[float, Field(strict=True, ge=0, le=1)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
RecordId = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]


def _schema_field() -> Any:  # noqa: ANN401 - as pydantic's own Field: the type is the annotation's
    return Field(default=SCHEMA, validation_alias="schema", serialization_alias="schema")


class RecordModel(BaseModel):
    """A part of a line: frozen, no other keys, written under its alias."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
    )

    def model_dump(self, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - options as pydantic has them
        """The values as JSON has them, lists for tuples, so that what is dumped fits the published schema."""
        return super().model_dump(**{"mode": "json", **options})


class TextSpan(RecordModel):
    """A stretch of the source text: ``text`` is ``source[start:end]``, always."""

    start: Offset
    end: Offset
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _measures_its_text(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}-{self.end} is not as long as its text")
        return self

    @classmethod
    def at(cls, source: str, span: Span) -> Self:
        """The span cut from the source text it indexes."""
        return cls(start=span.start, end=span.end, text=span.of(source))


class ContentSpan(TextSpan):
    """A stretch of content; ``quoted`` says whether it stands between quotation marks."""

    quoted: Flag


class _Stretches(RecordModel):
    """Ascending spans that do not overlap; ``text`` joins them with `` … `` for people, never for matching."""

    text: str

    def stretches(self) -> Sequence[TextSpan]:
        """The spans, whatever more each of them says."""
        return getattr(self, "spans", ())

    @model_validator(mode="after")
    def _joins_its_spans(self) -> Self:
        spans = self.stretches()
        if not spans:
            raise ValueError("no spans")
        if any(a.end > b.start for a, b in pairwise(spans)):
            raise ValueError("spans overlap or are out of order")
        if self.text != SEPARATOR.join(span.text for span in spans):
            raise ValueError("text is not its spans joined")
        return self


class Phrase(_Stretches):
    """A mention of a source, or the evidence its name was taken from."""

    spans: tuple[TextSpan, ...]

    @classmethod
    def at(cls, source: str, spans: Sequence[Span]) -> Self:
        """The phrase that ``spans`` (ascending) cut from the source text."""
        cut = tuple(TextSpan.at(source, span) for span in spans)
        return cls(text=SEPARATOR.join(span.text for span in cut), spans=cut)


class Cue(_Stretches):
    """The words that report: *said*, *According to*, *warning*."""

    lemma: str | None
    type: CueType
    spans: tuple[TextSpan, ...]

    @classmethod
    def at(cls, source: str, spans: Sequence[Span], lemma: str | None, type_: CueType) -> Self:
        """The cue that ``spans`` (ascending) cut from the source text."""
        cut = tuple(TextSpan.at(source, span) for span in spans)
        return cls(text=SEPARATOR.join(span.text for span in cut), lemma=lemma, type=type_, spans=cut)


class Content(_Stretches):
    """The words or claim put on the source, with the place of its first character (both from 1)."""

    line: Position
    column: Position
    spans: tuple[ContentSpan, ...]

    @classmethod
    def at(cls, source: str, spans: Sequence[tuple[Span, bool]]) -> Self:
        """The content that ``(span, quoted)`` pairs (ascending) cut from the source text."""
        cut = tuple(
            ContentSpan(start=span.start, end=span.end, text=span.of(source), quoted=quoted) for span, quoted in spans
        )
        line, column = line_and_column(source, cut[0].start)
        return cls(text=SEPARATOR.join(span.text for span in cut), line=line, column=column, spans=cut)


class Speaker(RecordModel):
    """Who said it: ``name`` as the article spells it at its fullest, None when nobody is named.

    ``organization`` is the body behind the source, ``description`` what the article calls a speaker that it does not
    name, ``confidence`` how sure the name is. Records of claimx 0.4 and before do not have them.
    """

    name: str | None
    id: str | None
    type: SpeakerType
    role: str | None
    organization: str | None = None
    description: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    resolved: Resolved
    mention: Phrase | None
    evidence: Phrase | None
    organization_evidence: Phrase | None = None

    def named_surely(self, least: float) -> Self:
        """The speaker, without the name where that is less sure than ``least``: then as if nobody were named."""
        if self.confidence is None or self.confidence >= least:
            return self
        words = self.mention.text if self.mention is not None and self.resolved == "description" else None
        nobody = dict.fromkeys(
            ("name", "id", "role", "organization", "confidence", "evidence", "organization_evidence"), None
        )
        return self.model_copy(update={**nobody, "description": words, "resolved": "none"})


class Doc(RecordModel):
    """The article a record comes from; ``sha256`` is of the UTF-8 bytes of the text that offsets index.

    Where that text was taken out of something that is not text, ``source_sha256`` is of the bytes it was taken from
    and ``extractor`` names the program that did it.
    """

    id: str
    path: str | None
    sha256: Digest
    title: str | None
    author: str | None
    published: str | None
    url: str | None
    extra: dict[str, Any]
    # Records of claimx 0.4 and before have neither.
    source_sha256: Digest | None = None
    extractor: str | None = None


class Attribution(RecordModel):
    """One source, one cue, one content: somebody said, thought or wanted something."""

    schema_: Literal["claimx/1"] = _schema_field()
    record: Literal["attribution"] = "attribution"
    id: RecordId
    doc: Doc
    kind: Kind
    class_: Class = Field(validation_alias="class", serialization_alias="class")
    polarity: Polarity
    region: Region
    content: Content
    cue: Cue | None
    speaker: Speaker
    cospeakers: tuple[Speaker, ...]
    nested_in: RecordId | None
    confidence: Confidence
    by: str

    def named_surely(self, least: float) -> Self:
        """The attribution without those names of its speakers that are less sure than ``least``."""
        cospeakers = tuple(who.named_surely(least) for who in self.cospeakers)
        return self.model_copy(update={"speaker": self.speaker.named_surely(least), "cospeakers": cospeakers})

    @model_validator(mode="after")
    def _id_is_of_its_spans(self) -> Self:
        if self.id != record_id(self.doc.sha256, self.content.spans, self.cue.spans if self.cue else ()):
            raise ValueError("id does not fit hash and spans")
        return self


class Quoted(RecordModel):
    """A stretch between quotation marks that is nobody's attributed words."""

    schema_: Literal["claimx/1"] = _schema_field()
    record: Literal["quoted"] = "quoted"
    doc: Doc
    content: Content
    region: Region
    reason: QuotedReason


class ErrorDetail(RecordModel):
    """What went wrong: a stable code, one line for people, and the place where it is known (from 1)."""

    code: str
    message: str
    line: Position | None
    column: Position | None


class ErrorDoc(RecordModel):
    """The input that could not be read."""

    path: str


class Error(RecordModel):
    """An input, or a line of one, that could not be read; the others were."""

    schema_: Literal["claimx/1"] = _schema_field()
    record: Literal["error"] = "error"
    doc: ErrorDoc
    error: ErrorDetail

    @classmethod
    def of(cls, error: InputError) -> Self:
        """The line that stands for an input that could not be read."""
        detail = ErrorDetail(code=error.code, message=error.message, line=error.line, column=error.column)
        return cls(doc=ErrorDoc(path=error.path), error=detail)

    def as_input_error(self) -> InputError:
        """The error that the line stands for."""
        detail = self.error
        return InputError(detail.code, detail.message, self.doc.path, line=detail.line, column=detail.column)


Record = Attribution | Quoted | Error
RECORD_TYPES: tuple[type[Record], ...] = (Attribution, Quoted, Error)


def text_digest(text: str) -> str:
    """The sha256 of the UTF-8 bytes of ``text``, 64 hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def record_id(digest: str, content: Iterable[TextSpan | Span], cue: Iterable[TextSpan | Span]) -> str:
    """The id of an attribution: 16 hex digits over the text's hash and the spans of content and cue.

    Labels are left out, so that a better speaker or class keeps the id.
    """
    lists = (",".join(f"{span.start}-{span.end}" for span in spans) for spans in (content, cue))
    return hashlib.sha256("\n".join((digest, *lists)).encode("ascii")).hexdigest()[:16]


def misfits(record: Attribution | Quoted, text: str) -> list[str]:
    """What of ``record`` does not fit ``text``, one sentence each; empty when all of it does."""
    if record.doc.sha256 != text_digest(text):
        return ["the text is not the one the record was made from (sha256 differs)"]
    phrases: list[_Stretches | None] = [record.content]
    if isinstance(record, Attribution):
        speakers = (record.speaker, *record.cospeakers)
        phrases += [
            record.cue,
            *(part for who in speakers for part in (who.mention, who.evidence, who.organization_evidence)),
        ]
    found = [
        f"{span.start}-{span.end} is {text[span.start : span.end]!r}, not {span.text!r}"
        for phrase in phrases
        if phrase is not None
        for span in phrase.stretches()
        if text[span.start : span.end] != span.text
    ]
    place = line_and_column(text, record.content.spans[0].start)
    if (record.content.line, record.content.column) != place:
        found.append(f"content starts at line {place[0]}, column {place[1]}")
    return found


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema (2020-12) of each kind of line, by its ``record`` value."""
    return {
        record.model_fields["record"].default: {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **record.model_json_schema(mode="serialization"),
        }
        for record in RECORD_TYPES
    }
