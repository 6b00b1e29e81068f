"""Named entities: the places where names stand in an article, and the type of speaker that each names.

The model's ``ner`` finds most of them. Titles, the sources of attributions and names found elsewhere in the article
show further ones, and the lexicon of governments corrects types.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from spacy.tokens import Doc

from claimx.article import Layout
from claimx.labels import SpeakerType
from claimx.lexicon import given_names, governments, name_suffixes, person_nouns, pronouns, titles
from claimx.lexicon.letters import plain_letters
from claimx.lexicon.word_lists import word_list
from claimx.names import acronym
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.employers import employers
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.name_shapes import (
    MOST_NAME_WORDS,
    NAME_WORDS,
    is_body,
    is_of_people,
    past_titles,
    places_of,
    read_name,
)
from claimx.pipeline.coreference.roles import (
    POSSESSIVE,
    apposition_after,
    role_before,
    title_pattern,
)
from claimx.quotation_marks import DOUBLE
from claimx.spans import Span

_TYPE_OF_LABEL: dict[str, SpeakerType] = {"PERSON": "person", "ORG": "organization", "GPE": "government"}
_SEGMENT = re.compile(r"[^,;:()]+")
# Only a last name of so many letters is looked for elsewhere in the article.
_SHORTEST_LAST_NAME = 3


def find_names(doc: Doc) -> list[Name]:
    """Every name of ``doc`` outside furniture, in text order, none overlapping another."""
    index = doc._.claimx_index.unwrapped
    text, layout = index.text, index.layout
    register = _Register(text, layout)
    for span in _with_acronym(text, layout):
        register.add(span, "organization")
    read = list(_from_ner(doc, text))
    last_names = {span.of(text).split()[-1] for span, type_ in read if type_ == "person" and " " in span.of(text)}
    for span, type_ in read:
        known = span.of(text) in last_names or (type_ == "organization" and _holds_office(text, span))
        register.add(span, type_, known)
    for span, type_ in _in_sources(text, doc._.claimx_attributions):
        register.add_longer(span, type_, known=True)
    for span, type_ in _named_again(text, layout, register.names):
        register.add(span, type_, known=True)
    register.cut_headline_names()
    register.retype_employers()
    register.retype_single_words()
    register.cut_roles_at_people()
    return register.names


def _holds_office(text: str, span: Span) -> bool:
    """Whether an office of state stands behind the name of a body: **Senate** *Majority Leader Ana Ruiz*."""
    behind = _OFFICE_BEHIND.match(text, span.end)
    return behind is not None and not word_list("offices_of_state").isdisjoint(behind.group().lower().split())


_OFFICE_BEHIND = re.compile(r"(?: [\w\-]+){1,3}")


def _is_inside_a_sentence(text: str, name: str) -> bool:
    """Whether ``name`` stands somewhere behind a lower-case word or a comma."""
    return any(_BEHIND_A_WORD.search(text, max(0, place.start - 5), place.start) for place in places_of(text, name))


_BEHIND_A_WORD = re.compile(r"(?:[a-zà-ÿ,]|\bA|\bThe) $")


class _Register:
    """The names of an article found so far, none of which overlaps another."""

    def __init__(self, text: str, layout: Layout) -> None:
        self._by_start: dict[int, Name] = {}
        self._text = text
        self._layout = layout
        self._taken = bytearray(len(text))

    @property
    def names(self) -> list[Name]:
        """The names found so far, in text order."""
        return [self._by_start[start] for start in sorted(self._by_start)]

    def add(self, span: Span, type_: SpeakerType, known: bool = False) -> None:
        """Add the name at ``span``, if it is one; for ``known`` ones, which stand elsewhere too, a title may be one."""
        if 0 not in self._taken[span.start : span.end]:
            return
        name = read_name(self._text, span, type_, self._layout.region_at(span.start) != "main", known)
        if name is not None and not self.holds_part_of(name.span):
            self._by_start[name.span.start] = name
            self._taken[name.span.start : name.span.end] = b"\1" * (name.span.end - name.span.start)

    def add_longer(self, span: Span, type_: SpeakerType, known: bool = False) -> None:
        """Add a name in the place of those inside it, unless one reaches over its edges or is a person's whole name.

        What stands in front of a whole name is a role and a body: *Chief of Super Value* **Debra Symonette**.
        """
        reaches_over = span.start and self._taken[span.start - 1] and self._taken[span.start]
        inside = [self._by_start[at] for at in range(*span) if at in self._by_start]
        whole = any(
            name.span.end == span.end and name.text.split()[0] in given_names() for name in inside if " " in name.text
        )
        if not reaches_over and not whole and all(span.contains(name.span) and name.span != span for name in inside):
            for name in inside:
                del self._by_start[name.span.start]
            self._taken[span.start : span.end] = bytes(span.end - span.start)
            self.add(span, type_, known)

    def retype_single_words(self) -> None:
        """Type a single word as a person where it is part of a person's name, as a body where it begins a body's."""
        people = [name.text for name in self._by_start.values() if name.type == "person"]
        full = [text.split() for text in people if " " in text]
        parts = {words[-1] for words in full} | {words[0] for words in full if words[0] in given_names()}
        plain = set(map(plain_letters, parts))
        bodies = {name.text.split()[0] for name in self._by_start.values() if " " in name.text and is_body(name.text)}
        for start, name in list(self._by_start.items()):
            if name.type == "person" and name.text in bodies - parts:
                self._by_start[start] = replace(name, type="organization", role=None, gender="-")
            elif name.type != "person" and plain_letters(name.text) in plain and name.text not in governments():
                person = read_name(self._text, name.span, "person", name.aside)
                self._by_start[start] = person or name

    def retype_employers(self) -> None:
        """Type names as bodies where the article tells of an office in them, and ner took them for places or people."""
        bodies = employers(self._text, self._by_start.values())
        for start, name in self._by_start.items():
            if name.text in bodies:
                self._by_start[start] = replace(name, type="organization", role=None, gender="-")

    def cut_headline_names(self) -> None:
        """Cut capitalised words of a headline to a name that stands elsewhere: *Ana Ruiz Wins Oslo*, *Ruiz Wins*."""
        full = {name.text for name in self._by_start.values() if not name.aside and " " in name.text}
        last = {text.split()[-1] for text in full}
        for start, name in list(self._by_start.items()):
            if name.aside and name.type == "person" and name.text not in full:
                part = _part_of(name, full) or _part_of(name, last)
                if part is not None:
                    del self._by_start[start]
                    self._by_start[part.start] = replace(name, span=part, text=part.of(self._text), possessive=False)

    def cut_roles_at_people(self) -> None:
        """Cut a role in front of a name that reaches back over another person: *Ruiz met* **coach** *Tom Ek*."""
        for start, name in list(self._by_start.items()):
            if name.type == "person" and name.role is not None and name.role.start < start:
                inside = [self._by_start[at] for at in range(*name.role) if at in self._by_start]
                people = [other for other in inside if other.type == "person" and not other.possessive]
                verb = _VERB_AND_ROLE.fullmatch(self._text, people[-1].span.end, name.role.end) if people else None
                if verb is not None:
                    role = Span(verb.start("role"), verb.end()) if verb["role"] else None
                    self._by_start[start] = replace(name, role=role)

    def holds_part_of(self, span: Span) -> bool:
        return any(self._taken[span.start : span.end])


def _part_of(name: Name, known: Set[str]) -> Span | None:
    """The span of the longest run of a name's words in ``known``; a last name behind a given name is none."""
    words = list(_BETWEEN_BLANKS.finditer(name.text))
    for length in range(len(words) - 1, 0, -1):
        for first in range(len(words) - length + 1):
            begin, end = words[first].start(), words[first + length - 1].end()
            given = length == 1 and first > 0 and words[first - 1].group() in given_names()
            if name.text[begin:end] in known and not given:
                return Span(name.span.start + begin, name.span.start + end)
    return None


_BETWEEN_BLANKS = re.compile(r"\S+")
# In front of a title with a capital all that has none is the verb, else its first word is.
_VERB_AND_ROLE = re.compile(r"(?:(?:\s+[a-z]\S*)+\s+(?=[A-Z])|\s+[^\s,]+\s+(?=[a-z]))(?P<role>[^,;]*)")


def _with_acronym(text: str, layout: Layout) -> Iterator[Span]:
    """The spans of names with their acronyms behind them, and of these: *the* **Northern Women's League** *(NWL)*."""
    for paragraph in layout.paragraphs:
        if paragraph.body is None:
            continue
        for match in _ACRONYM_IN_BRACKETS.finditer(text, *paragraph.body):
            words = list(
                _NAME_WORD.finditer(text, max(paragraph.body.start, match.start() - _LONGEST_NAME), match.start())
            )
            for first in reversed(words):
                span = Span(first.start(), match.start())
                if acronym(span.of(text)) == match["acronym"].replace(".", "").upper():
                    yield span
                    yield Span(*match.span("acronym"))
                    break


_ACRONYM_IN_BRACKETS = re.compile(r" \((?P<acronym>[A-Z][A-Za-z.&]{1,7}[A-Z.])\)")
_NAME_WORD = re.compile(r"(?<!\w)[A-Z][\w’'\-&]*")
_LONGEST_NAME = 80


def _from_ner(doc: Doc, text: str) -> Iterator[tuple[Span, SpeakerType]]:
    for entity in doc.ents:
        type_ = _TYPE_OF_LABEL.get(entity.label_)
        if type_ is not None:
            # A line's end, a bracket or a quotation mark is never inside a name.
            ends = _NEVER_INSIDE if type_ == "organization" else _NEVER_INSIDE_A_PERSON
            first = ends.split(text[entity.start_char : entity.end_char])[0]
            span = Span(entity.start_char, entity.start_char + len(first)).stripped(text, ",;:-–—•·*>_")
            if span is not None:
                yield span, _type_told(text, span, type_)


def _type_told(text: str, span: Span, type_: SpeakerType) -> SpeakerType:
    """The type of a name: ``type_``, unless its own words or an apposition to a given name tell another."""
    words = span.of(text).split()
    if type_ == "person":
        return "organization" if is_body(span.of(text)) else type_
    honour = name_suffixes().get(words[-1].lower()) == "honour"
    beside_role = words[0] in given_names() and apposition_after(text, span) and not person_nouns().head(span.of(text))
    return "person" if honour or beside_role else type_


_NEVER_INSIDE = re.compile(rf"[\n({DOUBLE}]| (?:for|in|at|of|on) (?:the|an?) (?=[a-z])")
_NEVER_INSIDE_A_PERSON = re.compile(rf"{_NEVER_INSIDE.pattern}|, ")


def _in_sources(text: str, attributions: Sequence[Attributed]) -> Iterator[tuple[Span, SpeakerType]]:
    """The names at the ends of the comma-separated parts of sources, each with its type."""
    # Whether names stand inside sentences, kept because a name stands in many sources.
    inside: dict[str, bool] = {}
    for item in attributions:
        for segment in _SEGMENT.finditer(text, *item.source) if item.source is not None else ():
            span = Span(*segment.span()).stripped(text)
            name = _bare_name(text, span, inside) if span is not None else None
            if name is not None:
                yield name


def _bare_name(text: str, segment: Span, inside_sentences: dict[str, bool]) -> tuple[Span, SpeakerType] | None:
    """The name at the end of ``segment``, behind titles and the lower-case words of a role, and its type."""
    runs = list(NAME_WORDS.finditer(text, *segment))
    if not runs or runs[-1].end() != segment.end:
        return None
    span = Span(*runs[-1].span())
    # The name stands behind the last title: *Orrin Chief Executive Marco Desai*.
    ends = [match.end() for match in title_pattern().finditer(text, *span)]
    span = Span(max([past_titles(text, span), *ends]), span.end)
    if span.of(text).startswith("The "):
        span = Span(span.start + 4, span.end)
    name = span.of(text)
    size = len(name.split())
    nobodys = name in word_list("never_names") or name in word_list("calendar_words")
    if not name or nobodys or size > MOST_NAME_WORDS or name in pronouns() or name in titles() or is_of_people(name):
        return None
    noun = person_nouns().head(name)
    if name not in inside_sentences:
        inside_sentences[name] = _is_inside_a_sentence(text, name)
    in_a_sentence = inside_sentences[name]
    if size == 1 and noun is not None and noun.type in _TYPES_OF_ONE_WORD and noun.number != "plural":
        # A body's noun is its name where the article always writes it with a capital: *the Treasury*.
        proper = name not in word_list("generic_bodies") and in_a_sentence
        return (span, "government" if noun.type == "government" else "organization") if proper else None
    if POSSESSIVE.search(name):
        # An article or the noun of a body shows that a possessive is part of a name: *the Boatmen’s Circle*.
        definite = text[: span.start].endswith(("The ", "the ")) or (noun is not None and noun.type == "organization")
        inside = POSSESSIVE.search(name.split()[-1]) is None
        return (span, "organization") if definite and inside else None
    if noun is not None:
        # A common noun at a sentence's start is capitalised too, but in a longer name it tells the type.
        return (span, noun.type) if size > 1 and noun.type in ("organization", "government", "media") else None
    titled = span.start > segment.start and role_before(text, span)[0] is not None
    if size == 1 and not titled and not in_a_sentence:
        # Any word is capitalised at a sentence's start (*Collectors praised it*); *which* shows a body's name.
        return (span, "organization") if text.startswith(", which ", span.end) else None
    if not titled and is_body(name):
        return span, "organization"
    return span, "person" if size > 1 or titled or name in given_names() else "unknown"


_TYPES_OF_ONE_WORD = ("organization", "government", "group")


def _named_again(text: str, layout: Layout, names: Sequence[Name]) -> Iterator[tuple[Span, SpeakerType]]:
    """The places where the names found so far, and the last names of people, stand again."""
    types: dict[str, SpeakerType] = {}
    for name in names:
        types.setdefault(name.text, name.type)
        last = name.text.split()[-1]
        if name.type == "person" and len(last) >= _SHORTEST_LAST_NAME:
            types.setdefault(last, "person")
    if not types:
        return
    forms = "|".join(re.escape(form) for form in sorted(types, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w\-])(?:{forms})(?![\w\-])")
    for paragraph in layout.paragraphs:
        if paragraph.body is not None:
            for match in pattern.finditer(text, *paragraph.body):
                yield Span(*match.span()), types[match.group()]
