"""Words of others on their way to a terminal, a CI log or a sheet: what would act there is shown instead.

Articles, ids and names of files come from anybody. A terminal obeys control sequences in them, a CI runner
obeys lines that look like its commands, a spreadsheet computes cells that look like formulas. Every renderer for
people goes through this module; formats with an escaping of their own (JSON, XML) keep theirs.
"""

from __future__ import annotations

import re
import unicodedata

# Controls (Cc), invisible and direction marks (Cf), halves of characters (Cs), line and paragraph ends (Zl, Zp).
_ACTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# The joiners that scripts and emoji are written with, and the soft hyphen, move nothing and hide nothing.
_HARMLESS = frozenset("\u200c\u200d\u00ad")

# What a runner obeys: GitHub at a line's start, and in its older form, as Azure and TeamCity, anywhere in a line.
_COMMAND_AT_START = re.compile(r"^(\s*):(?=:)")
_COMMAND_ANYWHERE = re.compile(r"##(?=\[|vso\[|teamcity\[)")
# How a formula begins, also in full-width signs and behind a line end (OWASP, CSV Injection).
_FORMULA = re.compile(r"[=+\-@＝＋－＠\n]")


def visible(text: str, but: str = "") -> str:
    r"""``text`` with escapes (``\x1b``, ``\u202e``, ``\n``) for the characters that a terminal would act on.

    Those in ``but`` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(character if character in but else _shown(character) for character in text)


def _shown(character: str) -> str:
    acts = unicodedata.category(character) in _ACTING and character not in _HARMLESS
    return character.encode("unicode_escape").decode("ascii") if acts else character


def log_line(line: str) -> str:
    """One whole line for people: nothing in it acts on a terminal, ends the line, or commands a CI runner."""
    return _COMMAND_ANYWHERE.sub(r"#\\x23", _COMMAND_AT_START.sub(r"\1\\x3a", visible(line)))


def github_message(text: str) -> str:
    """The message of a GitHub workflow command, with line ends encoded as its documentation asks."""
    return visible(text, but="\r\n").replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def github_property(value: str) -> str:
    """The value of a property (``file``, ``title``) of a GitHub workflow command."""
    return github_message(value).replace(":", "%3A").replace(",", "%2C")


def sheet_cell(text: str) -> str:
    """A cell of a CSV file or a sheet; an apostrophe in front keeps what begins like a formula from being one.

    CSV is also printed: each line of a cell is as harmless as a line for people.
    """
    shown = "\n".join(map(log_line, text.split("\n")))
    return f"'{shown}" if _FORMULA.match(shown) else shown


def read_sheet_cell(cell: str) -> str:
    """A cell without the apostrophe that ``sheet_cell`` puts in front."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell, 1) else cell
