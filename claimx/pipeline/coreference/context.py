"""The context of the rules on one article: the index of its text, its cast of entities, and its noun phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby

from claimx.article import TextIndex
from claimx.pipeline.coreference.entities import Cast, Entity
from claimx.pipeline.coreference.noun_phrases import NounPhrase, read_noun_phrase
from claimx.spans import Span

_INSIDE_CLAUSE = re.compile(
    r"\b(?:of|for|from|to|at|in|on|by|with|against|about|said|says|told|is|was|were|are|has|had|have|will|would)\b",
    re.IGNORECASE,
)
# What an article says of speakers who are not to be named.
_WITHHELD = re.compile(r"\bnot (?:to |wish to |want to )?be (?:named|identified|quoted)|\banonym|\bfamiliar with ")
_WORDS = re.compile(r"\w+")
BODIES = ("organization", "media")
# How far behind the name of a body a noun for it may end, in characters.
BEHIND = 30


@dataclass(frozen=True, slots=True)
class Context:
    """The index of the text and the cast of an article; noun phrases and bodies by common nouns are made once."""

    index: TextIndex
    cast: Cast
    _phrases: dict[Span, NounPhrase] = field(default_factory=dict)
    # Bodies that go by a common noun, by whom or what word they are called after and by that noun.
    _bodies: dict[tuple[int | str, str], Entity] = field(default_factory=dict)

    # Bodies by words of their names and by those that stand behind them where they are first named.
    _by_word: dict[str, list[int]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.index.text

    def phrase_at(self, span: Span) -> NounPhrase:
        """The noun phrase at ``span``; each span is read once."""
        phrase = self._phrases.get(span)
        if phrase is None:
            phrase = self._phrases[span] = read_noun_phrase(self.text, span, self.cast)
        return phrase

    def body_at(self, phrase: NounPhrase) -> Entity | None:
        """The body that a phrase names by a common noun, under the name of its first mention: *Yoon’s office*."""
        if phrase.body is None:
            return None
        name, noun = phrase.body.of(self.text), phrase.noun
        key = (phrase.named[0][1].id if phrase.named else name.split()[0], noun.noun if noun else "")
        body = self._bodies.get(key)
        if body is None:
            body = self.cast.add(name, noun.type if noun else "organization", phrase.body)
            self._bodies[key] = body
        return body

    def bodies_by(self, words: Iterable[str]) -> Iterator[Entity]:
        """The bodies that may be called by one of ``words`` (lower case), in the order of the cast.

        A word stands in their name or, by its first letters up to a hyphen, among the two behind it.
        """
        if not self._by_word:
            for number, entity in enumerate(self.cast.entities):
                for word in self._words_at(entity) if entity.type in BODIES else ():
                    self._by_word.setdefault(word, []).append(number)
        keys = {key for word in words for key in (word, *_WORDS.findall(word)[:1])}
        numbers = merge(*(self._by_word.get(key, ()) for key in keys))
        return (self.cast.entities[number] for number, _ in groupby(numbers))

    def _words_at(self, body: Entity) -> set[str]:
        end = body.names[0].span.end
        return {*body.name.lower().split(), *_WORDS.findall(self.text[end : end + BEHIND].lower())[:2]}

    def may_be_subject(self, offset: int) -> bool:
        """Whether neither a preposition nor a common verb stands before ``offset`` in its sentence."""
        return not _INSIDE_CLAUSE.search(self.text, self.index.sentence_at(offset).start, offset)

    def withholds_name(self, offset: int) -> bool:
        """Whether the rest of the sentence behind ``offset`` says that a speaker is not to be named."""
        return _WITHHELD.search(self.text, offset, self.index.sentence_at(offset).end) is not None
