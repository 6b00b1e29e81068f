"""Countries: the names, capitals and seats that stand for their governments, and the words for their people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimx.lexicon.table import rows


@dataclass(frozen=True, slots=True)
class Government:
    """A country, or the European Union, with every word that stands for it."""

    country: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]


class GovernmentLexicon:
    """All governments, found by what news calls them."""

    def __init__(self, entries: Iterable[Government]) -> None:
        self.entries = tuple(entries)
        self._by_name: dict[str, Government] = {}
        self._by_demonym: dict[str, tuple[Government, ...]] = {}
        # Country before seat before capital: Brussels is the Union before it is Belgium.
        for names in (
            lambda entry: (entry.country, *entry.names),
            lambda entry: entry.seats,
            lambda entry: entry.capitals,
        ):
            for entry in self.entries:
                for name in names(entry):
                    self._by_name.setdefault(_plain(name), entry)
        for entry in self.entries:
            for demonym in dict.fromkeys(map(_plain, (*entry.adjectives, *entry.people))):
                self._by_demonym[demonym] = (*self._by_demonym.get(demonym, ()), entry)

    def lookup(self, text: str) -> Government | None:
        """The government that a name, capital or seat stands for, with or without "the"."""
        return self._by_name.get(_plain(text))

    def demonym(self, text: str) -> tuple[Government, ...]:
        """The countries of an adjective or of a word for their people; several for "Congolese"."""
        return self._by_demonym.get(_plain(text), ())


def _plain(name: str) -> str:
    """How names are compared; capitals count, because "us" is not "US"."""
    straight = " ".join(name.replace("’", "'").split())
    return straight.removeprefix("The ").removeprefix("the ") if straight != "The Hague" else straight


def parse_governments(text: str, file: str) -> GovernmentLexicon:
    """The governments in the text of a data file."""
    return GovernmentLexicon(
        Government(row.fields[0], *(row.several(column) for column in range(1, 6)))
        for row in rows(text, file, columns=6)
    )
