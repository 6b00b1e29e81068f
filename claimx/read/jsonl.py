"""JSON Lines input: an object a line with ``text``, and what the user knows of the article beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from claimx.errors import InputError

_LONG_NUMBER = re.compile(r"\d{19}")
_OPTIONAL = ("title", "author", "published", "url")


@dataclass(frozen=True, slots=True)
class Article:
    """One line: ``id`` is None where the line has none; ``extra`` holds the other keys as they came."""

    line: int
    id: str | None
    text: str
    title: str | None
    author: str | None
    published: str | None
    url: str | None
    extra: dict[str, Any]


def articles(text: str, path: str) -> Iterator[Article | InputError]:
    """The articles of a JSON Lines file; an InputError with its line number stands for each broken line."""
    # Only "\n" ends a line: str.splitlines would also cut at separators that JSON allows inside strings.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield _article(line, number, path)
            except InputError as error:
                yield error


def _article(line: str, number: int, path: str) -> Article:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        code = "lone_surrogate" if "surrogate" in error.msg else "bad_json"
        raise InputError(code, f"not JSON: {error.msg}", path, line=number, column=error.colno) from None
    if _LONG_NUMBER.search(line) and not all(map(_fits, _integers(line))):
        raise InputError("bad_number", "an integer beyond 64 bits would lose digits", path, line=number)
    if not isinstance(data, dict):
        raise InputError("bad_article", "a line must be an object with a text", path, line=number)
    article_text = data.pop("text", None)
    if not isinstance(article_text, str):
        raise InputError("bad_article", 'the key "text" must be a string', path, line=number)
    known = {key: _string(data.pop(key, None), key, path, number) for key in ("id", *_OPTIONAL)}
    return Article(line=number, text=article_text, extra=data, **known)


def _integers(line: str) -> list[int]:
    """All integers of a JSON text, exactly; orjson rounds those it cannot hold."""
    found: list[int] = []
    json.loads(line, parse_int=lambda digits: found.append(int(digits)))
    return found


def _fits(integer: int) -> bool:
    return -(1 << 63) <= integer < 1 << 64


def _string(value: object, key: str, path: str, number: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError("bad_article", f'the key "{key}" must be a string', path, line=number)
