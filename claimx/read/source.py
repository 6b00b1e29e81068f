"""A Source: one article's text, untouched, and what is known about it from outside the text."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from claimx.errors import InputError
from claimx.read import saved
from claimx.read.decoding import decode
from claimx.read.jsonl import Article, articles
from claimx.read.opening import MOST_LOOKED_AT, opened
from claimx.read.paths import Input


@dataclass(frozen=True, slots=True)
class Source:
    """One article: ``text`` is what every offset indexes; None where the input does not say."""

    id: str
    text: str
    path: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def read_inputs(inputs: Iterable[Input]) -> Iterator[Source | InputError]:
    """The articles of ``inputs`` in order; an InputError stands where one could not be read.

    An article whose id is missing or already taken goes by ``path:line`` instead, so that ids are unique within
    a run and no article is lost.
    """
    taken: set[str] = set()
    for item in inputs:
        for source in read_input(item, taken):
            if isinstance(source, Source):
                taken.add(source.id)
            yield source


def read_input(item: Input, taken: Collection[str] = ()) -> Iterator[Source | InputError]:
    """The articles of one input; ``taken`` are ids already given away in this run."""
    try:
        data = _bytes(item.path)
        if item.path.lower().endswith(".jsonl") and data.removeprefix(BOM_UTF8).strip():
            yield from _members(data, item.path, taken)
        else:
            yield Source(id=_free(taken, item.id, item.path), text=decode(data, item.path), path=item.path)
    except InputError as error:
        yield error
    except MemoryError:
        yield InputError("too_large", "there is not enough memory to read it", item.path)


def _members(data: bytes, path: str, taken: Collection[str]) -> Iterator[Source | InputError]:
    """The articles of a file of JSON Lines."""
    if saved.jsonl.begins(data[:MOST_LOOKED_AT].removeprefix(BOM_UTF8), path):
        raise InputError("no_article", "it holds records that claimx wrote, not articles", path)
    for article in articles(data, path):
        yield article if isinstance(article, InputError) else _source(article, path, taken)


def _free(taken: Collection[str], *wanted: str | None) -> str:
    """The first id of ``wanted`` that is not taken, else the last one with a number behind it."""
    free = [identity for identity in wanted if identity is not None and identity not in taken]
    if free:
        return free[0]
    return next(identity for number in count(2) if (identity := f"{wanted[-1]}:{number}") not in taken)


def _source(article: Article, path: str, taken: Collection[str]) -> Source:
    return Source(
        id=_free(taken, article.id, f"{path}:{article.line}"),
        text=article.text,
        path=path,
        title=article.title,
        author=article.author,
        published=article.published,
        url=article.url,
        extra=article.extra,
    )


def _bytes(path: str) -> bytes:
    with opened(path) as file:
        return file.read()
