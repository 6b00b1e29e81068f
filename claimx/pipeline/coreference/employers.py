"""Bodies that pass for places or people: what the words behind a name tell of it, as in *Halifax's chief economist*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from claimx.lexicon import given_names, governments
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.name_shapes import places_of
from claimx.pipeline.coreference.roles import HONORIFIC

# An acronym that is no country's is a body's: *USI*, *California ISO*.
_ENDS_IN_ACRONYM = re.compile(r"(?:.* )?[A-Z]{3,}")
_PLACED = re.compile(r"\b(?:in|near|across|outside|throughout|around|[a-z]+ern) $")
_HEAD_OF = re.compile(r"\b(?:CEO|CFO|[Cc]hief executive|(?:[Cc]o-?)?[Ff]ounder) (?:of|at) (?:the )?$")
# What stands in front of a name is no longer than this.
_REACH = 40


def employers(text: str, names: Iterable[Name]) -> set[str]:
    """Those of the ``names`` taken for places or people that are bodies' by what stands beside them."""
    names = list(names)
    bodies = {name.text for name in names if name.type in ("organization", "media")}
    parts = {word for name in names if name.type == "person" and " " in name.text for word in name.text.split()}
    return set(_places(text, names, bodies)) | set(_people(text, names, parts))


def _places(text: str, names: Iterable[Name], bodies: set[str]) -> Iterator[str]:
    for form in {name.text for name in names if name.type == "government"}:
        if form in governments():
            continue
        begins = " " in form and any(body.rpartition(" ")[0] == form for body in bodies)
        if _ENDS_IN_ACRONYM.fullmatch(form) or ((begins or _has_office(text, form)) and not _is_place(text, form)):
            yield form


def _people(text: str, names: Iterable[Name], parts: set[str]) -> Iterator[str]:
    """A single word that is no part of a person's name, nor a given name, nor behind an honorific."""
    alone = [name for name in names if name.type == "person" and name.text not in parts and " " not in name.text]
    addressed = {name.text for name in alone if HONORIFIC.search(text, max(0, name.span.start - 12), name.span.start)}
    for form in {name.text for name in alone} - addressed:
        if form not in given_names() and _has_office(text, form):
            yield form


def _is_place(text: str, name: str) -> bool:
    return any(_PLACED.search(text, max(0, start - _REACH), start) for start, _ in places_of(text, name))


def _has_office(text: str, name: str) -> bool:
    """Whether somebody's office in a body stands behind ``name``, or that of its head in front: *CEO of*."""
    return any(
        _office_behind().match(text, end) or _HEAD_OF.search(text, max(0, start - _REACH), start)
        for start, end in places_of(text, name)
    )


@cache
def _office_behind() -> re.Pattern[str]:
    offices = alternation(word_list("offices_of_bodies"))
    return re.compile(rf"(?:['’]s?)? (?:(?!and |who |or )[a-z\-]+ ){{0,3}}?(?:{offices})\b")
