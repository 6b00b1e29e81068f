"""Lines that an extractor broke where the page goes on, beside a link or a word in bold.

Where trafilatura falls back on another way to read a page, it makes a paragraph of each piece of a text that no ``<p>``
holds: *Pakistan* is then one line, and *’s army said …* the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any, NamedTuple

# What stands inside of a line. A <span> does as a rule, but sites make headings and labels of it too.
_INLINE = frozenset("a abbr b big bdi bdo cite code dfn em font i ins kbd mark s small strong sub sup u".split())
_UNSURE = frozenset(("span", "time", "label"))
# So many characters on each side tell where in the page an end of a line is.
_SEEN = 24
# What more pieces than these stand behind is a label, and there are no more to look at for each line.
_MOST_BEHIND = 50

# The beginnings of what may stand behind an end of a line, each with what parts the two in the page.
Seams = Mapping[str, Mapping[str, str]]


class _Seam(NamedTuple):
    front: str
    behind: str
    between: str


def join_broken(lines: Iterable[str], seams: Seams) -> list[str]:
    """The ``lines``, those put together that the page shows as one."""
    whole: list[list[str]] = []
    end = ""
    for line in lines:
        behind = seams.get(end, {}).items()
        between = next((mark for beginning, mark in behind if beginning.startswith(line[:_SEEN])), None)
        if between is None:
            whole.append([line])
            end = line[-_SEEN:]
        else:
            whole[-1] += between, line
            end = f"{end}{between}{line}"[-_SEEN:]
    return ["".join(pieces) for pieces in whole]


def seams(etree: Any, page: Any) -> Seams:  # noqa: ANN401 - lxml is optional; a tree of it
    """The places inside the lines of ``page`` at which an element begins or ends."""
    found: dict[str, dict[str, str]] = {}
    for pieces, sure in _lines(etree, page):
        for seam in _of_line(pieces, sure):
            behind = found.setdefault(seam.front, {})
            if len(behind) < _MOST_BEHIND:
                behind[seam.behind] = seam.between
    return found


def _lines(etree: Any, page: Any) -> Iterator[tuple[list[str], list[bool]]]:  # noqa: ANN401
    """The pieces of each line, and whether it is sure that each stands in one line with the piece before."""
    pieces: list[str] = []
    sure: list[bool] = []
    beside_unsure = False
    for event, element in etree.iterwalk(page, events=("start", "end")):
        if element.tag not in _INLINE | _UNSURE:
            yield pieces, sure
            pieces, sure, beside_unsure = [], [], False
        beside_unsure |= element.tag in _UNSURE
        text = (element.text if event == "start" else element.tail) or ""
        if not pieces or pieces[-1].endswith(" "):
            text = text.lstrip(" ")
        if text:
            pieces.append(text)
            sure.append(not beside_unsure)
            beside_unsure = False


def _of_line(pieces: list[str], sure: list[bool]) -> Iterator[_Seam]:
    """The seams of a line; that between two words without a blank is none, for nobody writes so."""
    line = "".join(pieces)
    for number, start in enumerate(accumulate(map(len, pieces[:-1])), start=1):
        front, behind = line[max(0, start - _SEEN - 1) : start], line[start : start + _SEEN + 1]
        blank = front.endswith(" ") or behind.startswith(" ")
        if sure[number] and (blank or not (front[-1].isalnum() and behind[0].isalnum())):
            yield _Seam(front.rstrip()[-_SEEN:], behind.strip()[:_SEEN], " " if blank else "")
