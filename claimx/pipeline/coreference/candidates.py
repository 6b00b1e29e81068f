"""Candidates for a mention: the entities that hard constraints of kind, gender and wording allow."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import OTHER_GENDER
from claimx.pipeline.coreference.mentions import Mention

# Candidates are looked for among the entities mentioned last, so that each mention costs the same in a text of any
# length, and only the nearest of those that may be meant are ranked.
_MOST_LOOKED_AT = 60
MOST_CANDIDATES = 10


def candidates(mention: Mention, recent: Iterable[Entity], context: Context) -> list[Entity]:
    """The candidates for ``mention``: those of the ``recent`` entities (last mentioned first) that it may mean.

    They are people as it is, or else not; they are not told to be of the other gender; and they are not named in it:
    *the Dunn aide* is not Dunn.
    """
    document = mention.noun is not None and mention.noun.type == "document"
    other_gender = OTHER_GENDER[mention.gender]
    source = mention.own.source if mention.own is not None and mention.starts_source else None
    described = context.cast.named_in(source or mention.span) if mention.kind == "description" else ()
    named_in_it = {entity.id for _, entity in described if entity.type == "person"}
    fitting = (
        entity
        for entity in islice(recent, _MOST_LOOKED_AT)
        if (entity.type == "person") == mention.is_person
        if entity.type == "document" or not document
        if other_gender == "-" or entity.told_gender != other_gender
        if entity.id not in named_in_it
        if not (mention.is_person and mention.kind == "pronoun" and _may_be_a_place(entity, context.text))
    )
    return list(islice(fitting, MOST_CANDIDATES))


def _may_be_a_place(entity: Entity, text: str) -> bool:
    """Whether a name may be a place's: one word behind *of* that nothing tells of a person: *the fund of Tarn*."""
    told = not entity.named or entity.roles or entity.told_gender != "-"
    return not told and all(" " not in name.text and text.endswith(" of ", 0, name.span.start) for name in entity.names)
