"""A link that opens an article at the quoted words, where the article has an address on the web."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from claimx.records import Attribution

# Words a text fragment repeats at either end of a longer stretch.
_REPEATED_WORDS = 4


def link_to(record: Attribution) -> str | None:
    """The article's address with a text fragment (``#:~:text=start,end``) of the content's first stretch.

    None without an address, or with one that is not of the web: a browser runs what other schemes hold.
    """
    url = record.doc.url
    if url is None or urlsplit(url).scheme not in ("http", "https"):
        return None
    words = record.content.spans[0].text.split()
    ends = [words] if len(words) <= 2 * _REPEATED_WORDS else [words[:_REPEATED_WORDS], words[-_REPEATED_WORDS:]]
    # A comma and a hyphen mean something in a fragment; quote leaves the hyphen.
    fragment = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}"
