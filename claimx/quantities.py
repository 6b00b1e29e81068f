"""Numbers, ordinals, shares and sums of money among the words of a text, compared by value.

*three million dollars*, *$3m* and *$3,000,000* are one quantity, as are *40* and *forty*, *2nd* and *second*,
*8 per cent* and *8%*, *half* and *one half*. Words are lower case, without hyphens; signs (``$ € £ ¥ %``) are words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from claimx.lexicon import quantity_words

_NUMERAL = re.compile(r"\d+(?:[.,]\d+)*")
_GROUPING_COMMA = re.compile(r",(?=\d{3}(?!\d))")


class Quantity(NamedTuple):
    """The words ``[start, stop)`` are a quantity; ``key`` is the same for the same value and unit."""

    start: int
    stop: int
    key: str


def quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """The quantities among ``words``, in order, each as long as it can be."""
    at = 0
    while at < len(words):
        found = _money(words, at) or _counted(words, at)
        if found is not None:
            yield found
            at = found.stop
        else:
            at += 1


def _money(words: Sequence[str], at: int) -> Quantity | None:
    """A sum that begins with its sign: $3m, US$ 5."""
    sign = at + (words[at] == "us")
    if sign + 1 >= len(words) or words[sign] not in quantity_words().signs:
        return None
    number = _number(words, sign + 1, quantity_words().money_scales)
    if number is None:
        return None
    value, stop = number
    return Quantity(at, stop, f"{_shown(value)}{quantity_words().signs[words[sign]]}")


def _counted(words: Sequence[str], at: int) -> Quantity | None:
    """A number with what it counts, if that is a currency or per cent; a share; an ordinal."""
    part = _share(words, at)
    if part is not None:
        return part
    if words[at] in quantity_words().ordinals:
        return Quantity(at, at + 1, _ordinal(quantity_words().ordinals[words[at]]))
    number = _number(words, at, quantity_words().scales)
    if number is None:
        return None
    value, stop = number
    return _numbered(words, at, stop, value) or _with_unit(words, at, stop, value)


def _numbered(words: Sequence[str], start: int, stop: int, value: Decimal) -> Quantity | None:
    """An ordinal of two words: 2 nd, twenty first."""
    following = words[stop] if stop < len(words) else ""
    if following in quantity_words().ordinal_endings and _NUMERAL.fullmatch(words[stop - 1]):
        return Quantity(start, stop + 1, _ordinal(value))
    if following in quantity_words().ordinals and value % 10 == 0 and 20 <= value < 100:
        return Quantity(start, stop + 1, _ordinal(value + quantity_words().ordinals[following]))
    return None


def _with_unit(words: Sequence[str], start: int, stop: int, value: Decimal) -> Quantity:
    """A number with the currency or the per cent behind it, or alone."""
    one, two = tuple(words[stop : stop + 1]), tuple(words[stop : stop + 2])
    if two == ("per", "cent"):
        return Quantity(start, stop + 2, f"{_shown(value)}%")
    unit = "%" if one in (("%",), ("percent",)) else quantity_words().currencies.get(one[0], "") if one else ""
    return Quantity(start, stop + bool(unit), f"{_shown(value)}{unit}")


def _share(words: Sequence[str], at: int) -> Quantity | None:
    """A part of a whole: half, a third of, two thirds; not the third, nor a quarter that is one of the year's."""
    if words[at] in ("half", "halves"):
        scaled = _scaled_half(words, at)
        return scaled or Quantity(at, at + 1, "1/2")
    if at + 1 == len(words) or words[at + 1] not in quantity_words().parts:
        return None
    count = 1 if words[at] in ("a", "one") else quantity_words().units.get(words[at], 0)
    whole = tuple(words[at + 2 : at + 3])
    if count == 0 or (words[at] == "a" and whole != ("of",)):
        return None
    return Quantity(at, at + 2, f"{count}/{quantity_words().parts[words[at + 1]]}")


def _scaled_half(words: Sequence[str], at: int) -> Quantity | None:
    """Half a million."""
    if tuple(words[at + 1 : at + 2]) != ("a",) or at + 2 == len(words) or words[at + 2] not in quantity_words().scales:
        return None
    return Quantity(at, at + 3, _shown(Decimal(quantity_words().scales[words[at + 2]]) / 2))


def _number(words: Sequence[str], at: int, scales: Mapping[str, int]) -> tuple[Decimal, int] | None:
    """The number that begins at a word, in figures or in words, and where it ends."""
    if _NUMERAL.fullmatch(words[at]):
        plain = _GROUPING_COMMA.sub("", words[at])
        if "," in plain or plain.count(".") > 1 or (plain.startswith("0") and plain[1:2].isdigit()):
            return None  # a date, a version, a code: it is compared as it stands
        value, stop = Decimal(plain), at + 1
        while stop < len(words) and words[stop] in scales:
            value, stop = value * scales[words[stop]], stop + 1
        return value, stop
    if words[at] in ("a", "an") and not (
        at + 1 < len(words) and words[at + 1] in ("hundred", "dozen", *quantity_words().scales)
    ):
        return None
    return _in_words(words, at, scales)


def _in_words(words: Sequence[str], at: int, scales: Mapping[str, int]) -> tuple[Decimal, int] | None:
    """A number in words: two hundred and fifty thousand, a dozen."""
    lexicon = quantity_words()
    total = group = 0
    last = "a"  # what kind of number word came before: a unit, a round ten, a hundred, a scale
    stop = at
    while stop < len(words):
        word = words[stop]
        following = words[stop + 1] if stop + 1 < len(words) else ""
        if stop == at and word in ("a", "an"):
            group, last = 1, "unit"
        elif word in lexicon.units and (last in "a hundred scale" or (last == "ten" and 0 < lexicon.units[word] < 10)):
            group, last = group + lexicon.units[word], "unit"
        elif word in lexicon.tens and last in "a hundred scale":
            group, last = group + lexicon.tens[word], "ten"
        elif word == "hundred" and last == "unit" and 0 < group < 20:
            group, last = 100 * group, "hundred"
        elif word == "dozen" and last == "unit" and 0 < group < 20:
            return Decimal(total + 12 * group), stop + 1
        elif word in scales and last in "unit ten hundred" and stop > at:
            total, group, last = total + group * scales[word], 0, "scale"
        elif (
            word != "and"
            or last not in ("hundred", "scale")
            or not (following in lexicon.units or following in lexicon.tens)
        ):
            break
        stop += 1
    return (Decimal(total + group), stop) if stop > at else None


def _ordinal(value: Decimal | int) -> str:
    return f"{_shown(Decimal(value))}."


def _shown(value: Decimal) -> str:
    return f"{value.normalize():f}"
