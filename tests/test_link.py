"""``claimx link``: what is one utterance and what is not, how the reports of it differ, and the command."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Sequence
from itertools import chain, repeat

import pytest
from jsonschema import Draft202012Validator

from claimx.link import group_schema, link_records
from claimx.link.alignment import align
from claimx.link.blocking import candidates
from claimx.link.clustering import Link, gather
from claimx.link.copies import find_copies
from claimx.link.duplicates import fold
from claimx.link.matching import Match
from claimx.link.reports import read_reports
from claimx.link.wording import key_of, speaker_key, words_of
from claimx.names import same_speaker
from claimx.records import Attribution, Content, Cue, Doc, Phrase, Speaker, record_id, text_digest
from claimx.spans import Span
from claimx.write.jsonl import to_line
from tests.conftest import ROOT, Installed
from tests.test_lazy_import import RUN_CONSOLE, imported_by

_QUOTED = re.compile(r"“([^”]*)”|([^“”]+)")
MATTER = "the bridge over the Salmon River at Elkton"


def told(doc: str, speaker: str | None, *contents: str, mention: str | Sequence[str] = (), cue: str = "said", **fields):
    """Records of an article in which ``speaker`` says each of ``contents``, in “marks” where they are quoted.

    The speaker is mentioned as ``mention`` says, in each record in turn, and then by name.
    """
    organization = fields.pop("organization", None)
    mentions = chain([mention] if isinstance(mention, str) else mention, repeat(speaker or "An official"))
    text, places = "", []
    for content, mention in zip(contents, mentions, strict=False):
        start = len(text) + len(f"{mention} {cue} ")
        spans = [
            (Span(*part.span(1)) if part[1] else Span(*part.span(2)), bool(part[1]))
            for part in _QUOTED.finditer(content)
        ]
        stripped = [(span.stripped(content), quoted) for span, quoted in spans]
        places.append(
            (len(text), mention, [(Span(start + s.start, start + s.end), quoted) for s, quoted in stripped if s])
        )
        text += f"{mention} {cue} {content}.\n"
    digest = text_digest(text)
    about = Doc(id=doc, path=doc, sha256=digest, title=None, author=None, published=None, url=None, extra={})
    records = []
    for start, mention, spans in places:
        who, said = Span(start, start + len(mention)), Span(start + len(mention) + 1, start + len(f"{mention} {cue}"))
        phrase = Phrase.at(text, [who])
        values = {
            "id": record_id(digest, [span for span, _ in spans], [said]),
            "doc": about,
            "kind": "mixed",
            "class_": "statement",
            "polarity": "affirmed",
            "region": "main",
            "content": Content.at(text, spans),
            "cue": Cue.at(text, [said], "say", "verb"),
            "speaker": Speaker(
                name=speaker,
                id=None,
                type="person",
                role=None,
                resolved="name",
                mention=phrase,
                evidence=None,
                organization=organization,
            ),
            "cospeakers": (),
            "nested_in": None,
            "confidence": 0.9,
            "by": "test",
        }
        records.append(Attribution(**values | fields))
    return records


def link(*articles):
    return link_records(record for article in articles for record in article)


def only(*articles):
    [group] = link(*articles)
    return group


def differences(group):
    """Kind, words of the reference and words here, of every member but the reference."""
    return [(d.kind, d.reference, d.here) for member in group.members for d in member.differences]


# The seeds


@pytest.fixture(scope="module")
def saved(seeds_run, tmp_path_factory):
    path = tmp_path_factory.mktemp("saved") / "seeds.jsonl"
    path.write_bytes(seeds_run.stdout)
    return path


@pytest.fixture(scope="module")
def seeds_link(saved):
    """What the installed program says of the saved records of the seeds."""
    return Installed(saved.parent)("link", saved)


@pytest.fixture(scope="module")
def groups(seeds_link):
    return [json.loads(line) for line in seeds_link.stdout.splitlines()]


def group_with(groups, words):
    """The one group that says more than a copy does and has these words in the passage of its reference."""
    [found] = [
        group
        for group in groups
        if group["type"] != "copy"
        and any(
            words in span["text"] for m in group["members"] if m["relation"] == "reference" for span in m["passage"]
        )
    ]
    return found


def articles(group):
    return {member["doc"]["id"][:3] for member in group["members"]}


def words_at(member):
    return " ".join(span["text"] for span in member["passage"])


def test_seeds_are_linked_without_a_word(seeds_link):
    assert (seeds_link.code, seeds_link.stderr) == (0, "")


def test_every_line_fits_the_schema_and_the_schema_file_is_its_own(groups):
    written = json.loads((ROOT / "schemas" / "group.schema.json").read_text("utf-8"))
    assert written == group_schema()
    Draft202012Validator.check_schema(written)
    for group in groups:
        Draft202012Validator(written).validate(group)


def test_passages_are_cut_from_the_articles_and_lie_in_their_contents(groups, seeds):
    texts = {path.name: path.read_bytes().decode("utf-8") for path in seeds}
    for member in (member for group in groups for member in group["members"]):
        contents = [(span["start"], span["end"]) for span in member["content"]["spans"]]
        for span in member["passage"]:
            assert texts[member["doc"]["id"]][span["start"] : span["end"]] == span["text"]
            assert any(start <= span["start"] < span["end"] <= end for start, end in contents)


def test_the_republished_pair_is_found_and_comes_last(groups):
    copies = [group for group in groups if group["type"] == "copy"]
    assert len(copies) >= 10
    assert groups[-len(copies) :] == copies
    assert {frozenset(articles(group)) for group in copies} == {frozenset({"000", "001"})}
    assert {(group["articles"], group["independent"]) for group in copies} == {(2, 1)}
    copied = {m["doc"]["id"][:3]: (m["doc"]["copy_of"] or "")[:3] for g in groups for m in g["members"]}
    assert {doc: original for doc, original in copied.items() if original} == {"001": "000"}


def test_a_very_big_mistake_is_told_by_all_five(groups):
    group = group_with(groups, "very big mistake")
    assert articles(group) == {"000", "001", "002", "003", "004"}
    assert (group["type"], group["independent"], group["conflicts"]) == ("same_words", 4, [])
    assert [speaker["name"] for speaker in group["speakers"]] == ["Vladimir Putin"]
    for member in group["members"]:
        quoted = " ".join(span["text"] for span in member["passage"] if span["quoted"])
        assert "very big mistake" in quoted
    [told] = [m["differences"] for m in group["members"] if m["doc"]["id"].startswith("002")]
    found = {(d["kind"], d["reference"], d["here"]) for d in told}
    assert ("marks", "“a”", "a") in found
    assert any(kind == "condition" and (here or "").startswith("if") for kind, _, here in found)


def test_nothing_to_worry_and_should_not_worry_are_two_translations(groups):
    group = group_with(groups, "nothing to worry about")
    assert {"000", "001", "003"} <= articles(group)
    assert (group["type"], group["conflicts"]) == ("other_translation", [])
    [other] = [m for m in group["members"] if m["doc"]["id"].startswith("003")]
    assert other["relation"] == "other_translation"
    found = {(d["kind"], d["reference"], d["here"]) for d in other["differences"]}
    assert ("wording", "had nothing to", "should not") in found
    assert ("condition", None, "if Seoul does not plan any aggression against Pyongyang") in found


def test_reconsider_the_issue_is_given_to_two_speakers(groups):
    group = group_with(groups, "reconsider the issue")
    assert {"000", "001", "003"} <= articles(group)
    assert group["conflicts"] == ["speaker"]
    assert {"South Korea", "Chang Ho-jin"} <= {name for who in group["speakers"] for name in who["spellings"]}


def test_two_utterances_of_one_article_are_apart(groups):
    both = [
        member
        for words in ("very big mistake", "nothing to worry about")
        for member in group_with(groups, words)["members"]
        if member["doc"]["id"].startswith("004")
    ]
    assert all("Seoul" in words_at(member) for member in both)
    assert "nothing" not in words_at(both[0])
    assert "mistake" not in words_at(both[1])
    assert not {s["start"] for s in both[0]["passage"]} & {s["start"] for s in both[1]["passage"]}


def test_look_alikes_of_the_seeds_stay_apart(groups):
    for group in groups:
        assert len(group["speakers"]) == 1 or "reconsider" in words_at(group["members"][0]) or group["type"] == "copy"


def test_the_order_of_the_records_does_not_matter(saved, seeds_link, claimx):
    lines = saved.read_bytes().splitlines(keepends=True)
    random.Random(7).shuffle(lines)
    halves = [claimx.folder / "one.jsonl", claimx.folder / "other.jsonl"]
    for path, part in zip(halves, (lines[:80], lines[80:]), strict=True):
        path.write_bytes(b"".join(part))
    assert claimx("link", *halves, *halves[:1]).stdout == seeds_link.stdout


def test_table_sums_the_copies_up(saved, main):
    shown = main("link", saved, "--format=table").stdout.decode()
    assert re.search(r"^001\S+ is a copy of 000\S+ \(\d+ groups\)$", shown, re.MULTILINE)
    assert "other wording  " in shown
    assert "CONFLICT: speaker" in shown
    assert "      wording: had nothing to → should not\n" in shown
    assert max(map(len, shown.splitlines())) <= 80


# What is one utterance


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“no comment”", "“no comment”"),
        ("they had “nothing to worry about”", "she has “nothing to worry about”"),
        ("that would be “a very big mistake”", "it was “a very big mistake”"),
        ("talks would go on in Geneva next week", "talks would go on in Vienna next month"),
        ("unemployment will fall to 4 percent by May", "unemployment will fall to 3 percent by May"),
        ("the mill on Front Street is safe", "the dam above Front Street will hold"),
        ("Governor Lee Pratt signed the law", "Governor Lee Pratt opened the fair"),
    ],
)
def test_look_alikes_by_different_speakers_stay_apart(one, other):
    assert link(told("a", "Ana Ruiz", one), told("b", "Jan Ozols", other)) == []


@pytest.mark.parametrize("content", ["“no comment”", "“it is what it is”", "he was sorry"])
def test_what_is_said_every_day_is_not_linked_by_the_name_alone(content):
    assert link(told("a", "Ana Ruiz", content, "it rains"), told("b", "Ana Ruiz", content, "it pours")) == []


def test_short_words_of_one_speaker_on_two_matters_stay_apart():
    tariffs = told("a", "Ana Ruiz", "Brussels made “a very big mistake”", "tariffs hurt the Orlen refinery")
    bridge = told("b", "Ana Ruiz", "Elkton made “a very big mistake”", "nobody asked the Salmon River board")
    assert link(tariffs, bridge) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (f"“{MATTER} will be closed for years to come”", f"{MATTER} would be closed for years"),
        (f"{MATTER} “will be closed”", f"{MATTER} “will be closed” for repairs"),
        ("“the river has taken the old road”", "“the river has taken the old road”"),
    ],
)
def test_one_speaker_in_much_the_same_words_is_linked(one, other):
    group = only(told("a", "Ana Ruiz", one), told("b", "Ana M. Ruiz", other))
    assert [who.spellings for who in group.speakers] == [("Ana M. Ruiz", "Ana Ruiz")]


def test_the_same_long_words_by_two_speakers_are_a_conflict_worth_showing():
    words = "“the river has taken the old road and will take the new mill before summer”"
    group = only(told("a", "Ana Ruiz", words), told("b", "Jan Ozols", words))
    assert group.conflicts == ("speaker",)
    assert [who.name for who in group.speakers] == ["Ana Ruiz", "Jan Ozols"]


def test_a_record_inside_another_is_not_linked_with_it():
    [outer] = told("a", "Ana Ruiz", f"Jan Ozols said {MATTER} “will be closed for years to come”")
    inner = outer.model_copy(
        update={
            "id": "0" * 16,
            "content": Content(text=outer.content.spans[-1].text, line=1, column=1, spans=outer.content.spans[-1:]),
        }
    )
    assert link_records([outer, inner]) == []


def test_two_quotations_of_an_article_in_other_words_were_said_twice():
    speech = told(
        "a", "Ana Ruiz", "“the old mill must go before the winter flood”", "“the old mill must stay after the flood”"
    )
    assert link(speech) == []


# One event: what it takes to see that two articles report one utterance

EVENT = ("the ferry Nordlinje left Larvik at noon", "passengers from Bergen were taken to Larvik")


def same_event(one, other, speakers=("Ana Ruiz", "Ana Ruiz"), **fields):
    """The group of two reports in articles that tell of one event; None where they are not linked."""
    first = told("a", speakers[0], one, *EVENT)
    second = told("b", speakers[1], other, *EVENT, **fields)
    return next((g for g in link(first, second) if all(m.content.text not in EVENT for m in g.members)), None)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“we heard a loud bang and everything went dark”", "“there was a loud bang and then it was dark”"),
        ("“the verdict will not stand”", "“this ruling will not stand”"),
        ("repairs would take six weeks and cost three million dollars", "the work will cost $3m and last six weeks"),
        ("crews had put out half of the fire by Monday", "“half the fire is out”"),
        ("“nobody told us where to go”", "nobody had told them where to go"),
    ],
)
def test_on_one_event_the_same_speaker_is_recognised_in_other_words(one, other):
    assert same_event(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the captain had reported a failure of the steering", "the hull was intact above the waterline"),
        ("“we will cut when the data tell us to”", "wages were still growing too fast"),
        ("it was the best game of the season", "“it was never a penalty”"),
    ],
)
def test_on_one_event_a_speaker_says_more_than_one_thing(one, other):
    assert same_event(one, other) is None


@pytest.mark.parametrize(
    ("speaker", "mention"),
    [
        ("Harbour Workers Union", "Ana Ruiz, the president of the Harbour Workers Union"),
        ("Nordlinje", "Nordlinje spokeswoman Ana Ruiz"),
        ("Norway", "Norwegian minister Ana Ruiz"),
    ],
)
def test_a_body_and_who_speaks_for_it_are_no_two_speakers_at_odds(speaker, mention):
    first = told("a", speaker, "the offer was an insult to every docker", *EVENT)
    second = told("b", "Ana Ruiz", "“this offer insults every docker”", *EVENT, mention=mention)
    assert any(
        {"a", "b"} == {member.doc.id for member in g.members} and "offer" in words(g) for g in link(first, second)
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("World Health Organization", "WHO"),
        ("The WHO", "World Health Organization"),
        ("FBI", "Federal Bureau of Investigation"),
        ("UN", "United Nations"),
        ("African Union", "The AU"),
        ("GM", "General Motors"),
    ],
)
def test_a_body_and_its_acronym_are_one_speaker(one, other):
    assert same_event("the data were encouraging", "the outcome was encouraging", speakers=(one, other)).conflicts == ()


@pytest.mark.parametrize(
    ("speaker", "body"), [("Nordlinje", "Nordlinje"), ("The Nordlinje line", "Nordlinje"), (None, "Nordlinje")]
)
def test_whoever_speaks_for_a_body_is_close_to_it(speaker, body):
    first = told("a", speaker, "the offer was an insult to every docker", *EVENT, organization=body)
    second = told("b", "Ana Ruiz", "“this offer insults every docker”", *EVENT, organization=body)
    assert any("offer" in words(group) for group in link(first, second))


@pytest.mark.parametrize(
    ("speaker", "mention"),
    [
        ("Norwegian Coast Guard", "Coast guard commander Ana Ruiz"),
        ("Coast Guard of Norway", "Ana Ruiz of the coast guard"),
        ("German Weather Service", "Ana Ruiz of the weather service"),
    ],
)
def test_a_body_is_known_without_its_country(speaker, mention):
    first = told("a", speaker, "there was no leak of oil", *EVENT)
    second = told("b", "Ana Ruiz", "no oil had leaked from the ship", *EVENT, mention=mention)
    assert any("oil" in words(group) for group in link(first, second))


@pytest.mark.parametrize("description", ["the ferry company", "a shipping company", "the company that owns the wreck"])
def test_what_an_article_calls_a_speaker_once_holds_for_all_of_it(description):
    steering = "the steering had failed without any warning"
    first = told("a", "Nordlinje", "the pier was shut", steering, *EVENT, mention=[f"Nordlinje, {description},"])
    second = told("b", None, "there was no warning before the steering failed", *EVENT, mention=["The company"] * 3)
    assert any("steering" in words(group) for group in link(first, second))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("buses would be rerouted through Bergen by a tunnel", "parents were calm because buses went by Bergen"),
        ("the crew sought peace but was ready for any storm", "the harbour stood prepared, like its crew, for a storm"),
        ("the wolves had left the valley where lambs graze", "the wolves killed lambs near farms at night"),
    ],
)
def test_the_best_that_two_articles_share_is_enough_for_one_speaker(one, other):
    assert same_event(one, other)
    # Unless the other article tells it in better words.
    better = told("b", "Ana Ruiz", one, other, *EVENT)
    [group] = [group for group in link(told("a", "Ana Ruiz", one, *EVENT), better) if one in words(group)]
    assert other not in words(group)


@pytest.mark.parametrize("joint", ["and that", "but that", ", and that"])
def test_a_claim_behind_and_that_is_another_one(joint):
    safe, sold = "the steering was “perfectly safe”", "the ferry would be sold before winter"
    group = same_event(f"{safe} {joint} {sold}", safe)
    assert "sold" not in " ".join(words_at(member) for member in group.model_dump()["members"])


LONG = (
    "“we have watched the harbour for years, we have counted every trawler, dredger, tanker and barge”",
    "“a storm of this kind sinks tugs, breaks cranes, floods cellars, lifts roofs and fells chimneys”",
    "“my father taught me knots, currents, lanterns, charts, anchors and the names of all the islands”",
)


@pytest.mark.parametrize(
    ("long", "part"),
    [(LONG[0], "every barge was counted"), (LONG[1], "chimneys fell"), (LONG[2], "anchors and islands")],
)
def test_two_that_share_a_whole_sentence_are_compared_with_others_too(long, part):
    reports = read_reports(told("a", "Ana Ruiz", long) + told("b", "Ana Ruiz", f"{long} still") + told("c", None, part))
    assert {(0, 2), (1, 2)} <= set(candidates(fold(reports, find_copies(reports))))


@pytest.mark.parametrize("part", [range(3), range(2, 6), range(14, 20)])
def test_a_small_part_of_a_quotation_is_an_utterance_of_its_own_where_the_whole_is_another(part):
    whole = range(20)
    distinct = fold(read_reports(told("a", "Ana Ruiz", *(f"word{n} " * 20 for n in range(4)))), {})
    matched = [
        Link(0, 1, Match(whole, whole, strength=20.0, names="other", verbatim=True)),
        Link(0, 2, Match(whole, whole, strength=15.0, names="same", verbatim=True)),
        Link(0, 3, Match(part, part, strength=5.0, names="same", verbatim=False)),
    ]
    assert [sorted(utterance.passages) for utterance in gather(matched, distinct)] == [[0, 1, 2], [0, 3]]


def words(group):
    return " ".join(member.content.text for member in group.members)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the quarry will open in March", "the quarry will not open in March"),
        ("“we have told the county about the cracks”", "“we have never told the county about the cracks”"),
        ("she would vote for the harbour budget", "she would vote for no harbour budget"),
        (
            "museums had expressed interest in the old ferry and in showing it",
            "museums never expressed interest in the old ferry, and have no interest in showing it",
        ),
    ],
)
def test_a_dropped_not_is_a_conflict_of_one_group(one, other):
    assert same_event(one, other).conflicts == ("negation",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the new stadium will cost $3m", "the new stadium will cost $5m"),
        ("the board voted 12-3 for the tunnel plan", "the board voted 13-2 for the tunnel plan"),
        ("rents in the harbour rose 4 percent", "rents in the harbour rose 14 percent"),
        ("four sailors were rescued from the wreck", "nine sailors were rescued from the wreck"),
        ("the dredging will cost two million euros", "the dredging will cost two billion euros"),
        ("half of the sailors had signed the petition", "a third of the sailors had signed the petition"),
        ("the yard could build 50 ferries a year from 2030", "the yard can build 15 ferries a year"),
    ],
)
def test_two_numbers_for_one_thing_are_a_conflict_of_one_group(one, other):
    assert same_event(one, other).conflicts == ("number",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the harbour fire was 5 percent out", "the harbour fire was 10 percent out, up from 5 percent on Sunday"),
        ("the new stadium will cost $3m", "the new stadium will cost $5m rather than $3m"),
        (
            "four sailors were rescued from the wreck",
            "nine sailors, more than four sailors, were rescued from the wreck",
        ),
    ],
)
def test_a_number_that_another_is_compared_with_is_not_the_one_that_is_told(one, other):
    assert same_event(one, other).conflicts == ("number",)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the stadium will cost three million dollars", "the stadium will cost $3,000,000"),
        ("rents in the harbour rose eight percent", "rents in the harbour rose 8%"),
        ("the second tug sank in forty metres", "the 2nd tug sank in 40 metres"),
    ],
)
def test_one_number_in_two_forms_is_none(one, other):
    assert same_event(one, other).conflicts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the wreck was the worst in 25 years of service", "the wreck was the worst in a quarter of a century"),
        ("the captain had sailed the sound since he was six", "the captain had sailed the sound in two ferries"),
        ("four tugs had raised the wreck by noon", "the tugs had raised the wreck within nine hours"),
    ],
)
def test_numbers_of_two_things_contradict_nothing(one, other):
    assert same_event(one, other).conflicts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“we are declaring victory neither today nor tomorrow”", "the harbour was not declaring victory"),
        ("the wreck would never be sold, never", "the wreck would never be sold"),
        ("neither the hull nor the steering had failed", "the hull and the steering had not failed"),
    ],
)
def test_a_denial_in_two_words_denies_once(one, other):
    assert same_event(one, other).conflicts == ()


@pytest.mark.parametrize("contents", [EVENT[:1], EVENT, (*EVENT, "nobody was hurt")])
def test_a_file_given_under_two_names_is_one_source(contents):
    groups = link(told("a", "Ana Ruiz", *contents), told("b", "Ana Ruiz", *contents))
    assert len(groups) == len(contents)
    assert {(group.articles, group.independent) for group in groups} == {(2, 1)}


# How they differ


@pytest.mark.parametrize(
    ("one", "other", "type_"),
    [
        (f"“{MATTER} will be closed for years”", f"“{MATTER} will be closed for years”", "same_words"),
        (f"{MATTER} “will be closed for years”", f"{MATTER} will be “closed for years”", "same_words"),
        (f"“{MATTER} will be closed for years”", f"{MATTER} would be closed for years", "other_wording"),
        ("Elkton and Salmon had “nothing to fear”", "Elkton and Salmon “should not fear” a flood", "other_translation"),
    ],
)
def test_type_says_how_far_the_words_are_apart(one, other, type_):
    assert only(told("a", "Ana Ruiz", one, "it rains"), told("b", "Ana Ruiz", other, "it pours")).type == type_


@pytest.mark.parametrize(
    ("one", "other", "kind", "words"),
    [
        ("{} “will be closed for years”", "{} “will not be closed for years”", "negation", ("not", None)),
        ("{} “will be closed for years”", "{} may be “closed for years”", "hedge", ("will", "may")),
        ("{} “will cost 12 million”", "{} “will cost 15 million”", "number", ("12 million", "15 million")),
        ("{} “will be closed”", "{} “will be closed” if it rains", "condition", (None, "if it rains")),
        ("{} “will be closed”", "{} will be “closed”", "marks", ("“will be”", "will be")),
        ("{} “will be closed” soon", "{} “will be closed” now", "wording", ("soon", "now")),
        ("{} “will be closed” by Pratt", "{} “will be closed” by Moss", "name", ("Pratt", "Moss")),
    ],
)
def test_a_difference_is_named_and_shown(one, other, kind, words):
    group = only(told("a", "Ana Ruiz", one.format(MATTER)), told("b", "Ana Ruiz", other.format(MATTER)))
    assert (kind, *words) in differences(group)
    contradicts = kind in ("negation", "number")
    assert group.conflicts == ((kind,) if contradicts else ())
    assert not (contradicts and group.type == "same_words")


def test_a_denial_contradicts_what_is_affirmed():
    affirmed = told("a", "Ana Ruiz", f"{MATTER} was never inspected by the county")
    denied = told("b", "Ana Ruiz", f"{MATTER} was never inspected by the county", polarity="denied")
    assert only(affirmed, denied).conflicts == ("negation",)


def test_articles_that_share_their_records_are_copies():
    contents = [f"{MATTER} “will be closed”", "the ferry would run at night", "nobody had paid for the repairs"]
    original = told("a", "Ana Ruiz", *contents, "the county owes the state money")
    groups = link(original, told("b", "Ana Ruiz", *contents))
    assert [group.type for group in groups] == ["copy"] * 3
    assert {member.doc.copy_of for group in groups for member in group.members} == {None, "a"}


def test_articles_that_share_a_quotation_are_no_copies():
    words = "“the river has taken the old road and will take the mill”"
    group = only(told("a", "Ana Ruiz", words, "it rains"), told("b", "Ana Ruiz", words, "it pours"))
    assert (group.type, group.independent) == ("same_words", 2)


# The parts


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Vladimir Putin", "Vladimir V. Putin", True),
        ("Kim Jong-un", "Kim Jong Un", True),
        ("Kim", "Kim Jong-un", True),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy", True),
        ("Seoul", "South Korea", True),
        ("Yoon Suk Yeol", "Yoon Suk Yeol’s office", False),
        ("Kim Jong-un", "Kim Yo-jong", False),
        ("Russia", "Ukraine", False),
    ],
)
def test_names_of_one_speaker(one, other, same):
    assert same_speaker(speaker_key(one), speaker_key(other)) is same


@pytest.mark.parametrize(
    "forms", ["supplies supplied supplying provide", "arms weapons", "stopped stop stops", "don’t not", "years year’s"]
)
def test_forms_of_a_word_have_one_key(forms):
    assert len({key_of(form) for form in forms.split()}) == 1


def test_words_keep_their_places_names_and_sentences():
    [record] = told("a", "Ana Ruiz", "the U.S. gave Seoul 1,500 F-16s. “It isn’t enough,” Mr. Lee thinks")
    words = words_of(record.content.spans)
    text = {word.text: word for word in words}
    assert [word.text for word in words if word.opens] == ["the", "It"]
    assert [word.text for word in words if word.name] == ["U.S", "Seoul", "F", "Mr", "Lee"]
    assert (text["U.S"].key, text["1,500"].key, text["isn’t"].key) == ("=United States", "#1500", "not")
    first = record.content.spans[0]
    assert all(first.text[w.start - first.start : w.end - first.start] == w.text for w in words if w.end <= first.end)


def test_alignment_takes_the_closest_of_words_that_stand_twice():
    one, other = read_reports(
        [
            *told("a", "Ana Ruiz", "Elkton has nothing to worry about"),
            *told("b", "Ana Ruiz", "Elkton made a mistake in the flood, while Elkton has nothing to worry about"),
        ]
    )
    aligned = align(one, other)
    assert aligned
    assert aligned.ranges == (range(6), range(8, 14))


# The command


@pytest.fixture
def two(tmp_path):
    """Two short articles that report one utterance."""
    (tmp_path / "in").mkdir()
    for name, said in (("a", "“will be closed for years to come,”"), ("b", "will be closed for years,")):
        text = f"The old bridge over the Salmon River at Elkton {said} Mayor Ana Ruiz said on Monday.\n"
        (tmp_path / "in" / f"{name}.txt").write_text(text, "utf-8")
    return tmp_path / "in"


def test_articles_give_the_same_as_their_saved_records(main, claimx, two):
    linked = main("link", two.name)
    extracted = main("extract", two.name, "-o", "out.jsonl")
    assert (linked.code, extracted.code) == (0, 0)
    [group] = linked.records
    assert (group["record"], group["schema"], len(group["members"])) == ("group", "claimx/1", 2)
    assert main("link", "out.jsonl").stdout == linked.stdout
    assert claimx("link", "-", stdin=(claimx.folder / "out.jsonl").read_bytes()).stdout == linked.stdout
    main("link", "out.jsonl", "-o", "groups.jsonl")
    assert (claimx.folder / "groups.jsonl").read_bytes() == linked.stdout


def test_a_broken_line_is_told_and_the_others_are_linked(main, tmp_path):
    words = "“the river has taken the old road and will take the mill”"
    lines = [to_line(record) for name in "ab" for record in told(name, "Ana Ruiz", words)]
    (tmp_path / "broken.jsonl").write_bytes(lines[0] + b'{"schema":"claimx/1","record":\n' + lines[1])
    run = main("link", "broken.jsonl", "gone.jsonl")
    assert (run.code, len(run.records)) == (3, 1)
    assert run.said[0] == "claimx: error: gone.jsonl: no such file or folder"
    assert run.said[1].startswith("claimx: error: broken.jsonl:2: no record of claimx/1")
    assert len(run.said) == 2


@pytest.mark.parametrize("data", ["", "\n\n"])
def test_empty_records_are_a_note_and_no_group(main, tmp_path, data):
    (tmp_path / "empty.jsonl").write_text(data, "utf-8")
    run = main("link", "empty.jsonl")
    assert (run.code, run.stdout, len(run.said)) == (0, b"", 1)


def test_records_of_little_confidence_are_left_out_when_asked(main, tmp_path):
    said = "“the river has taken the old road and will take the mill”"
    for name, sure in (("a", 0.9), ("b", 0.5), ("c", 0.2)):
        (tmp_path / f"{name}.jsonl").write_bytes(b"".join(map(to_line, told(name, "Ana Ruiz", said, confidence=sure))))
    for least, members in ((0, 3), (0.5, 2), (0.6, None)):
        run = main("link", "a.jsonl", "b.jsonl", "c.jsonl", f"--min-confidence={least}")
        assert [len(group["members"]) for group in run.records] == ([members] if members else [])


def test_only_conflicts_are_shown_when_asked(main, saved):
    groups = main("link", saved).records
    shown = main("link", saved, "--only=conflicts").records
    assert shown == [group for group in groups if group["conflicts"]]
    assert 0 < len(shown) < len(groups)


@pytest.mark.parametrize(
    "arguments", [["--format=csv", "a.jsonl"], ["a.jsonl", "--only=copies"], ["a.jsonl", "--jobs=-1"], []]
)
def test_wrong_usage_is_one_line(main, arguments):
    run = main("link", *arguments)
    assert (run.code, run.stdout, len(run.said)) == (2, b"", 1)


def test_saved_records_are_linked_without_the_pipeline(saved):
    modules = imported_by(RUN_CONSOLE.format(arguments=["link", str(saved)]), saved.parent)
    assert not {"spacy", "onnxruntime", "tokenizers"} & modules
