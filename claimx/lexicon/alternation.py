"""Many words as one pattern that is fast to look for: each letter that words share is compared once."""

from __future__ import annotations

import re
from collections.abc import Iterable

Tree = dict[str, "Tree"]
# Stands in a tree where a word ends; no word holds it.
_WORD_END = ""


def alternation(words: Iterable[str]) -> str:
    """A regular expression for any of ``words``, the longest that fits first."""
    tree: Tree = {}
    for word in words:
        branch = tree
        for letter in word:
            branch = branch.setdefault(letter, {})
        branch[_WORD_END] = {}
    return _pattern(tree)


def _pattern(tree: Tree) -> str:
    branches = [re.escape(letter) + _pattern(rest) for letter, rest in tree.items() if letter != _WORD_END]
    if not branches:
        return ""
    longer = branches[0] if len(branches) == 1 and _WORD_END not in tree else f"(?:{'|'.join(branches)})"
    return f"{longer}?" if _WORD_END in tree else longer
