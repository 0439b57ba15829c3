"""Words that do not meet, and lines that are not too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.placing import (
    LINE,
    least_crowded,
    place_note,
    shorten,
    spread_apart,
    text_width,
    wrap,
)

sentences = st.lists(st.text("abcdefgh", min_size=1, max_size=9), max_size=30)


@given(sentences, st.floats(80, 700))
def test_a_wrapped_sentence_keeps_its_words_and_its_width(words, width):
    """Nothing is lost, and no line of several words is too long."""
    lines = wrap(" ".join(words), width)

    assert " ".join(lines).split() == words
    assert all(text_width(line) <= width for line in lines if " " in line)


@given(st.lists(st.floats(0, 300), max_size=8))
def test_words_beside_lines_are_a_line_apart(wanted):
    """Whatever coincides, while there is room for all."""
    placed = sorted(spread_apart(wanted, low=0, high=300))

    for one, other in zip(placed, placed[1:], strict=False):
        assert other - one >= LINE - 1e-6
    assert all(-1e-6 <= place <= 300 + 1e-6 for place in placed)


def test_words_that_have_room_stay_where_they_are():
    """Moving them would part them from their line."""
    assert spread_apart([200, 20, 90], low=0, high=300) == [200, 20, 90]


def test_the_place_that_covers_least_is_chosen():
    """A corner of a point is better than the whole of it; among equals the first."""
    point = (10, 10, 20, 20)
    whole, corner, free, also_free = (
        (5, 5, 25, 25),
        (18, 18, 40, 40),
        (50, 50, 60, 60),
        (80, 80, 90, 90),
    )

    assert least_crowded([whole, corner], [point]) == corner
    assert least_crowded([whole, corner, free, also_free], [point]) == free
    assert least_crowded([whole, corner], []) == whole


def test_what_lies_beside_or_above_covers_nothing():
    """Only in one direction alongside is not over: the best place remains the best."""
    best, below = (50, 50, 60, 60), (12, 80, 18, 90)

    assert least_crowded([best, below], [(10, 10, 20, 20)]) == best


@given(st.text("abc ", max_size=60), st.floats(20, 400))
def test_words_cut_short_fit_and_say_that_they_were_cut(words, width):
    """What fits stays as it is."""
    short = shorten(words, width)

    assert text_width(short) <= max(width, text_width("…"))
    assert (short == words) is (text_width(words) <= width)
    if short != words:
        assert short.endswith("…") and words.startswith(short[:-1])


@given(st.floats(0, 500), st.text("abc ", max_size=90))
def test_a_note_stays_in_the_drawing(x, words):
    """After its line, before it, or from the left edge."""
    shown, start, end = place_note(x, words, right=500)

    assert 0 <= start and end <= 502
    assert end - start == pytest.approx(text_width(shown))
