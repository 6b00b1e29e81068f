"""The article that a reader yields, before the run gives it a unique id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article of an input: ``text`` is what every offset indexes; None where the input does not say.

    ``number`` is its place in an input that holds several: the line, the row or the entry, from 1. ``extra`` holds
    what else the input says of it, as values that JSON has. Where the text was taken out of something that is not
    text, ``source_sha256`` is of the bytes it was taken from and ``extractor`` names the program that did it.
    """

    text: str
    number: int | None = None
    id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    source_sha256: str | None = None
    extractor: str | None = None
