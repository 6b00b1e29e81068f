"""Names: what counts in comparing two of them, and who takes two for one."""

from __future__ import annotations

import pytest

from claimx.evaluate.scoring import count
from claimx.gold.statements import Article, Statement
from claimx.names import (
    acronym,
    is_part_of,
    likely_one,
    may_stand_for,
    name_key,
    names_agree,
    one_letter_apart,
    same_speaker,
    spelling,
)
from claimx.spans import Span

# Keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kim Jong-un", "KIM JONG UN"),
        ("Kim Jong‑un", "Kim Jong–un"),
        ("Pat O’Brien", "Pat O'Brien"),
        ("Lena D´Costa", "Lena D`Costa"),
        ("José Muñoz", "Jose Munoz"),
        ("Łukasz Ørsted", "Lukasz Orsted"),
        ("J. K. Rowling", "J.K. Rowling"),
        ("U.N.", "UN"),
        ("Dr. Ana Ruiz", "Ana Ruiz"),
        ("President Vladimir Putin", "Vladimir Putin"),
        ("Secretary of State Antony Blinken", "Antony Blinken"),
        ("Mr Trump", "Trump"),
        ("the Washington Post", "Washington Post"),
        ("Ada Pannick QC", "Ada Pannick"),
        ("Yoon’s office", "Yoon's Office"),
    ],
)
def test_names_written_alike_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana Ruiz", "Ruiz"),
        ("Judge Rinder", "Rinder"),
        ("Dean Martin Smith", "Martin Smith"),
        ("Pak Song-il", "Song-il"),
        ("Mother Teresa", "Teresa"),
        ("John Smith Jr", "John Smith"),
        ("Yoon Suk Yeol", "Yoon Suk Yeol’s office"),
        ("Kim Jong Un", "Kim Jong Il"),
        ("Владимир Путин", "Дмитрий Медведев"),
    ],
)
def test_a_part_of_a_name_is_another_name(one, other):
    assert name_key(one) != name_key(other)


def test_a_hyphen_makes_another_spelling_of_the_same_name():
    assert spelling("Kim Jong-un") != spelling("Kim Jong Un")
    assert spelling("Kim Jong-un") == spelling("KIM JONG‑UN")


def test_what_has_neither_letter_nor_digit_has_no_key():
    assert name_key("…") == name_key("—") == ()


def test_an_acronym_leaves_small_words_out():
    assert acronym("Northern Women’s League") == "NWL"
    assert acronym("Bank of England") == "BE"


# Inside one article


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Ruiz", "Ana Ruiz"),
        ("Ana", "Ana Ruiz"),
        ("Vladimir Putin", "Vladimir V. Putin"),
        ("Wilf Hale", "Wilfred Hale"),
        ("Ana Ruiz Soler", "Ana Ruiz"),
        ("O'Brien", "Pat O’Brien"),
        ("Munoz", "José Muñoz"),
        ("King", "Marcus King Jr."),
    ],
)
def test_a_name_may_stand_for_a_fuller_one(name, full):
    assert may_stand_for(name_key(name), name_key(full))


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Eva Ruiz", "Ana Ruiz"),
        ("Brien", "Pat O’Brien"),
        ("Jo Hale", "Joan Hale"),
        ("Ana Ruiz", "Ruiz"),
        ("Marcus King", "Marcus King Jr."),
        ("…", "Ana Ruiz"),
    ],
)
def test_other_names_do_not_stand_for_it(name, full):
    assert not may_stand_for(name_key(name), name_key(full))


@pytest.mark.parametrize(
    ("full", "short"),
    [("Pat O’Brien", "O'Brien"), ("Søren Holt", "Soren Holt"), ("José Muñoz", "Munoz"), ("Lena D'Costa", "D’Costa")],
)
def test_an_article_that_mixes_spellings_has_one_person(read, full, short):
    found = read(f"Mayor {full} opened the bridge on Monday.\n\n“It is safe,” {short} said.")
    assert [record["speaker"]["name"] for record in found] == [full]


@pytest.mark.parametrize(
    ("father", "son", "name"),
    [
        ("Marcus Webb", "His son, Marcus Webb Jr.,", "Marcus Webb Jr."),
        ("Henry Ashford Sr.", "His son, Henry Ashford,", "Henry Ashford"),
        ("Edward Cole II", "His son, Edward Cole III,", "Edward Cole III"),
    ],
)
def test_a_son_keeps_his_words_from_his_father(read, father, son, name):
    found = read(f"{father} said the mill was closed. {son} said the mill was open.")
    assert [record["speaker"]["name"] for record in found] == [father, name]


# Across articles


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("José Muñoz", "Jose Munoz"),
        ("Pat O’Brien", "O'Brien"),
        ("Łukasz Nowak", "Lukasz Nowak"),
        ("George W. Bush", "George Walker Bush"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("McDonald’s", "McDonald's Corporation"),
    ],
)
def test_reports_name_one_speaker_in_two_spellings(one, other):
    assert same_speaker(name_key(one), name_key(other))
    assert same_speaker(name_key(other), name_key(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Witness A", "Witness B"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Yoon", "Yoon’s party"),
        ("Ana Ruiz", "Ruiz campaign"),
        ("", "Ana Ruiz"),
    ],
)
def test_reports_name_two_speakers(one, other):
    assert not same_speaker(name_key(one), name_key(other))
    assert not same_speaker(name_key(other), name_key(one))


@pytest.mark.parametrize(
    ("part", "name"),
    [("Putin", "Vladimir Putin"), ("jose munoz", "José Muñoz"), ("O'Brien", "Pat O’Brien"), ("Mayor Ruiz", "Ana Ruiz")],
)
def test_a_part_of_a_name_selects_it(part, name):
    assert is_part_of(part, name)


@pytest.mark.parametrize(("part", "name"), [("Ana Ruiz", "Ruiz"), ("Yoon", "Yoon's office"), ("…", "Ana Ruiz")])
def test_other_words_do_not_select_it(part, name):
    assert not is_part_of(part, name)


def test_likely_one_is_a_hint_and_wants_long_words():
    assert likely_one(name_key("Olena Zelensky"), name_key("Olena Zelenskiy"))
    assert not likely_one(name_key("Joan Smith"), name_key("John Smith"))


def test_one_letter_apart():
    assert all(one_letter_apart("smith", other, 4) for other in ("smyth", "smit", "smiths", "msith"))
    assert not any(one_letter_apart("smith", other, 4) for other in ("smith", "smytt", "jones", "smithers"))
    assert not one_letter_apart("kim", "kin", 4)


# In scoring


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Ana Ruiz", "Ruiz", True),
        ("Mayor Ana Ruiz", "Ana Ruiz", True),
        ("Mayor Ruiz", "Ana Ruiz", True),
        ("Judge Rinder", "Robert Rinder", True),
        ("Ana Ruiz’s", "ANA RUIZ", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("José Muñoz", "Jose Munoz", True),
        ("Yoon’s office", "Yoon Suk Yeol's office", True),
        ("South Korea", "South Korea’s Foreign Ministry", True),
        ("Ana Ruiz", "Eva Ruiz", False),
        ("Tom Hollis", "Tom Baker", False),
        ("President", "Ana Ruiz", False),
        ("Yoon", "Yoon's office", False),
        ("Yoon Suk Yeol", "Yoon Suk Yeol’s office", False),
        ("Biden", "Biden administration", False),
        ("", "Ana Ruiz", False),
    ],
)
def test_names_agree_when_one_is_within_the_other(one, other, agree):
    assert names_agree(one, other) == names_agree(other, one) == agree


def test_scoring_does_not_take_an_office_for_its_holder():
    text = "Yoon’s office said the talks would go on."
    gold = Statement(
        (Span(0, 13),), (Span(14, 18),), (Span(19, 41),), "indirect", speaker="Yoon’s office", labelled=True
    )
    found = Statement((Span(0, 13),), (Span(14, 18),), (Span(19, 41),), "indirect", speaker="Yoon", resolved="name")
    counts = count(Article("yoon", text, [gold]), [found])
    assert (counts["speaker_judged"], counts["speaker_right"]) == (1, 0)


def test_a_name_that_gold_allows_beside_the_speakers_counts_as_right():
    gold = Statement((), (), (Span(0, 9),), "indirect", speaker="Parliamentary Budget Officer", aliases=("PBO",))
    assert gold.is_named("Budget Officer")
    assert gold.is_named("PBO")
    assert not gold.is_named("Ana Ruiz")
    assert not gold.is_named(None)
