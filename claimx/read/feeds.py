"""RSS and Atom: an entry an article, as far as the feed carries its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from claimx.errors import InputError
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.derived import derived
from claimx.read.mail import iso_date
from claimx.read.markup import PROLOG, text_of_markup
from claimx.reading import Reading

_ROOT = re.compile(PROLOG + rb"<(?:rss|feed|rdf:RDF|atom:feed)\b", re.DOTALL)
_ATOM_LINK = "alternate"
# RSS asks for an address, with the name behind it: *jo@example.org (Jo Field)*.
_ADDRESSED = re.compile(r"\S+@\S+\s+\((?P<name>.+)\)")


def looks_like_feed(head: bytes) -> bool:
    """Whether ``head`` begins with the root of a feed."""
    return _ROOT.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read_feed(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """The entries in their order: the title, an empty line, and the fullest text the feed has of it."""
    data = content.whole()
    try:
        root = ElementTree.fromstring(data)  # noqa: S314 - expat refuses entities that multiply
    except LookupError as error:
        raise InputError("bad_xml", f"not XML: {error}", content.path) from None
    except ElementTree.ParseError as error:
        line, column = error.position
        raise InputError("bad_xml", f"not XML: {error}", content.path, line=line, column=column + 1) from None
    for element in root.iter():
        element.tag = _local(element.tag)
    entries = (element for element in root.iter() if element.tag in ("item", "entry"))
    for number, entry in enumerate(entries, start=1):
        yield _article(data, entry, number)


def _article(data: bytes, entry: ElementTree.Element, number: int) -> Article:
    title = _plain(entry, "title")
    body = _fullest(entry, "encoded", "content", "description", "summary")
    return derived(
        data,
        "\n\n".join(filter(None, (title, body))),
        number=number,
        id=_plain(entry, "guid", "id") or _link(entry),
        title=title,
        author=_named(_plain(entry, "creator", "author/name", "author")),
        published=iso_date(_plain(entry, "pubDate", "published", "date", "updated")),
        url=_link(entry),
    )


def _named(author: str | None) -> str | None:
    addressed = _ADDRESSED.fullmatch(author or "")
    return addressed["name"] if addressed else author


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _plain(entry: ElementTree.Element, *names: str) -> str | None:
    """The text of the first of ``names`` that says something, without markup."""
    return next((text for name in names for found in entry.findall(name) if (text := _markup_text(found))), None)


def _fullest(entry: ElementTree.Element, *names: str) -> str | None:
    return max((_markup_text(found) for name in names for found in entry.findall(name)), key=len, default=None)


def _markup_text(element: ElementTree.Element) -> str:
    # Markup stands inside as text that is escaped, or (xhtml) as elements.
    if len(element):
        return text_of_markup(ElementTree.tostring(element, encoding="unicode", method="html"))
    return text_of_markup(element.text or "")


def _link(entry: ElementTree.Element) -> str | None:
    links = entry.findall("link")
    # An Atom link has its address in an attribute, and no relation where it is the entry's own page.
    own = (link.get("href") or link.text for link in links if link.get("rel", _ATOM_LINK) == _ATOM_LINK)
    return next((link.strip() for link in own if link and link.strip()), None)
