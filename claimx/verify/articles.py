"""The articles that saved records were made from."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimx.read import Source, read_input
from claimx.read.named import may_be_read
from claimx.read.paths import Input
from claimx.records import Attribution, text_digest


def article_texts(records: Iterable[Attribution], near: Path) -> dict[str, str]:
    """The texts that ``records`` were made from, by their sha256, as far as they are still where they were.

    Only files below the current folder and below ``near``, where the records are, are read.
    """
    wanted = {record.doc.sha256 for record in records}
    paths = sorted({record.doc.path for record in records if record.doc.path is not None})
    return {
        digest: source.text
        for path in paths
        if may_be_read(path, [near])
        for source in read_input(Input(path, path))
        if isinstance(source, Source) and (digest := text_digest(source.text)) in wanted
    }
