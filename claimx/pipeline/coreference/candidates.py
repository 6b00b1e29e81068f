"""Who may be meant by a mention at all, whatever the odds: by kind and gender, and by a description's own words."""

from __future__ import annotations

import re

from claimx.labels import Gender
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.mentions import Place
from claimx.pipeline.coreference.profiles import Known
from claimx.pipeline.coreference.roles import complement
from claimx.spans import Span

OTHER_GENDER: dict[Gender, Gender] = {"m": "f", "f": "m", "-": "-"}
# What an article says of those who speak without their name.
_NOT_TO_BE_NAMED = re.compile(
    r"\b(?:not (?:to |wish to |want to )?be (?:named|identified|quoted)|"
    r"(?:declin|refus)\w+ to (?:be (?:named|identified)|give (?:a|his|her|their)(?: \w+)? names?)|"
    r"anonymity|anonymous(?:ly)?|not authori[sz]ed to|familiar with (?:the|his|her|its|their)\b|not (?:been )?named)\b"
)
_CLAUSE = re.compile(r",? who\b[^,.]*")
_DONE_TO = re.compile(r"\b(?:who|that) .*\b(?P<whom>him|her)$")


class Agreement:
    """What a mention asks of those whom it may mean."""

    def __init__(self, place: Place, context: Context) -> None:
        self._person = place.is_person
        self._document = place.noun is not None and place.noun.type == "document"
        self._not_of = OTHER_GENDER[place.gender]
        # Of a description: those it names, whoever else something is done to in it, where an office is held.
        self._others: frozenset[int] = frozenset()
        self._done_to: Gender | None = None
        self._offices: frozenset[str] = frozenset()
        if place.kind == "description":
            phrase = _phrase(place)
            named = context.cast.named_in(phrase)
            # The officer who arrested Dunn is not Dunn, nor is the Dunn aide.
            self._others = frozenset(id(entity) for _, entity in named if entity.type == "person")
            words = phrase.of(context.text)
            if (done := _DONE_TO.search(words)) is not None:
                self._done_to = "m" if done["whom"] == "him" else "f"
            self._offices = complement(words) if self._person else frozenset()

    def allows(self, known: Known) -> bool:
        """Whether the mention may mean somebody."""
        return (
            (known.entity.type == "person") == self._person
            and (known.entity.type == "document" or not self._document)
            and (self._not_of == "-" or known.gender != self._not_of)
            and id(known.entity) not in self._others
            and not (self._done_to is not None and known.may_be(self._done_to))
            and (not known.named or known.entity.holds_office_in(self._offices))
        )


def is_not_to_be_named(place: Place, context: Context) -> bool:
    """Whether the sentence of a speaker, or the clause behind somebody, says that they are not named."""
    if place.own is not None:
        end = context.index.sentence_at(place.span.start).end
    else:
        clause = _CLAUSE.match(context.text, place.span.end)
        end = clause.end() if clause is not None else place.span.end
    return _NOT_TO_BE_NAMED.search(context.text, place.span.end, end) is not None


def _phrase(place: Place) -> Span:
    """All the words of a description: those of the source that it begins, else its own."""
    source = place.own.source if place.own is not None else None
    return source if source is not None and source.start == place.span.start else place.span
