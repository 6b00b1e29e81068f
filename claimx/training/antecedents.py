"""The questions that the ranking of antecedents learns from, asked by the run time's own resolver.

A resolver reads mentions one after the other, and each decision stands on those before it. So questions are asked in
rounds: first with every mention resolved as marked, then as rankers resolve them that were fitted without the article,
so that the last ranker has learnt to go on from its own mistakes (DAgger; Ross, Gordon and Bagnell, AISTATS 2011).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

from claimx.pipeline import STAGES, load
from claimx.pipeline.coreference.candidates import MOST_CANDIDATES
from claimx.pipeline.coreference.features import DISTANCE_FEATURES, MENTION_FEATURES, Floats
from claimx.pipeline.coreference.mentions import Mention
from claimx.pipeline.coreference.ranker import MENTIONS_SEEN, Candidate, Judge, Question, crowd
from claimx.pipeline.coreference.standing import CANDIDATE_FEATURES
from claimx.pipeline.speakers.resolution import SpeakerResolver
from claimx.settings import Settings
from claimx.training.folds import FoldModel
from claimx.training.marked import UNNAMED, Key, MarkedArticle

FOLDS = 4
ROUNDS = 3
# Articles of ours have more kinds of news and of speakers than the corpus, and no more of them; gold of real news is
# what mentions are like, and few.
_WEIGHT_OF_OURS, _WEIGHT_OF_GOLD = 2.0, 3.0
# So many questions that an earlier judge has learnt from are asked again, so that it does not forget.
_MOST_ASKED_AGAIN = 3_000

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and which of its candidates are meant (n + 1 flags, the last for nobody among them)."""

    question: Question
    meant: Flags


@dataclass(frozen=True, slots=True)
class Examples:
    """Answered questions as numbers, padded to MOST_CANDIDATES and MENTIONS_SEEN.

    ``standing`` (q, 10, c), ``mentions`` (q, 10, 4, m + d) with the flags ``seen`` (q, 10, 4) of what is no padding,
    ``about`` (q, 46) with the features of the mention and the crowd, ``meant`` (q, 11), ``weights`` (q).
    """

    standing: Floats
    mentions: Floats
    seen: Flags
    about: Floats
    meant: Flags
    weights: Floats

    def __len__(self) -> int:
        return len(self.weights)


# What is fitted judges.
Fitted = TypeVar("Fitted", bound=Judge)


class Examiner:
    """A judge that hands every question to another one and keeps what the right answer is.

    Without another it gives the right answers itself, and *nobody* where none is marked.
    """

    def __init__(self, article: MarkedArticle, judge: Judge | None) -> None:
        self.answered: list[Answered] = []
        self._key = Key(article)
        self._judge = judge

    def __call__(self, question: Question) -> Floats:
        """The probabilities of the judge, or the right answer."""
        who = self._key.meant_at(question.mention)
        meant = self._meant(who, question.candidates)
        if self._is_known(who, question.mention):
            self.answered.append(Answered(question, meant))
        if self._judge is not None:
            return self._judge(question)
        right = np.zeros(len(meant), np.float32)
        right[meant.argmax()] = 1
        return right

    def _meant(self, who: str | None, candidates: Sequence[Candidate]) -> Flags:
        """Which of ``candidates`` are ``who``, those that are named before those that are not; last nobody of them.

        Where it is not known who is described, each of them that is not named may be, and nobody of them.
        """
        fitting = np.array([who is not None and self._who(one) == who for one in candidates], np.bool_)
        named = np.array([one.entity.named for one in candidates], np.bool_)
        if (fitting & named).any():
            return np.append(fitting & named, False)
        if fitting.any() or who is None or not self._key.speakers_only:
            return np.append(fitting, not fitting.any())
        return np.array([*(not one.entity.named and self._who(one) is None for one in candidates), True])

    def _is_known(self, who: str | None, mention: Mention) -> bool:
        """Whether the marks tell who of those before is meant."""
        if mention.entity is not None and self._key.speakers_only:
            return False
        # What looks like a person's name and is not marked is a place's or a thing's: nobody described before.
        return who is not None or (mention.entity is not None and self._key.names_marked)

    def _who(self, candidate: Candidate) -> str | None:
        return self._key.identity(candidate.entity) if candidate.entity.named else self._key.meant_at(candidate.first)

    def score(self, resolver: SpeakerResolver) -> Counter[str]:
        """How many marked speakers the resolver has, by kind of mention, and how many of them are right."""
        counts: Counter[str] = Counter()
        for mention in resolver.mentions:
            who = self._key.meant_at(mention)
            settled = resolver.antecedents.at(mention.span.start, mention.kind)
            if who is None or settled is None or mention.own is None:
                continue
            named = not who.startswith(UNNAMED)
            right = self._key.identity(settled.entity) == who if settled.entity.named else not named
            label = f"{mention.kind}, {'named' if named else 'never named'}"
            counts[label] += 1
            counts[f"{label}: right"] += right
        return counts


@dataclass(frozen=True, slots=True)
class Sample:
    """An article, the Doc that its questions are asked of, and the fold that it is left out with."""

    article: MarkedArticle
    doc: Doc
    fold: int


def read_samples(articles: Sequence[MarkedArticle], folds: Sequence[FoldModel]) -> list[Sample]:
    """The articles as read by the model of the fold that they are kept for, the packaged one where they are of none.

    Without ``folds`` there are FOLDS of them; what is in none takes its turn.
    """
    fold_of = {article.text: number for number, fold in enumerate(folds) for article in fold.articles}
    models = [load(Settings(model=str(fold.model)), STAGES[:-1]) for fold in folds]
    nlp, samples = load(stages=STAGES[:-1]), []
    for index, article in enumerate(articles):
        fold = fold_of.get(article.text)
        doc = (nlp if fold is None else models[fold])(article.text)
        samples.append(Sample(article, doc, index % (len(folds) or FOLDS) if fold is None else fold))
    return samples


def fit_in_rounds(
    samples: Sequence[Sample],
    fit: Callable[[Examples, int], Fitted],
    report: Callable[[str], None],
    seed: int = 0,
    first: Judge | None = None,
    rounds: int = ROUNDS,
) -> tuple[Fitted, dict[int, Fitted]]:
    """What ``fit`` makes, with ``seed``, of the questions of all rounds but the first, and the same without each fold.

    In the first round mentions are settled as marked, which the last fit does not see because it has no mistakes; or
    ``first`` settles them, an earlier judge. ``report`` gets a line a round: how many speakers are right in articles
    that the judge has not seen.
    """
    numbers = sorted({sample.fold for sample in samples})
    asked = [[_ask(sample, first)[0] for sample in samples]]
    for number in range(1, rounds + 1):
        judges = {fold: fit(pack(samples, asked, held_out=fold), 0) for fold in numbers}
        counts: Counter[str] = Counter()
        answers = []
        for sample in samples:
            answered, right = _ask(sample, judges[sample.fold])
            answers.append(answered)
            counts += right
        asked.append(answers)
        report(f"round {number}: {_shares(counts)}")
    learnt = asked[1:] if first is None else [_with_few_known(samples, answers) for answers in asked]
    return fit(pack(samples, learnt), seed), {fold: fit(pack(samples, learnt, fold), seed) for fold in numbers}


def _with_few_known(samples: Sequence[Sample], asked: Sequence[Sequence[Answered]]) -> list[Sequence[Answered]]:
    """All questions on gold and about _MOST_ASKED_AGAIN of the others, which an earlier judge has learnt from."""
    pairs = list(zip(samples, asked, strict=True))
    every = max(
        1, sum(len(answers) for sample, answers in pairs if not sample.article.speakers_only) // _MOST_ASKED_AGAIN
    )
    return [answers if sample.article.speakers_only else answers[::every] for sample, answers in pairs]


def _ask(sample: Sample, judge: Judge | None) -> tuple[list[Answered], Counter[str]]:
    if judge is None and sample.article.speakers_only:
        # Most of its mentions would be nobody's.
        return [], Counter()
    examiner = Examiner(sample.article, judge)
    resolver = SpeakerResolver(sample.doc, examiner)
    return examiner.answered, examiner.score(resolver)


def _shares(counts: Counter[str]) -> str:
    labels = sorted(label for label in counts if not label.endswith(": right"))
    return "; ".join(f"{label} {counts[f'{label}: right'] / counts[label]:.1%} of {counts[label]}" for label in labels)


def pack(
    samples: Sequence[Sample], rounds: Sequence[Sequence[Sequence[Answered]]], held_out: int | None = None
) -> Examples:
    """The questions of some rounds (for each, those of each article) as examples, without a fold of the articles."""
    weighted = [
        (one, _weight(sample.article))
        for answered in rounds
        for sample, questions in zip(samples, answered, strict=True)
        if sample.fold != held_out
        for one in questions
        if one.question.candidates
    ]
    count = len(weighted)
    standing = np.zeros((count, MOST_CANDIDATES, len(CANDIDATE_FEATURES)), np.float32)
    mentions = np.zeros(
        (count, MOST_CANDIDATES, MENTIONS_SEEN, len(MENTION_FEATURES) + len(DISTANCE_FEATURES)), np.float32
    )
    seen = np.zeros((count, MOST_CANDIDATES, MENTIONS_SEEN), np.bool_)
    meant = np.zeros((count, MOST_CANDIDATES + 1), np.bool_)
    for row, (one, _) in enumerate(weighted):
        question, among = one.question, len(one.question.candidates)
        standing[row, :among] = question.standing
        ends = (*question.begins[1:], len(question.seen))
        for column, (begin, end) in enumerate(zip(question.begins, ends, strict=True)):
            mentions[row, column, : end - begin] = question.seen[begin:end]
            seen[row, column, : end - begin] = True
        meant[row, :among], meant[row, -1] = one.meant[:-1], one.meant[-1]
    about = [np.concatenate((one.question.about, crowd(one.question))) for one, _ in weighted]
    weights = np.array([weight for _, weight in weighted], np.float32)
    return Examples(standing, mentions, seen, np.array(about, np.float32), meant, weights)


def _weight(article: MarkedArticle) -> float:
    if article.speakers_only:
        return _WEIGHT_OF_GOLD
    return _WEIGHT_OF_OURS if article.names_marked else 1.0
