"""Headlines whose colon parts the words from their source: *Pool is finished: mayor*, *‘Pool is finished’: Kovic*."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimx.article import TextIndex
from claimx.lexicon import person_nouns
from claimx.pipeline.attribution.layout_attribution import LayoutAttribution, sign
from claimx.quotation_marks import CLOSING_DOUBLE
from claimx.spans import Span, words

_SAID_BY = re.compile(r"(?P<words>.+?)(?P<colon>:) (?P<source>[\w.’'\- ]{2,60})")
_MOST_SOURCE_WORDS, _FEWEST_WORDS = 5, 3


def headline_attributions(index: TextIndex) -> Iterator[LayoutAttribution]:
    """The words before a headline's colon, where the article knows the source behind it."""
    text = index.text
    for paragraph in index.layout.paragraphs:
        if paragraph.region != "headline" or paragraph.body is None:
            continue
        match = _SAID_BY.fullmatch(text, *paragraph.body)
        if match is None or len(match["source"].split()) > _MOST_SOURCE_WORDS:
            continue
        if len(words(match["words"])) >= _FEWEST_WORDS and _speaks(text, match["source"], paragraph.body):
            yield LayoutAttribution(
                Span(*match.span("source")), sign(Span(*match.span("colon"))), (Span(*match.span("words")),)
            )


def _speaks(text: str, source: str, headline: Span) -> bool:
    """Whether the end of a headline is a common noun for a speaker, or a name that the article has too."""
    noun = person_nouns().head(source)
    if noun is not None and source[:1].islower() and noun.type != "document":
        return True
    last = source.split()[-1]
    named = re.compile(rf"(?<=[a-z,{CLOSING_DOUBLE}] ){re.escape(source)}\b|[A-Z][\w’'\-]* {re.escape(last)}\b")
    return last[:1].isupper() and any(not headline.contains(Span(*m.span())) for m in named.finditer(text))
