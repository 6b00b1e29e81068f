"""Introductions: the phrases by which an article introduces what it does not name: *a report by the Tarn Trust*."""

from __future__ import annotations

import re

from claimx.lexicon import PersonNoun, person_nouns
from claimx.lexicon.word_lists import word_lines, word_list
from claimx.pipeline.coreference.roles import synonyms
from claimx.quotation_marks import DOUBLE
from claimx.spans import Span

_WORD_BEFORE = re.compile(r"(?P<word>[\w’'&.\-]+)[ \n]$")
_DEFINITE = frozenset("the this that these those".split())
_DETERMINERS = _DEFINITE | frozenset("a an one his her its their our my some many several two three another".split())
_MOST_WORDS_BEFORE_HEAD = 8
# The marks that end a complement, in a character class.
_ENDS = rf",.;:()—\n{DOUBLE}"
_COMPLEMENT = re.compile(
    rf" (?:by|from|of|for|at|in|on|to|published|released|obtained|issued|who|interviewed)\b[^{_ENDS}]{{1,100}}?"
    rf"(?=[{_ENDS}]| (?:said|says|told|found|finds|shows?|showed|has|had|have|is|was|were|will|would|that)\b)"
)


def introduction(noun: PersonNoun, text: str, before: int) -> Span | None:
    """The last phrase before an offset that introduces a document called ``noun``, None where there is none."""
    groups = (group for group in word_lines("nouns_for_one_document") if noun.noun in group)
    words = synonyms(noun.noun).union({noun.noun}, *groups)
    for nouns in ({noun.noun}, words):
        pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(nouns)))})\b(?![’'])")
        for match in reversed(list(pattern.finditer(text, max(0, before - _FARTHEST), before))):
            phrase = _phrase_around(text, Span(*match.span()))
            if phrase.start < match.start() and text[phrase.start : phrase.end].split()[0].lower() not in _DEFINITE:
                return phrase
    return None


_FARTHEST = 20_000


def _phrase_around(text: str, head: Span) -> Span:
    """The noun phrase around a head, from its determiner to the end of its complement."""
    complement = _COMPLEMENT.match(text, head.end)
    return Span(_start_of_phrase(text, head.start), complement.end() if complement else head.end)


def _start_of_phrase(text: str, start: int) -> int:
    for _ in range(_MOST_WORDS_BEFORE_HEAD):
        match = _WORD_BEFORE.search(text, max(0, start - 40), start)
        if (
            match is None
            or match["word"].lower() in word_list("words_outside_noun_phrases")
            or match["word"].endswith(".")
        ):
            break
        start = match.start()
        if match["word"].lower() in _DETERMINERS:
            break
    return start


def phrase_ending_at(text: str, offset: int) -> Span | None:
    """The noun phrase for speakers right before the relative pronoun at ``offset``: *locals* **who** *said*."""
    end = len(text[:offset].rstrip(" ,"))
    word = _HEAD_WORD.search(text, max(0, end - 40), end)
    if word is None or person_nouns().get(word.group()) is None:
        return None
    return Span(_start_of_phrase(text, word.start()), end)


_HEAD_WORD = re.compile(r"[\w\-]+$")


def last_plural(text: str, span: Span) -> Span | None:
    """The last phrase for several people that begins a clause in ``span``, else the last one there."""
    found: list[tuple[bool, Span]] = []
    for match in _PLURAL.finditer(text, *span):
        noun = person_nouns().get(match.group())
        if noun is not None and noun.number == "plural" and noun.type in ("group", "organization", "government"):
            phrase = Span(_start_of_phrase(text, match.start()), match.end())
            before = text[max(0, phrase.start - 2) : phrase.start].strip()
            found.append((not before or before[-1] in ".!?,;\n", phrase))
    subjects = [phrase for opens, phrase in found if opens]
    return subjects[-1] if subjects else (found[-1][1] if found else None)


_PLURAL = re.compile(r"\b[A-Za-z][a-z\-]+\b")
