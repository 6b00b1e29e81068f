"""SubRip (.srt) and WebVTT: what is spoken, without numbers, times and styling, as running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from claimx.errors import InputError
from claimx.quotation_marks import CLOSING
from claimx.read.article import Article
from claimx.read.content import Content
from claimx.read.decoding import decode
from claimx.read.derived import derived
from claimx.reading import Reading

_TIME = r"(?:\d+:)?\d{1,2}:\d{2}[.,]\d{3}"
_TIMING = re.compile(rf"^[ \t]*({_TIME})[ \t]+-->[ \t]+({_TIME})", re.MULTILINE)
_FIRST_CUE = re.compile(rf"(?:\ufeff|\s)*(?:\d+[ \t]*\r?\n)?{_TIMING.pattern[1:]}")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]+)>")
_TAG = re.compile(r"</?[a-z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}", re.IGNORECASE)
# A line that begins a turn: a dash, or chevrons.
_TURN = re.compile(r"^[ \t]*(?:[-–—]|>>+)[ \t]*")
_SPEAKER_LABEL = re.compile(r"^[A-Z][\w.’' -]{1,40}:(?=\s|$)")
_ENDS_SENTENCE = re.compile(rf"[.!?…][{CLOSING})\]]*$")
# So many seconds of silence behind a whole sentence part paragraphs.
_PAUSE = 2.0


def looks_like_subtitles(head: bytes) -> bool:
    """Whether ``head`` begins as SubRip or WebVTT does."""
    text = head[:400].decode("utf-8", "replace").removeprefix("\ufeff")
    return re.match(r"WEBVTT(?:[ \t\r\n]|$)", text) is not None or _FIRST_CUE.match(text) is not None


def read_subtitles(content: Content, _: Reading) -> Iterator[Article | InputError]:
    """What is spoken; cues run on in one paragraph until somebody else speaks or is silent for a while.

    A voice that is named (``<v Ana Ruiz>``) stands in front of its words with a colon.
    """
    data = content.whole()
    text = decode(data, content.path).replace("\r\n", "\n")
    yield derived(data, "\n\n".join(_paragraphs(text)))


def _paragraphs(text: str) -> list[str]:
    paragraphs: list[str] = []
    voice: str | None = None
    for paused, line in _lines(text):
        named = _VOICE.search(line)
        speaks = named[1].strip() if named else voice
        spoken, turned = _TURN.subn("", unescape(_TAG.sub("", line)).strip())
        if not spoken:
            continue
        if speaks != voice:
            paragraphs.append(f"{speaks}: {spoken}")
        elif (
            not paragraphs
            or turned
            or _SPEAKER_LABEL.match(spoken)
            or (paused and _ENDS_SENTENCE.search(paragraphs[-1]))
        ):
            paragraphs.append(spoken)
        else:
            paragraphs[-1] += f" {spoken}"
        voice = speaks
    return paragraphs


def _lines(text: str) -> Iterator[tuple[bool, str]]:
    """Each line of speech, and whether silence precedes it."""
    ended = 0.0
    for start, end, cue in _cues(text):
        for number, line in enumerate(cue.split("\n")):
            yield number == 0 and start - ended >= _PAUSE, line
        ended = end


def _cues(text: str) -> Iterator[tuple[float, float, str]]:
    """Start and end in seconds, and the lines, of each cue; notes and styles have no times."""
    for block in re.split(r"\n[ \t]*\n", text):
        timing = _TIMING.search(block)
        if timing:
            yield _seconds(timing[1]), _seconds(timing[2]), block[timing.end() :].partition("\n")[2]


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = 60 * seconds + float(part)
    return seconds
