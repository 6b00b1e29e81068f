"""The places where names stand.

``ner`` finds most of them. Titles, the sources that the model found, and the names found elsewhere in the
article show the rest; the lexicon of governments puts types right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from spacy.tokens import Doc

from claimx.lexicon import given_names, governments, person_nouns, pronouns, titles
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.segment import Layout
from claimx.pipeline.speakers.entities import Gender, Name, SpeakerType
from claimx.pipeline.speakers.roles import (
    HONORIFIC,
    PARTICLE,
    POSSESSIVE,
    apposition_after,
    gender_of_role,
    is_doer,
    role_before,
    title_pattern,
)
from claimx.pipeline.speakers.spelling import initials
from claimx.spans import Span

_TYPE_OF_LABEL: dict[str, SpeakerType] = {"PERSON": "person", "ORG": "organization", "GPE": "government"}
_MEDIA = re.compile(
    r"\b(?:Times|Post|News|Herald|Tribune|Guardian|Telegraph|Reuters|Associated Press|AP|AFP|BBC|CNN|KCNA|TASS|Xinhua|"
    r"Bloomberg|Journal|Gazette|Chronicle|Press|Radio|Television|TV|Courier|Echo|Mail|Daily)\b"
)
_CAPITAL = r"[A-ZÀ-Þ][\w’'\-]*(?:(?<=\b[A-Z])\.)?"
_NAME_WORDS = re.compile(rf"{_CAPITAL}(?: (?:{PARTICLE} )*{_CAPITAL})*")
_LAST_NAME = re.compile(rf"(?:{PARTICLE}[ \-])*{_NAME_WORDS.pattern}")
_LOWER_CASE = re.compile(r"\b[a-zà-ÿ][\w’'\-]*")
_SEGMENT = re.compile(r"[^,;:()]+")
_MOST_NAME_WORDS = 5
# Whom the family or the text alone knows by this.
_NOT_NAMES = frozenset(
    "Mum Dad Mom Mama Papa Mother Father Grandma Grandpa Somebody Someone Everyone Nobody God".split()
)
# What ner takes for a person and is the name of a street or building.
_PLACES = frozenset(
    "Lane Street Road Avenue Square Park Court Hall House Hospital Bridge Hill Close Terrace Drive Crescent Row "
    "School College University Stadium Arena Church Station Airport Valley River Lake Island Bay Cup League".split()
)
# And of a club or company.
_BODIES = frozenset(
    "Rovers United City Town Athletic Wanderers Albion County Rangers Network Group Holdings Capital Securities NV Inc "
    "Ltd PLC plc Corp Co LLC Foods Pictures Records Observatory Energy Motors Airlines Airways Bank Chemicals Industries "
    "Systems Technologies Instruments Partners Services Solutions Laboratories Labs Pharma Pharmaceuticals Steel Oil "
    "Gas Power Insurance Media Studios Entertainment Stores Farms Mills Hotels Properties Developments Homes Logistics "
    "Shipping Lines Ferries Telecom".split()
)
# A last name is looked for again unless the article also writes it as a common word.
_SHORTEST_LAST_NAME = 3


def find_names(doc: Doc) -> list[Name]:
    """Every name of ``doc`` outside furniture, in text order, none overlapping another."""
    text, layout = doc.text, doc._.claimx_layout
    register = _Register(text, layout)
    titled = list(_behind_titles(text, layout))
    introduced = list(_with_acronym(text, layout))
    for span in introduced:
        register.add(span, "organization")
    for span, type_ in _retyped(text, list(_from_ner(doc, text)), titled):
        register.add(span, type_)
    for span in titled:
        register.add(span, "person")
    for span in _before_appositions(text, layout):
        register.add_longer(span, "person")
    common = frozenset(_LOWER_CASE.findall(text))
    for span, type_ in _in_sources(text, doc._.claimx_attributions, common):
        register.add_longer(span, type_)
    for span, type_ in _again(text, layout, register.names, common):
        register.add(span, type_, known=True)
    register.retype_single_words()
    register.drop_headline_words(common)
    return register.names


class _Register:
    """Names found so far; one that overlaps another is not taken."""

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
        """Take the name at ``span``; ``known`` is one found elsewhere, so that a title may be a last name: *Shah*."""
        name = _name(self._text, span, type_, self._layout.region_at(span.start) != "main", known)
        if name is not None and not self.holds_part_of(name.span):
            self._by_start[name.span.start] = name
            self._taken[name.span.start : name.span.end] = b"\1" * (name.span.end - name.span.start)

    def add_longer(self, span: Span, type_: SpeakerType) -> None:
        """Take a name in the place of those inside it, unless one reaches over its edges."""
        reaches_over = span.start and self._taken[span.start - 1] and self._taken[span.start]
        inside = [self._by_start[at] for at in range(*span) if at in self._by_start]
        if not reaches_over and all(span.contains(name.span) and name.span != span for name in inside):
            for name in inside:
                del self._by_start[name.span.start]
            self._taken[span.start : span.end] = bytes(span.end - span.start)
            self.add(span, type_)

    def retype_single_words(self) -> None:
        """Make a single word a person's name where it is the last name of one, a body's where it begins a body's."""
        people = [name.text for name in self._by_start.values() if name.type == "person"]
        last_names = {text.split()[-1] for text in people if " " in text}
        bodies = {name.text.split()[0] for name in self._by_start.values() if " " in name.text and _is_body(name.text)}
        for start, name in list(self._by_start.items()):
            if name.type == "person" and name.text in bodies - last_names:
                self._by_start[start] = replace(name, type="organization", role=None, gender="-")
            elif name.type != "person" and name.text in last_names and name.text not in governments():
                person = _name(self._text, name.span, "person", name.aside)
                self._by_start[start] = person or name

    def drop_headline_words(self, common: frozenset[str]) -> None:
        """Drop what only a headline's capitals make a name: *Popular Website*, where the article has *website*."""
        inside = {name.text for name in self._by_start.values() if not name.aside}
        for start, name in list(self._by_start.items()):
            words_ = name.text.lower().split()
            if name.aside and name.type != "person" and name.text not in inside and words_[-1] in common:
                del self._by_start[start]

    def holds_part_of(self, span: Span) -> bool:
        return any(self._taken[span.start : span.end])


def _with_acronym(text: str, layout: Layout) -> Iterator[Span]:
    """Names that introduce their acronym: *the* **Northern Women's League** *(NWL)*."""
    for paragraph in layout.paragraphs:
        if paragraph.body is None:
            continue
        for match in _ACRONYM.finditer(text, *paragraph.body):
            words_ = list(
                _NAME_WORD.finditer(text, max(paragraph.body.start, match.start() - _LONGEST_NAME), match.start())
            )
            for first in reversed(words_):
                span = Span(first.start(), match.start())
                if initials(span.of(text)) == match["acronym"].replace(".", "").upper():
                    yield span
                    yield Span(*match.span("acronym"))
                    break


_ACRONYM = re.compile(r" \((?P<acronym>[A-Z][A-Za-z.&]{1,7}[A-Z.])\)")
_NAME_WORD = re.compile(r"(?<!\w)[A-Z][\w’'\-&]*")
_LONGEST_NAME = 80


def _from_ner(doc: Doc, text: str) -> Iterator[tuple[Span, SpeakerType]]:
    cues = sorted(item.cue.span for item in doc._.claimx_attributions if item.cue is not None)
    for entity in doc.ents:
        type_ = _TYPE_OF_LABEL.get(entity.label_)
        if type_ is not None:
            # A line's end, a bracket, a mark or a cue (Obama Says) is never inside a name.
            first = re.split(r"[\n(“”\"]|, ", entity.text)[0]
            end = entity.start_char + len(first)
            nearest = bisect_left(cues, Span(entity.start_char + 1, 0))
            if nearest < len(cues) and cues[nearest].start < end:
                end = cues[nearest].start
            span = Span(entity.start_char, end).stripped(text, ",;:-–—")
            if span is not None:
                yield span, "organization" if type_ == "person" and _is_body(span.of(text)) else type_


def _is_body(name: str) -> bool:
    """Whether what ner takes for a person is built like a body's name: an acronym, or a club's or company's."""
    return _ALL_CAPITALS.fullmatch(name) is not None or name.rstrip(".").split()[-1] in _BODIES


# ner takes many an acronym for a person.
_ALL_CAPITALS = re.compile(r"[A-Z]{2,5}")


def _retyped(
    text: str, found: Sequence[tuple[Span, SpeakerType]], titled: Sequence[Span]
) -> Iterator[tuple[Span, SpeakerType]]:
    """What ner found, with people it took for bodies or places put right.

    A given name in front makes a person, so does a name that is a person's elsewhere in the article.
    """
    bare = {span: _bare(text, span) for span, _ in found}
    people = {
        bare[span]
        for span, type_ in found
        if type_ == "person" or _starts_with_given_name(bare[span]) or _is_set_beside_role(text, span)
    }
    people |= {span.of(text) for span in titled}
    alone = {name for name in people if " " not in name}
    people |= {name for name in bare.values() if " " in name and name.split()[-1] in alone and not _is_body(name)}
    last_names = {name.split()[-1] for name in people if " " in name}
    for span, type_ in found:
        name = bare[span]
        if name and name not in governments() and (name in people or name in last_names):
            yield span, "person"
        elif not (type_ == "person" and " " not in name and is_doer(name)):
            yield span, type_


def _bare(text: str, span: Span) -> str:
    """The words of a name without titles and *'s*."""
    return POSSESSIVE.sub("", text[_past_titles(text, span) : span.end])


def _is_set_beside_role(text: str, span: Span) -> bool:
    """Whether a comma parts a name from a person's role or age: *its director, Sun-hee Park*."""
    name = span.of(text)
    if not 2 <= len(name.split()) <= _MOST_NAME_WORDS or person_nouns().head(name) is not None or _is_body(name):
        return False
    before = _NOUN_AND_COMMA.search(text, max(0, span.start - 30), span.start)
    noun = person_nouns().get(before["noun"]) if before else None
    if (noun is not None and noun.type == "person") or _AGE.match(text, span.end):
        return True
    return apposition_after(text, span) is not None


_NOUN_AND_COMMA = re.compile(r"(?P<noun>[A-Za-z\-]+), $")
_AGE = re.compile(r", \d{1,2},")


def _starts_with_given_name(name: str) -> bool:
    """Whether ``name`` is built like a person's: a given name, further words, none of them a body's."""
    first, *others = name.split() or [""]
    known = given_names().get(first) in ("m", "f")
    body = any(not word[:1].isupper() or word in person_nouns() or word in _PLACES for word in others)
    return known and 0 < len(others) < _MOST_NAME_WORDS and not body


def _behind_titles(text: str, layout: Layout) -> Iterator[Span]:
    """Capitalised words behind a title (*Mr Patience*, *Judge Mara Quill*), which ner often misses."""
    for paragraph in layout.paragraphs:
        if paragraph.body is None or paragraph.region == "headline":
            continue
        for match in title_pattern().finditer(text, *paragraph.body):
            name = _LAST_NAME.match(text, match.end(), paragraph.body.end)
            if name is not None:
                yield Span(*name.span())


def _before_appositions(text: str, layout: Layout) -> Iterator[Span]:
    """Two capitalised words or more that a role behind a comma makes a person: *Tess Oyelaran, the captain,*."""
    for paragraph in layout.paragraphs:
        if paragraph.body is None or paragraph.region == "headline":
            continue
        for match in _NAME_WORDS.finditer(text, *paragraph.body):
            span = Span(_past_titles(text, Span(*match.span())), match.end())
            name = span.of(text)
            if 1 < len(name.split()) <= _MOST_NAME_WORDS and _may_be_person(name) and _has_role_behind(text, span):
                yield span


def _has_role_behind(text: str, span: Span) -> bool:
    """Whether an article and a person's role stand between commas behind ``span``."""
    role = apposition_after(text, span)
    return role is not None and text[role.end : role.end + 1] in ",.;" and text[span.end + 2 : role.start].strip() != ""


def _may_be_person(name: str) -> bool:
    first, *others = name.split()
    plain = not any(
        word in person_nouns() or word in titles() or word in _PLACES or word in _CALENDAR for word in others
    )
    capital = first in ("The", "In", "At", "On", "For", "But", "And", "When", "As")
    return plain and not capital and not _is_body(name) and name not in governments()


def _in_sources(
    text: str, attributions: Sequence[Attributed], common: frozenset[str]
) -> Iterator[tuple[Span, SpeakerType]]:
    """Names that make up a part of a source between commas: who speaks in one article is likely a name."""
    for item in attributions:
        if item.source is None:
            continue
        for segment in _SEGMENT.finditer(text, *item.source):
            span = Span(*segment.span()).stripped(text)
            found = _bare_name(text, span, common) if span is not None else None
            if found is not None:
                yield found


def _bare_name(text: str, segment: Span, common: frozenset[str]) -> tuple[Span, SpeakerType] | None:
    """The name that ends ``segment`` behind nothing but titles and lower-case words of a role."""
    runs = list(_NAME_WORDS.finditer(text, *segment))
    if not runs or runs[-1].end() != segment.end:
        return None
    span = Span(*runs[-1].span())
    # Orrin Chief Executive Marco Desai: the name stands behind the last title.
    ends = [match.end() for match in title_pattern().finditer(text, *span)]
    span = Span(max([_past_titles(text, span), *ends]), span.end)
    if span.of(text).startswith("The "):
        span = Span(span.start + 4, span.end)
    name = span.of(text)
    size = len(name.split())
    if not name or size > _MOST_NAME_WORDS or name in pronouns() or name in titles() or name in _NOT_A_NAME:
        return None
    noun = person_nouns().head(name)
    if size == 1 and noun is not None and noun.type in ("organization", "government") and noun.number == "singular":
        # The Treasury: always with a capital, never as a common word.
        proper = name.lower() not in common and _stands_inside_a_sentence(text, name)
        return (span, noun.type) if proper else None
    if POSSESSIVE.search(name):
        # The Boatmen’s Circle, the Bus Users’ Forum: a body, where the article or its noun says so.
        definite = text[: span.start].endswith(("The ", "the ")) or (noun is not None and noun.type == "organization")
        inside = POSSESSIVE.search(name.split()[-1]) is None
        return (span, "organization") if definite and inside and not _starts_with_given_name(name) else None
    if noun is not None:
        # A common noun at a sentence's start is capitalised too; in a longer name it tells the type.
        return (span, noun.type) if size > 1 and noun.type in ("organization", "government", "media") else None
    titled = span.start > segment.start and role_before(text, span)[0] is not None
    if size == 1 and not titled and (name.lower() in common or not _stands_inside_a_sentence(text, name)):
        # Collectors praised it: any word is capitalised at the start of a sentence.
        return None
    return span, "person" if size > 1 or titled or name in given_names() else "unknown"


def _stands_inside_a_sentence(text: str, name: str) -> bool:
    """Whether ``name`` is capitalised somewhere behind a lower-case word or a comma."""
    return re.search(rf"(?:[a-zà-ÿ,]|\bA|\bThe) {re.escape(name)}\b", text) is not None


def _again(
    text: str, layout: Layout, names: Sequence[Name], common: frozenset[str]
) -> Iterator[tuple[Span, SpeakerType]]:
    """Further places of the names found, and of the last names of people."""
    types: dict[str, SpeakerType] = {}
    for name in names:
        types.setdefault(name.text, name.type)
        last = name.text.split()[-1]
        if name.type == "person" and len(last) >= _SHORTEST_LAST_NAME and last.lower() not in common:
            types.setdefault(last, "person")
    if not types:
        return
    forms = "|".join(re.escape(form) for form in sorted(types, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w\-])(?:{forms})(?![\w\-])")
    for paragraph in layout.paragraphs:
        if paragraph.body is not None:
            for match in pattern.finditer(text, *paragraph.body):
                yield Span(*match.span()), types[match.group()]


def _name(text: str, span: Span, type_: SpeakerType, aside: bool, known: bool = False) -> Name | None:
    """The name in ``span`` without title and *'s*, None when nothing but those is there."""
    possessive = POSSESSIVE.search(text, *span)
    if possessive and possessive.start() > span.start:
        # Brewly's CEO is somebody of Brewly; Moody's Analytics is a name.
        rest = text[possessive.end() : span.end].strip()
        noun = person_nouns().get(rest)
        if not rest or (noun.type == "person" if noun else rest in titles()):
            span = Span(span.start, possessive.start())
    if text[span.start : span.start + 4].lower() == "the ":
        span = Span(span.start + 4, span.end)
    bare = span.of(text)
    if not bare.strip() or governments().of_demonym(bare):
        return None
    addressed = known or HONORIFIC.search(text, max(0, span.start - 12), span.start) is not None
    if not addressed and bare not in governments() and " " not in bare and (bare in person_nouns() or bare in titles()):
        # The Government, Police: a kind of speaker with a capital is nobody's name.
        return None
    if bare in governments():
        type_ = "government"
    elif type_ == "organization" and _MEDIA.search(bare):
        type_ = "media"
    gender: Gender = "-"
    role: Span | None = None
    if type_ == "person":
        start = _past_titles(text, span)
        if start >= span.end or not _LAST_NAME.match(text, start):
            return None
        if not known and _is_epithet(text, Span(start, span.end)):
            return None
        span = _with_last_name(text, _with_first_name(text, Span(start, span.end)))
        role, gender = role_before(text, span)
        role = role or apposition_after(text, span)
        gender = gender if gender != "-" else gender_of_role(text, role)
        gender = gender if gender != "-" else _gender_of_given(span.of(text))
    follows = POSSESSIVE.match(text, span.end)
    return Name(span, span.of(text), type_, gender, role, possessive=follows is not None, aside=aside)


def _with_first_name(text: str, span: Span) -> Span:
    """The name with the word in front of an initial that ner cut off: **Curtis** R. Maddox."""
    if not _INITIAL.match(text, span.start):
        return span
    before = _FIRST_NAME.search(text, max(0, span.start - 20), span.start)
    return Span(before.start("name"), span.end) if before and before["name"] not in titles() else span


_INITIAL = re.compile(r"[A-Z]\. ")
_FIRST_NAME = re.compile(r"(?<![\w.])(?P<name>[A-Z][a-z]+) $")


def _with_last_name(text: str, span: Span) -> Span:
    """The name with capitalised words that ner cut off behind it: Yoon Suk **Yeol**."""
    end = span.end
    if " " not in span.of(text):
        return span
    while (match := _NEXT_CAPITAL.match(text, end)) is not None:
        word = match["word"]
        if (
            title_pattern().match(text, end + 1)
            or word in _CALENDAR
            or word in titles()
            or word in person_nouns()
            or governments().of_demonym(word)
        ):
            break
        end = match.end()
    return Span(span.start, end)


_NEXT_CAPITAL = re.compile(r" (?P<word>[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-Za-zà-ÿ]+)?)(?=[\s,.;:’'”\"()]|$)")
_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August "
    "September October November December".split()
)


_NOT_A_NAME = _CALENDAR | _NOT_NAMES


_LONGEST_TITLE = 40


def _past_titles(text: str, span: Span) -> int:
    """Where the name starts behind the titles that stand inside ``span``."""
    start = span.start
    # A title may reach into what ner took for the name: Leader of the *Opposition Harbhajan Tomar*.
    for before in title_pattern().finditer(text, max(0, start - _LONGEST_TITLE), span.end):
        if before.start() < start < before.end() < span.end:
            start = before.end()
    while (match := title_pattern().match(text, start, span.end)) is not None:
        start = match.end()
    words_ = list(re.finditer(r"\S+", text[start : span.end]))
    for role, given in pairwise(words_):
        # Harbour Master Ingrid Solheim, Baker Tom Hollis: a given name stands behind the role.
        doer = role.group() in titles() or role.group() in person_nouns() or is_doer(role.group())
        if doer and given.group() in given_names() and given is not words_[-1]:
            return start + given.start()
    return start


def _is_epithet(text: str, span: Span) -> bool:
    """Whether a title or noun alone passes for a name (*Minister*), or a nickname stands in marks."""
    bare = span.of(text)
    if HONORIFIC.search(text, max(0, span.start - 12), span.start):
        # Mr. King, Ms. Baker.
        return False
    if _is_set_beside_role(text, span):
        # Its director, Sun-hee Park.
        return False
    if bare in titles() or bare in person_nouns() or bare.split()[-1] in _PLACES or bare.startswith(("St ", "St. ")):
        return True
    return (
        text[max(0, span.start - 4) : span.start].removesuffix("the ")[-1:] in '“"‘'
        and text[span.end : span.end + 1] in '”"’'
    )


def _gender_of_given(name: str) -> Gender:
    """What the first word of a full name says; a last name alone says nothing."""
    first, *others = name.split()
    gender = given_names().get(first) if others else None
    return gender if gender == "m" or gender == "f" else "-"
