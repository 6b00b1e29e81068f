"""Spans: the only offset arithmetic."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimx.spans import Span, cover, line_and_column, words

OFFSETS = st.integers(0, 30)
SPANS = st.builds(lambda a, b: Span(min(a, b), max(a, b)), OFFSETS, OFFSETS)


@pytest.mark.parametrize(
    ("span", "expected"),
    [((0, 9), "so it is"), ((3, 7), "it"), ((0, 1), None), ((3, 3), None)],
)
def test_stripped_leaves_white_space_out(span, expected):
    stripped = Span(*span).stripped(" so it is\u00a0")
    assert (stripped and stripped.of(" so it is\u00a0")) == expected


def test_stripped_leaves_unwanted_characters_out_at_the_ends_only():
    text = "—, so, it is. "
    assert Span(0, len(text)).stripped(text, ".,—") == Span(3, 12)


@given(SPANS, st.lists(SPANS, max_size=5))
def test_minus_leaves_exactly_what_no_hole_covers(span, holes):
    rest = span.minus(holes)
    left = {at for at in range(*span) if not any(at in range(*hole) for hole in holes)}
    assert [at for part in rest for at in range(*part)] == sorted(left)
    assert all(part.start < part.end for part in rest)


@given(SPANS, SPANS)
def test_overlap_and_containment_are_those_of_the_code_points(a, b):
    assert a.overlaps(b) == b.overlaps(a)
    assert a.overlaps(b) or not set(range(*a)) & set(range(*b)) or not (a and b)
    assert not a.contains(b) or set(range(*b)) <= set(range(*a))
    assert cover([a, b]).contains(a)
    assert cover([a, b]).contains(b)


def test_touching_spans_do_not_overlap():
    assert not Span(0, 3).overlaps(Span(3, 5))


def test_words_keep_inner_apostrophes_and_hyphens():
    text = "The Kim-Putin pact’s “own-goal” — 'twas 3.5% d’Or."
    assert [word.of(text) for word in words(text)] == "The Kim-Putin pact’s own-goal twas 3 5 d’Or".split()


def test_words_of_a_span_are_cut_at_its_ends():
    assert words("one two three", Span(2, 7)) == [Span(2, 3), Span(4, 7)]


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (1, 4)), (4, (2, 1)), (5, (3, 1)), (7, (3, 3))]
)
def test_only_a_line_feed_ends_a_line_and_columns_count_code_points(offset, place):
    assert line_and_column("a\r🙂\n\n\u2028\x0cb", offset) == place


@given(st.text(alphabet="ab\n\r🙂", max_size=20), st.data())
def test_line_and_column_lead_back_to_the_offset(text, data):
    offset = data.draw(st.integers(0, len(text)))
    line, column = line_and_column(text, offset)
    assert sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1 == offset
