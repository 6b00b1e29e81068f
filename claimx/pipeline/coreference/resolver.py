"""Whom each mention of an article means: everyone mentioned before it, named or not, may be taken up.

The mentions are read in order. A name is its entity's; whom a pronoun or a description takes up is ranked among the
candidates, or it is somebody new. So whom a text goes on about stays in view though named far above, and the *she*
behind *a woman in the café* does not go to the last woman with a name. Where a name comes up first, it may be that of
somebody described before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.candidates import MOST_CANDIDATES, candidates, is_not_to_be_named
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.decision import Decision, alternatives
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import Floats, MentionTable
from claimx.pipeline.coreference.mentions import Mention, MentionKind
from claimx.pipeline.coreference.name_shapes import is_behind_article
from claimx.pipeline.coreference.ranker import LATEST_MENTIONS, Candidate, Judge, Question
from claimx.pipeline.coreference.standing import Standing
from claimx.spans import Span

# Whom a description at a span stands for by its own words, None for nobody who is named.
Describe = Callable[[Span], Entity | None]

# Odds below which nobody is named: null rather than wrong, most of all where a name would be given to what is
# said above it.
_LEAST_ODDS: dict[MentionKind, float] = {"pronoun": 0.45, "description": 0.45, "name": 0.85}


class Resolver:
    """The decisions on all ``mentions`` (in text order) of an article."""

    def __init__(
        self,
        context: Context,
        mentions: Sequence[Mention],
        attributions: Sequence[Attributed],
        describe: Describe,
        judge: Judge,
    ) -> None:
        self._context = context
        self._mentions = mentions
        self._describe = describe
        self._judge = judge
        self.features = MentionTable(mentions, context, attributions)
        self._standing = Standing(context, mentions)
        self._sources = frozenset(item.source.start for item in attributions if item.source is not None)
        # The entities mentioned so far by their ids, the last one last.
        self._recent: dict[int, Entity] = {}
        # Whom the article names further down, by the id of the somebody that was described.
        self._named_later: dict[int, Entity] = {}
        # The ids of those who are described and not to be named.
        self._never_named: set[int] = set()
        self._documents: dict[str, Entity] = {}
        self._decisions: dict[tuple[int, MentionKind], Decision] = {}
        for number, mention in enumerate(mentions):
            self._read(number, mention)

    def at(self, offset: int, kind: MentionKind) -> Decision | None:
        """The decision on the pronoun or description that starts at ``offset``; None where there is none."""
        decision = self._decisions.get((offset, kind))
        later = self._named_later.get(decision.entity.id) if decision is not None else None
        return replace(decision, entity=later) if decision is not None and later is not None else decision

    def named_at(self, offset: int, kind: MentionKind) -> Entity | None:
        """Whom the article names that the mention there surely means, None for nobody."""
        decision = self.at(offset, kind)
        return decision.entity if decision is not None and decision.entity.named and decision.sure else None

    def mentions_of(self, entity: Entity) -> list[Mention]:
        """Where somebody is mentioned, in the order in which the mentions were read."""
        return [self._mentions[number] for number in entity.mentions]

    def _read(self, number: int, mention: Mention) -> None:
        if mention.entity is not None:
            # No person is called the Raj Bhavan, whatever ner takes it for.
            named_first = mention.is_person and not mention.entity.mentions
            if named_first and not is_behind_article(self._context.text, mention.span.start):
                self._name_somebody(mention.entity, number, mention)
            self._note(mention.entity, number, mention)
            return
        decision = self._decide(number, mention)
        self._note(decision.entity, number, mention)
        self._decisions[mention.key] = decision

    def _decide(self, number: int, mention: Mention) -> Decision:
        told: Entity | None = None
        if mention.kind == "description":
            if is_not_to_be_named(mention, self._context):
                somebody = self._somebody(mention)
                self._never_named.add(somebody.id)
                return Decision(somebody, somebody, sure=True)
            told = self._describe(mention.span)
        if told is not None and told.type == "document":
            # A document goes by its kind.
            told = self._documents.setdefault(told.name, told)
            return Decision(told, told, sure=True)
        if told is not None and told.id not in self._recent:
            # Headlines describe whom the article names further down.
            return Decision(told, told, sure=True)
        question = self._question(number, mention, told)
        chosen, odds = self._judged(question)
        entity = chosen or self._somebody(mention)
        speaks = mention.span.start in self._sources
        others = alternatives(question, odds, entity) if speaks and question.candidates else ()
        best = float(odds.max())
        # Whom the words of a description tell as well as the ranking needs no odds.
        return Decision(entity, entity, entity is told or best >= _LEAST_ODDS[mention.kind], others, best)

    def _judged(self, question: Question) -> tuple[Entity | None, Floats]:
        """Who of the candidates is meant most likely, None for nobody among them, and the odds of all."""
        if not question.candidates:
            return None, np.ones(1, np.float32)
        odds = self._judge(question)
        best = int(odds.argmax())
        return (question.candidates[best].entity if best < len(question.candidates) else None), odds

    def _name_somebody(self, entity: Entity, number: int, mention: Mention) -> None:
        """Where a name stands first it may be that of somebody described before: *A nurse … Ana Ruiz, 34, said*."""
        somebody, odds = self._judged(self._question(number, mention, None, self._may_be_named))
        if somebody is not None and odds.max() >= _LEAST_ODDS["name"]:
            self._named_later[somebody.id] = entity
            del self._recent[somebody.id]
            entity.mentions.extend(somebody.mentions)
            entity.pronouns |= somebody.pronouns
            entity.nouns |= somebody.nouns

    def _may_be_named(self, entity: Entity) -> bool:
        return not entity.named and entity.id not in self._never_named

    def _somebody(self, mention: Mention) -> Entity:
        """Somebody whom the article has not mentioned yet, and names only where it is a body that speaks."""
        source = mention.own.source if mention.own is not None else None
        if source is not None and source.start == mention.span.start and not mention.is_person:
            body = self._context.body_at(self._context.phrase_at(source))
            if body is not None:
                return body
        noun_type = mention.noun.type if mention.noun is not None else "unknown"
        type_ = "person" if mention.is_person else noun_type
        words = mention.span.of(self._context.text)
        return self._context.cast.add(words, type_, mention.span, gender=mention.gender, named=False)

    def _note(self, entity: Entity, number: int, mention: Mention) -> None:
        """Take in that a mention means ``entity``."""
        entity.mentions.append(number)
        self._recent.pop(entity.id, None)
        self._recent[entity.id] = entity
        self._standing.note(entity, mention)
        if mention.kind == "pronoun":
            entity.pronouns.add(mention.gender)
        elif mention.noun is not None:
            entity.nouns.add(mention.noun.noun)
            if mention.gender != "-":
                entity.told_gender = mention.gender

    def _question(
        self, number: int, mention: Mention, told: Entity | None, among: Callable[[Entity], bool] | None = None
    ) -> Question:
        found = candidates(mention, reversed(self._recent.values()), self._context, among)
        standing = self._standing.features(found, mention, MOST_CANDIDATES, told)
        # The first mention tells who somebody is, the latest where the text has come to.
        told_by = [[*entity.mentions[:1], *entity.mentions[1:][-LATEST_MENTIONS:]] for entity in found]
        earlier = [one for numbers in told_by for one in numbers]
        return Question(
            mention,
            self.features.rows[number],
            tuple(Candidate(one, self._mentions[one.mentions[0]], len(one.mentions)) for one in found),
            standing,
            self.features.seen_from(number, earlier),
            tuple(accumulate((len(numbers) for numbers in told_by[:-1]), initial=0)),
        )
