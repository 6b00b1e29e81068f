"""Speakers whom articles describe and do not name, with how often each description spoke."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from claimx.labels import Kind, SpeakerType
from claimx.records import Attribution, Speaker


@dataclass(frozen=True, slots=True)
class UnnamedSpeaker:
    """One description of speakers without a name, the body they speak for, and the records that have them.

    Two officials of one description in two articles are counted together: nothing tells them apart.
    """

    description: str
    organization: str | None
    type: SpeakerType
    direct: int
    mixed: int
    indirect: int
    articles: int

    @property
    def records(self) -> int:
        """The number of records, of all kinds."""
        return self.direct + self.mixed + self.indirect


def list_unnamed(records: Iterable[Attribution]) -> list[UnnamedSpeaker]:
    """The unnamed speakers of ``records``, those with most records first, then by description."""
    kinds: defaultdict[tuple[str, str | None], Counter[Kind]] = defaultdict(Counter)
    articles: defaultdict[tuple[str, str | None], set[tuple[str, str]]] = defaultdict(set)
    first: dict[tuple[str, str | None], Speaker] = {}
    for record in records:
        speaker = record.speaker
        if speaker.description is not None:
            key = (" ".join(speaker.description.casefold().split()), speaker.organization)
            first.setdefault(key, speaker)
            kinds[key][record.kind] += 1
            articles[key].add((record.doc.id, record.doc.sha256))
    found = (
        UnnamedSpeaker(
            description=" ".join((speaker.description or "").split()),
            organization=speaker.organization,
            type=speaker.type,
            direct=kinds[key]["direct"],
            mixed=kinds[key]["mixed"],
            indirect=kinds[key]["indirect"],
            articles=len(articles[key]),
        )
        for key, speaker in first.items()
    )
    return sorted(found, key=lambda one: (-one.records, one.description.casefold(), one.organization or ""))
