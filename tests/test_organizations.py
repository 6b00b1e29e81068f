"""The body behind a speaker, what an unnamed one is called, and how sure a name is."""

from __future__ import annotations

import pytest


def of(records) -> list[tuple[str | None, str | None, str | None]]:
    return [(r["speaker"]["name"], r["speaker"]["organization"], r["speaker"]["description"]) for r in records]


@pytest.mark.parametrize(
    ("text", "name", "organization"),
    [
        ("Microsoft CEO Satya Nadella said the plan was dead.", "Satya Nadella", "Microsoft"),
        ("Microsoft’s chief economist, Ana Ruiz, said the plan was dead.", "Ana Ruiz", "Microsoft"),
        ("Ana Ruiz, a senior analyst at Microsoft, said the plan was dead.", "Ana Ruiz", "Microsoft"),
        ("The head of Microsoft, Ana Ruiz, said the plan was dead.", "Ana Ruiz", "Microsoft"),
        ("“The plan is dead,” said Sarah Miller of Microsoft.", "Sarah Miller", "Microsoft"),
        ("Former Microsoft engineer Ana Ruiz said the plan was dead.", "Ana Ruiz", None),
        ("President Ana Ruiz of France said the plan was dead.", "Ana Ruiz", None),
        ("Ana Ruiz, who works for Microsoft, said the plan was dead.", "Ana Ruiz", "Microsoft"),
        ("Ana Ruiz, who worked for Microsoft until 2010, said the plan was dead.", "Ana Ruiz", None),
        ("Ana Ruiz, who left Microsoft in May, said the plan was dead.", "Ana Ruiz", None),
        ("Ana Ruiz, a spokeswoman for the city’s Department of Health, said no.", "Ana Ruiz", "Department of Health"),
        ("Department of Health spokeswoman Ana Ruiz said the plan was dead.", "Ana Ruiz", "Department of Health"),
        ("Microsoft Deputy Director Dr Ana Ruiz said the plan was dead.", "Ana Ruiz", "Microsoft"),
        ("Microsoft opened a shop. “It is small,” said its director, Ana Ruiz.", "Ana Ruiz", "Microsoft"),
    ],
)
def test_a_title_or_an_apposition_names_the_body_behind_a_person(read, text, name, organization):
    [record] = read(f"{text}\n")
    assert of([record]) == [(name, organization, None)]
    if organization is not None:
        assert record["speaker"]["organization_evidence"]["text"] == organization


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("The Asian Development Bank lent. ADB director Ana Ruiz said it was late.", "Asian Development Bank"),
        ("The Los Angeles Daily News closed. LA Daily News editor Ana Ruiz said no.", "Los Angeles Daily News"),
        ("The Metropolitan Museum closed. Met Museum director Ana Ruiz said it was late.", "Metropolitan Museum"),
    ],
)
def test_a_body_goes_by_its_full_name_where_it_is_cut_short(read, text, organization):
    *_, record = read(f"{text}\n")
    assert (record["speaker"]["name"], record["speaker"]["organization"]) == ("Ana Ruiz", organization)


@pytest.mark.parametrize(
    ("text", "description", "organization"),
    [
        ("A Microsoft spokesman said the plan was dead.", "A Microsoft spokesman", "Microsoft"),
        ("A spokeswoman for Microsoft said the plan was dead.", "A spokeswoman for Microsoft", "Microsoft"),
        ("The plan was dead, according to a Microsoft report.", "a Microsoft report", "Microsoft"),
        ("A Western official said the plan was dead.", "A Western official", None),
    ],
)
def test_whom_nobody_names_has_a_description_and_the_body_it_tells_of(read, text, description, organization):
    assert of(read(f"{text}\n")) == [(None, organization, description)]


def test_the_official_is_followed_by_the_fullest_description(read):
    first, second = read(
        "A senior presidential official said the talks had failed.\n\n“Nobody came,” the official said.\n"
    )
    assert second["speaker"]["description"] == first["speaker"]["description"] == "A senior presidential official"


def test_a_name_in_doubt_is_less_sure_than_one_that_stands_there(read):
    records = read(
        "Gwen Farrow and Dean Farrow own the mill. “We open at six,” Gwen Farrow said. “Nobody came,” Farrow said.\n"
    )
    sure, shared = (record["speaker"]["confidence"] for record in records)
    assert shared < sure <= 1


def test_min_speaker_confidence_makes_a_doubtful_name_null(main, tmp_path):
    (tmp_path / "a.txt").write_text("Mayor Ana Ruiz met the press.\n\nShe said the bridge was safe.\n", "utf-8")
    [record] = main("extract", "a.txt").records
    least = record["speaker"]["confidence"] + 0.01
    [doubted] = main("extract", "a.txt", f"--min-speaker-confidence={least}").records
    assert (record["speaker"]["name"], doubted["speaker"]["name"]) == ("Ana Ruiz", None)
    assert (doubted["speaker"]["resolved"], doubted["speaker"]["confidence"]) == ("none", None)
    assert doubted["id"] == record["id"]


def test_the_unnamed_are_listed_counted_and_selected(main, tmp_path):
    (tmp_path / "a.txt").write_text(
        "A Microsoft spokesman said the plan was dead. “It was never alive,” the spokesman said.\n", "utf-8"
    )
    [row] = main("speakers", "a.txt", "--unnamed", "--format=jsonl").records
    assert (row["name"], row["description"], row["organization"]) == (None, "A Microsoft spokesman", "Microsoft")
    assert row["records"] == 2
    assert len(main("extract", "a.txt", "--speaker=Microsoft").records) == 2
    assert main("speakers", "a.txt", "--unnamed", "--format=csv").code == 2


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ana Ruiz flew to Oslo.\n\nThe Halmar Party candidate said the roads were bad.",
        "Tom Hollis signed with the club.\n\nThe Tarn Rovers fan said the team would win.",
        "Ana Ruiz met two neighbours of the Halmar Foods plant.\n\nShe said the plant would close.",
    ],
)
def test_what_only_takes_somebody_up_tells_no_body_behind_them(read, text):
    assert [record["speaker"]["organization"] for record in read(text)] == [None]


@pytest.mark.parametrize(
    ("text", "words", "description"),
    [
        (
            "The plant closed on Friday. Workers wept at the gate.\n\nThey said nobody had warned them.",
            "nobody",
            "Workers",
        ),
        (
            "The Tarn Trust met on Monday. Teachers stood outside, and they said pay was too low.",
            "pay",
            "Teachers",
        ),
        (
            "Skarvik lost its ferry in May. Fishermen on the island are angry.\n\nThey say the boat was never safe.",
            "the boat",
            "Fishermen",
        ),
    ],
)
def test_they_are_the_several_before_where_nobody_is_surely_meant(read, text, words, description):
    [record] = [record for record in read(text) if words in record["content"]["text"]]
    assert record["speaker"]["name"] is None
    assert description in record["speaker"]["description"]


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        (
            "Mayor Ana Ruiz’s campaign is short of money.\n\nRuiz spokesman Tom Hollis said it was not.",
            "Ana Ruiz’s campaign",
        ),
        ("The Ruiz campaign shut an office.\n\nRuiz’s senior adviser Tom Hollis said it was late.", "Ruiz campaign"),
        ("Governor Ana Ruiz’s office was shut.\n\nRuiz spokeswoman Jane Cole said it was late.", "Ana Ruiz’s office"),
        ("Ana Ruiz’s campaign is short of money.\n\nRuiz supporter Tom Hollis said it was not.", None),
        ("Ana Ruiz lost the vote.\n\nRuiz spokesman Tom Hollis said it was close.", None),
    ],
)
def test_staff_of_somebody_speak_for_the_body_called_after_them(read, text, organization):
    assert read(text)[-1]["speaker"]["organization"] == organization
