"""Letters and signs that are the same in any spelling of a word: case, accents, kinds of apostrophe and hyphen."""

from __future__ import annotations

import unicodedata

# Letters that Unicode does not take apart into a plain letter and an accent.
_PLAIN = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
_APOSTROPHES = "’‘‛ʼʻ`´′"
_HYPHENS = "‐‑‒–—−"
_SAME = str.maketrans(_PLAIN | dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys(_HYPHENS, "-"))


def plain_letters(text: str) -> str:
    """The text in lower case, without accents, with one kind of apostrophe and one of hyphen.

    *Łukasz* is written as *Lukasz*, *Søren* as *Soren*, *O’Brien* as *O'Brien*.
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    # The signs are exchanged first: some are blanks with an accent for Unicode.
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_SAME)).casefold()
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_SAME)
