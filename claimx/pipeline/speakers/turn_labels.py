"""Labels of turns: the entities that the labels in front of turns stand for, and who is interviewed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from functools import cached_property

from claimx.lexicon import person_nouns
from claimx.names import acronym, may_stand_for, name_key
from claimx.pipeline.attribution import is_answer_label, is_question_label
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.speakers.speaker import NOBODY, ResolvedSpeaker
from claimx.spans import Span

_FEWEST_INITIALS = 2


class TurnLabels:
    """The labels of an article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._by_letters = defaultdict[str, list[Entity]](list)
        for person in context.cast.people:
            self._by_letters[acronym(person.name)].append(person)

    def speaker_of(self, label: Span) -> ResolvedSpeaker:
        """The speaker whom the label of a turn names, by a name in any case, by initials, or by *A* for an answer."""
        # A role may stand behind the name and a comma: *ANNA PRICE, HOST*.
        bare = Span(label.start, label.start + len(label.of(self._context.text).partition(",")[0]))
        words = bare.of(self._context.text)
        if is_answer_label(words) and self.interviewed is not None:
            return ResolvedSpeaker.of(self.interviewed, "label", label)
        person = self._by_initials(words.replace(".", ""))
        if person is not None:
            return ResolvedSpeaker.of(person, "label", label)
        key = name_key(words)
        for entity in self._context.cast.entities:
            full = name_key(entity.name)
            is_part = entity.type == "person" and len(key) <= len(full) and may_stand_for(key, full)
            if key == full or is_part:
                return ResolvedSpeaker.of(entity, "label", label)
        phrase = self._context.phrase_at(label)
        if phrase.kind == "named":
            name, entity = phrase.named[0]
            return replace(ResolvedSpeaker.by_name(name, entity, phrase.span, self._context.text), resolved="label")
        in_role = next((person for person in self._context.cast.people if words.lower() in person.role_words), None)
        if in_role is not None:
            # *Pool is finished: mayor* stands above *Mayor Ana Ruiz said*.
            return ResolvedSpeaker.of(in_role, "label", label)
        noun = person_nouns().head(words)
        return replace(NOBODY, mention=label, type=noun.type if noun else "unknown")

    def _by_initials(self, letters: str) -> Entity | None:
        """The one person with these initials: *AP* for Anna Price."""
        if len(letters) < _FEWEST_INITIALS or not letters.isupper():
            return None
        people = self._by_letters[letters]
        return people[0] if len(people) == 1 else None

    def asked_at(self, offset: int) -> Entity | None:
        """The person whom *you* means in the question of an interview: *Q: You have said …*."""
        label = self._context.text[self._context.index.paragraph_at(offset).start : offset].partition(":")[0]
        return self.interviewed if is_question_label(label.strip()) else None

    @cached_property
    def interviewed(self) -> Entity | None:
        """The person whom an interview is with: the one named most, None where another is named as often."""
        people = self._context.cast.people
        often = sorted(people, key=lambda person: -len(person.names))
        tied = len(often) > 1 and len(often[0].names) == len(often[1].names)
        return often[0] if often and not tied else None
