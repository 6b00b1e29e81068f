"""The features of mentions for the ranker: how a mention stands in the text, and how far back another one lies.

MENTION_FEATURES and DISTANCE_FEATURES here, and CANDIDATE_FEATURES in ``standing``, name the columns of the arrays that
the ranker reads, in their order. Its weights were fitted to exactly these columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from claimx.labels import Gender
from claimx.lexicon import given_names
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution import Attributed
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Name
from claimx.pipeline.coreference.mentions import Mention, is_age, is_compatriot
from claimx.pipeline.coreference.roles import FORM_OF_ADDRESS
from claimx.quotation_marks import OPENING

Floats = npt.NDArray[np.float32]

MENTION_FEATURES = (
    "name",
    "surely a person's",
    "of one word",
    "pronoun",
    "description",
    "subject",
    "in a source",
    "starts a source",
    "owns what follows",
    "quoted",
    "aside",
    "beside a role",
    "nominative",
    "behind a preposition",
    "behind by",
    "behind of",
    "behind to or with",
    "behind a past tense",
    "before an auxiliary",
    "before a past tense",
    "behind and",
    "before and",
    "before a comma",
    "behind a comma",
    "opens a sentence",
    "opens a paragraph",
    "behind its words",
    "of quoted words",
    "behind that",
    "behind said",
    "definite",
    "indefinite",
    "owned",
    "by age or country",
    "former",
    "it",
    "they",
    "of an organization",
    "of a government",
    "of the media",
    "of a document",
    "of a business",
    "with a capital",
    "of two words",
    "of four words or more",
    "holds an owner",
    "of each",
)
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
_HOLDS_OWNER = re.compile(r"\w(?:['’]s|s['’]) ")
_INDEFINITE_ARTICLE = re.compile(r"(?:an?|one|another)\b", re.IGNORECASE)
_DEFINITE_ARTICLE = re.compile(r"(?:the|this|that)\b", re.IGNORECASE)
_OWNING_DETERMINER = re.compile(
    rf"(?:his|her|its|their|my|our)\b|(?:(?:{FORM_OF_ADDRESS} )?[A-Z][\w\-]+['’]s?) ", re.IGNORECASE
)
# The blanks in a phrase of four words.
_LONG = 3
_POSSESSIVES = frozenset(("his", "her", "hers"))
_REPORTING = frozenset("said says added told".split())
_CONJUNCTIONS = frozenset("and but or".split())
_COMPLEMENTIZERS = frozenset("that if whether".split())

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

    def __init__(self, mentions: Sequence[Mention], context: Context, attributions: Sequence[Attributed]) -> None:
        index = context.index
        sources = frozenset(item.source.start for item in attributions if item.source is not None)
        self.rows = np.array([_mention_features(mention, context, sources) for mention in mentions], np.float32)
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


def _mention_features(mention: Mention, context: Context, sources: frozenset[int]) -> tuple[bool, ...]:
    text, index = context.text, context.index
    span, name, noun, own = mention.span, mention.name, mention.noun, mention.own
    phrase = span.of(text)
    lower = phrase.lower()
    ahead = text[span.end : span.end + _BESIDE]
    following = _WORD_AHEAD.match(ahead)
    next_word = following.group(1).lower() if following else ""
    behind = text[max(0, span.start - _BESIDE) : span.start]
    preceding = _WORD_BEHIND.search(behind)
    word_before = preceding.group(1).lower() if preceding else ""
    possessive = name.possessive if name else ahead[:2] in ("'s", "’s") or lower in _POSSESSIVES
    pronoun, description = mention.kind == "pronoun", mention.kind == "description"
    return (
        mention.kind == "name",
        name is not None and _is_surely_of_a_person(name),
        name is not None and " " not in name.text,
        pronoun,
        description,
        not possessive and context.may_be_subject(span.start),
        own is not None,
        span.start in sources,
        possessive,
        index.depth[span.start] > 0,
        index.is_aside(span.start),
        name is not None and name.role is not None,
        lower in ("he", "she"),
        word_before in word_list("prepositions"),
        word_before == "by",
        word_before == "of",
        word_before in ("to", "with"),
        word_before.endswith("ed") or word_before == "told",
        next_word in word_list("words_behind_subjects"),
        next_word.endswith("ed"),
        word_before in _CONJUNCTIONS,
        next_word == "and",
        ahead[:1] == ",",
        behind.rstrip()[-1:] == ",",
        opens(text, span.start, index.sentences),
        opens(text, span.start, index.paragraphs),
        own is not None and own.start < span.start,
        own is not None and any(quoted for _, quoted in own.content),
        word_before in _COMPLEMENTIZERS,
        word_before in _REPORTING,
        description and _DEFINITE_ARTICLE.match(phrase) is not None,
        description and _INDEFINITE_ARTICLE.match(phrase) is not None,
        description and _OWNING_DETERMINER.match(phrase) is not None,
        is_by_age_or_country(mention),
        description and "former" in phrase,
        pronoun and lower == "it",
        pronoun and lower == "they",
        *(noun is not None and noun.type == type_ for type_ in ("organization", "government", "media", "document")),
        noun is not None and noun.noun in word_list("businesses"),
        description and any(letter.isupper() for letter in phrase[1:]),
        description and phrase.count(" ") == 1,
        description and phrase.count(" ") >= _LONG,
        description and _HOLDS_OWNER.search(phrase) is not None,
        description and _OF_EACH.match(phrase) is not None,
    )


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
