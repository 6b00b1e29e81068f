"""The texts that records index, found by their hash, their id or their path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from claimx.read import Source, find_inputs, read_input
from claimx.read.named import folder_of, may_be_read
from claimx.records import text_digest


class Texts:
    """Texts in a folder, or where the records say they were read from."""

    def __init__(self, folder: Path | None = None, near: Iterable[str] = ()) -> None:
        """Look into ``folder``, else where records say, below the current folder and those of the files ``near``."""
        self._folder = folder
        self._near = [folder_of(path) for path in near]
        # Many records share a text: each file is read once.
        self._read: dict[str, _Sources] = {}

    def find(self, digest: str, identity: str, path: str | None) -> str | None:
        """The text with this hash, else the one of that id or name, which is then another; None where there is none.

        With a folder, only its files are looked at.
        """
        where = str(self._folder) if self._folder is not None else path
        if where is None or (self._folder is None and not may_be_read(where, self._near)):
            return None
        return self._sources(where).find(digest, identity, path)

    def in_folder(self) -> Sequence[Source]:
        """All articles of the folder; none where no folder is given."""
        return self._sources(str(self._folder)).articles if self._folder is not None else ()

    def _sources(self, where: str) -> _Sources:
        if where not in self._read:
            self._read[where] = _Sources(where)
        return self._read[where]


class _Sources:
    """The articles below one argument, by hash and by id."""

    def __init__(self, argument: str) -> None:
        self.articles = articles = [
            s for item in find_inputs([argument]).files for s in read_input(item) if isinstance(s, Source)
        ]
        self._by_digest = {text_digest(article.text): article.text for article in articles}
        self._by_id = {article.id: article.text for article in articles}
        # The only article of a file named in a record is the one, whatever folder its id was below.
        self._only = articles[0].text if len(articles) == 1 and articles[0].path == argument else None

    def find(self, digest: str, identity: str, path: str | None) -> str | None:
        if digest in self._by_digest:
            return self._by_digest[digest]
        names = (identity, path, PurePosixPath(path or identity).name)
        return next((self._by_id[name] for name in names if name in self._by_id), self._only)
