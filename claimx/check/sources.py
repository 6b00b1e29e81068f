"""Rules about who speaks: words without a speaker (CX101), speakers without a name (CX102, CX103), doubt (CX901)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import TOLD_REGIONS, Article
from claimx.lexicon import given_names, person_nouns, pronouns
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import OPENING
from claimx.quoted import unattributed
from claimx.records import Attribution, Phrase
from claimx.spans import Span, words

# Patterns of English grammar.
_DETERMINED = re.compile(r"(?:the|this|that|these|those|my|our|your|his|her|its|their)\s", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:my|our)\s", re.IGNORECASE)
_NAME = r"(?:(?:Dr|Mr|Mrs|Ms|Sir|Dame)\.?\s)?[A-Z][\w’'\-]+\s(?:[A-Z][\w’'.\-]+\s){0,4}[A-Z][\w’'\-]+"
# A label at the start of a line, up to the opening mark.
_LABEL_BEFORE = re.compile(
    rf"(?:\A|\n)[ \t>*_]*(?:{_NAME}|[A-Z]{{2,}})(?:,[^.!?:\n]{{1,60}})?[*_]*:[*_]*\s*['{OPENING}]?\Z"
)
_LONGEST_LABEL = 150
# A name as an apposition: "the colleague holding her ankles, Tomás Irarrázaval".
_NAME_FOLLOWS = re.compile(rf"[^.,;:\n]{{0,40}},\s(?:{_NAME})")
_CAPITALISED_WORD = re.compile(r"\b[A-Z][\w’'\-]+")
# An indefinite phrase introduces somebody whom the article does not mean to name: "one of the officers".
_INTRODUCED = (
    r"\b(?:an?|one|two|three|four|five|some|several|another|other|many)\s+(?:of\s+)?(?:[\w’'\-]+\s+){{0,4}}?{}\b"
)


# CX101


def words_without_speaker(article: Article) -> Iterator[Finding]:
    """Quotations of the article's body that no attribution with a source holds."""
    text = article.known_text
    # A source that stands inside a quotation belongs to the words of another speaker.
    sourced = [
        _content(r) for r in article.attributions if _has_source(r) and not _is_quoted(r.speaker.mention, article)
    ]
    told = [span for r in article.attributions if not _has_source(r) and _is_by_verb(r) for span in _content(r)]
    for span, reason in unattributed(article.known, sourced):
        # A term in marks is nobody's words, unless a verb says that somebody spoke them: told to “act responsibly”.
        is_told = len(words(text, span)) > 1 and any(stretch.contains(span) for stretch in told)
        spoken = reason == "no_source" or (reason == "term" and is_told)
        if _is_labelled(text, span):
            continue
        if spoken and article.known.layout.region_at(span.start) == "main":
            spoken_words = span.of(text)
            message = f"nobody is said to have spoken “{excerpt(spoken_words)}”"
            yield article.finding("CX101", span, message, spoken_words)


def _is_labelled(text: str, span: Span) -> bool:
    """Whether a name stands in front of a quotation with a colon, as *Ana Ruiz, mayor:* does."""
    return _LABEL_BEFORE.search(text[max(0, span.start - _LONGEST_LABEL) : span.start]) is not None


def _has_source(record: Attribution) -> bool:
    return record.speaker.name is not None or record.speaker.mention is not None


def _is_by_verb(record: Attribution) -> bool:
    """Whether the cue is a verb that the lexicon knows: *told*, and not *so-called*."""
    return record.cue is not None and record.cue.type == "verb" and record.cue.lemma is not None


def _is_quoted(mention: Phrase | None, article: Article) -> bool:
    """Whether a source is spoken of inside a quotation."""
    if mention is None or article.index is None:
        return False
    place = Span(mention.spans[0].start, mention.spans[0].end)
    return any(quotation.span.contains(place) for quotation in article.index.marks.outer())


def _content(record: Attribution) -> list[Span]:
    return [Span(span.start, span.end) for span in record.content.spans]


# CX102 and CX103


@dataclass(slots=True)
class _Unnamed:
    """An unnamed speaker, with the record in which it speaks first."""

    code: str
    record: Attribution
    mention: Phrase
    called: str


def unnamed_speakers(article: Article) -> Iterator[Finding]:
    """People and groups that speak and are not named, each description once, where it speaks first."""
    met: dict[str, _Unnamed] = {}
    times: Counter[str] = Counter()
    heads: set[str] = set()
    previous_unnamed = False
    for record in article.attributions:
        mention = record.speaker.mention
        if record.region not in TOLD_REGIONS or _is_quoted(mention, article):
            continue
        if record.speaker.name is not None or mention is None:
            previous_unnamed = False
            continue
        # *The official* and *they* are counted with the description they refer to: a senior Western official.
        called = record.speaker.description or mention.text
        key, head = called.casefold(), _head(called)
        code = _code(article, record, mention, head, heads, previous_unnamed)
        if code is not None and key not in met:
            met[key] = _Unnamed(code, record, mention, called)
        previous_unnamed = True
        times[key] += 1
        heads |= {head} if head else set()
    for key, unnamed in met.items():
        yield article.finding_on(unnamed.code, unnamed.record, unnamed.mention, _message(unnamed, times[key]))


def _code(
    article: Article, record: Attribution, mention: Phrase, head: str | None, heads: set[str], previous_unnamed: bool
) -> str | None:
    """The rule that an unnamed mention breaks, if any.

    A pronoun behind an unnamed speaker, or a description with the noun of one, is that speaker again.
    """
    if _is_gendered_pronoun(mention.text):
        return None if previous_unnamed or _names_anybody(article, mention) else "CX102"
    if (
        mention.text in pronouns()
        or record.speaker.type not in ("person", "group")
        or head in word_list("nouns_for_opinions")
    ):
        return None
    if record.speaker.type == "group" or (not _DETERMINED.match(mention.text) and not _is_bare(mention.text, head)):
        return "CX103"
    # Whoever says *my wife* is the speaker of another attribution.
    if head in heads or _FIRST_PERSON.match(mention.text) or _is_named(article, mention, head):
        return None
    return "CX103" if _is_introduced(article, mention, head) else "CX102"


def _message(unnamed: _Unnamed, times: int) -> str:
    words, often = excerpt(unnamed.called), f", {times} attributions" if times > 1 else ""
    body = unnamed.record.speaker.organization
    often += f"; speaks for {excerpt(body)}" if body is not None else ""
    if unnamed.code == "CX102":
        return f"“{words}” speaks and is never named{often}"
    return f"“{words}” is a source without a name{often}"


def _head(mention: str) -> str | None:
    """The noun of a description: *officer*, of a police officer too."""
    noun = person_nouns().head(mention)
    return noun.noun.split()[-1] if noun is not None else None


def _is_gendered_pronoun(mention: str) -> bool:
    return mention in pronouns() and any(reading.gender in ("m", "f") for reading in pronouns()[mention])


def _is_bare(mention: str, head: str | None) -> bool:
    """Whether a mention is a role alone: *Mayor said*."""
    return head is not None and mention.casefold() == head.casefold()


def _names_anybody(article: Article, mention: Phrase) -> bool:
    """Whether the article names a person of the gender of a pronoun, so that only the resolver missed the name."""
    if any(record.speaker.type == "person" and record.speaker.name is not None for record in article.attributions):
        return True
    before = article.text[: mention.spans[0].start] if article.text is not None else ""
    genders = {reading.gender for reading in pronouns()[mention.text]}
    return any(given_names().get(word) in genders for word in _CAPITALISED_WORD.findall(before))


def _is_named(article: Article, mention: Phrase, head: str | None) -> bool:
    """Whether a name stands behind the mention, or with the same noun elsewhere in the article."""
    if any(head in re.findall(r"\w+", (r.speaker.role or "").casefold()) for r in article.attributions if head):
        return True
    if article.text is None:
        return False
    if _NAME_FOLLOWS.match(article.text, mention.spans[-1].end):
        return True
    noun = re.escape(head) if head else ""
    beside = rf"\b(?i:{noun}),?\s{_NAME}|{_NAME},\s(?:[\w’'\-]+\s){{0,4}}(?i:{noun})\b"
    return bool(noun) and re.search(beside, article.text) is not None


def _is_introduced(article: Article, mention: Phrase, head: str | None) -> bool:
    """Whether the text before ``mention`` brings in somebody of the same noun as one of many: *a police officer*."""
    if article.text is None or head is None:
        return False
    before = Span(0, mention.spans[0].start).of(article.text)
    return re.search(_INTRODUCED.format(re.escape(head)), before, re.IGNORECASE) is not None


# CX901


def low_confidence(article: Article, least: float) -> Iterator[Finding]:
    """Attributions that are less confident than ``least``."""
    for record in article.attributions:
        # A continued quotation without a cue is as certain as the attribution it continues, whatever its own figure.
        if record.confidence < least and not (record.cue is None and record.speaker.resolved == "continued"):
            who = record.speaker.name or (record.speaker.mention and record.speaker.mention.text) or "nobody"
            message = f"confidence {record.confidence:.2f}: {excerpt(who)} on “{excerpt(record.content.text)}”"
            yield article.finding_on("CX901", record, record.content, message)
