"""Quotations against transcripts: what is the same, what drifted, what was cut short, and what nobody said."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from claimx.read import Source
from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, record_id, text_digest
from claimx.spans import Span
from claimx.verify import Collection, quotations, verify
from claimx.verify.folding import _FOLDED_MARKS, fold, words
from claimx.write.jsonl import to_line
from tests.proof import prove
from tests.test_lazy_import import RUN_CONSOLE, imported_by

TALK = (
    "Press conference, Lindow town hall.\n\n"
    "RUIZ: Thank you all. We will rebuild the old bridge by June, I promise you. The town will pay for every stone\n"
    "of it, but only if the state pays its share. Nobody will lose a home.\n"
)
ARTICLE = (
    "Mayor Ana Ruiz met the press on Monday.\n\n"
    "“We will rebuild the old bridge by May,” Ruiz said.\n\n"
    "“The town will pay for every stone of it,” Ruiz said. “Nobody will lose a home,” she added.\n"
)
CLEAN = "Mayor Ana Ruiz met the press.\n\n“We will rebuild the old bridge by June,” Ruiz said.\n"


# Building


def attribution(article: str, *contents: str, speaker: str = "Ana Ruiz") -> Attribution:
    """A record of ``article`` whose content is ``contents``: quoted where marks stand around them."""
    spans: list[tuple[Span, bool]] = []
    for content in contents:
        start = article.index(content, spans[-1][0].end if spans else 0)
        span = Span(start, start + len(content))
        spans.append((span, article[start - 1 : start] in ("“", "‘", '"') or article[span.end : span.end + 1] == "”"))
    said = Span(article.index("said"), article.index("said") + 4)
    digest = text_digest(article)
    return Attribution(
        id=record_id(digest, [span for span, _ in spans], [said]),
        doc=Doc(id="a.txt", path="a.txt", sha256=digest, title=None, author=None, published=None, url=None, extra={}),
        kind="direct",
        class_="statement",
        polarity="affirmed",
        region="main",
        content=Content.at(article, spans),
        cue=Cue.at(article, [said], "say", "verb"),
        speaker=Speaker(
            name=speaker,
            id=None,
            type="person",
            role=None,
            resolved="name",
            mention=Phrase.at(article, [Span(0, 3)]),
            evidence=None,
        ),
        cospeakers=(),
        nested_in=None,
        confidence=0.9,
        by="claimx test",
    )


def look_up(quotation: str, *transcripts: str):
    """The finding on one quotation of an article of its own."""
    article = f"She said: “{quotation}”"
    collection = Collection(Source(id=f"t{number}", text=text) for number, text in enumerate(transcripts))
    [finding] = verify(quotations([attribution(article, quotation)], article), collection)
    prove_finding(finding, article, dict(zip((s.id for s in sources(collection)), transcripts, strict=True)))
    return finding


def sources(collection: Collection) -> list[Source]:
    return [transcript.source for transcript in collection.transcripts]


def prove_finding(finding, article: str, transcripts: dict[str, str]) -> None:
    """Every text of a finding is the slice of the file it says it is from."""
    spans = [(article, finding.quotation), *((article, difference.quoted) for difference in finding.differences)]
    if finding.source:
        source = transcripts[finding.source.file.id]
        assert finding.source.file.sha256 == text_digest(source)
        spans += [(source, finding.source), (source, finding.cut), (source, finding.gap)]
        spans += [(source, difference.source) for difference in finding.differences]
    for text, span in spans:
        if span is not None:
            assert text[span.start : span.end] == span.text


def drift(finding) -> list[tuple[str | None, str | None]]:
    """The differing words, quoted and said."""
    return [(d.quoted and d.quoted.text, d.source and d.source.text) for d in finding.differences]


# Folding


MARKS_AND_MORE = st.text(
    alphabet=st.one_of(st.sampled_from("aZß ﬁİéẞ’\u0301\u0323\u0345\u0f73\u00ad²\n[1,"), st.characters())
)


@given(MARKS_AND_MORE)
@example("Straße")
@example("e\u0301\u0323 \u1eb9\u0301")
@example("\u0301a\u200d\u0301")
@settings(max_examples=200, deadline=None)
def test_folding_is_canonical_caseless_matching(text):
    whole = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    assert fold(text).text == whole.translate(_FOLDED_MARKS)


@given(MARKS_AND_MORE)
@example("aßb")
@example("x\u0301\u0323\u00adßﬁ")
@settings(max_examples=200, deadline=None)
def test_every_folded_character_comes_from_an_original_stretch_that_folds_to_it(text):
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert list(folded.ends) == sorted(folded.ends)
    for at, character in enumerate(folded.text):
        origin = folded.origin(at, at + 1)
        assert 0 <= origin.start < origin.end <= len(text)
        assert character in fold(origin.of(text)).text


@given(MARKS_AND_MORE)
# A mark that folds to a letter stands behind a digit: both are words, and share their place.
@example("0\u0345")
@settings(max_examples=200, deadline=None)
def test_words_are_in_order_and_each_is_the_word_of_its_place(text):
    found = words(text)
    assert all(before.span.start <= after.span.start for before, after in pairwise(found))
    for word in found:
        assert word.key in [inner.key for inner in words(word.span.of(text))]


@pytest.mark.parametrize(
    ("text", "start", "end", "origin"),
    [("aßb", 1, 3, "ß"), ("aßb", 2, 4, "ßb"), ("ﬁn", 0, 1, "ﬁ"), ("e\u0301a", 0, 2, "e\u0301"), ("é!", 0, 1, "é")],
)
def test_a_folded_stretch_leads_back_to_whole_originals(text, start, end, origin):
    assert fold(text).origin(start, end).of(text) == origin


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Straße", "STRASSE"),
        ("cafe\u0301", "CAFÉ"),
        ("don’t", "don't"),
        ("ﬁnal", "final"),
        ("co\u00adoperate", "cooperate"),
        ("1,000,000", "1000000"),
        ("5%", "5 percent"),
        ("[T]he", "the"),
        ("long-range _arms_", "long range arms"),
    ],
)
def test_words_that_are_the_same(left, right):
    assert [word.key for word in words(left)] == [word.key for word in words(right)]


@pytest.mark.parametrize(
    ("left", "right"), [("10²", "102"), ("3.5", "35"), ("$5", "5"), ("can", "can't"), ("1,5", "15")]
)
def test_words_that_are_not(left, right):
    assert [word.key for word in words(left)] != [word.key for word in words(right)]


# Exact and folded


def test_a_quotation_word_for_word_is_exact_though_its_last_mark_is_the_articles():
    finding = look_up("Nobody will lose a home,", TALK)
    assert (finding.status, finding.facts, finding.similarity) == ("exact", (), 1.0)
    assert (finding.source.text, finding.source.line, finding.source.column) == ("Nobody will lose a home", 4, 46)


@pytest.mark.parametrize(
    "quotation",
    [
        "nobody will lose — a home",
        "Nobody ‘will lose’ a\nhome",
        "[N]obody will lose a home",
        "Nobody … will lose a home",
        "NOBODY WILL LOSE A HOME",
        "Nobody will … home",
        "Nobody will [...] home",
        "Nobody will . . . home",
        "[Not one family] will lose a home",
        "Nobody [in Lindow] will lose a home",
        "Nobody [is going to] lose a home [at all]",
        "stone of it, but only if … pays its share",
    ],
)
def test_case_marks_ellipses_and_brackets_are_folded(quotation):
    assert look_up(quotation, TALK).status == "folded"


@pytest.mark.parametrize(
    "said",
    [
        "We need a cease-\nfire at the long-range front now",
        "WE NEED A CEASEFIRE AT THE LONG RANGE FRONT NOW",
        "We need a ceasefire (Applause.) at the long-range front now",
        "1\n00:00:01,000 --> 00:00:02,000\nWe need a ceasefire at\n\n2\n00:00:02,500 --> 00:00:04,000\n"
        "the long-range front now",
    ],
)
def test_how_a_transcript_is_typed_is_no_difference(said):
    finding = look_up("We need a cease-fire at the long-range front now", f"Before. {said}. After.")
    assert (finding.status, finding.similarity) == ("folded", 1.0)


def test_pieces_on_both_sides_of_an_ellipsis_come_in_order_and_near_one_another():
    said = "The mill stays open this year. {} The river belongs to everybody here."
    quotation = "The mill stays open … The river belongs to everybody"
    between = "We talked about many things that night. "
    assert look_up(quotation, said.format(between)).status == "folded"
    far = look_up(quotation, said.format(between * 5))
    assert (far.status, far.gap.text) == ("gap", "this year. " + (between * 5).strip(" ."))
    assert look_up(quotation.replace("…", "[…]"), said.format(between * 5)).status == "folded"
    assert look_up(quotation, said.format(between * 50)).status not in ("folded", "exact")
    assert look_up("The river belongs to everybody … The mill stays open", said.format(between)).status != "folded"


def test_a_bracket_stands_for_a_phrase_not_for_a_sentence():
    said = "We will sign it and then we will go home and tell our children what we saw there tomorrow."
    assert look_up("We will sign [the deal] tomorrow", said).status != "folded"
    assert look_up("We will sign [the deal] and then we will go home", said).status == "folded"


def test_marks_inside_a_quotation_part_only_its_record():
    article = "He said: “They told me ‘never again’ and left the room.”"
    record = attribution(article, "They told me", "never again", "and left the room.")
    collection = Collection([Source(id="t", text="They told me never again and left the room.")])
    for text in (article, None):
        [finding] = verify(quotations([record], text), collection)
        assert (finding.status, finding.quotation.end) == ("folded", article.index("”"))


# Drift


def test_one_changed_word_is_drift_and_shown_with_its_place():
    finding = look_up("We will rebuild the old bridge by May", TALK)
    assert (finding.status, finding.facts, drift(finding)) == ("drift", ("drift",), [("May", "June")])
    assert (finding.source.line, finding.source.column) == (3, 22)


@pytest.mark.parametrize(
    ("quotation", "wanted"),
    [
        ("We shall rebuild the old bridge by June", [("shall", "will")]),
        ("We will never rebuild the old bridge by June", [("never", None)]),
        ("We will rebuild the bridge by June", [(None, "old")]),
        ("We will restore and repair the old bridge by June", [("restore and repair", "rebuild")]),
        ("They will rebuild the old bridge by May", [("They", "We"), ("May", "June")]),
        ("We will rebuild the old bridge … Nobody will lose a farm", [("farm", "home")]),
        ("We will rebuild the old bridge … somebody else … will pay for every stone", [("somebody else", None)]),
    ],
)
def test_differing_words(quotation, wanted):
    finding = look_up(quotation, TALK)
    assert (finding.status, drift(finding)) == ("drift", wanted)


def test_the_nearest_of_several_versions_is_shown():
    other = "We can rebuild an old bridge by July, or so they say."
    finding = look_up("We will rebuild the old bridge by May", other, TALK, other)
    assert (finding.source.file.id, drift(finding)) == ("t1", [("May", "June")])


def test_short_transcripts_are_all_looked_at():
    lines = [f"Speaker {number} has nothing to add." for number in range(40)]
    finding = look_up("The harvest will fail this year", *lines, "The harvest may fail this year.", *lines)
    assert (finding.source.file.id, drift(finding)) == ("t40", [("will", "may")])


# Absent


LOOK_ALIKES = " ".join(
    f"{who} said on {day} that it is the {what} of the year and we are going to have to look at it."
    for who in ("The mayor", "The council", "Our party", "The union", "A neighbour")
    for day in ("Monday", "Tuesday", "Friday", "Sunday")
    for what in ("end", "best", "scandal", "talk", "harvest", "problem", "mood", "number", "colour", "price")
)


@pytest.mark.parametrize(
    "quotation",
    [
        "It is the start of a war that no one here wanted",
        "We are going to lose the valley to the flood",
        "it is the pride of the coast",
        "the worst of the decade",
        "they are going to have to pay",
        "look at me",
    ],
)
def test_a_similar_sentence_among_many_is_no_drift(quotation):
    finding = look_up(quotation, LOOK_ALIKES)
    assert (finding.status, finding.source, finding.similarity) == ("absent", None, None)


@pytest.mark.parametrize("quotation", ["old house", "rebuilds", "bridge old"])
def test_one_or_two_words_are_never_drift(quotation):
    assert look_up(quotation, TALK).status == "absent"


def test_words_do_not_join_over_two_transcripts():
    assert look_up("the old bridge is gone", "They said the old bridge", "is gone. They left").status == "absent"
    assert look_up("old bridge", "They said the old", "bridge. They left").status == "absent"


def test_a_quotation_with_no_words_is_passed_over():
    article = "She said: “…”"
    assert quotations([attribution(article, "…")], article) == []


def test_one_that_is_all_brackets_is_absent():
    assert look_up("[expletive]", TALK).status == "absent"


@pytest.mark.parametrize("part", ["a", "a[", "[a", "(.", "a\u0301\u0323", "1,", ". ", "\n "])
def test_endless_words_and_marks_are_no_trap(part):
    endless = part * 10_000
    article = f"She said: “{endless}b”"
    collection = Collection([Source(id="t", text=endless)])
    assert list(verify(quotations([attribution(article, f"{endless}b")], article), collection))


@given(st.text(alphabet="abc […]...'ß\n", max_size=40), st.text(alphabet="abc (applause)...'ß\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_quotation_and_any_transcript_will_do(quotation, transcript):
    article = f"She said: “{quotation}”"
    if quotation:
        found = quotations([attribution(article, quotation)], article)
        for finding in verify(found, Collection([Source(id="t", text=transcript)])):
            prove_finding(finding, article, {"t": transcript})


@given(st.lists(st.sampled_from("the old bridge is gone we will pay for it now".split()), min_size=1, max_size=12))
@settings(max_examples=100, deadline=None)
def test_what_was_said_is_found(row):
    said = " ".join(row)
    assert look_up(said, f"Well, {said}. That is all.").status == "exact"


# Cut


@pytest.mark.parametrize(
    "limit",
    [
        "but only if the state agrees",
        "unless the state objects",
        "except for the north tower",
        "not the new one",
        "only if the state agrees",
        "provided the state agrees",
        "as long as the state agrees",
        "if the state agrees",
        "and only when the state agrees",
    ],
)
@pytest.mark.parametrize("joint", [", ", " — ", "... ", ",\n", " "])
def test_a_quotation_that_ends_before_a_limit_is_cut(limit, joint):
    finding = look_up("We will rebuild the bridge.", f"Well, we will rebuild the bridge{joint}{limit}. Good night.")
    assert (finding.status, finding.facts, finding.cut.text) == ("cut", ("cut",), limit)


@pytest.mark.parametrize(
    "after",
    [
        ". But only if the state agrees",
        "! Unless the state objects",
        "\n\nbut only if the state agrees",
        ", not only for us",
        ", but also the road",
        " provided by the state",
        " and the road",
        "",
    ],
)
def test_what_does_not_limit_is_no_cut(after):
    assert look_up("we will rebuild the bridge", f"Well, we will rebuild the bridge{after}.").status == "exact"


def test_the_sentence_goes_on_after_an_abbreviation():
    assert look_up("We will never leave the U.S.", "We will never leave the U.S. but for one reason.").status == "cut"


def test_a_limiting_word_that_belongs_to_the_quotation_is_no_cut():
    assert look_up("we have no choice", "Here we have no choice but to go.").status == "exact"


def test_one_or_two_words_are_not_cut():
    assert look_up("the bridge", "We like the bridge but not the road.").status == "exact"


def test_cut_and_drift_are_both_told_and_cut_is_worse():
    finding = look_up("The city will pay for every stone of it", TALK)
    assert (finding.status, finding.facts) == ("cut", ("drift", "cut"))
    assert drift(finding) == [("city", "town")]
    assert (finding.cut.text, finding.cut.line) == ("but only if the state pays its share", 4)


def test_said_once_with_and_once_without_the_limit_is_not_cut():
    assert (
        look_up("The town will pay for every stone of it", TALK, "The town will pay for every stone of it!").facts == ()
    )


@pytest.mark.parametrize(
    ("article", "contents"),
    [
        (
            "“The town will pay for every stone of it,” she said, “but only if the state pays its share.”",
            ["The town will pay for every stone of it,", "but only if the state pays its share."],
        ),
        (
            "She said “the town will pay for every stone of it” but only with help.",
            ["the town will pay for every stone of it", "but only with help"],
        ),
    ],
)
def test_an_article_that_goes_on_with_the_limit_has_not_cut(article, contents):
    found = quotations([attribution(article, *contents)], article)
    assert {finding.status for finding in verify(found, Collection([Source(id="t", text=TALK)]))} <= {"exact", "folded"}


def test_a_quotation_two_attributions_hold_is_one_finding_with_the_inner_speaker():
    article = "The agency said Ana Ruiz said “nobody will lose a home”."
    outer = attribution(article, "Ana Ruiz said", "nobody will lose a home", speaker="The agency")
    inner = attribution(article, "nobody will lose a home")
    [quotation] = quotations([outer, inner], article)
    assert (quotation.ids, quotation.speaker) == ((outer.id, inner.id), "Ana Ruiz")


# Negations and limits that are left out


@pytest.mark.parametrize(
    ("quotation", "said", "left_out"),
    [
        ("We … promised the tenants a new roof", "We never promised the tenants a new roof.", "never"),
        ("The board will … sell the mill to anybody", "The board will not sell the mill to anybody.", "not"),
        (
            "They have [...] paid for the new road",
            "They have neither asked nor paid for the new road.",
            "neither asked nor",
        ),
        ("We will build it … this year", "We will build it if the state pays this year.", "if the state pays"),
        ("We did agree … They must pay", "We did agree. It rained. We do not think they must pay.", "not think"),
    ],
)
def test_an_ellipsis_that_swallows_a_negation_or_a_limit_is_a_cut(quotation, said, left_out):
    finding = look_up(quotation, said)
    assert (finding.facts, finding.cut.text) == (("cut",), left_out)


@pytest.mark.parametrize(
    ("quotation", "said", "left_out"),
    [
        ("should raise the rents", "Nobody on the board should raise the rents.", "Nobody on the board"),
        ("we will close the school", "I have never said that we will close the school.", "never said that"),
        ("came here to buy your votes", "We didn’t say we came here to buy your votes.", "didn’t say we"),
    ],
)
def test_a_quotation_that_starts_behind_a_negation_is_a_cut(quotation, said, left_out):
    finding = look_up(quotation, said)
    assert (finding.facts, finding.cut.text) == (("cut",), left_out)


@pytest.mark.parametrize(
    ("quotation", "said"),
    [
        ("we will raise the rents", "No, we will raise the rents."),
        ("we will win the case", "There is no doubt that we will win the case."),
        ("for us but for everybody here", "It is not only for us but for everybody here."),
        ("The bridge … will be rebuilt", "The bridge, which was never safe, will be rebuilt."),
        ("We will stay … We will rebuild", "We will stay. It is not easy. We will rebuild."),
    ],
)
def test_a_negation_of_something_else_is_no_cut(quotation, said):
    assert look_up(quotation, said).status in ("exact", "folded")


@pytest.mark.parametrize(
    ("article", "content", "polarity"),
    [
        ("Nobody on the board “should raise the rents”, she said.", "should raise the rents", "affirmed"),
        ("She said that nobody there “should raise the rents”.", "should raise the rents", "affirmed"),
        ("It was said that they “should raise the rents”.", "should raise the rents", "denied"),
    ],
)
def test_an_article_that_gives_the_negation_itself_has_not_cut(article, content, polarity):
    record = attribution(article, content).model_copy(update={"polarity": polarity})
    transcripts = Collection([Source(id="t", text="Nobody on the board should raise the rents.")])
    [finding] = verify(quotations([record], article), transcripts)
    assert finding.status == "exact"


# How transcripts are typed


@pytest.mark.parametrize(
    "said",
    [
        "We will re-\nbuild the old bridge this year",
        "We will rebuild the old bridge this ye-\r\nar",
        "We will rebuild the old bridge this y\u00ad\near",
        "We [00:12:34] will rebuild the old\n00:12:36\nbridge this year",
        "We will rebuild\n\nCITY OF LINDOW\nPage 3 of 9\n\nthe old bridge this year",
        "We will re-\n\nCITY OF LINDOW\nPage 3 of 9\n\nbuild the old bridge this year",
        "<v Ana Ruiz>We will rebuild <00:00:04.000><c>the old bridge</c> this year</v>",
    ],
)
def test_line_ends_time_codes_and_page_headers_are_read_over(said):
    before = "CITY OF LINDOW\nPage 2 of 9\nThank you all.\n"
    assert look_up("We will rebuild the old bridge this year", f"{before}{said}. Good night.").status in (
        "exact",
        "folded",
    )


@pytest.mark.parametrize(
    "quotation", ["rebuild the bridge by winter", "county will pay for everything", "seven houses fell"]
)
@pytest.mark.parametrize("hyphen", ["-\n", "-\r\n  ", "\u00ad\n"])
def test_a_first_or_last_word_that_a_line_end_cuts_is_no_drift(quotation, hyphen):
    first, *middle, last = quotation.split()
    for broken in (f"{first[:3]}{hyphen}{first[3:]}", first):
        said = " ".join([broken, *middle, last if broken != first else f"{last[:2]}{hyphen}{last[2:]}"])
        assert look_up(quotation, f"Well, {said}, I think.").status == "folded"


@pytest.mark.parametrize(
    "said",
    [
        "We will rebuild the bridge. It has been closed since the flood. The town will pay for it.",
        "We will rebuild the bridge. We have waited long enough for that. The town will pay for it.",
        "We will rebuild the bridge. (Applause.) As you all know we have saved for it. The town will pay for it.",
    ],
)
def test_a_sentence_that_is_skipped_without_a_sign_is_drift(said):
    finding = look_up("We will rebuild the bridge. The town will pay for it.", said)
    assert finding.status == "drift"
    assert [(quoted, bool(source)) for quoted, source in drift(finding)] == [(None, True)]


@pytest.mark.parametrize(
    ("quotation", "said"),
    [
        ("It will cost three million dollars to rebuild", "It will cost $3m to rebuild."),
        ("We have forty houses and 2 schools there", "We have 40 houses and two schools there."),
        ("Eight per cent of them came on the 2nd day", "8% of them came on the second day."),
    ],
)
def test_numbers_are_compared_by_value(quotation, said):
    assert look_up(quotation, said).status == "folded"


@pytest.mark.parametrize(
    ("quotation", "said", "differing"),
    [
        ("It will cost three million dollars to rebuild", "It will cost $5m to rebuild.", "three million dollars"),
        ("We have forty houses in the valley there", "We have fourteen houses in the valley there.", "forty"),
        ("It will cost 3 million euros to rebuild", "It will cost 3 million dollars to rebuild.", "3 million euros"),
    ],
)
def test_another_number_is_drift(quotation, said, differing):
    finding = look_up(quotation, said)
    assert (finding.status, finding.differences[0].quoted.text) == ("drift", differing)


# Who spoke


@pytest.mark.parametrize(
    "said",
    [
        "MAYOR RUIZ: Good evening.\nHOLLIS: We will rebuild the old bridge by June.\n",
        "Q: We will rebuild the old bridge by June?\nRUIZ: I did not say that.\n",
        "**Tom Hollis:** We will rebuild the old bridge by June.\n",
        "[00:12] TOM HOLLIS (opposition): We will rebuild the old bridge by June.\n",
        "<v Tom Hollis>We will rebuild the old bridge by June.</v>\n",
    ],
)
def test_words_under_the_label_of_another_are_of_another_speaker(said):
    finding = look_up("We will rebuild the old bridge by June", said)
    assert (finding.status, finding.facts) == ("other_speaker", ("other_speaker",))
    assert finding.label in said


@pytest.mark.parametrize(
    "said",
    [
        "RUIZ: We will rebuild the old bridge by June.\n",
        "HOLLIS: Never.\nMAYOR ANA RUIZ: Well.\nWe will rebuild the old bridge by June.\n",
        "Subject: The bridge\nDate: Monday\n\nWe will rebuild the old bridge by June.\n",
        "We will rebuild the old bridge by June.\n",
        "HOLLIS: We will rebuild the old bridge by June.\nRUIZ: We will rebuild the old bridge by June.\n",
    ],
)
def test_words_under_the_speakers_own_label_or_under_none_are_the_speakers(said):
    assert look_up("We will rebuild the old bridge by June", said).facts == ()


# The command


@pytest.fixture
def files(tmp_path):
    """An article with one changed word and one cut sentence, a clean one, and what was said."""
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "press.txt").write_text(TALK, "utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    (tmp_path / "clean.txt").write_text(CLEAN, "utf-8")
    return tmp_path


@pytest.fixture
def records(files):
    """The saved records of the first article."""
    saved = [
        attribution(ARTICLE, "We will rebuild the old bridge by May,"),
        attribution(ARTICLE, "The town will pay for every stone of it,"),
        attribution(ARTICLE, "Nobody will lose a home,"),
    ]
    (files / "r.jsonl").write_bytes(b"".join(map(to_line, saved)))
    return "r.jsonl"


TOLD = [
    "a.txt:3:2: drift “We will rebuild the old bridge by May,” (talks/press.txt:3:22): “May” for “June”",
    "a.txt:5:2: cut “The town will pay for every stone of it,” (talks/press.txt:3:77): "
    "cut before “but only if the state pays its share” at 4:8",
    "a.txt:5:56: exact “Nobody will lose a home,” (talks/press.txt:4:46)",
]


def test_an_article_with_a_changed_word_and_a_cut_sentence_is_exit_code_1(claimx, files):
    run = claimx("verify", "a.txt", "--against", "talks")
    assert run.stdout.decode().splitlines() == TOLD
    assert (run.code, run.said) == (1, ["claimx: 3 quotations: 1 exact, 1 drift, 1 cut"])


def test_records_say_the_same_as_the_article(claimx, records):
    run = claimx("verify", records, "--against", "talks")
    assert (run.code, run.stdout.decode().splitlines()) == (1, TOLD)


def test_records_may_come_on_standard_input(claimx, records, files):
    run = claimx("verify", "-", "--against=talks", stdin=(files / records).read_bytes())
    assert (run.code, run.stdout.decode().splitlines()) == (1, TOLD)


def test_records_without_their_article_name_the_place_of_the_attribution(main, records, files):
    (files / "a.txt").unlink()
    assert main("verify", records, "--against", "talks").stdout.decode().splitlines() == TOLD


def test_a_clean_article_is_exit_code_0(main, files):
    run = main("verify", "clean.txt", "--against", "talks/*.txt")
    assert (run.code, run.said) == (0, ["claimx: 1 quotation: 1 exact"])


def test_articles_and_records_go_together(main, records):
    run = main("verify", "clean.txt", records, "--against", "talks")
    assert [line.partition(":")[0] for line in run.stdout.decode().splitlines()] == ["clean.txt", *["a.txt"] * 3]


def test_a_line_of_json_has_every_key_and_proves_itself(main, records, files):
    run = main("verify", records, "--against", "talks", "--format=jsonl")
    keys = (
        "schema status facts doc attributions speaker quotation source differences cut similarity gap label misfits"
    ).split()
    assert all(list(finding) == keys for finding in run.records)
    drifted, cut, exact = run.records
    assert {finding["schema"] for finding in run.records} == {"claimx-verify/1"}
    assert (drifted["doc"]["path"], drifted["speaker"]) == ("a.txt", "Ana Ruiz")
    assert drifted["attributions"] == [json.loads((files / records).read_bytes().splitlines()[0])["id"]]
    assert drifted["source"]["file"] == {"id": "press.txt", "path": "talks/press.txt", "sha256": text_digest(TALK)}
    [difference] = drifted["differences"]
    for text, span in ((ARTICLE, difference["quoted"]), (TALK, difference["source"]), (TALK, cut["cut"])):
        assert text[span["start"] : span["end"]] == span["text"]
    assert (exact["cut"], exact["differences"], exact["facts"]) == (None, [], [])


def test_output_is_written_whole_and_not_told(main, records, files):
    told = main("verify", records, "--against", "talks").stdout
    run = main("verify", records, "--against", "talks", "-o", "out.txt")
    assert (run.code, run.stdout, (files / "out.txt").read_bytes()) == (1, b"", told)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--exit-zero"], 0),
        (["--fail-on=absent"], 0),
        (["--fail-on=drift"], 1),
        (["--fail-on=cut, absent"], 1),
    ],
    ids=str,
)
def test_what_fails_is_chosen(main, records, options, code):
    assert main("verify", records, "--against", "talks", *options).code == code


def test_drift_in_a_cut_quotation_fails_on_drift(main, files):
    (files / "a.txt").write_text(f"She said “{CITY}”.", "utf-8")
    (files / "r.jsonl").write_bytes(to_line(attribution(f"She said “{CITY}”.", CITY)))
    assert main("verify", "r.jsonl", "--against", "talks", "--fail-on=drift").code == 1


CITY = "the city will pay for every stone of it"


def test_the_pipeline_is_not_imported_for_records(records, files):
    arguments = ["verify", "r.jsonl", "--against", "talks", "--exit-zero"]
    modules = imported_by(RUN_CONSOLE.format(arguments=arguments), files)
    assert not {"spacy", "onnxruntime", "tokenizers", "numpy"} & modules


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"rebuild the old bridge", b"rebuilt the old bridge"),
        (b"The town will pay", b"The city will pay"),
        (b'"column":2', b'"column":3'),
    ],
)
def test_a_record_that_does_not_fit_its_article_is_told_before_anything_is_compared(main, records, files, old, new):
    path = files / records
    path.write_bytes(path.read_bytes().replace(old, new))
    run = main("verify", records, "--against", "talks", "--fail-on=misfit")
    told = [line for line in run.stdout.decode().splitlines() if ": misfit “" in line]
    assert run.code == 1
    assert told
    assert all(line.startswith("a.txt:") for line in told)


def test_records_of_an_article_that_has_changed_are_one_misfit(main, records, files):
    (files / "a.txt").write_text(ARTICLE.replace("Monday", "Tuesday"), "utf-8")
    run = main("verify", records, "--against", "talks")
    assert run.code == 1
    [line] = run.stdout.decode().splitlines()
    assert line.startswith("a.txt:3:2: misfit “We will rebuild the old bridge by May,”: the text is not the one")


def test_records_without_their_article_are_said_to_be_unproved(main, records, files):
    (files / "a.txt").unlink()
    assert main("verify", records, "--against", "talks").said[0].endswith("compared by their own words: 3")


# Bad input


@pytest.mark.parametrize(
    "arguments",
    [
        ["a.txt"],
        ["--against", "talks"],
        ["a.txt", "--against", "talks", "--format=xml"],
        ["a.txt", "--against", "talks", "--format=text,jsonl"],
        ["a.txt", "--against", "talks", "--fail-on=exact"],
        ["-", "--against", "-"],
    ],
    ids=str,
)
def test_wrong_usage_is_exit_code_2_and_one_line(main, files, arguments):
    run = main("verify", *arguments)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)


def test_no_transcript_at_all_is_wrong_usage(main, records, files):
    (files / "empty").mkdir()
    run = main("verify", records, "--against", "empty")
    assert (run.code, run.stdout) == (2, b"")
    assert run.said == ["claimx: error: --against: no transcript to compare with in empty"]


def test_a_missing_transcript_is_exit_code_3_and_the_rest_is_compared(main, records):
    run = main("verify", records, "--against", "gone.txt", "--against", "talks", "--exit-zero")
    assert (run.code, run.stdout.decode().splitlines()) == (3, TOLD)
    assert run.said[0] == "claimx: error: gone.txt: no such file or folder"


def test_when_no_transcript_can_be_read_nothing_is_called_absent(main, records):
    run = main("verify", records, "--against", "gone.txt")
    assert (run.code, run.stdout, len(run.said)) == (3, b"", 1)


def test_a_broken_record_is_exit_code_3_with_its_line(main, records, files):
    lines = (files / records).read_bytes().splitlines(keepends=True)
    (files / records).write_bytes(lines[0] + b'{"schema":"claimx/1","record":"attribution"}\n' + b"".join(lines[1:]))
    run = main("verify", records, "--against", "talks")
    assert (run.code, run.stdout.decode().splitlines()) == (3, TOLD)
    assert run.said[0].startswith("claimx: error: r.jsonl:2: no record of claimx/1: ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kind"', b'"kind":"mixed","kind"'),
        (b'"name"', b'"name":"Eva Bell","name"'),
        (b'"extra":{}', b'"extra":{"kind":1,"kind":2}'),
    ],
)
@pytest.mark.parametrize("as_array", [False, True], ids=["lines", "array"])
def test_a_key_twice_is_told_and_neither_value_taken(main, records, files, old, new, as_array):
    lines = (files / records).read_bytes().splitlines()
    assert old in lines[0]
    twice = [lines[0].replace(old, new, 1), *lines[1:]]
    name = "r.json" if as_array else "r.jsonl"
    (files / name).write_bytes(b"[" + b",".join(twice) + b"]" if as_array else b"\n".join(twice) + b"\n")
    run = main("verify", name, "--against", "talks")
    assert run.code == 3
    assert re.search("the key '(?:kind|name)' stands twice in one object", run.said[0])


def test_a_binary_article_is_exit_code_3(main, files):
    (files / "b.txt").write_bytes(b"\x00\x01")
    run = main("verify", "b.txt", "clean.txt", "--against", "talks")
    assert run.code == 3
    assert run.said[0].startswith("claimx: error: b.txt: binary file")


def test_an_articles_line_ends_and_encoding_keep_its_offsets(main, files):
    (files / "old.txt").write_bytes(CLEAN.replace("\n", "\r\n").encode("cp1252"))
    (files / "talks" / "press.txt").write_bytes(b"\xef\xbb\xbf" + TALK.replace("\n", "\r\n").encode())
    run = main("verify", "old.txt", "--against", "talks", "--format=jsonl")
    [finding] = run.records
    assert (finding["status"], finding["quotation"]["line"], finding["source"]["column"]) == ("exact", 3, 22)
    source = finding["source"]
    assert TALK.replace("\n", "\r\n")[source["start"] : source["end"]] == source["text"]


def test_records_used_here_are_true(files, records):
    for line in (files / records).read_bytes().splitlines():
        prove(json.loads(line), ARTICLE)
