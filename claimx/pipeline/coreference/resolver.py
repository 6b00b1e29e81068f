"""The resolver: it finds the antecedent of each mention, and so the entity that the mention means.

The mentions of an article are read in text order. A name has its entity already. For a pronoun or a description the
ranker chooses among the candidates, which are the entities mentioned before it, named or not; where it chooses none of
them, the mention introduces an entity of its own. So an entity that the article goes on about stays a candidate when
it was named far above, and the *she* behind *a woman in the café* is not the last woman with a name. Where a name
stands first, it may be that of an entity that was only described before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np

from claimx.pipeline.coreference.candidates import MOST_CANDIDATES, candidates
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.decision import Decision, alternatives
from claimx.pipeline.coreference.descriptions import by_own_words, by_role, is_definite
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.features import Floats, MentionTable
from claimx.pipeline.coreference.mentions import Mention, MentionKind
from claimx.pipeline.coreference.ranker import LATEST_MENTIONS, Candidate, Judge, Question
from claimx.pipeline.coreference.standing import Standing

# The least probability at which a decision is sure, and at which a name names what a described entity said above.
_LEAST_ODDS, _LEAST_ODDS_OF_NAMING = 0.45, 0.85


class Resolver:
    """The decisions on all ``mentions`` (in text order) of an article."""

    def __init__(self, context: Context, mentions: Sequence[Mention], judge: Judge) -> None:
        self._context = context
        self._mentions = mentions
        self._judge = judge
        self.features = MentionTable(mentions, context)
        self._standing = Standing(context, mentions)
        # The entities mentioned so far by their ids; the one mentioned last stands last.
        self._recent: dict[int, Entity] = {}
        # The entities whose names the article tells only further down, by the ids of the described entities they are.
        self._named_later: dict[int, Entity] = {}
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
        """The named entity that the mention there surely means, None where there is no such entity."""
        decision = self.at(offset, kind)
        return decision.entity if decision is not None and decision.entity.named and decision.sure else None

    def mentions_of(self, entity: Entity) -> list[Mention]:
        """The mentions of an entity, in the order in which they were read."""
        return [self._mentions[number] for number in entity.mentions]

    def _read(self, number: int, mention: Mention) -> None:
        if mention.entity is not None:
            # What stands behind an article, *the Raj Bhavan*, is no person, even where it is typed as one.
            start, text = mention.span.start, self._context.text
            behind_article = text[max(0, start - 4) : start].lower() == "the "
            named_first = not mention.entity.mentions and next(mention.entity.before(start), None) is None
            if mention.is_person and named_first and not behind_article:
                self._join_described(mention.entity, number, mention)
            self._add_mention(mention.entity, number, mention)
            return
        decision = self._decide(number, mention)
        self._add_mention(decision.entity, number, mention)
        self._decisions[mention.key] = decision

    def _decide(self, number: int, mention: Mention) -> Decision:
        described = self._context.phrase_at(mention.span) if mention.kind == "description" else None
        by_words = by_own_words(described, self._context) if described is not None else None
        if by_words is not None and by_words.type == "document":
            # A title is found anew for each description, and stands for one entity.
            return Decision(self._documents.setdefault(by_words.name, by_words), sure=True)
        if by_words is not None and by_words.id not in self._recent:
            # A headline describes an entity that the article names further down.
            return Decision(by_words, sure=True)
        entities = candidates(mention, reversed(self._recent.values()), self._context)
        if described is not None and by_words is None and is_definite(described, self._context):
            by_words = by_role(mention, entities, self._context.text)
        question = self._question(number, mention, entities, by_words)
        chosen, odds = self._most_likely(question)
        entity = chosen or self._new_entity(mention)
        considered = alternatives(question, odds, entity) if mention.starts_source and question.candidates else ()
        best = float(odds.max())
        # An entity that the words of the description identify as well is sure at any odds.
        return Decision(entity, entity is by_words or best >= _LEAST_ODDS, considered, best)

    def _most_likely(self, question: Question) -> tuple[Entity | None, Floats]:
        """The likeliest candidate or None for none of them, and the probabilities of all, with that of none last."""
        if not question.candidates:
            return None, np.ones(1, np.float32)
        odds = self._judge(question)
        best = int(odds.argmax())
        return (question.candidates[best].entity if best < len(question.candidates) else None), odds

    def _join_described(self, entity: Entity, number: int, mention: Mention) -> None:
        """Join a described entity to the one whose name stands here first: *A nurse … Ana Ruiz, 34, said*."""
        known = candidates(mention, reversed(self._recent.values()), self._context)
        withholds = self._context.withholds_name
        unnamed = [one for one in known if not one.named and not withholds(one.evidence.start)]
        described, odds = self._most_likely(self._question(number, mention, unnamed, None))
        if described is not None and odds.max() >= _LEAST_ODDS_OF_NAMING:
            self._named_later[described.id] = entity
            del self._recent[described.id]
            entity.mentions.extend(described.mentions)
            entity.pronouns |= described.pronouns
            entity.nouns |= described.nouns

    def _new_entity(self, mention: Mention) -> Entity:
        """The entity that a mention introduces: a body that speaks under its common noun, else one without a name."""
        source = mention.own.source if mention.own is not None else None
        if source is not None and mention.starts_source and not mention.is_person:
            body = self._context.body_at(self._context.phrase_at(source))
            if body is not None:
                return body
        noun_type = mention.noun.type if mention.noun is not None else "unknown"
        type_ = "person" if mention.is_person else noun_type
        words = mention.span.of(self._context.text)
        return self._context.cast.add(words, type_, mention.span, gender=mention.gender, named=False)

    def _add_mention(self, entity: Entity, number: int, mention: Mention) -> None:
        """Add the mention ``number`` to the mentions of ``entity``, which becomes the one mentioned last."""
        entity.mentions.append(number)
        self._recent.pop(entity.id, None)
        self._recent[entity.id] = entity
        self._standing.add_mention(entity, mention)
        if mention.kind == "pronoun":
            entity.pronouns.add(mention.gender)
        elif mention.noun is not None:
            entity.nouns.add(mention.noun.noun)
            if mention.gender != "-":
                entity.told_gender = mention.gender

    def _question(self, number: int, mention: Mention, entities: Sequence[Entity], by_words: Entity | None) -> Question:
        """The question which of ``entities`` a mention means; ``by_words`` is the one that its words identify."""
        standing = self._standing.features(entities, mention, MOST_CANDIDATES, by_words)
        # The first mention tells most of who an entity is, the latest ones how close it is.
        seen = [[*entity.mentions[:1], *entity.mentions[1:][-LATEST_MENTIONS:]] for entity in entities]
        return Question(
            mention,
            self.features.rows[number],
            tuple(Candidate(entity, self._mentions[entity.mentions[0]], len(entity.mentions)) for entity in entities),
            standing,
            self.features.seen_from(number, [earlier for numbers in seen for earlier in numbers]),
            tuple(accumulate((len(numbers) for numbers in seen[:-1]), initial=0)),
        )
