"""The dashboard: what was planned happens, and colours come and go by chance."""

import numpy as np
import pytest

from course.charts.making_data_count import Variation
from course.simulations.variation.indicator_board import (
    FIRST_MONTH,
    MONTHS,
    draw_board,
    rank,
)

LEVELS = [(50.0 + number, 4.0, 0, number % 2 == 0) for number in range(12)]


def board(seed):
    """Twelve indicators, six of which are better when higher."""
    return draw_board(LEVELS, np.random.default_rng(seed))


def test_the_same_seed_gives_the_same_board():
    """And another seed another one."""
    once, again, other = board(1), board(1), board(2)

    assert all((a.values == b.values).all() for a, b in zip(once, again, strict=True))
    assert any((a.values != b.values).any() for a, b in zip(once, other, strict=True))


@pytest.mark.parametrize("seed", range(20))
def test_three_of_twelve_change_and_have_months_left_to_show_it(seed):
    """One for the better and two for the worse, after the first year."""
    changed = [one for one in board(seed) if one.changed_in]

    assert sorted(one.what_happens for one in changed) == ["better", "worse", "worse"]
    for one in changed:
        assert FIRST_MONTH < one.changed_in <= MONTHS - 9


@pytest.mark.parametrize("seed", range(20))
def test_a_change_goes_the_way_it_is_called(seed):
    """Seen from the better direction."""
    for one in board(seed):
        if one.changed_in is None:
            continue
        before = one.values[: one.changed_in - 1].mean()
        after = one.values[one.changed_in - 1 :].mean()
        rises = after > before
        wants_high = one.direction == "increase"
        assert (rises == wants_high) == (one.what_happens == "better")


def test_no_value_lies_on_its_target():
    """Met or missed is never a matter of taste."""
    for one in board(3):
        assert one.target not in one.values.tolist()


def test_colours_follow_from_the_distance_to_the_target():
    """Green meets it; red misses by more than amber."""
    for one in board(4):
        for month in range(1, MONTHS + 1):
            miss = one.miss(month)
            expected = "green" if miss <= 0 else "amber" if miss < 0.75 else "red"
            assert one.colour(month) == expected


def test_a_steady_indicator_changes_its_colour_far_more_often_than_its_icon():
    """On average over many boards: this is what the lesson shows."""
    colours = icons = 0
    for seed in range(15):
        for one in board(seed):
            if one.what_happens != "steady":
                continue
            for month in range(FIRST_MONTH + 1, MONTHS + 1):
                colours += one.colour(month) != one.colour(month - 1)
                icons += one.chart(month).variation_icon is Variation.CONCERN
    assert colours > 3 * icons


def test_the_best_is_first():
    """Ranks are 1 to 12, by distance to the target on the good side."""
    indicators = board(5)
    places = rank(indicators, 20)

    assert sorted(places) == list(range(1, 13))
    misses = [one.miss(20) for one in indicators]
    assert places[int(np.argmin(misses))] == 1
    assert places[int(np.argmax(misses))] == 12


def test_a_board_of_another_size_is_refused():
    """The plan is for twelve."""
    with pytest.raises(ValueError, match="12 indicators, not 3"):
        draw_board(LEVELS[:3], np.random.default_rng(1))
