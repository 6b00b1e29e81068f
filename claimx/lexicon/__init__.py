"""What claimx knows of words: cues, titles, pronouns, governments, given names, nouns, abbreviations.

The data are ``en/*.tsv`` files, one entry a line, each explained by its own header. A lexicon
is read on first use and kept; a line that does not parse raises LexiconError with its file and number.
All but the cues are mappings from words: ``titles().get("Sen.")``, ``"Kyiv" in governments()``.
"""

from __future__ import annotations

import re
from functools import cache

from claimx.labels import Exclusion, NameSuffix, NounGender
from claimx.lexicon.abbreviations import Abbreviation, parse_abbreviations
from claimx.lexicon.cues import CueEntry, CueLexicon, parse_cues
from claimx.lexicon.exclusions import parse_exclusions
from claimx.lexicon.governments import Government, Governments, parse_governments
from claimx.lexicon.negation import Negator, Negators, parse_negators
from claimx.lexicon.person_words import (
    PersonNoun,
    PersonNouns,
    Pronoun,
    Pronouns,
    Title,
    Titles,
    parse_given_names,
    parse_name_suffixes,
    parse_person_nouns,
    parse_pronouns,
    parse_titles,
)
from claimx.lexicon.quantity_words import QuantityWords, parse_quantity_words
from claimx.lexicon.tsv import data
from claimx.lexicon.vocabulary import Vocabulary

__all__ = [
    "Abbreviation",
    "CueEntry",
    "CueLexicon",
    "Government",
    "Governments",
    "Negator",
    "Negators",
    "PersonNoun",
    "PersonNouns",
    "Pronoun",
    "Pronouns",
    "QuantityWords",
    "Title",
    "Titles",
    "Vocabulary",
    "abbreviations",
    "cues",
    "exclusions",
    "gendered_pronoun",
    "given_names",
    "governments",
    "name_suffixes",
    "negators",
    "person_nouns",
    "pronouns",
    "quantity_words",
    "titles",
]


@cache
def cues() -> CueLexicon:
    """The words and phrases that attribute."""
    return parse_cues(data("cues.tsv"), "cues.tsv", negators())


@cache
def negators() -> Negators:
    """The words that turn a cue into one of not saying."""
    return parse_negators(data("negators.tsv"), "negators.tsv")


@cache
def titles() -> Titles:
    """The titles and roles that stand before or beside names."""
    return parse_titles(data("titles.tsv"), "titles.tsv")


@cache
def pronouns() -> Pronouns:
    """The personal and relative pronouns, each with all its readings."""
    return parse_pronouns(data("pronouns.tsv"), "pronouns.tsv")


@cache
def gendered_pronoun(flags: int = 0) -> re.Pattern[str]:
    """A pronoun that tells a person's gender, in the group ``m`` or ``f``."""
    of_man, of_woman = ("|".join(pronouns().of_gender(gender)) for gender in ("m", "f"))
    return re.compile(rf"\b(?:(?P<m>{of_man})|(?P<f>{of_woman}))\b", flags)


@cache
def governments() -> Governments:
    """The countries and what stands for their governments."""
    return parse_governments(data("governments.tsv"), "governments.tsv")


@cache
def given_names() -> Vocabulary[NounGender]:
    """The given names with their gender."""
    return parse_given_names(data("given_names.tsv"), "given_names.tsv")


@cache
def name_suffixes() -> Vocabulary[NameSuffix]:
    """What stands behind a name and is no part of it: *Jr*, *QC*."""
    return parse_name_suffixes(data("name_suffixes.tsv"), "name_suffixes.tsv")


@cache
def person_nouns() -> PersonNouns:
    """The common nouns that head descriptions of speakers."""
    return parse_person_nouns(data("person_nouns.tsv"), "person_nouns.tsv")


@cache
def abbreviations() -> Vocabulary[Abbreviation]:
    """The abbreviations whose full stop need not end a sentence."""
    return parse_abbreviations(data("abbreviations.tsv"), "abbreviations.tsv")


@cache
def exclusions() -> Vocabulary[Exclusion]:
    """The cues that look like reporting and are not."""
    return parse_exclusions(data("exclusions.tsv"), "exclusions.tsv")


@cache
def quantity_words() -> QuantityWords:
    """The words of numbers, shares and sums of money."""
    return parse_quantity_words(data("quantities.tsv"), "quantities.tsv")
