"""JSON input: an object for each article, a line each (JSON Lines) or in one array."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from claimx.errors import InputError
from claimx.read import saved
from claimx.read.article import Article
from claimx.read.content import HEAD, Content
from claimx.read.decoding import decode, decoded_lines
from claimx.read.fields import article_of
from claimx.reading import Reading

_JSON_OBJECT = re.compile(rb"\{\s*[\"}]")
_ARRAY = re.compile(rb"\[\s*\{\s*[\"}]")
_LONG_NUMBER = re.compile(r"\d{19}")
_LONGEST_INTEGER = 20
# What is written holds the article's other keys a few levels deeper, and may itself be 254 levels deep.
_DEEPEST = 200


# Where a line that opens an object ends while the object goes on.
_OPEN_ENDS = (b"{", b"[", b",")


def looks_like_json_lines(head: bytes) -> bool:
    """Whether the first line that is not blank is an object of JSON, or too long to be seen whole."""
    line, end, _ = head.removeprefix(codecs.BOM_UTF8).lstrip().partition(b"\n")
    if not _JSON_OBJECT.match(line):
        return False
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return not end and len(head) >= HEAD
    return True


def looks_like_json(head: bytes) -> bool:
    """Whether ``head`` begins as an array of objects, or as an object that goes on in the next line."""
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    first = text.partition(b"\n")[0].rstrip()
    return _ARRAY.match(text) is not None or (_JSON_OBJECT.match(text) is not None and first.endswith(_OPEN_ENDS))


def read_json_lines(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The articles of JSON Lines; an InputError with its line number stands for each broken line."""
    if saved.jsonl.begins(content.head.removeprefix(codecs.BOM_UTF8), content.path):
        raise InputError("no_article", "it holds records that claimx wrote, not articles", content.path)
    for number, line in decoded_lines(content):
        try:
            if isinstance(line, InputError):
                yield line
            elif line.strip():
                yield article_of(_object(line, content.path, number), reading, content.path, number)
        except InputError as error:
            yield error


def read_json(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The articles of one JSON value: an array of objects, or a single object; numbered from 1."""
    value = _parsed(decode(content.whole(), content.path), content.path, None)
    for number, item in enumerate(value if isinstance(value, list) else [value], start=1):
        try:
            yield article_of(_checked(item, content.path, None), reading, content.path, number)
        except InputError as error:
            yield InputError(error.code, f"article {number}: {error.message}", error.path)


def _object(line: str, path: str, number: int) -> dict[str, Any]:
    return _checked(_parsed(line, path, number), path, number)


def _checked(value: object, path: str, number: int | None) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputError("bad_article", "an article must be an object with a text", path, line=number)
    if str(value.get("schema")).startswith("claimx/") and "text" not in value:
        raise InputError("bad_article", "a record that claimx wrote is no article", path, line=number)
    return value


def _parsed(text: str, path: str, number: int | None) -> Any:  # noqa: ANN401 - JSON holds any value
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        code = "lone_surrogate" if "surrogate" in error.msg else "bad_json"
        line = error.lineno if number is None else number
        raise InputError(code, f"not JSON: {error.msg}", path, line=line, column=error.colno) from None
    if text.count("[") + text.count("{") > _DEEPEST and _depth(value) > _DEEPEST:
        raise InputError("too_deep", f"nested more than {_DEEPEST} levels deep", path, line=number)
    if _LONG_NUMBER.search(text) and not _all_fit(text):
        raise InputError("bad_number", "an integer beyond 64 bits would lose digits", path, line=number)
    return value


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
