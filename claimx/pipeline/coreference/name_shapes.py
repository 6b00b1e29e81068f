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
    PARTICLE,
    POSSESSIVE,
    apposition_after,
    gender_of_role,
    honorific_before,
    is_doer,
    role_before,
    title_pattern,
)
from claimx.quotation_marks import CLOSING, OPENING
from claimx.spans import Span

_WORD_OF_NAME = r"(?:(?:[A-Z]\.){2,}|[A-ZÀ-Þ][\w’'\-]*(?:(?<=\b[A-Z])\.)?)"
NAME_WORDS = re.compile(rf"{_WORD_OF_NAME}(?: (?:{PARTICLE} )*{_WORD_OF_NAME})*")
LAST_NAME = re.compile(rf"(?:{PARTICLE}[ \-])*{NAME_WORDS.pattern}")
MOST_NAME_WORDS = 5
# An acronym is the name of a body, which ner often takes for a person.
_ALL_CAPITALS = re.compile(r"[A-Z]{2,5}")
# A capital inside a word shows a body (*MarketLine*), except behind a prefix of family names (*McNeil, DeSantis*).
_INNER_CAPITAL = re.compile(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz)[A-Z][a-z]+[A-Z][A-Za-z]+")
_NOUN_AND_COMMA = re.compile(r"(?P<noun>[A-Za-z\-]+), $")
_AGE_BEHIND = re.compile(r", \d{1,2},")
_TITLE_REACH = 40
_EDGE = re.compile(r"\b")


def read_name(text: str, span: Span, type_: SpeakerType, aside: bool, known: bool = False) -> Name | None:
    """The name in ``span`` without title and *'s*; None where the words are no name.

    ``aside`` says that it stands outside the main text, ``known`` that the article has the name elsewhere too.
    """
    possessive = POSSESSIVE.search(text, *span)
    if possessive and not text[possessive.end() : span.end].strip():
        span = Span(span.start, possessive.start())
    if text[span.start : span.start + 4].lower() == "the ":
        span = Span(span.start + 4, span.end)
    bare = span.of(text)
    capital = any(character.isupper() for character in bare)
    if not capital or bare in word_list("never_names") or (not known and is_of_people(bare)):
        return None
    addressed = known or honorific_before(text, span.start) is not None
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
        if not known and _is_epithet(text, Span(start, span.end)):
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
    """The offset behind the titles in ``span``, where the name starts."""
    start = span.start
    # A title may end inside what ner took for the name: Leader of the *Opposition Harbhajan Tomar*.
    for before in title_pattern().finditer(text, max(0, start - _TITLE_REACH), span.end):
        if before.start() < start < before.end() < span.end:
            start = before.end()
    while (match := title_pattern().match(text, start, span.end)) is not None:
        if _is_given_name(text, Span(*match.span()), span.end):
            break
        start = match.end()
    words = list(re.finditer(r"\S+", text[start : span.end]))
    for role, given in pairwise(words):
        # A given name behind a role shows where the role ends: *Harbour Master Ingrid Solheim*.
        if given is words[-1] or given.group() not in given_names():
            continue
        if role.group() in titles() or role.group() in person_nouns() or is_doer(role.group()):
            return start + given.start()
    return start


def _is_given_name(text: str, title: Span, end: int) -> bool:
    """Whether a title with one word behind it is a given name here: *Earl Boyd*, *singer Duke Ellis*.

    It is one where a role stands before it, or where the article never uses the word as a title (*the dean*).
    """
    word = title.of(text).strip()
    if word not in word_list("titles_and_given_names") or len(text[title.end : end].split()) != 1:
        return False
    before = _WORD_IN_FRONT.search(text, max(0, title.start - 40), title.start)
    noun = before["word"] if before else ""
    if noun in person_nouns():
        return True
    used = re.search(rf"\b{word.lower()}s?\b|\b[Tt]he {word}\b", text)
    return given_names().get(word) in ("m", "f") and used is None


_WORD_IN_FRONT = re.compile(r"(?P<word>[A-Za-z\-]+) $")


def _is_epithet(text: str, span: Span) -> bool:
    """Whether the words at ``span`` are a title or common noun alone (*Minister*), or a nickname in marks."""
    bare = span.of(text)
    if honorific_before(text, span.start) is not None:
        # An honorific makes a name of any word: *Mr. King*, *Ms. Baker*.
        return False
    if is_set_beside_role(text, span):
        # A role beside it makes a name of it: *its director, Sun-hee Park*.
        return False
    *_, last = bare.split()
    if bare in titles() or bare in person_nouns() or last in word_list("place_endings"):
        return True
    return (
        text[max(0, span.start - 4) : span.start].removesuffix("the ")[-1:] in OPENING
        and text[span.end : span.end + 1] in CLOSING
    )


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


def is_behind_article(text: str, offset: int) -> bool:
    """Whether *the* stands right before ``offset``."""
    return text[max(0, offset - 4) : offset].lower() == "the "


def is_set_beside_role(text: str, span: Span) -> bool:
    """Whether a comma parts a name from a person's role or age: *its director, Sun-hee Park*."""
    name = span.of(text)
    if not 2 <= len(name.split()) <= MOST_NAME_WORDS or person_nouns().head(name) is not None or is_body(name):
        return False
    before = _NOUN_AND_COMMA.search(text, max(0, span.start - 30), span.start)
    noun = person_nouns().get(before["noun"]) if before else None
    if (noun is not None and noun.type == "person") or _AGE_BEHIND.match(text, span.end):
        return True
    return apposition_after(text, span) is not None


def starts_with_given_name(name: str) -> bool:
    """Whether ``name`` is a given name with further capitalised words behind it, none of which tells of a body."""
    first, *others = name.split() or [""]
    given = given_names().get(first) in ("m", "f")
    body = any(
        not word[:1].isupper() or word in person_nouns() or word in word_list("place_endings") for word in others
    )
    return given and 0 < len(others) < MOST_NAME_WORDS and not body and others[-1] not in word_list("company_endings")
