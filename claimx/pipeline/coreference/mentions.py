"""The mentions of an article: every place where it speaks of one person or body.

A mention is a name, a pronoun, or a description, which is a noun phrase with a common noun for somebody as its head.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender
from claimx.lexicon import PersonNoun, gendered_pronoun, governments, person_nouns
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.pipeline.coreference.roles import FORM_OF_ADDRESS, is_doer
from claimx.spans import Span

MentionKind = Literal["name", "pronoun", "description"]

# A description begins with a determiner or an owner.
_OWNER = rf"(?:{FORM_OF_ADDRESS} )?[A-Z][\w\-]+['’]s?"
_ANY_DETERMINER = r"[Aa]n?|[Oo]ne|[Aa]nother|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Tt]his|[Tt]hat|[Mm]y|[Oo]ur"
# It is found by a look ahead, since one may hold another: a message from her son.
_PHRASE = re.compile(rf"(?<![\w’'\-])(?=(?P<phrase>(?P<first>{_ANY_DETERMINER}|{_OWNER})(?: [\w’'\-]+){{1,5}}))")
_TO_NAME = re.compile(rf", (?:{FORM_OF_ADDRESS} )?")
_ONE_OF = re.compile(r"one of (?:the|his|her|its|their|\w+['’]s?)\b", re.IGNORECASE)
# The types of a noun that heads a mention anywhere; a noun for a document does so only as a source.
_SINGLE = ("person", "organization", "government", "media")
# A name inside a description stands within so many words of its head: the GOP presidential nominee.
_MOST_BEHIND_NAME = 2
# The head of *one of the nurses*.
_ONE = PersonNoun("one", "person", "singular", "-")


@dataclass(frozen=True, slots=True)
class Mention:
    """One mention: a name has ``name`` and ``entity``, a description its head ``noun``, and a pronoun neither.

    *It* and *they* are mentions only as sources. ``own`` is the attribution whose source holds the mention, ``outer``
    the innermost attribution whose content holds it.
    """

    span: Span
    kind: MentionKind
    gender: Gender
    name: Name | None = None
    entity: Entity | None = None
    noun: PersonNoun | None = None
    own: Attributed | None = None
    outer: Attributed | None = None

    @property
    def key(self) -> tuple[int, MentionKind]:
        """Where the mention starts and its kind, because *his* and *his sister* start together."""
        return self.span.start, self.kind

    @property
    def starts_source(self) -> bool:
        """Whether the source that holds the mention starts with it."""
        return self.own is not None and self.own.source is not None and self.own.source.start == self.span.start

    @property
    def is_person(self) -> bool:
        """Whether the mention is of a person rather than of a body."""
        if self.entity is not None:
            return self.entity.type == "person"
        return self.gender != "-" or (self.noun is not None and self.noun.type == "person")


def find_mentions(context: Context, attributions: Sequence[Attributed]) -> list[Mention]:
    """Every mention of one person or body outside furniture, in text order."""
    finder = _Finder(context, attributions)
    mentions = [*finder.names(), *finder.pronouns(), *finder.descriptions()]
    return sorted(mentions, key=lambda mention: (mention.span, mention.kind != "name"))


class _Finder:
    """Finds the mentions of one article."""

    def __init__(self, context: Context, attributions: Sequence[Attributed]) -> None:
        self._context = context
        self._text = context.text
        self._attributions = attributions
        self._sources = [item.source for item in attributions if item.source is not None]
        self._source_starts = {source.start for source in self._sources}
        self._own, self._outer = self._holders()
        # A byte for each code point, 1 inside a name.
        self._named = bytearray(len(self._text))
        # Where each name ends, and whether it is a person's.
        self._name_ends: dict[int, bool] = {}
        for entity in context.cast.entities:
            for name in entity.names:
                self._named[name.span.start : name.span.end] = b"\1" * (name.span.end - name.span.start)
                self._name_ends[name.span.end] = entity.type == "person"

    def _holders(self) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """Two arrays (len(text) + 1): of which attribution the source, or the innermost content, holds a code point.

        An attribution is told by its index plus one; 0 stands for none.
        """
        own, outer = np.zeros((2, len(self._text) + 1), np.int32)
        widest_first = sorted(enumerate(self._attributions, start=1), key=lambda pair: -_width(pair[1]))
        for number, item in widest_first:
            if item.source is not None:
                own[item.source.start : item.source.end] = number
                for stretch, _ in item.content:
                    outer[stretch.start : stretch.end] = number
        return own, outer

    def names(self) -> Iterator[Mention]:
        for entity in self._context.cast.entities:
            for name in entity.names:
                yield self._mention(name.span, "name", name.gender, name, entity)

    def pronouns(self) -> Iterator[Mention]:
        for match in gendered_pronoun(re.IGNORECASE).finditer(self._text):
            if self._context.index.layout.region_at(match.start()) != "furniture":
                yield self._mention(Span(*match.span()), "pronoun", "m" if match["m"] else "f")
        for source in self._sources:
            if source.of(self._text).lower() in ("it", "they"):
                yield self._mention(source, "pronoun", "-")

    def descriptions(self) -> Iterator[Mention]:
        """The descriptions of one person or body: those that are sources first, then all others, one an offset."""
        seen: set[int] = set()
        for span, found in (*self._of_sources(), *self._phrases()):
            noun = self._of_body(span, found)
            mentioned = noun.type in _SINGLE or (noun.type == "document" and span.start in self._source_starts)
            single = mentioned and (noun.number != "plural" or noun.noun == "police")
            if span.start not in seen and single and not self._is_beside_name(span, noun):
                seen.add(span.start)
                gender: Gender = "m" if noun.gender == "m" else "f" if noun.gender == "f" else "-"
                yield self._mention(span, "description", gender, noun=noun)

    def _of_body(self, span: Span, noun: PersonNoun) -> PersonNoun:
        """The noun of a description, that for one body where *the group* takes one up; *a group* is several people."""
        definite = self._text[span.start : span.start + 4].lower() == "the "
        one = definite and noun.noun in word_list("groups_that_are_bodies")
        return replace(noun, type="organization") if one else noun

    def _of_sources(self) -> Iterator[tuple[Span, PersonNoun]]:
        for source in self._sources:
            phrase = self._context.phrase_at(source)
            if phrase.kind == "description":
                words = source.of(self._text)
                noun = _ONE if _ONE_OF.match(words) else phrase.noun or _unlisted(words)
                if noun is not None:
                    yield source, noun

    def _phrases(self) -> Iterator[tuple[Span, PersonNoun]]:
        for match in _PHRASE.finditer(self._text):
            length, noun = _headed(match["phrase"])
            span = Span(match.start(), match.start() + length)
            if noun is not None and self._may_hold_names(span, match.end("first")):
                yield span, noun

    def _may_hold_names(self, phrase: Span, first: int) -> bool:
        """Whether a phrase, whose first word ends at ``first``, is a description although names stand in it.

        A name may be that of the owner (*Ruiz's lawyer*), or tell where somebody is from (*the New York businessman*).
        A name that is the head, or stands right behind it, is a mention of the same person by itself.
        """
        if self._named[phrase.end - 1] or self._named[phrase.end + 1 : phrase.end + 2] == b"\1":
            return False
        last = self._named.rfind(b"\1", first, phrase.end)
        if last < 0:
            return True
        determined = self._text[phrase.start : first].lower() not in ("this", "that")
        return determined and len(self._text[last + 1 : phrase.end].split()) <= _MOST_BEHIND_NAME

    def _is_beside_name(self, span: Span, noun: PersonNoun) -> bool:
        """Whether a description stands in apposition to a name, which is the mention: *the captain, Tess Oyelaran*.

        No person stands in apposition to a place or a body: *At a session in Leeds, the mayor said*.
        """
        of_person = self._name_ends.get(span.start - 2)
        behind = self._text[span.start - 2 : span.start] == ", " and of_person == (noun.type == "person")
        ahead = _TO_NAME.match(self._text, span.end)
        return behind or (ahead is not None and self._named[ahead.end() : ahead.end() + 1] == b"\1")

    def _mention(
        self,
        span: Span,
        kind: MentionKind,
        gender: Gender,
        name: Name | None = None,
        entity: Entity | None = None,
        noun: PersonNoun | None = None,
    ) -> Mention:
        own = self._attribution(self._own[span.start])
        outer = self._attribution(self._outer[span.start])
        return Mention(span, kind, gender, name, entity, noun, own, outer)

    def _attribution(self, number: int) -> Attributed | None:
        return self._attributions[number - 1] if number else None


def _unlisted(phrase: str) -> PersonNoun | None:
    """The head of a definite phrase that no list has as a noun for a person: *the 34-year-old, the Dane*."""
    match = _DEFINITE_HEAD.match(phrase)
    if match is None:
        return None
    head = match["head"]
    if not (is_age(head) or is_compatriot(head) or is_doer(head)):
        return None
    gender: Gender = "f" if head.endswith("woman") else "m" if head.endswith("man") else "-"
    return PersonNoun(head.lower(), "person", "singular", gender)


def is_age(word: str) -> bool:
    """Whether a noun tells how old somebody is: *the 34-year-old*."""
    return _YEARS_OLD.fullmatch(word) is not None


def is_compatriot(word: str) -> bool:
    """Whether a capitalised noun tells where somebody is from: *the Dane, the Scotswoman*."""
    return _COMPATRIOT.search(word) is not None or bool(governments().of_demonym(word))


_DEFINITE_HEAD = re.compile(
    r"[Tt]h(?:e|is|at) (?:[\w\-]+ ){0,3}?(?P<head>[\w\-]+)(?=$|,| (?:of|for|from|in|at|on|who|with)\b)"
)
_YEARS_OLD = re.compile(r"\d+-year-old")
_COMPATRIOT = re.compile(r"(?:sh|ch|sc|ots)(?:wo)?man$")


def _width(item: Attributed) -> int:
    return sum(stretch.end - stretch.start for stretch, _ in item.content)


def _headed(phrase: str) -> tuple[int, PersonNoun | None]:
    """The length of ``phrase`` up to its head, and the head: *official* in *A senior official in Seoul*."""
    if one_of := _ONE_OF.match(phrase):
        return one_of.end(), _ONE
    head: PersonNoun | None = None
    length = 0
    for match in re.finditer(r"\S+", phrase):
        heads = person_nouns().may_end_with(match.group())
        noun = person_nouns().head(phrase[: match.end()]) if heads else None
        if noun is None and head is not None:
            break
        if noun is not None:
            head, length = noun, match.end()
    return length, head
