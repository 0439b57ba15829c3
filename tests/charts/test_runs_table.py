"""Numbers of runs: against every order there is, published values, and properties."""

from fractions import Fraction
from itertools import combinations, groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.runs_table import count_runs, runs_distribution, runs_expected

sides = st.integers(0, 40)

# Useful points: where the printed table of Perla and colleagues (2011) and the exact
# distribution agree, for a median that divides the points in halves.
PRINTED_AND_EXACT = {
    10: (3, 9),
    13: (4, 11),
    14: (4, 12),
    15: (5, 12),
    16: (5, 13),
    18: (6, 14),
    19: (6, 15),
    21: (7, 16),
    24: (8, 18),
    26: (9, 19),
    28: (10, 20),
    40: (15, 27),
}


@pytest.mark.parametrize(
    ("above", "below"), [(1, 1), (1, 5), (3, 4), (5, 5), (2, 7), (6, 5)]
)
def test_distribution_is_that_of_all_orders(above, below):
    """Every way to put the points in order, written down and counted."""
    counts: dict[int, int] = {}
    for places in combinations(range(above + below), above):
        order = [place in places for place in range(above + below)]
        runs = len(list(groupby(order)))
        counts[runs] = counts.get(runs, 0) + 1

    total = sum(counts.values())
    assert runs_distribution(above, below) == {
        runs: Fraction(count, total) for runs, count in sorted(counts.items())
    }


@pytest.mark.parametrize(("useful", "expected"), PRINTED_AND_EXACT.items())
def test_expected_runs_agree_with_print_where_print_is_exact(useful, expected):
    """The cells that the published table shares with the exact distribution."""
    assert runs_expected(useful // 2, useful - useful // 2) == expected


@given(sides, sides)
def test_probabilities_sum_to_one(above, below):
    """Exactly, not nearly; and the mean is the textbook's 1 + 2ab / (a + b)."""
    if above + below == 0:
        return
    chances = runs_distribution(above, below)

    assert sum(chances.values()) == 1
    mean = sum(runs * chance for runs, chance in chances.items())
    assert mean == 1 + Fraction(2 * above * below, above + below)


@given(sides, sides)
def test_chance_gives_the_expected_runs_at_least_95_times_in_100(above, below):
    """Each tail holds 2.5 % at most, and would hold more with one number more."""
    if above + below == 0:
        return
    lowest, highest = runs_expected(above, below)
    chances = runs_distribution(above, below)
    share = Fraction(25, 1000)

    def tail(inside):
        return sum(chance for runs, chance in chances.items() if inside(runs))

    assert tail(lambda runs: runs < lowest) <= share < tail(lambda runs: runs <= lowest)
    assert (
        tail(lambda runs: runs > highest) <= share < tail(lambda runs: runs >= highest)
    )
    assert runs_expected(below, above) == (lowest, highest)


def test_exactly_two_and_a_half_per_cent_are_still_in_the_tail():
    """Of 3 and 14 points, 1 order in 40 has three runs or fewer."""
    chances = runs_distribution(3, 14)

    assert chances[2] + chances[3] == Fraction(1, 40)
    assert runs_expected(3, 14)[0] == 4


def test_a_series_that_keeps_to_one_side_for_long_has_too_few_runs():
    """Ten below, then ten above: two runs where chance gives seven at least."""
    reading = count_runs([1] * 10 + [3] * 10, centre=2)

    assert (reading.runs, reading.lowest, reading.highest) == (2, 7, 15)
    assert reading.too_few
    assert not reading.too_many


def test_a_sawtooth_has_too_many_runs():
    """Low and high by turns is no chance either."""
    reading = count_runs([1, 3] * 10, centre=2)

    assert reading.runs == 20
    assert reading.too_many
    assert not reading.too_few


def test_the_expected_number_itself_is_neither_too_few_nor_too_many():
    """Three runs and nine are what ten points may have."""
    fewest = count_runs([1, 1, 1, 3, 3, 3, 3, 3, 1, 1], centre=2)
    most = count_runs([1, 3, 1, 3, 1, 3, 1, 3, 3, 1], centre=2)

    assert (fewest.runs, most.runs) == (3, 9)
    for reading in (fewest, most):
        assert not reading.too_few
        assert not reading.too_many


def test_ties_and_gaps_are_passed_over():
    """A point on the line and a month without a measurement are in no run."""
    plain = count_runs([1, 1, 3, 1], centre=2)

    assert count_runs([1, 2, 1, float("nan"), 3, 1], centre=2) == plain


@pytest.mark.parametrize(
    ("above", "below", "message"),
    [(0, 0, "at least one point"), (-1, 3, "cannot be -1")],
)
def test_points_that_cannot_be_are_refused(above, below, message):
    """Nothing to read, or a slip."""
    with pytest.raises(ValueError, match=message):
        runs_expected(above, below)


def test_a_flat_series_is_refused():
    """On the line, every one: there are no runs to count."""
    with pytest.raises(ValueError, match="at least one point"):
        count_runs([2, 2, 2], centre=2)
