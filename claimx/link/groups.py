"""The line that ``claimx link`` writes: a group of records that report one utterance, schema ``claimx/1``.

Every key is always there, null where empty, in this order.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from claimx.labels import Conflict, DifferenceKind, GroupType, Polarity, Relation
from claimx.records import Confidence, Content, ContentSpan, RecordId, RecordModel

Count = Annotated[int, Field(strict=True, ge=1)]


class Difference(RecordModel):
    """Words that differ, as they stand, joined with blanks; None on the side that has nothing there.

    ``condition`` and ``hedge`` (*if …*, *may*) are on one side only; ``marks`` are the same words in and out of
    quotation marks, shown with them.
    """

    kind: DifferenceKind
    reference: str | None
    here: str | None


class LinkedDoc(RecordModel):
    """The article of a member; ``copy_of`` is the id of the article it is a near-copy of."""

    id: str
    path: str | None
    title: str | None
    published: str | None
    url: str | None
    copy_of: str | None


class Member(RecordModel):
    """A record of the group: ``passage`` is the part of its content that reports the utterance.

    ``relation`` and ``differences`` compare it with the reference.
    """

    id: RecordId
    doc: LinkedDoc
    speaker: str | None
    polarity: Polarity
    content: Content
    passage: Annotated[tuple[ContentSpan, ...], Field(min_length=1)]
    confidence: Confidence
    relation: Relation
    differences: tuple[Difference, ...]


class GroupSpeaker(RecordModel):
    """A speaker the group names: the commonest spelling of the name, and all of them."""

    name: str
    spellings: tuple[str, ...]


class Group(RecordModel):
    """Records that report one utterance; ``type`` is how far their words are apart.

    ``articles`` counts those the records come from, ``independent`` counts an article and its copies once. More
    than one of ``speakers`` is a conflict.
    """

    schema_: Literal["claimx/1"] = Field(default="claimx/1", validation_alias="schema", serialization_alias="schema")
    record: Literal["group"] = "group"
    id: RecordId
    type: GroupType
    articles: Count
    independent: Count
    speakers: tuple[GroupSpeaker, ...]
    conflicts: tuple[Conflict, ...]
    members: Annotated[tuple[Member, ...], Field(min_length=2)]


def group_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a group's line."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Group.model_json_schema(mode="serialization"),
    }
