"""Candidates for a mention: the entities that hard constraints of kind, gender and wording allow."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import islice

from claimx.labels import Gender
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import OTHER_GENDER
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.roles import complement
from claimx.spans import Span

# Candidates are looked for among the entities mentioned last, so that each mention costs the same in a text of any
# length, and only the nearest of those that may be meant are ranked.
_MOST_LOOKED_AT = 60
MOST_CANDIDATES = 10
# What an article says of speakers who are not to be named.
_NOT_TO_BE_NAMED = re.compile(
    r"\b(?:not (?:to |wish to |want to )?be (?:named|identified|quoted)|"
    r"(?:declin|refus)\w+ to (?:be (?:named|identified)|give (?:a|his|her|their)(?: \w+)? names?)|"
    r"anonymity|anonymous(?:ly)?|not authori[sz]ed to|familiar with (?:the|his|her|its|their)\b|not (?:been )?named)\b"
)
_RELATIVE_CLAUSE = re.compile(r",? who\b[^,.]*")
_DONE_TO = re.compile(r"\b(?:who|that) .*\b(?P<whom>him|her)$")


def candidates(
    mention: Mention, recent: Iterable[Entity], context: Context, allowed: Callable[[Entity], bool] | None
) -> list[Entity]:
    """The candidates for ``mention``: those of the ``recent`` entities (last mentioned first) that it may mean.

    They meet every hard constraint and, where it is given, the further condition ``allowed``.
    """
    allows = _Constraints(mention, context).allow
    fitting = (entity for entity in islice(recent, _MOST_LOOKED_AT) if allows(entity))
    return list(islice((entity for entity in fitting if allowed is None or allowed(entity)), MOST_CANDIDATES))


class _Constraints:
    """The hard constraints of one mention on the entities that it may mean."""

    def __init__(self, mention: Mention, context: Context) -> None:
        self._person = mention.is_person
        self._he_or_she = mention.is_person and mention.kind == "pronoun"
        self._text = context.text
        self._noun = mention.noun.noun if mention.noun is not None else None
        self._document = mention.noun is not None and mention.noun.type == "document"
        self._not_of = OTHER_GENDER[mention.gender]
        # A description does not mean the people that it names, the one to whom something is done in it, nor a person
        # whose role is held in another body or place.
        self._named_in_it: frozenset[int] = frozenset()
        self._done_to: Gender | None = None
        self._offices: frozenset[str] = frozenset()
        if mention.kind == "description":
            phrase = _phrase(mention)
            named = context.cast.named_in(phrase)
            # *The officer who arrested Dunn* is not Dunn, nor is *the Dunn aide*.
            self._named_in_it = frozenset(entity.id for _, entity in named if entity.type == "person")
            words = phrase.of(context.text)
            if (done := _DONE_TO.search(words)) is not None:
                self._done_to = "m" if done["whom"] == "him" else "f"
            self._offices = complement(words) if self._person else frozenset()

    def allow(self, entity: Entity) -> bool:
        """Whether the mention may mean ``entity``."""
        return (
            (entity.type == "person") == self._person
            and (entity.type == "document" or not self._document)
            and (self._not_of == "-" or entity.told_gender != self._not_of)
            and entity.id not in self._named_in_it
            and (self._noun is None or self._noun not in entity.owners)
            and not (self._done_to is not None and entity.may_be(self._done_to))
            and (not entity.named or entity.holds_office_in(self._offices))
            and not (self._he_or_she and self._may_be_a_place(entity))
        )

    def _may_be_a_place(self, entity: Entity) -> bool:
        """Whether a name may be a place's: one word behind *of* that nothing tells of a person: *the fund of Tarn*."""
        told = not entity.named or entity.roles or entity.told_gender != "-"
        return not told and all(
            " " not in name.text and self._text.endswith(" of ", 0, name.span.start) for name in entity.names
        )


def is_not_to_be_named(mention: Mention, context: Context) -> bool:
    """Whether the sentence of a mention that speaks, or the *who* clause behind another, says that it is not named."""
    if mention.own is not None:
        return says_not_to_be_named(mention.span, context)
    clause = _RELATIVE_CLAUSE.match(context.text, mention.span.end)
    end = clause.end() if clause is not None else mention.span.end
    return _NOT_TO_BE_NAMED.search(context.text, mention.span.end, end) is not None


def says_not_to_be_named(speaker: Span, context: Context) -> bool:
    """Whether the rest of the sentence of a ``speaker`` says that they are not named."""
    end = context.index.sentence_at(speaker.start).end
    return _NOT_TO_BE_NAMED.search(context.text, speaker.end, end) is not None


def _phrase(mention: Mention) -> Span:
    """The whole phrase of a description: that of the source which it begins, else its own."""
    source = mention.own.source if mention.own is not None else None
    return source if source is not None and source.start == mention.span.start else mention.span
