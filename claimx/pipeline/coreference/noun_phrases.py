"""Noun phrases: whether a source phrase is a pronoun, a name, a body called after somebody, or a description."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from claimx.labels import SpeakerType
from claimx.lexicon import PersonNoun, Pronoun, governments, person_nouns, pronouns, titles
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.entities import Cast, Entity, Name
from claimx.pipeline.coreference.roles import FORM_OF_ADDRESS, is_doer
from claimx.quotation_marks import CLOSING
from claimx.spans import Span

PhraseKind = Literal["pronoun", "relative", "named", "office", "description"]

_PREPOSITION = re.compile(
    r"\b(?:of|for|from|to|at|in|on|by|with|within|inside|near|close|under|against|between|behind|beside|alongside|"
    r"opposite|about|around|who|whom|whose|which|that|including|representing|leading|(?<!-)based|familiar)\b",
    re.IGNORECASE,
)
_SEGMENT_END = re.compile(r",\s|\s[–—-]\s|[(;:]")
_COORDINATION = re.compile(r"\s*(?:,\s*)?(?:\band\b|&)\s*$", re.IGNORECASE)
# *He himself*, *they both*.
_EMPHASIS = re.compile(r"\s(?:\w+sel(?:f|ves)|both|all|too|also)$")
_OWNING = re.compile(r"['’]s?$")
_FOLLOWING_WORD = re.compile(r"(?:['’]s?)?\s+([\w\-]+)")
_NO_NAME_IN_FRONT = (
    r"(?:An?|The|This|That|These|Those|Its|His|Her|Their|Our|My|"
    r"Some|Several|One|Two|Each|Every|Any|No|Both|Many|Most|"
    r"At|In|On|By|From|Outside|Inside|Near|After|Before|Under|For|Of|With)\b"
)
_WORD_OF_BODY = r"[A-Z][\w.’'\-]*"
_PROPER_BODY = re.compile(
    rf"(?:[Tt]he )?(?P<body>(?!{_NO_NAME_IN_FRONT}){_WORD_OF_BODY}(?<!['’]s)(?: {_WORD_OF_BODY})*(?: [a-z\-]+)??"
    r" (?P<noun>[a-z\-]+))(?=$|[,(]| (?:in|of|on|at|for)\b)"
)
_WORD_AFTER = re.compile(r"\s+([\w\-]+)")


@dataclass(frozen=True, slots=True)
class NounPhrase:
    """A source phrase and what it is.

    ``named`` are the names that are its head, each with its entity (two in *Putin and Kim*). For an office ``body`` is
    the span that names it (*Yoon’s office*). ``pronoun`` is the entry of a pronoun, ``noun`` the common noun that is
    the head of a description.
    """

    span: Span
    kind: PhraseKind
    pronoun: Pronoun | None = None
    named: tuple[tuple[Name, Entity], ...] = ()
    body: Span | None = None
    noun: PersonNoun | None = None

    @property
    def type(self) -> SpeakerType:
        """The type of speaker that the phrase tells by itself."""
        if self.named and self.kind == "named":
            return self.named[0][1].type
        if self.pronoun is not None and self.pronoun.gender in ("m", "f"):
            return "person"
        return self.noun.type if self.noun else "unknown"


def read_noun_phrase(text: str, span: Span, cast: Cast) -> NounPhrase:  # noqa: C901 - one phrase is read once, part by part
    """The noun phrase at ``span``, without a possessive mark at its end."""
    possessive = _OWNING.search(text, *span)
    span = Span(span.start, possessive.start()) if possessive and possessive.start() > span.start else span
    phrase = span.of(text)
    readings = pronouns().get(_EMPHASIS.sub("", phrase))
    if readings and not (phrase.isupper() and any(name.span == span for name, _ in cast.named_in(span))):
        return NounPhrase(span, "relative" if readings[0].kind == "relative" else "pronoun", readings[0])
    noun = person_nouns().head(phrase)
    heads: list[tuple[Name, Entity]] = []
    named = list(cast.named_in(span))
    for number, (name, entity) in enumerate(named):
        modifies = any(_is_modifier(text, other, span) for other in _joined(text, named[number:])) or _is_before_holder(
            text, named[number:]
        )
        if heads:
            between = text[heads[-1][0].span.end : _front(name)]
            if _COORDINATION.search(between) and not modifies:
                heads.append((name, entity))
            elif _replaces(text, name, entity, heads, span):
                heads = [(name, entity)]
            continue
        if _is_part_of_word(text, name) or _is_governed(text, name, [other for other, _ in named[:number]], span):
            continue
        if modifies or name.text.endswith((" Poll", " poll")):
            continue
        body = body_called_after(text, name, span)
        if body is not None and _FOLLOWING_WORD.match(text, body.end, span.end) is None:
            return NounPhrase(span, "office", None, ((name, entity),), body, person_nouns().head(body.of(text)))
        if body is not None or _is_named_after(text, name, span):
            # The people of a body are not that body: *Ruiz’s campaign strategists*.
            continue
        owns = name.possessive and name.span.end < span.end
        if not owns and _agrees(name, entity, noun, text[span.start : name.span.start]):
            heads.append((name, entity))
    if heads:
        return NounPhrase(span, "named", None, tuple(heads), noun=noun)
    proper = _proper_body(text, span, noun) or _state_office(text, span)
    return NounPhrase(span, "office" if proper else "description", body=proper, noun=noun)


def _proper_body(text: str, span: Span, noun: PersonNoun | None) -> Span | None:
    """The span of a body called by a capitalised word and a common noun: *the FNA union, Kelmar police*."""
    plural = noun is not None and noun.number == "plural" and noun.noun != "police"
    if noun is None or plural or not (noun.type in ("organization", "government", "media") or noun.noun == "family"):
        return None
    match = _PROPER_BODY.match(text, *span)
    if match and match["body"].split()[0].endswith(("-based", "-owned", "-run", "-led")):
        return None
    if match is None or match["noun"].lower() not in noun.noun.lower().split():
        return None
    # *The Greek government* is one body, but *the Greek court* is one of its courts.
    of_country = governments().of_demonym(match["body"].removesuffix(f" {match['noun']}"))
    return Span(*match.span("body")) if not of_country or noun.type == "government" else None


def _is_part_of_word(text: str, name: Name) -> bool:
    """Whether a name stands in brackets, or is a part of a word: *the Edinburgh-based bank, an anti-Ruiz group*."""
    before = text[max(0, name.span.start - 1) : name.span.start]
    return before in ("(", "-") or _HYPHENATED.match(text, name.span.end) is not None


_HYPHENATED = re.compile(r"-\w")


def _state_office(text: str, span: Span) -> Span | None:
    """The span of an office of state that is called by what it does: *the presidential office*."""
    match = _STATE_OFFICE.fullmatch(text, *span)
    return Span(*match.span("body")) if match else None


_STATE_OFFICE = re.compile(
    r"(?:[Tt]he |[Ii]ts |[A-Z]\w+['’]s )?(?P<body>"
    r"(?:presidential|foreign|interior|home|defen[cs]e|finance|justice|health|education|trade|"
    r"unification|economy|transport|agriculture|environment) (?:office|ministry|department)|"
    # The governor's office.
    r"[a-z]+(?: [a-z]+){0,2}['’]s office)(?: in \w+)?",
)


def _is_governed(text: str, name: Name, before: Sequence[Name], span: Span) -> bool:
    """Whether a preposition or participle governs the name in its part of the phrase: a spokesman for *Ana Ruiz*.

    A preposition may govern another name ``before`` it instead: the head of *the Tarn Trust* Ana Ruiz.
    """
    segment = _segment_start(text, span, name)
    # The role in front of a name may have a preposition inside it: Leader of the Opposition.
    end = max(segment, _front(name))
    inside = [other.span for other in before if segment <= other.span.start]
    if name.type == "person" and inside and _HONORIFIC_BETWEEN.fullmatch(text, inside[-1].end, name.span.start):
        return False
    front = _without(inside, text, Span(segment, end))
    if any(match["head"] in person_nouns() for match in _NOUN_AND_PARTICIPLE.finditer(front)):
        return True
    governing = list(_PREPOSITION.finditer(front))
    if not governing:
        return False
    field = _is_field(front[governing[-1].end() :]) and governing[-1].group().lower() not in _RELATIVE
    return not (name.type == "person" and field)


# The member who supports Ana Ruiz.
_RELATIVE = frozenset(("who", "whom", "whose", "which", "that"))


_HONORIFIC_BETWEEN = re.compile(rf" (?:{FORM_OF_ADDRESS} )?")


def _without(places: Sequence[Span], text: str, span: Span) -> str:
    """The text of ``span`` without the names at ``places``, which may have prepositions inside them."""
    kept, start = "", span.start
    for place in places:
        kept += text[start : place.start]
        start = max(start, place.end)
    return kept + text[start : span.end]


def _is_field(words: str) -> bool:
    """Whether ``words`` between a preposition and a person's name are only a field of work or a body.

    *Director of* **rugby** *Ana Ruiz*, *head of* **the Tarn Council** *Ana Ruiz*, *aide for* **Health** *Mrs Ruiz*.
    """
    honorific = _HONORIFIC_AT_END.search(words)
    words = words[: honorific.start()] if honorific else words
    *_, last = words.split() or [""]
    noun = person_nouns().get(last)
    if not last or is_doer(last):
        return False
    body = last[0].isupper() and (noun is not None or last.lower() in word_list("fields_of_office"))
    return honorific is not None or body or (noun is None and _FIELD.fullmatch(words.strip()) is not None)


_HONORIFIC_AT_END = re.compile(rf"\b{FORM_OF_ADDRESS} ?$")
_NO_FIELD = r"(?:late|former|fellow|then|the|an?|this|that|his|her|its|their|our|my)$"
_FIELD = re.compile(rf"(?:[a-z]+ and )?(?!{_NO_FIELD})[a-z]+(?<!ed)")


# The colleague holding Ana Ruiz.
_NOUN_AND_PARTICIPLE = re.compile(r"\b(?P<head>[a-z]+) [a-z]{2,}ing\b")


def _front(name: Name) -> int:
    """The offset where a name, or the role in front of it, starts."""
    return min(name.span.start, name.role.start) if name.role else name.span.start


def _agrees(name: Name, entity: Entity, noun: PersonNoun | None, front: str) -> bool:
    """Whether a name may mean what the words ``front`` of it describe: a spokesman is no foundation, a study nobody."""
    if noun is None or not front or noun.noun == name.text.split()[-1].lower():
        return True
    if noun.type == "document" and noun.noun in front.split():
        return entity.type == "document"
    return noun.type != "person" or entity.type in ("person", "unknown")


def _replaces(text: str, name: Name, entity: Entity, heads: list[tuple[Name, Entity]], span: Span) -> bool:
    """Whether a person's name alone behind a comma replaces the ``heads`` so far: The Ombudsman, Leonard Achebe."""
    if entity.type != "person" or any(head.type == "person" for _, head in heads):
        return False
    segment = _segment_start(text, span, name)
    front = text[segment : name.span.start].strip()
    alone = not front or front in titles() or (name.role is not None and name.role.start <= segment + 1)
    return segment > span.start and alone and name.span.end >= span.end - 1


def _segment_start(text: str, span: Span, name: Name) -> int:
    """The offset where the part of the phrase around ``name`` begins, behind a comma, dash or bracket."""
    start = span.start
    for match in _SEGMENT_END.finditer(text, span.start, name.span.start):
        start = match.end()
    return start


def body_called_after(text: str, name: Name, span: Span) -> Span | None:
    """The span from a name to the noun behind it where these two name another body: *Yoon’s office*."""
    following = _FOLLOWING_WORD.match(text, name.span.end, span.end)
    for _ in range(3):
        if following is None:
            return None
        if following.group(1).lower() in word_list("body_nouns"):
            return Span(name.span.start, following.end())
        if not name.possessive and following.group(1).islower():
            return None
        following = _WORD_AFTER.match(text, following.end(), span.end)
    return None


def _is_modifier(text: str, name: Name, span: Span) -> bool:
    """Whether the name only modifies what follows it in its part of the phrase.

    It may modify a noun for speakers (*Trump officials*, *NATO countries*), or a role before another name or a comma
    (*Clinton communications director Jennifer Palmieri*, *an RT America host, Abby Martin*).
    """
    if name.possessive:
        return False
    slashed = _SLASHED.match(text, name.span.end, span.end)
    end = slashed.end() if slashed is not None else name.span.end
    following = _FOLLOWING_WORD.match(text, end, span.end)
    if following is not None and following.group(1) in person_nouns():
        return True
    if any(noun is not None and noun.type == "document" for noun in _nouns_behind(text, Span(end, span.end))):
        return True
    role = _ROLE_IN_APPOSITION.match(text, end, span.end)
    noun = person_nouns().head(role["role"]) if role else None
    if role is None or noun is None or noun.type not in ("person", "group") or _WITH_OTHERS.match(role["role"]):
        return False
    # White House and Pentagon spokesmen: what is joined modifies too.
    return noun.number == "plural" or not _LINK.search(role["role"])


def _nouns_behind(text: str, span: Span) -> Iterator[PersonNoun | None]:
    """The entries of the first words of ``span`` up to a preposition, None for others than nouns for speakers."""
    words_ = _WORDS_BEHIND.match(text, *span)
    for word in words_.group().split() if words_ else ():
        if _LINK.fullmatch(word):
            return
        yield person_nouns().get(word)


_SLASHED = re.compile(r"/[A-Z][\w.&]*(?: [A-Z][\w.&]*)*")
_WORDS_BEHIND = re.compile(r"(?: [\w\-]+){1,4}")
# Ruiz and his lawyers.
_WITH_OTHERS = re.compile(r"and (?:his|her|their|its|other|others|some|several|many)\b")


def _joined(text: str, named: Sequence[tuple[Name, Entity]]) -> list[Name]:
    """The first of ``named`` and the names that *and* joins to it: **Spurs** *and* **England** *defender Gary Stow*."""
    joined = [named[0][0]]
    for name, _ in named[1:]:
        if "person" in (name.type, joined[0].type) or not re.fullmatch(
            r"(?:,| and) ", text[joined[-1].span.end : name.span.start]
        ):
            break
        joined.append(name)
    return joined


def _is_before_holder(text: str, named: Sequence[tuple[Name, Entity]]) -> bool:
    """Whether the first of ``named`` is the body in which the next one holds an office: *DAE Director Dr Ana Ruiz*."""
    if len(named) < 2:
        return False
    (name, _), (holder, _) = named[:2]
    between = text[name.span.end : holder.span.start]
    return holder.type == "person" and not name.possessive and _OFFICE_BETWEEN.fullmatch(between) is not None


_OFFICE_BETWEEN = re.compile(rf"[{CLOSING}]? (?:(?!(?:and|or|of|for|at|from|in|with|his|her|their) )[\w\-]+\.? )+")


def _is_named_after(text: str, name: Name, span: Span) -> bool:
    """Whether the name stands between a determiner and a common noun: *the Boris Johnson impersonator*."""
    begins = _BEGINS.fullmatch(text, span.start, name.span.start) is not None
    return begins and not name.possessive and _ENDS.match(text, name.span.end, span.end) is not None


_BEGINS = re.compile(r"(?:the|an?|one|another|this|that) (?:[a-z\-]+ )?", re.IGNORECASE)
_ENDS = re.compile(r"(?:-[a-z]+)?(?: [a-z\-]+){1,2}(?=,|$)")
_LINK = re.compile(rf"{_PREPOSITION.pattern}|\b(?:and|or|but|his|her|its|their)\b", re.IGNORECASE)
# Up to three words and then a comma, another name, or the end.
_ROLE_IN_APPOSITION = re.compile(
    r" (?:\([^()]*\) )?(?P<role>(?:[\w\-]+ ){0,3}[a-z\-]+)(?=,| [A-Z]|$| (?:in|of|at|for|from|who|with)\b)"
)
