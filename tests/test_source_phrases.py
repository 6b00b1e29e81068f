"""Source phrases and names: a short text for each rule that reads them, and whom it names."""

from __future__ import annotations

import pytest

from claimx.pipeline.coreference.named_entities import find_names

INTERVIEW = (
    "Q: What is new at the works?\n\nA: We have built a bridge and it is safe.\n\n"
    "Q: Who paid for it?\n\nA: The city has paid all of it."
)


def spoken(nlp, text: str) -> list[str | None]:
    return [resolution.speaker.name for resolution in nlp(text)._.claimx_resolutions]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        # A longer spelling of a body becomes its name.
        ("Halden Foods Group said that it would hire. Halden Foods said so too.", ["Halden Foods Group"] * 2),
        ("Halden Foods said that it would hire. Halden Foods Group said so too.", ["Halden Foods Group"] * 2),
        # A capitalised word and a common noun name a body that the noun alone takes up.
        ("The vote came after Marsham council met. The council said that it would pay.", ["Marsham council"]),
        ("She went to the old Kelmar hospital. The hospital said that it was full.", ["Kelmar hospital"]),
        # A common noun with a capital is a name only where the article always writes it so.
        ("She left the Treasury on Monday. The Treasury said that it would pay.", ["Treasury"]),
        ("The Government said that it would pay.", [None]),
        ("The Collector said that the road would be closed.", [None]),
        # A possessive inside a name shows a body.
        ("The Boatmen’s Circle said that the river was high.", ["Boatmen’s Circle"]),
        # A name behind a comma holds the office.
        ("The Tarn Council, Leonard Achebe, said that it was late.", ["Leonard Achebe"]),
        # A name inside a word tells of something else.
        ("The Edinburgh-based bank said that it would pay.", [None]),
        ("An Oslo-led group said that it would pay.", [None]),
        # *They* is one person who uses it, *I* whoever speaks the words around it.
        ("Ana Ruiz, who uses they, spoke on Monday. They said that the bridge was safe.", ["Ana Ruiz"]),
        ("Tom Hollis said: “I told them that the bridge was not safe.”", ["Tom Hollis"] * 2),
        # A tie between those an interview may be with is nobody's.
        (f"Ana Ruiz met Tom Hollis on Monday.\n\n{INTERVIEW}", [None] * 2),
        (f"We met Tom Hollis on Monday.\n\n{INTERVIEW}", ["Tom Hollis"] * 2),
    ],
)
def test_a_source_phrase_names_its_speaker_or_nobody(nlp, text, speakers):
    assert spoken(nlp, text) == speakers


def test_labels_of_turns_are_named_by_their_fullest_form(nlp):
    text = (
        "TOM HOLLIS, MAYOR: We have built a bridge and it is safe.\n\nINTERVIEWER: Who paid for it, if I may ask?\n\n"
        "HOLLIS: The city has paid all of it.\n\nDR EVA MOORE: That is not so, as you know."
    )
    assert spoken(nlp, text) == ["TOM HOLLIS", None, "TOM HOLLIS", "EVA MOORE"]


@pytest.mark.parametrize(
    "phrase",
    ["A report by the Tarn Trust", "A long study from the Tarn Trust", "An email to the Tarn Trust"],
)
def test_a_document_is_described_where_the_article_introduces_it(nlp, phrase):
    noun = next(noun for noun in ("report", "study", "email") if noun in phrase)
    text = f"{phrase} was published on Monday. It has forty pages.\n\nThe {noun} says that the bridge is safe."
    [resolution] = nlp(text)._.claimx_resolutions
    assert resolution.speaker.description.of(text) == phrase


def names(nlp, text: str, *entities: tuple[str, str]) -> list[tuple[str, str]]:
    """The names that are found in ``text`` with their types where ner has read ``entities`` with their labels."""
    doc = nlp(text)
    spans = []
    for words, label in entities:
        start = text.rindex(words)
        spans.append(doc.char_span(start, start + len(words), label=label))
    doc.ents = spans
    return [(name.text, name.type) for name in find_names(doc)]


RUIZ = "\n\nThe city voted on Monday. It was Mayor Ana Ruiz who won it, as a council official said in the evening."


@pytest.mark.parametrize(
    ("text", "entities", "found"),
    [
        ("They met Brewly’s in May.", [("Brewly’s", "ORG")], [("Brewly", "organization")]),
        # Capitalised words of a headline are cut to the name that the text below has.
        (f"Ana Ruiz Wins Oslo Vote{RUIZ}", [("Ana Ruiz Wins Oslo", "PERSON"), ("Mayor Ana Ruiz", "PERSON")], "full"),
        (f"Ruiz Wins Oslo Vote{RUIZ}", [("Ruiz Wins", "PERSON"), ("Mayor Ana Ruiz", "PERSON")], "last"),
        # The first word of a body is that body, an office behind a place or person shows one.
        (
            "MarketLine Ltd sold shops. It was MarketLine that paid.",
            [("MarketLine Ltd", "ORG"), ("MarketLine", "PERSON")],
            [("MarketLine Ltd", "organization"), ("MarketLine", "organization")],
        ),
        ("We saw Halifax chief economist Tom Hollis.", [("Halifax", "GPE")], [("Halifax", "organization")]),
        ("We saw Brandt chief executive Tom Hollis.", [("Brandt", "PERSON")], [("Brandt", "organization")]),
        # A longer name in a source takes the place of what ner has read of it.
        ("Ana Lopez Ruiz said that it was late.", [("Lopez Ruiz", "PERSON")], [("Ana Lopez Ruiz", "person")]),
    ],
)
def test_names_are_read_past_what_ner_took_for_them(nlp, text, entities, found):
    read = names(nlp, text, *entities)
    if isinstance(found, str):
        found = [("Ana Ruiz" if found == "full" else "Ruiz", "person"), ("Ana Ruiz", "person")]
    assert [name for name in read if name in found] == found
