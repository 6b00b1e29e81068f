"""Dialogue: turns that a label attributes (*Name: words*) in interviews, transcripts, statements and lists.

A label counts when the article shows that it names a speaker: the name stands elsewhere, labels alternate, or a whole
quotation follows. The last turn of a dialogue ends where the article goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from claimx.article import Paragraph, TextIndex
from claimx.lexicon import cues, given_names, person_nouns, titles
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.attribution.layout_attribution import LayoutAttribution, sign
from claimx.quotation_marks import CLOSING, CLOSING_DOUBLE, OPENING_DOUBLE
from claimx.spans import Span

_BULLET = r"(?:(?:[•·▪‣>*\-–—]|\d{1,2}[.)])\s+)?"
_TIME = r"(?:[\[(]?\d{1,2}(?::\d{2}){1,2}(?:[.,]\d{3})?[\])]?\s+(?:[-–—]\s+)?)?"
# *Mr. HOLLIS (during the reading). Madam Chair, …*, as parliaments print it.
_RECORD_LABEL = re.compile(
    r"(?P<mark>)(?P<bold>)(?P<label>(?:Mr|Ms|Mrs|Miss|Dr|The)\.? [A-Z]{2,}(?:[ .\-]+[A-Z]{1,})*)(?P<role>)(?P<lower>)"
    r"(?: \([^()]{1,40}\))?(?: of [A-Z][\w ]{1,30})?(?P<colon>\.)(?=\s+[A-Z])"
)
# Lines of a subtitle file that hold no words: numbers, times and headers.
_SUBTITLE = re.compile(r"\d+|WEBVTT.*|NOTE\b.*|[\d:.,]+ --> [\d:.,]+.*")
_QUESTION = frozenset({"Q", "Question"})
_ANSWER = frozenset({"A", "Answer"})
# A page with at least this many labelled paragraphs is an interview, in which unlabelled ones continue the last turn.
_INTERVIEW_TURNS = 3


@cache
def _named() -> str:
    """A pattern for the words of a label."""
    word = rf"(?:[A-ZÀ-Þ][\w.’'\-]*|{alternation(word_list('name_particles'))})"
    return rf"[A-ZÀ-Þ][\w.’'\-]*(?: {word}| \([A-Z][\w.’'\-]*\)| \d{{1,2}}(?=[:*])){{0,4}}"


@cache
def _label() -> re.Pattern[str]:
    """A label with its colon: *• [10:15] **Ana Ruiz, mayor** (laughing) on the pier:*.

    A transcript that is quoted whole has a quotation mark in front.
    """
    return re.compile(
        rf"{_BULLET}{_TIME}(?P<mark>[{OPENING_DOUBLE}]?)(?P<bold>\*\*|__)?\[?(?P<label>{_named()}(?P<lower> [a-z]+)?)"
        rf"(?:\]\([^()\s]+\))?(?P<role>, [^:.!?\n{OPENING_DOUBLE}]{{2,60}})?(?: on [^:.!?\n{OPENING_DOUBLE}]{{2,40}})?"
        r"(?: \([^()]{1,30}\))?(?:\*\*|__)?(?P<colon>:)(?:\*\*|__)?(?=\s+\S|[A-ZÀ-Þ][a-z’'])"
    )


@cache
def _running_label() -> re.Pattern[str]:
    """A label in running text, which counts only before a quotation: *Kovic was blunt. Ana Kovic: “It must go.”*."""
    return re.compile(rf"[.!?][{CLOSING_DOUBLE}]? (?P<label>{_named()})(?P<colon>:) (?=[{OPENING_DOUBLE}])")


def is_question_label(label: str) -> bool:
    """Whether a label without a name marks the interviewer."""
    return label in _QUESTION


def is_answer_label(label: str) -> bool:
    """Whether a label without a name marks the person interviewed."""
    return label in _ANSWER


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, with the match of the label in front of it if there is one."""

    body: Span
    headline: bool
    main: bool
    match: re.Match[str] | None

    @property
    def key(self) -> str:
        """What identifies a label: its last word, without case and titles."""
        return self.match["label"].split()[-1].lower().strip(".") if self.match else ""


def labelled_turns(index: TextIndex) -> Iterator[LayoutAttribution]:
    """The labelled turns of an article; an interviewer's *Q:* is the writer's own voice and gives none."""
    text, layout = index.text, index.layout
    author = layout.byline.of(text) if layout.byline else None
    lines = [_line(text, p) for p in layout.paragraphs if p.body is not None]
    lines = [line for line in lines if not _SUBTITLE.fullmatch(text, *line.body)]
    interview = _takes_turns(text, lines)
    goes_on = interview and _goes_on_unlabelled(text, lines)
    last = max((number for number, line in enumerate(lines) if line.match), default=0)
    for number, line in enumerate(lines):
        match = line.match
        if match is None:
            yield from _running(index, line)
            continue
        if not (interview or _in_dialogue(text, lines, number) or _stands_alone(text, line)):
            continue
        if match["label"] in (*_QUESTION, author):
            continue
        rest = [Span(match.end(), line.body.end).stripped(text)]
        if interview and line.main and (number < last or goes_on):
            rest += _unlabelled(text, lines[number:])
        source = Span(match.start("label"), match.end("role") if match["role"] else match.end("label"))
        quotation = rest[0] is not None and text[rest[0].start] in OPENING_DOUBLE and not interview
        yield LayoutAttribution(
            source, sign(Span(*match.span("colon"))), tuple(span for span in rest if span), quotation
        )


def _line(text: str, paragraph: Paragraph) -> _Line:
    # *PRICE: Is the flu early?* looks like a dateline: *WASHINGTON: The president …*.
    span = paragraph.span
    match = _label().match(text, *span) or _RECORD_LABEL.match(text, *span)
    if match and match["lower"] and (cue := cues().lookup(match["lower"])) and cue.type == "verb":
        match = None  # *Mr Hollis said: …* begins a sentence, and the paragraph behind it is no part of a turn.
    return _Line(span, paragraph.region == "headline", paragraph.region == "main", match)


def _takes_turns(text: str, lines: Sequence[_Line]) -> bool:
    """Whether labels alternate: one comes back, and there are several turns, of two labels or behind questions."""
    often = Counter(line.key for line in lines if line.match)
    asked = sum(
        later.match is not None and line.match is None and _asks(text, line.body) for line, later in pairwise(lines)
    )
    return sum(often.values()) >= _INTERVIEW_TURNS and (len(often) > 1 or asked > 1) and max(often.values()) > 1


def _asks(text: str, span: Span) -> bool:
    return span.of(text).rstrip(f"{CLOSING} ").endswith("?")


def _goes_on_unlabelled(text: str, lines: Sequence[_Line]) -> bool:
    """Whether turns before the last one run over several paragraphs, so that the last may do so too."""
    labelled = [number for number, line in enumerate(lines) if line.match]
    return any(
        lines[number].match is None and not _asks(text, lines[number].body)
        for number in range(labelled[0], labelled[-1])
    )


def _in_dialogue(text: str, lines: Sequence[_Line], index: int) -> bool:
    """Whether a label stands next to another one, and both are full names or names that stand elsewhere."""
    beside = (lines[at] for at in (index - 1, index + 1) if 0 <= at < len(lines))
    own = lines[index]
    return _may_name(text, own) and any(
        line.match is not None and line.key != own.key and _may_name(text, line) for line in beside
    )


def _may_name(text: str, line: _Line) -> bool:
    if line.match is None or line.match["mark"] or line.match["lower"]:
        return False
    label = line.match["label"]
    first, *others = label.split()
    if person_nouns().get(label) is not None:
        return False
    # *Mr. HOLLIS*, *Ana Kovic*.
    titled = first.rstrip(".") in titles() or first.capitalize() in given_names()
    return bool(line.match["bold"]) or (bool(others) and titled) or _is_named_elsewhere(text, line)


def _is_named_elsewhere(text: str, line: _Line) -> bool:
    """Whether the last word of a label stands with a capital outside of labels."""
    word = line.key
    if len(word) < _SHORTEST_NAME or not word[0].isalpha():
        return False
    pattern = re.compile(rf"(?<![\w])(?:{re.escape(word.capitalize())}|{re.escape(word.upper())})(?![\w:])")
    return any(not line.body.contains(Span(*match.span())) for match in pattern.finditer(text))


_SHORTEST_NAME = 3


def _stands_alone(text: str, line: _Line) -> bool:
    """Whether a lone label names somebody: its words stand in the article's sentences too, or a quotation follows."""
    match = line.match
    if match is None or match["mark"]:
        return False
    label = match["label"]
    noun = person_nouns().get(label)
    if line.headline and (noun is not None or _is_named_elsewhere(text, line)):
        return True
    if noun is not None:
        return False
    quoted = text[match.end() :].lstrip(" *_")[:1] in OPENING_DOUBLE
    if quoted and (len(label.split()) > 1 or bool(match["role"])) and not match["lower"]:
        return not label.startswith(("The ", "In ", "At ", "On ", "And "))
    if label.isupper() or match["lower"]:
        return False
    # *The Latest: …* heads a ticker; an office or a body is called by its article in mid-sentence too.
    before = r"(?<=[\w,] )" if label.startswith("The ") else r"(?<!\w)"
    elsewhere = re.compile(rf"{before}{re.escape(label)}(?![\w:])", re.IGNORECASE if label.startswith("The ") else 0)
    return elsewhere.search(text, 0, line.body.start) is not None or elsewhere.search(text, line.body.end) is not None


def _unlabelled(text: str, lines: Sequence[_Line]) -> list[Span]:
    """The paragraphs that continue the first of ``lines``, up to the next label or the end of the main text.

    Where the same label comes again, a question in front of it belongs to the interviewer, whom no label names.
    """
    going_on: list[Span] = []
    for line in lines[1:]:
        if line.match is not None or not line.main:
            asked = line.key == lines[0].key and bool(going_on) and _asks(text, going_on[-1])
            return going_on[:-1] if asked else going_on
        going_on.append(line.body)
    return going_on


def _running(index: TextIndex, line: _Line) -> Iterator[LayoutAttribution]:
    """The turns of labels inside a paragraph, each with the quotation behind it."""
    for match in _running_label().finditer(index.text, *line.body):
        start = end = match.end() + 1
        while end < line.body.end and index.depth[end]:
            end += 1
        if len(match["label"].split()) > 1 and end > start:
            yield LayoutAttribution(
                Span(*match.span("label")), sign(Span(*match.span("colon"))), (Span(start, end),), True
            )
