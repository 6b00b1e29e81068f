"""Countries: what stands for their governments, and the words for their people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from claimx.lexicon.tsv import rows
from claimx.lexicon.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Government:
    """A country, or the European Union, with every word that stands for it."""

    country: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


class Governments(Vocabulary[Government]):
    """Governments by every name, capital and seat that stands for them, with or without "the".

    Capital letters count: "us" is not "US". Seats come before capitals: Brussels is the Union, not Belgium.
    """

    def __init__(self, entries: Iterable[Government]) -> None:
        self.entries = tuple(entries)
        # The first of two that share a name keeps it.
        by_name: dict[str, Government] = {}
        for names in (_own_names, _seats, _capitals):
            for entry in self.entries:
                for name in names(entry):
                    by_name.setdefault(name, entry)
        super().__init__(by_name, key=_without_article)
        self._by_demonym: dict[str, tuple[Government, ...]] = {}
        for entry in self.entries:
            for demonym in dict.fromkeys(map(_demonym_key, (*entry.adjectives, *entry.people))):
                self._by_demonym[demonym] = (*self._by_demonym.get(demonym, ()), entry)

    def of_demonym(self, word: str) -> tuple[Government, ...]:
        """The countries of an adjective or of a word for their people: several for "Congolese"."""
        return self._by_demonym.get(_demonym_key(word), ())


def _own_names(entry: Government) -> tuple[str, ...]:
    return (entry.country, *entry.names)


def _seats(entry: Government) -> tuple[str, ...]:
    return entry.seats


def _capitals(entry: Government) -> tuple[str, ...]:
    return entry.capitals


@lru_cache(maxsize=1 << 14)
def _without_article(name: str) -> str:
    plain = " ".join(name.replace("’", "'").split())
    return plain if plain == "The Hague" else plain.removeprefix("The ").removeprefix("the ")


@lru_cache(maxsize=1 << 14)
def _demonym_key(word: str) -> str:
    plain = _without_article(word)
    # "US" stays as it is, so that the pronoun does not find it.
    return plain if plain.isupper() else plain.casefold()


def parse_governments(text: str, file: str) -> Governments:
    """The governments in the text of a data file."""
    return Governments(
        Government(row.fields[0], *(row.several(column) for column in range(1, 6)))
        for row in rows(text, file, columns=6)
    )
