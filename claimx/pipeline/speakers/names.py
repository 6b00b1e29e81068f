"""The places where names stand: what ``ner`` found, put right by titles, roles and the lexicon of governments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from claimx.lexicon import given_names, governments, person_nouns, titles
from claimx.pipeline.segment import Layout
from claimx.pipeline.speakers.entities import Gender, Name, SpeakerType
from claimx.spans import Span

_TYPE_OF_LABEL: dict[str, SpeakerType] = {"PERSON": "person", "ORG": "organization", "GPE": "government"}
_MEDIA = re.compile(
    r"\b(?:Times|Post|News|Herald|Tribune|Guardian|Telegraph|Reuters|Associated Press|AP|AFP|BBC|CNN|KCNA|TASS|Xinhua|"
    r"Bloomberg|Journal|Gazette|Chronicle|Press|Radio|Television|TV|Courier|Echo|Mail|Daily)\b"
)
_POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))")
_WORD_BEFORE = re.compile(r"([\w.'’\-]+)[ \t]$")
_NAME_WORDS = re.compile(
    r"(?:[A-Z][\w’'\-]*\.?|de|la|van|von|der|den|bin|al|el|da|du|of)(?: (?:[A-Z][\w’'\-]*\.?|de|la|van|von|der|den|bin|al|el|da|du))*"
)
# The words of a role before or behind a name; a longer one is no role but a sentence.
_MOST_ROLE_WORDS = 8
_APPOSITION_END = re.compile(r"[,;:()–—\n“”\"]|\.(?:\s|$)| who\b| which\b| said\b| says\b| told\b")
_LONGEST_APPOSITION = 140


def find_names(doc: Doc) -> list[Name]:
    """Every name of ``doc`` in text order, none overlapping another."""
    text = doc.text
    taken: list[Name] = []
    for span, type_ in _candidates(doc):
        name = _name(text, span, type_)
        if name is not None and (not taken or taken[-1].span.end <= name.span.start):
            taken.append(name)
    return taken


def _candidates(doc: Doc) -> Iterator[tuple[Span, SpeakerType]]:
    """Entities of ner and names behind titles, by start; the longer of two that start together comes first."""
    text = doc.text
    found: dict[Span, SpeakerType] = {}
    for entity in doc.ents:
        type_ = _TYPE_OF_LABEL.get(entity.label_)
        if type_ is not None:
            # A line's end or an opening bracket is never inside a name.
            first = re.split(r"[\n(“”\"]", entity.text)[0]
            span = Span(entity.start_char, entity.start_char + len(first)).stripped(text, ",.;:-–—")
            if span is not None:
                found[span] = type_
    for span in _behind_titles(text, doc._.claimx_layout):
        if not any(other.overlaps(span) and other.end >= span.end for other in found):
            found[span] = "person"
    yield from sorted(found.items(), key=lambda pair: (pair[0].start, -pair[0].end))


def _behind_titles(text: str, layout: Layout) -> Iterator[Span]:
    """Capitalised words behind a title (*Mr Patience*, *Judge Mara Quill*), which ner often misses."""
    for paragraph in layout.paragraphs:
        if paragraph.body is None or paragraph.region == "headline":
            continue
        for match in _title_pattern().finditer(text, *paragraph.body):
            name = _NAME_WORDS.match(text, match.end(), paragraph.body.end)
            if name is not None:
                yield Span(*name.span())


@cache
def _title_pattern() -> re.Pattern[str]:
    forms = sorted((re.escape(title) for title in titles()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(forms)})\.? (?=[A-Z])")


def _name(text: str, span: Span, type_: SpeakerType) -> Name | None:
    """The name in ``span`` without title and *'s*, None when nothing but those is there."""
    possessive = _POSSESSIVE.search(text, *span)
    if possessive and possessive.end() == span.end and possessive.start() > span.start:
        span = Span(span.start, possessive.start())
    if text[span.start : span.start + 4].lower() == "the ":
        span = Span(span.start + 4, span.end)
    bare = span.of(text)
    if governments().get(bare) is not None:
        type_ = "government"
    elif type_ == "organization" and _MEDIA.search(bare):
        type_ = "media"
    gender: Gender = "-"
    role: Span | None = None
    if type_ == "person":
        start = _past_titles(text, span)
        if start >= span.end or not text[start].isupper():
            return None
        span = Span(start, span.end)
        role, gender = _role_before(text, span)
        role = role or _apposition_after(text, span)
        gender = gender if gender != "-" else _gender_of_role(text, role)
        gender = gender if gender != "-" else _gender_of_given(span.of(text))
    follows = _POSSESSIVE.match(text, span.end)
    return Name(span, span.of(text), type_, gender, role, possessive=follows is not None)


def _gender_of_given(name: str) -> Gender:
    """What the first word of a full name says; a last name alone says nothing."""
    first, *others = name.split()
    gender = given_names().get(first) if others else None
    return _known(gender or "-")


def _past_titles(text: str, span: Span) -> int:
    """Where the name starts behind the titles that ner took into it."""
    start = span.start
    while True:
        match = _title_pattern().match(text, start, span.end)
        if match is None:
            return start
        start = match.end()


def _role_before(text: str, name: Span) -> tuple[Span | None, Gender]:
    """The title or role right in front of a name, and the gender it tells.

    The role reaches back over capitalised and lower-case modifiers to the last possessive, article or mark:
    *Yoon's* **national security adviser** *Chang Ho-jin*.
    """
    start, gender = name.start, _known("-")
    words_taken = 0
    role_start = name.start
    while words_taken < _MOST_ROLE_WORDS:
        before = _WORD_BEFORE.search(text, max(0, start - 40), start)
        if before is None or before.group(1).lower() in _ROLE_STOPS or _POSSESSIVE.search(before.group(1)):
            break
        word = Span(*before.span(1))
        title = titles().get(word.of(text))
        if words_taken == 0 and title is None and person_nouns().get(word.of(text)) is None:
            break
        if title is not None and gender == "-":
            gender = _known(title.gender)
        start = word.start
        words_taken += 1
        if title is None or title.kind == "role":
            role_start = word.start
    role = Span(role_start, name.start).stripped(text) if role_start < name.start else None
    return role, gender


_ROLE_STOPS = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "but",
        "of",
        "for",
        "by",
        "to",
        "with",
        "from",
        "in",
        "at",
        "on",
        "as",
        "said",
        "says",
        "told",
        "while",
        "when",
        "where",
        "that",
        "who",
        "his",
        "her",
        "its",
        "their",
        "our",
        "my",
        "your",
        "this",
        "is",
        "was",
        "were",
        "are",
        "has",
        "had",
        "have",
        "will",
        "would",
    ]
)


def _apposition_after(text: str, name: Span) -> Span | None:
    """The role behind a name and a comma: *Jenny Town,* **a senior fellow at the Stimson Center**."""
    if text[name.end : name.end + 2] != ", ":
        return None
    start = name.end + 2
    end = _APPOSITION_END.search(text, start, min(len(text), start + _LONGEST_APPOSITION))
    if end is None:
        return None
    phrase = Span(start, end.start()).stripped(text)
    if phrase is None:
        return None
    article = re.match(r"(?:an?|the|who is|now)\s+", text[phrase.start : phrase.end])
    if person_nouns().head(phrase.of(text)) is None:
        return None
    return Span(phrase.start + (article.end() if article else 0), phrase.end)


def _gender_of_role(text: str, role: Span | None) -> Gender:
    if role is None:
        return "-"
    for word in role.of(text).split():
        title, noun = titles().get(word), person_nouns().get(word)
        for entry in (title, noun):
            if entry is not None and _known(entry.gender) != "-":
                return _known(entry.gender)
    return "-"


def _known(gender: str) -> Gender:
    return "m" if gender == "m" else "f" if gender == "f" else "-"
