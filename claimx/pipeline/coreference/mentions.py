"""The places where people and bodies are mentioned: by a name, a pronoun or a description.

Each place has traits, which say how it stands in its sentence and in the article's attributions. They are what
``ranking`` goes by, both of the place that is to be settled and of the places before it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender
from claimx.lexicon import PersonNoun, given_names, governments, person_nouns
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.pipeline.coreference.noun_phrases import read_mention
from claimx.pipeline.coreference.roles import is_doer
from claimx.spans import Span

PlaceKind = Literal["name", "pronoun", "description"]

_PREPOSITIONS = frozenset(
    "of for from to at in on by with against about around than like between behind near under over after before".split()
)
# What a business is called without its name.
BUSINESSES = frozenset(
    "company firm group business maker retailer bank airline manufacturer start-up startup chain operator builder "
    "developer publisher carmaker supplier insurer lender".split()
)
_AUXILIARIES = frozenset(
    "was is were are has had have will would can could may might must should did does do said says told who whose also "
    "then never not".split()
)
_REPORTING = frozenset("said says added told".split())
_CONJUNCTIONS = frozenset("and but or".split())
_COMPLEMENTIZERS = frozenset("that if whether".split())

_PRONOUN = re.compile(r"\b(?:(?P<m>he|him|his|himself)|(?P<f>she|her|hers|herself))\b", re.IGNORECASE)
# A determiner or an owner, and words up to where a noun for people may stand.
_OWNER = r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?[A-Z][\w\-]+['’]s?"
_DETERMINER = r"[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]his|[Tt]hat|[Mm]y|[Oo]ur"
# One may hold another: a message from her son.
_PHRASE = re.compile(rf"(?<![\w’'\-])(?=(?P<phrase>(?P<first>{_DETERMINER}|{_OWNER})(?: [\w’'\-]+){{1,5}}))")
_TO_NAME = re.compile(r", (?:(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Prof)\.? )?")
_ONE_OF = re.compile(r"one of (?:the|his|her|its|their|\w+['’]s?)\b", re.IGNORECASE)
_NEXT_WORD = re.compile(r"[’']?s?,? ?([\w’'\-]*)")
_WORD_BEFORE = re.compile(r"([\w’'\-]+)[“\"‘ ]*$")
_WORDS = re.compile(r"\w")
_INDEFINITE = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_DEFINITE = re.compile(r"(?:the|this|that)\b", re.IGNORECASE)
_OWNED = re.compile(rf"(?:his|her|its|their|my|our)\b|(?:{_OWNER}) ", re.IGNORECASE)
# Whom a noun stands for that is one speaker; a document is one only where it speaks.
_SINGLE = ("person", "organization", "government", "media")
# Around a place so many code points are looked at for the words beside it.
_BESIDE = 30
# Words from a name in a description to its head: the GOP presidential nominee.
_MOST_BEHIND_NAME = 2
_SOMEBODY = PersonNoun("one", "person", "singular", "-")

# What is said of a place, in the order of its traits.
TRAITS = (
    "name",
    "surely a person's",
    "of one word",
    "pronoun",
    "description",
    "subject",
    "in a source",
    "starts a source",
    "owns what follows",
    "quoted",
    "aside",
    "beside a role",
    "nominative",
    "behind a preposition",
    "behind by",
    "behind of",
    "behind to or with",
    "behind a past tense",
    "before an auxiliary",
    "before a past tense",
    "behind and",
    "before and",
    "before a comma",
    "behind a comma",
    "opens a sentence",
    "opens a paragraph",
    "behind its words",
    "of quoted words",
    "behind that",
    "behind said",
    "definite",
    "indefinite",
    "owned",
    "by age or country",
    "former",
    "it",
    "they",
    "of an organization",
    "of a government",
    "of the media",
    "of a document",
    "of a business",
    "with a capital",
)


_OPENS_SENTENCE = TRAITS.index("opens a sentence")


@dataclass(frozen=True, slots=True)
class Place:
    """One mention: a name of ``entity``, a pronoun, or a description headed by ``noun``; ``traits`` as TRAITS.

    *It* and *they* are places only where they speak.

    ``own`` is the attribution whose source it stands in, ``outer`` the innermost one whose content holds it.
    """

    span: Span
    kind: PlaceKind
    gender: Gender
    traits: tuple[float, ...]
    entity: Entity | None = None
    noun: PersonNoun | None = None
    own: Attributed | None = None
    outer: Attributed | None = None

    @property
    def key(self) -> tuple[int, PlaceKind]:
        """Where it starts and its kind: *his* and *his sister* start together."""
        return self.span.start, self.kind

    @property
    def opens_sentence(self) -> bool:
        """Whether no word stands before it in its sentence."""
        return bool(self.traits[_OPENS_SENTENCE])

    @property
    def is_person(self) -> bool:
        """Whether it speaks of a person rather than of a body."""
        if self.entity is not None:
            return self.entity.type == "person"
        return self.gender != "-" or (self.noun is not None and self.noun.type == "person")


def find_places(context: Context, attributions: Sequence[Attributed]) -> list[Place]:
    """Every mention of one person or body outside furniture, in text order."""
    finder = _Finder(context, attributions)
    places = [*finder.names(), *finder.pronouns(), *finder.descriptions()]
    return sorted(places, key=lambda place: (place.span, place.kind != "name"))


class _Finder:
    """Finds the places of one article."""

    def __init__(self, context: Context, attributions: Sequence[Attributed]) -> None:
        self._context = context
        self._text = context.text
        self._attributions = attributions
        self._sources = [item.source for item in attributions if item.source is not None]
        self._starts = {source.start for source in self._sources}
        self._own, self._outer = self._holders()
        self._named = bytearray(len(self._text))
        for entity in context.cast.entities:
            for name in entity.names:
                self._named[name.span.start : name.span.end] = b"\1" * (name.span.end - name.span.start)

    def _holders(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Two numbers a code point: which attribution's source holds it, and which content (the innermost).

        They are one more than its index; 0 is none.
        """
        own, outer = np.zeros((2, len(self._text) + 1), np.int32)
        widest_first = sorted(enumerate(self._attributions, start=1), key=lambda pair: -_width(pair[1]))
        for number, item in widest_first:
            if item.source is not None:
                own[item.source.start : item.source.end] = number
                for stretch, _ in item.content:
                    outer[stretch.start : stretch.end] = number
        return own, outer

    def names(self) -> Iterator[Place]:
        for entity in self._context.cast.entities:
            for name in entity.names:
                yield self._place(name.span, "name", name.gender, name=name, entity=entity)

    def pronouns(self) -> Iterator[Place]:
        for match in _PRONOUN.finditer(self._text):
            if self._context.index.layout.region_at(match.start()) != "furniture":
                yield self._place(Span(*match.span()), "pronoun", "m" if match["m"] else "f")
        for source in self._sources:
            if source.of(self._text).lower() in ("it", "they"):
                yield self._place(source, "pronoun", "-")

    def descriptions(self) -> Iterator[Place]:
        """Descriptions of one person or body: those that speak, and phrases that a noun for one heads."""
        seen: set[int] = set()
        for span, noun in (*self._speaking(), *self._phrases()):
            kind = noun.type in _SINGLE or (noun.type == "document" and span.start in self._starts)
            single = kind and (noun.number != "plural" or noun.noun == "police")
            if span.start not in seen and single and not self._is_beside_name(span):
                seen.add(span.start)
                gender: Gender = "m" if noun.gender == "m" else "f" if noun.gender == "f" else "-"
                yield self._place(span, "description", gender, noun=noun)

    def _speaking(self) -> Iterator[tuple[Span, PersonNoun]]:
        for source in self._sources:
            mention = read_mention(self._text, source, self._context.cast)
            if mention.kind == "description":
                phrase = source.of(self._text)
                noun = _SOMEBODY if _ONE_OF.match(phrase) else mention.noun or _unlisted(phrase)
                if noun is not None:
                    yield source, noun

    def _phrases(self) -> Iterator[tuple[Span, PersonNoun]]:
        for match in _PHRASE.finditer(self._text):
            length, noun = _headed(match["phrase"])
            span = Span(match.start(), match.start() + length)
            if noun is not None and self._may_hold_names(span, match.end("first")):
                yield span, noun

    def _may_hold_names(self, phrase: Span, first: int) -> bool:
        """Whether what is named in and behind a phrase, whose first word ends at ``first``, leaves its head alone.

        Who owns may be a name (*Ruiz's lawyer*), and where from may be told by one (*the New York businessman*); one
        right behind the head is that of whom it describes, and has a place itself.
        """
        if self._named[phrase.end - 1] or self._named[phrase.end + 1 : phrase.end + 2] == b"\1":
            return False
        last = self._named.rfind(b"\1", first, phrase.end)
        if last < 0:
            return True
        determined = self._text[phrase.start : first].lower() not in ("this", "that")
        return determined and len(self._text[last + 1 : phrase.end].split()) <= _MOST_BEHIND_NAME

    def _is_beside_name(self, span: Span) -> bool:
        """Whether the description stands in apposition to a name, which tells more: *the captain, Tess Oyelaran*."""
        behind = (
            self._text[span.start - 2 : span.start] == ", " and self._named[span.start - 3 : span.start - 2] == b"\1"
        )
        ahead = _TO_NAME.match(self._text, span.end)
        return behind or (ahead is not None and self._named[ahead.end() : ahead.end() + 1] == b"\1")

    def _place(
        self,
        span: Span,
        kind: PlaceKind,
        gender: Gender,
        name: Name | None = None,
        entity: Entity | None = None,
        noun: PersonNoun | None = None,
    ) -> Place:
        own = self._attribution(self._own[span.start])
        outer = self._attribution(self._outer[span.start])
        traits = self._traits(span, kind, name, noun, own)
        return Place(span, kind, gender, tuple(map(float, traits)), entity, noun, own, outer)

    def _attribution(self, number: int) -> Attributed | None:
        return self._attributions[number - 1] if number else None

    def _traits(
        self, span: Span, kind: PlaceKind, name: Name | None, noun: PersonNoun | None, own: Attributed | None
    ) -> tuple[bool, ...]:
        text, context = self._text, self._context
        phrase = span.of(text)
        ahead = text[span.end : span.end + _BESIDE]
        following = _NEXT_WORD.match(ahead)
        next_word = following.group(1).lower() if following else ""
        behind = text[max(0, span.start - _BESIDE) : span.start]
        preceding = _WORD_BEFORE.search(behind)
        word_before = preceding.group(1).lower() if preceding else ""
        possessive = name.possessive if name else ahead[:2] in ("'s", "’s") or phrase.lower() in _POSSESSIVES
        description = kind == "description"
        return (
            kind == "name",
            name is not None and _is_surely_of_a_person(name),
            name is not None and " " not in name.text,
            kind == "pronoun",
            description,
            not possessive and context.may_be_subject(span.start),
            own is not None,
            span.start in self._starts,
            possessive,
            context.index.depth[span.start] > 0,
            context.index.is_aside(span.start),
            name is not None and name.role is not None,
            phrase.lower() in ("he", "she"),
            word_before in _PREPOSITIONS,
            word_before == "by",
            word_before == "of",
            word_before in ("to", "with"),
            word_before.endswith("ed") or word_before == "told",
            next_word in _AUXILIARIES,
            next_word.endswith("ed"),
            word_before in _CONJUNCTIONS,
            next_word == "and",
            ahead[:1] == ",",
            behind.rstrip()[-1:] == ",",
            self._opens(span.start, context.index.sentences),
            self._opens(span.start, context.index.paragraphs),
            own is not None and own.start < span.start,
            own is not None and any(quoted for _, quoted in own.content),
            word_before in _COMPLEMENTIZERS,
            word_before in _REPORTING,
            description and _DEFINITE.match(phrase) is not None,
            description and _INDEFINITE.match(phrase) is not None,
            description and _OWNED.match(phrase) is not None,
            noun is not None and (_AGE.fullmatch(noun.noun) is not None or _is_compatriot(noun.noun.capitalize())),
            description and "former" in phrase,
            kind == "pronoun" and phrase.lower() == "it",
            kind == "pronoun" and phrase.lower() == "they",
            *(noun is not None and noun.type == type_ for type_ in ("organization", "government", "media", "document")),
            noun is not None and noun.noun in BUSINESSES,
            description and any(letter.isupper() for letter in phrase[1:]),
        )

    def _opens(self, offset: int, starts: Sequence[int]) -> bool:
        """Whether no word stands between ``offset`` and the last of ``starts`` before it."""
        index = bisect_right(starts, offset) - 1
        return index >= 0 and _WORDS.search(self._text, starts[index], offset) is None


def _is_surely_of_a_person(name: Name) -> bool:
    """Whether a title, a role or a given name shows that it is no body's or place's that passes for a person's."""
    told = name.gender != "-" or name.role is not None
    return name.type == "person" and (told or name.text.split()[0] in given_names())


def _unlisted(phrase: str) -> PersonNoun | None:
    """The noun for a person in no list that heads a definite phrase: *the 34-year-old, the Dane, the baker*."""
    found = _DEFINITE_HEAD.match(phrase)
    if found is None:
        return None
    head = found["head"]
    if not (_AGE.fullmatch(head) or _is_compatriot(head) or is_doer(head)):
        return None
    gender: Gender = "f" if head.endswith("woman") else "m" if head.endswith("man") else "-"
    return PersonNoun(head.lower(), "person", "singular", gender)


def _is_compatriot(word: str) -> bool:
    return _COMPATRIOT.search(word) is not None or bool(governments().of_demonym(word))


_DEFINITE_HEAD = re.compile(
    r"[Tt]h(?:e|is|at) (?:[\w\-]+ ){0,3}?(?P<head>[\w\-]+)(?=$|,| (?:of|for|from|in|at|on|who|with)\b)"
)
_AGE = re.compile(r"\d+-year-old")
_COMPATRIOT = re.compile(r"(?:sh|ch|sc|ots)(?:wo)?man$")


def _width(item: Attributed) -> int:
    return sum(stretch.end - stretch.start for stretch, _ in item.content)


_POSSESSIVES = frozenset(("his", "her", "hers"))


def _headed(phrase: str) -> tuple[int, PersonNoun | None]:
    """How long the start of ``phrase`` is that ends with its head, and that: *A senior official* of *… in Seoul*."""
    if one := _ONE_OF.match(phrase):
        return one.end(), _SOMEBODY
    found: PersonNoun | None = None
    length = 0
    for match in re.finditer(r"\S+", phrase):
        noun = person_nouns().head(phrase[: match.end()])
        if noun is None and found is not None:
            break
        if noun is not None and noun is not found:
            found, length = noun, match.end()
    return length, found
