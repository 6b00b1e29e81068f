"""Records of articles that were worked on before: one SQLite file in a folder, which several processes may share.

A record is kept for a text, what the input says of it, the versions of program and models, and the settings: where
one of these is another, the article is worked on anew.
"""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

import orjson
from pydantic import TypeAdapter

import claimx.models
from claimx.errors import OutputError
from claimx.read import Source
from claimx.records import Attribution, Doc, Quoted
from claimx.settings import Settings

Records = list[Attribution | Quoted]

_FILE = "claimx.sqlite"
_CREATE_TABLE = "CREATE TABLE IF NOT EXISTS articles (key TEXT PRIMARY KEY, records BLOB NOT NULL)"
_MODEL_FILES = frozenset({".json", ".onnx"})
# Seconds to wait while another process writes.
_PATIENCE = 60
_RECORDS: TypeAdapter[Records] = TypeAdapter(Records)


class Cache:
    """The records kept in ``folder``, which is made where it is missing.

    Raises OutputError where the folder cannot be used.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(folder / _FILE, timeout=_PATIENCE, isolation_level=None)
            # A process that is killed loses nothing by this, and a computer that fails loses the last articles.
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_CREATE_TABLE)
        except (OSError, sqlite3.Error) as error:
            raise OutputError(f"cannot use the cache {folder / _FILE}: {error}; delete it, or name another") from None

    def delete(self) -> None:
        """Delete all that is kept, and the folder where nothing else is in it."""
        self._connection.close()
        for file in self._folder.glob(f"{_FILE}*"):
            file.unlink()
        with suppress(OSError):
            self._folder.rmdir()

    def find(self, source: Source, settings: Settings) -> Records | None:
        """The kept records of ``source``, with the path that it has now; None where no records are kept for it."""
        row = self._connection.execute(
            "SELECT records FROM articles WHERE key = ?", [_key(source, settings)]
        ).fetchone()
        if row is None:
            return None
        records = _RECORDS.validate_json(row[0])
        doc = _of(source, records[0].doc) if records else None
        return [record.model_copy(update={"doc": doc}) for record in records]

    def keep(self, source: Source, settings: Settings, records: Records) -> None:
        """Keep the ``records`` of ``source``."""
        data = _RECORDS.dump_json(records, by_alias=True)
        self._connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?)", [_key(source, settings), data])


def _key(source: Source, settings: Settings) -> str:
    """A hash over everything that the records depend on; the path and the id of the article are no part of it."""
    stated = [source.text, source.title, source.author, source.published]
    return hashlib.sha256(orjson.dumps([*stated, *program(), _as_json(settings)])).hexdigest()


@lru_cache(maxsize=8)
def _as_json(settings: Settings) -> str:
    return settings.model_dump_json()


@cache
def program() -> tuple[str, str]:
    """The version of claimx, and a hash over the files of its models."""
    models = hashlib.sha256()
    for path in sorted(Path(*claimx.models.__path__).glob("*/*")):
        if path.suffix in _MODEL_FILES:
            models.update(hashlib.sha256(path.read_bytes()).digest())
    return version("claimx"), models.hexdigest()


def _of(source: Source, doc: Doc) -> Doc:
    """The document of a kept record, with the path and id that ``source`` has now."""
    where = {
        "id": source.id,
        "path": source.path,
        "url": source.url,
        "extra": dict(source.extra),
        "source_sha256": source.source_sha256,
        "extractor": source.extractor,
    }
    return doc.model_copy(update=where)
