"""The features of mentions for the ranker: how a mention stands in the text, and how far back another one lies.

MENTION_FEATURES and DISTANCE_FEATURES here, and CANDIDATE_FEATURES in ``standing``, name the columns of the arrays that
the ranker reads, in their order. Its weights were fitted to exactly these columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender, SpeakerType
from claimx.lexicon import given_names
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.mentions import Mention, is_age, is_compatriot
from claimx.pipeline.coreference.roles import FORM_OF_ADDRESS
from claimx.quotation_marks import OPENING

Floats = npt.NDArray[np.float32]

# How far an earlier mention lies before the one that is resolved.
DISTANCE_FEATURES = (
    "same sentence",
    "sentence before",
    "two sentences before",
    "three or four sentences before",
    "further sentences before",
    "same paragraph",
    "paragraph before",
    "two paragraphs before",
    "further paragraphs before",
    "log of places between",
    "both quoted or neither",
)

# The words beside a mention are looked for within so many code points.
_BESIDE = 30
_WORD_AHEAD = re.compile(r"[’']?s?,? ?([\w’'\-]*)")
_WORD_BEHIND = re.compile(rf"([\w’'\-]+)[{OPENING} ]*$")
_WORD_CHARACTER = re.compile(r"\w")
_OF_EACH = re.compile(r"(?:every|each|all|any|some|no|most|many|few)\b", re.IGNORECASE)
_HOLDS_OWNER = re.compile(r".*?\w(?:['’]s|s['’]) ", re.DOTALL)
_INDEFINITE_ARTICLE = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_DEFINITE_ARTICLE = re.compile(r"(?:the|this|that)\b", re.IGNORECASE)
_OWNING_DETERMINER = re.compile(
    rf"(?:his|her|its|their|my|our)\b|(?:(?:{FORM_OF_ADDRESS} )?[A-Z][\w\-]+['’]s?) ", re.IGNORECASE
)
_POSSESSIVES = ("his", "her", "hers")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A mention among the words beside it: ``phrase`` as it stands, the others in lower case."""

    mention: Mention
    context: Context
    phrase: str
    lower: str
    behind: str
    ahead: str
    word_before: str
    next_word: str
    possessive: bool

    @classmethod
    def of(cls, mention: Mention, context: Context) -> Self:
        span, name, text = mention.span, mention.name, context.text
        phrase, ahead = span.of(text), text[span.end : span.end + _BESIDE].lower()
        behind = text[max(0, span.start - _BESIDE) : span.start].lower()
        following, preceding = _WORD_AHEAD.match(ahead), _WORD_BEHIND.search(behind)
        return cls(
            mention,
            context,
            phrase,
            phrase.lower(),
            behind,
            ahead,
            preceding[1] if preceding else "",
            following[1] if following else "",
            name.possessive if name else ahead[:2] in ("'s", "’s") or phrase.lower() in _POSSESSIVES,
        )

    def opens(self, starts: Sequence[int]) -> bool:
        return opens(self.context.text, self.mention.span.start, starts)

    def is_description(self, pattern: re.Pattern[str]) -> bool:
        """Whether the mention is a description that begins with ``pattern``."""
        return self.mention.kind == "description" and pattern.match(self.phrase) is not None

    def is_of(self, type_: SpeakerType) -> bool:
        return self.mention.noun is not None and self.mention.noun.type == type_


_MENTION: Mapping[str, Callable[[_Placed], bool]] = {
    "name": lambda at: at.mention.kind == "name",
    "surely a person's": lambda at: at.mention.name is not None and _is_surely_of_a_person(at.mention.name),
    "of one word": lambda at: at.mention.name is not None and " " not in at.mention.name.text,
    "pronoun": lambda at: at.mention.kind == "pronoun",
    "description": lambda at: at.mention.kind == "description",
    "subject": lambda at: not at.possessive and at.context.may_be_subject(at.mention.span.start),
    "in a source": lambda at: at.mention.own is not None,
    "starts a source": lambda at: at.mention.starts_source,
    "owns what follows": lambda at: at.possessive,
    "quoted": lambda at: at.context.index.depth[at.mention.span.start] > 0,
    "aside": lambda at: at.context.index.is_aside(at.mention.span.start),
    "beside a role": lambda at: at.mention.name is not None and at.mention.name.role is not None,
    "nominative": lambda at: at.lower in ("he", "she"),
    "behind a preposition": lambda at: at.word_before in word_list("prepositions"),
    "behind by": lambda at: at.word_before == "by",
    "behind of": lambda at: at.word_before == "of",
    "behind to or with": lambda at: at.word_before in ("to", "with"),
    "behind a past tense": lambda at: at.word_before.endswith("ed") or at.word_before == "told",
    "before an auxiliary": lambda at: at.next_word in word_list("words_behind_subjects"),
    "before a past tense": lambda at: at.next_word.endswith("ed"),
    "behind and": lambda at: at.word_before in ("and", "but", "or"),
    "before and": lambda at: at.next_word == "and",
    "before a comma": lambda at: at.ahead[:1] == ",",
    "behind a comma": lambda at: at.behind.rstrip()[-1:] == ",",
    "opens a sentence": lambda at: at.opens(at.context.index.sentences),
    "opens a paragraph": lambda at: at.opens(at.context.index.paragraphs),
    "behind its words": lambda at: at.mention.own is not None and at.mention.own.start < at.mention.span.start,
    "of quoted words": lambda at: at.mention.own is not None and any(quoted for _, quoted in at.mention.own.content),
    "behind that": lambda at: at.word_before in ("that", "if", "whether"),
    "behind said": lambda at: at.word_before in ("said", "says", "added", "told"),
    "definite": lambda at: at.is_description(_DEFINITE_ARTICLE),
    "indefinite": lambda at: at.is_description(_INDEFINITE_ARTICLE),
    "owned": lambda at: at.is_description(_OWNING_DETERMINER),
    "by age or country": lambda at: is_by_age_or_country(at.mention),
    "former": lambda at: at.mention.kind == "description" and "former" in at.phrase,
    "it": lambda at: at.mention.kind == "pronoun" and at.lower == "it",
    "they": lambda at: at.mention.kind == "pronoun" and at.lower == "they",
    "of an organization": lambda at: at.is_of("organization"),
    "of a government": lambda at: at.is_of("government"),
    "of the media": lambda at: at.is_of("media"),
    "of a document": lambda at: at.is_of("document"),
    "of a business": lambda at: at.mention.noun is not None and at.mention.noun.noun in word_list("businesses"),
    "with a capital": lambda at: at.mention.kind == "description" and any(map(str.isupper, at.phrase[1:])),
    "of two words": lambda at: at.mention.kind == "description" and at.phrase.count(" ") == 1,
    "of four words or more": lambda at: at.mention.kind == "description" and at.phrase.count(" ") > 2,
    "holds an owner": lambda at: at.is_description(_HOLDS_OWNER),
    "of each": lambda at: at.is_description(_OF_EACH),
}
MENTION_FEATURES = tuple(_MENTION)


# The DISTANCE_FEATURES for the number of sentences or paragraphs between two mentions; the last row is for all that lie
# further apart.
_SENTENCES_APART = np.eye(5, dtype=np.float32)[[0, 1, 2, 3, 3, 4]]
_PARAGRAPHS_APART = np.eye(4, dtype=np.float32)
# Every sentence row beside every paragraph row.
_APART = np.concatenate((_SENTENCES_APART.repeat(4, axis=0), np.tile(_PARAGRAPHS_APART, (6, 1))), axis=1)
_DISTANCES = len(MENTION_FEATURES)
_QUOTED_COLUMN = MENTION_FEATURES.index("quoted")
OTHER_GENDER: dict[Gender, Gender] = {"m": "f", "f": "m", "-": "-"}


class MentionTable:
    """The features of the n mentions of an article: ``rows`` (n, m) has the m MENTION_FEATURES of each."""

    def __init__(self, mentions: Sequence[Mention], context: Context) -> None:
        index = context.index
        placed = (_Placed.of(mention, context) for mention in mentions)
        self.rows = np.array([[tells(one) for tells in _MENTION.values()] for one in placed], np.float32)
        self._sentences = np.array([index.sentence(mention.span.start) for mention in mentions])
        self._paragraphs = np.array([index.paragraph(mention.span.start) for mention in mentions])

    def seen_from(self, number: int, earlier: Sequence[int]) -> Floats:
        """A row of MENTION_FEATURES and DISTANCE_FEATURES for each mention ``earlier`` than ``number``."""
        numbers = np.array(earlier, np.int64)
        sentences = np.minimum(self._sentences[number] - self._sentences[numbers], len(_SENTENCES_APART) - 1)
        paragraphs = np.minimum(self._paragraphs[number] - self._paragraphs[numbers], len(_PARAGRAPHS_APART) - 1)
        seen = np.empty((len(numbers), len(MENTION_FEATURES) + len(DISTANCE_FEATURES)), np.float32)
        seen[:, :_DISTANCES] = self.rows[numbers]
        seen[:, _DISTANCES:-2] = _APART[sentences * len(_PARAGRAPHS_APART) + paragraphs]
        seen[:, -2] = np.log1p(number - numbers)
        seen[:, -1] = seen[:, _QUOTED_COLUMN] == self.rows[number, _QUOTED_COLUMN]
        return seen


def opens(text: str, offset: int, starts: Sequence[int]) -> bool:
    """Whether no word stands between ``offset`` and the last of ``starts`` (ascending) before it."""
    number = bisect_right(starts, offset) - 1
    return number >= 0 and _WORD_CHARACTER.search(text, starts[number], offset) is None


def _is_surely_of_a_person(name: Name) -> bool:
    """Whether a gender, a role or a given name shows that a name typed as a person's is none of a body or place."""
    shown = name.gender != "-" or name.role is not None
    return name.type == "person" and (shown or name.text.split()[0] in given_names())


def is_by_age_or_country(mention: Mention) -> bool:
    """Whether a description goes by somebody's age or country: *the 34-year-old, the Dane*."""
    noun = mention.noun
    return noun is not None and (is_age(noun.noun) or is_compatriot(noun.noun.capitalize()))
