"""Candidates for a mention: the entities that hard constraints of kind, gender and wording allow."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from claimx.labels import Gender
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity, ages_in, bodies_in, peoples_in
from claimx.pipeline.coreference.features import OTHER_GENDER
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.roles import complement

# Candidates are looked for among the entities mentioned last, so that each mention costs the same in a text of any
# length, and only the nearest of those that may be meant are ranked.
_MOST_LOOKED_AT = 60
MOST_CANDIDATES = 10
_DONE_TO = re.compile(r"\b(?:who|that) .*\b(?P<whom>him|her)$")


def candidates(mention: Mention, recent: Iterable[Entity], context: Context) -> list[Entity]:
    """The candidates for ``mention``: those of the ``recent`` entities (last mentioned first) that it may mean.

    Where somebody's role has a name that the mention has too (*the Tesla boss*), whoever has a role elsewhere is none.
    """
    allows = _Constraints(mention, context).allow
    allowed = (entity for entity in islice(recent, _MOST_LOOKED_AT) if allows(entity))
    bodies = bodies_in(mention.span.of(context.text)) if mention.kind == "description" else None
    if bodies:
        fitting = list(allowed)
        shared = any(not bodies.isdisjoint(one.bodies) for one in fitting)
        allowed = (one for one in fitting if not (shared and one.bodies and bodies.isdisjoint(one.bodies)))
    return list(islice(allowed, MOST_CANDIDATES))


class _Constraints:
    """The hard constraints of one mention on the entities that it may mean.

    Real articles seldom try them, but what they hold back is a wrong name with high odds.
    """

    def __init__(self, mention: Mention, context: Context) -> None:
        self._text = context.text
        self._person = mention.is_person
        self._he_or_she = mention.is_person and mention.kind == "pronoun"
        self._document = mention.noun is not None and mention.noun.type == "document"
        self._noun = mention.noun.noun if mention.noun is not None else None
        self._not_of = OTHER_GENDER[mention.gender]
        # A description does not mean the people that it names, the one to whom something is done in it, nor a person
        # whose role is held in another body or place, or for another people, or who is of another age.
        self._named_in_it: frozenset[int] = frozenset()
        self._done_to: Gender | None = None
        self._offices: frozenset[str] = frozenset()
        self._peoples: frozenset[str] = frozenset()
        self._ages: frozenset[str] = frozenset()
        if mention.kind == "description":
            source = mention.own.source if mention.own is not None and mention.starts_source else None
            phrase = source or mention.span
            # *The officer who arrested Dunn* is not Dunn, nor is *the Dunn aide*.
            named = context.cast.named_in(phrase)
            self._named_in_it = frozenset(entity.id for _, entity in named if entity.type == "person")
            words = phrase.of(context.text)
            if (done := _DONE_TO.search(words)) is not None:
                self._done_to = "m" if done["whom"] == "him" else "f"
            if self._person:
                self._offices = complement(words)
                own_words = mention.span.of(context.text).lower().split()
                self._peoples, self._ages = peoples_in(own_words), ages_in(own_words)

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
            and not (self._peoples and entity.peoples and self._peoples.isdisjoint(entity.peoples))
            and not (self._ages and entity.ages and self._ages.isdisjoint(entity.ages))
            and not (self._he_or_she and self._may_be_a_place(entity))
        )

    def _may_be_a_place(self, entity: Entity) -> bool:
        """Whether a name may be a place's: one word behind *of* that nothing tells of a person: *the fund of Tarn*."""
        told = not entity.named or entity.roles or entity.told_gender != "-"
        return not told and all(
            " " not in name.text and self._text.endswith(" of ", 0, name.span.start) for name in entity.names
        )
