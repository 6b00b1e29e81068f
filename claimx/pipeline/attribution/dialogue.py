"""Attributions by the shape of the text: *Name: words* in interviews, transcripts, statements and headlines.

No verb reports here, so the model does not see them; the colon is the cue. A label counts when the article
shows that it is a speaker: it is named elsewhere, or labels take turns. A quotation set apart has its speaker
behind a dash: *“Cloudy days count.” — Ana Ruiz, University of Tarn*.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimx.article import Layout, TextIndex
from claimx.lexicon import person_nouns
from claimx.pipeline.attribution.attributed import Attributed, FoundCue
from claimx.pipeline.attribution.labels import kind_of
from claimx.spans import Span, cover, words

# A transcript that is quoted whole has a mark in front of each label: *“WALLACE: …*.
_LABEL = re.compile(
    r"(?P<mark>[“\"«„]?)(?P<label>[A-ZÀ-Þ][\w.’'\-]*(?: [A-ZÀ-Þ(][\w.’'()\-]*){0,4})(?P<colon>:)(?=\s+\S)"
)
# A paragraph that is one quotation (no title: it ends like a sentence), a dash and a name with what tells of it.
_SIGNED = re.compile(
    r"[“\"«„](?P<words>[^“”\"«»„]+[.!?…,])[”\"»“]\s*(?P<dash>[—–]|--?)\s*"
    r"(?P<source>[A-ZÀ-Þ][\w.’'\-]*(?: [\w.’'\-]+){0,4} ?[A-ZÀ-Þ][\w’'\-]*(?:, [^.!?:;“”\"\n]{2,60})?)"
)
_ASIDE = re.compile(r"^[(\[][^)\]]{1,30}[)\]]\s*|\s*[(\[][^)\]]{1,30}[)\]]$")
_QUESTION = frozenset({"Q", "Question"})
_ANSWER = frozenset({"A", "Answer"})
# From this many labelled paragraphs on a page is an interview, and unlabelled ones belong to who spoke last.
_INTERVIEW_TURNS = 3
_CONFIDENCE = 0.9
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class _Turn:
    label: Span
    colon: Span
    paragraphs: tuple[Span, ...]


def find_turns(index: TextIndex) -> list[Attributed]:
    """The labelled turns of an article as attributions; the interviewer's *Q:* is the writer's own voice."""
    text, layout = index.text, index.layout
    author = layout.byline.of(text) if layout.byline else None
    labelled = (turn for turn in _turns(text, layout) if turn.label.of(text) not in (*_QUESTION, author))
    turns = (*labelled, *_signed(index))
    return [found for turn in turns if (found := _attributed(index, turn)) is not None]


def _signed(index: TextIndex) -> Iterator[_Turn]:
    """Quotations that are a paragraph with the name of who said them behind a dash."""
    for paragraph in index.layout.paragraphs:
        match = _SIGNED.fullmatch(index.text, *paragraph.body) if paragraph.body is not None else None
        if match is not None and index.depth[match.start("words")]:
            yield _Turn(Span(*match.span("source")), Span(*match.span("dash")), (Span(*match.span("words")),))


def apart_from_turns(found: Sequence[Attributed], turns: Sequence[Attributed]) -> list[Attributed]:
    """What the model found, without what only repeats a turn.

    That is a turn's label as a source, its colon as a cue, or its words without a cue or under one that stands
    outside the turn (*The exchange went as follows:*); what is reported inside a turn stays.
    """
    labels = {turn.source for turn in turns}
    return [
        item
        for item in found
        if item.source not in labels
        and not any(
            _has_cue_of(item, turn) or (_shares_words(item, turn) and not _is_inside(item, turn)) for turn in turns
        )
    ]


def _has_cue_of(item: Attributed, turn: Attributed) -> bool:
    return item.cue is not None and turn.cue is not None and item.cue.span == turn.cue.span


def _shares_words(item: Attributed, turn: Attributed) -> bool:
    return any(one.overlaps(other) for one, _ in item.content for other, _ in turn.content)


def _is_inside(item: Attributed, turn: Attributed) -> bool:
    """Whether the cue of ``item`` stands in the words of ``turn``."""
    return item.cue is not None and cover([span for span, _ in turn.content]).contains(item.cue.span)


def _turns(text: str, layout: Layout) -> Iterator[_Turn]:
    bodies = [(p.body, p.region) for p in layout.paragraphs if p.body is not None]
    labels = [_LABEL.match(text, *body) for body, _ in bodies]
    often = Counter(match["label"] for match in labels if match)
    interview = _takes_turns(often)
    for index, ((body, region), match) in enumerate(zip(bodies, labels, strict=True)):
        if match is None or not (interview or _stands_alone(text, match, body, region == "headline")):
            continue
        rest = [Span(match.end(), body.end).stripped(text)]
        if interview and region == "main":
            rest += _unlabelled(bodies[index + 1 :], labels[index + 1 :])
        paragraphs = tuple(span for span in rest if span is not None)
        yield _Turn(Span(*match.span("label")), Span(*match.span("colon")), paragraphs)


def _takes_turns(often: Counter[str]) -> bool:
    """Whether labels alternate: one comes back, and there are several turns."""
    repeated = [label for label, count in often.items() if count > 1]
    return sum(often.values()) >= _INTERVIEW_TURNS and len(often) > 1 and bool(repeated)


def _stands_alone(text: str, match: re.Match[str], body: Span, headline: bool) -> bool:
    """Whether a lone label names somebody: its words stand in the article's sentences too."""
    label = match["label"]
    if match["mark"]:
        return False
    noun = person_nouns().get(label)
    if headline and noun is not None:
        return True
    if noun is not None or label.isupper():
        return False
    # *The Latest: …* heads a ticker; an office or a body is called by its article in mid-sentence too.
    before = r"(?<=[\w,] )" if label.startswith("The ") else r"(?<!\w)"
    elsewhere = re.compile(rf"{before}{re.escape(label)}(?![\w:])", re.IGNORECASE if label.startswith("The ") else 0)
    return elsewhere.search(text, 0, body.start) is not None or elsewhere.search(text, body.end) is not None


def _unlabelled(bodies: Sequence[tuple[Span, str]], labels: Sequence[re.Match[str] | None]) -> Iterator[Span]:
    """The paragraphs that go on a turn: up to the next label or the end of the main text."""
    for (body, region), label in zip(bodies, labels, strict=True):
        if label is not None or region != "main":
            return
        yield body


def _attributed(index: TextIndex, turn: _Turn) -> Attributed | None:
    text = index.text
    content: list[tuple[Span, bool]] = []
    for paragraph in turn.paragraphs:
        for part in _without_asides(text, paragraph).minus(index.marks_in(paragraph)):
            quoted = bool(index.depth[part.start])
            trimmed = part.stripped(text, "" if quoted else ",;:–—")
            if trimmed is not None and words(text, trimmed):
                content.append((trimmed, quoted))
    if not content:
        return None
    last, quoted = content[-1]
    closed = last if quoted else last.stripped(text, ".!?") or last
    content[-1] = (closed, quoted)
    if sum(len(words(text, span)) for span, _ in content) < _FEWEST_WORDS:
        return None
    cue = FoundCue(turn.colon, None, "punctuation")
    return Attributed(tuple(content), cue, turn.label, kind_of(text, content), "statement", "affirmed", _CONFIDENCE)


def _without_asides(text: str, paragraph: Span) -> Span:
    """The paragraph without *(Laughs.)* at either end."""
    spoken = paragraph
    for match in _ASIDE.finditer(paragraph.of(text)):
        if match.start() == 0:
            spoken = Span(paragraph.start + match.end(), spoken.end)
        else:
            spoken = Span(spoken.start, paragraph.start + match.start())
    return spoken if spoken.end > spoken.start else paragraph


def is_question_label(label: str) -> bool:
    """Whether a label stands for whoever asks, without a name."""
    return label in _QUESTION


def is_answer_label(label: str) -> bool:
    """Whether a label stands for whoever is interviewed, without a name."""
    return label in _ANSWER
