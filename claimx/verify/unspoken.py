"""What a transcript holds besides speech: time codes, page headers and numbers, sounds, labels.

These stretches are passed over, so that a quotation continues behind them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.quotation_marks import CLOSING
from claimx.spans import Span

_FILLED_LINE = re.compile(r"[^\n]*\S[^\n]*")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—][ \t]*)?(?:(?:page|p\.)[ \t]*)?\d{1,4}(?:[ \t]*(?:/|of)[ \t]*\d{1,4})?(?:[ \t]*[-–—])?", re.I
)
_DIGITS = re.compile(r"\d+")
_ENDS_SENTENCE = re.compile(rf"[.!?…][{CLOSING})\]]*$")
_LONGEST_HEADER = 80


@cache
def _note() -> re.Pattern[str]:
    """A time code, a tag, or what the brackets of a transcript hold that nobody says."""
    return re.compile(
        rf"""
          ^(?:\d+[ \t]*\r?\n)? \d[\d:.,]+\ -->\ [^\n]*$               # the times of subtitles, with their number
        | [\[(<]? \b\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,:;]\d{{1,3}})?\b [\])>]?  # 00:12:34, [00:12:34.500]
        | [\[(] [ \t]*\d{{1,3}}:\d{{2}}[ \t]* [\])]                    # [12:34]
        | ^[ \t]*\d{{1,3}}:\d{{2}}(?:[.,]\d+)? (?=[ \t]*\r?$|[ \t]+[A-Z>\[])
        | </?(?:[vcibu]|lang|ruby|rt)(?:[. ][^>\n]*)?>               # the tags of WebVTT
        | [(\[][ \t]*(?:{alternation(word_list("sounds_in_transcripts"))}
            |in\ \w+|through\ (?:an\ )?interpreter|via\ translator)\b [^()\[\]\n]{{0,40}}[)\]]
        """,
        re.MULTILINE | re.IGNORECASE | re.VERBOSE,
    )


def unspoken(text: str) -> list[Span]:
    """The stretches of a transcript that nobody spoke, labels aside, in the order of their starts."""
    return sorted([*(Span(*note.span()) for note in _note().finditer(text)), *_page_headers(text)])


def _page_headers(text: str) -> Iterator[Span]:
    """Lines that are page numbers, or come again and again with another number, and those that come with them."""
    lines = [Span(*line.span()) for line in _FILLED_LINE.finditer(text)]
    shown = [span.of(text).strip() for span in lines]
    masked = [_DIGITS.sub("#", line) for line in shown]
    times = Counter(masked)
    numbered = {
        at
        for at, line in enumerate(shown)
        if _PAGE_NUMBER.fullmatch(line) or ("#" in masked[at] and _is_header(line) and times[masked[at]] > 1)
    }
    for at, line in enumerate(shown):
        beside = at - 1 in numbered or at + 1 in numbered
        if at in numbered or (beside and times[masked[at]] > 1 and _is_header(line)):
            yield lines[at]


def _is_header(line: str) -> bool:
    return len(line) <= _LONGEST_HEADER and not _ENDS_SENTENCE.search(line)
