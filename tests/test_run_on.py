"""Quotations that go on, by their marks alone: the model is not asked, so that no weights can hide a fault."""

from __future__ import annotations

import pytest

from claimx.extraction import index_text
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.run_on import whole_sentences, with_all_parts
from claimx.spans import Span
from tests.test_linear import MOST, word
from tests.work import exponent, lines_run


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def said(text: str, words: str, cue: str = "said", source: str | None = "Ana Ruiz") -> Attributed:
    """What a model finds of ``text``: these words, reported by that cue of that source."""
    content = span(text, words)
    quoted = text[content.start - 1] in "“\"'"
    kind = "direct" if quoted else "indirect"
    return Attributed(
        ((content, quoted),),
        FoundCue(span(text, cue), cue, "verb"),
        span(text, source) if source else None,
        kind,
        "statement",
        "affirmed",
        0.9,
    )


def words_of(text: str, found: list[Attributed]) -> list[list[str]]:
    return [[part.of(text) for part, _ in item.content] for item in found]


GOING_ON = {
    "behind the cue": "“The bridge is safe,” Ana Ruiz said. “It was checked in May.”",
    "behind a comma": "“The bridge is safe,” Ana Ruiz said, “It was checked in May.”",
    "behind the rest of the sentence": "“The bridge is safe,” Ana Ruiz said on Monday. “It was checked in May.”",
    "reopened": "Ana Ruiz said: “The bridge is safe,\n\n“It was checked in May.”",
    "reopened in one paragraph": 'Ana Ruiz said: "The bridge is safe, "It was checked in May."',
}


CUE_BEHIND = {
    "reopened": "“The bridge is safe.\n\n“It was checked in May,” Ana Ruiz said.",
    "reopened twice": "“The bridge is safe.\n\n“It was checked.\n\n“It was checked in May,” Ana Ruiz said.",
    "reopened in one paragraph": '"The bridge is safe. "It was checked in May," Ana Ruiz said.',
}


@pytest.mark.parametrize("text", CUE_BEHIND.values(), ids=CUE_BEHIND)
def test_who_says_a_later_part_has_said_the_first(text):
    (found,) = with_all_parts(index_text(text), [said(text, "It was checked in May,")])
    assert words_of(text, [found])[0][0] == "The bridge is safe."
    assert words_of(text, [found])[0][-1] == "It was checked in May,"


def test_who_is_quoted_inside_a_later_part_has_not_said_the_first():
    text = "“The bridge is safe.\n\n“As Ana Ruiz has said, it was checked in May.”"
    (found,) = with_all_parts(index_text(text), [said(text, "it was checked in May.", cue="has said")])
    assert words_of(text, [found]) == [["it was checked in May."]]


LEFT_OPEN = {
    "reopened": "The bridge is old.\n\n“It is safe for lorries.\n\n“It was checked in May.”",
    "reopened twice": "The bridge is old.\n\n“It is safe for lorries.\n\n“It was checked.\n\n“It was checked in May.”",
    "reopened in one paragraph": 'The bridge is old.\n\n"It is safe for lorries. "It was checked in May."',
}


@pytest.mark.parametrize("text", LEFT_OPEN.values(), ids=LEFT_OPEN)
def test_whole_sentences_over_reopened_marks_are_one_record(text):
    (found,) = whole_sentences(index_text(text), [])
    assert words_of(text, [found])[0][0] == "It is safe for lorries."
    assert words_of(text, [found])[0][-1] == "It was checked in May."
    assert len(found.content) == text.count("“" if "“" in text else '"') - ("“" not in text)


@pytest.mark.parametrize("text", GOING_ON.values(), ids=GOING_ON)
def test_a_quotation_in_parts_has_one_cue(text):
    (found,) = with_all_parts(index_text(text), [said(text, "The bridge is safe,")])
    assert words_of(text, [found]) == [["The bridge is safe,", "It was checked in May."]]
    assert found.kind == "direct"


def test_words_between_marks_that_a_cue_leads_up_to_are_its_own():
    text = "Ana Ruiz said the bridge was “safe for lorries” on Monday."
    item = said(text, "the bridge was")
    text_with_colon = "Ana Ruiz said of the bridge: “It was checked in May.”"
    led = said(text_with_colon, "of the bridge", cue="said")
    assert words_of(text, with_all_parts(index_text(text), [item])) == [["the bridge was"]]
    assert words_of(text_with_colon, with_all_parts(index_text(text_with_colon), [led])) == [["of the bridge"]]


OTHERS = {
    "somebody else's": "“The bridge is safe,” Ana Ruiz said. “It was checked in May,” Tom Hollis added.",
    "a sentence later": "“The bridge is safe,” Ana Ruiz said. Few agreed. “It was checked in May.”",
    "a paragraph later": "“The bridge is safe,” Ana Ruiz said.\n\n“It was checked in May.”",
}


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_a_quotation_of_its_own_is_not_taken_along(text):
    found = [said(text, "The bridge is safe,")]
    if "added" in text:
        found.append(said(text, "It was checked in May,", "added", "Tom Hollis"))
    assert ["The bridge is safe,"] in words_of(text, with_all_parts(index_text(text), found))


RUN_ON = {
    "a paragraph": "Ana Ruiz spoke.\n\n“It was checked in May.”",
    "behind reported speech": "Ana Ruiz said the bridge was safe. “It was checked in May.”",
    "a block": "Ana Ruiz spoke.\n\n> “It was checked in May.”",
    "a block in a block": "Ana Ruiz spoke.\n\n>> “It was checked in May.”",
    "a block among others": "> The bridge rose.\n\n>“It was checked in May.”\n\nAna Ruiz spoke.",
    "in front": "“It was checked in May.” Ana Ruiz said the bridge was safe.",
}


@pytest.mark.parametrize("text", RUN_ON.values(), ids=RUN_ON)
def test_whole_sentences_without_a_cue_run_on(text):
    cued = [said(text, "the bridge was safe")] if "said" in text else []
    found = whole_sentences(index_text(text), cued)
    (own,) = [item for item in found if item.cue is None]
    assert words_of(text, [own]) == [["It was checked in May."]]
    assert (own.kind, own.source) == ("direct", None)


TERMS = {
    "a term": "The “safe bridge of May” was closed.",
    "a title at the end": "She read “The bridge was checked in May.”",
    "a word": "The bridge rose. “Safe.” It fell.",
    "the subject": "“The bridge was checked in May” was what the sign said.",
}


@pytest.mark.parametrize("text", TERMS.values(), ids=TERMS)
def test_what_is_no_sentence_by_itself_does_not(text):
    assert whole_sentences(index_text(text), []) == []


@pytest.mark.parametrize("step", [with_all_parts, whole_sentences])
def test_many_quotations_are_no_more_work_each(step):
    def cost(size):
        text = "\n\n".join(f"“{word(n)} is safe,” {word(size + n)} said. “It was checked.”" for n in range(size))
        index = index_text(text)
        found = [said(text, f"{word(n)} is safe,", source=word(size + n)) for n in range(size)]
        return lines_run(lambda: step(index, found))

    assert exponent(20, cost) <= MOST
