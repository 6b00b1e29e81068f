"""Words that name, address or describe speakers: titles, pronouns, given names and common nouns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from claimx.labels import (
    NAME_SUFFIXES,
    NOUN_GENDERS,
    NOUN_TYPES,
    NUMBERS,
    PRONOUN_KINDS,
    TITLE_KINDS,
    NameSuffix,
    NounGender,
    NounType,
    Number,
    PronounKind,
    TitleKind,
)
from claimx.lexicon.alternation import alternation
from claimx.lexicon.letters import plain_letters
from claimx.lexicon.tsv import Row, rows
from claimx.lexicon.vocabulary import Vocabulary, folded
from claimx.lexicon.word_lists import word_list

_PERSONS = ("1", "2", "3")

_POSSESSIVE = re.compile(r"['’]s?$")


@cache
def _after_head() -> re.Pattern[str]:
    """What follows the head of a noun phrase: *officials in Seoul*, *a man who saw it*, *the mayor, Ana Ruiz*."""
    return re.compile(rf"[,;:(—–]|\s{alternation(word_list('words_after_heads'))}\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Title:
    """A title or role; an honorific is stripped from a name, a role says what the person is."""

    title: str
    gender: NounGender
    kind: TitleKind


@dataclass(frozen=True, slots=True)
class Pronoun:
    """One reading of a pronoun."""

    form: str
    kind: PronounKind
    person: int
    gender: NounGender


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A form of a common noun that heads the description of a speaker."""

    noun: str
    type: NounType
    number: Number
    gender: NounGender


class Titles(Vocabulary[Title]):
    """Titles and roles, with or without the full stop of an abbreviation, in any case."""


class Pronouns(Vocabulary[tuple[Pronoun, ...]]):
    """Pronouns in any case, each with all its readings."""

    def of_gender(self, gender: NounGender) -> tuple[str, ...]:
        """The forms that tell ``gender``, in the order of the data."""
        return tuple(form for form in self if any(reading.gender == gender for reading in self[form]))


class PersonNouns(Vocabulary[PersonNoun]):
    """Common nouns for speakers: people, groups, organizations, governments, documents, media."""

    def __init__(self, entries: Mapping[str, PersonNoun]) -> None:
        super().__init__(entries, key=folded)
        self._last_words = frozenset(folded(noun).split()[-1] for noun in entries)

    @staticmethod
    def core(text: str) -> str:
        """The words of a phrase up to its head: "a senior Western official"."""
        return _after_head().split(f"{text.strip()} ", maxsplit=1)[0].strip()

    def may_end_with(self, word: str) -> bool:
        """Whether ``word`` is the last of a noun, *'s* aside: what else stands there heads no phrase."""
        return folded(_POSSESSIVE.sub("", word)) in self._last_words

    def head(self, text: str) -> PersonNoun | None:
        """The noun that heads a phrase: "a senior Western official in Seoul" -> official; else None."""
        words = _POSSESSIVE.sub("", self.core(text)).split()
        if not words or not self.may_end_with(words[-1]):
            return None
        endings = (" ".join(words[-count:]) for count in range(min(self._most_words, len(words)), 0, -1))
        return next((self[ending] for ending in endings if ending in self), None)


def parse_titles(text: str, file: str) -> Titles:
    """The titles in the text of a data file."""
    read = rows(text, file, columns=3)
    titles = (Title(row.fields[0], row.one_of(1, NOUN_GENDERS), row.one_of(2, TITLE_KINDS)) for row in read)
    return Titles({title.title: title for title in titles}, key=folded)


def parse_pronouns(text: str, file: str) -> Pronouns:
    """The pronouns in the text of a data file: all readings under each form."""
    readings: dict[str, tuple[Pronoun, ...]] = {}
    for row in rows(text, file, columns=4):
        readings[row.fields[0]] = (*readings.get(row.fields[0], ()), _pronoun(row))
    return Pronouns(readings, key=folded)


def _pronoun(row: Row) -> Pronoun:
    return Pronoun(
        form=row.fields[0],
        kind=row.one_of(1, PRONOUN_KINDS),
        person=int(row.one_of(2, _PERSONS)),
        gender=row.one_of(3, NOUN_GENDERS),
    )


def parse_given_names(text: str, file: str) -> Vocabulary[NounGender]:
    """The given names in the text of a data file, with the gender each tells."""
    genders = {row.fields[0]: row.one_of(1, NOUN_GENDERS) for row in rows(text, file, columns=2)}
    return Vocabulary(genders, key=plain_letters)


def parse_name_suffixes(text: str, file: str) -> Vocabulary[NameSuffix]:
    """What may stand behind a name, in the text of a data file, each with its kind."""
    return Vocabulary({row.fields[0]: row.one_of(1, NAME_SUFFIXES) for row in rows(text, file, columns=2)}, key=folded)


def parse_person_nouns(text: str, file: str) -> PersonNouns:
    """The common nouns in the text of a data file."""
    return PersonNouns({row.fields[0]: _person_noun(row) for row in rows(text, file, columns=4)})


def _person_noun(row: Row) -> PersonNoun:
    return PersonNoun(
        noun=row.fields[0],
        type=row.one_of(1, NOUN_TYPES),
        number=row.one_of(2, NUMBERS),
        gender=row.one_of(3, NOUN_GENDERS),
    )
