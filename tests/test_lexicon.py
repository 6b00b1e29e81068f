from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from collections import defaultdict
from importlib import resources
from pathlib import Path

import pytest

from claimx import lexicon
from claimx.errors import LexiconError
from claimx.lexicon.abbreviations import parse_abbreviations
from claimx.lexicon.alternation import alternation
from claimx.lexicon.cues import parse_cues
from claimx.lexicon.governments import parse_governments
from claimx.lexicon.negation import Negators, parse_negators
from claimx.lexicon.person_words import parse_given_names, parse_person_nouns, parse_pronouns, parse_titles
from claimx.lexicon.quantity_words import parse_quantity_words
from claimx.lexicon.word_lists import parse_words

FOLDER = resources.files("claimx.lexicon").joinpath("en")
CODE = "".join(path.read_text("utf-8") for path in Path(lexicon.__file__).parents[1].rglob("*.py"))
FILES = sorted(file.name for file in FOLDER.iterdir() if file.name.endswith(".tsv"))


@pytest.mark.parametrize("file", FILES)
class TestDataFile:
    def test_is_composed_unicode_with_unix_lines(self, file):
        text = FOLDER.joinpath(file).read_bytes().decode("utf-8")
        assert unicodedata.is_normalized("NFC", text)
        assert "\r" not in text
        assert text.endswith("\n")

    def test_is_sorted_without_duplicates(self, file):
        lines = FOLDER.joinpath(file).read_text(encoding="utf-8").splitlines()
        entries = [tuple(line.split("\t")) for line in lines if not line.startswith("#")]
        assert entries == sorted(set(entries))

    def test_explains_its_columns_and_source(self, file):
        lines = FOLDER.joinpath(file).read_text(encoding="utf-8").splitlines()
        header = [line for line in lines if line.startswith("#")]
        assert lines[: len(header)] == header
        assert any(line.startswith(("# Source: ", "# Sources: ")) for line in header)


@pytest.mark.parametrize("path", sorted(FOLDER.joinpath("words").iterdir()), ids=lambda path: path.name)
def test_a_word_list_is_read_explains_itself_and_is_asked_for(path):
    text = path.read_text(encoding="utf-8")
    assert parse_words(text, path.name)
    assert text.startswith("# ")
    assert "\n# Source: " in text
    assert re.search(rf"""["']{path.name.removesuffix(".txt")}["']""", CODE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# x\nb\na\n", "NAME:3: out of order"),
        ("a\na\n", "NAME:2: stands twice"),
        ("a\n\nb\n", "NAME:2: empty"),
        ("a  b\n", "NAME:1: empty, with stray blanks"),
        ("cafe\u0301\n", "NAME:1: empty"),
    ],
)
def test_a_word_list_that_does_not_parse_names_file_and_line(text, message):
    with pytest.raises(LexiconError, match=message):
        parse_words(text, "NAME")


# --- cues

CUES = [
    # text, before, lemma, class, type
    ("said", "", "say", "statement", "verb"),
    ("has repeatedly said", "", "say", "statement", "verb"),
    ("told", "Kim ", "tell", "statement", "verb"),
    ("went on to state", "", "go on to state", "statement", "verb"),
    ("went on later to say", "", "go on to say", "statement", "verb"),
    ("was quoted as saying", "", "be quoted as saying", "statement", "verb"),
    ("tries", "", "try", "intent", "verb"),
    ("vowed", "", "vow", "statement", "verb"),
    ("planned", "", "plan", "intent", "verb"),
    ("quipped", "", "quip", "statement", "verb"),
    ("criticised", "", "criticize", "statement", "verb"),
    ("signalled", "", "signal", "statement", "verb"),
    ("pointed out", "", "point out", "statement", "verb"),
    ("made it clear", "", "make clear", "statement", "verb"),
    ("takes issue with", "", "take issue with", "statement", "verb"),
    ("called on", "", "call on", "statement", "verb"),
    ("said in a statement", "", "say", "statement", "verb"),
    ("issued a statement saying", "", "issue a statement", "statement", "verb"),
    ("stipulates", "The text ", "stipulate", "statement", "verb"),
    ("declined to say", "", "say", "statement", "verb"),
    ("didn’t say", "", "say", "statement", "verb"),
    ("believes", "", "believe", "belief", "verb"),
    ("thought", "", "think", "belief", "verb"),
    ("hopes", "He ", "hope", "belief", "verb"),
    ("was feared", "", "fear", "belief", "verb"),
    ("sees", "", "see", "belief", "verb"),
    ("is understood", "", "understand", "belief", "verb"),
    ("speculated", "", "speculate", "belief", "verb"),
    ("foresaw", "", "foresee", "belief", "verb"),
    ("are confident", "", "be confident", "belief", "verb"),
    ("considered", "Many ", "consider", "belief", "verb"),
    ("is considering", "", "consider", "intent", "verb"),
    ("considering", "Seoul is ", "consider", "intent", "verb"),
    ("consider", "it would ", "consider", "intent", "verb"),
    ("sought to", "", "seek", "intent", "verb"),
    ("refused to", "", "refuse", "intent", "verb"),
    ("wants", "", "want", "intent", "verb"),
    ("does not rule out", "", "not rule out", "intent", "verb"),
    ("'s warning", "", "warning", "statement", "noun"),
    ("warning", "Moscow’s ", "warning", "statement", "noun"),
    ("warning", "The minister resigned, ", "warn", "statement", "verb"),
    ("warning", "and he's ", "warn", "statement", "verb"),
    ("claims", "Moscow’s ", "claim", "statement", "noun"),
    ("claims", "Moscow’s latest ", "claim", "statement", "noun"),
    ("claims", "The report ", "claim", "statement", "verb"),
    ("claims of", "", "claim", "statement", "noun"),
    ("his repeated calls", "", "call", "statement", "noun"),
    ("demands", "the officials’ ", "demand", "statement", "noun"),
    ("threats", "", "threat", "statement", "noun"),
    ("accusations", "", "accusation", "statement", "noun"),
    ("the view", "", "view", "belief", "noun"),
    ("fears of", "", "fear", "belief", "noun"),
    ("belief", "", "belief", "belief", "noun"),
    ("intention", "its ", "intention", "intent", "noun"),
    ("a plan", "", "plan", "intent", "noun"),
    ("According to", "", "according to", "statement", "according"),
    ("’s according to", "", "according to", "statement", "according"),
    ("per", "", "per", "statement", "according"),
    ("in the words of", "", "in the words of", "statement", "according"),
    ("in Kim’s view", "", "in the view of", "belief", "according"),
    ("In … view", "", "in the view of", "belief", "according"),
    ("as the minister put it", "", "as put it", "statement", "according"),
    ("reportedly", "", "reportedly", "statement", "adverb"),
    ("allegedly", "", "allegedly", "statement", "adverb"),
]


@pytest.mark.parametrize(("text", "before", "lemma", "class_", "type_"), CUES)
def test_cue(text, before, lemma, class_, type_):
    entry = lexicon.cues().lookup(text, before=before)
    assert entry is not None
    assert (entry.lemma, entry.class_, entry.type) == (lemma, class_, type_)


@pytest.mark.parametrize("text", ["", ":", "—", "apparently", "signed", "Vladivostok"])
def test_no_cue(text):
    assert lexicon.cues().lookup(text) is None


POLARITIES = [
    ("said", "", "affirmed"),
    ("denied", "", "denied"),
    ("rejected the claim", "", "denied"),
    ("dismissed the idea", "", "denied"),
    ("denial", "its ", "denied"),
    ("ruled out", "", "denied"),
    ("does not rule out", "", "affirmed"),
    ("did not say", "", "negated"),
    ("didn’t immediately say", "", "negated"),
    ("say", "She did not ", "negated"),
    ("say", "She declined to ", "negated"),
    ("say", "No, they ", "affirmed"),
    ("said", "They did not. She ", "affirmed"),
    ("would not say", "", "negated"),
    ("never said", "", "negated"),
    ("cannot say", "", "negated"),
    ("declined to comment", "", "negated"),
    ("declined to publicly comment", "", "negated"),
    ("declined comment", "", "negated"),
    ("refused to say", "", "negated"),
    ("refused to", "", "affirmed"),
    ("refused", "", "affirmed"),
    ("made no mention", "", "negated"),
    ("without elaborating", "", "negated"),
    ("stopped short of saying", "", "negated"),
    ("not only said", "", "affirmed"),
    ("has no doubt", "", "affirmed"),
    ("does not believe", "", "negated"),
    (":", "", "affirmed"),
]


@pytest.mark.parametrize(("text", "before", "polarity"), POLARITIES)
def test_polarity(text, before, polarity):
    head = lexicon.cues().lookup(text, before=before)
    assert lexicon.cues().polarity(text, head, before=before) == polarity


def test_no_cue_form_has_two_classes_within_a_type():
    classes = defaultdict(set)
    for entry in lexicon.cues().entries:
        for form in entry.forms:
            classes[form, entry.type].add((entry.class_, entry.polarity))
    assert {form: found for form, found in classes.items() if len(found) > 1} == {}


def test_cues_are_many_and_of_every_class_and_type():
    entries = lexicon.cues().entries
    assert len({entry.lemma for entry in entries}) >= 450
    assert {entry.class_ for entry in entries} == {"statement", "belief", "intent"}
    assert {entry.type for entry in entries} == {"verb", "noun", "according", "adverb"}
    assert {entry.polarity for entry in entries} == {"affirmed", "denied"}


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("plan", {"plan", "plans", "planned", "planning"}),
        ("try", {"try", "tries", "tried", "trying"}),
        ("write", {"write", "writes", "wrote", "written", "writing"}),
        ("lie", {"lie", "lies", "lied", "lying"}),
        ("learn", {"learn", "learns", "learned", "learnt", "learning"}),
        ("fret", {"fret", "frets", "fretted", "fretting"}),
        ("rethink", {"rethink", "rethought", "rethinking"}),
        ("theorize", {"theorize", "theorise", "theorizing", "theorised"}),
        ("favor", {"favor", "favour", "favoured", "favoring"}),
        ("agree", {"agree", "agreed", "agreeing"}),
        ("echo", {"echo", "echoes", "echoed", "echoing"}),
        ("insist", {"insist", "insists", "insisted", "insisting"}),
        ("admit", {"admit", "admits", "admitted", "admitting"}),
        ("offer", {"offer", "offers", "offered", "offering"}),
    ],
)
def test_inflected_forms(lemma, forms):
    verbs = [entry for entry in lexicon.cues().entries if (entry.lemma, entry.type) == (lemma, "verb")]
    assert forms <= {form for entry in verbs for form in entry.forms}


# --- titles, pronouns, names, nouns


@pytest.mark.parametrize(
    ("text", "gender", "kind"),
    [
        ("Mr.", "m", "honorific"),
        ("Mrs", "f", "honorific"),
        ("Dame", "f", "honorific"),
        ("Sen.", "-", "role"),
        ("prime minister", "-", "role"),
        ("President", "-", "role"),
        ("Queen", "f", "role"),
        ("spokeswoman", "f", "role"),
    ],
)
def test_title(text, gender, kind):
    title = lexicon.titles()[text]
    assert (title.gender, title.kind) == (gender, kind)


def test_pronouns():
    pronouns = lexicon.pronouns()
    assert [(p.person, p.gender) for p in pronouns["She"]] == [(3, "f")]
    assert pronouns.of_gender("m") == ("he", "him", "himself", "his")
    assert {reading.kind for reading in pronouns["who"]} == {"relative"}
    assert "Moscow" not in pronouns


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        ("Mary", "f"),
        ("Vladimir", "m"),
        ("José", "m"),
        ("Anjali", "f"),
        ("Narendra", "m"),
        ("Fatima", "f"),
        ("Ngozi", "f"),
        ("Kim", "-"),
        ("Jordan", "-"),
    ],
)
def test_gender_of_given_name(name, gender):
    assert lexicon.given_names()[name] == gender


def test_given_names_are_many():
    assert len(lexicon.given_names()) >= 3000
    assert "Xyzzy" not in lexicon.given_names()


@pytest.mark.parametrize(
    ("phrase", "noun", "type_", "number"),
    [
        ("a senior Western official in Seoul", "official", "person", "singular"),
        ("South Korean officials", "officials", "group", "plural"),
        ("police", "police", "organization", "plural"),
        ("the Interior Ministry", "interior ministry", "government", "singular"),
        ("the Road Ministry’s", "ministry", "government", "singular"),
        ("the opposition spokeswoman, who spoke first", "spokeswoman", "person", "singular"),
        ("a report by the auditors", "report", "document", "singular"),
        ("the local newspaper", "newspaper", "media", "singular"),
        ("The White House", "white house", "government", "singular"),
        ("Yoon’s office", "office", "organization", "singular"),
    ],
)
def test_head_of_description(phrase, noun, type_, number):
    head = lexicon.person_nouns().head(phrase)
    assert head is not None
    assert (head.noun, head.type, head.number) == (noun, type_, number)


def test_no_head():
    assert lexicon.person_nouns().head("Vladimir Putin") is None
    assert lexicon.person_nouns().head("") is None


def test_no_two_words_are_found_under_one_spelling():
    titles, nouns, names = lexicon.titles(), lexicon.person_nouns(), lexicon.given_names()
    assert [word for word in titles if titles[word].title != word] == []
    assert [word for word in nouns if nouns[word].noun != word] == []
    assert len({name.casefold() for name in names}) == len(names)


# --- governments


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("the Kremlin", "Russia"),
        ("Moscow", "Russia"),
        ("Kiev", "Ukraine"),
        ("Kyiv", "Ukraine"),
        ("the U.S.", "United States"),
        ("America", "United States"),
        ("The White House", "United States"),
        ("Downing Street", "United Kingdom"),
        ("Britain", "United Kingdom"),
        ("DPRK", "North Korea"),
        ("ROK", "South Korea"),
        ("Brussels", "European Union"),
        ("The Hague", "Netherlands"),
        ("Pristina", "Kosovo"),
        ("Taipei", "Taiwan"),
        ("Ramallah", "Palestine"),
        ("Türkiye", "Turkey"),
        ("N’Djamena", "Chad"),
    ],
)
def test_government(text, country):
    assert lexicon.governments()[text].country == country


@pytest.mark.parametrize("text", ["us", "Capitol Hill", "Hague Convention", "California"])
def test_no_government(text):
    assert text not in lexicon.governments()


def test_demonyms():
    governments = lexicon.governments()
    assert len(governments.of_demonym("Congolese")) == 2
    assert [found.country for found in governments.of_demonym("Spaniards")] == ["Spain"]


def test_every_state_is_there():
    # 193 members, and Kosovo, Taiwan, Palestine, the Holy See and the European Union.
    assert len(lexicon.governments().entries) == 193 + 5


# --- abbreviations


@pytest.mark.parametrize(
    ("form", "ends"),
    [
        ("Mr.", "no"),
        ("Gen.", "no"),
        ("e.g.", "no"),
        ("U.S.", "maybe"),
        ("p.m.", "maybe"),
        ("p.m", "maybe"),
        ("Inc.", "maybe"),
        ("etc.", "maybe"),
        ("Jan.", "maybe"),
        ("No.", "number"),
    ],
)
def test_abbreviation(form, ends):
    assert lexicon.abbreviations()[form].ends == ends


def test_capitals_count_in_abbreviations():
    assert "mar." not in lexicon.abbreviations()


# --- loading


def _cues(text, file):
    return parse_cues(text, file, Negators())


@pytest.mark.parametrize(
    ("parse", "text", "place"),
    [
        (_cues, "say\tstatement\tverb\taffirmed\n", "x.tsv:1"),
        (_cues, "# header\nsay\tspeech\tverb\taffirmed\tsay\n", "x.tsv:2"),
        (_cues, "say\tstatement\tverb\taffirmed\t-\n", "x.tsv:1"),
        (_cues, "say\tstatement\tverb\taffirmed\tsay||said\n", "x.tsv:1"),
        (_cues, "say\tstatement\tverb\taffirmed\tsay|say\n", "x.tsv:1"),
        (_cues, "say\tstatement\tverb\taffirmed\tSay\n", "x.tsv:1"),
        (_cues, "say\tstatement\tverb\taffirmed\t~ say\n", "x.tsv:1"),
        (_cues, "say\tstatement\tverb\taffirmed\tsay\nask\tstatement\tverb\taffirmed\task\n", "x.tsv:2"),
        (parse_negators, "not\tsometimes\tnot\n", "x.tsv:1"),
        (parse_titles, "Mr\tm\thonorific\tking\n", "x.tsv:1"),
        (parse_titles, "Mr\tx\thonorific\t-\n", "x.tsv:1"),
        (parse_titles, " Mr\tm\thonorific\t-\n", "x.tsv:1"),
        (parse_pronouns, "he\tpersonal\t4\tm\n", "x.tsv:1"),
        (parse_given_names, "Ana\tf\n\nBo\tm\n", "x.tsv:2"),
        (parse_given_names, "Ana\tf\nAna\tf\n", "x.tsv:2"),
        (parse_given_names, "Jose\u0301\tm\n", "x.tsv:1"),
        (parse_person_nouns, "leader\thuman\tsingular\t-\n", "x.tsv:1"),
        (parse_governments, "Russia\t-\n", "x.tsv:1"),
        (parse_abbreviations, "Mr.\tnever\n", "x.tsv:1"),
        (parse_quantity_words, "ten\tnumber\t10\n", "x.tsv:1"),
        (parse_quantity_words, "# x\nten\tunit\tX\n", "x.tsv:2"),
    ],
)
def test_a_malformed_line_is_named(parse, text, place):
    with pytest.raises(LexiconError, match=rf"^{place}: \S"):
        parse(text, "x.tsv")


def test_a_lexicon_is_read_once():
    assert lexicon.titles() is lexicon.titles()


def test_importing_the_lexicon_imports_nothing_heavy():
    code = "import sys, claimx.lexicon; print(*{'spacy', 'pydantic', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize(
    ("words", "text", "found"),
    [
        (["Sen.", "Senator", "Sen"], "Sen. Senator Sen", ["Sen.", "Senator", "Sen"]),
        (["Prime Minister", "Prime", "Minister"], "Prime Minister Prime", ["Prime Minister", "Prime"]),
        (["a", "ab", "abc"], "abc abd", ["abc", "ab"]),
    ],
)
def test_words_as_one_pattern_are_found_as_each_of_them_the_longest_first(words, text, found):
    assert re.findall(alternation(words), text) == found
