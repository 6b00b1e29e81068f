"""Saved records held to each other, to themselves and to their text (CX505 to CX510), which takes no model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain

from claimx.check.findings import Finding, excerpt
from claimx.check.judged_article import Article
from claimx.labels import Kind, Resolved
from claimx.names import acronym, folded_words
from claimx.records import Attribution, Content, Cue, Phrase, Speaker, TextSpan
from claimx.spans import Span, words

# By these rules a mention gets a name that need neither stand beside it nor anywhere in the text.
_WITHOUT_MENTION: frozenset[Resolved] = frozenset({"continued"})


def consistent(article: Article) -> Iterator[Finding]:
    """Findings on records of one article that contradict each other, themselves, or their text where it is known."""
    yield from _doubled(article)
    yield from _nested(article)
    for record in article.attributions:
        yield from _labels(article, record)
        for who in (record.speaker, *record.cospeakers):
            yield from _speaker(article, record, who)
        if article.text is not None:
            yield from _words(article, record, article.text)


# CX505


def _doubled(article: Article) -> Iterator[Finding]:
    seen: set[str] = set()
    for record in article.attributions:
        if record.id in seen:
            message = f"the record {record.id} is here twice: “{excerpt(record.content.text)}”"
            yield article.finding_on("CX505", record, record.content, message)
        seen.add(record.id)


# CX506


def _nested(article: Article) -> Iterator[Finding]:
    by_id = {record.id: record for record in article.attributions}
    for record in article.attributions:
        outer = by_id.get(record.nested_in) if record.nested_in is not None else None
        if outer is None:
            continue  # a filter may have left the outer one out
        if _goes_in_a_circle(record, by_id):
            message = (
                "it stands inside itself" if outer is record else "it stands inside a record that stands inside it"
            )
        elif not _reaches(outer, record):
            message = f"it does not stand inside {outer.id}: “{excerpt(outer.content.text)}”"
        else:
            continue
        yield article.finding_on("CX506", record, record.content, message)


def _goes_in_a_circle(record: Attribution, by_id: Mapping[str, Attribution]) -> bool:
    seen: set[str] = set()
    at: Attribution | None = record
    while at is not None and at.nested_in is not None:
        if at.id in seen:
            return True
        seen.add(at.id)
        at = by_id.get(at.nested_in)
    return False


def _reaches(outer: Attribution, inner: Attribution) -> bool:
    """Whether a record stands, in part at least, on the words from the first to the last of the outer one's content."""
    first, last = outer.content.spans[0].start, outer.content.spans[-1].end
    return any(first <= span.start < last for span in _all_spans(inner))


def _all_spans(record: Attribution) -> Iterator[TextSpan]:
    return chain(record.content.spans, record.cue.spans if record.cue is not None else ())


# CX507


def _labels(article: Article, record: Attribution) -> Iterator[Finding]:
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
        if inside == {not span.quoted}:
            where = "between" if span.quoted else "outside"
            message = f"“{excerpt(span.text)}” is said to stand {where} quotation marks, and does not"
            yield article.finding("CX507", Span(span.start, span.end), message, span.text)


def _kind(content: Content) -> Kind:
    quoted = {span.quoted for span in content.spans if words(span.text)} or {span.quoted for span in content.spans}
    return "mixed" if len(quoted) > 1 else "direct" if quoted == {True} else "indirect"


def _share(kind: Kind) -> str:
    return {"direct": "all", "mixed": "some", "indirect": "none"}[kind]


# CX508 and CX509


def _speaker(article: Article, record: Attribution, who: Speaker) -> Iterator[Finding]:
    place = who.mention or record.content
    if who.name is None:
        if who.evidence is not None:
            message = f"nobody is named, and “{excerpt(who.evidence.text)}” is said to name them"
            yield article.finding_on("CX509", record, place, message)
        return
    if who.id is not None:
        return  # the name is from a file of speakers
    if who.resolved == "none" or who.evidence is None or (who.mention is None and who.resolved not in _WITHOUT_MENTION):
        lacking = "mention" if who.mention is None and who.resolved not in _WITHOUT_MENTION else "evidence"
        yield article.finding_on("CX509", record, place, f"{who.name} is named ({who.resolved}) without {lacking}")
    told = [("evidence", who.evidence)]
    if who.resolved == "name":
        told.append(("mention", who.mention))
    for what, phrase in told:
        if phrase is not None and not _share_a_word(who.name, phrase.text):
            message = f"the name is {who.name}, and its {what} “{excerpt(phrase.text)}”"
            yield article.finding_on("CX508", record, phrase, message)
    if article.text is not None and not _stands_in(who.name, article.text):
        yield article.finding_on("CX508", record, place, f"{who.name} stands nowhere in the text")


def _share_a_word(name: str, phrase: str) -> bool:
    return bool(_bare_words(name) & _bare_words(phrase)) or acronym(name) in phrase or acronym(phrase) in name


def _stands_in(name: str, text: str) -> bool:
    return " ".join(name.split()) in " ".join(text.split()) or _bare_words(name) <= _bare_words(text)


def _bare_words(text: str) -> set[str]:
    return {part.removesuffix("'s") for word in folded_words(text) for part in word.split("-")}


# CX510


def _words(article: Article, record: Attribution, text: str) -> Iterator[Finding]:
    speakers = (record.speaker, *record.cospeakers)
    parts: list[tuple[str, Content | Cue | Phrase | None]] = [("content", record.content), ("cue", record.cue)]
    parts += [part for who in speakers for part in (("mention", who.mention), ("evidence", who.evidence))]
    for what, phrase in parts:
        for span in phrase.stretches() if phrase is not None else ():
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


def _cuts_a_word(text: str, offset: int) -> bool:
    return 0 < offset < len(text) and text[offset - 1].isalnum() and text[offset].isalnum()
