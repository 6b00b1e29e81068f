"""Plain text and Markdown: the text as it is, and what its front matter says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

import yaml

from claimx.errors import InputError
from claimx.front_matter import front_matter
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decode
from claimx.read.fields import as_text, plain
from claimx.reading import Reading

_FIELD = re.compile(r"([\w-]+)[ \t]*:[ \t]+(.*\S)")


def read_text(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The one article of a text; its front matter stays in the text, so that offsets and lines fit the file."""
    text = decode(content.whole(), content.path)
    fields = _fields(front_matter(text)[0])
    yield Article(
        text=text,
        title=_first(fields, "title"),
        author=_first(fields, "author", "authors", "byline"),
        published=_first(fields, "date", "published"),
        url=_first(fields, "url"),
    )


def _first(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of ``names`` that says something, as text."""
    return next((value for name in names if (value := as_text(plain(fields.get(name))))), None)


def _fields(text: str) -> Mapping[str, object]:
    """The fields of front matter; where it is no YAML as a whole (*title: Bridge: safe*), those of its single lines."""
    fields = _parsed(text)
    if isinstance(fields, Mapping):
        return fields
    lines = filter(None, map(_FIELD.fullmatch, text.splitlines()))
    return {line[1]: value if isinstance(value := _parsed(line[2]), list | date) else line[2] for line in lines}


def _parsed(text: str) -> object:
    """The value of a piece of YAML; None where it is none."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return None
