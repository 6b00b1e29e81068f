"""Whom a pronoun stands for: agreement first, then salience."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from claimx.pipeline.speakers.context import Context, Spoke, Who, earlier
from claimx.pipeline.speakers.entities import Entity
from claimx.pipeline.speakers.mentions import Mention
from claimx.pipeline.speakers.view import View
from claimx.spans import Span

# How many sentences before it *it* or *they* finds its body.
_BODY_SENTENCES = 2


def antecedent(
    mention: Mention, context: Context, view: View, spoken: Sequence[Spoke], outer: Who | None
) -> Entity | Who | None:
    """Whom a personal pronoun stands for: an entity, or a speaker before it; None where none agrees.

    ``outer`` is in whose words it stands, None for the writer's.
    """
    entry, offset = mention.pronoun, mention.span.start
    if entry is None or entry.person != 3:
        return None
    if entry.gender == "m" or entry.gender == "f":
        return (
            None
            if _follows_somebody_unnamed(offset, context, spoken)
            else _person(offset, entry.gender, context, view, outer)
        )
    return _body_in_view(offset, context, spoken)


def _person(offset: int, gender: Literal["m", "f"], context: Context, view: View, outer: Who | None) -> Entity | None:
    quoted = outer is not None and context.depth[offset] > 0
    return view.person(offset, gender, outer.entity if outer is not None and quoted else None)


def _follows_somebody_unnamed(offset: int, context: Context, spoken: Sequence[Spoke]) -> bool:
    """Whether *he* goes on for *a spokesman* nobody names: the last to speak here, with no person named since."""
    before = earlier(spoken, offset)
    if before is None or before.who.name is not None or before.who.type != "person" or before.item.source is None:
        return False
    near = context.paragraph(offset) - context.paragraph(before.offset) <= 1
    since = context.cast.named_in(Span(before.item.source.end, offset))
    return near and not any(entity.type == "person" and not context.depth[name.span.start] for name, entity in since)


def _body_in_view(offset: int, context: Context, spoken: Sequence[Spoke]) -> Entity | Who | None:
    """For *it* and *they*: the body that spoke last, or the subject of a sentence before, whichever is nearer."""
    before = earlier(spoken, offset)
    place, body = max(_subjects(offset, context), key=lambda pair: pair[0], default=(-1, None))
    if before is None or before.offset < place or _apart(before.offset, offset, context) > _BODY_SENTENCES:
        return body
    return before.who if before.who.type != "person" and before.who.name is not None else None


def _subjects(offset: int, context: Context) -> Iterator[tuple[int, Entity]]:
    """The bodies that open the sentences right before ``offset``, and where; *it* is rarely a place."""
    for entity in context.cast.entities:
        if entity.type in ("organization", "media", "document"):
            for name in entity.before(offset):
                apart = _apart(name.span.start, offset, context)
                if apart > _BODY_SENTENCES:
                    break
                if apart and context.starts_sentence(name):
                    yield name.span.start, entity


def _apart(first: int, second: int, context: Context) -> int:
    return context.sentence(second) - context.sentence(first)
