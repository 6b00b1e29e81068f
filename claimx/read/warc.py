"""WARC, as web archives and crawlers write it: each page that was answered is an article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content, too_long
from claimx.read.extras import needed
from claimx.read.html import read_page
from claimx.reading import Reading

EXTRA = "warc"
_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(content: Content, reading: Reading) -> Iterator[Article | InputError]:
    """The pages that were answered with success, in their order; their id is their address.

    An InputError with the address stands for a page that no article was found in.
    """
    warcio = needed("warcio.archiveiterator", EXTRA, content.path)
    failure = needed("warcio.exceptions", EXTRA, content.path).ArchiveLoadFailed
    try:
        for record in warcio.ArchiveIterator(content.file):
            if _is_page(record):
                yield _article(record, content, reading)
    except failure as error:
        raise InputError("damaged", f"no WARC: {error}", content.path) from None


def _is_page(record: Any) -> bool:  # noqa: ANN401 - warcio has no types
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _PAGES and record.http_headers.get_statuscode() == "200"


def _article(record: Any, content: Content, reading: Reading) -> Article | InputError:  # noqa: ANN401
    address = record.rec_headers.get_header("WARC-Target-URI")
    data = record.content_stream().read(reading.max_bytes + 1)
    try:
        if len(data) > reading.max_bytes:
            raise too_long(content.path, reading.max_bytes)
        page = read_page(data, content.path, _charset(record), address)
    except InputError as error:
        return InputError(error.code, f"{address}: {error.message}", error.path)
    return replace(page, id=address, extra={"warc_date": record.rec_headers.get_header("WARC-Date")})


def _charset(record: Any) -> str | None:  # noqa: ANN401
    _, _, charset = (record.http_headers.get_header("Content-Type") or "").lower().partition("charset=")
    return charset.partition(";")[0].strip(" \"'") or None
