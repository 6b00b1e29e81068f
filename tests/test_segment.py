"""Segmentation: which region a paragraph belongs to, what names the page, where sentences start."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.pipeline.segment import lay_out, sentences
from claimx.spans import Span

STORY = (
    "The ferry to Skarvik will run again from Thursday after a strike of ten days by its crew.",
    "“Our passengers have waited long enough,” Harbour Master Ingrid Solheim said on Tuesday evening.",
    "The first boat leaves the north pier at six in the morning, and tickets bought in March stay valid.",
)


def regions(*paragraphs: str) -> list[str]:
    return [paragraph.region for paragraph in lay_out("\n\n".join(paragraphs)).paragraphs]


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], []),
        (["Ferry to Skarvik will run again after strike"], ["headline"]),
        (
            ["Ferry to Skarvik will run again", "By Lena Hartwig", "March 4, 2024"],
            ["headline", "furniture", "furniture"],
        ),
        (["Search", "Sign up for our newsletter", "Ferry to Skarvik runs again"], ["furniture"] * 2 + ["headline"]),
        (
            ["Ferry to Skarvik runs again after strike", "Passengers waited with the crew", "Photo: Kim Rowe/AFP"],
            ["headline", "headline", "caption"],
        ),
    ],
    ids=str,
)
def test_what_stands_above_a_story(before, expected):
    assert regions(*before, *STORY) == [*expected, "main", "main", "main"]


def test_a_headline_is_not_outdone_by_the_standfirst_below_it():
    head = ["Ferry to Skarvik runs again", "Passengers waited ten days for the crew"]
    assert regions(*head, *STORY)[:2] == ["headline", "headline"]


@pytest.mark.parametrize(
    "line",
    [
        "Share this",
        "Advertisement",
        "Read more: Pilots in the harbour",
        "Subscribe to our mailing list for the latest stories!",
        "Follow us on Facebook",
    ],
)
def test_formulas_of_a_page_are_furniture_inside_a_story_and_below_it(line):
    assert regions(*STORY[:2], line, STORY[2]) == ["main", "main", "furniture", "main"]
    assert regions(*STORY, line) == ["main", "main", "main", "furniture"]


@pytest.mark.parametrize(
    "line", ["© 2024 The Harbour News. All rights reserved.", "Editing by Kim Rowe.", "Kim Rowe contributed reporting."]
)
def test_what_agencies_put_under_a_story_is_furniture(line):
    assert regions(*STORY, line) == ["main", "main", "main", "furniture"]


@pytest.mark.parametrize(
    "line",
    [
        "The north pier on Tuesday. Photograph: Kim Rowe/AFP",
        "Ingrid Solheim at the north pier (Photo: Kim Rowe)",
        "A boat leaves Skarvik. Kim Rowe/Reuters",
        "FILE - The ferry Nordlys at the north pier on May 2.",
    ],
)
def test_a_credit_makes_a_caption(line):
    assert regions(*STORY[:2], line, STORY[2]) == ["main", "main", "caption", "main"]


def test_a_short_story_that_goes_on_elsewhere_is_a_teaser():
    teaser = ["Pilots will strike over Easter", "The pilots of the harbour will strike over Easter.", "Read more"]
    assert regions(*STORY, *STORY, *teaser[2:], *teaser)[-3:] == ["teaser", "teaser", "furniture"]


@pytest.mark.parametrize("line", ["What comes next", "‘Long enough’", "The strike"])
def test_a_subhead_stays_in_its_story(line):
    assert regions(*STORY[:2], line, STORY[2]) == ["main"] * 4


def test_a_short_quotation_that_ends_a_story_stays_in_it():
    assert regions(*STORY, "“We stay,” she said.") == ["main"] * 4


@pytest.mark.parametrize(
    "turns",
    [
        ("HOLM: Will the lamp stay lit?", "LUND: It will, as long as I do.", "HOLM: Thank you.", "LUND: Goodbye."),
        ("Q: Who pays for the new lamp?", "A: The county does, and the church.", "Q: All of it?", "A: Half."),
        ("**Ada Holm:** Yes.", "**Per Lund:** No, not this year.", "**Ada Holm:** I say it can, and must."),
    ],
    ids=str,
)
def test_the_short_turns_of_a_dialogue_stay_in_it(turns):
    assert regions(*STORY, *turns) == ["main"] * (len(STORY) + len(turns))


def test_a_name_under_a_quotation_ends_its_story():
    assert regions(*STORY, "“We sail at six.”", "— Ida Holm")[-1] == "main"
    assert regions(*STORY, "Tags: Ferry", "— Ida Holm")[-2:] == ["furniture"] * 2


def test_a_page_without_prose_is_main_where_no_formula_says_otherwise():
    assert regions("Larsson: schools will open", "Share this") == ["main", "furniture"]


def test_headline_byline_and_date_are_spans_of_the_text():
    text = "\n\n".join(["Ferry to Skarvik will run again", "By Lena Hartwig", "Published March 4, 2024", *STORY])
    layout = lay_out(text)
    assert layout.headline.of(text) == "Ferry to Skarvik will run again"
    assert layout.byline.of(text) == "Lena Hartwig"
    assert layout.published == "2024-03-04"


@pytest.mark.parametrize(
    "dateline",
    ["SEOUL, South Korea — ", "RIJEKA, March 4 (Adria Press) — ", "LONDON (AP) - ", "BERLIN – ", "Geneva (Reuters) - "],
)
def test_a_dateline_is_no_part_of_what_is_read(dateline):
    text = "\n\n".join([dateline + STORY[0], *STORY[1:]])
    assert lay_out(text).paragraphs[0].body.of(text) == STORY[0]


def test_lines_wrapped_to_a_width_are_joined_to_paragraphs():
    text = (
        "The ferry to Skarvik will run again from Thursday after a\n"
        "strike of ten days by its crew, the harbour master said on\n"
        "Tuesday evening, and tickets that were bought in March for\n"
        "the old boat stay valid.\n"
        "\n"
        "The first boat leaves the north pier at six in the morning\n"
        "and comes back at ten.\n"
    )
    assert len(lay_out(text).paragraphs) == 2
    assert len(lay_out("One line of the story ends here.\nAnother line is a paragraph.\n").paragraphs) == 2


@given(st.text(alphabet=st.sampled_from("aB “”.\n\r\t:/-—©1é>"), max_size=200))
def test_paragraphs_hold_all_that_is_not_white_space_once_and_in_order(text):
    spans = [paragraph.span for paragraph in lay_out(text).paragraphs]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(span.stripped(text) == span for span in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four… Five.", ["One.", "Two!", "Three?", "Four…", "Five."]),
        ("Mr. Ruiz met Sen. Hale. He left.", ["Mr. Ruiz met Sen. Hale.", "He left."]),
        ("The U.S. Army came. It left.", ["The U.S. Army came.", "It left."]),
        ("They live in the U.S. The house is old.", ["They live in the U.S.", "The house is old."]),
        ("J. R. Tolkien and Vladimir V. Putin met.", ["J. R. Tolkien and Vladimir V. Putin met."]),
        ("It rose 3.5 percent. No. 5 fell.", ["It rose 3.5 percent.", "No. 5 fell."]),
        ("“We won.” She left.", ["“We won.”", "She left."]),
        ("“Really?” she asked.", ["“Really?” she asked."]),
        ("He said. “We won.”", ["He said.", "“We won.”"]),
        ("It ended. \u00a0 Éric left.", ["It ended.", "Éric left."]),
        ("No stop at all", ["No stop at all"]),
    ],
)
def test_sentences_end_where_they_end(text, expected):
    assert [sentence.of(text) for sentence in sentences(text, Span(0, len(text)))] == expected


def test_sentences_start_at_tokens_of_the_pipeline_and_no_sentence_leaves_its_paragraph(nlp, seeds):
    text = seeds[3].read_text("utf-8")
    doc = nlp(text)
    starts = {token.idx for token in doc if token.is_sent_start}
    assert {paragraph.span.start for paragraph in doc._.claimx_index.layout.paragraphs} <= starts
