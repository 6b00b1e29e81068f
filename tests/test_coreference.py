"""Coreference: the mentions of people and bodies, the questions they raise, and what the judge's answers make."""

from __future__ import annotations

import json
from importlib.resources import files

import numpy as np
import pytest

from claimx.errors import ModelError
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES
from claimx.pipeline.coreference.ranker import OF_FOLDER, Ranker, packaged_ranker, ranker_beside
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES
from claimx.pipeline.speakers.resolution import SpeakerResolver

GATE = "Mayor Ana Ruiz left. A woman at the gate stayed.\n\n“It is cold,” she said. The 34-year-old agreed that it was."
WEIGHTS = files("claimx.models") / "en_antecedents" / "weights.json"


class Judge:
    """Answers each question by a rule on its candidates, and keeps the questions."""

    def __init__(self, choose=lambda question: None, odds: float = 1.0) -> None:
        self.questions = []
        self._choose, self._odds = choose, odds

    def __call__(self, question):
        self.questions.append(question)
        chosen = self._choose(question)
        odds = np.zeros(len(question.candidates) + 1, np.float32)
        odds[-1 if chosen is None else chosen] = self._odds
        return odds

    def about(self, text: str, words: str):
        [found] = [q for q in self.questions if q.mention.span.of(text) == words and q.mention.entity is None]
        return found


def named(name: str):
    """The place of ``name`` among the candidates, None where it is not."""

    def choose(question):
        names = [candidate.entity.name for candidate in question.candidates]
        return names.index(name) if name in names else None

    return choose


@pytest.fixture(scope="module")
def doc(nlp):
    return nlp


def speakers(resolver: SpeakerResolver) -> list[str | None]:
    return [resolution.speaker.name for resolution in resolver.resolutions]


def features(row) -> set[str]:
    return {name for name, value in zip(MENTION_FEATURES, row, strict=True) if value}


# Places


def test_names_pronouns_and_descriptions_are_mentions_in_text_order(doc):
    resolver = SpeakerResolver(doc(GATE), Judge())
    assert [(mention.kind, mention.span.of(GATE)) for mention in resolver.mentions] == [
        ("name", "Ana Ruiz"),
        ("description", "A woman"),
        ("pronoun", "she"),
        ("description", "The 34-year-old"),
    ]


def test_a_mention_knows_how_it_stands(doc):
    resolver = SpeakerResolver(doc(GATE), Judge())
    rows = zip(resolver.mentions, resolver.antecedents.features.rows, strict=True)
    by_words = {mention.span.of(GATE): features(row) for mention, row in rows}
    assert {"name", "subject", "beside a role", "before a past tense"} - by_words["Ana Ruiz"] == {"before a past tense"}
    assert {"indefinite", "opens a sentence"} <= by_words["A woman"]
    assert {"nominative", "starts a source", "behind its words", "of quoted words"} <= by_words["she"]
    assert {"definite", "by age or country", "starts a source"} <= by_words["The 34-year-old"]


@pytest.mark.parametrize(
    "text",
    [
        "The captain, Ms Ana Ruiz, left. Ruiz said it was late.",
        "Ms Ana Ruiz, the captain, left. Ruiz said it was late.",
    ],
)
def test_an_apposition_to_a_name_is_no_mention_of_its_own(doc, text):
    assert "description" not in {mention.kind for mention in SpeakerResolver(doc(text), Judge()).mentions}


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Ms Ana Ruiz came. At a meeting in Norway, the captain said it was late.", "the captain"),
        ("Ms Ana Ruiz came. Speaking to Halden Foods Ltd, the captain said it was late.", "the captain"),
        ("Halden Foods Ltd grew. Asked by Ms Ana Ruiz, the company said it was late.", "the company"),
    ],
)
def test_no_person_stands_in_apposition_to_a_place_or_a_body(doc, text, description):
    mentions = SpeakerResolver(doc(text), Judge()).mentions
    assert [mention.span.of(text) for mention in mentions if mention.kind == "description"][-1] == description


def test_what_is_quoted_and_whose_words_hold_it_is_known(doc):
    text = "Ms Ana Ruiz said: “She is late.” Ms Eva Moore said that she was early."
    SpeakerResolver(doc(text), judge := Judge())
    for words, speaker, holding in (
        ("She", "Ana Ruiz", "is quoted in what holds it"),
        ("she", "Eva Moore", "says what holds it"),
    ):
        question = judge.about(text, words)
        assert ("quoted" in features(question.about)) is (words == "She")
        standing = {
            candidate.entity.name: {name for name, value in zip(CANDIDATE_FEATURES, row, strict=True) if value}
            for candidate, row in zip(question.candidates, question.standing, strict=True)
        }
        assert [name for name, facts in standing.items() if holding in facts] == [speaker]


# Questions


def test_whoever_is_known_to_be_of_the_other_gender_is_no_candidate(doc):
    text = "Mr Tom Hollis met Ms Ana Ruiz and Kim Lee. She said it was late."
    SpeakerResolver(doc(text), judge := Judge())
    assert [candidate.entity.name for candidate in judge.about(text, "She").candidates] == ["Kim Lee", "Ana Ruiz"]


def test_it_asks_among_bodies_and_she_among_people(doc):
    text = "Ms Ana Ruiz runs Halden Foods Ltd. It said sales rose. She said they fell."
    SpeakerResolver(doc(text), judge := Judge())
    assert {c.entity.type for c in judge.about(text, "It").candidates} <= {"organization", "unknown"}
    assert {c.entity.type for c in judge.about(text, "She").candidates} == {"person"}


def test_a_question_has_numbers_for_each_candidate_and_for_its_first_and_last_mentions(doc):
    text = "Ms Ana Ruiz came. Ruiz sat. Ms Ruiz rose. Ruiz left. Ruiz wept. Mrs Eva Moore stayed. She said it was late."
    SpeakerResolver(doc(text), judge := Judge())
    question = judge.about(text, "She")
    eva, ana = question.candidates
    assert (eva.entity.name, ana.entity.name, ana.count) == ("Eva Moore", "Ana Ruiz", 5)
    assert question.begins == (0, 1)
    assert question.standing.shape == (2, len(CANDIDATE_FEATURES))
    assert question.seen.shape == (5, len(MENTION_FEATURES) + len(DISTANCE_FEATURES))
    last = dict(zip((*MENTION_FEATURES, *DISTANCE_FEATURES), question.last_seen[0], strict=True))
    assert (last["sentence before"], last["same sentence"], last["name"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        ("A passenger said the crew had fled. Mr Olof Brandt went home.", "Olof Brandt"),
        ("A passenger, who asked not to be named, said the crew had fled. Mr Olof Brandt went home.", None),
        ("A passenger said, on condition of anonymity, that the crew had fled. Mr Olof Brandt went home.", None),
        ("A passenger said the crew had fled. The Olof Brandt sank at noon.", None),
    ],
)
def test_somebody_described_gets_a_name_further_down_unless_it_is_withheld_or_no_persons(doc, article, expected):
    first = Judge(lambda question: 0)
    assert speakers(SpeakerResolver(doc(article), first))[0] == expected


def test_a_text_of_any_length_asks_about_few(doc):
    people = " ".join(f"{given} {last} came." for given in ("Ana", "Eva", "Ida") for last in FAMILIES)
    SpeakerResolver(doc(f"{people} She said it was late."), judge := Judge())
    assert max(len(question.candidates) for question in judge.questions) == 10


FAMILIES = ("Ruiz", "Hollis", "Moore", "Clarke", "Hughes", "Palmer", "Walsh", "Dawson", "Foster", "Harvey")


# Answers


def test_the_judge_says_whom_a_pronoun_takes_up_and_it_stays_in_view(doc):
    text = "Ms Ana Ruiz met Ms Eva Moore. She said it was late. She added that it rained."
    assert speakers(SpeakerResolver(doc(text), Judge(named("Eva Moore")))) == ["Eva Moore", "Eva Moore"]
    assert speakers(SpeakerResolver(doc(text), Judge(named("Ana Ruiz")))) == ["Ana Ruiz", "Ana Ruiz"]
    assert speakers(SpeakerResolver(doc(text), Judge())) == [None, None]


def test_somebody_never_named_is_a_candidate_and_names_nobody(doc):
    assert speakers(SpeakerResolver(doc(GATE), Judge(named("A woman")))) == [None, None]
    SpeakerResolver(doc(GATE), judge := Judge())
    she = judge.about(GATE, "she")
    assert [(c.entity.name, c.entity.named) for c in she.candidates] == [("A woman", False), ("Ana Ruiz", True)]


def test_what_is_too_unsure_names_nobody_and_is_gone_on_from(doc):
    text = "Ms Ana Ruiz met Ms Eva Moore. She said it was late."
    resolver = SpeakerResolver(doc(text), Judge(named("Ana Ruiz"), odds=0.2))
    assert speakers(resolver) == [None]
    settled = resolver.antecedents.at(text.index("She"), "pronoun")
    assert (settled.entity.name, settled.sure) == ("Ana Ruiz", False)


def test_a_name_may_be_that_of_somebody_described_before(doc):
    text = "A nurse said the ward was cold. Ana Ruiz, 34, said it was dark."
    assert speakers(SpeakerResolver(doc(text), Judge(named("A nurse")))) == ["Ana Ruiz", "Ana Ruiz"]
    assert speakers(SpeakerResolver(doc(text), Judge(named("A nurse"), odds=0.6))) == [None, "Ana Ruiz"]


# The ranker


def test_odds_are_one_for_each_candidate_and_one_for_nobody_and_sum_to_one(doc):
    SpeakerResolver(doc(GATE), judge := Judge())
    for question in judge.questions:
        odds = packaged_ranker()(question)
        assert odds.shape == (len(question.candidates) + 1,)
        assert odds.sum() == pytest.approx(1, abs=1e-5)
        assert (odds > 0).all()


def test_candidates_in_another_order_have_the_same_odds(doc):
    text = "Ana Ruiz came. Ruiz sat. Tom Hollis stayed. Kim Lee left. Kim spoke. Kim Lee said she was late."
    SpeakerResolver(doc(text), judge := Judge())
    question = judge.about(text, "she")
    odds = packaged_ranker()(question)
    ends = (*question.begins[1:], len(question.seen))
    for index, (begin, end) in enumerate(zip(question.begins, ends, strict=True)):
        alone = type(question)(
            question.mention,
            question.about,
            question.candidates[index : index + 1],
            question.standing[index : index + 1],
            question.seen[begin:end],
            (0,),
        )
        scores = packaged_ranker().scores(question)
        assert packaged_ranker().scores(alone)[0] == pytest.approx(scores[index], abs=1e-4)
    assert odds.argmax() == packaged_ranker().scores(question).argmax()


def test_weights_that_are_missing_damaged_or_of_other_numbers_are_an_error(tmp_path):
    path = tmp_path / "weights.json"
    with pytest.raises(ModelError, match="does not load"):
        Ranker.load(path)
    path.write_text("{")
    with pytest.raises(ModelError, match="does not load"):
        Ranker.load(path)
    data = json.loads(WEIGHTS.read_text("utf-8"))
    data["numbers"][0] = data["numbers"][0][1:]
    path.write_text(json.dumps(data))
    with pytest.raises(ModelError, match="other numbers"):
        Ranker.load(path)


def test_the_folder_of_a_model_may_hold_a_ranker_of_its_own(tmp_path):
    own = json.loads(WEIGHTS.read_text("utf-8"))
    own["nobody"][-1] += 1
    (tmp_path / OF_FOLDER).write_text(json.dumps(own))
    packaged = packaged_ranker().nobody
    assert ranker_beside(str(tmp_path)).nobody[-1] == pytest.approx(packaged[-1] + 1)
    assert ranker_beside(str(tmp_path / "model")).nobody.tolist() == packaged.tolist()
