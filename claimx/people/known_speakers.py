"""The speakers of a user's speakers file, and the row that a record's speaker belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from claimx.labels import SpeakerType
from claimx.names import folded_words, name_key, spelling
from claimx.records import Attribution, Record, Speaker

Family = Literal["person", "body", "unknown"]


@dataclass(frozen=True, slots=True)
class KnownSpeaker:
    """One row of a speakers file: the preferred ``name``, what else the speaker goes by, and the user's ``id``.

    ``id``, ``role`` and ``type`` are None where the row does not say.
    """

    name: str
    aliases: tuple[str, ...] = ()
    id: str | None = None
    role: str | None = None
    type: SpeakerType | None = None


class KnownSpeakers:
    """The rows of a speakers file, found by name; the order of rows does not matter."""

    def __init__(self, rows: Iterable[KnownSpeaker] = ()) -> None:
        self.rows = tuple(rows)
        self._by_words: defaultdict[tuple[str, ...], list[KnownSpeaker]] = defaultdict(list)
        for row in self.rows:
            for words in {name_key(name) for name in (row.name, *row.aliases)}:
                self._by_words[words].append(row)

    def find(self, speaker: Speaker) -> KnownSpeaker | None:
        """The row of ``speaker``; None where no row fits, and where two rows fit equally.

        A name or alias must equal the whole name of the record; case, accents, hyphens, full stops and titles do not
        count. A person never is a body. Of several rows, those spelled as the record win, then those whose role fits,
        then those of its type.
        """
        words = name_key(speaker.name) if speaker.name is not None else ()
        fitting = [row for row in self._by_words.get(words, ()) if words and not in_conflict(row.type, speaker.type)]
        for better in _BETTER:
            fitting = better(fitting, speaker) or fitting
        if len({(row.id, row.name) for row in fitting}) != 1:
            return None
        # Rows of one id and name are one speaker in several roles: which one, the record does not say.
        return fitting[0] if len(fitting) == 1 else replace(fitting[0], role=None, type=None)

    def identify(self, record: Record) -> Record:
        """The record with the id and preferred name of each speaker and cospeaker that a row fits.

        A role is filled in where the record has none; everything else stays, the id of the record too. A record that is
        no attribution is returned unchanged.
        """
        if not isinstance(record, Attribution):
            return record
        speaker = self._identified(record.speaker)
        cospeakers = tuple(map(self._identified, record.cospeakers))
        return record.model_copy(update={"speaker": speaker, "cospeakers": cospeakers})

    def _identified(self, speaker: Speaker) -> Speaker:
        row = self.find(speaker)
        if row is None:
            return speaker
        id_, role = row.id or speaker.id, speaker.role or row.role
        return speaker.model_copy(update={"name": row.name, "id": id_, "role": role})


def family(type_: SpeakerType) -> Family:
    """The family of a type, person or body, by which names are compared: media and organization are one."""
    return type_ if type_ in ("person", "unknown") else "body"


def in_conflict(first: SpeakerType | None, second: SpeakerType | None) -> bool:
    """Whether one is a person and the other an office, organization or other body."""
    return {family(type_) for type_ in (first, second) if type_ is not None} >= {"person", "body"}


def told_apart(first: KnownSpeaker, second: KnownSpeaker) -> bool:
    """Whether a record can tell the rows apart: both give a type, or both give a role, and these differ."""
    types = first.type is not None and second.type is not None and first.type != second.type
    roles = first.role is not None and second.role is not None
    return types or (roles and set(folded_words(first.role or "")) != set(folded_words(second.role or "")))


def role_agreement(first: str, second: str) -> float:
    """The share of words two roles have in common, 0 to 1; 0 unless the words of one are within the other's."""
    mine, yours = set(folded_words(first)), set(folded_words(second))
    return len(mine & yours) / len(mine | yours) if mine and yours and (mine <= yours or yours <= mine) else 0.0


# Each function returns the rows that fit a record better than the others, or none where all fit equally.


def _spelled_alike(rows: Sequence[KnownSpeaker], speaker: Speaker) -> list[KnownSpeaker]:
    own = spelling(speaker.name or "")
    return [row for row in rows if any(spelling(name) == own for name in (row.name, *row.aliases))]


def _in_role(rows: Sequence[KnownSpeaker], speaker: Speaker) -> list[KnownSpeaker]:
    agreement = [role_agreement(row.role or "", speaker.role or "") for row in rows]
    best = max(agreement, default=0)
    return [row for row, share in zip(rows, agreement, strict=True) if share == best > 0]


def _of_family(rows: Sequence[KnownSpeaker], speaker: Speaker) -> list[KnownSpeaker]:
    return [row for row in rows if row.type is None or family(row.type) == family(speaker.type)]


def _of_type(rows: Sequence[KnownSpeaker], speaker: Speaker) -> list[KnownSpeaker]:
    return [row for row in rows if row.type is None or row.type == speaker.type]


_BETTER: tuple[Callable[[Sequence[KnownSpeaker], Speaker], list[KnownSpeaker]], ...] = (
    _spelled_alike,
    _in_role,
    _of_family,
    _of_type,
)
