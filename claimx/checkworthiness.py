"""Check-worthiness: features of a claim that anybody can see in its words, and never whether it is true.

There is no score: records are sorted by how many features they have, and each feature is shown.
"""

from __future__ import annotations

import re
from functools import cache

from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.records import Attribution

QUOTED = "quoted words"
IN_OFFICE = "a named speaker in office"
_SEEN_IN_WORDS = ("a number", "a comparison", "a date", "a prediction")
FEATURES = (*_SEEN_IN_WORDS, IN_OFFICE, QUOTED)
_YEAR = r"(?:19|20)\d\d"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """One pattern for each feature that is seen in the words, in their order."""
    numbers, comparing = alternation(word_list("number_words")), alternation(word_list("comparing_words"))
    dated = alternation((*word_list("calendar_words"), *word_list("relative_days")))
    predicting = alternation(word_list("predicting_words"))
    return (
        re.compile(rf"\d|\b{numbers}\b", re.IGNORECASE),
        re.compile(rf"\b{comparing}\b", re.IGNORECASE),
        re.compile(rf"\b(?:{dated}|{_YEAR})\b"),
        re.compile(rf"\b(?:{predicting}|by {_YEAR})\b", re.IGNORECASE),
    )


def features(record: Attribution) -> tuple[str, ...]:
    """The features that ``record`` has, in the order of FEATURES."""
    patterns = zip(_SEEN_IN_WORDS, _patterns(), strict=True)
    found = [name for name, pattern in patterns if pattern.search(record.content.text)]
    if record.speaker.name is not None and _is_in_office(record.speaker.role or ""):
        found.append(IN_OFFICE)
    if record.kind != "indirect":
        found.append(QUOTED)
    return tuple(found)


def most_worthy_first(record: Attribution) -> int:
    """The sort key of records: the number of features that a record lacks."""
    return len(FEATURES) - len(features(record))


def _is_in_office(role: str) -> bool:
    return _names_any("public_offices", role) and not _names_any("no_longer_in_office", role)


def _names_any(name: str, text: str) -> bool:
    """Whether a word of the list ``name`` stands in ``text``, in whatever case."""
    return _of_list(name).search(text) is not None


@cache
def _of_list(name: str) -> re.Pattern[str]:
    return re.compile(rf"\b{alternation(word_list(name))}\b", re.IGNORECASE)
