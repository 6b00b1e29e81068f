"""Word documents (.docx), by mammoth: their paragraphs, with what was inserted and without what was deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content, too_long
from claimx.read.derived import derived
from claimx.read.extras import needed
from claimx.read.markup import text_of_markup
from claimx.reading import Reading

EXTRA = "docx"
# The name of its first members, whichever program wrote it.
_MEMBER = re.compile(rb"\[Content_Types\]\.xml|_rels/\.rels|docProps/|word/")


def looks_like_docx(head: bytes) -> bool:
    """Whether ``head`` begins as a package that holds a Word document."""
    return head.startswith(b"PK\x03\x04") and _MEMBER.match(head, 30) is not None and b"word/" in head


def read_docx(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The text of the document, an empty line between paragraphs; notes stand at its end."""
    mammoth = needed("mammoth", EXTRA, content.path)
    data = content.whole()
    try:
        with ZipFile(BytesIO(data)) as package:
            # No more is unpacked of a member than it says of itself.
            unpacked = sum(member.file_size for member in package.infolist() if member.filename.endswith(".xml"))
        if unpacked > content.limit:
            raise too_long(content.path, content.limit)
        markup = mammoth.convert_to_html(BytesIO(data), convert_image=lambda _: []).value
    except (BadZipFile, KeyError, OSError, ValueError) as error:
        raise InputError("damaged", f"no Word document: {error}", content.path) from None
    yield derived(data, text_of_markup(markup), "mammoth")
