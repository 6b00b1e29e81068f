"""Names in two spellings (CX401)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimx.check.findings import Finding
from claimx.check.judged_article import TOLD_REGIONS, Article
from claimx.names import folded_words, one_letter_apart
from claimx.records import Attribution, Phrase, Speaker
from claimx.spans import Span, line_and_column

# A part of a name; hyphens join parts, so that Ho-jin is as long as Ho Jin.
_PART = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*\.?")
_POSSESSIVE = re.compile(r"[’'][sS]?$")
# Shorter words that differ by one letter are more often two names: Jong Il and Jong Un, Ana and Ann.
_SHORTEST_DOUBLED = 3
_SHORTEST_MISSPELT = 4
_BETWEEN_PARTS = re.compile(r"[ \u00a0\-‑]+")


class _Part(NamedTuple):
    """One word of a name in a passage; ``key`` is its form for comparison."""

    span: Span
    key: str


class _Passage(NamedTuple):
    """Words to look for names in: the whole text, or a phrase of a record where the text is not known.

    ``places`` tells at which of ``parts`` each key stands.
    """

    text: str
    parts: Sequence[_Part]
    places: Mapping[str, Sequence[int]]
    record: Attribution | None = None
    phrase: Phrase | None = None


class _Form(NamedTuple):
    """A name as it is written at one place."""

    text: str
    passage: _Passage
    span: Span


def names_in_two_spellings(article: Article) -> Iterator[Finding]:
    """Each form of a speaker's name that differs from the first by hyphens, accents or a letter, once."""
    passages = list(_passages(article))
    reported: set[str] = set()
    for name in _full_names(article):
        forms: dict[str, _Form] = {}
        for form in (form for passage in passages for form in _forms(name, passage)):
            forms.setdefault(_spelling(form.text), form)
        for key, form in forms.items():
            first = next(iter(forms.values()))
            in_capitals = form.text.isupper() or first.text.isupper()
            same = in_capitals and form.text.casefold() == first.text.casefold()
            if form is not first and key not in reported and not same:
                yield _finding(article, form, first)
        reported |= forms.keys()
    yield from _last_names(article)


def _last_names(article: Article) -> Iterator[Finding]:
    """Speakers known by one word only, which is a letter off the last name of another."""
    last = {_parts(name)[-1].key: name for name in _full_names(article)}
    alone: dict[str, str] = {}
    seen: set[str] = set()
    for record in article.attributions:
        for who in _people(record):
            parts = _parts(who.name or "")
            if len(parts) == 1 and who.mention is not None and parts[0].key not in seen | last.keys():
                seen.add(parts[0].key)
                others = (last | alone).items()
                near = [name for key, name in others if one_letter_apart(parts[0].key, key, _SHORTEST_MISSPELT)]
                alone[parts[0].key] = who.name or ""
                if near:
                    message = f"“{who.name}” may be “{near[0]}” in another spelling"
                    yield article.finding_on("CX401", record, who.mention, message)


def _people(record: Attribution) -> Iterator[Speaker]:
    return (who for who in (record.speaker, *record.cospeakers) if who.type == "person" and who.name is not None)


def _full_names(article: Article) -> list[str]:
    names = (str(who.name) for record in article.attributions for who in _people(record))
    return [name for name in dict.fromkeys(names) if len(_parts(name)) > 1]


def _passages(article: Article) -> Iterator[_Passage]:
    if article.text is not None:
        parts = [
            part for part in _parts(article.text) if article.known.layout.region_at(part.span.start) in TOLD_REGIONS
        ]
        yield _Passage(article.text, parts, _places(parts))
        return
    for record in article.attributions:
        for phrase in (phrase for who in _people(record) for phrase in (who.mention, who.evidence)):
            if phrase is not None:
                parts = _parts(phrase.text)
                yield _Passage(phrase.text, parts, _places(parts), record, phrase)


def _places(parts: Sequence[_Part]) -> dict[str, list[int]]:
    """For each key the indices of the ``parts`` that have it."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, part in enumerate(parts):
        places[part.key].append(at)
    return places


def _parts(text: str) -> list[_Part]:
    return [
        _Part(Span(match.start(), match.start() + len(bare)), "".join(folded_words(bare)))
        for match in _PART.finditer(text)
        if (bare := _POSSESSIVE.sub("", match.group()))
    ]


def _forms(name: str, passage: _Passage) -> Iterator[_Form]:
    """The places of ``passage`` that write ``name``, in whichever spelling."""
    own = [part.key for part in _parts(name)]
    # At most one part differs, so that the first or the second part has its usual form.
    begins = {*passage.places.get(own[0], ()), *(at - 1 for at in passage.places.get(own[1], ()) if at)}
    for at in sorted(begin for begin in begins if begin + len(own) <= len(passage.parts)):
        found = passage.parts[at : at + len(own)]
        if _is_same_name([part.key for part in found], own) and _is_one_name(passage.text, found):
            span = Span(found[0].span.start, found[-1].span.end)
            yield _Form(span.of(passage.text), passage, span)


def _is_same_name(found: list[str], own: list[str]) -> bool:
    """Whether the parts are alike, one of them perhaps a letter off."""
    different = [(a, b) for a, b in zip(found, own, strict=True) if a != b]
    if len(different) > 1:
        return False
    return all(one_letter_apart(a, b, _SHORTEST_MISSPELT) or _is_doubled(a, b) for a, b in different)


def _is_doubled(one: str, other: str) -> bool:
    """Whether two words, however short, are one but for a letter that is written twice: *Ana*, *Anna*."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_DOUBLED and any(long == short[: at + 1] + short[at:] for at in range(len(short)))


def _is_one_name(text: str, parts: Sequence[_Part]) -> bool:
    """Whether ``parts`` stand together and begin and end as a name does: not *Ana ruins*, but *Ho-jin*."""
    gaps = [text[a.span.end : b.span.start] for a, b in pairwise(parts)]
    first, last = (text[part.span.start] for part in (parts[0], parts[-1]))
    inner = any(
        letter.isupper() for letter in parts[-1].span.of(text)
    )  # A name may begin with a small letter: deMarco.
    is_name = first.isupper() and (last.isupper() or inner or "-" in gaps[-1])
    return is_name and all(_BETWEEN_PARTS.fullmatch(gap) for gap in gaps)


def _spelling(written: str) -> str:
    """A form without what no writer means by it: capitals throughout, kinds of space, hyphen and apostrophe."""
    plain = re.sub(r"[ \u00a0]+", " ", written).replace("’", "'").replace("‑", "-")
    return plain.title() if plain.isupper() else plain


def _finding(article: Article, form: _Form, first: _Form) -> Finding:
    record, phrase = form.passage.record, form.passage.phrase
    if record is not None and phrase is not None:
        return article.finding_on("CX401", record, phrase, f"“{form.text}” is also spelt “{first.text}”")
    line, _ = line_and_column(article.known_text, first.span.start)
    return article.finding("CX401", form.span, f"“{form.text}” is spelt “{first.text}” in line {line}", form.text)
