"""Quotations set apart with who said them behind: *“Cloudy days count.” — Ana Ruiz, University of Tarn*."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from claimx.article import TextIndex
from claimx.lexicon import person_nouns
from claimx.pipeline.attribution.layout_attribution import LayoutAttribution, sign
from claimx.quotation_marks import CLOSING, DOUBLE, OPENING
from claimx.spans import Span, words

_NAME_WORD = r"(?:[A-ZÀ-Þ][\w.’'\-]*|@\w+|de|la|van|von|der|den|bin|al|el|ter|ten)"
_SOURCE = (
    rf"(?P<source>(?:[A-ZÀ-Þ@]|[a-z]+ [A-ZÀ-Þ])[\w.’'\-]*(?: {_NAME_WORD}){{0,5}}(?:, [^!?:;{DOUBLE}\n]{{2,80}}?)?)[.]?"
)
_QUOTATION = rf"['{OPENING}](?P<words>[^{DOUBLE}]+)[{CLOSING}“]"
# Behind the quotation, in its paragraph.
_SIGNED = re.compile(rf"{_QUOTATION}\s*(?P<sign>[—–~]|--?|:)\s*{_SOURCE}")
# The quotation alone in its paragraph, and the name in the next one, with or without a dash.
_ALONE = re.compile(_QUOTATION)
_CREDIT = re.compile(rf"(?P<sign>[—–~]|--?)\s*{_SOURCE}")
_NAME_AND_ROLE = re.compile(
    rf"(?P<source>[A-ZÀ-Þ][\w.’'\-]*(?: [A-ZÀ-Þ][\w.’'\-]*){{1,4}}(?P<role>, [^.!?:;{DOUBLE}\n]{{2,60}})?)"
)
_STOPPED = re.compile(r"[.!?…,]$")
# A title in marks is shorter than what somebody says.
_FEWEST_WORDS = 4


def credited_quotations(index: TextIndex) -> Iterator[LayoutAttribution]:
    """Quotations that are a paragraph, with the name of who said them behind a sign or on a line of its own."""
    text = index.text
    bodies = [p.body for p in index.layout.paragraphs if p.body is not None and p.region in ("main", "caption")]
    for number, body in enumerate(bodies):
        signed = _SIGNED.fullmatch(text, *body)
        if signed is not None and _is_said(signed, index):
            yield _credited(signed, signed)
            continue
        alone = _ALONE.fullmatch(text, *body)
        if alone is not None and _is_said(alone, index) and number + 1 < len(bodies):
            credit = _credit(text, bodies, number)
            if credit is not None:
                yield _credited(alone, credit)


def _credit(text: str, bodies: Sequence[Span], index: int) -> re.Match[str] | None:
    """The line behind a quotation that is nothing but who said it."""
    line = bodies[index + 1]
    credit = _CREDIT.fullmatch(text, *line)
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
    # Where no sign stands the name itself begins the credit.
    mark = Span(*credit.span("sign")) if "sign" in credit.groupdict() else Span(quotation.end() - 1, quotation.end())
    return LayoutAttribution(source, sign(mark), (Span(*quotation.span("words")),), quotation=True)
