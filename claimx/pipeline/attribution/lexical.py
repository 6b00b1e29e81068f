"""Lexical evidence for and against an attribution.

The model has learnt from gold what counts, but has seen rare words too seldom. The signs computed here go into the
confidence of an attribution as evidence beside the model's own (see ``confidence.py``), with weights that are fitted to
gold. Some kinds never count, whatever the evidence: see ``may_count``.
"""

from __future__ import annotations

import re
from functools import cache

from claimx.labels import EXCLUSIONS, CueType
from claimx.lexicon import exclusions, person_nouns, pronouns
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.quotation_marks import CLOSING_DOUBLE
from claimx.spans import Span, words

# Patterns of English grammar.
_MODAL = re.compile(
    r"\b(?:may|might|could|must|should|would|can)\b(?!\s+(?:not\s+)?(?:later|also|only)\b)", re.IGNORECASE
)
_STARTS_INFINITIVE = re.compile(r"to\s", re.IGNORECASE)
_BE = re.compile(r"\b(?:am|is|are|was|were|be|been|being)\b", re.IGNORECASE)
_AUXILIARY_REACH = 16
# Verbs are left out: most cues are verbs.
_CUE_TYPES: tuple[CueType, ...] = ("noun", "according", "adverb", "punctuation")


def may_count(text: str, depth: bytes | bytearray, found: Attributed) -> bool:
    """Whether ``found`` is of no kind that the annotation rules always leave out.

    These kinds are the writer's own voice, the writer's guess at what somebody believes, the question who said
    something, a pronoun in the place of words, a verb of judgement with a bare object, and the title of a work.
    ``depth`` holds for each code point the number of quotations it stands in.
    """
    guess = (
        found.cue is not None and found.class_ == "belief" and found.kind == "indirect" and _is_guess(text, found.cue)
    )
    cue = found.cue
    if guess or _is_writers(text, found.source, depth) or _asks_who(text, found.source):
        return False
    if cue is None:
        return True
    if _stands_for_words(text, cue, found):
        return False
    return not (_has_only_object(text, cue, found) if found.kind == "indirect" else _is_title(text, cue, found))


def lexical_evidence(text: str, found: Attributed, shares_sentence: bool) -> dict[str, float]:
    """The signs of ``found``, each 1 where it holds and 0 where it does not.

    ``shares_sentence`` says that another attribution stands before it in its sentence, whose subject a verb without a
    source shares.
    """
    cue = found.cue
    excluded = exclusions().get(cue.lemma or "") if cue else None
    if cue and excluded == "pointing" and found.source and _can_speak(text, found.source):
        excluded = None
    quoted = any(is_quoted for _, is_quoted in found.content)
    signs = {
        "cue_known": cue is not None and cue.lemma is not None,
        **{f"cue_{type_}": cue is not None and cue.type == type_ for type_ in _CUE_TYPES},
        **{f"cue_excluded_{kind}": excluded == kind for kind in EXCLUSIONS},
        "belief": found.class_ == "belief",
        "intent": found.class_ == "intent",
        "naming": cue is not None and quoted and _is_naming(text, cue, found),
        "unreported": cue is not None
        and cue.type == "verb"
        and found.source is None
        and not shares_sentence
        and not _is_reported(text, cue),
    }
    return {name: float(holds) for name, holds in signs.items()}


def _is_naming(text: str, cue: FoundCue, found: Attributed) -> bool:
    """Whether quoted words are what something goes by: *known as “Captain Wilf”*, *have dubbed it “the Kraken”*."""
    quoted = sum(len(words(text, span)) for span, is_quoted in found.content if is_quoted)
    sourceless = found.source is None and cue.type == "verb" and quoted <= _MOST_NAME_WORDS
    return (
        sourceless
        and (_KNOWN.search(cue.span.of(text)) is not None or not _is_reported(text, cue))
        and _is_passive(text, cue)
    )


_KNOWN = re.compile(r"\bknown\b", re.IGNORECASE)
_MOST_NAME_WORDS = 4


def _is_title(text: str, cue: FoundCue, found: Attributed) -> bool:
    """Whether what stands between the marks is the title of a work: *wrote the novel “Slow Money”*, *sang “Home”*."""
    quoted = [span for span, is_quoted in found.content if is_quoted]
    if not quoted or not all(_TITLE_CASE.fullmatch(text, *span) for span in quoted):
        return False
    front = text[max(0, quoted[0].start - _WORK_REACH) : quoted[0].start - 1]
    return _work().search(front) is not None or _performs().search(cue.span.of(text)) is not None


# A noun for a work stands within so many code points before its title.
_WORK_REACH = 16
_TITLE_CASE = re.compile(r"[A-Z0-9][\w’'\-]*(?: (?:[A-Z0-9&][\w’'\-]*|of|the|a|an|and|in|on|by|to|for|at))*[,.!?]?")


@cache
def _work() -> re.Pattern[str]:
    """A noun for a work right in front of its title."""
    return re.compile(rf"\b{alternation(word_list('nouns_for_works'))}[, ]*$")


@cache
def _performs() -> re.Pattern[str]:
    """A verb whose object is a work: *sang*."""
    return re.compile(rf"\b{alternation(word_list('performing_verbs'))}\b")


def _has_only_object(text: str, cue: FoundCue, found: Attributed) -> bool:
    """Whether a verb that reports only with a clause has an object alone: *recalled its yogurt*, *citing officials*."""
    words_ = " ".join(span.of(text) for span, _ in found.content)
    if cue.lemma == "tell":
        return _STORY.fullmatch(words_) is not None
    return (
        exclusions().get(cue.lemma or "") == "bare"
        and _OBJECT.match(words_) is not None
        and not _clause().search(words_)
    )


_STORY = re.compile(r"(?:an?|another|the|its own|their own)(?: \w+)? (?:story|tale|stories)")
_OBJECT = re.compile(r"[a-z]+\b", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    """A word that shows a clause where a noun phrase might stand, or a participle."""
    return re.compile(rf"\b{alternation(word_list('clause_words'))}\b|\w+ing\b", re.IGNORECASE)


def _is_writers(text: str, source: Span | None, depth: bytes | bytearray) -> bool:
    """Whether the writer speaks: *I* or *we* outside quotation marks."""
    if source is None or depth[source.start]:
        return False
    readings = pronouns().get(source.of(text), ())
    return any(reading.person == 1 for reading in readings)


def _stands_for_words(text: str, cue: FoundCue, found: Attributed) -> bool:
    """Whether no more is said than *it*, *so* or *this*, behind which the sentence goes on: *saying it, and …*."""
    return text[cue.span.end : found.start].isspace() and _FOR_WORDS.match(text, found.start) is not None


_FOR_WORDS = re.compile(r"(?:it|so|this)\s?[,;–—]")


def _asks_who(text: str, source: Span | None) -> bool:
    """Whether the source is the *who* of a question: *Who told them?*, *I don't know who told them*."""
    if source is None or (asking := source.of(text)).lower() != "who" or asking.isupper():
        return False
    return asking == "Who" or _before_who().search(text, max(0, source.start - _WHO_REACH), source.start) is not None


@cache
def _before_who() -> re.Pattern[str]:
    """A word behind which *who* asks a question, right in front of it."""
    return re.compile(rf"\b{alternation(word_list('words_before_who'))}\s+$", re.IGNORECASE)


# The longest of these words and the blanks behind it take no more code points.
_WHO_REACH = 24


def _can_speak(text: str, source: Span) -> bool:
    """Whether a source phrase names somebody, or its head is a person, a body or a document."""
    phrase = source.of(text)
    if phrase in pronouns() or person_nouns().head(phrase) is not None:
        return True
    head = re.split(r"[,(]|\s(?:of|in|on|at|from|for|by|to|with)\s", phrase)[0]
    return any(word[:1].isupper() for word in head.split()[1:]) or (
        " " not in head and not _opens_sentence(text, source)
    )


def _opens_sentence(text: str, source: Span) -> bool:
    before = text[: source.start].rstrip()
    return not before or before[-1] in f".!?{CLOSING_DOUBLE}" or "\n" in text[len(before) : source.start]


def _is_guess(text: str, cue: FoundCue) -> bool:
    """Whether a belief stands under a modal (*may worry*) or in an infinitive (*compel Seoul to think*)."""
    verb = cue.span.of(text)
    before = text[max(0, cue.span.start - _AUXILIARY_REACH) : cue.span.start]
    return bool(
        _STARTS_INFINITIVE.match(verb) or _MODAL.search(verb) or re.search(rf"{_MODAL.pattern}\s+(?:well\s+)?$", before)
    )


def _is_reported(text: str, cue: FoundCue) -> bool:
    return _is_passive(text, cue) and (cue.lemma or "-").split()[0] in word_list("reporting_passives")


def _is_passive(text: str, cue: FoundCue) -> bool:
    """Whether a form of *be* stands before or in the cue, or a participle opens the sentence (*Asked whether*)."""
    return bool(
        _BE.search(text[max(0, cue.span.start - _AUXILIARY_REACH) : cue.span.end])
        or cue.span.of(text)[:1].isupper()
        or _KNOWN.search(cue.span.of(text))
    )
