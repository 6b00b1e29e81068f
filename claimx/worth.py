"""What makes a claim worth checking, as features that anybody can see in its words; never whether it is true.

There is no score: a record is as worthy as it has features, and each of them is shown.
"""

from __future__ import annotations

import re

from claimx.records import Attribution

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_NUMBER_WORDS = (
    "two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?|millions?|billions?|trillions?"
)
_IN_WORDS: dict[str, re.Pattern[str]] = {
    "a number": re.compile(rf"\d|\b(?:{_NUMBER_WORDS}|half|twice|double|per ?cent)\b", re.IGNORECASE),
    "a comparison": re.compile(
        r"\b(?:than|more|less|fewer|most|least|higher|lower|highest|lowest|larger|smaller|largest|smallest|better"
        r"|worse|best|worst|first time|unprecedented|record|rose|fell|increased?|decreased?|doubled|halved)\b",
        re.IGNORECASE,
    ),
    "a date": re.compile(rf"\b(?:{_MONTHS}|{_DAYS}|(?:19|20)\d\d|yesterday|last (?:year|month|week))\b"),
    "a prediction": re.compile(
        r"\b(?:will|shall|won't|won’t|going to|expected to|set to|likely to|forecast|by (?:19|20)\d\d)\b", re.IGNORECASE
    ),
}
_OFFICE = re.compile(
    r"\b(?:president|prime minister|premier|chancellor|minister|secretary|senator|sen|congress(?:wo)?man"
    r"|representative|rep|governor|gov|mayor|councill?or|mp|king|queen|ambassador|commissioner|attorney general"
    r"|judge|justice|speaker)\b",
    re.IGNORECASE,
)
_FORMER = re.compile(r"\b(?:former|ex|late|candidate)\b", re.IGNORECASE)
QUOTED = "quoted words"
IN_OFFICE = "a named speaker in office"
FEATURES = (*_IN_WORDS, IN_OFFICE, QUOTED)


def features(record: Attribution) -> tuple[str, ...]:
    """The features that ``record`` has, in the order of FEATURES."""
    found = [name for name, pattern in _IN_WORDS.items() if pattern.search(record.content.text)]
    speaker = record.speaker
    if speaker.name is not None and _OFFICE.search(speaker.role or "") and not _FORMER.search(speaker.role or ""):
        found.append(IN_OFFICE)
    if record.kind != "indirect":
        found.append(QUOTED)
    return tuple(found)


def most_worthy_first(record: Attribution) -> int:
    """The key by which records are sorted: how many features they lack."""
    return len(FEATURES) - len(features(record))
