"""The words of quantities: numbers, scales, ordinals, shares, signs and names of currencies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimx.labels import QUANTITY_KINDS, QuantityKind
from claimx.lexicon.tsv import Row, rows


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """The words of each kind, in lower case, with their values; ``quantities.tsv`` explains the kinds.

    ``money_scales`` holds all scales, as what multiplies a number multiplies a sum of money too. ``signs`` and
    ``currencies`` map to the sign that sums are compared by.
    """

    units: Mapping[str, int]
    tens: Mapping[str, int]
    scales: Mapping[str, int]
    money_scales: Mapping[str, int]
    ordinals: Mapping[str, int]
    ordinal_endings: frozenset[str]
    parts: Mapping[str, int]
    signs: Mapping[str, str]
    currencies: Mapping[str, str]


def parse_quantity_words(text: str, file: str) -> QuantityWords:
    """The words in the text of a data file. Raises LexiconError for a value that is no number where one is needed."""
    entries = list(rows(text, file, columns=3))

    def of_kind(kind: QuantityKind) -> Iterator[Row]:
        return (row for row in entries if row.one_of(1, QUANTITY_KINDS) == kind)

    def numbers(kind: QuantityKind) -> dict[str, int]:
        return {row.fields[0]: _number(row) for row in of_kind(kind)}

    scales = numbers("scale")
    return QuantityWords(
        units=numbers("unit"),
        tens=numbers("ten"),
        scales=scales,
        money_scales=scales | numbers("money_scale"),
        ordinals=numbers("ordinal"),
        ordinal_endings=frozenset(row.fields[0] for row in of_kind("ordinal_ending")),
        parts=numbers("part"),
        signs={row.fields[0]: row.fields[2] for row in of_kind("sign")},
        currencies={row.fields[0]: row.fields[2] for row in of_kind("currency")},
    )


def _number(row: Row) -> int:
    if not row.fields[2].isdecimal():
        raise row.fault(f"the value {row.fields[2]!r} is no whole number")
    return int(row.fields[2])
