"""Classification of an attribution: its kind from the quotation marks, its class and polarity from the cue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimx.labels import Class, CueType, Kind, Polarity
from claimx.lexicon import cues
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
    """The labels of the cue at ``cue`` by the lexicon; an unknown cue counts as a statement."""
    before = text[max(0, cue.start - _NEGATION_REACH) : cue.start]
    entry = cues().lookup(cue.of(text), before=before)
    polarity = cues().polarity(cue.of(text), entry, before=before)
    if entry is None:
        return CueLabels(None, _type_by_shape(text, cue), "statement", polarity)
    return CueLabels(entry.lemma, entry.type, entry.class_, polarity)


def _type_by_shape(text: str, cue: Span) -> CueType:
    words_ = cue.of(text)
    if not re.search(r"\w", words_):
        return "punctuation"
    return "adverb" if words_.endswith("ly") else "verb"
