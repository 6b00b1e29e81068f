"""Names: one key for a name, and every question that may be asked of two of them.

``name_key`` gives the words of a name as they count in comparing: without case, accents, kinds of apostrophe and
hyphen, full stops, a title in front and an honour behind. Two names are written alike when their keys are equal.
Whether names that are not written alike may be one speaker's depends on who asks:

==================  =====================================================================================
``may_stand_for``   inside one article: may this name be a form of that fuller one (*Ruiz*, *Ana Ruiz*)?
``same_speaker``    across articles: do two reports name one speaker, in whichever spelling?
``names_agree``     in scoring: is the name right (rule 24 of the annotation rules)?
``likely_one``      for people to look at: are two names of a list likely one?
==================  =====================================================================================
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import groupby

from rapidfuzz.distance import OSA

from claimx.lexicon import given_names, governments, name_suffixes, titles
from claimx.lexicon.letters import plain_letters
from claimx.lexicon.word_lists import word_list

NameKey = tuple[str, ...]

_WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_CAPITALISED = re.compile(r"[^\W\d_][\w’'\-]*")
_POSSESSIVE = re.compile(r"'s?$")
_LONGEST_TITLE = 4
# In a word shorter than this, one letter more or less makes another name: Joan Smith, John Smith.
_LONG_WORD = 6
# An acronym of fewer letters fits too many names.
_SHORTEST_ACRONYM = 3
# Names, and pairs of them, whose answers are kept: those of many articles, and still few megabytes in a long run.
_KEPT = 1 << 13
# A shortened given name keeps at least this many letters: Wil for Wilfred.
SHORTEST_GIVEN_NAME = 3


# Keys


def folded_words(text: str) -> NameKey:
    """The words of ``text`` without case, accents, kinds of apostrophe and hyphen, and full stops."""
    return tuple(_WORD.findall(plain_letters(text).replace(".", " ")))


@lru_cache(maxsize=_KEPT)
def spelling(name: str) -> NameKey:
    """The words of a name, hyphens kept: *Kim Jong-un* and *Kim Jong Un* can stand beside each other in a list.

    Initials written together or apart are one word (*J. K.*, *JK*). A title stays where a last name alone would be
    left of a full name: *Judge Rinder* is not *Rinder*. Empty for what holds neither letter nor digit.
    """
    return _with_initials_joined(_without_honours(_without_titles(folded_words(name))))


@lru_cache(maxsize=_KEPT)
def name_key(name: str) -> NameKey:
    """The ``spelling`` of a name with hyphens taken for blanks: two names are written alike when these are equal."""
    return tuple(part for word in spelling(name) for part in word.split("-"))


def _without_titles(words: NameKey) -> NameKey:
    """The words behind the titles in front; a role stays in front of a single word."""
    return next((_without_titles(words[size:]) for size in _title_sizes(words)), words)


def _title_sizes(words: NameKey) -> list[int]:
    """The numbers of words at the front that may be a title and no part of the name, the largest first."""
    sizes = range(min(_LONGEST_TITLE, len(words) - 1), 0, -1)
    return [size for size in sizes if _is_title(" ".join(words[:size]), words[size:])]


def _is_title(front: str, rest: NameKey) -> bool:
    parts = sum(word.count("-") + 1 for word in rest)
    return front in word_list("forms_of_address") or (parts > 1 and _is_role(front))


def _is_role(front: str) -> bool:
    return front in titles() and front not in given_names() and front not in word_list("family_names_like_titles")


def _without_honours(words: NameKey) -> NameKey:
    while len(words) > 2 and name_suffixes().get(words[-1]) == "honour":
        words = words[:-1]
    return words


def _with_initials_joined(words: NameKey) -> NameKey:
    joined: list[str] = []
    for alone, run in groupby(words, key=lambda word: len(word) == 1):
        same = list(run)
        joined += ["".join(same)] if alone else same
    return tuple(joined)


def acronym(name: str) -> str:
    """The acronym a name may have: the first letters of its words, small ones left out, in capitals."""
    words = _CAPITALISED.findall(name)
    return "".join(word[0] for word in words if word.lower() not in word_list("left_out_of_acronyms")).upper()


def with_initials(short: str, full: str) -> bool:
    """Whether ``short`` is ``full`` with initials for some of its words.

    *ADB* is *Asian Development Bank*, *LA Daily News* is *Los Angeles Daily News*, *UKIF* is *UK Internet Forum*.
    """
    return len(short) < len(full) and _stand_for(_plain_words(short), _plain_words(full))


def _plain_words(name: str) -> list[str]:
    return _LETTERS.findall(_INSIDE_INITIALS.sub("", name))


_INSIDE_INITIALS = re.compile(r"\.|['’]s?\b|(?<=[A-Z])&(?=[A-Z])")
_LETTERS = re.compile(r"[^\W_]+")
_FEWEST_INITIALS = 2


def _stand_for(words: list[str], whole: list[str]) -> bool:
    """Whether each of ``words`` stands for one of ``whole`` or, as initials, for several, in their order."""
    if not words or not whole:
        return words == whole
    word, rest = words[0], words[1:]
    if whole[0].lower() in word_list("left_out_of_acronyms") and _stand_for(words, whole[1:]):
        return True
    if word.casefold() == whole[0].casefold() and _stand_for(rest, whole[1:]):
        return True
    if not word.isupper() or len(word) < _FEWEST_INITIALS:
        return False
    return any(_stand_for(rest, whole[size:]) for size in range(2, len(whole) + 1) if word in _initials(whole[:size]))


def _initials(words: list[str]) -> set[str]:
    """The acronyms of ``words``: with their small words or without them, with acronyms among them whole or not."""
    large = [word for word in words if word.lower() not in word_list("left_out_of_acronyms")]
    plain = {"".join(word[0] for word in some).upper() for some in (words, large)}
    return plain | {"".join(word if word.isupper() else word[0] for word in large).upper()}


def beginnings(name: str) -> NameKey:
    """How the words of a name begin, the same for one that cuts them short: *Lib Dems*, *Liberal Democrats*."""
    return tuple(word[:SHORTEST_GIVEN_NAME] for word in name_key(name))


def without_generation(key: NameKey) -> NameKey:
    """A name without what tells a son from his father of the same name: *Jr*, *III*."""
    return key[:-1] if len(key) > 1 and name_suffixes().get(key[-1]) == "generation" else key


# Policies


def may_stand_for(name: NameKey, full: NameKey) -> bool:
    """Whether an article that calls a person ``full`` may mean that person by ``name``.

    A first or last name alone may (*Ruiz*), and so may the same first and last name with others in between, more
    or fewer words in all, or a given name cut short (*Wilf* for *Wilfred*). A son is not his father.
    """
    if not name or not full or name == full:
        return name == full
    own, whole = without_generation(name), without_generation(full)
    if len(own) == 1:
        return own[0] in (whole[-1], whole[0])
    if len(whole) > 1 and name[len(own) :] != full[len(whole) :]:
        return False
    if own[-1] == whole[-1] and (own[0] == whole[0] or _is_cut_short(own[0], whole[0])):
        return True
    return set(own) <= set(whole) or (set(whole) <= set(own) and len(whole) > 1)


def _is_cut_short(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= SHORTEST_GIVEN_NAME and long.startswith(short)


@lru_cache(maxsize=_KEPT)
def names_agree(one: str, other: str) -> bool:
    """Whether two names name one speaker by rule 24 of the annotation rules.

    The words of one, all titles in front aside, are within the other's. *Yoon's office* does not name *Yoon*.
    """
    return _within(_untitled(name_key(one)), _untitled(name_key(other)))


def _untitled(key: NameKey) -> NameKey:
    """The words of a name without any title in front: *Judge Rinder* is *Rinder*."""
    sizes = range(min(_LONGEST_TITLE, len(key) - 1), 0, -1)
    found = (size for size in sizes if key[0] in word_list("forms_of_address") or _is_role(" ".join(key[:size])))
    size = next(found, 0)
    return _untitled(key[size:]) if size else key


@lru_cache(maxsize=_KEPT)
def same_speaker(one: NameKey, other: NameKey) -> bool:
    """Whether two names from different articles are one speaker's.

    One is within the other, spelled likewise, or its acronym (*WHO*, *World Health Organization*).
    """
    if _within(one, other) or _is_acronym(one, other) or _is_acronym(other, one):
        return True
    return not _are_of_two(one, other) and likely_one(one, other)


def _is_acronym(short: NameKey, full: NameKey) -> bool:
    """Whether the one word of a name is made of the first letters of another's: three at least, or a known two."""
    left_out = word_list("left_out_of_acronyms")
    words = [word for word in short if word not in left_out]
    letters = "".join(word[0] for word in full if word not in left_out)
    return words == [letters] and (len(letters) >= _SHORTEST_ACRONYM or letters in word_list("acronyms_of_two_letters"))


def likely_one(one: NameKey, other: NameKey) -> bool:
    """Whether two full names are likely one in two spellings.

    They have the same letters (*Jong Un*, *Jongun*), or differ by initials and middle names only (*Vladimir V.
    Putin*), or by one letter of one long word (*Zelensky*, *Zelenskyy*, behind a first name).
    """
    one, other = without_generation(one), without_generation(other)
    return "".join(one) == "".join(other) or _is_shortened(one, other) or _is_respelled(one, other)


def is_part_of(part: str, name: str) -> bool:
    """Whether ``part`` is ``name``, full or in part: *Putin* of *Vladimir Putin*, but *Yoon* not of *Yoon's office*."""
    words, whole = _untitled(name_key(part)), name_key(name)
    return bool(words) and set(map(_bare, words)) <= set(map(_bare, whole)) and not _are_of_two(words, whole)


def _within(one: NameKey, other: NameKey) -> bool:
    first, second = set(map(_bare, one)), set(map(_bare, other))
    return bool(first and second) and (first <= second or second <= first) and not _are_of_two(one, other)


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word)


def _are_of_two(one: NameKey, other: NameKey) -> bool:
    """Whether one name is of somebody, and the other of what is theirs: an office, a campaign, a family.

    A country's ministry may speak for the country.
    """
    offices = word_list("offices_of_somebody")
    if offices.isdisjoint(one) != offices.isdisjoint(other):
        return True
    return _is_owner(one, other) or _is_owner(other, one)


def _is_owner(name: NameKey, owned: NameKey) -> bool:
    """Whether ``owned`` is something of ``name``'s; *McDonald's* has a mark of its own in *McDonald's Corporation*."""
    marked = next((at for at, word in enumerate(owned[:-1]) if _bare(word) != word), None)
    if marked is None or any(_bare(word) != word for word in name):
        return False
    owner = (*owned[:marked], _bare(owned[marked]))
    return owner not in _countries() and set(name) <= set(owner)


@cache
def _countries() -> frozenset[NameKey]:
    entries = governments().entries
    return frozenset(name_key(name) for entry in entries for name in (entry.country, *entry.names, *entry.capitals))


def _is_shortened(one: NameKey, other: NameKey) -> bool:
    """Whether two full names differ by initials and middle names only."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2 or short[-1] != long[-1] or not _abbreviates(short[0], long[0]):
        return False
    middle = iter(long[1:-1])
    return all(any(_abbreviates(word, fuller) for fuller in middle) for word in short[1:-1])


def _abbreviates(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _is_respelled(one: NameKey, other: NameKey) -> bool:
    """Whether one word of a full name, a long one, is one letter apart, and the others are the same."""
    if len(one) != len(other) or len(one) < 2:
        return False
    apart = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(apart) == 1 and one_letter_apart(*apart[0], shortest=_LONG_WORD)


def one_letter_apart(one: str, other: str, shortest: int) -> bool:
    """Whether one letter put in, left out or changed, or two neighbours exchanged, makes one word of the other.

    Words with fewer letters than ``shortest`` are never: they are more often two words.
    """
    return min(len(one), len(other)) >= shortest and OSA.distance(one, other, score_cutoff=1) == 1
