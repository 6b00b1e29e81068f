"""An annotated article: its text and the statements that somebody, or something, found in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from claimx.labels import NameType
from claimx.names import names_agree
from claimx.spans import Span

Detail = Literal["type", "organization", "description", "role"]
DETAILS: tuple[Detail, ...] = get_args(Detail)


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribution; ``labelled`` says that ``speaker`` was judged (None then means that nobody is named).

    ``aliases`` are further names that are right for the speaker, in gold that allows some.
    ``nested`` says that it stands inside the content of another one. ``details`` is what is told of the speaker besides
    the name, under those of DETAILS that were judged (None then means that there is none), and ``evidence`` where the
    name stands: in gold all places that name the speaker, empty where those were not marked.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    kind: str
    class_: str | None = None
    speaker: str | None = None
    aliases: tuple[str, ...] = ()
    resolved: str | None = None
    labelled: bool = False
    optional: bool = False
    nested: bool = False
    confidence: float | None = None
    details: Mapping[Detail, str | None] = field(default_factory=dict)
    evidence: tuple[Span, ...] = ()

    def is_named(self, name: str | None) -> bool:
        """Whether ``name`` names the speaker, by rule 24 of the codebook."""
        return is_one_of(name, (self.speaker, *self.aliases))


def is_one_of(name: str | None, known: Iterable[str | None]) -> bool:
    """Whether ``name`` names the speaker whose names are ``known``, by rule 24 of the codebook."""
    return name is not None and any(names_agree(own, name) for own in known if own is not None)


@dataclass(frozen=True, slots=True)
class Name:
    """One place where a person, an organization, a government (any place on the map) or a work is named."""

    span: Span
    type: NameType


@dataclass(frozen=True, slots=True)
class Article:
    """A text and its statements, in the order of where contents start.

    ``names`` are all its names with their types, in text order, or None where nobody marked them. ``site`` is the
    host that published it, or None.
    """

    id: str
    text: str
    statements: Sequence[Statement]
    names: tuple[Name, ...] | None = None
    site: str | None = None
