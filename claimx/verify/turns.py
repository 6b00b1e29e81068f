"""Turns of a transcript by their labels (*RUIZ: Thank you all.*), and whether a label names a quoted speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from claimx.lexicon import titles
from claimx.lexicon.alternation import alternation
from claimx.lexicon.word_lists import word_list
from claimx.names import folded_words, names_agree
from claimx.records import Speaker
from claimx.spans import Span

_TIME = r"(?:[\[(<]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])>]?[ \t]*)?"


@cache
def _label_pattern() -> re.Pattern[str]:
    """A label at the start of a line, or the tag of a voice in WebVTT."""
    word, between = r"[^\W\d_a-z][\w.’'\-]*", alternation({"for", "and", "of", "the", *word_list("name_particles")})
    name = rf"{word}(?:,?[ \t]+(?:{between}[ \t]+)*{word}){{0,6}}"
    return re.compile(
        rf"^[ \t]*(?:>+[ \t]*|[-–—][ \t]*)?{_TIME}(?:\*\*|__)?(?P<name>{name})(?:[ \t]*[(\[][^()\[\]\n]{{0,40}}[)\]])?"
        rf"(?:(?:\*\*|__)?:|:(?:\*\*|__))(?=\s)|<v(?:\.[\w.]+)?[ ](?P<voice>[^>\n]+)>",
        re.MULTILINE,
    )


class Turn(NamedTuple):
    """What one speaker says: ``label`` as it stands, its place, and the stretch up to the next label."""

    label: str
    place: Span
    span: Span


def turns(text: str) -> list[Turn]:
    """The turns of a transcript in order; none where it has no labels."""
    found = [match for match in _label_pattern().finditer(text) if not _is_heading(_label(match))]
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [Turn(_label(match), Span(*match.span()), Span(match.end(), ends[at])) for at, match in enumerate(found)]


def spoken_by_another(labels: Sequence[str], speakers: Sequence[Speaker], others: Sequence[str]) -> str | None:
    """The first of ``labels`` that is of none of the speakers of a quotation; None where each may be.

    ``others`` are all labels of the transcript: where one of them is of a speaker, another label is not.
    """
    named = [who for who in speakers if who.name is not None]
    if not named:
        return None
    known = any(_is_of(other, who) for other in others for who in named)
    for label in labels:
        if any(_is_of(label, who) for who in named):
            continue
        if known or _is_askers(label) or (_is_personal(label) and all(who.type == "person" for who in named)):
            return label
    return None


def _is_of(label: str, who: Speaker) -> bool:
    if who.name is not None and names_agree(label, who.name):
        return True
    described = {word for text in (who.role, who.mention and who.mention.text) for word in folded_words(text or "")}
    return not _is_personal(label) and described.issuperset(_without_the(label))


def _is_personal(label: str) -> bool:
    """Whether a label is a name, and no role alone: *THE MAYOR*, *Q*."""
    return not _is_askers(label) and " ".join(_without_the(label)) not in titles()


def _is_askers(label: str) -> bool:
    return word_list("labels_of_askers").issuperset(_without_the(label))


def _is_heading(label: str) -> bool:
    return not word_list("headings_of_transcripts").isdisjoint(folded_words(label)[-1:]) or not folded_words(label)


def _without_the(label: str) -> tuple[str, ...]:
    return tuple(word for word in folded_words(label) if word != "the")


def _label(match: re.Match[str]) -> str:
    return match["name"] or match["voice"].strip()
