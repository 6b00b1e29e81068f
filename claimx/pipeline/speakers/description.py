"""Description of speakers: the body behind them, and what the article calls those without a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from claimx.lexicon import person_nouns, pronouns
from claimx.pipeline.coreference.affiliations import Affiliation, Affiliations
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.pipeline.coreference.introductions import introduction, last_plural, phrase_ending_at
from claimx.pipeline.coreference.resolver import Resolver
from claimx.pipeline.speakers.speaker import ResolvedSpeaker, Spoke
from claimx.spans import Span


class Describing:
    """Completes the speakers of one article, in the order in which they are found."""

    def __init__(self, context: Context, antecedents: Resolver) -> None:
        self._context = context
        self._text = context.text
        self._antecedents = antecedents
        self._affiliations = Affiliations(context)
        self._telling: dict[int, list[Span]] = {}

    def complete(self, speaker: ResolvedSpeaker, spoken: Sequence[Spoke]) -> ResolvedSpeaker:
        """The speaker with affiliation and, without a name, description; ``spoken`` are the attributions before."""
        if speaker.name is not None:
            return replace(speaker, affiliation=self._of_named(speaker))
        if speaker.mention is None:
            return speaker
        if speaker.mention.of(self._text).lower() in pronouns():
            return self._taken_up(speaker, speaker.mention, spoken)
        return self._described(
            speaker, speaker.mention, [speaker.mention, *self._called_before(speaker.mention, spoken)]
        )

    def _of_named(self, speaker: ResolvedSpeaker) -> Affiliation | None:
        if speaker.entity is None or speaker.type != "person":
            return None
        found = self._affiliations.of(speaker.entity)
        return found if found is not None and found.name != speaker.name else None

    def _described(self, speaker: ResolvedSpeaker, mention: Span, called: Sequence[Span]) -> ResolvedSpeaker:
        """The speaker without a name by the fullest of the phrases that call them something, the first of equals."""
        fullest = max(called, key=_fullness)
        bodies = (self._affiliations.in_phrase(span) for span in (mention, *called))
        return replace(speaker, description=fullest, affiliation=next((body for body in bodies if body), None))

    def _called_before(self, mention: Span, spoken: Sequence[Spoke]) -> list[Span]:
        """What the article calls the same unnamed speaker elsewhere."""
        decision = self._antecedents.at(mention.start, "description")
        called = self._descriptions(decision.entity) if decision is not None and not decision.entity.named else []
        noun = person_nouns().head(mention.of(self._text))
        if noun is None or not _DEFINITE_PHRASE.match(self._text, *mention):
            return called
        if noun.type == "document" and (introduced := introduction(noun, self._text, mention.start)) is not None:
            return [introduced, *called]
        spoke = (one.speaker.description for one in reversed(spoken) if one.speaker.description is not None)
        alike = (span for span in spoke if person_nouns().head(span.of(self._text)) == noun)
        return called or list(islice(alike, 1))

    def _descriptions(self, entity: Entity) -> list[Span]:
        """The fullest of the phrases that describe somebody unnamed, and the first of them that names a body."""
        if entity.id not in self._telling:
            spans = [one.span for one in self._antecedents.mentions_of(entity) if one.kind == "description"]
            telling = {max(spans, key=_fullness, default=None), next(filter(self._affiliations.in_phrase, spans), None)}
            self._telling[entity.id] = [span for span in spans if span in telling]
        return self._telling[entity.id]

    def _taken_up(self, speaker: ResolvedSpeaker, pronoun: Span, spoken: Sequence[Spoke]) -> ResolvedSpeaker:
        """The speaker whom a pronoun takes up without a name.

        That is somebody unnamed in view, else for *who* the phrase before it, for *they* whoever spoke last without a
        name in the sentences before, or the last plural there.
        """
        decision = self._antecedents.at(pronoun.start, "pronoun")
        called = self._descriptions(decision.entity) if decision is not None and not decision.entity.named else []
        if called:
            return self._described(speaker, called[0], called)
        form = pronoun.of(self._text).lower()
        phrase: Span | None = None
        if form in ("who", "which", "that"):
            phrase = phrase_ending_at(self._text, pronoun.start)
        elif form in ("they", "their"):
            near = max(0, self._context.index.sentence(pronoun.start) - _FEW_SENTENCES)
            last = spoken[-1] if spoken and self._context.index.sentence(spoken[-1].offset) >= near else None
            if last is not None and last.speaker.description is not None:
                one = last.speaker
                return replace(speaker, type=one.type, description=one.description, affiliation=one.affiliation)
            start = self._context.index.sentences[near] if self._context.index.sentences else 0
            phrase = last_plural(self._text, Span(start, pronoun.start))
        if phrase is None:
            return speaker
        noun = person_nouns().head(phrase.of(self._text))
        return self._described(replace(speaker, type=noun.type if noun else speaker.type), phrase, [phrase])


def _fullness(span: Span) -> tuple[int, int]:
    return span.end - span.start, -span.start


_DEFINITE_PHRASE = re.compile(r"(?:the|these|those|both|this|that)\b", re.IGNORECASE)
# They are looked for in this and so many sentences before.
_FEW_SENTENCES = 2
