"""Why an attribution has the speaker it has: the rule, and who else it might have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Doc

from claimx.names import name_key
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.mentions import TRAITS
from claimx.pipeline.coreference.noun_phrases import Mention, read_mention
from claimx.pipeline.coreference.ranker import DISTANCES, STANDING, Floats, Question, Remembering, packaged_ranker
from claimx.pipeline.coreference.resolver import Settled
from claimx.pipeline.speakers.resolution import Resolution, Resolver, Rule, place_of
from claimx.pipeline.speakers.speaker import earlier

_RULES: Mapping[Rule, str] = {
    "listens": "whoever hears or is told something does not say it",
    "label": "a label in front of a turn names its speaker",
    "name": "a name heads the source phrase",
    "body": "the source is a body that goes by its own noun, or is called after somebody",
    "relative": "a relative pronoun stands for the name right before it",
    "asked": "in an interviewer's question *you* is whoever is interviewed",
    "own": "inside somebody's words *I* and *we* are whoever speaks them",
    "pronoun": "a pronoun takes up whoever of those in view most likely is meant",
    "description": "a description stands for whom its words tell, or takes up somebody in view",
    "continued": "without a source a quotation goes on from the one before, a verb shares its subject",
}
_MOST_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Considered:
    """Somebody who might have been the speaker, whether they are, and what spoke for or against them."""

    name: str
    chosen: bool
    why: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The rule that decided, in words, and whom it considered, best first."""

    rule: str
    considered: tuple[Considered, ...]


def explain_speakers(doc: Doc) -> list[Explanation]:
    """Why each of the Doc's attributions has its speaker, in their order."""
    memory = Remembering(packaged_ranker())
    resolver = Resolver(doc, memory)
    return [
        _explained(resolver, memory, item, resolution)
        for item, resolution in zip(doc._.claimx_attributions, resolver.resolutions, strict=True)
    ]


def _explained(resolver: Resolver, memory: Remembering, item: Attributed, resolution: Resolution) -> Explanation:
    chosen = resolution.speaker.name
    considered = list(_considered(resolver, memory, item, resolution.rule, chosen))
    considered.sort(key=lambda one: not one.chosen)
    return Explanation(_RULES[resolution.rule], tuple(considered[:_MOST_CANDIDATES]))


def _considered(
    resolver: Resolver, memory: Remembering, item: Attributed, rule: Rule, chosen: str | None
) -> Iterator[Considered]:
    if item.source is None:
        before = earlier(resolver.spoken, place_of(item))
        carried = before is not None and before.who.name == chosen
        if chosen is not None and not carried:
            yield Considered(chosen, True, "in a sentence beside it")
        if before is not None:
            name = before.who.name or "somebody unnamed"
            yield Considered(name, chosen is not None and carried, "spoke last before it")
        return
    mention = read_mention(resolver.text, item.source, resolver.context.cast)
    asked = memory.asked.get((mention.span.start, rule)) if rule == "pronoun" or rule == "description" else None
    settled = resolver.view.at(*asked[0].place.key) if asked is not None else None
    told_otherwise = settled is not None and chosen is not None and settled.entity.name != chosen
    if asked is not None and settled is not None and not told_otherwise:
        yield from _judged(settled, *asked)
    elif rule == "name":
        yield from _alike(resolver, mention, chosen)
    elif rule == "description":
        if chosen is not None and all(entity.name != chosen for entity in resolver.context.cast.entities):
            yield Considered(chosen, True, "told by its own words")
        for entity in resolver.context.cast.entities:
            if entity.roles or entity.name == chosen:
                roles = "; ".join(dict.fromkeys(entity.roles)) or f"{entity.type}, no role given"
                yield Considered(entity.name, entity.name == chosen, roles)
    elif chosen is not None:
        yield Considered(chosen, True, "")


def _judged(settled: Settled, question: Question, odds: Floats) -> Iterator[Considered]:
    """Who was in view, the likeliest first, and what was seen of them."""
    found = zip(question.candidates, question.standing, question.last_seen, odds[:-1], strict=True)
    for candidate, standing, last, own_odds in sorted(found, key=lambda one: -float(one[3])):
        seen = dict(zip((*TRAITS, *DISTANCES), last, strict=True))
        facts = [name for name, value in zip(STANDING, standing, strict=True) if value and name in _TELLING]
        parts = [
            f"{own_odds:.2f}",
            *([] if candidate.named else ["never named"]),
            f"last mentioned: {', '.join(name for name in _WHERE if seen[name])}",
            f"{candidate.count} times so far",
            *facts,
        ]
        yield Considered(candidate.entity.name, candidate.entity is settled.judged, ", ".join(parts))
    if not any(candidate.entity is settled.judged for candidate in question.candidates):
        yield Considered("nobody mentioned before", True, f"{odds[-1]:.2f}")


# What explains itself, of the numbers that were gone by.
_WHERE = (*DISTANCES[:5], "subject", "starts a source", "quoted")
_TELLING = frozenset(STANDING) - {
    "named",
    "has a full name",
    "has a role",
    "has an occupation",
    "log of places so far",
    "log of names in all",
    "mentioned once so far",
    "rank of recency",
    "an organization",
    "a government",
    "of the media",
    "a document",
}


def _alike(resolver: Resolver, mention: Mention, chosen: str | None) -> Iterator[Considered]:
    """The entities that a name in the phrase may stand for: those that share a word with it."""
    for name, entity in mention.named:
        key = set(name_key(name.text))
        for other in resolver.context.cast.entities:
            if key & set(name_key(other.name)):
                yield Considered(other.name, other.name == chosen, _spellings(other, is_meant=other is entity))


def _spellings(entity: Entity, *, is_meant: bool) -> str:
    forms = ", ".join(dict.fromkeys(name.text for name in entity.names))
    return f"{'' if is_meant else 'shares a word; '}here as {forms}"
