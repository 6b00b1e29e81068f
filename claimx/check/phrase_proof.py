"""The stretches of a saved record held to the text: marks (CX507), words (CX510), and how near they are (CX513)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

from claimx.article import TextIndex
from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.labels import Kind
from claimx.records import Attribution, Content, ContentSpan, Cue, Phrase
from claimx.spans import Span, words

# CX507


def marked(article: Article, record: Attribution) -> Iterator[Finding]:
    """What of kind and ``quoted`` the quotation marks of the text deny."""
    spans = record.content.spans
    kind = _kind(record.content)
    if record.kind != kind:
        message = f"its kind is {record.kind}, and {_share(kind)} of its words stand between quotation marks"
        yield article.finding_on("CX507", record, record.content, message)
    if article.index is None:
        return
    depth, text = article.index.depth, article.index.text
    for span in spans:
        inside = {depth[at] > 0 for at in range(span.start, span.end) if text[at].isalnum()}
        if (not span.quoted) in inside:
            where = "between" if span.quoted else "outside"
            less = "so only in part" if len(inside) > 1 else "not"
            message = f"“{excerpt(span.text)}” is said to stand {where} quotation marks, and does {less}"
            yield article.finding("CX507", Span(span.start, span.end), message, span.text)


def _kind(content: Content) -> Kind:
    quoted = {span.quoted for span in content.spans if words(span.text)} or {span.quoted for span in content.spans}
    return "mixed" if len(quoted) > 1 else "direct" if quoted == {True} else "indirect"


def _share(kind: Kind) -> str:
    return {"direct": "all", "mixed": "some", "indirect": "none"}[kind]


# CX510


def worded(article: Article, record: Attribution) -> Iterator[Finding]:
    """What of the phrases of a record is cut, empty, in two where it is one, or far from the others."""
    if article.index is None:
        return
    text = article.index.text
    for what, phrase in _phrases(record):
        for span in phrase.stretches():
            if what != "cue" and not words(span.text):  # a cue may be a colon
                message = f"the {what} has a stretch without a word: “{excerpt(span.text)}”"
                yield article.finding("CX510", Span(span.start, span.end), message, span.text)
            if _cuts_a_word(text, span.start) or _cuts_a_word(text, span.end):
                message = f"the {what} “{excerpt(span.text)}” begins or ends inside a word"
                yield article.finding("CX510", Span(span.start, span.end), message, span.text)
    if record.cue is not None and any(
        Span(cue.start, cue.end).overlaps(Span(span.start, span.end))
        for cue in record.cue.spans
        for span in record.content.spans
    ):
        message = f"the cue “{excerpt(record.cue.text)}” is part of the content"
        yield article.finding_on("CX510", record, record.content, message)
    for one, other in pairwise(record.content.spans):
        if _are_one(one, other, text):
            message = f"the content parts “{excerpt(one.text)}” from “{excerpt(other.text)}”, which follows at once"
            yield article.finding("CX510", Span(other.start, other.end), message, other.text)
    yield from _far_apart(article, article.index, record)


def _phrases(record: Attribution) -> Iterator[tuple[str, Content | Cue | Phrase]]:
    yield "content", record.content
    if record.cue is not None:
        yield "cue", record.cue
    for who in (record.speaker, *record.cospeakers):
        for what in ("mention", "evidence", "organization_evidence"):
            phrase = getattr(who, what)
            if phrase is not None:
                yield what, phrase


def _are_one(one: ContentSpan, other: ContentSpan, text: str) -> bool:
    """Whether two stretches of content have nothing between them but blanks, and neither marks nor a line's end."""
    between = text[one.end : other.start]
    return one.quoted == other.quoted and not between.strip() and "\n" not in between


# CX513. Of 3,868 records of 225 articles five had their cue in the paragraph above, the others in one with the content,
# and all had their mentions in one with either.


def _far_apart(article: Article, index: TextIndex, record: Attribution) -> Iterator[Finding]:
    """Cue and mentions that stand in another part of the text than the content, or than the cue."""
    content = {_paragraph(index, offset) for span in record.content.spans for offset in (span.start, span.end - 1)}
    near = set(content)
    if record.cue is not None:
        at = _paragraph(index, record.cue.spans[0].start)
        near.add(at)
        if at not in content | {min(content) - 1}:
            message = f"the cue “{excerpt(record.cue.text)}” stands neither beside the content nor above it"
            yield article.finding_on("CX513", record, record.cue, message)
    for who in (record.speaker, *record.cospeakers):
        if who.mention is not None and _paragraph(index, who.mention.spans[0].start) not in near:
            message = f"the mention “{excerpt(who.mention.text)}” stands beside neither content nor cue"
            yield article.finding_on("CX513", record, who.mention, message)


def _paragraph(index: TextIndex, offset: int) -> int:
    return bisect_right(index.layout.paragraphs, offset, key=lambda paragraph: paragraph.span.start)


def _cuts_a_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()
