"""A line of gold (``claimx-gold/1``): one annotated article, as it stands in the file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from claimx.labels import Class, Kind, NameType, Polarity, SpeakerType

GOLD_SCHEMA = "claimx-gold/1"

Offset = Annotated[int, Field(strict=True, ge=0)]


class _Line(BaseModel):
    # Gold carries more for people to read than any command compares: the register, where a text is from.
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldSpan(_Line):
    """The stretch ``[start, end)`` of the text; ``text`` is left out in gold on a text that it may not hold."""

    start: Offset
    end: Offset
    text: str | None = None


class GoldAttribution(_Line):
    """One annotated attribution; ``speaker`` is null where nobody is to be named, ``speaker_aliases`` are right too.

    ``cospeakers`` say it together with the speaker. Of ``type``, ``organization``, ``description`` and ``role`` those
    are judged that the line has.
    """

    source: list[GoldSpan]
    cue: list[GoldSpan]
    content: Annotated[list[GoldSpan], Field(min_length=1)]
    kind: Kind
    class_: Class = Field(alias="class")
    polarity: Polarity | None = None
    speaker: str | None
    speaker_aliases: tuple[str, ...] = ()
    cospeakers: tuple[str, ...] = ()
    type: SpeakerType | None = Field(default=None, alias="speaker_type")
    organization: str | None = None
    description: str | None = None
    role: str | None = None
    nested_in: int | str | None = None
    optional: bool


class GoldEntity(_Line):
    """Somebody or something that has a name, with the places where it is named as pairs of offsets."""

    name: str
    type: NameType
    mentions: list[tuple[Offset, Offset]]


class GoldOrigin(_Line):
    """Where the text of an article is from."""

    url: str = ""


class GoldArticle(_Line):
    """An article of gold: its ``text``, or the ``path`` of the file that has it, and what was found in it."""

    schema_: Literal["claimx-gold/1"] = Field(alias="schema")
    id: str
    sha256: str | None = None
    text: str | None = None
    path: str | None = None
    source: GoldOrigin = GoldOrigin()
    attributions: list[GoldAttribution]
    entities: list[GoldEntity] | None = None


def reason(error: Exception) -> str:
    """What is wrong with a line, in words: of what does not fit its model, the first place and what it should be."""
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return f"{place}: {first['msg']}" if place else first["msg"]
    return str(error)
