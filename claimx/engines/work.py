"""The work on one partition: it is read, extracted and written, and the outcome is kept."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain

from pydantic import TypeAdapter

from claimx.engines.folder import OWN, Folder
from claimx.engines.partitions import Partition
from claimx.errors import InputError, SettingsError
from claimx.extraction import extract_sources
from claimx.people import KnownSpeakers
from claimx.read import read_inputs
from claimx.read.source import nothing_in
from claimx.records import Error
from claimx.selection import Selection
from claimx.settings import Settings
from claimx.write.article_records import ArticleRecords
from claimx.write.formats import FORMATS, FileFormat

DONE = f"{OWN}/done"
# Formats in which partitions are files that stand side by side.
PARTITION_FORMATS = ("jsonl", "parquet")


def written_as(name: str) -> FileFormat:
    """The format of that name; raises SettingsError where partitions are not written in it."""
    format_ = FORMATS.get(name)
    if name not in PARTITION_FORMATS or not isinstance(format_, FileFormat):
        raise SettingsError(f"--format: an engine writes {' or '.join(PARTITION_FORMATS)}, not {name}")
    format_.check_installed()
    return format_


@dataclass(slots=True)
class Done:
    """The outcome of the partition ``name``: counts of articles and records, unreadable inputs, and notes."""

    name: str
    articles: int = 0
    records: int = 0
    errors: list[Error] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


_DONE: TypeAdapter[Done] = TypeAdapter(Done)


@dataclass(frozen=True, slots=True)
class Work:
    """The work on a partition; an instance is sent to every worker. ``home`` is what relative paths start from."""

    folder: Folder
    format: str
    settings: Settings
    selection: Selection
    known: KnownSpeakers
    home: str

    def __call__(self, partition: Partition) -> Done:
        """Write the records of ``partition``, all at once, then that it is done."""
        # A worker with several threads has one pipeline, and one current folder, like any other.
        with _ONE_AT_A_TIME:
            os.chdir(self.home)
            done = Done(partition.name)
            format_ = written_as(self.format)
            with _hearing(done.notes), self.folder.writing(f"{partition.name}{format_.endings[0]}") as write:
                for data in format_.write(self._articles(partition, done)):
                    write(data)
            with self.folder.writing(f"{DONE}/{partition.name}.json") as write:
                write(_DONE.dump_json(done))
            return done

    def _articles(self, partition: Partition, done: Done) -> Iterator[ArticleRecords]:
        not_found = (error.as_input_error() for error in partition.errors)
        sources = chain(not_found, read_inputs(partition.inputs, partition.taken))
        for outcome in extract_sources(sources, self.settings):
            if isinstance(outcome, InputError):
                done.errors.append(Error.of(outcome))
                records = self.selection.of(done.errors[-1:], self.known.identify)
                yield ArticleRecords(outcome.path, None, records)
            else:
                source = outcome.source
                records = self.selection.of(outcome.records, self.known.identify)
                done.articles += 1
                done.records += len(records)
                if not source.text.strip():
                    done.notes.append(nothing_in(source))
                yield ArticleRecords(source.id, source.text, records)


_ONE_AT_A_TIME = threading.Lock()


@contextmanager
def _hearing(notes: list[str]) -> Iterator[None]:
    """Collect what claimx logs in ``notes``, which are shown where the run was started."""
    ours = logging.getLogger("claimx")
    handler = logging.Handler()
    handler.emit = lambda record: notes.append(record.getMessage())  # type: ignore[method-assign]
    ours.addHandler(handler)
    propagated, ours.propagate = ours.propagate, False
    try:
        yield
    finally:
        ours.removeHandler(handler)
        ours.propagate = propagated


def done_before(folder: Folder) -> list[Done]:
    """The outcomes of partitions that an earlier run finished."""
    return [_DONE.validate_json(data) for data in folder.read_all(DONE)]
