"""The spellings of one name: what counts in comparing names, and what abbreviates them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "qc", "kc", "mp", "obe", "mbe", "cbe"})
_SMALL_WORDS = frozenset({"of", "the", "and", "for", "de", "la", "in", "on", "to", "a"})


@lru_cache(maxsize=4096)
def name_key(name: str) -> tuple[str, ...]:
    """The words of a name, folded: case, accents, hyphens, full stops and suffixes do not count."""
    folded = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.findall(r"[a-z0-9']+", folded.replace(".", "").replace("-", " "))
    return tuple(word for word in words if word not in _SUFFIXES) or (folded,)


def initials(name: str) -> str:
    """The acronym a name may have: the first letters of its words, small ones and *'s* left out."""
    words = re.findall(r"[^\W\d_][\w’']*", name)
    return "".join(word[0] for word in words if word.lower() not in _SMALL_WORDS).upper()
