"""Quotations set apart, with a credit line behind them: *“Cloudy days count.” — Ana Ruiz, University of Tarn*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from claimx.article import TextIndex
from claimx.lexicon import person_nouns
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.layout_attribution import LayoutAttribution, sign
from claimx.quotation_marks import CLOSING, DOUBLE, OPENING
from claimx.spans import Span, words

_QUOTATION = rf"['{OPENING}](?P<words>[^{DOUBLE}]+)[{CLOSING}“]"
# The quotation alone in its paragraph.
_ALONE = re.compile(_QUOTATION)
_NAME_AND_ROLE = re.compile(
    rf"(?P<source>[A-ZÀ-Þ][\w.’'\-]*(?: [A-ZÀ-Þ][\w.’'\-]*){{1,4}}(?P<role>, [^.!?:;{DOUBLE}\n]{{2,60}})?)"
)
# The handle behind the name of a post, and its date: *(@ana_ruiz) May 4, 2021*.
_POSTED = rf"(?: \(@\w+\)[^\n{DOUBLE}]{{0,40}})?"
_STOPPED = re.compile(r"[.!?…,]$")
# A quotation of fewer words may be a title.
_FEWEST_WORDS = 4


@cache
def _source() -> str:
    """A pattern for a name, and what a comma sets behind it."""
    word = rf"(?:[A-ZÀ-Þ][\w.’'\-]*|@\w+|{alternation(word_list('name_particles'))})"
    first = r"(?:[A-ZÀ-Þ@]|[a-z]+ [A-ZÀ-Þ])[\w.’'\-]*"
    return rf"(?P<source>{first}(?: {word}){{0,5}}(?:, [^!?:;{DOUBLE}\n]{{2,80}}?)?)[.]?{_POSTED}"


@cache
def _signed() -> re.Pattern[str]:
    """A quotation with its source behind it in one paragraph."""
    return re.compile(rf"{_QUOTATION}\s*(?P<sign>[—–~]|--?|:)\s*{_source()}")


@cache
def _credit_line() -> re.Pattern[str]:
    """A dash and the source, in the paragraph behind the quotation."""
    return re.compile(rf"(?P<sign>[—–~]|--?)\s*{_source()}")


def credited_quotations(index: TextIndex) -> Iterator[LayoutAttribution]:
    """Quotations that fill a paragraph, with their source behind a sign or on a line of its own."""
    text = index.text
    bodies = [p.body for p in index.layout.paragraphs if p.body is not None and p.region in ("main", "caption")]
    for number, body in enumerate(bodies):
        signed = _signed().fullmatch(text, *body)
        if signed is not None and _is_said(signed, index):
            yield _credited(signed, signed)
            continue
        alone = _ALONE.fullmatch(text, *body)
        if alone is not None and _is_said(alone, index) and number + 1 < len(bodies):
            credit = _credit(text, bodies, number)
            if credit is not None:
                yield _credited(alone, credit)


def _credit(text: str, bodies: Sequence[Span], index: int) -> re.Match[str] | None:
    """The match of the paragraph behind a quotation that holds nothing but its source; None where there is none."""
    line = bodies[index + 1]
    credit = _credit_line().fullmatch(text, *line)
    if credit is not None:
        return credit
    named = _NAME_AND_ROLE.fullmatch(text, *line)
    if named is None or text[: bodies[index].start].rstrip().endswith((":", ",")):
        return None
    role = named["role"]
    if role is None:
        return None
    noun = person_nouns().head(role[2:])
    return named if (noun is not None and noun.type == "person") or role.islower() else None


def _is_said(quotation: re.Match[str], index: TextIndex) -> bool:
    said = quotation["words"]
    whole = _STOPPED.search(said) is not None or len(words(said)) >= _FEWEST_WORDS
    return whole and bool(index.depth[quotation.start("words")])


def _credited(quotation: re.Match[str], credit: re.Match[str]) -> LayoutAttribution:
    source = Span(*credit.span("source"))
    # Without a sign the closing quotation mark stands for the cue.
    mark = Span(*credit.span("sign")) if "sign" in credit.groupdict() else Span(quotation.end() - 1, quotation.end())
    return LayoutAttribution(source, sign(mark), (Span(*quotation.span("words")),), quotation=True)
