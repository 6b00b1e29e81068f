"""Who said each attribution: the source phrase is read, then named, or carried over from the one before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from spacy.tokens import Doc

from claimx.labels import Resolved
from claimx.lexicon import person_nouns
from claimx.names import may_stand_for, name_key
from claimx.pipeline.attribution import Attributed, is_answer_label, is_question_label
from claimx.pipeline.coreference.clustering import cast_of
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.descriptions import by_own_words, called_body, is_definite, named_before_cue
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.pipeline.coreference.mentions import PlaceKind, find_places
from claimx.pipeline.coreference.named_entities import find_names
from claimx.pipeline.coreference.noun_phrases import Mention, read_mention
from claimx.pipeline.coreference.ranker import Judge, packaged_ranker
from claimx.pipeline.coreference.resolver import View
from claimx.pipeline.speakers.continuation import carried_over
from claimx.pipeline.speakers.joint import two_together
from claimx.pipeline.speakers.narration import Beside
from claimx.pipeline.speakers.speaker import NOBODY, Spoke, Who, earlier
from claimx.spans import Span

_HEARERS = frozenset("court jury juror inquest hearing tribunal inquiry judge magistrate committee panel".split())
# Where an article says with whom its interview is.
_MEETING = re.compile(
    r"\b(?:interview with|interviewed|spoke (?:to|with)|speaks? (?:to|with)|talk(?:s|ed)? (?:to|with)|met|meets|"
    r"sat down with|questions (?:for|to)|Q ?& ?A with) (?:\w+\. )?"
)
_OPENING = 1500
# A relative pronoun stands right behind what it stands for.
_RELATIVE_REACH = 60
_DESCRIPTION_BEFORE = re.compile(r"\b(?P<phrase>[Tt]he (?:[\w\-]+ ){0,3}[a-z\-]+),? $")


Rule = Literal["listens", "label", "name", "body", "relative", "own", "asked", "pronoun", "description", "continued"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The speaker of one attribution, further ones of a joint statement, and the rule that decided."""

    speaker: Who
    cospeakers: tuple[Who, ...] = ()
    rule: Rule = "continued"


def resolve_speakers(doc: Doc, judge: Judge | None = None) -> list[Resolution]:
    """One resolution for each of the Doc's attributions, in their order."""
    return Resolver(doc, judge).resolutions


class Resolver:
    """The speakers of one Doc: ``resolutions`` has one entry for each of its attributions.

    ``judge`` says whom a mention takes up, by default the packaged ranker.
    """

    def __init__(self, doc: Doc, judge: Judge | None = None) -> None:
        self.text: str = doc.text
        self.context = Context(doc._.claimx_index, cast_of(self.text, find_names(doc)))
        attributions: Sequence[Attributed] = doc._.claimx_attributions
        self.places = find_places(self.context, attributions)
        self.view = View(self.context, self.places, self._by_own_words, judge or packaged_ranker())
        self._beside = Beside(self.context, self.places, self.view)
        # Bodies called after somebody, by whom and what noun: their name and where it stands.
        self._offices: dict[tuple[str, str], tuple[str, Span]] = {}
        # Attributions that are in nobody else's words, by where their source (or content) stands.
        self.spoken: list[Spoke] = []
        self.resolutions = self._all(attributions)

    def _all(self, attributions: Sequence[Attributed]) -> list[Resolution]:
        """Outer attributions first and in text order, so that each may lean on those read before it."""
        found: dict[int, Resolution] = {}
        by_depth = sorted(range(len(attributions)), key=lambda i: (_depth(i, attributions), place_of(attributions[i])))
        for index in by_depth:
            item = attributions[index]
            outer = found[item.nested_in].speaker if item.nested_in is not None else None
            found[index] = resolution = self._resolve(item, outer)
            if outer is None:
                self.spoken.append(Spoke(place_of(item), item, resolution.speaker))
        return [found[index] for index in range(len(attributions))]

    def _resolve(self, item: Attributed, outer: Who | None) -> Resolution:
        if item.source is None:
            before = earlier(self.spoken, place_of(item))
            beside = self._beside.speaker_of(item, before) if outer is None else None
            if beside is not None:
                return Resolution(Who.of(beside, "continued", None))
            return Resolution(carried_over(item, outer, before, self.context) or NOBODY)
        if item.cue is not None and item.cue.type == "punctuation":
            return Resolution(self._labelled(item.source), rule="label")
        mention = read_mention(self.text, item.source, self.context.cast)
        if self._listens(item, mention):
            return Resolution(self._known(mention, None, "none"), rule="listens")
        match mention.kind:
            case "named":
                first, *others = [self._named(mention, name, entity) for name, entity in mention.named]
                return Resolution(first, tuple(others), "name")
            case "office":
                return Resolution(self._office(mention), rule="body")
            case "relative":
                return Resolution(self._known(mention, self._right_before(mention), "pronoun"), rule="relative")
            case "pronoun" if outer is not None and mention.pronoun is not None and mention.pronoun.person == 1:
                return Resolution(self._known(mention, outer if outer.name else None, "pronoun"), rule="own")
            case "pronoun" if mention.pronoun is not None and mention.pronoun.person == 2:
                return Resolution(self._known(mention, self._asked_at(mention.span.start), "pronoun"), rule="asked")
            case "pronoun":
                return Resolution(self._known(mention, self._in_view(mention, "pronoun"), "pronoun"), rule="pronoun")
            case "description" if (pair := two_together(mention.span, self.context)) is not None:
                first, second = (self._known(mention, entity, "description") for entity in pair)
                return Resolution(first, (second,), "description")
            case _:
                known = (
                    named_before_cue(mention, item.cue, self.context)
                    or self._in_view(mention, "description")
                    or self._spoke_before(mention)
                    or called_body(mention, self.context)
                )
                return Resolution(self._known(mention, known, "description"), rule="description")

    def _in_view(self, mention: Mention, kind: PlaceKind) -> Entity | Who | None:
        """Whom a pronoun or a description takes up, None for nobody who is named."""
        settled = self.view.at(mention.span.start, kind)
        if settled is None:
            return by_own_words(mention, self.context) if kind == "description" else None
        if settled.named:
            return settled.entity if settled.sure else None
        # A body that goes by its own noun is named where it speaks: *Hartawan's office said … It added*.
        first = settled.entity.evidence.start
        spoke = earlier(self.spoken, first + 1) if first < mention.span.start else None
        return spoke.who if spoke is not None and spoke.offset == first and spoke.who.name is not None else None

    def _spoke_before(self, mention: Mention) -> Who | None:
        """For *the report*, *the council* the last document or body that spoke and is called one."""
        noun = mention.noun
        if noun is None or noun.type == "person" or not is_definite(mention, self.context):
            return None
        fitting = (
            spoke.who
            for spoke in reversed(self.spoken)
            if spoke.who.entity is None or spoke.who.type == "document"
            if spoke.who.name is not None and noun.noun in spoke.who.name.lower().split()
            if spoke.offset < mention.span.start
        )
        return next(fitting, None)

    def _listens(self, item: Attributed, mention: Mention) -> bool:
        """Whether the subject only hears what somebody else says: *the court heard*, *jurors were told*."""
        if item.cue is None or mention.noun is None or mention.noun.noun not in _HEARERS:
            return False
        told = (
            "told" if self.context.index.is_aside(mention.span.start) else r"(?:was|were|is|are|been|be) (?:\w+ )?told"
        )
        return re.search(rf"\b(?:hears?|heard|{told})$", item.cue.span.of(self.text)) is not None

    def _by_own_words(self, span: Span) -> Entity | None:
        mention = read_mention(self.text, span, self.context.cast)
        return by_own_words(mention, self.context) if mention.kind == "description" else None

    def _labelled(self, label: Span) -> Who:
        """Who a turn's label stands for: a name in any case, or *A* for whoever is interviewed."""
        if is_answer_label(label.of(self.text)) and self._interviewed is not None:
            return Who.of(self._interviewed, "description", label)
        key = name_key(label.of(self.text))
        for entity in self.context.cast.entities:
            own = name_key(entity.name)
            is_part = entity.type == "person" and len(key) <= len(own) and may_stand_for(key, own)
            if key == own or is_part:
                return Who.of(entity, "name" if key == own else "alias", label)
        mention = read_mention(self.text, label, self.context.cast)
        if mention.kind == "named":
            return self._named(mention, *mention.named[0])
        described_ = self._by_own_words(label)
        if described_ is not None:
            return self._known(Mention(label, "description"), described_, "description")
        noun = person_nouns().get(label.of(self.text))
        return replace(NOBODY, mention=label, type=noun.type if noun else "unknown")

    def _named(self, mention: Mention, name: Name, entity: Entity) -> Who:
        known = name_key(name.text) == name_key(entity.name)
        role = name.role.of(self.text) if name.role else entity.role
        # The whole phrase is the first one's mention, as of any speaker; the others stand by their names.
        span = mention.span if name is mention.named[0][0] else name.span
        evidence = name.span if known else entity.evidence
        return Who(entity.name, entity.type, role, "name" if known else "alias", span, evidence, entity)

    def _office(self, mention: Mention) -> Who:
        """A body called after somebody or by a name of its own; its fullest name is its first mention's."""
        noun = mention.noun
        body = mention.body or mention.span
        owner = str(id(mention.named[0][1])) if mention.named else body.of(self.text).split()[0]
        name, evidence = self._offices.setdefault((owner, noun.noun if noun else ""), (body.of(self.text), body))
        resolved: Resolved = "name" if name == body.of(self.text) else "alias"
        return Who(name, noun.type if noun else "organization", None, resolved, mention.span, evidence)

    @cached_property
    def _interviewed(self) -> Entity | None:
        """Whoever an interview is with: the one it says so of, else the person named most, None of several."""
        people = self.context.cast.people
        for match in _MEETING.finditer(self.text, 0, _OPENING):
            met = next((one for one in people if any(name.span.start == match.end() for name in one.names)), None)
            if met is not None:
                return met
        often = sorted(people, key=lambda person: -len(person.names))
        tied = len(often) > 1 and len(often[0].names) == len(often[1].names)
        return often[0] if often and not tied else None

    def _asked_at(self, offset: int) -> Entity | None:
        """Whom *you* means in the question of an interview: *Q: You have said …*."""
        label = self.text[self.context.index.paragraph_at(offset).start : offset].partition(":")[0]
        return self._interviewed if is_question_label(label.strip()) else None

    def _right_before(self, mention: Mention) -> Entity | None:
        """Whom *who* stands for: the name right before it, with its apposition between at most, or a description."""
        near = Span(max(0, mention.span.start - _RELATIVE_REACH), mention.span.start)
        names = [pair for pair in self.context.cast.named_in(near) if not pair[0].possessive]
        between = self.text[names[-1][0].span.end : mention.span.start] if names else "."
        # The New York businessman, who …: the name only tells where from.
        if "." not in between and not re.fullmatch(r" [a-z\-]+(?: [a-z\-]+)?, ?", between):
            return names[-1][1]
        described_ = _DESCRIPTION_BEFORE.search(self.text, near.start, near.end)
        if described_ is None:
            return None
        if self.view.at(described_.start("phrase"), "description") is not None:
            return self.view.named_at(described_.start("phrase"), "description")
        return self._by_own_words(Span(*described_.span("phrase")))

    def _known(self, mention: Mention, entity: Entity | Who | None, how: Resolved) -> Who:
        if entity is None:
            return replace(NOBODY, mention=mention.span, type=mention.type)
        if isinstance(entity, Who):
            return replace(entity, mention=mention.span, resolved=how)
        return Who.of(entity, how, mention.span)


def place_of(item: Attributed) -> int:
    """Where an attribution stands among others: at its source, else at its content."""
    return item.source.start if item.source else item.start


def _depth(index: int, attributions: Sequence[Attributed]) -> int:
    depth, outer = 0, attributions[index].nested_in
    while outer is not None:
        depth, outer = depth + 1, attributions[outer].nested_in
    return depth
