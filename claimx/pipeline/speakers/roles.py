"""The role the text gives a person beside the name: a title in front of it, an apposition behind it."""

from __future__ import annotations

import re
from functools import cache

from claimx.lexicon import person_nouns, pronouns, titles
from claimx.pipeline.speakers.entities import Gender
from claimx.spans import Span

POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))")
_WORD_BEFORE = re.compile(r"([\w.'’\-]+)[ \t]$")
# Nouns of doers that no list holds in full: wicketkeeper, volcanologist, horsewoman.
_DOER = re.compile(r"[a-z\-]{3,}(?:er|or|ist|ian|man|woman|ant|ess|chief|head|star|boss|lead|coach)$")
# The words of a role in front of a name; what is longer is no role but a sentence.
_MOST_WORDS = 8
_LONGEST_TITLE = 60
_STOPS = frozenset(
    "the a an and or but of for by to with from in at on as said says told while when where that who his her its "
    "their our my your this is was were are has had have will would after before under over than whether".split()
)
_APPOSITION_END = re.compile(r"[,;:()–—\n“”\"]|\.(?:\s|$)|\s(?:who|which|said|says|told)\b")
_LONGEST_APPOSITION = 140
_ARTICLE = re.compile(r"(?:an?|the|now|then)\s+")


@cache
def title_pattern() -> re.Pattern[str]:
    """Any title or role as it stands in front of a name, with the blank behind it."""
    forms = sorted((re.escape(title) for title in titles()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(forms)})\.? (?=[A-Z])")


def role_before(text: str, name: Span) -> tuple[Span | None, Gender]:
    """The title or role right in front of a name, and the gender it tells.

    It reaches back over capitalised and lower-case modifiers to the last possessive, article or mark:
    *Yoon's* **national security adviser** *Chang Ho-jin*.
    """
    start = name.start
    gender: Gender = "-"
    role_start = name.start
    for taken in range(_MOST_WORDS):
        title = _title_ending_at(text, start)
        if title is not None:
            start, found, is_role = title
            gender = gender if gender != "-" else found
            role_start = start if is_role else role_start
            continue
        word = _word_before(text, start)
        if word is None or (taken == 0 and not _heads_a_role(word.of(text))):
            break
        gender = gender if gender != "-" else _gender_of(word.of(text))
        start = role_start = word.start
    role = Span(role_start, name.start).stripped(text) if role_start < name.start else None
    return role, gender


def _title_ending_at(text: str, end: int) -> tuple[int, Gender, bool] | None:
    """Start of the longest title that ends right before ``end``, its gender, and whether it is a role."""
    words = list(re.finditer(r"[\w.'’&\-]+", text[max(0, end - _LONGEST_TITLE) : end]))
    if not words or text[end - 1 : end] != " ":
        return None
    base = max(0, end - _LONGEST_TITLE)
    for first in words[-5:]:
        form = text[base + first.start() : end - 1]
        title = titles().get(form)
        if title is not None and (form[:1].isupper() or title.kind == "role"):
            return base + first.start(), _known(title.gender), title.kind == "role"
    return None


def _word_before(text: str, end: int) -> Span | None:
    match = _WORD_BEFORE.search(text, max(0, end - 40), end)
    if match is None or match.group(1).lower() in _STOPS or POSSESSIVE.search(match.group(1)):
        return None
    # A full stop ends a sentence here, unless it is an initial's or an acronym's.
    if match.group(1).endswith(".") and not re.fullmatch(r"(?:[A-Z]\.)+", match.group(1)):
        return None
    return Span(*match.span(1))


def _heads_a_role(word: str) -> bool:
    noun = person_nouns().get(word)
    return (noun is not None and noun.type == "person") or (word.islower() and is_doer(word))


def is_doer(word: str) -> bool:
    """Whether ``word`` is built like a noun for somebody who does something, in any case."""
    return _DOER.fullmatch(word.lower()) is not None


def apposition_after(text: str, name: Span) -> Span | None:
    """The role behind a name and a comma: *Jenny Town,* **senior fellow at the Stimson Center**."""
    if text[name.end : name.end + 2] != ", ":
        return None
    start = name.end + 2
    end = _APPOSITION_END.search(text, start, min(len(text), start + _LONGEST_APPOSITION))
    phrase = Span(start, end.start()).stripped(text) if end is not None else None
    if phrase is None:
        return None
    noun = person_nouns().head(phrase.of(text))
    if noun is None or noun.type != "person" or phrase.of(text).split()[0].lower() in pronouns():
        return None
    article = _ARTICLE.match(text, *phrase)
    return Span(article.end() if article else phrase.start, phrase.end)


def gender_of_role(text: str, role: Span | None) -> Gender:
    """What the words of a role say: *spokeswoman*, *chairman*."""
    if role is not None:
        for word in role.of(text).split():
            if _gender_of(word) != "-":
                return _gender_of(word)
    return "-"


def _gender_of(word: str) -> Gender:
    for entry in (titles().get(word), person_nouns().get(word)):
        if entry is not None and _known(entry.gender) != "-":
            return _known(entry.gender)
    return "-"


def _known(gender: str) -> Gender:
    return "m" if gender == "m" else "f" if gender == "f" else "-"
