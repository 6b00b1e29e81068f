"""Text out of a piece of HTML that is all article: the body of a mail, an entry of a feed, a converted document.

Nothing is judged here, so nothing is lost; whole pages, with their menus, are read by ``claimx.read.html``.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from claimx.quotation_marks import OWN_PAIRS

_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead title tr ul".split()
)
_SILENT = frozenset("script style template noscript svg head object iframe select textarea button".split())
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAKS = re.compile(r"[ \t]*\n[ \t]*")
_BREAK = "\n"
# What may stand before the first element: blanks, declarations and comments. Each byte of it can be matched in one way
# only, so that however long it is, it is gone through once.
PROLOG = rb"(?:\s|<\?xml[^>]*>|<!--(?:(?!-->).)*-->)*"


def text_of_markup(markup: str) -> str:
    """The text of a piece of HTML: an empty line between blocks, a line end for ``<br>``, marks around ``<q>``."""
    parser = _Text()
    parser.feed(markup)
    parser.close()
    return "\n\n".join(parser.paragraphs())


class _Text(HTMLParser):
    """Gathers the text of each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._blocks: list[list[str]] = [[]]
        self._quotes = 0
        # The element whose text does not show, and how many of its kind are open.
        self._silent: tuple[str, int] | None = None

    def paragraphs(self) -> list[str]:
        """The blocks that have text, each with its blanks as a browser shows them."""
        joined = (_BREAKS.sub(_BREAK, "".join(block)).strip() for block in self._blocks)
        # Two line ends in a row are how mail programs part paragraphs.
        return [part.strip() for block in joined for part in re.split(r"\n{2,}", block) if part.strip()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a block, a line or a quotation."""
        if self._silent:
            self._count(tag, 1)
        elif tag not in _VOID and (tag in _SILENT or _HIDDEN.search(dict(attrs).get("style") or "")):
            self._silent = (tag, 1)
        elif tag == "br":
            self._blocks[-1].append(_BREAK)
        elif tag == "q":
            self._blocks[-1].append(OWN_PAIRS[self._quotes % 2][0])
            self._quotes += 1
        elif tag in _BLOCKS:
            self._blocks.append([])

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if self._silent:
            self._count(tag, -1)
        elif tag == "q" and self._quotes:
            self._quotes -= 1
            self._blocks[-1].append(OWN_PAIRS[self._quotes % 2][1])
        elif tag in _BLOCKS:
            self._blocks.append([])

    def handle_data(self, data: str) -> None:
        """Keep what shows."""
        if not self._silent:
            self._blocks[-1].append(_BLANKS.sub(" ", data))

    def _count(self, tag: str, step: int) -> None:
        if self._silent and self._silent[0] == tag:
            open_ = self._silent[1] + step
            self._silent = (tag, open_) if open_ else None
