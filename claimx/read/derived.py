"""Articles whose text was taken out of something that is not text."""

from __future__ import annotations

import hashlib
from importlib.metadata import version

from claimx.read.article import Article


def derived(source: bytes, text: str, extractor: str = "claimx", **known: str | int | None) -> Article:
    """An article of ``text``, with the hash of the bytes it came from and the program that took it out of them."""
    return Article(
        text=f"{text.rstrip()}\n",
        source_sha256=hashlib.sha256(source).hexdigest(),
        extractor=f"{extractor} {version(extractor)}",
        **known,  # type: ignore[arg-type]  # fields of an Article
    )
