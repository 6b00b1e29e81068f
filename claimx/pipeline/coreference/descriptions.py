"""The body or document that the words of a description identify: *the agency*, *the treaty*."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import cache
from itertools import islice

from claimx.lexicon import governments
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.context import BODIES, Context
from claimx.pipeline.coreference.entities import Entity, peoples_in
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.pipeline.coreference.roles import synonyms
from claimx.spans import Span

_KNOWN_DETERMINER = re.compile(r"(?:the|this|that|his|her|its|their)\b", re.IGNORECASE)
_NEW_DETERMINER = re.compile(r"(?:an?|one|another|some)\b", re.IGNORECASE)
# Diplomats call a country that they talk to a side: *the Estonian side*.
_SIDE = re.compile(r"[Tt]he (?P<people>[A-Z][\w ]+) side")
# Whoever has a role is looked for among so many people of an article.
_MOST_PEOPLE = 64
OWNER_INSIDE = re.compile(r"['’]s?\s")
# The title of a document, or a body called by a common noun, stands within so many characters before a description.
_FARTHEST_TITLE, _FARTHEST_CALL = 50_000, 20_000


def is_definite(source: NounPhrase, context: Context) -> bool:
    """Whether the description means an entity that the reader knows; headlines leave the article out."""
    return is_bare(source, context) or _KNOWN_DETERMINER.match(source.span.of(context.text)) is not None


def is_bare(source: NounPhrase, context: Context) -> bool:
    """Whether the description of one person or body has no article, as in headlines: *captain says*."""
    phrase, noun = source.span.of(context.text), source.noun
    single = noun is not None and (noun.number != "plural" or noun.noun == "police")
    return single and not any(
        (_KNOWN_DETERMINER.match(phrase), _NEW_DETERMINER.match(phrase), OWNER_INSIDE.search(phrase))
    )


def is_indefinite(source: NounPhrase, context: Context) -> bool:
    """Whether the description brings in somebody new: *a spokesman, another officer*."""
    return _NEW_DETERMINER.match(source.span.of(context.text)) is not None


def by_own_words(source: NounPhrase, context: Context) -> Entity | None:
    """The body or document that a definite description identifies by its noun, however far above it was named."""
    noun = source.noun
    if source.kind != "description" or not is_definite(source, context):
        return None
    if (side := _SIDE.fullmatch(context.text, *source.span)) is not None:
        countries = {entry.country for entry in governments().of_demonym(side["people"])}
        return next((one for country in sorted(countries) for one in context.cast.called(country)), None)
    if noun is None:
        return None
    if noun.number == "plural" and noun.noun != "police":
        return None
    if noun.type == "person":
        return in_role(source, context) if is_bare(source, context) else None
    if noun.type in (*BODIES, "government"):
        found = body_of_kind(noun.noun, source.span, context)
        headline = found is None and is_bare(source, context) and context.index.is_aside(source.span.start)
        return _only_one_called(noun.noun, context) if headline else found
    return _document(noun.noun, source.span, context) if noun.type == "document" else None


def in_role(source: NounPhrase, context: Context) -> Entity | None:
    """The person in the role that a definite description tells who was named last before it, else the first behind.

    So a headline (*captain says*) tells of whom the text names further down.
    """
    noun = source.noun
    if noun is None or noun.type != "person" or noun.number == "plural" or not is_definite(source, context):
        return None
    words = synonyms(noun.noun.split()[-1])
    people = [one for one in islice(context.cast.people, _MOST_PEOPLE) if not words.isdisjoint(one.role_words)]
    places = {one.id: next((name.span.end for name in one.before(source.span.start)), 0) for one in people}
    return max(people, key=lambda one: places[one.id], default=None)


def by_role(mention: Mention, candidates: Sequence[Entity], text: str) -> Entity | None:
    """The first of ``candidates`` (last mentioned first) whose roles have the head of a description of a person.

    Of several it is the one whose roles have most words of the description.
    """
    noun = mention.noun
    if noun is None or noun.type != "person":
        return None
    heads, words = synonyms(noun.noun.split()[-1]), set(mention.span.of(text).lower().split())
    heads |= word_list("offices_of_leaders") if "leader" in heads else frozenset()
    people = peoples_in(words)
    candidates = [one for one in candidates if people <= one.peoples]
    at_that_time = (one for one in candidates if "former" in words or "former" not in one.role_words)
    in_role = (entity for entity in at_that_time if not heads.isdisjoint(entity.role_words))
    return max(in_role, key=lambda entity: len(entity.role_words & words), default=None)


def body_of_kind(noun: str, span: Span, context: Context) -> Entity | None:
    """The body before ``span`` that is called by ``noun`` or a synonym, else the one named in or before its sentence.

    The noun may also modify another: *a* **company** *spokesman*.
    """
    called = context.bodies_by(synonyms(noun.split()[-1]))
    before = next((body for body in called if next(body.before(span.start), None) is not None), None)
    if before is not None or OWNER_INSIDE.search(span.of(context.text)):
        # What belongs to a body is another: *the bank's board*.
        return before
    sentence = context.index.sentence_at(span.start)
    near = Span(context.index.sentence_at(max(0, sentence.start - 1)).start, span.start)
    bodies = {entity.id: entity for _, entity in context.cast.named_in(near) if entity.type in BODIES}
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _only_one_called(noun: str, context: Context) -> Entity | None:
    """The one body that is called by ``noun`` or a synonym anywhere: *union* of a headline, named further down."""
    called = list(islice(context.bodies_by(synonyms(noun.split()[-1])), 2))
    return called[0] if len(called) == 1 else None


def called_body(source: NounPhrase, context: Context) -> Entity | None:
    """The one body named before *the council* by a capitalised word and that noun: *Marsham council*."""
    noun, start = source.noun, source.span.start
    if noun is None or source.span.of(context.text).lower() != f"the {noun.noun}" or noun.type not in BODIES:
        return None
    pattern = re.compile(rf"(?<=[a-z,’'] )[A-Z][\w\-]+ (?:[A-Z][\w\-]+ )*{re.escape(noun.noun)}\b")
    matches = pattern.finditer(context.text, max(0, start - _FARTHEST_CALL), start)
    named = {match.group(): Span(*match.span()) for match in matches}
    if len(named) != 1:
        return None
    [(name, place)] = named.items()
    return context.cast.add(name, noun.type, place)


def _document(noun: str, source: Span, context: Context) -> Entity | None:
    """The document whose title before the source has its noun: the treaty, *Treaty on Mutual Aid*.

    Where no title has it, a title with another word for a pact will do: the agreement. A poll has no title.
    """
    if noun == "poll":
        return None
    pacts = word_list("pacts")
    title = _last_title({noun}, source, context) or (_last_title(pacts, source, context) if noun in pacts else None)
    if title is None or _another_pact().search(context.text, title.end, source.start):
        return None
    return context.cast.add(title.of(context.text), "document", title)


@cache
def _another_pact() -> re.Pattern[str]:
    """A pact without a title; one that is mentioned between is nearer: *reached a deal. The agreement says …*."""
    return re.compile(
        rf"\b(?:an?|another|one) (?:[a-z\-]+ ){{0,2}}(?:deal|contract|{alternation(word_list('pacts'))})\b"
    )


def _last_title(nouns: Set[str], source: Span, context: Context) -> Span | None:
    """The span of the last title before the source that has one of ``nouns``, outside headlines.

    Headlines write every word with a capital: *New Poll Shows Lead*.
    """
    noun = rf"(?:{'|'.join(re.escape(word.capitalize()) for word in sorted(nouns))})"
    title = re.compile(
        rf"(?:[A-Z][\w\-]+ )+{noun}\b(?: (?:on|of|for) (?:[A-Z][\w\-]+ ?)+)?|{noun} (?:on|of|for) (?:[A-Z][\w\-]+ ?)+"
    )
    places = [
        Span(*match.span()).stripped(context.text)
        for match in title.finditer(context.text, max(0, source.start - _FARTHEST_TITLE), source.start)
        if not context.index.is_aside(match.start())
    ]
    return places[-1] if places else None
