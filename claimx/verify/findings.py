"""What ``claimx verify`` finds, schema ``claimx-verify/1``: a line of JSON a quotation, every key always there.

All offsets are Unicode code points, half open; those of ``quotation`` and ``differences[].quoted`` index the
article's text, the others that of the transcript, both untouched. Lines and columns count from 1.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from claimx.labels import VerifyFact, VerifyStatus
from claimx.records import Digest, Position, RecordId, TextSpan


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", validate_by_name=True, serialize_by_alias=True)


class File(_Model):
    """An article or a transcript; ``sha256`` is of the UTF-8 bytes of the text that offsets index."""

    id: str
    path: str | None
    sha256: Digest


class Place(TextSpan):
    """A stretch of text and where it starts."""

    line: Position
    column: Position


class Said(Place):
    """What the source says there, from the first quoted word to the last, in the transcript ``file``."""

    file: File


class Difference(_Model):
    """Words that differ: null for ``quoted`` where the quotation leaves words out, for ``source`` where it adds."""

    quoted: TextSpan | None
    source: TextSpan | None


class Finding(_Model):
    """One quotation: ``status`` is the worst of ``facts``; ``exact`` and ``folded`` have none.

    ``source``, ``cut`` and ``similarity`` are null when the quotation is absent. ``cut`` is what limits or denies the
    quoted words and was left out: behind them, in front of them or at an ellipsis; ``gap`` is more than a sentence
    left out at an ellipsis that does not say so; ``label`` is whose turn the words stand in when it is another's than
    the speaker's; ``similarity`` is the share of words that are the same. ``misfits`` say why a record does not fit
    its article: it was compared with nothing, and ``quotation`` has its own words.
    """

    schema_: Literal["claimx-verify/1"] = Field(
        default="claimx-verify/1", validation_alias="schema", serialization_alias="schema"
    )
    status: VerifyStatus
    facts: tuple[VerifyFact, ...]
    doc: File
    attributions: tuple[RecordId, ...]
    speaker: str | None
    quotation: Place
    source: Said | None = None
    differences: tuple[Difference, ...] = ()
    cut: Place | None = None
    similarity: Annotated[float, Field(ge=0, le=1)] | None = None
    gap: Place | None = None
    label: str | None = None
    misfits: tuple[str, ...] = ()
