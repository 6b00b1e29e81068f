"""What kind of attribution it is: kind from the marks, class and polarity from the cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimx.labels import Class, CueType, Kind, Polarity
from claimx.lexicon import cues
from claimx.lexicon.word_lists import word_list
from claimx.spans import Span, words

# How far in front of a cue its auxiliaries, negation and determiner are looked for.
_NEGATION_REACH = 24


class CueLabels(NamedTuple):
    """What the lexicon knows of a cue; ``lemma`` is None for a word it does not hold."""

    lemma: str | None
    type: CueType
    class_: Class
    polarity: Polarity


def kind_of(text: str, content: Sequence[tuple[Span, bool]]) -> Kind:
    """Direct when all words of the content are quoted, mixed when some are, else indirect."""
    quoted = {is_quoted for span, is_quoted in content if words(text, span)}
    if quoted == {True}:
        return "direct"
    return "mixed" if True in quoted else "indirect"


def cue_labels(text: str, cue: Span) -> CueLabels:
    """What the lexicon says of the words at ``cue``; a word it does not know is taken for a statement's."""
    before = text[max(0, cue.start - _NEGATION_REACH) : cue.start]
    entry = cues().lookup(cue.of(text), before=before)
    polarity = cues().polarity(cue.of(text), before=before)
    if entry is None:
        return CueLabels(None, _type_by_shape(text, cue), "statement", polarity)
    return CueLabels(entry.lemma, entry.type, entry.class_, polarity)


def _type_by_shape(text: str, cue: Span) -> CueType:
    words_ = cue.of(text)
    if not re.search(r"\w", words_):
        return "punctuation"
    return "adverb" if words_.endswith("ly") else "verb"


def with_refused_verb(text: str, cue: Span, contents: Sequence[Span]) -> Span:
    """``cue`` with the verb it refuses, where the model left that to the content: *declined* **to say** *whether*."""
    verb = _INFINITIVE.match(text, cue.end)
    if verb is None or not any(span.start <= verb.start("verb") < span.end for span in contents):
        return cue
    whole = Span(cue.start, verb.end())
    refuses = cues().polarity(whole.of(text)) == "negated" != cues().polarity(cue.of(text))
    return whole if refuses else cue


_INFINITIVE = re.compile(r"\s+(?P<verb>to\s+\w+)")


def verb_before_gerund(text: str, cue: Span) -> Span | None:
    """The verb of saying at the start of a cue that took in the gerund it reports: **denied** *knowing about*."""
    match = _GERUND.search(text, *cue)
    if match is None:
        return None
    verb = Span(cue.start, match.start())
    entry = cues().lookup(verb.of(text))
    return verb if entry is not None and entry.lemma in word_list("verbs_before_gerunds") else None


_GERUND = re.compile(r"\s+\w+ing\b")


def hedging_adverb(text: str, cue: Span, contents: Sequence[Span]) -> Span | None:
    """The adverb in a cue that reports by itself (*reportedly*), beside a verb that takes no clause or quotation."""
    match = _HEDGE.search(text, *cue)
    if match is None or match.span() == tuple(cue):
        return None
    takes_clause = any(_STARTS_CLAUSE.match(text, span.start) for span in contents)
    return None if takes_clause else Span(*match.span())


_STARTS_CLAUSE = re.compile(r"that\b|[“\"«„‘`]")
_HEDGE = re.compile(r"\b(?:reportedly|allegedly|purportedly|supposedly|reputedly)\b", re.IGNORECASE)


@cache
def _cue_words() -> frozenset[str]:
    """Every word that may head a cue of saying or thinking, as it stands in text."""
    return frozenset(
        form.split()[0] for entry in cues().entries if entry.type in ("verb", "according") for form in entry.forms
    )


def may_report(content: str) -> bool:
    """Whether a content holds a word that could be a cue, so that it is worth a reading of its own."""
    return any(word.lower() in _cue_words() for word in _PLAIN_WORD.findall(content))


_PLAIN_WORD = re.compile(r"[A-Za-z]+")
