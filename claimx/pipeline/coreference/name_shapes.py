"""The shapes of names: where a name begins and ends, and what the words in it and beside it tell of its kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from claimx.labels import Gender, SpeakerType
from claimx.lexicon import given_names, governments, person_nouns, titles
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.roles import (
    HONORIFIC,
    LONGEST_HONORIFIC,
    PARTICLE,
    POSSESSIVE,
    apposition_after,
    gender_of_role,
    is_doer,
    role_before,
    title_pattern,
)
from claimx.spans import Span

_WORD_OF_NAME = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-Þ][\w’'\-]*(?:(?<=\b[A-Z])\.)?)"
NAME_WORDS = re.compile(rf"{_WORD_OF_NAME}(?: (?:{PARTICLE} )*{_WORD_OF_NAME})*")
LAST_NAME = re.compile(rf"(?:{PARTICLE}[ \-])*{NAME_WORDS.pattern}")
MOST_NAME_WORDS = 5
# An acronym is the name of a body, which ner often takes for a person.
_ALL_CAPITALS = re.compile(r"[A-Z]{2,5}")
# A capital inside a word shows a body (*MarketLine*), except behind a prefix of family names (*McNeil, DeSantis*).
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz)[A-Z][a-z]+[A-Z][A-Za-z]+")
_TITLE_REACH = 40
_EDGE = re.compile(r"\b")


def read_name(text: str, span: Span, type_: SpeakerType, aside: bool, known: bool = False) -> Name | None:
    """The name in ``span`` without title and *'s*; None where the words are no name.

    ``aside`` says that it stands outside the main text, ``known`` that the article has the name elsewhere too.
    """
    possessive = POSSESSIVE.search(text, *span)
    if possessive and not text[possessive.end() : span.end].strip():
        span = Span(span.start, possessive.start())
    bare = span.of(text)
    capital = any(character.isupper() for character in bare)
    if not capital or bare in word_list("never_names") or (not known and is_of_people(bare)):
        return None
    addressed = known or HONORIFIC.search(text, max(0, span.start - LONGEST_HONORIFIC), span.start) is not None
    if not addressed and bare not in governments() and " " not in bare and (bare in person_nouns() or bare in titles()):
        # A common noun for speakers with a capital is no name: *the Government*, *Police*.
        return None
    if bare in governments():
        type_ = "government"
    elif type_ == "organization" and _media().search(bare):
        type_ = "media"
    gender: Gender = "-"
    role: Span | None = None
    if type_ == "person":
        start = past_titles(text, span)
        if start >= span.end or not LAST_NAME.match(text, start):
            return None
        span = Span(start, span.end)
        role, gender = role_before(text, span)
        role = role or apposition_after(text, span)
        gender = gender if gender != "-" else gender_of_role(text, role)
        gender = gender if gender != "-" else _gender_of_given(span.of(text))
    follows = POSSESSIVE.match(text, span.end)
    return Name(span, span.of(text), type_, gender, role, possessive=follows is not None, aside=aside)


@cache
def _media() -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(word_list('words_of_media'))}\b")


def is_of_people(name: str) -> bool:
    """Whether the words tell only of which people somebody or something is: *Many Tunisians*, *European bourse*."""
    words, demonyms = name.split(), governments().of_demonym
    people = words[-1].endswith("s") and demonyms(words[-1])
    thing = words[-1].islower() and demonyms(words[0])
    return bool(demonyms(name) or people or thing)


def past_titles(text: str, span: Span) -> int:
    """The offset where the name in ``span`` starts, behind a title or role that reaches into it.

    A title may end inside (*Leader of the Opposition* **Harbhajan Tomar**), and a given name shows where a role ends
    (*Harbour Master* **Ingrid Solheim**).
    """
    start = span.start
    for title in title_pattern().finditer(text, max(0, start - _TITLE_REACH), span.end):
        if title.start() < start < title.end() < span.end:
            start = title.end()
    words = list(re.finditer(r"\S+", text[start : span.end]))
    for role, given in pairwise(words[:-1]):
        heads = role.group() in titles() or role.group() in person_nouns() or is_doer(role.group())
        if heads and given.group() in given_names():
            return start + given.start()
    return start


def _gender_of_given(name: str) -> Gender:
    """The gender that the given name of a full name tells; a last name alone tells none."""
    first, *others = name.split()
    gender = given_names().get(first) if others else None
    return gender if gender == "m" or gender == "f" else "-"


def places_of(text: str, name: str) -> Iterator[Span]:
    """The places where ``name`` stands as whole words, in text order."""
    end = 0
    while (start := text.find(name, end)) >= 0:
        end = start + len(name)
        if _EDGE.match(text, start) and _EDGE.match(text, end):
            yield Span(start, end)


def is_body(name: str) -> bool:
    """Whether a name is an acronym, has a capital inside a word, or ends like that of a club or company."""
    capitals = _ALL_CAPITALS.fullmatch(name) or _INNER_CAPITAL.fullmatch(name)
    return capitals is not None or name.rstrip(".").split()[-1] in word_list("body_endings")
