"""A Source: one article's text, untouched, and what is known about it from outside the text."""

from __future__ import annotations

import logging
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from claimx.errors import ClaimxError, InputError
from claimx.read.article import Article
from claimx.read.content import open_content
from claimx.read.formats import format_of, remark
from claimx.read.paths import Input

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Source:
    """One article: ``text`` is what every offset indexes; None where the input does not say.

    ``source_sha256`` and ``extractor`` are there where the text was taken out of something that is not text.
    """

    id: str
    text: str
    path: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    source_sha256: str | None = None
    extractor: str | None = None


def nothing_in(source: Source) -> str:
    """The note for an article without text."""
    name = "standard input" if source.path == "-" else source.path or source.id
    return f"{name}: empty, nothing to read"


def read_inputs(inputs: Iterable[Input], taken: Iterable[str] = ()) -> Iterator[Source | InputError]:
    """The articles of ``inputs`` in order; an InputError stands where one could not be read.

    An article whose id is missing or already taken goes by ``path:number`` instead, so that ids are unique within
    a run and no article is lost. ``taken`` are ids that are so before the first.
    """
    taken = set(taken)
    for item in inputs:
        for source in read_input(item, taken):
            if isinstance(source, Source):
                taken.add(source.id)
            yield source


def read_input(
    item: Input, taken: Container[str] = (), *, say: Callable[..., None] = _log.warning
) -> Iterator[Source | InputError]:
    """The articles of one input; ``taken`` are ids already given away in this run.

    ``say`` is told, as a logger is, what is odd without being an error.
    """
    try:
        with open_content(item.path, item.reading.max_bytes, item.part) as content:
            format_ = format_of(content, item.reading)
            said = remark(format_, content.head)
            if said is not None:
                say("%s: %s", item.path, said)
            article = None
            for article in format_.read(content, item.reading):
                yield article if isinstance(article, InputError) else _source(article, item, taken)
            if article is None and item.part is None:
                say("%s: no article in it", item.path)
    except InputError as error:
        yield error
    except MemoryError:
        yield InputError("too_large", "there is not enough memory to read it", item.path)
    except ClaimxError:
        raise
    except Exception as error:  # a fault of ours, or of what unpacks a format, costs no other input
        yield InputError("internal", f"claimx failed to read it, please report: {error!r}", item.path)


def _free(taken: Container[str], *wanted: str | None) -> str:
    """The first id of ``wanted`` that is not taken, else the last one with a number appended."""
    free = [identity for identity in wanted if identity is not None and identity not in taken]
    if free:
        return free[0]
    return next(identity for number in count(2) if (identity := f"{wanted[-1]}:{number}") not in taken)


def _source(article: Article, item: Input, taken: Container[str]) -> Source:
    own = [item.id, item.path] if article.number is None else [f"{item.path}:{article.number}"]
    return Source(
        id=_free(taken, article.id, *own),
        text=article.text,
        path=item.path,
        title=article.title,
        author=article.author,
        published=article.published,
        url=article.url,
        extra=article.extra,
        source_sha256=article.source_sha256,
        extractor=article.extractor,
    )
