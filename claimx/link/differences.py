"""How two passages on one utterance differ, word by word, and which relation follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import NamedTuple

from claimx.labels import DifferenceKind, Relation
from claimx.lexicon.word_lists import word_list
from claimx.link.groups import Difference
from claimx.link.wording import Word, is_number, weight_of

# Shared function words between two differences, no more than so many, are shown as part of one.
_BRIDGE = 2
# Two quotations with a smaller share of words in common are two renderings of it.
_ONE_RENDERING = 0.6

_Words = Sequence[Word]


class _Change(NamedTuple):
    """Words of either side: shared ones, or those that stand in each other's place."""

    shared: bool
    reference: _Words
    here: _Words


def relation(reference: _Words, here: _Words) -> Relation:
    """How far the words of two passages are apart.

    The same words: what one of them quotes stands in the other, or nobody quotes and the words agree. Another
    translation: both quote, and not the same; one of them, at least, did not quote what was said.
    """
    quotations, others = _quotations(reference), _quotations(here)
    if not quotations and not others:
        return "same_words" if _plain(reference) == _plain(here) else "other_wording"
    if _stand_in(quotations, here) or _stand_in(others, reference):
        return "same_words"
    return "other_translation" if quotations and others and _render_anew(reference, here) else "other_wording"


def _render_anew(reference: _Words, here: _Words) -> bool:
    """Whether two quotations share too few words, apart from inflection, to be one with a slip or a cut."""
    quoted, other_quoted = (
        ["#" if is_number(word.key) else word.key for word in _trimmed([w for w in side if w.quoted])]
        for side in (reference, here)
    )
    blocks = SequenceMatcher(None, quoted, other_quoted, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) < _ONE_RENDERING * min(len(quoted), len(other_quoted))


def differences(reference: _Words, here: _Words, *, contradict: bool = False) -> list[Difference]:
    """What differs between two passages, in the order of their words.

    With ``contradict`` one denies what the other says: the words that do so are a ``negation``.
    """
    both_quote = any(word.quoted for word in reference) and any(word.quoted for word in here)
    found: list[Difference] = []
    for change in _changes(reference, here):
        if change.shared:
            if both_quote:
                found += _marks(change)
        else:
            found += (_difference(part, contradict) for part in _split_at_conditions(change))
    return found


def _changes(reference: _Words, here: _Words) -> list[_Change]:
    """The two passages as shared words and changes in turn; few shared function words do not part two changes."""
    matcher = SequenceMatcher(None, _plain(reference), _plain(here), autojunk=False)
    blocks = [_Change(tag == "equal", reference[a:b], here[c:d]) for tag, a, b, c, d in matcher.get_opcodes()]
    joined: list[_Change] = []
    for at, block in enumerate(blocks):
        bridge = (
            block.shared
            and 0 < at < len(blocks) - 1
            and len(block.here) <= _BRIDGE
            and not any(weight_of(word.key) or word.key in word_list("negating_words") for word in block.here)
        )
        block = _Change(block.shared and not bridge, block.reference, block.here)
        if joined and not block.shared and not joined[-1].shared:
            last = joined.pop()
            block = _Change(False, [*last.reference, *block.reference], [*last.here, *block.here])
        joined.append(block)
    return joined


def _split_at_conditions(change: _Change) -> Iterator[_Change]:
    """A change, cut in two where a condition starts that only one side has."""
    start, other = _condition(change.reference), _condition(change.here)
    if start is not None and other is None:
        parts = [
            _Change(False, change.reference[:start], change.here),
            _Change(False, change.reference[start:], []),
        ]
    elif other is not None and start is None:
        parts = [_Change(False, change.reference, change.here[:other]), _Change(False, [], change.here[other:])]
    else:
        parts = [change]
    return (part for part in parts if part.reference or part.here)


def _condition(words: _Words) -> int | None:
    return next((at for at, word in enumerate(words) if word.plain in word_list("conditions")), None)


def _difference(change: _Change, contradict: bool) -> Difference:
    return Difference(kind=_kind(change, contradict), reference=_shown(change.reference), here=_shown(change.here))


def _kind(change: _Change, contradict: bool) -> DifferenceKind:
    """The gravest thing that differs; a condition before what it says inside."""
    reference, here = change.reference, change.here
    if (_condition(reference) is None) != (_condition(here) is None):
        return "condition"
    if (
        contradict
        and _count(reference, word_list("negating_words")) % 2 != _count(here, word_list("negating_words")) % 2
    ):
        return "negation"
    if {word.key for word in reference if is_number(word.key)} != {word.key for word in here if is_number(word.key)}:
        return "number"
    if {word.plain for word in reference if _is_hedge(word)} != {word.plain for word in here if _is_hedge(word)}:
        return "hedge"
    names, other_names = ({word.key for word in side if word.name} for side in change[1:])
    return "name" if names and other_names and names.isdisjoint(other_names) else "wording"


def _count(words: _Words, kind: frozenset[str]) -> int:
    return sum(word.key in kind for word in words)


def _is_hedge(word: Word) -> bool:
    return word.plain in word_list("hedges") and word.text != "May"


def _marks(change: _Change) -> Iterator[Difference]:
    """Words that both passages have, between quotation marks in only one of them."""
    pairs = zip(change.reference, change.here, strict=True)
    for quoted, run in groupby(pairs, key=lambda pair: (pair[0].quoted, pair[1].quoted)):
        if quoted[0] != quoted[1]:
            reference, here = ([pair[side] for pair in run_] for side, run_ in enumerate(_twice(list(run))))
            yield Difference(kind="marks", reference=_shown(reference, quoted[0]), here=_shown(here, quoted[1]))


def _twice(run: list[tuple[Word, Word]]) -> tuple[list[tuple[Word, Word]], list[tuple[Word, Word]]]:
    return run, run


def _shown(words: _Words, in_marks: bool = False) -> str | None:
    text = " ".join(word.text for word in words)
    return (f"“{text}”" if in_marks else text) or None


def _plain(words: _Words) -> list[str]:
    return [word.plain for word in words]


def _quotations(words: _Words) -> list[list[str]]:
    """The words between each pair of marks, without the function words at their ends."""
    found: list[list[Word]] = []
    for before, word in pairwise([None, *words]):
        if word is not None and word.quoted:
            if before is None or not before.quoted:
                found.append([])
            found[-1].append(word)
    return [plain for quotation in found if (plain := _plain(_trimmed(quotation)))]


def _trimmed(words: _Words) -> _Words:
    telling = [at for at, word in enumerate(words) if weight_of(word.key) or word.key in word_list("negating_words")]
    return words[telling[0] : telling[-1] + 1] if telling else ()


def _stand_in(quotations: list[list[str]], words: _Words) -> bool:
    """Whether there are quotations, and all stand in ``words`` as they are."""
    plain = _plain(words)
    return bool(quotations) and all(
        any(plain[at : at + len(quotation)] == quotation for at in range(len(plain))) for quotation in quotations
    )
