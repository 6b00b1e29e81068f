"""CoNLL: a token and its tag a line (B-CONTENT, I-SOURCE, O …), an empty line behind each paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimx.annotations import annotate
from claimx.escaping import visible
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords
from claimx.write.tokens import covered, tokenize

# Of stretches that overlap the first in this order has the tokens, then the longest.
_ORDER = ("Cue", "Source", "Content")


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """The lines of each article, behind one that names it."""
    for article in articles:
        if article.text is not None:
            yield "".join(f"{line}\n" for line in _lines(article, article.text)).encode()


def _lines(article: ArticleRecords, text: str) -> Iterator[str]:
    marks = annotate(article.id, text, article.attributions).marks
    found = [(_ORDER.index(mark.label), span) for mark in marks if mark.label in _ORDER for span in mark.spans]
    tokens = tokenize(text, (span for _, span in found))
    tags = _tags(tokens, sorted(found, key=lambda stretch: (stretch[0], stretch[1].start - stretch[1].end)))
    yield f"# {visible(article.id)}"
    end = 0
    for token, tag in zip(tokens, tags, strict=True):
        if "\n" in text[end : token.start]:
            yield ""
        yield f"{visible(token.of(text))}\t{tag}"
        end = token.end
    yield ""


def _tags(tokens: list[Span], found: list[tuple[int, Span]]) -> list[str]:
    tags = ["O"] * len(tokens)
    for order, span in found:
        first, last = covered(tokens, span)
        if all(tag == "O" for tag in tags[first : last + 1]):
            label = _ORDER[order].upper()
            tags[first : last + 1] = [f"B-{label}", *[f"I-{label}"] * (last - first)]
    return tags
