"""A content as words: as they stand, and folded so that small differences of form do not count."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import snowballstemmer

from claimx.lexicon import abbreviations, governments
from claimx.lexicon.word_lists import word_lines, word_list
from claimx.names import NameKey, name_key
from claimx.quantities import quantities
from claimx.records import ContentSpan

# A number with its commas and points is one word, a sign that is read out is one, and a hyphen parts two.
_WORD_OR_NUMBER = re.compile(r"\d+(?:[.,]\d+)*(?:s(?!\w))?|[^\W\d_]+(?:[’'][^\W\d_]+)*|[%$€£¥]")
_NAME_WEIGHT = 0.3
# What the key of a quantity begins with, which no word does; the first of something is not counted.
_NUMBER, _FIRST = "#", "#1."
# What the key of a country begins with, which no word does either.
_COUNTRY = "="
# Numbers this small stand in every article, and prove nothing.
_SMALL_NUMBERS = frozenset(f"{_NUMBER}{number}" for number in range(13))
# Words whose keys are kept: those of many articles.
_KEPT = 1 << 14
_STOP_SIGN = re.compile(r"[.?!;]")


class Word(NamedTuple):
    """A word of a content, or the several words of a country's name.

    ``start`` and ``end`` index the article; ``key`` is equal for words that mean the same here ("supplies" and
    "supplying", "Seoul" and "South Korean", "arms" and "weapons"); ``opens`` says whether a sentence starts
    with it.
    """

    start: int
    end: int
    text: str
    key: str
    quoted: bool
    name: bool
    opens: bool

    @property
    def plain(self) -> str:
        """The word as it stands but for capitals and the shape of apostrophes."""
        return _plain(self.text)

    @property
    def weight(self) -> float:
        """How much sharing the word proves, from 0 to 1; names prove what is talked of, not what is said."""
        return min(_NAME_WEIGHT, weight_of(self.key)) if self.name else weight_of(self.key)


def words_of(spans: Iterable[ContentSpan]) -> list[Word]:
    """The words of a content in order."""
    spans = tuple(spans)
    found: list[Word] = []
    opens = True
    title_case = _in_title_case(spans)
    after_quotation = False
    for span in spans:
        end = 0
        # “We will pay,” she said. “Every cent is there.”
        opens = opens or (after_quotation and span.quoted and span.text[:1].isupper())
        after_quotation = span.quoted
        matches = list(_WORD_OR_NUMBER.finditer(span.text))
        numbers = {q.start: q for q in quantities([_plain(match.group()) for match in matches]) if q.key != "1"}
        index = 0
        while index < len(matches):
            start = matches[index].start()
            opens = opens or (start > end + 1 and _ends_sentence(found, span.text[end:start]))
            length, key = _country_at(matches, index)
            named = key is not None
            if index in numbers:
                length, key = numbers[index].stop - index, f"{_NUMBER}{numbers[index].key}"
            end = matches[index + length - 1].end()
            text = span.text[start:end]
            opens = opens or _joins_a_claim(found, text, quoted=span.quoted)
            named = named or (text[0].isupper() and not opens and not title_case and text != "I")
            found.append(
                Word(span.start + start, span.start + end, text, key or key_of(text), span.quoted, named, opens)
            )
            opens = False
            index += length
        opens = opens or _ends_sentence(found, span.text[end:])
    return found


def _joins_a_claim(words: Sequence[Word], text: str, *, quoted: bool) -> bool:
    """Whether this word begins one more claim of somebody's: *said the data were good, and that more were needed*."""
    return text == "that" and not quoted and bool(words) and words[-1].plain in ("and", "but")


def _ends_sentence(words: Sequence[Word], after: str) -> bool:
    """Whether a sentence ends with what stands after these words; a full stop may belong to an abbreviation."""
    if not words or not _STOP_SIGN.search(after):
        return False
    last = words[-1].text
    return not after.startswith(".") or not (len(last) == 1 or "." in last or f"{last}." in abbreviations())


def _in_title_case(spans: Iterable[ContentSpan]) -> bool:
    """Whether nearly every word is written as if it were a name, as headlines are."""
    longer = [word for span in spans for word in _WORD_OR_NUMBER.findall(span.text) if len(word) > 3]
    return len(longer) > 3 and sum(word[0].isupper() for word in longer) > 0.7 * len(longer)


def speaker_key(name: str) -> NameKey:
    """The key of a speaker's name in which all that stands for a country is that country: *Seoul*, *South Korean*."""
    matches = list(_WORD_OR_NUMBER.finditer(name))
    keys: list[str] = []
    index = 0
    while index < len(matches):
        length, country = _country_at(matches, index)
        keys += [country] if country else name_key(matches[index].group())
        index += length
    return tuple(keys)


@lru_cache(maxsize=_KEPT)
def key_of(word: str) -> str:
    """One key for the forms of a word, and for the words that news puts for one another."""
    plain = _plain(word)
    if plain.endswith("n't"):
        return "not"
    plain = plain.removesuffix("'s")
    if plain in word_list("common_words") or plain in word_list("negating_words") or plain[0].isdigit():
        return plain
    stem = _stem(plain)
    return _synonyms().get(stem, stem)


@cache
def _irregular() -> dict[str, str]:
    return {form: forms[0] for forms in word_lines("irregular_forms") for form in forms}


@cache
def _synonyms() -> dict[str, str]:
    """For each word that stands for another the one that stands for all of its set."""
    return {_stem(word): min(map(_stem, words)) for words in word_lines("synonyms_in_news") for word in words}


@lru_cache(maxsize=_KEPT)
def weight_of(key: str) -> float:
    """How much sharing the word of this key proves at most: 0, a half or 1."""
    if key in word_list("common_words") or key in word_list("negating_words"):
        return 0.0
    return 0.5 if key in _wide_keys() or len(key) == 1 or key == _FIRST or key in _SMALL_NUMBERS else 1.0


def is_country(word: str) -> bool:
    """Whether a key is that of a country."""
    return word.startswith(_COUNTRY)


def is_number(word: str) -> bool:
    """Whether a key is that of a number."""
    return word.startswith(_NUMBER) and word != _FIRST


def unit_of(number: str) -> str:
    """What the key of a number counts in: a currency's sign, ``%``, ``.`` for a rank, ``/`` for a share; else empty."""
    return "/" if "/" in number else number[-1] if not number[-1].isdigit() else ""


def weigh(keys: Iterable[str]) -> float:
    """The weight of several words."""
    return sum(map(weight_of, keys))


@cache
def _wide_keys() -> frozenset[str]:
    return frozenset(map(_stem, word_list("wide_words")))


@lru_cache(maxsize=_KEPT)
def _stem(word: str) -> str:
    """What the forms of a word have in common, by Porter's English stemmer as Snowball has it."""
    return _stemmer()(_irregular().get(word, word))


@cache
def _stemmer() -> Callable[[str], str]:
    stem: Callable[[str], str] = snowballstemmer.stemmer("english").stemWord
    return stem


def _plain(word: str) -> str:
    return word.replace("’", "'").casefold()


def _country_at(matches: Sequence[re.Match[str]], index: int) -> tuple[int, str | None]:
    """How many words from ``index`` on are one country's name, and the key of the country; else 1 and None."""
    first = matches[index].group()
    if first[0].isupper():
        for words, country in _countries().get(_bare(first), ()):
            if tuple(_bare(match.group()) for match in matches[index : index + len(words)]) == words:
                return len(words), country
    return 1, None


def _bare(word: str) -> str:
    return word.replace("’", "'").removesuffix("'s")


@cache
def _countries() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names, capitals, seats, adjectives and peoples by their first word, longest first, each with its country."""
    by_words: dict[tuple[str, ...], str] = {}
    for entry in governments().entries:
        for name in (entry.country, *entry.names, *entry.adjectives, *entry.people):
            by_words.setdefault(tuple(map(_bare, _WORD_OR_NUMBER.findall(name))), f"{_COUNTRY}{entry.country}")
    for entry in governments().entries:
        for name in (*entry.seats, *entry.capitals):
            by_words.setdefault(tuple(map(_bare, _WORD_OR_NUMBER.findall(name))), f"{_COUNTRY}{entry.country}")
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for words in sorted(by_words, key=lambda words: (-len(words), words)):
        found[words[0]].append((words, by_words[words]))
    return dict(found)
