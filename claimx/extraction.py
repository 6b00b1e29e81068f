"""Sources to records: the pipeline runs over articles, here or in worker processes, and order is kept."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import count, zip_longest
from pathlib import Path

from claimx.article import TextIndex
from claimx.assembly import Records, assemble_analysis, attributions, explained
from claimx.cache import Cache
from claimx.errors import ClaimxError, InputError
from claimx.labels import NameType
from claimx.pipeline import Language, Resolution, analyse, has_grown, index_text, load
from claimx.read import Source
from claimx.records import Attribution
from claimx.settings import Settings
from claimx.spans import Span
from claimx.workers import in_workers

__all__ = ["Extracted", "explain_record", "extract", "extract_many", "extract_sources", "index_text"]

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """One source with its records in text order."""

    source: Source
    records: Records

    @property
    def index(self) -> TextIndex:
        """The index of the text, made when it is asked for: few who want records do, and it is longer than they."""
        return index_text(self.source.text)


def extract(text: str, *, id: str = "text", settings: Settings | None = None) -> list[Attribution]:
    """The attributions of one article, of all classes, in text order; offsets index ``text``.

    The pipeline is loaded at the first call and kept. Raises ClaimxError where ``text`` is no text.
    """
    return next(extract_many([text], ids=[id], settings=settings))


def extract_many(
    texts: Iterable[str], *, ids: Iterable[str] | None = None, settings: Settings | None = None, jobs: int = 1
) -> Iterator[list[Attribution]]:
    """The attributions of each article in turn; ``ids`` default to ``text-1``, ``text-2`` and so on.

    With ``jobs`` above 1 the articles are spread over that many processes, with 0 over as many as there are cores; a
    program that asks for it needs the guard ``if __name__ == "__main__":``. Raises ClaimxError where a text is
    none, where there are not as many ids as texts, and where an article cannot be worked on.
    """
    if isinstance(texts, str | bytes) or not isinstance(texts, Iterable):
        raise ClaimxError(f"extract_many takes several texts, not {type(texts).__name__}; extract takes one")
    return _attributions(_sources(texts, ids), settings or Settings(), jobs)


def _attributions(sources: Iterator[Source | InputError], settings: Settings, jobs: int) -> Iterator[list[Attribution]]:
    for outcome in extract_sources(sources, settings, jobs):
        if isinstance(outcome, InputError):
            raise outcome
        yield [record for record in outcome.records if isinstance(record, Attribution)]


def _sources(texts: Iterable[str], ids: Iterable[str] | None) -> Iterator[Source | InputError]:
    """A source for each text that a caller gives, with its id."""
    missing = object()
    names: Iterable[object] = ids if ids is not None else (f"text-{number}" for number in count(1))
    pairs = zip_longest(texts, names, fillvalue=missing) if ids is not None else zip(texts, names, strict=False)
    for number, (text, name) in enumerate(pairs, start=1):
        if text is missing or name is missing:
            raise ClaimxError(f"there are not as many ids as texts: one of them ends before number {number}")
        if not isinstance(name, str):
            raise ClaimxError(f"id {number} is {type(name).__name__}, not a string")
        yield Source(id=name, text=whole_text(text, name))


def whole_text(text: object, name: str) -> str:
    """``text`` of the article ``name``, where it is one that UTF-8 can hold; raises ClaimxError where it is not."""
    if not isinstance(text, str):
        hint = "; decode it first" if isinstance(text, bytes) else ""
        raise ClaimxError(f"{name}: a text is a string, not {type(text).__name__}{hint}")
    if surrogate := _SURROGATE.search(text):
        message = f"half a character (U+{ord(surrogate[0]):04X}) at {surrogate.start()}"
        raise InputError("lone_surrogate", message, name)
    return text


def extract_sources(
    sources: Iterable[Source | InputError], settings: Settings, jobs: int = 1, cache: Path | None = None
) -> Iterator[Extracted | InputError]:
    """Each source with its records in text order, in the order given; an InputError is passed through.

    With ``jobs`` above 1 the articles are spread over that many processes, with 0 over as many as this one may use
    cores; the records are the same. What stands in the folder ``cache`` is not worked on again.
    """
    work = partial(_work, settings=settings, cache=cache and cache.absolute())
    jobs = jobs or cores()
    if jobs == 1:
        yield from (source if isinstance(source, InputError) else work(source) for source in sources)
    else:
        yield from in_workers(work, sources, jobs)


def explain_record(source: Source, id_: str, settings: Settings) -> list[tuple[Attribution, Resolution]]:
    """The attributions of ``source`` whose record id starts with ``id_``, and why each has its speaker."""
    return explained(_loaded(settings), source, id_)


def extract_with_names(
    source: Source, settings: Settings
) -> tuple[list[Attribution], tuple[tuple[Span, NameType], ...]]:
    """The attributions of ``source``, and all names that it holds."""
    nlp = _loaded(settings)
    analysis = analyse(nlp, source.text)
    return attributions(nlp, source, analysis), analysis.names


def _work(source: Source, settings: Settings, cache: Path | None) -> Extracted | InputError:
    """The records of one article, from the cache where it has them, else by the pipeline."""
    kept = _opened(cache) if cache is not None else None
    found = kept.find(source, settings) if kept is not None else None
    if found is not None:
        return Extracted(source, found)
    outcome = _worked_on(source, settings)
    if kept is not None and isinstance(outcome, Extracted):
        kept.keep(source, settings, outcome.records)
    return outcome


def _worked_on(source: Source, settings: Settings) -> Extracted | InputError:
    """The records of one article; an unexpected exception becomes an error of that article alone."""
    nlp = _loaded(settings)
    try:
        analysis = analyse(nlp, source.text)
        return Extracted(source, assemble_analysis(nlp, source, analysis))
    except Exception as error:
        return InputError("internal", f"claimx failed on it, please report: {error!r}", source.path or source.id)


def delete_cache(folder: Path) -> None:
    """Delete what ``extract_sources`` kept in ``folder``."""
    _opened(folder.absolute()).delete()
    _opened.cache_clear()


@cache
def _opened(folder: Path) -> Cache:
    return Cache(folder)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _loaded(settings: Settings) -> Language:
    # Threads that need the pipeline at the same time wait for one load instead of each loading their own.
    with _LOADING:
        nlp = _load_once(settings)
        if has_grown(nlp):
            # A thread that is at work with the old one keeps it until it is done.
            _load_once.cache_clear()
            nlp = _load_once(settings)
        return nlp


@cache
def _load_once(settings: Settings) -> Language:
    return load(settings)


_LOADING = threading.Lock()
