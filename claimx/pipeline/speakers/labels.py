"""Speakers of turns: whom the label in front of one stands for, and who is interviewed."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from claimx.lexicon import person_nouns
from claimx.names import may_stand_for, name_key
from claimx.pipeline.attribution import is_answer_label, is_question_label
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.speakers.speaker import NOBODY, Who
from claimx.spans import Span

# Where an article says with whom its interview is.
_MEETING = re.compile(
    r"\b(?:interview with|interviewed|spoke (?:to|with)|speaks? (?:to|with)|talk(?:s|ed)? (?:to|with)|met|meets|"
    r"sat down with|questions (?:for|to)|Q ?& ?A with) (?:\w+\. )?"
)
_OPENING_LENGTH = 1500


class Labels:
    """The labels of an article; ``describe`` says whom a description at a span stands for by its own words."""

    def __init__(self, context: Context, describe: Callable[[Span], Entity | None]) -> None:
        self._context = context
        self._describe = describe

    def speaker_of(self, label: Span) -> Who:
        """Who the label of a turn stands for: a name in any case, or *A* for whoever is interviewed."""
        words = label.of(self._context.text)
        if is_answer_label(words) and self.interviewed is not None:
            return Who.of(self.interviewed, "description", label)
        key = name_key(words)
        for entity in self._context.cast.entities:
            own = name_key(entity.name)
            is_part = entity.type == "person" and len(key) <= len(own) and may_stand_for(key, own)
            if key == own or is_part:
                return Who.of(entity, "name" if key == own else "alias", label)
        phrase = self._context.phrase_at(label)
        if phrase.kind == "named":
            name, entity = phrase.named[0]
            return Who.by_name(name, entity, phrase.span, self._context.text)
        described = self._describe(label)
        if described is not None:
            return Who.of(described, "description", label)
        noun = person_nouns().get(words)
        return replace(NOBODY, mention=label, type=noun.type if noun else "unknown")

    def asked_at(self, offset: int) -> Entity | None:
        """Whom *you* means in the question of an interview: *Q: You have said …*."""
        label = self._context.text[self._context.index.paragraph_at(offset).start : offset].partition(":")[0]
        return self.interviewed if is_question_label(label.strip()) else None

    @cached_property
    def interviewed(self) -> Entity | None:
        """Whoever an interview is with: the one it says so of, else the person named most, None of several."""
        people = self._context.cast.people
        for match in _MEETING.finditer(self._context.text, 0, _OPENING_LENGTH):
            met = next((one for one in people if any(name.span.start == match.end() for name in one.names)), None)
            if met is not None:
                return met
        often = sorted(people, key=lambda person: -len(person.names))
        tied = len(often) > 1 and len(often[0].names) == len(often[1].names)
        return often[0] if often and not tied else None
