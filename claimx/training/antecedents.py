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
from claimx.pipeline.coreference.features import CANDIDATE_FEATURES, DISTANCE_FEATURES, MENTION_FEATURES, Floats
from claimx.pipeline.coreference.ranker import MENTIONS_SEEN, Candidate, Judge, Question, crowd
from claimx.pipeline.speakers.resolution import SpeakerResolver
from claimx.training.marked import UNNAMED, Key, MarkedArticle

FOLDS = 4
ROUNDS = 3
# Articles of ours have more kinds of news and of speakers than the corpus, and no more of them.
_WEIGHT_OF_OURS = 2.0

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question and which of its candidates are meant (n + 1 flags, the last for nobody among them)."""

    question: Question
    meant: Flags


@dataclass(frozen=True, slots=True)
class Examples:
    """Answered questions as numbers, padded to MOST_CANDIDATES and MENTIONS_SEEN.

    ``standing`` (q, 10, 37), ``mentions`` (q, 10, 4, 54) with the flags ``seen`` (q, 10, 4) of what is no padding,
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
        fitting = [who is not None and self._who(candidate) == who for candidate in question.candidates]
        if any(fits and one.entity.named for fits, one in zip(fitting, question.candidates, strict=True)):
            fitting = [fits and one.entity.named for fits, one in zip(fitting, question.candidates, strict=True)]
        meant = np.array([*fitting, not any(fitting)])
        # What looks like a person's name and is not marked is a place's or a thing's: nobody described before.
        if who is not None or (question.mention.entity is not None and self._key.names_marked):
            self.answered.append(Answered(question, meant))
        if self._judge is not None:
            return self._judge(question)
        right = np.zeros(len(meant), np.float32)
        right[meant.argmax()] = 1
        return right

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


def fit_in_rounds(
    articles: Sequence[MarkedArticle],
    fit: Callable[[Examples, int], Fitted],
    report: Callable[[str], None],
    seed: int = 0,
) -> Fitted:
    """What ``fit`` makes, with ``seed``, of the questions of all rounds but the first, which has seen no mistakes.

    ``report`` gets a line a round: how many speakers are right in articles that the judge has not seen.
    """
    nlp = load(stages=STAGES[:-1])
    docs = [nlp(article.text) for article in articles]
    rounds = [[_ask(article, doc, None)[0] for article, doc in zip(articles, docs, strict=True)]]
    for number in range(1, ROUNDS + 1):
        judges = [fit(pack(articles, rounds, held_out=fold), 0) for fold in range(FOLDS)]
        counts: Counter[str] = Counter()
        asked = []
        for index, (article, doc) in enumerate(zip(articles, docs, strict=True)):
            answered, right = _ask(article, doc, judges[index % FOLDS])
            asked.append(answered)
            counts += right
        rounds.append(asked)
        report(f"round {number}: {_shares(counts)}")
    return fit(pack(articles, rounds[1:]), seed)


def _ask(article: MarkedArticle, doc: Doc, judge: Judge | None) -> tuple[list[Answered], Counter[str]]:
    examiner = Examiner(article, judge)
    resolver = SpeakerResolver(doc, examiner)
    return examiner.answered, examiner.score(resolver)


def _shares(counts: Counter[str]) -> str:
    labels = sorted(label for label in counts if not label.endswith(": right"))
    return "; ".join(f"{label} {counts[f'{label}: right'] / counts[label]:.1%} of {counts[label]}" for label in labels)


def pack(
    articles: Sequence[MarkedArticle], rounds: Sequence[Sequence[Sequence[Answered]]], held_out: int | None = None
) -> Examples:
    """The questions of some rounds (for each, those of each article) as examples, without a fold of the articles."""
    weighted = [
        (one, _WEIGHT_OF_OURS if article.names_marked else 1.0)
        for answered in rounds
        for index, (article, questions) in enumerate(zip(articles, answered, strict=True))
        if held_out is None or index % FOLDS != held_out
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
