"""Resolution: from the source of each attribution, or from what stands around it, to its speaker."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from spacy.tokens import Doc

from claimx.article import TextIndex
from claimx.labels import Resolved
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.decision import Alternative
from claimx.pipeline.coreference.descriptions import (
    OWNER_INSIDE,
    by_own_words,
    called_body,
    in_role,
    is_definite,
    is_indefinite,
)
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import MentionKind, find_mentions
from claimx.pipeline.coreference.name_clustering import cast_of
from claimx.pipeline.coreference.named_entities import find_names
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.pipeline.coreference.ranker import Judge, packaged_ranker
from claimx.pipeline.coreference.resolver import Resolver
from claimx.pipeline.speakers.alternatives import best_first, of_like_name, with_roles, without_source
from claimx.pipeline.speakers.announced import announced
from claimx.pipeline.speakers.certainty import confidence, evidence
from claimx.pipeline.speakers.continuation import carried_over
from claimx.pipeline.speakers.description import Describing
from claimx.pipeline.speakers.joint import of_two
from claimx.pipeline.speakers.narration import Narration
from claimx.pipeline.speakers.speaker import NOBODY, ResolvedSpeaker, Spoke, earlier
from claimx.pipeline.speakers.turn_labels import TurnLabels
from claimx.quotation_marks import OPENING_DOUBLE
from claimx.spans import Span

# The antecedent of a relative pronoun ends within so many code points before it.
_RELATIVE_REACH = 60
# Between a name and *who* stands nothing but what is set apart: *Ana Ruiz of Sunny Bay, who*, *Ana Ruiz, a nurse who*;
# in *the critics of Ana Ruiz who* and *the Oslo businessman, who* it stands for others.
_UP_TO_WHO = re.compile(
    r"(?: \([^()]*\))?"
    r"(?:,|,? (?:of|from|in|at|for) (?:the )?[A-Z][^,.]*,|, [^.]*,|"
    r", an? (?:(?!(?:of|on|for|in|at|to|with|from) )[\w\-]+ ){1,5})? ?"
)
_DESCRIPTION_BEFORE = re.compile(r"\b(?P<phrase>[Tt]he (?:[\w\-]+ ){0,3}[a-z\-]+),? $")
_RESTRICTED = re.compile(r" (?:who|whose|whom) ")
_ANY_OF_MANY = re.compile(r"(?:every|each|any|no|most|many|few|several|all)\b", re.IGNORECASE)
_USES_THEY = re.compile(rf"\bthey/them\b|\b(?:uses?|goes by|go by) (?:the pronouns? )?[{OPENING_DOUBLE}]?they\b")

Rule = Literal["listens", "label", "name", "body", "relative", "own", "asked", "pronoun", "description", "continued"]
_IN_WORDS: Mapping[Rule, str] = {
    "listens": "whoever hears or is told something does not say it",
    "label": "a label in front of a turn names its speaker",
    "name": "a name heads the source phrase",
    "body": "the source is a body that goes by its own noun, or is called after somebody",
    "relative": "a relative pronoun stands for the name right before it",
    "asked": "in an interviewer's question *you* is whoever is interviewed",
    "own": "inside somebody's words *I* and *we* are whoever speaks them",
    "pronoun": "a pronoun takes up whoever of those in view most likely is meant",
    "description": "a description stands for whom its words tell, or takes up somebody in view",
    "continued": "without a source a quotation goes on from the one before",
}


@dataclass(frozen=True, slots=True)
class Resolution:
    """The decision on one attribution: its speaker, and the further speakers of a joint statement.

    ``rule`` is the rule that decided; ``alternatives`` are the entities that were considered, the one chosen first.
    """

    speaker: ResolvedSpeaker
    cospeakers: tuple[ResolvedSpeaker, ...] = ()
    rule: Rule = "continued"
    alternatives: tuple[Alternative, ...] = ()

    @property
    def rule_in_words(self) -> str:
        """What the rule says, for people."""
        return _IN_WORDS[self.rule]


def resolve_speakers(doc: Doc, judge: Judge | None = None) -> list[Resolution]:
    """One resolution for each of the Doc's attributions, in their order."""
    return SpeakerResolver(doc, judge).resolutions


class SpeakerResolver:
    """The speakers of one Doc: ``resolutions`` has one entry for each of its attributions.

    ``judge`` gives the probabilities of the candidates for a mention; it is the packaged ranker by default.
    """

    def __init__(self, doc: Doc, judge: Judge | None = None) -> None:
        index: TextIndex = doc._.claimx_index.unwrapped
        self.text = index.text
        self.context = Context(index, cast_of(self.text, find_names(doc)))
        attributions: Sequence[Attributed] = doc._.claimx_attributions
        self.mentions = find_mentions(self.context, attributions)
        self.antecedents = Resolver(self.context, self.mentions, judge or packaged_ranker())
        self._labels = TurnLabels(self.context)
        self._describing = Describing(self.context, self.antecedents)
        self._narration = Narration(self.context, self.mentions, self.antecedents)
        # The attributions that are not nested, in the order of their sources (or else their contents).
        self.spoken: list[Spoke] = []
        self.resolutions = self._resolved(attributions)

    def _resolved(self, attributions: Sequence[Attributed]) -> list[Resolution]:
        """The resolutions of the attributions, made for outer and earlier ones first, to which others may refer."""
        resolutions: dict[int, Resolution] = {}
        by_depth = sorted(range(len(attributions)), key=lambda i: (_depth(i, attributions), place_of(attributions[i])))
        for index in by_depth:
            item = attributions[index]
            outer = resolutions[item.nested_in].speaker if item.nested_in is not None else None
            before = earlier(self.spoken, place_of(item))
            resolution = self._completed(self._resolve(item, outer, before))
            resolutions[index] = replace(resolution, alternatives=self._alternatives(item, resolution, before))
            if outer is None:
                self.spoken.append(Spoke(place_of(item), item, resolution.speaker))
        for index, item in enumerate(attributions):
            if (
                item.nested_in is None
                and resolutions[index].rule == "description"
                and resolutions[index].speaker.name is None
            ):
                resolutions[index] = self._announcing(item, resolutions[index])
        return [resolutions[index] for index in range(len(attributions))]

    def _alternatives(self, item: Attributed, resolution: Resolution, before: Spoke | None) -> tuple[Alternative, ...]:
        """The entities that were considered for an attribution, whatever rule decided."""
        chosen, rule, cast = resolution.speaker.name, resolution.rule, self.context.cast
        if item.source is None:
            return best_first(without_source(before, chosen))
        phrase = self.context.phrase_at(item.source)
        if rule == "pronoun" or rule == "description":
            decision = self.antecedents.at(phrase.span.start, rule)
            # Another rule than the ranker may have decided on a description.
            followed = decision is not None and (chosen is None or decision.entity.name == chosen)
            if decision is not None and decision.alternatives and followed:
                return decision.alternatives
        if rule == "name":
            return best_first(of_like_name(phrase.named, cast, chosen))
        if rule == "description":
            return best_first(with_roles(cast, chosen))
        return (Alternative(chosen, True),) if chosen is not None else ()

    def _resolve(self, item: Attributed, outer: ResolvedSpeaker | None, before: Spoke | None) -> Resolution:  # noqa: PLR0911 - a rule a return, in their order
        if item.source is None:
            return self._without_source(item, outer, before)
        if item.cue is not None and item.cue.type == "punctuation":
            return Resolution(self._labels.speaker_of(item.source), rule="label")
        phrase = self.context.phrase_at(item.source)
        if self._only_hears(item, phrase):
            return Resolution(self._as_speaker(phrase, None, "none"), rule="listens")
        match phrase.kind:
            case "named":
                # The whole phrase is the mention of the first, as of any speaker; the others stand by their names.
                spans = [phrase.span, *(name.span for name, _ in phrase.named[1:])]
                first, *others = (
                    ResolvedSpeaker.by_name(name, self.context.cast.government_of(entity), span, self.text)
                    for (name, entity), span in zip(phrase.named, spans, strict=True)
                )
                return Resolution(first, tuple(others), "name")
            case "office" if (body := self.context.body_at(phrase)) is not None:
                is_full = phrase.body is not None and phrase.body.of(self.text) == body.name
                return Resolution(ResolvedSpeaker.of(body, "name" if is_full else "alias", phrase.span), rule="body")
            case "relative":
                return Resolution(
                    self._as_speaker(phrase, self._antecedent_of_relative(phrase), "pronoun"), rule="relative"
                )
            case "pronoun" if outer is not None and phrase.pronoun is not None and phrase.pronoun.person == 1:
                return Resolution(self._as_speaker(phrase, outer if outer.name else None, "pronoun"), rule="own")
            case "pronoun" if phrase.pronoun is not None and phrase.pronoun.person == 2:
                return Resolution(
                    self._as_speaker(phrase, self._labels.asked_at(phrase.span.start), "pronoun"), rule="asked"
                )
            case "pronoun":
                entity = self._taken_up(phrase, "pronoun") or self._singular_they(phrase, outer)
                return Resolution(self._as_speaker(phrase, entity, "pronoun"), rule="pronoun")
            case "description" if meant := of_two(phrase.span, self.context):
                first, *others = (self._as_speaker(phrase, entity, "description") for entity in meant)
                return Resolution(first, tuple(others), "description")
            case _:
                known = (
                    self._taken_up(phrase, "description")
                    or self._last_speaker_called(phrase)
                    or called_body(phrase, self.context)
                )
                return Resolution(self._as_speaker(phrase, known, "description"), rule="description")

    def _without_source(self, item: Attributed, outer: ResolvedSpeaker | None, before: Spoke | None) -> Resolution:
        """Whom the narration beside a quotation tells, or whoever goes on from the attribution before."""
        if outer is not None:
            return Resolution(NOBODY)
        narrated = self._narration.speaker_of(item, before)
        if narrated is not None:
            return Resolution(ResolvedSpeaker.of(narrated, "continued", None))
        return Resolution(carried_over(item, before, self.context) or NOBODY)

    def _announcing(self, item: Attributed, resolution: Resolution) -> Resolution:
        """The resolution of a description with whom it announces, where the article names them as a speaker below."""
        phrase = self.context.phrase_at(item.source) if item.source is not None else None
        entity = announced(item, phrase, self.spoken, self.context) if phrase is not None else None
        if phrase is None or entity is None:
            return resolution
        named = self._completed(Resolution(self._as_speaker(phrase, entity, "description"), rule="description"))
        # The announcing words may tell the body behind them better than those at the name: *Halmar union chief*.
        body = named.speaker.affiliation or resolution.speaker.affiliation
        return replace(named, speaker=replace(named.speaker, affiliation=body))

    def _completed(self, resolution: Resolution) -> Resolution:
        """The resolution with the body behind each speaker, and the description of those without a name."""
        first, *others = (
            replace(self._describing.complete(speaker, self.spoken), confidence=self._confidence(speaker))
            for speaker in (resolution.speaker, *resolution.cospeakers)
        )
        return replace(resolution, speaker=first, cospeakers=tuple(others))

    def _confidence(self, speaker: ResolvedSpeaker) -> float | None:
        """The confidence of a name; a continued speaker is as certain as the one before."""
        return confidence(self.evidence(speaker)) if speaker.name is not None else None

    def evidence(self, speaker: ResolvedSpeaker) -> dict[str, float]:
        """The evidence for how certain the name of a speaker is."""
        kind: MentionKind = "pronoun" if speaker.resolved == "pronoun" else "description"
        decision = self.antecedents.at(speaker.mention.start, kind) if speaker.mention is not None else None
        return evidence(speaker, decision.odds if decision is not None else None, self.context.cast, self.text)

    def _singular_they(self, phrase: NounPhrase, outer: ResolvedSpeaker | None) -> Entity | None:
        """The one person whom *they* means: somebody who uses it, or the only entity that the article names.

        In what somebody (``outer``) says it means others: nobody says *they* of themselves.
        """
        if outer is not None or phrase.span.of(self.text).lower() != "they":
            return None
        used = _USES_THEY.search(self.text)
        named = list(self.context.cast.named_in(Span(0, used.start()))) if used is not None else []
        people = [entity for _, entity in named if entity.type == "person"]
        if people:
            return people[-1]
        alone = len(self.context.cast.people) == 1 == len(self.context.cast.entities)
        return self.context.cast.people[0] if alone else None

    def _taken_up(self, phrase: NounPhrase, kind: MentionKind) -> Entity | None:
        """The named entity that a pronoun or a description takes up, None where it takes up none."""
        if kind == "description" and self._takes_up_nobody(phrase):
            return None
        decision = self.antecedents.at(phrase.span.start, kind)
        if decision is None:
            return by_own_words(phrase, self.context) or in_role(phrase, self.context)
        entity = decision.entity
        if not (entity.named and decision.sure):
            return None
        # *A spokesman* is nobody whom the article has named before.
        brings_in = kind == "description" and is_indefinite(phrase, self.context)
        return None if brings_in and next(entity.before(phrase.span.start), None) is not None else entity

    def _takes_up_nobody(self, phrase: NounPhrase) -> bool:
        """Whether a description takes up no entity that the article names.

        Such are those told by a clause of their own (*the woman who rescued her*), any of many (*every other senator*),
        and what somebody owns (*the company's quarterly results*).
        """
        words, noun = phrase.span.of(self.text), phrase.noun
        owned = noun is None or noun.type == "document" or noun.number == "plural"
        return (
            _RESTRICTED.match(self.text, phrase.span.end) is not None
            or _ANY_OF_MANY.match(words) is not None
            or (owned and OWNER_INSIDE.search(words) is not None)
        )

    def _last_speaker_called(self, phrase: NounPhrase) -> ResolvedSpeaker | None:
        """The last document or body that spoke before *the report* or *the council* and has that noun in its name."""
        noun = phrase.noun
        if noun is None or noun.type == "person" or not is_definite(phrase, self.context):
            return None
        speakers = (
            spoke.speaker
            for spoke in reversed(self.spoken)
            if spoke.speaker.entity is not None and not spoke.speaker.entity.names
            if spoke.speaker.name is not None and noun.noun in spoke.speaker.name.lower().split()
        )
        return next(speakers, None)

    def _only_hears(self, item: Attributed, phrase: NounPhrase) -> bool:
        """Whether the source only hears what somebody else says: *the court heard*, *jurors were told*."""
        if item.cue is None or phrase.noun is None or phrase.noun.noun not in word_list("hearers"):
            return False
        is_told = (
            "told" if self.context.index.is_aside(phrase.span.start) else r"(?:was|were|is|are|been|be) (?:\w+ )?told"
        )
        return re.search(rf"\b(?:hears?|heard|{is_told})$", item.cue.span.of(self.text)) is not None

    def _antecedent_of_relative(self, phrase: NounPhrase) -> Entity | None:
        """The antecedent of a relative pronoun: the name before it or before an apposition, or a role."""
        near = Span(max(0, phrase.span.start - _RELATIVE_REACH), phrase.span.start)
        names = [
            (name, entity)
            for name, entity in self.context.cast.named_in(near)
            if not name.possessive and entity.type != "government"
        ]
        between = self.text[names[-1][0].span.end : phrase.span.start] if names else "."
        if _UP_TO_WHO.fullmatch(between):
            return names[-1][1]
        described = _DESCRIPTION_BEFORE.search(self.text, near.start, near.end)
        return in_role(self.context.phrase_at(Span(*described.span("phrase"))), self.context) if described else None

    def _as_speaker(
        self, phrase: NounPhrase, entity: Entity | ResolvedSpeaker | None, how: Resolved
    ) -> ResolvedSpeaker:
        if entity is None:
            return replace(NOBODY, mention=phrase.span, type=phrase.type)
        if isinstance(entity, ResolvedSpeaker):
            return replace(entity, mention=phrase.span, resolved=how)
        return ResolvedSpeaker.of(entity, how, phrase.span)


def place_of(item: Attributed) -> int:
    """The offset of an attribution among others: that of its source, else of its content."""
    return item.source.start if item.source else item.start


def _depth(index: int, attributions: Sequence[Attributed]) -> int:
    depth, outer = 0, attributions[index].nested_in
    while outer is not None:
        depth, outer = depth + 1, attributions[outer].nested_in
    return depth
