"""JSON Lines input: an object a line with ``text``, and what the user knows of the article beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

from claimx.errors import InputError
from claimx.read.decoding import decoded_lines

_LONG_NUMBER = re.compile(r"\d{19}")
_LONGEST_INTEGER = 20
# What is written holds the article's other keys a few levels deeper, and may itself be 254 levels deep.
_DEEPEST = 200
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


def articles(data: bytes, path: str) -> Iterator[Article | InputError]:
    """The articles of a JSON Lines file; an InputError with its line number stands for each broken line."""
    for number, line in decoded_lines(data, path):
        try:
            yield line if isinstance(line, InputError) else _article(line, number, path)
        except InputError as error:
            yield error


def _article(line: str, number: int, path: str) -> Article:
    try:
        data = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        code = "lone_surrogate" if "surrogate" in error.msg else "bad_json"
        raise InputError(code, f"not JSON: {error.msg}", path, line=number, column=error.colno) from None
    if line.count("[") + line.count("{") > _DEEPEST and _depth(data) > _DEEPEST:
        raise InputError("too_deep", f"nested more than {_DEEPEST} levels deep", path, line=number)
    if _LONG_NUMBER.search(line) and not _all_fit(line):
        raise InputError("bad_number", "an integer beyond 64 bits would lose digits", path, line=number)
    if not isinstance(data, dict):
        raise InputError("bad_article", "a line must be an object with a text", path, line=number)
    if str(data.get("schema")).startswith("claimx/") and "text" not in data:
        raise InputError("bad_article", "a record that claimx wrote is no article", path, line=number)
    article_text = data.pop("text", None)
    if not isinstance(article_text, str):
        raise InputError("bad_article", 'the key "text" must be a string', path, line=number)
    known = {key: _string(data.pop(key, None), key, path, number) for key in ("id", *_OPTIONAL)}
    return Article(line=number, text=article_text, extra=data, **known)


def _depth(value: object) -> int:
    """How many arrays and objects stand inside one another."""
    depth, inside = 0, [value]
    while inside:
        containers = [item for item in inside if isinstance(item, dict | list)]
        depth += bool(containers)
        inside = [item for each in containers for item in (each.values() if isinstance(each, dict) else each)]
    return depth


def _all_fit(line: str) -> bool:
    """Whether 64 bits hold all integers of a JSON text, signed or not; orjson rounds those that they do not."""
    fits = True

    def look_at(digits: str) -> None:
        nonlocal fits
        fits = fits and len(digits) <= _LONGEST_INTEGER and -(1 << 63) <= int(digits) < 1 << 64

    json.loads(line, parse_int=look_at)
    return fits


def _string(value: object, key: str, path: str, number: int) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise InputError("bad_article", f'the key "{key}" must be a string', path, line=number)
