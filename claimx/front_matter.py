"""Front matter: what a text says of itself between two lines of dashes at its very beginning, in YAML."""

from __future__ import annotations

import re

# Each line names a field or goes on with one, so that prose between two rules is none.
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(?P<fields>(?:(?:[\w-]+[ \t]*:|[ \t]+\S|-[ \t]|[#\]}]).*\r?\n|[ \t]*\r?\n)+)"
    r"(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)"
)


def front_matter(text: str) -> tuple[str, int]:
    """The front matter of ``text`` in YAML, and the offset behind it; empty and 0 where there is none."""
    found = _FRONT_MATTER.match(text)
    return (found["fields"], found.end()) if found else ("", 0)
