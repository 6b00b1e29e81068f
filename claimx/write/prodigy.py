"""Prodigy: a line of JSON an article with tokens, spans and relations, for rel.manual and spans.manual."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from claimx.annotations import Annotated, annotate
from claimx.spans import Span
from claimx.write.article_records import ArticleRecords
from claimx.write.tokens import covered, tokenize


def write(articles: Iterable[ArticleRecords]) -> Iterator[bytes]:
    """A line an article."""
    for article in articles:
        if article.text is not None:
            annotated = annotate(article.id, article.text, article.attributions)
            yield orjson.dumps(_task(annotated), option=orjson.OPT_APPEND_NEWLINE)


def _task(annotated: Annotated) -> dict[str, Any]:
    text = annotated.text
    parts = {key: (mark.label, span) for mark in annotated.marks for key, span in mark.parts()}
    tokens = tokenize(text, (span for _, span in parts.values()))
    spans = {key: _span(tokens, label, span) for key, (label, span) in parts.items()}
    return {
        "text": text,
        "tokens": [
            {"text": token.of(text), "start": token.start, "end": token.end, "id": number, "ws": _is_blank(text, token)}
            for number, token in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [_relation(role, spans[head], spans[child]) for role, head, child in annotated.relations()],
        "meta": {"id": annotated.id},
    }


def _is_blank(text: str, token: Span) -> bool:
    return text[token.end : token.end + 1] == " "


def _span(tokens: list[Span], label: str, span: Span) -> dict[str, Any]:
    first, last = covered(tokens, span)
    return {"start": span.start, "end": span.end, "token_start": first, "token_end": last, "label": label}


def _relation(role: str, head: dict[str, Any], child: dict[str, Any]) -> dict[str, Any]:
    # A relation leads from the last token of one span to the last of the other.
    ends = {"head": head["token_end"], "child": child["token_end"]}
    return {**ends, "label": role, "head_span": head, "child_span": child}
