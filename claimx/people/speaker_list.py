"""The speakers that records name, across articles, with how often each spoke and what else each was called."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from claimx.labels import Kind, SpeakerType
from claimx.lexicon import titles
from claimx.lexicon.word_lists import word_list
from claimx.names import name_key, spelling
from claimx.people.known_speakers import KnownSpeaker, KnownSpeakers, family
from claimx.people.see_also import likely_variants
from claimx.records import Attribution, Speaker

_LONGEST_TITLE = 4
_LONGEST_ALIAS = 5
_POSSESSIVE = re.compile(r"['’]s?$")
# What makes a phrase more than a name, by English grammar.
_JOINTS = frozenset({"and", "or", "that", "which", "who"})

Value = TypeVar("Value", bound=str)


@dataclass(frozen=True, slots=True)
class ListedSpeaker:
    """One speaker, and the records that name it as speaker or cospeaker.

    ``name`` is the preferred one of a speakers file, else the commonest spelling. ``organization`` is the body behind
    the speaker that most records tell of. ``spellings`` are the other names the records had for it, ``aliases`` those
    and the names that mentions used. ``see_also`` holds the names of speakers that are likely the same and that only
    a speakers file joins.
    """

    name: str
    id: str | None
    type: SpeakerType
    role: str | None
    organization: str | None
    aliases: tuple[str, ...]
    spellings: tuple[str, ...]
    direct: int
    mixed: int
    indirect: int
    articles: int
    see_also: tuple[str, ...] = ()

    @property
    def records(self) -> int:
        """The number of records, of all kinds."""
        return self.direct + self.mixed + self.indirect


def list_speakers(records: Iterable[Attribution], known: KnownSpeakers | None = None) -> list[ListedSpeaker]:
    """The named speakers of ``records``, those with most records first, then by name; their order changes nothing.

    Speakers are one when they are the same row of ``known``, have the same id, or are spelled alike and are both
    persons, both bodies, or both of unknown type.
    """
    tallies: defaultdict[Hashable, _Tally] = defaultdict(_Tally)
    for record in records:
        speaking = set()
        for who in (record.speaker, *record.cospeakers):
            row = known.find(who) if known else None
            key = _identity(who, row)
            if key is not None:
                tallies[key].name(who, row)
                speaking.add(key)
        for key in speaking:
            tallies[key].count(record)
    found = sorted((tally.speaker() for tally in tallies.values()), key=_place)
    return [
        replace(speaker, see_also=tuple(dict.fromkeys(found[at].name for at in others)))
        for speaker, others in zip(found, likely_variants(found), strict=True)
    ]


def _place(speaker: ListedSpeaker) -> tuple[object, ...]:
    return -speaker.records, spelling(speaker.name), speaker.name, speaker.type, speaker.id or ""


def _identity(who: Speaker, row: KnownSpeaker | None) -> Hashable | None:
    """What tells a speaker from others; None for one without a name."""
    id_ = _id(who, row)
    if id_ is not None:
        return id_
    name = row.name if row else who.name
    if name is None or not spelling(name):
        return None
    return spelling(name), family((row and row.type) or who.type)


def _id(who: Speaker, row: KnownSpeaker | None) -> str | None:
    return (row.id if row else None) or who.id


class _Tally:
    """What the records say of one speaker."""

    def __init__(self) -> None:
        self.id: str | None = None
        self.rows: set[KnownSpeaker] = set()
        self.names: Counter[str] = Counter()
        self.roles: Counter[str] = Counter()
        self.organizations: Counter[str] = Counter()
        self.types: Counter[SpeakerType] = Counter()
        self.kinds: Counter[Kind] = Counter()
        self.mentions: set[str] = set()
        self.articles: set[tuple[str, str]] = set()

    def name(self, who: Speaker, row: KnownSpeaker | None) -> None:
        """Take what one speaker of a record says; ``row`` is the known speaker it is."""
        self.id = _id(who, row)
        if row is not None:
            self.rows.add(row)
        self.names[" ".join((who.name or "").split())] += 1
        self.types[who.type] += 1
        if who.role is not None:
            self.roles[" ".join(who.role.split())] += 1
        if who.organization is not None:
            self.organizations[" ".join(who.organization.split())] += 1
        if who.mention is not None and who.resolved in ("name", "alias"):
            alias = _name_in(who.mention.text, who.type)
            if alias is not None:
                self.mentions.add(alias)

    def count(self, record: Attribution) -> None:
        """Count a record once, also where the speaker is its cospeaker as well."""
        self.kinds[record.kind] += 1
        self.articles.add((record.doc.id, record.doc.sha256))

    def speaker(self) -> ListedSpeaker:
        name = min(row.name for row in self.rows) if self.rows else _commonest(self.names)
        spellings = self.names.keys() - {name}
        own = set(name_key(name))
        # A mention may hold the name and more: Republican Bob Dole.
        mentions = {mention for mention in self.mentions if not own < set(name_key(mention))}
        sure = Counter({type_: count for type_, count in self.types.items() if type_ != "unknown"})
        return ListedSpeaker(
            name=name,
            id=self.id,
            type=_only({row.type for row in self.rows}) or (_commonest(sure) if sure else "unknown"),
            role=_only({row.role for row in self.rows}) or (_commonest(self.roles) if self.roles else None),
            organization=_commonest(self.organizations) if self.organizations else None,
            aliases=tuple(sorted((spellings | mentions) - {name})),
            spellings=tuple(sorted(spellings)),
            direct=self.kinds["direct"],
            mixed=self.kinds["mixed"],
            indirect=self.kinds["indirect"],
            articles=len(self.articles),
        )


def _only(values: set[Value | None]) -> Value | None:
    """The value of all rows that have one; None where two rows differ or no row has one."""
    said = values - {None}
    return said.pop() if len(said) == 1 else None


def _commonest(counts: Counter[Value]) -> Value:
    """The value with the highest count, of several the first in the alphabet."""
    return min(counts, key=lambda value: (-counts[value], value))


def _name_in(mention: str, type_: SpeakerType) -> str | None:
    """The name that a mention is, without titles in front; None where it is more than a name."""
    words = mention.split()
    # The mention of a joint statement holds several names.
    if "and" in words or "&" in words:
        return None
    words = words[_end_of_titles(words) :]
    if words[0].casefold() == "the":
        words = words[1:]
    if not words or len(words) > _LONGEST_ALIAS or not words[0][0].isupper() or "," in mention:
        return None
    if any(word.casefold() in _JOINTS for word in words):
        return None
    if type_ != "person":
        return " ".join(words)
    if not all(word[0].isupper() or word in word_list("name_particles") for word in words):
        return None
    return _POSSESSIVE.sub("", " ".join(words)) or None


def _end_of_titles(words: list[str]) -> int:
    """The index behind the last title with a word after it: *South Korean President* Yoon."""
    ends = [
        end
        for end in range(len(words) - 1, 0, -1)
        for start in range(max(0, end - _LONGEST_TITLE), end)
        if " ".join(words[start:end]) in titles()
    ]
    return max(ends, default=0)
