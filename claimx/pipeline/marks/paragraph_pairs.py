"""The quotation marks of one paragraph, paired from left to right with the open quotations on a stack.

Nothing here looks outside the paragraph, so that an odd mark does no harm beyond it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimx.article import Diagnostic
from claimx.pipeline.marks.orientation import Mark
from claimx.quotation_marks import Family
from claimx.spans import WORD, Span, words

# A clause at the very end that names a third person and one more word (", he said." ", said Ms. Ito.") is the
# writer's, whatever the verb; it is looked for only where the closing mark is known to be missing.
_NAMED_SPEAKER = r"[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*){0,3}"
_CLAUSE = re.compile(
    rf"(?<=[,?!])\s+(?:(?:s?he|they|{_NAMED_SPEAKER})\s[a-z]+|[a-z]+\s(?:s?he|they|{_NAMED_SPEAKER}))[.,:]?\s*\Z"
)
_LONGEST_CLAUSE = 80
# What goes on with a quotation without a mark and begins with a capital has so many words; a name has fewer.
_FEWEST_WORDS = 10
_SPEECH_MAY_FOLLOW = re.compile(r"[,:]\s\Z")
_CLAUSE_FOLLOWS = re.compile(r"\s\w")


@dataclass(slots=True)
class Unclosed:
    """An open quotation; ``closer`` is the index of the mark that will close it, where that is known ahead."""

    mark: Mark
    closer: int | None = None


class Pair(NamedTuple):
    """A quotation as read: up to ``end``, where its closing mark stands or was found missing."""

    opening: Mark
    end: int
    closing: Mark | None
    depth: int


class ParagraphPairs:
    """The quotations of one paragraph: ``pairs`` end in it, and the ``stack`` holds those left open at its end.

    ``open_before`` is the mark of a quotation that is open where the paragraph starts, though nothing reopens it there.
    """

    def __init__(
        self, text: str, paragraph: Span, marks: list[Mark], *, single_outside: bool, open_before: Mark | None = None
    ) -> None:
        self.text, self.paragraph, self.marks = text, paragraph, marks
        self.single_outside = single_outside
        self.goes_on = open_before is not None
        self.pairs: list[Pair] = []
        self.stack: list[Unclosed] = []
        self.diagnostics: list[Diagnostic] = []
        self._used = paragraph.start  # The end of the last mark that opened or closed a quotation.
        self._next_double = _next_doubles(marks)
        self._last_closing = {mark.family: i for i, mark in enumerate(marks) if mark.role < 0}
        if open_before is not None:
            self._push(open_before._replace(span=Span(paragraph.start, paragraph.start)))
        for i, mark in enumerate(marks):
            if mark.family is Family.SINGLE:
                self._read_single(i, mark)
            else:
                self._read_double(i, mark)

    def going_on(self, before: ParagraphPairs) -> ParagraphPairs:
        """The paragraph read as going on, without a mark, with what the one ``before`` it leaves open.

        It stays as it is where that leaves no double mark open, or more, or the first double mark here closes none.
        """
        opened = before.stack[0].mark if len(before.stack) == 1 else None
        first = next((mark for mark in self.marks if mark.family is not Family.SINGLE), None)
        if opened is None or first is None or first.family is not opened.family or first.role >= 0:
            return self
        if self._cannot_close(first) or not WORD.search(self.text, opened.span.end, before.paragraph.end):
            return self
        rest = Span(self.paragraph.start, first.span.start)
        # The name of a speaker below a pull quote is none of the words: “We will pay. / Jan Ek, Tarn Trust.”
        if len(words(self.text, rest)) < _FEWEST_WORDS and not self.text[rest.start].islower():
            return self
        return ParagraphPairs(
            self.text, self.paragraph, self.marks, single_outside=self.single_outside, open_before=opened
        )

    # Double marks

    def _read_double(self, i: int, mark: Mark) -> None:
        level = self._innermost_like(mark)
        role = mark.role
        if role == 0 or mark.prime or self._cannot_close(mark):
            role = self._doubtful_role(i, mark, is_open=level is not None)
        if role > 0:
            self._open_double(i, mark, level)
        elif role < 0:
            self._close_double(i, mark, level)
        elif not mark.prime:
            self._report("stray", mark.span.start, "this mark neither opens nor closes: left out of account")

    def _cannot_close(self, mark: Mark) -> bool:
        """Whether ``mark``, though drawn to close, stands before the first word."""
        return mark.family.is_plain_double and mark.role < 0 and mark.span.start == self.paragraph.start

    def _innermost_like(self, mark: Mark) -> int | None:
        """The level of the innermost open quotation that ``mark`` could close or would have to nest in."""
        for level in range(len(self.stack) - 1, -1, -1):
            if _alike(self.stack[level].mark.family, mark.family):
                return level
        return None

    def _doubtful_role(self, i: int, mark: Mark, *, is_open: bool) -> int:
        """The side of a mark that shows none or may stand for inches: the next mark must keep a partner."""
        following = self._next_double[i]
        if is_open:
            return 0 if following and following.role < 0 else -1
        return 1 if following and following.role <= 0 and not mark.prime else 0

    def _open_double(self, i: int, mark: Mark, level: int | None) -> None:
        if level is None or self._nests(i, mark, level):
            self._push(mark)
        elif mark.shape < 0:  # A mark drawn to close has the space on its wrong side: “word ”and.
            self._close(level, mark)
        else:
            self._abandon(level, mark.span.start)
            self._push(mark)

    def _nests(self, i: int, mark: Mark, level: int) -> bool:
        """Whether ``mark`` nests in the quotation at ``level``, rather than showing it was not closed."""
        if any(quotation.closer is not None for quotation in self.stack[level + 1 :]):
            return True  # A single quotation lies between them.
        outer = self.stack[level].mark
        following = self._next_double[i]
        if outer.family is mark.family or following is None:
            return False
        closes = following.family is mark.family and following.role < 0
        outer_ends_later = self._last_closing.get(outer.family, -1) > i
        return closes and (outer_ends_later or outer.span.start == self.paragraph.start)

    def _close_double(self, i: int, mark: Mark, level: int | None) -> None:
        same = [n for n, quotation in enumerate(self.stack) if quotation.mark.family is mark.family]
        if level is not None:
            self._close(same[-1] if same else level, mark)
        elif mark.shape > 0:  # A mark drawn to open cannot close, and there is nothing open.
            self._push(mark)
        else:
            self._close_unopened(i, mark)

    def _close_unopened(self, i: int, mark: Mark) -> None:
        """Quote from the paragraph's start where a closing mark comes first and a clause follows it."""
        start, end = mark.span
        words_end = self.text[max(self.paragraph.start, start - 1) : start]
        clause = _CLAUSE_FOLLOWS.match(self.text, end, self.paragraph.end)
        following = self._next_double[i]
        is_first = not self.pairs and not self.stack
        # Where the next mark closes too, this one may have been meant to open: He says,” I will go.”
        is_alone = following is None or following.role > 0
        if is_first and is_alone and words_end in (",", "?", "!") and clause:
            missing = mark._replace(span=Span(self.paragraph.start, self.paragraph.start))
            self.pairs.append(Pair(missing, start, mark, 0))
            self._used = end
            self._report("unopened", start, "no opening mark: taken as quoted from the paragraph's start")
        else:
            self._report("unopened", start, "a closing mark with nothing to close: left out of account")

    # Single marks

    def _read_single(self, i: int, mark: Mark) -> None:
        for level, quotation in enumerate(self.stack):
            if quotation.closer == i:
                self._close(level, mark)
                return
        if mark.lean < 0 or not (self.stack or self.single_outside):
            return
        inner = self.stack[-1] if self.stack else None
        is_nested = inner is not None and inner.mark.family is Family.SINGLE
        if inner is not None and is_nested and (inner.closer is not None or mark.shape < 0):
            return
        closer = self._single_closer(i)
        if closer is None and not self._may_stay_open(mark):
            return
        if is_nested:
            self._abandon(len(self.stack) - 1, mark.span.start)
        self._push(mark, closer)

    def _single_closer(self, i: int) -> int | None:
        """The index of the mark that closes the single one at ``i``.

        The search ends at the next single mark that opens, so that all searches together read the paragraph
        twice at most, and where the quotation around ends.
        """
        opener, depth, last_resort = self.marks[i], 0, None
        for j in range(i + 1, len(self.marks)):
            mark = self.marks[j]
            if mark.family is not Family.SINGLE:
                depth += (mark.role > 0) - (mark.role < 0)
                if depth < 0:
                    break
            elif mark.lean > 0:
                if mark.shape >= 0 or opener.shape < 0:
                    break
            elif mark.lean == -2 and depth == 0:
                return j
            elif last_resort is None:
                last_resort = j
        # ’ before a word is an apostrophe unless the evidence is good.
        return last_resort if opener.shape >= 0 else None

    def _may_stay_open(self, mark: Mark) -> bool:
        """Whether a single mark without its closing one still opens, rather than being an apostrophe."""
        start = mark.span.start
        if mark.shape or start in (self.paragraph.start, self._used):
            return mark.shape >= 0
        return _SPEECH_MAY_FOLLOW.search(self.text, max(self.paragraph.start, start - 2), start) is not None

    # The stack

    def _push(self, mark: Mark, closer: int | None = None) -> None:
        self.stack.append(Unclosed(mark, closer))
        self._used = mark.span.end

    def _close(self, level: int, mark: Mark) -> None:
        """End the quotation at ``level`` with ``mark``, and those nested in it that were left open."""
        self._pop_above(level + 1, mark.span.start)
        self.pairs.append(Pair(self.stack.pop().mark, mark.span.start, mark, level))
        self._used = mark.span.end

    def _abandon(self, level: int, end: int) -> None:
        """End the quotations from ``level`` inwards, whose closing marks are missing, before ``end``."""
        self._pop_above(level, self.before_clause(end))

    def _pop_above(self, level: int, end: int) -> None:
        while len(self.stack) > level:
            quotation = self.stack.pop()
            self.pairs.append(Pair(quotation.mark, end, None, len(self.stack)))
            self._report("unclosed", quotation.mark.span.start, "no closing mark: ended within the paragraph")

    def before_clause(self, end: int) -> int:
        """Where a quotation without closing mark that cannot go on past ``end`` is best ended."""
        clause = _CLAUSE.search(self.text, max(self._used, end - _LONGEST_CLAUSE), end)
        return clause.start() if clause else end

    def _report(self, code: str, offset: int, message: str) -> None:
        self.diagnostics.append(Diagnostic(code, offset, message))


def _next_doubles(marks: Sequence[Mark]) -> list[Mark | None]:
    """For each mark the next one after it that is not single."""
    following: list[Mark | None] = [None] * len(marks)
    for i in range(len(marks) - 2, -1, -1):
        after = marks[i + 1]
        following[i] = following[i + 1] if after.family is Family.SINGLE else after
    return following


def _alike(one: Family, other: Family) -> bool:
    return one is other or (one.is_plain_double and other.is_plain_double)
