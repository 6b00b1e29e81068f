"""Speakers: from the words of a source to the fullest name the article gives, or to none."""

from __future__ import annotations

import pytest

from claimx import extract
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.name_clustering import cast_of
from claimx.pipeline.coreference.roles import apposition_after, role_before
from claimx.spans import Span


def speakers(records) -> list[tuple[str | None, str]]:
    return [(record["speaker"]["name"], record["speaker"]["resolved"]) for record in records]


# Roles


@pytest.mark.parametrize(
    ("text", "name", "role", "gender"),
    [
        ("Mayor Ana Ruiz", "Ana Ruiz", "Mayor", "-"),
        ("the South Korean President Yoon Suk Yeol", "Yoon Suk Yeol", "South Korean President", "-"),
        ("Yoon’s national security adviser Chang Ho-jin", "Chang Ho-jin", "national security adviser", "-"),
        ("the wicketkeeper Tom Hollis", "Tom Hollis", "wicketkeeper", "-"),
        ("spokeswoman Ana Ruiz", "Ana Ruiz", "spokeswoman", "f"),
        ("He left. Mayor Ana Ruiz", "Ana Ruiz", "Mayor", "-"),
        ("Mr Tom Hollis", "Tom Hollis", None, "m"),
        ("Mrs Ana Ruiz", "Ana Ruiz", None, "f"),
        ("said Tom Hollis", "Tom Hollis", None, "-"),
        ("in the town Ana Ruiz", "Ana Ruiz", None, "-"),
        # A role begins behind a verb, a preposition or a dash.
        ("Labour backed Chancellor Ana Ruiz", "Ana Ruiz", "Chancellor", "-"),
        ("defamation against Halmar boss Tom Hollis", "Tom Hollis", "Halmar boss", "-"),
        ("OSLO - Republican candidate Tom Hollis", "Tom Hollis", "Republican candidate", "-"),
        ("Ana Ruiz", "Ana Ruiz", None, "-"),
    ],
)
def test_a_role_stands_before_a_name_and_an_honorific_tells_only_gender(text, name, role, gender):
    start = text.index(name)
    span, found = role_before(text, Span(start, start + len(name)))
    assert (span and span.of(text), found) == (role, gender)


@pytest.mark.parametrize(
    ("behind", "role"),
    [
        (", the mayor of Skarvik, said", "mayor of Skarvik"),
        (", a baker who lives nearby.", "baker"),
        (", senior fellow at the Stimson Center, said", "senior fellow at the Stimson Center"),
        (", who said", None),
        (", in Skarvik, said", None),
        (", the capital of Skarvik, said", None),
        (" and the mayor", None),
        ("", None),
    ],
)
def test_an_apposition_is_a_role_when_a_person_heads_it(behind, role):
    text = f"Ana Ruiz{behind}"
    span = apposition_after(text, Span(0, 8))
    assert (span and span.of(text)) == role


# Names


def cast(*names: tuple[str, str]):
    """The entities of a text that is nothing but these names, each a full stop apart."""
    text, found = "", []
    for name, type_ in names:
        found.append(Name(Span(len(text), len(text) + len(name)), name, type_))
        text += f"{name}. "
    return cast_of(text, found)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ana Ruiz", "Ruiz"], ["Ana Ruiz"]),
        (["Ruiz", "Ana Ruiz"], ["Ana Ruiz"]),
        (["Vladimir V. Putin", "Vladimir Putin", "Putin"], ["Vladimir V. Putin"]),
        (["Kim Jong-un", "Kim Jong Un", "Kim"], ["Kim Jong-un"]),
        (["Ana Ruiz", "Ana Ruiz Soler"], ["Ana Ruiz Soler"]),
        (["Ana Ruiz", "Tom Ruiz"], ["Ana Ruiz", "Tom Ruiz"]),
        (["Ana Ruiz", "Ana Lopez"], ["Ana Ruiz", "Ana Lopez"]),
    ],
    ids=str,
)
def test_names_of_one_person_are_joined_to_the_fullest(names, expected):
    assert [entity.name for entity in cast(*((name, "person") for name in names)).entities] == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["North Atlantic Treaty Organization", "NATO"], ["North Atlantic Treaty Organization"]),
        (["Ministry of Foreign Affairs", "MFA"], ["Ministry of Foreign Affairs"]),
        (["Halden Foods", "Halden"], ["Halden Foods"]),
        (["Halden Foods", "Halden Steel", "Halden"], ["Halden Foods", "Halden Steel", "Halden"]),
        (["Halden Foods", "Skarvik Foods"], ["Halden Foods", "Skarvik Foods"]),
    ],
    ids=str,
)
def test_names_of_one_body_are_joined_in_doubt_not(names, expected):
    assert [entity.name for entity in cast(*((name, "organization") for name in names)).entities] == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Ana Ruiz", "Ruiz", "Tom Ruiz", "Ruiz"], [("Ana Ruiz", 3), ("Tom Ruiz", 1)]),
        (["Lasse Berg", "Berg", "Karin Berg", "Lasse Berg", "Berg"], [("Lasse Berg", 4), ("Karin Berg", 1)]),
        (["Moss", "Tilda Moss", "Rob Moss"], [("Tilda Moss", 2), ("Rob Moss", 1)]),
    ],
    ids=str,
)
def test_of_a_family_the_one_named_first_goes_by_the_last_name(names, expected):
    found = cast(*((name, "person") for name in names)).entities
    assert [(entity.name, len(entity.names)) for entity in found] == expected


# The whole way


@pytest.mark.parametrize(
    ("text", "name", "resolved"),
    [
        ("Mayor Maria Conti said it was safe.", "Maria Conti", "name"),
        ("Mayor Maria Conti left. Conti said it was safe.", "Maria Conti", "alias"),
        ("Mayor Maria Conti left. Mrs Conti said it was safe.", "Maria Conti", "alias"),
        ("Mayor Maria Conti left. She said it was safe.", "Maria Conti", "pronoun"),
        ("Mayor Maria Conti, who said it was safe, left early.", "Maria Conti", "pronoun"),
        ("President Vladimir Putin left. The president said it was safe.", "Vladimir Putin", "description"),
        (
            "South Korean President Yoon Suk Yeol left. The South Korean leader said it was safe.",
            "Yoon Suk Yeol",
            "description",
        ),
        ("Harbour Master Tom Hollis left. The harbour master said it was safe.", "Tom Hollis", "description"),
        ("The Kremlin denied that it was safe.", "Kremlin", "name"),
        ("Seoul said the pact was strong.", "Seoul", "name"),
        ("South Korea signed the pact in May. Seoul said it was strong.", "South Korea", "alias"),
        ("Norway shut the port. Oslo said the storm was near.", "Norway", "alias"),
        ("Canada recalled its envoy on Monday. Ottawa said the talks had failed.", "Canada", "alias"),
        ("Minister of mines and ports Tom Hollis said it was safe.", "Tom Hollis", "name"),
        ("Secretary for Transport Mr. Hollis said it was safe.", "Hollis", "name"),
        ("The head of the Harbour Council Maria Conti said it was safe.", "Maria Conti", "name"),
    ],
)
def test_a_source_gets_the_fullest_name(read, text, name, resolved):
    assert speakers(read(text)) == [(name, resolved)]


@pytest.mark.parametrize(
    "source",
    [
        "A Western official",
        "Experts",
        "One diplomat in Geneva",
        "A spokesman for Mayor Maria Conti",
        "Mrs Conti’s lawyer",
        "Residents of Skarvik",
        "She",
        "They",
        "The spokesman",
    ],
)
def test_where_nobody_is_named_the_name_is_null(read, source):
    [record] = read(f"{source} said the old bridge over the river was safe.")
    who = record["speaker"]
    assert (who["name"], who["resolved"], who["evidence"], who["mention"]["text"]) == (None, "none", None, source)


@pytest.mark.parametrize(("pronoun", "name"), [("He", "Tom Hollis"), ("She", "Maria Conti")])
@pytest.mark.parametrize("order", [1, -1])
def test_a_pronoun_agrees_in_gender(read, pronoun, name, order):
    people = ["Judge Maria Conti walked into the hall.", "Mr Tom Hollis sat down beside her."][::order]
    assert speakers(read(f"{' '.join(people)} {pronoun} said the bridge was safe.")) == [(name, "pronoun")]


def test_no_person_is_given_to_a_pronoun_of_the_other_gender(read):
    assert speakers(read("Mr Tom Hollis sat down. She said the bridge was safe.")) == [(None, "none")]


def test_it_stands_for_a_body_never_for_a_person(read):
    assert speakers(read("The Kremlin said the pact was strong. It said the talks went well.")) == [
        ("Kremlin", "name"),
        ("Kremlin", "pronoun"),
    ]
    assert speakers(read("Mr Tom Hollis sat down. It said the bridge was safe.")) == [(None, "none")]


@pytest.mark.parametrize("body", ["Marku’s office", "The Marku administration", "Marku’s campaign"])
def test_an_office_is_a_speaker_of_its_own(read, body):
    office, person = read(f"President Elena Marku left. {body} said it went well. Marku said she was glad.")
    assert office["speaker"]["name"] == body.removeprefix("The ")
    assert office["speaker"]["type"] != "person"
    assert person["speaker"]["name"] == "Elena Marku"


def test_a_quotation_that_runs_on_keeps_its_speaker(read):
    *_, last = read("“We won,” Mayor Maria Conti said.\n\n“Nobody can stop us now, not even the rain.”")
    who = last["speaker"]
    assert (last["cue"], who["name"], who["resolved"], who["mention"]) == (None, "Maria Conti", "continued", None)


def test_a_name_is_proved_by_where_it_stands(read):
    text = "Mayor Maria Conti left. She said the bridge was safe."
    [record] = read(text)
    assert record["speaker"]["evidence"]["spans"] == [{"start": 6, "end": 17, "text": "Maria Conti"}]
    assert (record["speaker"]["role"], record["speaker"]["type"]) == ("Mayor", "person")


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Maria Conti and Tom Hollis", {"Maria Conti", "Tom Hollis"}),
        ("Both Vladimir Putin and Kim Jong Un", {"Vladimir Putin", "Kim Jong Un"}),
        ("Minister Ilze Kalna and Governor Marek Bielski", {"Ilze Kalna", "Marek Bielski"}),
    ],
)
def test_a_joint_statement_has_cospeakers(read, source, names):
    [record] = read(f"{source} said the bridge was safe.")
    assert {who["name"] for who in [record["speaker"], *record["cospeakers"]]} == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Both men", ["Owen Pratt", "Luka Brandt"]),
        ("The two rivals", ["Owen Pratt", "Luka Brandt"]),
        ("The former", ["Owen Pratt"]),
        ("The latter", ["Luka Brandt"]),
    ],
)
def test_of_two_who_are_joined_both_speak_or_one(read, source, names):
    [record] = read(f"Owen Pratt and Luka Brandt fished on the pier on Monday. {source} said the sea was empty.")
    assert [who["name"] for who in [record["speaker"], *record["cospeakers"]]] == names


def test_what_somebody_is_mocked_for_saying_is_theirs(read):
    outer, inner = read("Governor Ida Strand mocked Mayor Maria Conti for claiming that the bridge was “made of hope.”")
    assert (outer["cue"]["text"], outer["speaker"]["name"]) == ("mocked", "Ida Strand")
    assert (inner["cue"]["text"], inner["speaker"]["name"]) == ("claiming", "Maria Conti")
    assert inner["nested_in"] == outer["id"]


def test_who_is_praised_for_what_they_did_says_nothing(read):
    assert [
        r["cue"]["text"] for r in read("Governor Ida Strand praised Mayor Maria Conti for mending the bridge.")
    ] in (
        [],
        ["praised"],
    )


def test_who_is_quoted_inside_a_report_is_nested_in_it(read):
    outer, inner = read("Reuters said Mayor Maria Conti had warned that the bridge was unsafe.")
    assert (outer["speaker"]["name"], outer["speaker"]["type"]) == ("Reuters", "media")
    assert (inner["speaker"]["name"], inner["nested_in"]) == ("Maria Conti", outer["id"])


# Who is meant


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        # A role given in apposition, before the name or behind it, by a verb, by age, by what is done.
        ("Tess Varga, the captain, scored late on. “We never panicked,” the captain said.", "We never", "Tess Varga"),
        ("The captain, Tess Varga, scored late on. “We never panicked,” the captain said.", "We never", "Tess Varga"),
        ("Maria Conti chairs the board. “It is late,” the chairwoman said.", "It is late", "Maria Conti"),
        ("Luka Brandt, 34, lost his boat. “It went fast,” the 34-year-old said.", "It went", "Luka Brandt"),
        ("Rolf Heim pleaded guilty on Monday. “I was tired,” the defendant said.", "I was tired", "Rolf Heim"),
        ("Justice Frank Nero ruled on Monday. “The file stays shut,” the judge said.", "The file", "Frank Nero"),
        # A role that an article gives without a name first.
        ("A prosecutor opened the case. “He signed,” said the prosecutor, Judith Amaro.", "He signed", "Judith Amaro"),
        # Somebody nobody names is whom the next pronoun means.
        ("Mayor Ana Ruiz left.\n\nA woman at the gate stayed.\n\n“It is cold,” she said.", "It is cold", None),
        ("Mr Tom Hollis left. A senior official was calmer. “It is fine,” he said.", "It is fine", None),
        # His father is nobody in view.
        ("Mr Tom Hollis left. His father stayed. “It is fine,” his father said.", "It is fine", None),
        # Names that other words for.
        ("Mr. King ran the show. “I like it,” Mr. King said.", "I like it", "King"),
        ("Larry King ran the show. “I like it,” Mr. King said.", "I like it", "Larry King"),
        ("Yusuf al-Khatib ran the shop. “I like it,” Mr al-Khatib said.", "I like it", "Yusuf al-Khatib"),
        ("Wilfred Harkness wrote songs. “I like it,” Wilf Harkness said.", "I like it", "Wilfred Harkness"),
        # Acronyms in brackets, bodies with an owner in their name, parties, offices of state.
        (
            "The Northern Women’s League (NWL) met. The NWL said the cup would be held in May.",
            "the cup",
            "Northern Women’s League",
        ),
        ("On Monday the presidential office said the vote would be held.", "the vote", "presidential office"),
        ("A Skarvik University poll found that most voters want a bridge.", "most voters", None),
        # Whoever hears does not speak.
        ("Maria Conti was tried in Skarvik Crown Court. The court heard that the bridge fell.", "the bridge", None),
        # Two together.
        ("On Monday Anna Ruiz and Tom Hollis ran, each saying the bridge was old.", "the bridge", "Anna Ruiz"),
        (
            "President Ana Ruiz met Prime Minister Tom Hollis. The two leaders said the bridge was old.",
            "the bridge",
            "Ana Ruiz",
        ),
        # Three whom it may mean: nobody.
        (
            "President Ana Ruiz, President Jan Novak and President Ida Palm met. The two presidents said it was late.",
            "it was late",
            None,
        ),
        # Bodies with a common noun: a family, a council that is called so somewhere else.
        ("In a letter the Hollis family said the bridge was old.", "the bridge", "Hollis family"),
        ("Outside court the bridge was quiet. Outside court, lawyers said the bridge was old.", "was old", None),
        # A relative pronoun behind a description of somebody.
        (
            "The director, Ida Palm, came late. The director, who said the film was long, left early.",
            "the film",
            "Ida Palm",
        ),
        # A wife is a she, whatever her name tells.
        (
            "Edwin Latch went to sea. In letters to his wife, Jean, he wrote that the ship was slow.",
            "the ship",
            "Edwin Latch",
        ),
        # What belongs to somebody is no part of their name.
        ("Mr. Hollis's Harbour opened. On Friday Mr. Hollis said the bar was full.", "the bar", "Hollis"),
        # A place or a body ends what comes first; whoever speaks is in no apposition to it.
        (
            "Tony Blair has backed the budget. In a speech in Edinburgh, the prime minister said the plan was sound.",
            "the plan",
            "Tony Blair",
        ),
        (
            "Mayor Ana Ruiz left on Monday. In an interview with Halden Radio, the mayor said the plan was sound.",
            "the plan",
            "Ana Ruiz",
        ),
        (
            "Rosa Diaz won on Sunday. Speaking outside the Royal Court, the Democratic MP said the plan was sound.",
            "the plan",
            "Rosa Diaz",
        ),
        # The group is a body that was named, a group are some people.
        (
            "The Skarvik Ferry Association objected on Monday. “The bridge is too low,” the group said in a statement.",
            "The bridge",
            "Skarvik Ferry Association",
        ),
        (
            "The Northern Animal Trust opened a clinic on Friday. The group said the roof was new.",
            "the roof",
            "Northern Animal Trust",
        ),
        (
            "Red Harbour United won in Oslo on Sunday. The team said the coach would stay.",
            "the coach",
            "Red Harbour United",
        ),
        ("The Skarvik Ferry Association objected. A group said the roof was new.", "the roof", None),
        # The head of a phrase, not what modifies it.
        ("Ruiz communications director Ida Palm said the bridge was safe.", "the bridge", "Ida Palm"),
    ],
)
def test_a_source_stands_for(read, text, words, speaker):
    found = [record for record in read(text) if words in record["content"]["text"]]
    assert [record["speaker"]["name"] for record in found] == [speaker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("President Ada Ruhl named judge Tom Becker to the court.\n\nThe nominee said he was glad.", "Tom Becker"),
        ("Mayor Ann Cole chose Peter Dunn as police chief.\n\nThe nominee said he was glad.", "Peter Dunn"),
        ("Premier Jon Wold picked Rosa Diaz on Friday.\n\nThe nominee said she was honoured.", "Rosa Diaz"),
    ],
)
def test_a_nominee_is_whoever_was_named_to_an_office(read, text, expected):
    found = [record for record in read(text) if " was " in record["content"]["text"]]
    assert [record["speaker"]["name"] for record in found] == [expected]


# Whom a description never means


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Whoever something is done to, or is called after, is not who speaks.
        ("Ray Dunn was charged on Monday.\n\nThe detective hunting Dunn said he had run off.", "he had"),
        ("Ray Dunn was charged on Monday.\n\nThe officer who arrested Dunn said he had run off.", "he had"),
        ("Ray Dunn was charged on Monday.\n\nThe officer who arrested him said he had run off.", "he had"),
        ("Ray Dunn was charged on Monday.\n\nThe woman beside Dunn said it was late.", "it was"),
        ("Crews pulled Jane Pike from the river. The woman who rescued her said it was cold.", "it was"),
        ("Ray Dunn was jailed for killing Ana Ruiz.\n\nThe father of Ruiz said justice was done.", "justice"),
        ("Donald Trump landed on Friday.\n\n“The trip is private,” the Trump aide said.", "The trip"),
        ("The Boris Johnson impersonator said business was good.", "business"),
        # The same office somewhere else.
        ("Gov. Greg Abbott signed the bill.\n\nThe governor of California said he would sue.", "he would"),
        ("Ana Ruiz, the mayor of Marsham, resigned.\n\nThe mayor of Dunford said it was late.", "it was"),
        # Whose mother is the driver's.
        ("The driver's mother, Elaine, wept. The driver said he never saw the light.", "he never"),
        ("The farmer’s wife, Ruth Cole, nodded. The farmer said it was late.", "it was"),
        ("A pilot's lawyer, Ana Ruiz, was there. The pilot said he would fly again.", "he would"),
        # One that comes up without a name is nearer.
        ("The Paris Agreement is old.\n\nFord reached a deal. The agreement says no plant will close.", "no plant"),
        # The two to whom something is done, or a third between.
        ("Two officers arrested Joe Bright and Sam Cole.\n\nBoth said they had been hurt.", "they had"),
    ],
)
def test_nobody_is_named_where_a_name_only_stands_near(read, text, words):
    found = [record for record in read(text) if words in record["content"]["text"]]
    assert {record["speaker"]["name"] for record in found} == {None}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # A name that is withheld.
        ("Donald Trump landed on Friday.\n\nThe New York businessman, who declined to give his name, left.", "to give"),
        # Whoever is spoken to, of, or listens.
        ("The judge turned to the defendant, Ray Dunn:\n\n“You are a danger to the public.”", "You are"),
        ("Ray Dunn was jailed on Monday.\n\n“You are a bully and a coward.” Dunn stared at the floor.", "You are"),
        (
            "Silva answers the phone.\n\nMarta Silva listens for a minute. “We have found your son.” It rains.",
            "We have",
        ),
    ],
)
def test_what_may_be_attributed_to_nobody_is_never_given_to_who_stands_near(read, text, words):
    assert [r["speaker"]["name"] for r in read(text) if words in r["content"]["text"] and r["speaker"]["name"]] == []


def test_an_office_held_where_the_role_says_so_is_the_holders(read):
    text = "Ana Ruiz, the mayor of Marsham, resigned.\n\nThe mayor of Marsham said it was late."
    [found] = [record for record in read(text) if "it was late" in record["content"]["text"]]
    assert found["speaker"]["name"] == "Ana Ruiz"


def test_a_title_behind_a_dash_is_no_quotation(read):
    assert read("A night of films.\n\n“Born to Run” — Bruce Springsteen, Wembley\n") == []


@pytest.mark.parametrize("title", ["Harbour master", "Harbour Master", "Police chief"])
def test_the_first_word_of_a_title_is_no_name(read, title):
    [record] = read(f"The port was full.\n\n{title} Elin Strand told reporters that the gates would stay shut.\n")
    assert record["speaker"]["name"] == "Elin Strand"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "The Netherlands Organisation for Coastal Research (KUST) checked the dyke. KUST said it was safe.",
            "Netherlands Organisation for Coastal Research",
        ),
        ("Petróleos del Norte (PDNSA) shut the well. On Monday, PDNSA said it was safe.", "Petróleos del Norte"),
        ("The Polar Weather Institute (METVA) sent a ship. METVA said the ice was thin.", "Polar Weather Institute"),
    ],
)
def test_brackets_introduce_a_short_name_of_any_letters(read, text, name):
    assert [found for found, _ in speakers(read(text))] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Many Tunisians said the law was unjust.",
        "A Greek court ruled on Monday that the worship was legal.",
        "A study by a marine biologist, Ana Ruiz, concluded that the reef was dying.",
    ],
)
def test_a_people_a_court_and_a_study_are_nobodys_name(read, text):
    assert [found for found, _ in speakers(read(text))] == [None]


@pytest.mark.parametrize(
    "text",
    [
        "A Halden Times/Kelmar News poll showed that two voters in three were undecided.",
        "According to the Skarvik Weekly average of recent polls, two voters in three are undecided.",
        "Ruiz’s LinkedIn page says she left the harbour board in May.",
        "Kelmar County land records show that the house was sold in May.",
        "An anti-Ruiz group said the bridge was unsafe.",
        "Ruiz’s campaign strategists said the bridge was unsafe.",
        "Harbour officials, including Mayor Ana Ruiz, said the bridge was unsafe.",
    ],
)
def test_what_is_called_after_somebody_is_not_them(read, text):
    assert [found for found, _ in speakers(read(text))] == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mark Cuban left early. Cuban said the team was for sale.", "Mark Cuban"),
        ("Sergeant Tilda English wrote the report. English said the road was icy.", "Tilda English"),
        ("Jack Poole and Mia Dane met. Dane said the road was icy.", "Mia Dane"),
        ("Mayor Ana Ruiz and her advisers said the bridge was unsafe.", "Ana Ruiz"),
        ("Ana Ruiz and other members said the bridge was unsafe.", "Ana Ruiz"),
        ("Ana Ruiz and several neighbours said the bridge was unsafe.", "Ana Ruiz"),
        ("The UK-based painter Ana Ruiz said the bridge was unsafe.", "Ana Ruiz"),
        ("Director of Public Affairs Ana Ruiz said the bridge was unsafe.", "Ana Ruiz"),
    ],
)
def test_a_name_is_read_in_spite_of_its_company(read, text, name):
    assert [found for found, _ in speakers(read(text))] == [name]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mayor Ana Ruiz met critics who say the bridge is unsafe.", None),
        ("Workers met voters in Ohio who say the bridge is unsafe.", None),
        ("The film is about Ana Ruiz and the women who say the bridge is unsafe.", None),
        ("The paper quoted Ana Ruiz of Kansas City, who says the bridge is unsafe.", "Ana Ruiz"),
        ("The paper quoted Ana Ruiz (D-Ohio), who says the bridge is unsafe.", "Ana Ruiz"),
        ("The paper quoted Ana Ruiz, a painter, who says the bridge is unsafe.", "Ana Ruiz"),
        ("The paper quoted Ana Ruiz, a retired painter who says the bridge is unsafe.", "Ana Ruiz"),
        ("The paper quoted Ana Ruiz, a Republican who says the bridge is unsafe.", "Ana Ruiz"),
        ("The paper quoted Ana Ruiz, an expert on painters who say the bridge is unsafe.", None),
    ],
)
def test_who_stands_for_what_it_is_beside(read, text, name):
    assert [found for found, _ in speakers(read(text))] == [name]


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("“It is over,” Senate Majority Leader Ana Ruiz said.", "Senate"),
        ("“It is over,” said Army spokesman Tom Hollis.", "Army"),
        ("A Treasury official said it was over.", "Treasury"),
    ],
)
def test_a_body_of_state_stands_behind_its_office(read, text, organization):
    assert [record["speaker"]["organization"] for record in read(text)] == [organization]


@pytest.mark.parametrize(
    ("announced", "told", "name"),
    [
        (
            "The ferry will stop running in May, its longtime captain has warned.",
            "Anna Hollis said on Monday that the ferry would stop running because nobody paid for the repairs.",
            "Anna Hollis",
        ),
        (
            "Rents in Skarvik will double, a trade body has said.",
            "The Halmar Housing Forum said rents would double within two years.",
            "Halmar Housing Forum",
        ),
        (
            "The bridge was never safe, according to his former chief engineer.",
            "Tom Arvel told the inquiry that the bridge had not been safe when it opened.",
            "Tom Arvel",
        ),
    ],
)
def test_a_lead_announces_whom_the_article_names_as_a_speaker(read, announced, told, name):
    records = read(f"News from the coast\n\n{announced}\n\n{told}")
    assert [record["speaker"]["name"] for record in records] == [name, name]
    assert records[0]["speaker"]["resolved"] == "description"
    assert records[0]["speaker"]["description"] is None


@pytest.mark.parametrize(
    ("announced", "told"),
    [
        # Somebody else says other words, and a third says the announced ones.
        (
            "The ferry will stop running in May, a captain has warned.",
            "Ana Ruiz, a teacher, said the town was proud of its school.\n\n"
            "Tom Hollis said that the ferry would stop running in May.",
        ),
        # Who has a name already is not announced.
        (
            "Ana Ruiz closed the ferry. It was the best day of her life, a passenger said.",
            "Ana Ruiz said that it was the best day of her life.",
        ),
        # Nor who is not to be named.
        (
            "The ferry will stop running in May, an official said on condition of anonymity.",
            "Tom Hollis said that the ferry would stop running in May.",
        ),
        # Several are nobody in particular, and a body is no person.
        ("Rents will double, residents say.", "Tom Hollis said that rents would double."),
        ("Rents will double, a trade body has said.", "Tom Hollis said that rents would double."),
    ],
)
def test_a_lead_announces_nobody_in_doubt(read, announced, told):
    records = read(f"News from the coast\n\n{announced}\n\n{told}")
    assert records[0]["speaker"]["name"] is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Senator Ana Ruiz stood up.\n\nEvery other senator said that the bill was dead.", "bill"),
        ("Mayor Ana Ruiz left the room.\n\nNo mayor said that roads were cheap.", "roads"),
        ("Halmar Foods opened a plant.\n\nAccording to the company’s annual results, sales rose by 4%.", "sales"),
        ("Halmar Foods opened a plant.\n\nThe company’s workers say that wages are too low.", "wages"),
        ("Halmar Foods closed its plant.\n\nThe firm’s union said that nobody was asked.", "asked"),
        ("Radio Halmar went off the air.\n\nThe local media have said that nobody warned them.", "warned"),
        (
            "Jane Cole, the party's foreign affairs spokeswoman, spoke.\n\nA Foreign Office spokeswoman said no to it.",
            "no",
        ),
        ("A woman who sued Tom Hollis for fraud said that she would fight on.", "fight"),
        ("A longtime Halmar Party member who supports Ana Ruiz said that the vote was close.", "vote"),
    ],
)
def test_any_of_many_and_what_somebody_owns_are_not_them(read, text, words):
    found = [record for record in read(text) if words in record["content"]["text"]]
    assert [record["speaker"]["name"] for record in found] == [None]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The bridge is unsafe, according to the Halmar team's coach, Tom Hollis.", "Tom Hollis"),
        (
            "Workers knew of the crack, according to the company's chief engineer, Ms. Ana Ruiz, and two others.",
            "Ana Ruiz",
        ),
        ("The bridge is unsafe, says the union's lawyer, Tom Hollis.\n\nNobody came.", "Tom Hollis"),
        ("The bridge is unsafe, according to the union's lawyer, former Senator Tom Hollis.", "Tom Hollis"),
        ("The man with the lamp, Professor Tom Hollis, said the bridge was unsafe.", "Tom Hollis"),
    ],
)
def test_a_name_behind_a_description_is_theirs(read, text, name):
    assert [record["speaker"]["name"] for record in read(text)] == [name]


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Mayor Joan Rook thanked Governor Tom Ek.", "Governor"),
        ("Joan Rook met coach Tom Ek.", "coach"),
        ("Ana Ruiz praised longtime fire chief Tom Ek.", "longtime fire chief"),
        ("Mayor Ana Ruiz's chief of staff Tom Ek was late.", "chief of staff"),
    ],
)
def test_a_role_does_not_reach_back_over_somebody_else(sentence, role):
    (record,) = extract(f"{sentence}\n\nEk said the road was safe.\n")
    assert (record.speaker.name, record.speaker.role) == ("Tom Ek", role)
