"""The body behind a source: whom a spokesperson speaks for, whose analyst or chief somebody is, who issued a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from claimx.lexicon import governments, person_nouns, titles
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.descriptions import body_of_kind
from claimx.pipeline.coreference.entities import Entity, Name
from claimx.pipeline.coreference.noun_phrases import body_called_after
from claimx.pipeline.coreference.roles import HONORIFIC, is_doer
from claimx.spans import Span

# Before and behind a name so many code points are looked at for its role.
_BEFORE, _BEHIND = 100, 180
# A role in front of a name is one noun phrase: no mark, verb or further determiner stands in it.
_NOT_IN_ROLE = re.compile(
    r"[.!?;:()“”\"—–\n]|\b(?:said|says|told|that|but|while|when|after|where|which|who|the|an?|his|her|their|its|"
    r"interview(?:s|ed)|met|meets|asked|asks|by|with|against|to|is|was|has|had|also)\b"
)
_AFFILIATION_END = re.compile(
    r"[;:(“”\"—–\n]|[.!?](?:\s|$)(?<!Ph\.D\. )|"
    r"\s(?:said|says|told|added|adds|wrote|that|but|while|when|where|which|whose)\b"
)
# From the head of a role to the body it is held in: *head of the* **Tarn Trust**, *analyst at Danish bank* **Saxo**.
_ARTICLES = r"(?:(?!(?:who|that|which|and) )[\w’'\-]+ ){0,5}"
_IN_BODY = re.compile(rf"(?:,? (?:M|Ph)\.?D\.,?)?,? (?:of|at|for|from|representing) {_ARTICLES}")
_DOES_FOR = re.compile(
    r",?(?: \d{1,3},)?[^,]{0,60} (?:who|and) (?:now |also )?(?:\w+ly )?"
    r"(?:(?:lead|head|run|chair|direct|found|co-found|own|coach|manage|teach|represent|advis|edit|overs|studie|stud)\w*|"
    r"led|ran|taught|works?|is working|is based)\b[^,.]*? $"
)
_HELD_IN = re.compile(rf"(?P<role>(?:[\w’'\-&]+,? ){{1,9}}?)(?:of|at|for|from|with|in) {_ARTICLES}$")
_ROLE_BEHIND = re.compile(r"(?:['’]s?)? (?P<role>(?:[\w’'\-&]+ ){0,7}[\w\-]+)")
_OWNS = re.compile(r"['’]s? $")
_LEADS_OVER = re.compile(
    r",(?: \d{1,3},)?(?: who (?:is|was))? (?:[Tt]he |an? |now )?(?:active-duty |longtime |long-time |senior |veteran )?"
)
_PAST = re.compile(r"\b(?:former|ex|then|late|onetime|one-time|retired)\b", re.IGNORECASE)
_OPENING_WORD = re.compile(r"(?:an?|[Tt]he|its|now|one|another|and|also) ")
# A body that goes by its kind: *the company's founder*, *a school district spokesman*, *its director*.
_BY_KIND = re.compile(r"(?:[Tt]he |an? )?(?P<body>(?:[a-z\-]+ ){0,2}?(?P<noun>[a-z\-]+))(?:['’]s)? (?=[a-z])")


@dataclass(frozen=True, slots=True)
class Affiliation:
    """The body that somebody belongs to or speaks for: its fullest name, and the place that says so."""

    name: str
    evidence: Span


@dataclass(frozen=True, slots=True)
class _Body:
    """A body where it is named; a place is one only for those who lead its team."""

    stretch: Span
    affiliation: Affiliation
    place: bool


class Affiliations:
    """Who stands behind each speaker of one article."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._text = context.text
        self._found: dict[int, Affiliation | None] = {}

    def of(self, entity: Entity) -> Affiliation | None:
        """The body that a person's title or apposition names as theirs, at the first place that names one."""
        if entity.type != "person":
            return None
        if entity.id not in self._found:
            beside = (self._in_front(name) or self._behind(name) for name in entity.names)
            found = next((body for body in beside if body is not None), None)
            self._found[entity.id] = found or self._by_bare_office(entity)
        return self._found[entity.id]

    def _by_bare_office(self, entity: Entity) -> Affiliation | None:
        """The body that the article is about, for an office without a body: *the CEO*."""
        bare = entity.role is not None and _BARE_OFFICE.fullmatch(entity.role) is not None
        return self._of_article if bare else None

    @cached_property
    def _of_article(self) -> Affiliation | None:
        """The body that the article names more often than any other, and more than once."""
        bodies = [one for one in self._context.cast.entities if one.type == "organization"]
        often = sorted(bodies, key=lambda one: -len(one.names))
        if not often or len(often[0].names) < 2 or (len(often) > 1 and len(often[1].names) == len(often[0].names)):
            return None
        return Affiliation(often[0].name, often[0].evidence)

    def in_phrase(self, span: Span) -> Affiliation | None:
        """The body that a description names as its own: *a* **UN** *spokesman, figures from* **Eurostat**."""
        head_end = span.start + len(person_nouns().core(span.of(self._text)))
        if _PAST.search(self._text, span.start, head_end):
            return None
        bodies = [body for body in self._bodies(span) if not body.place]
        before = [body for body in bodies if body.stretch.end <= head_end]
        behind = (body for body in bodies if _IN_PHRASE.fullmatch(self._text[head_end : body.stretch.start]))
        found = before[-1] if before else next(behind, None)
        if found is not None:
            return self._innermost(found, bodies).affiliation if not before else found.affiliation
        return self._by_kind(Span(span.start, head_end))

    def _in_front(self, name: Name) -> Affiliation | None:
        text, end = self._text, name.span.start
        start = max(0, end - _BEFORE, self._context.index.sentence_at(end).start)
        for body in reversed(list(self._bodies(Span(start, end)))):
            between = text[body.stretch.end : end]
            if between in (", ", " ") and (held := _HELD_IN.search(text[start : body.stretch.start])) is not None:
                # The head of the agency, Ana Ruiz.
                role = re.split(r"[,“”\"]|\b(?:said|says|told)\b", held["role"])[-1]
                noun = person_nouns().head(role)
                if noun is not None and noun.type == "person" and _is_role(role, body):
                    return body.affiliation
            if _NOT_IN_ROLE.search(between.lstrip('”"’')):
                break
            if _OWNS.fullmatch(between):
                return body.affiliation
            role_ = _ROLE_BEHIND.fullmatch(HONORIFIC.sub("", between).lstrip('”"').rstrip(" ,"))
            if role_ is not None and _is_role(role_["role"], body):
                past = _PAST.search(text, max(start, body.stretch.start - 12), end)
                return body.affiliation if past is None else None
        by_kind = self._by_kind(name.role) if name.role is not None else None
        return self._owned(Span(start, end)) or self._whose_staff(Span(start, end)) or by_kind

    def _whose_staff(self, front: Span) -> Affiliation | None:
        """The body called after the person whose staff a role at the end of ``front`` tells: *Ruiz spokesman*."""
        people = [(name, entity) for name, entity in self._context.cast.named_in(front) if entity.type == "person"]
        if not people:
            return None
        name, entity = people[-1]
        staff = _STAFF.fullmatch(self._text, name.span.end, front.end)
        return self._called_after(entity) if staff is not None and staff["head"] in word_list("staff") else None

    def _called_after(self, entity: Entity) -> Affiliation | None:
        """The body that the article calls after somebody, by its fullest name: *Ana Ruiz's campaign*."""
        text = self._text
        called = (
            body_called_after(text, name, Span(name.span.start, min(len(text), name.span.end + _BEHIND)))
            for name in entity.names
        )
        bodies = [body for body in called if body and body.of(text).split()[-1].lower() in word_list("staffed_bodies")]
        fullest = max(bodies, key=lambda body: body.end - body.start, default=None)
        return Affiliation(fullest.of(text), fullest) if fullest is not None else None

    def _owned(self, front: Span) -> Affiliation | None:
        """The body that a possessive in front of a role names as owner: *its chairman*, *the festival's director*."""
        match = _OWNED.search(self._text, *front)
        noun = person_nouns().head(match["role"]) if match is not None else None
        if match is None or noun is None or noun.type != "person":
            return None
        if match["body"] is not None:
            return self._by_kind(Span(match.start("body"), match.end()))
        near = self._context.index.sentence_at(max(0, self._context.index.sentence_at(match.start()).start - 1))
        named = self._context.cast.named_in(Span(near.start, match.start()))
        bodies = [(name, entity) for name, entity in named if entity.type in ("organization", "media")]
        return Affiliation(bodies[-1][1].name, bodies[-1][0].span) if bodies else None

    def _behind(self, name: Name) -> Affiliation | None:
        text, start = self._text, name.span.end
        closed = _AFFILIATION_END.search(text, start, min(len(text), start + _BEHIND))
        end = closed.start() if closed else min(len(text), start + _BEHIND)
        # The full stop of an abbreviation is part of a name: *AG Edwards & Co.*
        bodies = list(self._bodies(Span(start, min(len(text), end + 1))))
        for body in bodies:
            between = text[start : body.stretch.start]
            if _PAST.search(between):
                return None
            held = _HELD_IN.fullmatch(between.removeprefix(",").lstrip()) if between.startswith(",") else None
            belongs = not body.place and (_IN_BODY.fullmatch(between) or _DOES_FOR.fullmatch(between))
            if belongs or (held is not None and _is_role(held["role"], body)):
                return self._innermost(body, bodies).affiliation
            role = _ROLE_BEHIND.match(text, body.stretch.end, end)
            if role is not None and _LEADS_OVER.fullmatch(between) and _is_role(role["role"], body):
                return body.affiliation
        return None

    def _innermost(self, body: _Body, bodies: list[_Body]) -> _Body:
        """The last of several bodies that own one another: *Tarn University's* **School of Law**."""
        following = next((other for other in bodies if other.stretch.start > body.stretch.end), None)
        if following is not None and _OWNS.fullmatch(self._text[body.stretch.end : following.stretch.start]):
            return following
        return body

    def _by_kind(self, phrase: Span) -> Affiliation | None:
        """The body that a common noun in front of a role stands for: *the company's founder*, *its director*."""
        match = _BY_KIND.match(self._text, *phrase)
        noun = person_nouns().get(match["noun"]) if match else None
        if match is None or noun is None or noun.type not in ("organization", "media", "government"):
            return None
        entity = body_of_kind(noun.noun, Span(*match.span("body")), self._context)
        return Affiliation(entity.name, entity.evidence) if entity is not None else None

    def _bodies(self, span: Span) -> Iterator[_Body]:
        """The bodies named in ``span``, in text order, seats of government and offices called after somebody too."""
        for name, entity in self._context.cast.named_in(span):
            called = body_called_after(self._text, name, span) if entity.type in ("person", "government") else None
            if called is not None:
                yield _Body(called, Affiliation(called.of(self._text), called), place=False)
            elif entity.type in ("organization", "media") or name.text in word_list("parties") or is_seat(name.text):
                yield _Body(name.span, Affiliation(entity.name, name.span), place=False)
            elif entity.type == "government":
                yield _Body(name.span, Affiliation(entity.name, name.span), place=True)


_OWNED = re.compile(
    r"\b(?:its|the (?P<body>(?:[a-z\-]+ ){0,2}[a-z\-]+)['’]s?) (?P<role>(?:[\w\-]+ ){0,4}[\w\-]+),? "
    r"(?:(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord)\.? )?$",
    re.IGNORECASE,
)
_STAFF = re.compile(r"(?:['’]s?)? (?:[\w\-]+ ){0,4}?(?P<head>[\w\-]+),? ")
_BARE_OFFICE = re.compile(
    r"(?:[Vv]ice-)?[Cc]hair(?:man|woman)?|[Cc]hief executive|CEO|[Mm]anaging director|[Mm]anager|[Bb]oss"
)


def is_seat(name: str) -> bool:
    """Whether a name is that of a seat of government: *the White House*."""
    known = governments().get(name)
    return known is not None and name in known.seats


def _is_role(phrase: str, body: _Body) -> bool:
    """Whether a phrase beside a body is what somebody is there; of a place they are only where they lead its team."""
    bare = _OPENING_WORD.sub("", phrase.strip(), count=1)
    head = (person_nouns().core(bare).split() or [""])[-1].strip(",")
    if body.place:
        return head.lower() in word_list("leaders_of_teams")
    if head.lower() in word_list("outsiders") or _PAST.search(bare):
        return False
    noun = person_nouns().head(bare)
    return noun.type == "person" if noun is not None else is_doer(head) or bare in titles() or head.isupper()


_IN_PHRASE = re.compile(
    r"(?:,? (?!(?:who|that|which|seen|obtained|reviewed|viewed|provided|sent|familiar) )[\w’'\-]+){0,7}? "
    rf"(?:of|at|for|from|with|in|by|to) {_ARTICLES}|,? (?:of|for|at|from) .*"
)
