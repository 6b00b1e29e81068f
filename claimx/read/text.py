"""Plain text and Markdown: the text as it is, and what its front matter says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import yaml

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decode
from claimx.read.fields import as_text, plain
from claimx.reading import Reading

# YAML between two lines of dashes at the very beginning, as site generators have it.
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?\r?\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)


def read_text(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The one article of a text; its front matter stays in the text, so that offsets and lines fit the file."""
    text = decode(content.whole(), content.path)
    found = _FRONT_MATTER.match(text)
    fields = _fields(found["yaml"]) if found else {}
    yield Article(
        text=text,
        title=_first(fields, "title"),
        author=_first(fields, "author", "authors", "byline"),
        published=_first(fields, "date", "published"),
        url=_first(fields, "url"),
    )


def front_matter_end(text: str) -> int:
    """The offset behind the front matter of ``text``, 0 where it has none."""
    found = _FRONT_MATTER.match(text)
    return found.end() if found and _fields(found["yaml"]) else 0


def _first(fields: Mapping[str, object], *names: str) -> str | None:
    """The first of ``names`` that says something, as text."""
    return next((value for name in names if (value := as_text(plain(fields.get(name))))), None)


def _fields(text: str) -> Mapping[str, object]:
    """The fields of front matter; none where this is no YAML, or no mapping: then it is text like any other."""
    try:
        fields = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return {}
    return fields if isinstance(fields, Mapping) else {}
