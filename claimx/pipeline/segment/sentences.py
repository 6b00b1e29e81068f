"""Where sentences start: closing punctuation, then white space, then something a sentence can start with.

False starts cost names (*Mr.*, *U.S.* before a capital), so a full stop after an abbreviation, an initial or
a number that is counted on ends nothing; true starts that are missed cost little.
"""

from __future__ import annotations

import re

from claimx.lexicon import abbreviations
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import CLOSING, OPENING
from claimx.spans import Span

# A quotation that lacks its stop (*tweeted: “Pool opens in May” The post was deleted*) ends where a word follows that
# hardly stands inside a sentence with a capital.
_END = re.compile(
    rf"(?P<stop>[.!?…]+)(?P<closers>[{CLOSING})\]]*)\s+(?=(?P<next>['{OPENING}(\[]*[A-Z0-9À-Þ][\w’']*|['{OPENING}]))"
    r"""|(?<=\w)(?P<unstopped>”)\s+(?=(?:The|His|Her|He|She|It|They|This|That|But|In|On|At|A|An)\s)"""
)
_LAST_WORD = re.compile(r"[\w.&'’\-]+$")
_INITIAL = re.compile(r"(?:[A-Z]\.)*[A-Z]$")
_LONGEST_WORD = 24


def sentences(text: str, paragraph: Span) -> list[Span]:
    """The sentences of a paragraph in order, without white space at their ends."""
    found, start = [], paragraph.start
    for match in _END.finditer(text, *paragraph):
        if match["stop"] is None or _ends_here(text, match, start):
            found.append(Span(start, match.end("closers") if match["stop"] else match.end("unstopped")))
            start = match.end()
    if start < paragraph.end:
        found.append(Span(start, paragraph.end))
    return found


def _ends_here(text: str, match: re.Match[str], start: int) -> bool:
    if match["stop"] != "." or match["closers"]:
        # “Really?” she asked: a lower-case word would not have matched; a name after it may still report.
        return True
    before = _LAST_WORD.search(text, max(start, match.start() - _LONGEST_WORD), match.start())
    if before is None:
        return True
    word = before.group()
    opens = match["next"] in word_list("sentence_openers") or match["next"][0] in f"'{OPENING}"
    abbreviation = abbreviations().get(word + ".")
    if abbreviation is None:
        return opens or not _INITIAL.fullmatch(word)
    if abbreviation.ends == "number":
        return not match["next"][0].isdigit()
    return abbreviation.ends == "maybe" and opens
