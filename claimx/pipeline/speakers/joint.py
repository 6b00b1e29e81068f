"""Joint speakers: the two entities that *the two governments*, *both men* or *each* means, and *the latter* of two."""

from __future__ import annotations

import re
from itertools import pairwise

from claimx.lexicon import governments
from claimx.lexicon.word_lists import word_list
from claimx.pipeline.coreference.context import Context
from claimx.pipeline.coreference.entities import Entity
from claimx.quotation_marks import OPENING_DOUBLE
from claimx.spans import Span

_PAIR = re.compile(r"(?:the two|both)(?: [\w\-]+)? (?P<noun>[a-z]+)", re.IGNORECASE)
_TAKES_UP_TWO = re.compile(r"each|both|the two|the pair|the couple|the duo", re.IGNORECASE)
_ONE_OF_TWO = ("the former", "the latter")
_AND = re.compile(r" and (?:[\w\-]+\.? ){0,2}$")
_FRONT = re.compile(
    rf"[{OPENING_DOUBLE}\s]*(?:.*, |(?:On|In|At|By|Last|This|Earlier|Later)(?: \w+){{1,3}} )?"
    r"(?:(?!\w+ed )[A-Z][\w.]+ ){0,3}",
    re.DOTALL,
)
# The antecedents of *each* and *both* stand at most so many sentences before.
_SENTENCES_BACK = 2


def of_two(span: Span, context: Context) -> tuple[Entity, ...]:
    """The two entities that a phrase means, in the order of the text, or the one of them; none for other phrases."""
    phrase = span.of(context.text).lower()
    if phrase in _ONE_OF_TWO:
        pair = _joined_before(span, context, as_subject=False)
        return (pair[_ONE_OF_TWO.index(phrase)],) if pair is not None else ()
    called = _called_so(span, context)
    if called is None and (_PAIR.fullmatch(phrase) or _TAKES_UP_TWO.fullmatch(phrase)):
        called = _joined_before(span, context, as_subject=True)
    return called or ()


def _joined_before(span: Span, context: Context, *, as_subject: bool) -> tuple[Entity, Entity] | None:
    """The entities of the last two names that *and* joins: *Ana Ruiz and Tom Hollis vied, each …*.

    ``as_subject`` asks for names that open their sentence.
    """
    first = max(0, context.index.sentence(span.start) - _SENTENCES_BACK)
    start = context.index.sentences[first] if context.index.sentences else 0
    named = list(context.cast.named_in(Span(start, span.start)))
    for (name, one), (behind, other) in reversed(list(pairwise(named))):
        joined = _AND.fullmatch(context.text[name.span.end : behind.span.start]) is not None
        if joined and (not as_subject or _opens_its_sentence(name.span.start, context)):
            return one, other
    return None


def _opens_its_sentence(offset: int, context: Context) -> bool:
    """Whether nothing but a time, a title or a clause of its own stands before ``offset`` in its sentence."""
    front = Span(context.index.sentence_at(offset).start, offset)
    first = next(context.cast.named_in(front), None) is None
    return first and _FRONT.fullmatch(context.text, *front) is not None


def _called_so(span: Span, context: Context) -> tuple[Entity, Entity] | None:
    """The two states or people that are named most before the phrase, None where a third is named as often."""
    match = _PAIR.fullmatch(context.text, *span)
    noun = match["noun"].lower() if match is not None else ""
    type_ = "government" if noun in word_list("plural_states") else "person"
    if type_ == "person" and noun not in word_list("plural_leaders"):
        return None
    named = (one for one in context.cast.entities if one.type == type_ and not _is_capital(one))
    counts = [(sum(1 for _ in one.before(span.start)), one) for one in named]
    counted = sorted((pair for pair in counts if pair[0]), key=lambda pair: -pair[0])
    if len(counted) < 2 or (len(counted) > 2 and counted[1][0] == counted[2][0]):
        return None
    one, other = sorted((entity for _, entity in counted[:2]), key=lambda entity: entity.evidence)
    return one, other


def _is_capital(entity: Entity) -> bool:
    """Whether a name is that of a capital, or of a seat of government, and so stands for a country named too."""
    government = governments().get(entity.name)
    return government is not None and entity.name in (*government.capitals, *government.seats)
