"""HTML pages: the article out of its page, by trafilatura, with what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimx.errors import InputError
from claimx.quotation_marks import OPENING, OWN_PAIRS
from claimx.read.article import Article
from claimx.read.content import HEAD, Content
from claimx.read.decoding import decode_page
from claimx.read.derived import derived
from claimx.read.extras import needed
from claimx.read.linked_data import stated
from claimx.read.markup import PROLOG
from claimx.read.seams import join_broken, seams
from claimx.reading import Reading

EXTRA = "html"

_BEGINNING = re.compile(PROLOG + rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
# What claimx report writes names its maker, as other programs do.
_REPORT = b'<meta name="generator" content="claimx">'
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_OPENING_MARK = re.compile(rf"\s*['{OPENING}]")
_EMBEDDED = re.compile(r"twitter|instagram|tiktok|fb-|reddit|bluesky|embed", re.IGNORECASE)

# Chosen on 159 pages of other sites: the careful reading loses little and keeps teasers out, but on some pages it
# misses the article. It is left for the balanced one where that is longer by this much …
_MUCH_LONGER = 1 / 0.6
# … unless it found so many characters, with lines that are not in the balanced one: that one is of something else.
_LONG_ENOUGH = 1000


def looks_like_html(head: bytes) -> bool:
    """Whether ``head`` begins as a page does."""
    return _BEGINNING.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read_html(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The article of one page; a report of ours is none (InputError, ``no_article``)."""
    data = content.whole()
    if _REPORT in data[:HEAD]:
        raise InputError("no_article", "it is a report that claimx wrote, no article", content.path)
    yield read_page(data, content.path)


def read_page(data: bytes, path: str, charset: str | None = None, url: str | None = None) -> Article:
    """The article of a page: its title, then its paragraphs, with an empty line between them.

    ``charset`` and ``url`` are what came with the page, if anything did. Raises InputError where the page has no
    text that could be an article.
    """
    trafilatura = needed("trafilatura", EXTRA, path)
    metadata = needed("trafilatura.metadata", EXTRA, path)
    page = trafilatura.load_html(decode_page(data, path, charset or _declared(data)))
    shown = metadata.extract_metadata(page, default_url=url) if page is not None else None
    text = _article_text(trafilatura, page) if page is not None else ""
    if not shown or not text:
        raise InputError("no_text", "no article was found in this page", path)
    known = {
        "title": shown.title,
        "author": shown.author and shown.author.replace("; ", ", "),
        "published": shown.date,
        "url": shown.url or url,
    }
    lines = [_BLANKS.sub(" ", line).strip() for line in text.split("\n") if line.strip()]
    paragraphs = join_broken(lines, seams(needed("lxml.etree", EXTRA, path), page))
    if shown.title and paragraphs[0] != shown.title:
        paragraphs.insert(0, shown.title)
    return derived(data, "\n\n".join(paragraphs), "trafilatura", **(known | _stated(page)))


def _stated(page: Any) -> dict[str, str]:  # noqa: ANN401 - a tree of lxml
    """What the JSON-LD of the page says, which counts more than what it shows."""
    scripts = (script.text or "" for script in page.iter("script") if script.get("type") == "application/ld+json")
    return {key: value for key, value in stated(scripts).items() if value}


def _declared(data: bytes) -> str | None:
    """The charset that a page names at its beginning."""
    found = _CHARSET.search(data[:4096])
    return found[1].decode("ascii", "replace") if found else None


def _article_text(trafilatura: Any, page: Any) -> str:  # noqa: ANN401 - an optional module, and a tree of lxml
    """The text of the article, a paragraph a line; empty where none was found."""
    _write_marks(page)
    _mark_blocks(page)
    _join_lines(page)
    _bare_parts(page)
    careful = trafilatura.extract(page, include_comments=False, include_tables=False, favor_precision=True) or ""
    balanced = trafilatura.extract(page, include_comments=False) or ""
    if len(balanced) <= _MUCH_LONGER * len(careful):
        return careful
    of_its_own = not set(careful.split("\n")) <= set(balanced.split("\n"))
    return careful if of_its_own and len(careful) >= _LONG_ENOUGH else balanced


def _write_marks(page: Any) -> None:  # noqa: ANN401 - a tree of lxml
    """Write the quotation marks that a browser shows around ``<q>`` into the page, unless they stand there already."""
    quotes = list(page.iter("q"))
    for quote in quotes:
        inner = quote.text_content()
        if inner.strip() and not _OPENING_MARK.match(inner):
            opening, closing = OWN_PAIRS[sum(1 for _ in quote.iterancestors("q")) % 2]
            quote.text = opening + (quote.text or "")
            if len(quote):
                quote[-1].tail = (quote[-1].tail or "") + closing
            else:
                quote.text += closing
    for quote in quotes:
        quote.tag = "span"  # what trafilatura would make of a <q> is a paragraph


def _mark_blocks(page: Any) -> None:  # noqa: ANN401 - a tree of lxml
    """Write a ``>`` in front of each paragraph of a ``<blockquote>``: whose words it is may stand above it alone.

    What begins with a quotation mark is marked already. What other sites show of themselves in one (a post, a card) is
    no quotation of the article.
    """
    for quote in page.iter("blockquote"):
        if _EMBEDDED.search(quote.get("class") or "") is None and not _OPENING_MARK.match(quote.text_content()):
            for block in [*quote.iter("p")] or [quote]:
                if block.text_content().strip():
                    block.text = f"> {(block.text or '').lstrip()}"


def _join_lines(page: Any) -> None:  # noqa: ANN401
    """Make a blank of the line ends inside paragraphs, as a browser does: here a line is a paragraph."""
    for element in page.iter():
        if element.tag != "pre" and element.text:
            element.text = _BLANKS.sub(" ", element.text)
        if element.tail:
            element.tail = _BLANKS.sub(" ", element.tail)


def _bare_parts(page: Any) -> None:  # noqa: ANN401
    """Take class and id off what stands behind words in a paragraph: *especially high for Ana Ruiz*, a link.

    It is part of them, while trafilatura leaves out what is called a link, a tag or a tool.
    """
    for paragraph in page.iter("p"):
        for part in paragraph.iter("a", "b", "em", "i", "span", "strong"):
            before = part.getprevious()
            if ((part.getparent().text if before is None else before.tail) or "").strip():
                for element in part.iter():
                    element.attrib.pop("class", None)
                    element.attrib.pop("id", None)
