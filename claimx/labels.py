"""The closed vocabularies of claimx, each written once: the type, and the tuple of its values in their order.

A vocabulary belongs here when it is written to output, read from a file or an option, or shared by two packages.
A smaller vocabulary that is part of a larger one is written first, and the larger one is made from it.
"""

from __future__ import annotations

from typing import Literal, get_args

# What an attribution is.
Kind = Literal["direct", "mixed", "indirect"]
Class = Literal["statement", "belief", "intent"]
LexicalPolarity = Literal["affirmed", "denied"]
Polarity = Literal[LexicalPolarity, "negated"]
LexicalCueType = Literal["verb", "noun", "according", "adverb"]
CueType = Literal[LexicalCueType, "punctuation"]
QuotedReason = Literal["term", "title", "nickname", "no_source"]

# Where on a page it stands; nothing is extracted from furniture.
Region = Literal["headline", "main", "caption", "teaser"]
PageRegion = Literal[Region, "furniture"]

# Who said it, and how a mention became a name.
NounType = Literal["person", "organization", "government", "group", "document", "media"]
SpeakerType = Literal[NounType, "unknown"]
Resolved = Literal["name", "alias", "pronoun", "description", "continued", "label", "none"]
# What has a name; a government is any place on the map, a work is anything with a title: a book, a law, an event.
NameType = Literal["person", "organization", "government", "work"]

# Grammar, as the word lists write it; "-" is a gender that is not told.
Gender = Literal["m", "f", "-"]
NounGender = Literal["m", "f", "n", "-"]
Number = Literal["singular", "plural", "either"]
PronounKind = Literal["personal", "relative"]
TitleKind = Literal["honorific", "role"]
NameSuffix = Literal["generation", "honour"]
Exclusion = Literal["act", "pointing", "seeming", "topic", "standing", "attitude", "bare"]
NegatorKind = Literal["word", "exception", "refusal", "phrase"]
QuantityKind = Literal["unit", "ten", "scale", "money_scale", "ordinal", "ordinal_ending", "part", "sign", "currency"]
# Whether a sentence may end with an abbreviation; "number" is one that is an abbreviation only before a number.
SentenceEnd = Literal["no", "maybe", "number"]

# What commands find: verify from best to worst, check from worst to best, link from near to far.
VerifyFact = Literal["drift", "gap", "cut", "other_speaker", "absent", "misfit"]
VerifyStatus = Literal["exact", "folded", VerifyFact]
# What stands between two parts of a quotation; see claimx/verify/quotations.py.
Joint = Literal["", "ellipsis", "sentences", "insertion", "silent"]
Severity = Literal["error", "warning", "note"]
GroupType = Literal["copy", "same_words", "other_wording", "other_translation"]
Relation = Literal["reference", GroupType]
DifferenceKind = Literal["negation", "number", "condition", "hedge", "name", "marks", "wording"]
Contradiction = Literal["negation", "number"]
Conflict = Literal["speaker", Contradiction]

# What the names of two reports say of their speakers: the same, one who speaks for the other, nobody named, another.
Agreement = Literal["same", "close", "open", "other"]

# The readings that the model gives of one text: what stands in the text itself by the rules of claimx, what stands
# inside the contents of those, and everything as the annotators of PolNeAR would have it.
Layer = Literal["outer", "inner", "polnear"]

# Whose annotation rules the output follows.
Conventions = Literal["claimx", "polnear"]

KINDS: tuple[Kind, ...] = get_args(Kind)
CLASSES: tuple[Class, ...] = get_args(Class)
# Those that the output holds unless others are asked for.
DEFAULT_CLASSES: tuple[Class, ...] = ("statement", "belief")
LEXICAL_POLARITIES: tuple[LexicalPolarity, ...] = get_args(LexicalPolarity)
POLARITIES: tuple[Polarity, ...] = get_args(Polarity)
LEXICAL_CUE_TYPES: tuple[LexicalCueType, ...] = get_args(LexicalCueType)
REGIONS: tuple[Region, ...] = get_args(Region)
NOUN_TYPES: tuple[NounType, ...] = get_args(NounType)
SPEAKER_TYPES: tuple[SpeakerType, ...] = get_args(SpeakerType)
NAME_TYPES: tuple[NameType, ...] = get_args(NameType)
RESOLVED: tuple[Resolved, ...] = get_args(Resolved)
NOUN_GENDERS: tuple[NounGender, ...] = get_args(NounGender)
NUMBERS: tuple[Number, ...] = get_args(Number)
PRONOUN_KINDS: tuple[PronounKind, ...] = get_args(PronounKind)
TITLE_KINDS: tuple[TitleKind, ...] = get_args(TitleKind)
NAME_SUFFIXES: tuple[NameSuffix, ...] = get_args(NameSuffix)
EXCLUSIONS: tuple[Exclusion, ...] = get_args(Exclusion)
NEGATOR_KINDS: tuple[NegatorKind, ...] = get_args(NegatorKind)
QUANTITY_KINDS: tuple[QuantityKind, ...] = get_args(QuantityKind)
SENTENCE_ENDS: tuple[SentenceEnd, ...] = get_args(SentenceEnd)
VERIFY_FACTS: tuple[VerifyFact, ...] = get_args(VerifyFact)
VERIFY_STATUSES: tuple[VerifyStatus, ...] = get_args(VerifyStatus)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
GROUP_TYPES: tuple[GroupType, ...] = get_args(GroupType)
LAYERS: tuple[Layer, ...] = get_args(Layer)
CONFLICTS: tuple[Conflict, ...] = get_args(Conflict)
