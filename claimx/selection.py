"""The selection of records that a user asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from claimx.names import is_part_of
from claimx.records import Attribution, Error, Quoted, Record

_POSSESSOR = re.compile(r"(?:[A-Z][\w\-]* )*[\w\-]+[’']s? ")


@dataclass(frozen=True, slots=True)
class Selection:
    """The records to keep; None keeps all. ``include`` names the kinds of line besides attributions."""

    kinds: frozenset[str] | None = None
    classes: frozenset[str] | None = None
    regions: frozenset[str] | None = None
    speaker: str | None = None
    min_confidence: float = 0.0
    include: frozenset[str] = frozenset()
    # Names that are less sure are left out.
    min_speaker_confidence: float = 0.0

    def of(self, records: Iterable[Record], identify: Callable[[Record], Record]) -> list[Record]:
        """Those of ``records`` that the user asked for, by the names that they have once they are identified.

        Names that are not certain enough are left out before speakers are identified by them.
        """
        surely = (
            record.named_surely(self.min_speaker_confidence) if isinstance(record, Attribution) else record
            for record in records
        )
        return [record for record in map(identify, surely) if self.keeps(record)]

    def keeps(self, record: Record) -> bool:
        """Whether ``record`` was asked for."""
        match record:
            case Attribution():
                return self._keeps_attribution(record)
            case Quoted():
                return "quoted" in self.include and _among(record.region, self.regions)
            case Error():
                return "errors" in self.include

    def _keeps_attribution(self, record: Attribution) -> bool:
        return (
            _among(record.kind, self.kinds)
            and _among(record.class_, self.classes)
            and _among(record.region, self.regions)
            and record.confidence >= self.min_confidence
            and (self.speaker is None or _is_said_by(record, self.speaker))
        )


def _among(value: str, wanted: frozenset[str] | None) -> bool:
    return wanted is None or value in wanted


def _is_said_by(record: Attribution, name: str) -> bool:
    """Whether ``name`` is, full or in part, what a speaker goes by.

    That is the name, the organization behind the speaker, or the description of one without a name; in *Putin's
    spokesman* Putin is somebody else.
    """
    return any(
        called is not None and is_part_of(name, called)
        for who in (record.speaker, *record.cospeakers)
        for called in (who.name, who.organization, _POSSESSOR.sub("", who.description or "") or None)
    )
