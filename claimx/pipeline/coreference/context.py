"""What the rules look around in: the text of an article, its entities, and its noun phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from claimx.article import TextIndex
from claimx.pipeline.coreference.entities import Cast, Entity
from claimx.pipeline.coreference.noun_phrases import NounPhrase, read_noun_phrase
from claimx.spans import Span

_INSIDE_CLAUSE = re.compile(
    r"\b(?:of|for|from|to|at|in|on|by|with|against|about|said|says|told|is|was|were|are|has|had|have|will|would)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Context:
    """What the rules look around in: the index of the text, and its cast."""

    index: TextIndex
    cast: Cast
    _phrases: dict[Span, NounPhrase] = field(default_factory=dict)
    # Bodies that go by a common noun, by whom or what word they are called after and by that noun.
    _bodies: dict[tuple[int | str, str], Entity] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text of the article."""
        return self.index.text

    def phrase_at(self, span: Span) -> NounPhrase:
        """The noun phrase at ``span``, which is read once."""
        phrase = self._phrases.get(span)
        if phrase is None:
            phrase = self._phrases[span] = read_noun_phrase(self.text, span, self.cast)
        return phrase

    def body_at(self, phrase: NounPhrase) -> Entity | None:
        """The body that a phrase names by a common noun (*Yoon’s office*); its fullest name is its first mention's."""
        if phrase.body is None:
            return None
        name, noun = phrase.body.of(self.text), phrase.noun
        key = (phrase.named[0][1].id if phrase.named else name.split()[0], noun.noun if noun else "")
        body = self._bodies.get(key)
        if body is None:
            body = self.cast.add(name, noun.type if noun else "organization", phrase.body)
            self._bodies[key] = body
        return body

    def may_be_subject(self, offset: int) -> bool:
        """Whether neither a preposition nor a common verb stands before ``offset`` in its sentence."""
        return not _INSIDE_CLAUSE.search(self.text, self.index.sentence_at(offset).start, offset)
