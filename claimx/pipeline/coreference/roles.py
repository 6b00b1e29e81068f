"""Roles: the words that say what a person is, in titles before a name, in appositions, and in clauses behind it."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from claimx.labels import Gender
from claimx.lexicon import person_nouns, pronouns, titles
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_lines, word_list
from claimx.quotation_marks import DOUBLE
from claimx.spans import Span

# These words in lower case may begin a last name.
PARTICLE = r"(?:de|la|le|van|von|der|den|bin|al|el|da|du|dos|di|ter|ten)"
# A form of address, which is no role and no part of a name, and one right before an offset.
FORM_OF_ADDRESS = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Smt|Shri|Sir|Dame|Prof)\.?"
HONORIFIC = re.compile(rf"\b{FORM_OF_ADDRESS} $")
LONGEST_HONORIFIC = 12
POSSESSIVE = re.compile(r"['’](?:s\b|(?!\w))")
_ROLE_WORD_BEFORE = re.compile(r"([.'’\-]*\w[\w.'’\-]*)[ \t]$")
# A noun for somebody who does something has one of these endings; no list holds all such nouns: *volcanologist*.
_DOER = re.compile(r"[a-z\-]{3,}(?:er|or|ist|ian|man|woman|ant|ess|chief|head|star|boss|lead|coach)$")
# A role in front of a name has at most so many words; longer ones are sentences.
_LONGEST_ROLE_IN_WORDS = 8
_LONGEST_TITLE_FORM = 60
_APPOSITION_END = re.compile(rf"[,;:()–—\n{DOUBLE}]|\.(?:\s|$)|\s(?:who|which|said|says|told)\b")
_LONGEST_APPOSITION = 140
_DETERMINER = re.compile(r"(?:an?|the|now|then)\s+")


@cache
def title_pattern() -> re.Pattern[str]:
    """The pattern of any title or role in front of a name, with the blank behind it."""
    return re.compile(rf"\b{alternation(titles())}\.? (?=(?:{PARTICLE}[ \-])?[A-Z])")


def role_before(text: str, name: Span) -> tuple[Span | None, Gender]:
    """The title or role right in front of a name (None where there is none), and the gender that it tells.

    It reaches back over modifiers to the last possessive, article or mark: *Yoon's* **national security adviser**
    *Chang Ho-jin*. Forms of address are no part of it.
    """
    start = name.start
    gender: Gender = "-"
    role_start = role_end = name.start
    for _ in range(_LONGEST_ROLE_IN_WORDS):
        title = _title_ending_at(text, start)
        if title is not None:
            role_end = role_end if role_end != start or title[2] else title[0]
            start, gender_of_title, is_role = title
            gender = gender if gender != "-" else gender_of_title
            role_start = start if is_role else role_start
            continue
        word = _word_before(text, start)
        # Words in front of a bare name or an honorific are a role only if a person's noun heads them: *like Mr Hollis*.
        if word is None or (role_start == name.start and not _heads_a_role(word.of(text))):
            break
        gender = gender if gender != "-" else _gender_of(word.of(text))
        start = role_start = word.start
    # An honorific right before the name is no part of the role: *Deputy Director* Dr Ana Ruiz.
    role = Span(role_start, role_end).stripped(text) if role_start < role_end else None
    return role, gender


def _title_ending_at(text: str, end: int) -> tuple[int, Gender, bool] | None:
    """The start of the longest title right before ``end``, its gender, and whether it is a role."""
    words = list(re.finditer(r"[\w.'’&\-]+", text[max(0, end - _LONGEST_TITLE_FORM) : end]))
    if not words or text[end - 1 : end] != " ":
        return None
    base = max(0, end - _LONGEST_TITLE_FORM)
    for first in words[-5:]:
        form = text[base + first.start() : end - 1]
        title = titles().get(form)
        if title is not None and (form[:1].isupper() or title.kind == "role"):
            return base + first.start(), _gender_told(title.gender), title.kind == "role"
    return None


def _word_before(text: str, end: int) -> Span | None:
    match = _ROLE_WORD_BEFORE.search(text, max(0, end - 40), end)
    if match is None or match.group(1).lower() in word_list("role_stops") or POSSESSIVE.search(match.group(1)):
        return None
    # A full stop ends a sentence here, unless it is an initial's or an acronym's.
    if match.group(1).endswith(".") and not re.fullmatch(r"(?:[A-Z]\.)+", match.group(1)):
        return None
    return Span(*match.span(1))


def _heads_a_role(word: str) -> bool:
    noun = person_nouns().get(word)
    return (noun is not None and noun.type == "person") or (word.islower() and is_doer(word))


def is_doer(word: str) -> bool:
    """Whether ``word``, in any case, has the ending of a noun for somebody who does something."""
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
    article = _DETERMINER.match(text, *phrase)
    return Span(article.end() if article else phrase.start, phrase.end)


def further_roles(text: str, front: int, end: int) -> list[str]:
    """The further roles that the text gives somebody around a name, which starts with its title at ``front``.

    They stand before a comma (*the captain, Tess Oyelaran*) or behind a verb (*Priya Nair is the coroner*), or they are
    told by an age, or by what somebody does (*Nolan Frith pleaded guilty*, *captained by Tess Oyelaran*).
    """
    before, behind = text[max(0, front - _FAR_BEFORE) : front], text[end : end + _FAR_BEHIND]
    phrases = [match["role"] for match in (_ROLE_AND_COMMA.search(before), _IS_A.match(behind)) if match]
    roles = [phrase for phrase in phrases if _is_person_phrase(phrase)]
    if (apposition := _LOOSE_APPOSITION.match(behind)) is not None:
        roles.append(apposition["role"])
    office = _TAKES_OFFICE.match(behind)
    if office is not None and _is_person_phrase(office["role"]):
        roles.append(f"former {office['role']}" if office["left"] else office["role"])
    if (age := _AGED.match(behind)) is not None:
        roles.append(f"{age['years']}-year-old")
    return roles + [role for role, (ahead, after) in _DOINGS.items() if ahead.search(before) or after.match(behind)]


def _is_person_phrase(phrase: str) -> bool:
    noun = person_nouns().head(phrase)
    return noun.type == "person" if noun else is_doer(_AFTER_NOUN.split(phrase)[0].split()[-1])


_FAR_BEFORE, _FAR_BEHIND = 80, 160
_AFTER_NOUN = re.compile(r"\s(?:of|in|at|on|for|from|with|to|who|and)\s")
_ROLE_AND_COMMA = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir|[Hh]is|[Hh]er|[Oo]ur|[Mm]y|[A-Z][\w\-]*['’]s?)\s"
    r"(?P<role>(?:[\w’'\-]+\s){0,5}?[a-z\-]+(?: of (?:the )?[A-Z][\w\-]*(?: [A-Z][\w\-]*)*)?), $"
)
_IS_A = re.compile(
    r"(?:, (?:\d{1,2}, )?who)?\s(?:is|was|remains|became|serves as|served as|works as|worked as)\s"
    r"(?:an?|the|now|also|her|his|its|their)\s(?P<role>[\w\-]+(?: [\w\-]+){0,4})"
)
# *was sworn in as education secretary*, *stepped down as coach*.
_TAKES_OFFICE = re.compile(
    r"(?:, (?:\d{1,2}|who|an? [\w\- ]{2,40}),?)?\s(?:(?:was|is|were|has been|had been)\s)?"
    r"(?:(?P<left>stepped down|steps down|resigned|resigns|quit|retired|left office|was sacked|was fired)|"
    r"sworn in|appointed|"
    r"elected|named|installed|confirmed|became|becomes|took over|takes over)"
    r"(?: (?:on|in|last) \w+)?(?: as)? (?:the |an? |its |new )*(?P<role>[a-z][\w\-]*(?: [\w\-]+){0,3}?)"
    r"(?=[,.;]| (?:on|in|at|of|last|this|for|after|when|from)\b)"
)
_AGED = re.compile(r"(?:, | \()(?P<years>\d{1,2})(?=[,);]| and\b)")
# No list holds every occupation, but a short phrase between commas behind a person's name tells one.
_LOOSE_APPOSITION = re.compile(r", (?:the|an?) (?P<role>(?:[\w\-]+ )?[a-z\-]+),")
_CHARGE = r"(?:charge|count|murder|manslaughter|fraud|theft|assault|wounding|stealing|robbery|arson|rape|conspiracy)"


def _doing(behind: str) -> re.Pattern[str]:
    """The pattern of ``behind`` as it follows a name, with an aside or *who* between."""
    return re.compile(rf"(?:,[^,.]{{1,60}},)?(?:,? who)?\s(?:{behind})\b")


# Roles that somebody has by what they do or undergo, with the patterns that show it before the name and behind it.
_DOINGS: dict[str, tuple[re.Pattern[str], re.Pattern[str]]] = {
    "defendant accused": (
        re.compile(r"\b(?:trial of|charges against|case against|defendants?|accused)\s$"),
        _doing(
            r"pleaded|pleads|is accused of|was accused of|stands accused|is charged|was charged|is on trial|"
            r"went on trial|was convicted|was sentenced|was found guilty|"
            rf"(?:denies|denied|faces|faced) (?:\w+ ){{0,3}}{_CHARGE}s?"
        ),
    ),
    "witness": (
        re.compile(r"\b(?:testimony of|evidence of|testimony from|evidence from|witness was)\s$"),
        _doing(r"testified|gave evidence|took the stand|was on the stand"),
    ),
    "captain skipper": (
        re.compile(r"\b(?:captained|skippered) by\s$"),
        _doing("captains|captained|skippers|skippered"),
    ),
    "nominee": (
        re.compile(r"\b(?:named|names|nominated|nominates|picked|picks|chose|chooses|tapped|taps|nomination of)\s$"),
        _doing("(?:was|is|has been) (?:nominated|picked|tapped)"),
    ),
    "founder": (re.compile(r"\bfounded by\s$"), _doing("founded|co-founded")),
    "chair chairman chairwoman": (re.compile(r"\bchaired by\s$"), _doing("chairs|chaired")),
}


def gender_of_role(text: str, role: Span | None) -> Gender:
    """The gender that the words of a role tell: *spokeswoman*, *chairman*."""
    if role is not None:
        for word in role.of(text).split():
            if _gender_of(word) != "-":
                return _gender_of(word)
    return "-"


def _gender_of(word: str) -> Gender:
    for entry in (titles().get(word), person_nouns().get(word)):
        if entry is not None and _gender_told(entry.gender) != "-":
            return _gender_told(entry.gender)
    return "-"


def _gender_told(gender: str) -> Gender:
    return "m" if gender == "m" else "f" if gender == "f" else "-"


def complement(phrase: str) -> frozenset[str]:
    """The words of the names behind the head of a description, in lower case: *the governor of* **California**."""
    match = _BODY_COMPLEMENT.search(phrase.partition(",")[0])
    return frozenset(word.lower() for word in _PROPER.findall(match["of"])) if match else frozenset()


_BODY_COMPLEMENT = re.compile(r"\w (?:of|for|at) (?P<of>(?:the )?[A-ZÀ-Þ].*)")
_PROPER = re.compile(r"[A-ZÀ-Þ][\w\-]*")


@lru_cache(maxsize=4096)
def synonyms(noun: str) -> frozenset[str]:
    """The words in lower case for the role or kind of body that ``noun`` is a word for, itself among them."""
    word = noun.lower()
    return frozenset({word}).union(*(group for group in word_lines("synonyms_of_roles") if word in group))
