"""The metadata that a page gives for search engines: schema.org's NewsArticle, as JSON-LD."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

import orjson

from claimx.read.fields import as_text

# NewsArticle has subtypes (ReportageNewsArticle …), and many sites name its parent type, or BlogPosting.
_ARTICLE_TYPES = ("Article", "BlogPosting")
_MAIN_PAGE = "mainEntityOfPage"


def stated(scripts: Iterable[str]) -> dict[str, str | None]:
    """Title, author, date of publication and address, from the first article that the ``scripts`` describe.

    None where it does not say; empty where they describe no article. A script that is no JSON says nothing.
    """
    article = next((item for script in scripts for item in _articles(_parsed(script))), None)
    if article is None:
        return {}
    page = article.get(_MAIN_PAGE)
    return {
        "title": _text(article.get("headline")),
        "author": _text(article.get("author")),
        "published": _text(article.get("datePublished")),
        "url": _address(article.get("url")) or _address(page.get("@id") if isinstance(page, Mapping) else page),
    }


def _parsed(script: str) -> object:
    try:
        return orjson.loads(script)
    except orjson.JSONDecodeError:
        return None


def _articles(value: object) -> Iterator[Mapping[str, Any]]:
    """The articles described in a value, the outer ones first."""
    inside = value if isinstance(value, list) else [value]
    for item in inside:
        if isinstance(item, Mapping):
            kinds = item.get("@type")
            if any(str(kind).endswith(_ARTICLE_TYPES) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield item
            yield from _articles(item.get("@graph", []))


def _text(value: object) -> str | None:
    text = unescape(as_text(value) or "").strip()
    return text or None


def _address(value: object) -> str | None:
    return value if isinstance(value, str) and value.startswith(("http://", "https://")) else None
