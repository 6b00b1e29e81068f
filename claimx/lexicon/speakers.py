"""Words that name, address or describe speakers: titles, pronouns, given names and common nouns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from claimx.lexicon.table import NOTHING, Row, rows

Gender = Literal["m", "f", "n", "-"]
Number = Literal["singular", "plural", "either"]
TitleKind = Literal["honorific", "role"]
Office = Literal["head_of_state", "head_of_government"]
PronounKind = Literal["personal", "relative"]
Person = Literal["1", "2", "3"]
Case = Literal["subject", "object", "possessive", "reflexive"]
NounType = Literal["person", "organization", "government", "group", "document", "media"]

_GENDERS: tuple[Gender, ...] = get_args(Gender)
_NUMBERS: tuple[Number, ...] = get_args(Number)
_TITLE_KINDS: tuple[TitleKind, ...] = get_args(TitleKind)
_OFFICES: tuple[Office, ...] = get_args(Office)
_PRONOUN_KINDS: tuple[PronounKind, ...] = get_args(PronounKind)
_PERSONS: tuple[Person, ...] = get_args(Person)
_CASES: tuple[Case, ...] = get_args(Case)
_NOUN_TYPES: tuple[NounType, ...] = get_args(NounType)

_POSSESSIVE = re.compile(r"['’]s?$")
# Where the head of a noun phrase has been passed: "officials in Seoul", "a man who saw it", "Ruiz, the mayor".
_AFTER_HEAD = re.compile(
    r"[,;:(—–]|\s(?:of|in|at|on|for|from|with|to|by|near|about|against|between|among|under|who|whom|whose|which|that"
    r"|familiar|briefed|close|based|speaking|seen|published|obtained)\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Title:
    """A title or role; an honorific is stripped from a name, a role says what the person is."""

    title: str
    gender: Gender
    kind: TitleKind
    office: Office | None


@dataclass(frozen=True, slots=True)
class Pronoun:
    """One reading of a pronoun."""

    form: str
    kind: PronounKind
    person: Person
    number: Number
    gender: Gender
    case: Case


@dataclass(frozen=True, slots=True)
class PersonNoun:
    """A form of a common noun that heads the description of a speaker."""

    noun: str
    type: NounType
    number: Number
    gender: Gender


def _plain(text: str) -> str:
    """How titles and nouns are compared: case folded, no full stop at the end of a word, single blanks."""
    return " ".join(word.rstrip(".") for word in text.replace("’", "'").casefold().split())


class TitleLexicon:
    """All titles, with or without the full stop of an abbreviation."""

    def __init__(self, entries: Iterable[Title]) -> None:
        self.entries = tuple(entries)
        self._by_title = {_plain(entry.title): entry for entry in self.entries}
        self._longest = max((len(entry.title.split()) for entry in self.entries), default=0)

    def lookup(self, text: str) -> Title | None:
        """The entry for a title that stands alone."""
        return self._by_title.get(_plain(text))

    def leading(self, text: str) -> tuple[Title, str] | None:
        """The longest title ``text`` starts with, and what follows it: "Sen. Ana Ruiz" -> Sen, "Ana Ruiz"."""
        words = list(re.finditer(r"\S+", text))
        for count in range(min(self._longest, len(words) - 1), 0, -1):
            if title := self.lookup(text[words[0].start() : words[count - 1].end()]):
                return title, text[words[count].start() :]
        return None


class PronounLexicon:
    """All pronouns."""

    def __init__(self, entries: Iterable[Pronoun]) -> None:
        self.entries = tuple(entries)
        self._by_form: dict[str, tuple[Pronoun, ...]] = {}
        for entry in self.entries:
            form = entry.form.casefold()
            self._by_form[form] = (*self._by_form.get(form, ()), entry)

    def lookup(self, text: str) -> tuple[Pronoun, ...]:
        """All readings of a pronoun; none where ``text`` is no pronoun."""
        return self._by_form.get(text.replace("’", "'").casefold(), ())


class GivenNames:
    """Given names and their gender."""

    def __init__(self, genders: Iterable[tuple[str, Gender]]) -> None:
        self._by_name = {name.casefold(): gender for name, gender in genders}

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: str) -> bool:
        return self.gender(name) is not None

    def gender(self, name: str) -> Gender | None:
        """m, f or - (says nothing) for a given name with or without accents; None for one unknown.

        A double name goes by its first part where it is not listed itself: "Anna-Lena" as "Anna".
        """
        bare = "".join(c for c in unicodedata.normalize("NFD", name.casefold()) if not unicodedata.combining(c))
        return self._by_name.get(bare) or self._by_name.get(bare.partition("-")[0])


class PersonNouns:
    """Common nouns for speakers: people, groups, organizations, governments, documents, media."""

    def __init__(self, entries: Iterable[PersonNoun]) -> None:
        self.entries = tuple(entries)
        self._by_noun = {_plain(entry.noun): entry for entry in self.entries}
        self._longest = max((len(entry.noun.split()) for entry in self.entries), default=0)

    def lookup(self, text: str) -> PersonNoun | None:
        """The entry for a noun that stands alone."""
        return self._by_noun.get(_plain(text))

    def head(self, text: str) -> PersonNoun | None:
        """The noun that heads a phrase: "a senior Western official in Seoul" -> official; None where unknown."""
        words = _POSSESSIVE.sub("", _AFTER_HEAD.split(f"{text} ", maxsplit=1)[0].strip()).split()
        endings = (" ".join(words[-count:]) for count in range(min(self._longest, len(words)), 0, -1))
        return next((noun for ending in endings if (noun := self.lookup(ending))), None)


def parse_titles(text: str, file: str) -> TitleLexicon:
    """The titles in the text of a data file."""
    return TitleLexicon(_title(row) for row in rows(text, file, columns=4))


def _title(row: Row) -> Title:
    office = None if row.fields[3] == NOTHING else row.one_of(3, _OFFICES)
    return Title(row.fields[0], row.one_of(1, _GENDERS), row.one_of(2, _TITLE_KINDS), office)


def parse_pronouns(text: str, file: str) -> PronounLexicon:
    """The pronouns in the text of a data file."""
    return PronounLexicon(_pronoun(row) for row in rows(text, file, columns=6))


def _pronoun(row: Row) -> Pronoun:
    return Pronoun(
        form=row.fields[0],
        kind=row.one_of(1, _PRONOUN_KINDS),
        person=row.one_of(2, _PERSONS),
        number=row.one_of(3, _NUMBERS),
        gender=row.one_of(4, _GENDERS),
        case=row.one_of(5, _CASES),
    )


def parse_given_names(text: str, file: str) -> GivenNames:
    """The given names in the text of a data file."""
    return GivenNames((row.fields[0], row.one_of(1, _GENDERS)) for row in rows(text, file, columns=2))


def parse_person_nouns(text: str, file: str) -> PersonNouns:
    """The common nouns in the text of a data file."""
    return PersonNouns(
        PersonNoun(row.fields[0], row.one_of(1, _NOUN_TYPES), row.one_of(2, _NUMBERS), row.one_of(3, _GENDERS))
        for row in rows(text, file, columns=4)
    )
