"""Pairing of quotation marks: what is quoted, what is nested, and that an odd mark stays where it is."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimx.article import Marks, Quotation
from claimx.pipeline.marks import pair_marks
from claimx.spans import WORD, Span
from tests.work import exponent, lines_run


def paragraphs(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"[^\n]+", text)]


def paired(text: str) -> Marks:
    return pair_marks(text, paragraphs(text))


def words(text: str, depth: int = 0) -> list[str]:
    return [quotation.span.of(text) for quotation in paired(text).quotations if quotation.depth == depth]


def codes(text: str) -> list[str]:
    return [diagnostic.code for diagnostic in paired(text).diagnostics]


# Every manner of writing them


@pytest.mark.parametrize(
    "text",
    [
        "“We won,” he said. “Go home.”",
        '"We won," he said. "Go home."',
        "''We won,'' he said. ''Go home.''",
        "``We won,'' he said. ``Go home.''",
        "`` We won, '' he said. `` Go home. ''",
        "‘‘We won,’’ he said. ‘‘Go home.’’",
        "«We won,» he said. «Go home.»",
        "« We won, » he said. « Go home. »",
        "»We won,« he said. »Go home.«",
        "„We won,“ he said. „Go home.“",
        "„We won,” he said. „Go home.”",
        "‘We won,’ he said. ‘Go home.’",
        "'We won,' he said. 'Go home.'",
        # and every wrong manner
        "“We won,“ he said. “Go home.“",
        "”We won,” he said. ”Go home.”",
        '“We won," he said. "Go home.”',
        "““We won,”” he said. ““Go home.””",
        '""We won,"" he said. ""Go home.""',
        "’We won,’ he said. ’Go home.’",
        "“We won, ”he said. “Go home.”",
        "\u200e“We won,”\u200b he said. \ufeff“Go home.”",
    ],
)
def test_each_manner_of_writing_marks_is_read_the_same_and_without_complaint(text: str) -> None:
    assert words(text) == ["We won,", "Go home."]
    assert codes(text) == []


def test_marks_are_left_out_of_the_words_and_told_apart_from_them() -> None:
    text = "''We won,'' he said."
    (quotation,) = paired(text).quotations
    assert quotation == Quotation(Span(2, 9), Span(0, 2), Span(9, 11), 0, continues=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an act—“My plan!”—is thin", ["My plan!"]),
        ("(“So he said”) and [“so”]", ["So he said", "so"]),
        ('He said "... and then," and "…so"', ["... and then,", "…so"]),
        ('the "so-called" anti-"woke" bill', ["so-called", "woke"]),
        ('He said:"Word." Then "Go"he said. "Yes," she', ["Word.", "Go", "Yes,"]),
        ('a "$5 bill" and "#MeToo"', ["$5 bill", "#MeToo"]),
    ],
)
def test_what_stands_next_to_a_mark_shows_its_side(text: str, expected: list[str]) -> None:
    assert words(text) == expected


# Nesting


@pytest.mark.parametrize(
    ("text", "outer", "nested"),
    [
        ("“He said, ‘Go,’ and I went.”", ["He said, ‘Go,’ and I went."], ["Go,"]),
        ("''He told us, 'It is special,''' he said.", ["He told us, 'It is special,'"], ["It is special,"]),
        ("'''Special,' he said,'' she added.", ["'Special,' he said,"], ["Special,"]),
        ("‘He said “go” and left,’ she said.", ["He said “go” and left,"], ["go"]),
        ("« Il a dit “non” hier », dit-elle.", ["Il a dit “non” hier"], ["non"]),
        ('"The “line” was crossed," he said.', ["The “line” was crossed,"], ["line"]),
        ('"the power of \'we\' " and "so"', ["the power of 'we'", "so"], ["we"]),
        (
            "“the ‘red lines’ in the players’ union,” he",
            ["the ‘red lines’ in the players’ union,"],
            ["red lines"],
        ),
    ],
)
def test_one_kind_of_marks_nests_in_another(text: str, outer: list[str], nested: list[str]) -> None:
    assert (words(text), words(text, depth=1)) == (outer, nested)
    assert codes(text) == []


def test_three_levels() -> None:
    text = '"She said, \'He told me, "Go."\'" Then "more".'
    assert [words(text, depth)[0] for depth in range(3)] == [
        "She said, 'He told me, \"Go.\"'",
        'He told me, "Go."',
        "Go.",
    ]
    assert words(text)[1] == "more"


# Apostrophes and measures


@pytest.mark.parametrize(
    "text",
    [
        "I don't, the players' union won't; O'Brien's '90s rock 'n' roll, runnin' for 'em.",
        "I don’t, the players’ union won’t; O’Brien’s ’90s rock ’n’ roll, runnin’ for ’em.",
        "The workers’ rights and the bosses’ fears; James’ house.",
        "He is 6'2\" tall, the pipe is 5\" wide and 12' long, a 5’2” door.",
        "» Read more\n» More news",
        'She wrote "" and left.',
    ],
)
def test_what_is_no_quotation_mark_quotes_nothing(text: str) -> None:
    assert paired(text).quotations == ()


def test_apostrophes_and_measures_inside_a_quotation_do_not_end_it() -> None:
    text = "'The players' union won't rock 'n' roll in the '90s,' he said. 'Yes.'"
    assert words(text) == ["The players' union won't rock 'n' roll in the '90s,", "Yes."]
    text = '"A 5" pipe is 6\'2" long," he said. "In 2025," she said, "I am 25"'
    assert words(text) == ['A 5" pipe is 6\'2" long,', "In 2025,", "I am 25"]


def test_single_marks_quote_by_themselves_only_where_they_outnumber_double_ones() -> None:
    american = "“We won,” he said of ‘them’. “We lost,” she said."
    assert words(american) == ["We won,", "We lost,"]
    british = "‘We won,’ he said. ‘We lost,’ she said.\nA post read “Well done”."
    assert words(british) == ["We won,", "We lost,", "Well done"]


# Several paragraphs


@pytest.mark.parametrize(("opening", "closing"), ["“”", '""', ("''", "''"), ("``", "''"), "‘’", "''", "«»", "„“"])
def test_a_quotation_goes_on_where_the_next_paragraph_reopens_it(opening: str, closing: str) -> None:
    text = f"{opening}One.\n\n{opening}Two.\n\n{opening}Three,{closing} he said. {opening}Four.{closing}"
    marks = paired(text)
    assert [(q.span.of(text), q.continues, q.closing is None) for q in marks.quotations] == [
        ("One.", False, True),
        ("Two.", True, True),
        ("Three,", True, False),
        ("Four.", False, False),
    ]
    assert marks.diagnostics == ()


def test_nested_quotations_go_on_too() -> None:
    text = "“He told me, ‘I go.\n“‘And return,’ so he said.”"
    continued = [(q.span.of(text), q.depth) for q in paired(text).quotations if q.continues]
    assert continued == [("‘And return,’ so he said.", 0), ("And return,", 1)]
    assert codes(text) == []


def test_nothing_crosses_into_a_paragraph_that_does_not_reopen() -> None:
    text = "“One.\nNothing quoted here.\n“Two,” he said."
    assert [(q.span.of(text), q.continues) for q in paired(text).quotations] == [
        ("One.", False),
        ("Two,", False),
    ]
    assert codes(text) == ["unclosed"]


def test_a_quotation_reopened_and_never_ended_is_told() -> None:
    text = "“One.\n“Two.\nNothing quoted."
    assert words(text) == ["One.", "Two."]
    assert [(d.code, d.offset) for d in paired(text).diagnostics] == [("reopened_without_end", text.index("“Two"))]


# Odd marks


@pytest.mark.parametrize("mark", ['"', "“"])
def test_a_missing_closing_mark_costs_only_its_own_quotation(mark: str) -> None:
    closing = {'"': '"', "“": "”"}[mark]
    text = f"{mark}We won, he said. {mark}Go home,{closing} she said. {mark}Yes.{closing}"
    assert words(text) == ["We won,", "Go home,", "Yes."]
    assert [(d.code, d.offset) for d in paired(text).diagnostics] == [("unclosed", 0)]


def test_a_quotation_never_closed_ends_before_the_clause_that_reports_it_or_with_the_paragraph() -> None:
    assert words("“We won, said Ms. Ito.\nNext.") == ["We won,"]
    assert words("“We won and they lost the cup.\nNext.") == ["We won and they lost the cup."]
    # Where the next paragraph goes on, nothing is missing, and the same words are quoted ones.
    assert words("“We tried, they lost.\n“So it goes.”") == ["We tried, they lost.", "So it goes."]


def test_a_missing_opening_mark_is_put_at_the_start_only_before_a_clause() -> None:
    text = "We won,” he said. “Go.”"
    first, second = paired(text).quotations
    assert (first.span.of(text), first.opening, second.span.of(text)) == ("We won,", Span(0, 0), "Go.")
    assert codes(text) == ["unopened"]
    assert (words("He left the room.”"), codes("He left the room.”")) == ([], ["unopened"])


def test_an_odd_mark_inside_is_closed_with_the_quotation_around_it() -> None:
    text = "“I am ‘here.” He left. “Go.”"
    assert (words(text), words(text, depth=1)) == (["I am ‘here.", "Go."], ["here."])
    assert codes(text) == ["unclosed"]


def test_an_odd_straight_mark_does_not_turn_the_rest_inside_out() -> None:
    text = 'He said so." Then "one" and "two" and "three".'
    assert words(text) == ["one", "two", "three"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            'He said, "In the first half it felt good.',
            'We could have scored two or three goals and put the game to bed early."',
        ),
        ("“Our plans were reviewed as weather conditions", "deteriorate,” she said."),
        (
            "«Nobody came on Monday, and nobody rang.",
            "On Tuesday all of them stood at the door and wanted their money back», she said.",
        ),
    ],
)
def test_a_quotation_goes_on_in_the_paragraph_that_closes_it(first: str, second: str) -> None:
    text = f"{first}\n{second}\nNobody “knew” it."
    goes_on = [quotation for quotation in paired(text).quotations if quotation.continues]
    assert [text[slice(*quotation.span)] for quotation in goes_on] == [re.split('["”»]', second)[0]]
    assert codes(text) == []


@pytest.mark.parametrize(
    "second",
    [
        "Jan Ek, Tarn Trust.”",
        "Nobody came.",
        "Nobody “came” on the morning of that day in May, they say.",
    ],
)
def test_a_quotation_left_open_ends_with_its_paragraph_otherwise(second: str) -> None:
    text = f"“We will pay for all of it.\n{second}"
    assert "unclosed" in codes(text)


# The mask


def test_inside_counts_the_quotations_around_each_code_point() -> None:
    text = "A “b ‘c’ d” e"
    assert list(paired(text).inside(len(text))) == [0, 0, 0, 1, 1, 1, 2, 1, 1, 1, 0, 0, 0]


# Any text at all

MARKED = st.text(alphabet="“”„\"«»‹›‘’‚'` \n.,!?—-(aAsn9…", max_size=80)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            "“",
            "”",
            '"',
            "''",
            "‘",
            "’",
            "'",
            "«",
            "»",
            "„",
            " ",
            "\n",
            ", he said.",
            "We won",
            "the players’",
            "5",
            "—",
        ]
    ),
    max_size=40,
).map("".join)


@settings(deadline=None, max_examples=400)
@given(st.one_of(MARKED, FRAGMENTS))
def test_quotations_hold_words_of_one_paragraph_and_nest_cleanly(text: str) -> None:
    marks = paired(text)
    assert marks == paired(text)
    assert [q.span.start for q in marks.quotations] == sorted(q.span.start for q in marks.quotations)
    around: list[Quotation] = []
    for quotation in marks.quotations:
        whole = Span(quotation.opening.start, (quotation.closing or quotation.span).end)
        assert sum(paragraph.contains(whole) for paragraph in paragraphs(text)) == 1
        assert WORD.search(text, *quotation.span)
        assert quotation.span.stripped(text) == quotation.span
        assert quotation.opening.end <= quotation.span.start
        # By start, each stands in the last one of the depth above and after the last one of its own.
        del around[quotation.depth + 1 :]
        if len(around) > quotation.depth:
            assert around.pop().span.end <= quotation.opening.start
        assert len(around) == quotation.depth
        assert all(outer.span.contains(whole) for outer in around)
        around.append(quotation)
    mask = marks.inside(len(text))
    assert all(mask[q.span.start] > 0 for q in marks.outer())


@settings(deadline=None, max_examples=300)
@given(st.one_of(MARKED, FRAGMENTS), st.lists(st.integers(0, 80), max_size=3))
def test_an_odd_mark_changes_nothing_in_other_paragraphs(text: str, places: list[int]) -> None:
    # The manner of single marks and guillemets is the document's: here it is settled by many double pairs and
    # by leaving guillemets out. The paragraph between keeps open quotations from going on.
    middle = text.replace("\n", " ").translate(dict.fromkeys(map(ord, "«»‹›")))
    settled = " “a” “b” “c” “d”" * 30
    before = f"He said so.\n{middle}\nNothing."
    odd = list("He said so. And then he left.")
    for place in places:
        odd.insert(place, '"')
    plain = f"{before}\nHe said so. And then he left.\n{settled}"
    broken = f"{before}\n{''.join(odd)}\n{settled}"
    kept = Span(0, len(before))
    assert words(broken)[-120:] == ["a", "b", "c", "d"] * 30
    assert [q for q in paired(plain).quotations if kept.contains(q.span)] == [
        q for q in paired(broken).quotations if kept.contains(q.span)
    ]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    marks = paired(text)
    assert len(marks.inside(len(text))) == len(text)


def test_text_without_paragraphs_has_no_marks() -> None:
    assert pair_marks("", []) == Marks((), ())
    assert pair_marks(" \n ", [Span(0, 3)]) == Marks((), ())


@pytest.mark.parametrize("unit", ['"', "\"'", '" ', "'a ", "‘a ’b ", "“a ", "“‘«‹ a", "\"a 'b \"c' d "])
def test_work_grows_with_length_and_not_faster(unit: str) -> None:
    def cost(length: int) -> int:
        text = unit * (length // len(unit))
        return lines_run(lambda: pair_marks(text, [Span(0, len(text))]))

    assert exponent(600, cost) <= 1.1
