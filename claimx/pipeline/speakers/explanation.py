"""Why an attribution has the speaker it has: the rule, and who else it might have been."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimx.pipeline.attribution import Attributed
from claimx.pipeline.speakers.context import earlier
from claimx.pipeline.speakers.entities import Entity
from claimx.pipeline.speakers.mentions import Mention, read_mention
from claimx.pipeline.speakers.resolution import Resolver, Rule, place_of
from claimx.pipeline.speakers.spelling import name_key
from claimx.pipeline.speakers.view import Candidate

_RULES: Mapping[Rule, str] = {
    "listens": "whoever hears or is told something does not say it",
    "label": "a label in front of a turn names its speaker",
    "name": "a name heads the source phrase",
    "body": "the source is a body that goes by its own noun, or is called after somebody",
    "relative": "a relative pronoun stands for the name right before it",
    "own": "inside somebody's words *I* and *we* are whoever speaks them",
    "unnamed": "inside the words of somebody unnamed a pronoun may stand for anybody",
    "pronoun": "a pronoun stands for whoever agrees with it and is most in view",
    "description": "a description stands for whom the article gives that role, kind or name",
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


def explain_speaker(resolver: Resolver, item: Attributed, index: int) -> Explanation:
    """Why the attribution at ``index`` of the resolver's Doc has its speaker."""
    resolution = resolver.resolutions[index]
    chosen = resolution.speaker.name
    considered = list(_considered(resolver, item, resolution.rule, chosen))
    considered.sort(key=lambda one: not one.chosen)
    return Explanation(_RULES[resolution.rule], tuple(considered[:_MOST_CANDIDATES]))


def _considered(resolver: Resolver, item: Attributed, rule: Rule, chosen: str | None) -> Iterator[Considered]:
    if item.source is None:
        before = earlier(resolver.spoken, place_of(item))
        if before is not None:
            name = before.who.name or "somebody unnamed"
            yield Considered(name, chosen is not None, "spoke last before it")
        return
    mention = read_mention(resolver.text, item.source, resolver.context.cast)
    gender = mention.pronoun.gender if mention.pronoun else "-"
    if rule == "pronoun" and (gender == "m" or gender == "f"):
        for place, candidate in enumerate(resolver.view.candidates(mention.span.start, gender)):
            # Somebody whom the article does not name may have won, too.
            won = candidate.entity.name == chosen or (chosen is None and not candidate.named and place == 0)
            yield Considered(candidate.entity.name, won, _standing(candidate))
    elif rule == "name":
        yield from _alike(resolver, mention, chosen)
    elif rule == "description":
        for entity in resolver.context.cast.entities:
            if entity.roles or entity.name == chosen:
                roles = "; ".join(dict.fromkeys(entity.roles)) or f"{entity.type}, no role given"
                yield Considered(entity.name, entity.name == chosen, roles)
    elif chosen is not None:
        yield Considered(chosen, True, "")


def _standing(candidate: Candidate) -> str:
    """How a candidate for a pronoun stands: salience and what makes it."""
    where = {0: "in this sentence", 1: "one sentence before"}.get(
        candidate.sentences, f"{candidate.sentences} sentences before"
    )
    parts = [
        "cannot be meant: another gender, or too far" if candidate.salience is None else f"{candidate.salience:.1f}",
        f"mentioned {where}",
        f"{candidate.mentions} times so far",
        *(["gender agrees"] if candidate.known else []),
        *([] if candidate.named else ["never named"]),
    ]
    return ", ".join(parts)


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
