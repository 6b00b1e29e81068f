"""Sources to records: the pipeline runs over articles, here or in worker processes, and order is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from itertools import count

from claimx.article import TextIndex
from claimx.assembly import Records, assemble, assemble_analysis, explained
from claimx.errors import InputError
from claimx.pipeline import Language, Resolution, analyse, index_text, load
from claimx.read import Source
from claimx.records import Attribution
from claimx.settings import Settings
from claimx.workers import in_workers

__all__ = ["Extracted", "explain_record", "extract", "extract_many", "extract_sources", "index_text"]


@dataclass(frozen=True, slots=True)
class Extracted:
    """One source with its records in text order, and the index of its text."""

    source: Source
    records: Records
    index: TextIndex


def extract(text: str, *, id: str = "text", settings: Settings | None = None) -> list[Attribution]:
    """The attributions of one article, of all classes, in text order; offsets index ``text``.

    The pipeline is loaded at the first call and kept.
    """
    return next(extract_many([text], ids=[id], settings=settings))


def extract_many(
    texts: Iterable[str], *, ids: Iterable[str] | None = None, settings: Settings | None = None
) -> Iterator[list[Attribution]]:
    """The attributions of each article in turn; ``ids`` default to ``text-1``, ``text-2`` and so on."""
    names = ids if ids is not None else (f"text-{number}" for number in count(1))
    nlp = _loaded(settings or Settings())
    for text, name in zip(texts, names, strict=ids is not None):
        yield [r for r in assemble(nlp, Source(id=name, text=text)) if isinstance(r, Attribution)]


def extract_sources(
    sources: Iterable[Source | InputError], settings: Settings, jobs: int = 1
) -> Iterator[Extracted | InputError]:
    """Each source with its records in text order, in the order given; an InputError is passed through.

    With ``jobs`` above 1 the articles are spread over that many processes; the records are the same.
    """
    if jobs == 1:
        for source in sources:
            if isinstance(source, InputError):
                yield source
            else:
                yield _work(source, settings)
    else:
        yield from in_workers(partial(_work, settings=settings), sources, jobs)


def explain_record(source: Source, id_: str, settings: Settings) -> list[tuple[Attribution, Resolution]]:
    """The attributions of ``source`` whose record id starts with ``id_``, and why each has its speaker."""
    return explained(_loaded(settings), source, id_)


def _work(source: Source, settings: Settings) -> Extracted | InputError:
    """The records of one article; a fault of ours in it is an error of that article, and costs no other."""
    nlp = _loaded(settings)
    try:
        analysis = analyse(nlp, source.text)
        return Extracted(source, assemble_analysis(nlp, source, analysis), analysis.index)
    except Exception as error:
        return InputError("internal", f"claimx failed on it, please report: {error!r}", source.path or source.id)


@cache
def _loaded(settings: Settings) -> Language:
    return load(settings)
