"""Quantities are compared by value, however they are written."""

from __future__ import annotations

import re

import pytest

from claimx.quantities import quantities


def keys(text: str) -> list[str]:
    return [found.key for found in quantities(re.findall(r"\d+(?:[.,]\d+)*|[a-z]+|[%$€£¥]", text.casefold()))]


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("three million dollars|$3m|$3,000,000|US$3 million|3 million dollars", "3000000$"),
        ("forty|40", "40"),
        ("twenty-one|21", "21"),
        ("two hundred and fifty thousand|250,000|250 thousand", "250000"),
        ("a hundred|one hundred|100", "100"),
        ("a dozen|twelve", "12"),
        ("second|2nd", "2."),
        ("twenty-first|21st", "21."),
        ("eight percent|8 per cent|8%|8.0%", "8%"),
        ("€1.2bn|1.2 billion euros|1,200 million euros", "1200000000€"),
        ("half a million|500,000", "500000"),
        ("two thirds|two-thirds", "2/3"),
        ("one half|half", "1/2"),
        ("a quarter of|one quarter", "1/4"),
    ],
)
def test_one_value_has_one_key(written, key):
    assert {form: keys(form) for form in written.split("|")} == {form: [key] for form in written.split("|")}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$5 and €5 and 5 and 5%", ["5$", "5€", "5", "5%"]),
        ("four or nine million", ["4", "9000000"]),
        ("a third man, a third of them", ["3.", "1/3"]),
        ("nineteen eighty-four", ["19", "84"]),
        ("a man and a half-open door", ["1/2"]),
        ("5 and 6", ["5", "6"]),
        ("1,5 then 007 then 1.2.3", []),
    ],
)
def test_values_that_differ_stay_apart(text, found):
    assert keys(text) == found
