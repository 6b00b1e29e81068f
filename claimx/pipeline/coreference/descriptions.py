"""The entity that the words of a description identify: *the Russian leader*, *the agency*, *the director*."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, pairwise

from claimx.lexicon import governments
from claimx.lexicon.word_lists import word_lines, word_list
from claimx.pipeline.attribution import FoundCue
from claimx.pipeline.coreference.context import BEHIND, BODIES, Context, may_be_business
from claimx.pipeline.coreference.documents import described_document
from claimx.pipeline.coreference.entities import LEADER, Entity, Name
from claimx.pipeline.coreference.noun_phrases import NounPhrase
from claimx.pipeline.coreference.roles import complement, honorific_before, role_before, synonyms
from claimx.spans import Span

_KNOWN_DETERMINER = re.compile(r"(?:the|this|that|his|her|its|their)\b", re.IGNORECASE)
_NEW_DETERMINER = re.compile(r"(?:an?|one|another|some)\b", re.IGNORECASE)
_AFTER_HEAD = re.compile(r"[,(]|\s(?:of|for|from|in|at|on|by|with|to|who)\s")
# Diplomats call a country that they talk to a side.
_SIDE = "side"
# A body is named within so many characters before a description of it by a determiner and a noun alone.
_FARTHEST_CALL = 20_000
_BARE = 2
# Another noun for a body means it within so many sentences behind its name.
_SENTENCES_NEAR = 3
_BODY_TYPES = ("organization", "media", "government")


def by_own_words(source: NounPhrase, context: Context) -> Entity | None:
    """The entity that the roles, kinds and names in a description identify, however far above it was mentioned."""
    noun = source.noun
    words = _words(source, context)
    if not words or (noun is not None and noun.number == "plural" and noun.noun != "police"):
        return None
    if not is_definite(source, context):
        return _introduced(source, words, context) if noun is not None and noun.type == "person" else None
    if words[-1] == _SIDE:
        return _by_country(source, context)
    if noun is None or noun.type == "person":
        return _by_role(source, words, context)
    if noun.type in _BODY_TYPES:
        return _by_kind(source, words[-1], context)
    return described_document(source, words[-1], context) if noun.type == "document" else None


def body_of_kind(source: NounPhrase, context: Context) -> Entity | None:
    """The body that a modifying common noun stands for: *a* **company** *spokesman*."""
    words = _words(source, context)
    return _by_kind(source, words[-1], context) if words else None


def _by_country(source: NounPhrase, context: Context) -> Entity | None:
    """The one country among those that the description tells which the article names: *the Russian side*."""
    countries = _countries(source.span.of(context.text))
    named = [entity for entity in context.cast.entities if entity.type == "government" and entity.name in countries]
    return named[0] if len(named) == 1 else None


def named_in_apposition(source: NounPhrase, cue: FoundCue | None, context: Context) -> Entity | None:
    """The person whose name stands in apposition to a description, right behind it or between commas at the cue.

    *According to the team's coach, Jan Ek*; *The man with a lamp, Jan Ek, said*.
    """
    if cue is None or cue.span.start <= source.span.end:
        return _named_behind(source, context)
    between = Span(source.span.end, cue.span.start)
    named = list(context.cast.named_in(between))
    if len(named) != 1 or "." in between.of(context.text):
        return None
    name, entity = named[0]
    start = _start_with_title(context.text, name.span)
    alone = context.text[start - 2 : start] == ", " and context.text[name.span.end : between.end].strip() == ","
    return entity if alone and entity.type == "person" else None


def _named_behind(source: NounPhrase, context: Context) -> Entity | None:
    """The person whose name ends the apposition that begins right behind the description of one person."""
    if source.noun is None or source.noun.type != "person" or source.noun.number == "plural":
        return None
    end = source.span.end
    name, entity = next(context.cast.named_in(Span(end, end + _NAME_REACH)), (None, None))
    if name is None or entity is None or entity.type != "person":
        return None
    set_apart = context.text[end : _start_with_title(context.text, name.span)] == ", "
    alone = set_apart and _BEHIND_NAME.match(context.text, name.span.end) is not None
    return entity if alone else None


def _start_with_title(text: str, name: Span) -> int:
    """Where a name starts with the title in front of it: *the coach,* **Ms. Ana Ek**, *your aunt,* **Senator Ek**."""
    title = role_before(text, name)[0] or honorific_before(text, name.start)
    return title.start if title is not None else name.start


# A name of some words ends no further behind the description.
_NAME_REACH = 60
_BEHIND_NAME = re.compile(r"[,.;\n]|$| (?:said|says|told|that|was|is|had|has)\b")


def called_body(source: NounPhrase, context: Context) -> Entity | None:
    """The one body named before *the council* by a capitalised word and that noun: *Marsham council*."""
    noun = source.noun
    if noun is None or noun.type not in _BODY_TYPES or noun.number == "plural":
        return None
    start = source.span.start
    if not is_definite(source, context) or len(source.span.of(context.text).split()) != _BARE:
        return None
    pattern = re.compile(rf"(?<=[a-z,’'] )[A-Z][\w\-]+ (?:[A-Z][\w\-]+ )*{re.escape(noun.noun)}\b")
    matches = pattern.finditer(context.text, max(0, start - _FARTHEST_CALL), start)
    named = {match.group(): Span(*match.span()) for match in matches}
    if len(named) != 1:
        return None
    [(name, place)] = named.items()
    return context.cast.add(name, noun.type, place)


def _words(source: NounPhrase, context: Context) -> list[str]:
    """The words of the description from behind its determiner up to its head, in lower case."""
    phrase = source.span.of(context.text).lower()
    bare = re.sub(rf"^(?:{_KNOWN_DETERMINER.pattern}|{_NEW_DETERMINER.pattern})\s+", "", phrase)
    words = re.findall(r"[\w\-]+", _AFTER_HEAD.split(bare)[0])
    return [full for word in words for full in _short_roles().get(word, (word,))]


@cache
def _short_roles() -> Mapping[str, Sequence[str]]:
    return {short: full for short, *full in word_lines("short_roles")}


def is_definite(source: NounPhrase, context: Context) -> bool:
    """Whether the description means an entity that the reader knows; headlines leave the article out."""
    return _is_bare(source, context) or _KNOWN_DETERMINER.match(source.span.of(context.text)) is not None


def is_indefinite(source: NounPhrase, context: Context) -> bool:
    """Whether the description brings in somebody new: *a spokesman, another officer*."""
    return _NEW_DETERMINER.match(source.span.of(context.text)) is not None


def _is_bare(source: NounPhrase, context: Context) -> bool:
    """Whether the description of one person or body has no article, as in headlines: *captain says*."""
    phrase, noun = source.span.of(context.text), source.noun
    single = noun is not None and (noun.number != "plural" or noun.noun == "police")
    return (
        single
        and not _KNOWN_DETERMINER.match(phrase)
        and not _NEW_DETERMINER.match(phrase)
        and not OWNER_INSIDE.search(phrase)
    )


OWNER_INSIDE = re.compile(r"['’]s?\s")


def _by_role(source: NounPhrase, words: Sequence[str], context: Context) -> Entity | None:
    """The person whose roles have the head of the description and most of its other words, the nearest of several."""
    head = words[-1]
    gender = source.noun.gender if source.noun else "-"
    countries = _countries(source.span.of(context.text))
    headline = _is_bare(source, context)
    offices = complement(source.span.of(context.text))
    scored: list[tuple[bool, int, int, Entity]] = []
    for name, entity in _in_role(head, source.span.start, headline, context):
        if not entity.holds_office_in(offices):
            continue
        if gender in ("m", "f") and entity.gender not in (gender, "-"):
            continue
        at_that_time = ("former" in words) <= ("former" in entity.role_words)
        # *The new mayor* is not the one who has been mayor so far.
        left = not entity.role_words.isdisjoint(("former", "outgoing", "ex"))
        at_that_time = at_that_time and not ("new" in words and left)
        if at_that_time and (not countries or countries & _countries(" ".join(entity.roles))):
            nearness = -name.span.start if headline else name.span.start
            # Who holds an office comes before who has left it.
            in_office = ("former" in entity.role_words) <= ("former" in words)
            scored.append((in_office, len(entity.role_words & set(words)), nearness, entity))
    return max(scored, key=lambda item: item[:3])[3] if scored else None


def _in_role(head: str, offset: int, headline: bool, context: Context) -> Iterator[tuple[Name, Entity]]:
    """The people whose roles have the noun ``head`` or a synonym, each at their last name before ``offset``.

    At most _MOST_IN_ROLE names are looked at, the last ones before ``offset``. For a headline they are the first people
    of the article, whether they are named before it or not.
    """
    words = [*synonyms(head), *([LEADER] if head in word_list("nouns_for_leaders") else [])]
    if headline:
        for entity in islice(context.cast.in_role(words), _MOST_IN_ROLE):
            yield next(entity.before(offset), entity.names[0]), entity
        return
    seen: set[int] = set()
    for name, entity in islice(context.cast.last_in_role(words, offset), _MOST_IN_ROLE):
        if entity.id not in seen:
            seen.add(entity.id)
            yield name, entity


# A role that more people have does not tell one from another.
_MOST_IN_ROLE = 64


def _introduced(source: NounPhrase, words: Sequence[str], context: Context) -> Entity | None:
    """The person whom an article introduces without a name and names further down: *a prosecutor told a jury*.

    Nobody else has that role, named or not.
    """
    head = words[-1]
    if head in word_list("vague_nouns") or source.noun is None or source.noun.noun in word_list("vague_nouns"):
        return None
    people = list(islice(context.cast.in_role(synonyms(head)), 2))
    if len(people) != 1 or next(people[0].before(source.span.start), None) is not None:
        return None
    introductions = re.findall(
        rf"\b(?:an?|another|one)\s(?:[\w\-]+\s){{0,3}}{re.escape(head)}\b", context.text, re.IGNORECASE
    )
    return people[0] if len(introductions) <= 1 else None


def _countries(phrase: str) -> set[str]:
    """The countries whose adjective or name, in one word or two, stands in ``phrase``."""
    words = re.findall(r"[\w.\-]+", phrase)
    pairs = [" ".join(pair) for pair in pairwise(words)]
    # South Korean is not also Korean.
    by_pairs = {country for pair in pairs for country in _countries_called(pair)}
    return by_pairs or {country for word in words for country in _countries_called(word)}


def _countries_called(word: str) -> list[str]:
    named = governments().get(word)
    return [entry.country for entry in (*governments().of_demonym(word), *([named] if named else []))]


def _by_kind(source: NounPhrase, head: str, context: Context) -> Entity | None:
    """The body whose name has the noun ``head``, else the one named near, else the most named business."""
    offset = source.span.start
    headline = _is_bare(source, context)
    called = (body for body in context.bodies_by(synonyms(head)) if _is_called(body, head, offset, context))
    holding = list(islice(_in_view(called, offset, headline), 2))
    if holding:
        return holding[0] if len(holding) == 1 or not headline else None
    if OWNER_INSIDE.search(source.span.of(context.text)):
        # What belongs to a body is another: *the bank's board*.
        return None
    is_business = head in word_list("businesses")
    near = {
        entity.id: entity
        for _, entity in context.cast.named_in(Span(_sentence_before(offset, context), offset))
        if entity.type in BODIES and (not is_business or may_be_business(entity))
    }
    if is_business and len(near) != 1:
        return _most_named(_in_view(context.businesses(), offset, headline))
    return next(iter(near.values())) if len(near) == 1 else None


def _in_view(bodies: Iterable[Entity], offset: int, headline: bool) -> Iterator[Entity]:
    """Those of ``bodies`` that are named before ``offset``, or all of them for a headline."""
    return (body for body in bodies if headline or next(body.before(offset), None) is not None)


def _sentence_before(offset: int, context: Context) -> int:
    """Where the sentence before that of ``offset`` starts."""
    return context.index.sentence_at(max(0, context.index.sentence_at(offset).start - 1)).start


def _most_named(bodies: Iterable[Entity]) -> Entity | None:
    """The first of ``bodies``, which are sorted by their numbers of names, unless another has as many."""
    first = list(islice(bodies, 2))
    if not first or (len(first) > 1 and len(first[0].names) == len(first[1].names)):
        return None
    return first[0]


def _is_called(entity: Entity, head: str, offset: int, context: Context) -> bool:
    """Whether the noun ``head`` stands in the name of a body, or right behind it where it is first named.

    A synonym of it in the name counts too where the body is named not long before ``offset``: *the committee … the
    panel*.
    """
    words = entity.name.lower().split()
    behind = context.text[entity.names[0].span.end : entity.names[0].span.end + BEHIND].lower()
    if head in words or re.match(rf"\s+(?:\w+ )?{re.escape(head)}\b", behind):
        return True
    name = next(entity.before(offset), entity.names[0])
    near = context.index.sentence(offset) - context.index.sentence(name.span.start) <= _SENTENCES_NEAR
    return near and not synonyms(head).isdisjoint(words)
