"""Runs: against published tables, and what must always hold."""

import math
from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.runs import (
    RunSignals,
    crossings_required,
    find_run_signals,
    find_shifts,
    find_trends,
    longest_and_number_of_runs,
    longest_run_allowed,
    number_runs,
    run_centre,
    run_lengths,
    runs_about,
    sides_of,
    steps_of,
)

# For 10 to 60 useful points (Anhøj and Olesen 2014): the longest run allowed, which
# grows at these numbers of points, and the crossings required.
LONGEST_FROM = {10: 6, 12: 7, 23: 8, 46: 9}
CROSSINGS = [2, 2, 3, 3, 4, 4, 4, 5, 5, 6, 6, 6, 7, 7, 8, 8, 8]
CROSSINGS += [9, 9, 10, 10, 11, 11, 11, 12, 12, 13, 13, 14, 14, 14, 15, 15]
CROSSINGS += [16, 16, 17, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 21, 22, 22, 23, 23]

NAN = float("nan")

# Few distinct values, so that ties are common.
series = st.lists(st.one_of(st.integers(0, 5), st.just(NAN)), max_size=40)


@pytest.mark.parametrize(("useful", "crossings"), list(enumerate(CROSSINGS, start=10)))
def test_limits_agree_with_the_published_table(useful, crossings):
    """The longest run allowed and the crossings required are those of the article."""
    longest = max(run for first, run in LONGEST_FROM.items() if first <= useful)

    assert longest_run_allowed(useful) == longest
    assert crossings_required(useful) == crossings


@given(st.integers(1, 300))
def test_crossings_required_is_the_smallest_count_of_at_least_five_per_cent(useful):
    """Up to it the probability is 5 % or more, and up to one less it is not."""
    required, trials = crossings_required(useful), useful - 1
    ways = [math.comb(trials, count) for count in range(required + 1)]

    assert 20 * sum(ways) >= 2**trials
    assert 20 * sum(ways[:-1]) < 2**trials


def test_nothing_useful_gives_no_signal():
    """A flat series, and one without any measurement, have nothing to judge."""
    assert find_run_signals([3, 3, NAN, 3], centre=3) == RunSignals(0, 0, 0, 0, 0)
    assert not find_run_signals([], centre=3).shifted


def test_each_rule_is_named_by_its_own_property():
    """A long run alone, and too few crossings alone, each make a series shifted."""
    long_run = RunSignals(24, 9, 8, 12, 8)
    few_crossings = RunSignals(24, 8, 8, 7, 8)
    neither = RunSignals(24, 8, 8, 8, 8)

    assert (long_run.long_run, long_run.few_crossings, long_run.shifted) == (
        True,
        False,
        True,
    )
    assert (few_crossings.long_run, few_crossings.few_crossings) == (False, True)
    assert few_crossings.shifted
    assert not neither.shifted


def test_a_tie_neither_breaks_nor_lengthens_a_run():
    """Points on the line, and gaps, are passed over."""
    values = [5, 5, 3, NAN, 5, 1, 3, 1]

    assert runs_about(values, centre=3) == [(1, 2, 5), (6, 8)]


def test_float_noise_does_not_unmake_a_tie():
    """A median of 0.1 + 0.2 ties with a measurement of 0.3."""
    assert 0.1 + 0.2 != 0.3
    assert sides_of([0.3], centre=0.1 + 0.2).tolist() == [0]


def test_a_tie_is_judged_on_the_scale_of_the_series():
    """One in a million of a tiny rate is a difference; one in a billion billion not."""
    assert sides_of([3e-7, 4e-7], centre=1e-7 + 2e-7).tolist() == [0, 1]
    assert sides_of([3.000003e-7], centre=3e-7).tolist() == [1]


def test_centre_of_a_baseline_ignores_what_follows():
    """The frozen line is the median of the first points, gaps left out."""
    assert run_centre([1, NAN, 3, 100, 100], baseline=3) == 2.0


def test_centre_of_nothing_is_refused():
    """Without a measurement there is no median."""
    with pytest.raises(ValueError, match="at least one"):
        run_centre([NAN, NAN])


def test_five_in_a_row_are_no_shift():
    """Six points on one side are needed, and a tie does not count as the sixth."""
    assert find_shifts([1, 5, 5, 5, 5, 5, 3, 1], centre=3) == []
    assert find_shifts([1, 5, 5, 5, 5, 5, 3, 5], centre=3) == [(2, 3, 4, 5, 6, 8)]


def test_shift_length_can_be_asked_for():
    """Where eight are needed, seven are not enough."""
    values = [1] + 7 * [5]

    assert len(find_shifts(values, centre=3, at_least=7)) == 1
    assert find_shifts(values, centre=3, at_least=8) == []


@pytest.mark.parametrize(
    ("values", "trends"),
    [
        ([1, 2, 3, 4, 5], [(1, 2, 3, 4, 5)]),
        ([1, 2, 3, 4], []),
        ([5, 4, 3, 2, 1], [(1, 2, 3, 4, 5)]),
        ([1, 2, 2, 3, 4, 5], [(1, 2, 4, 5, 6)]),
        ([1, 1, 2, 3, 4], []),
        ([1, 2, NAN, 3, 4, 5], [(1, 2, 4, 5, 6)]),
        ([NAN, 1, 2, 3, 4, 5], [(2, 3, 4, 5, 6)]),
        ([1, 2, 3, 4, 5, 5, 4, 3, 2, 1], [(1, 2, 3, 4, 5), (5, 7, 8, 9, 10)]),
        ([1, 2, 3, 2, 3, 4, 5], []),
        ([], []),
        ([NAN, NAN], []),
    ],
)
def test_trends(values, trends):
    """Equal neighbours count once, gaps are passed over, a peak belongs to both."""
    assert find_trends(values) == trends


@given(series)
def test_runs_hold_every_useful_point_once_and_in_order(values):
    """No point is lost, counted twice or put in a run of the other side."""
    runs = runs_about(values, centre=2)
    periods = [period for run in runs for period in run]

    assert periods == [
        period
        for period, value in enumerate(values, start=1)
        if not math.isnan(value) and value != 2
    ]
    for run in runs:
        assert len({values[period - 1] > 2 for period in run}) == 1
    for one, following in zip(runs, runs[1:], strict=False):
        assert (values[one[0] - 1] > 2) != (values[following[0] - 1] > 2)


@given(series)
def test_numbered_runs_are_the_runs_listed(values):
    """What is judged for thousands of series at once is what is shown for one."""
    runs = runs_about(values, centre=2)
    numbers = number_runs(sides_of(values, 2)) if values else np.array([], int)
    lengths = run_lengths(numbers) if values else numbers

    for number, run in enumerate(runs, start=1):
        places = [period - 1 for period in run]
        assert (np.flatnonzero(numbers == number) == places).all()
        assert (lengths[places] == len(run)).all()
    assert np.count_nonzero(lengths) == sum(map(len, runs))


@given(
    st.integers(1, 12).flatmap(
        lambda width: st.lists(
            st.lists(st.sampled_from([0, 1, 2, NAN]), min_size=width, max_size=width),
            min_size=1,
            max_size=6,
        )
    )
)
def test_many_series_are_judged_as_each_alone(rows):
    """Series stacked in rows do not disturb each other."""
    sides = sides_of(rows, 1)
    numbers = number_runs(sides)

    assert numbers.tolist() == [number_runs(sides_of(row, 1)).tolist() for row in rows]
    assert run_lengths(numbers).tolist() == [
        run_lengths(number).tolist() for number in numbers
    ]
    assert steps_of(rows).tolist() == [steps_of(row).tolist() for row in rows]


sides_of_many = st.integers(1, 8).flatmap(
    lambda periods: st.lists(
        st.lists(st.sampled_from((-1, 0, 1)), min_size=periods, max_size=periods),
        min_size=1,
        max_size=8,
    )
)


@given(sides_of_many)
def test_longest_and_number_of_runs_are_those_of_the_runs_numbered(sides):
    """Of a series without any useful point too, and of one beside another."""
    numbers = number_runs(np.array(sides, dtype=np.int8))
    longest, number = longest_and_number_of_runs(sides)

    assert longest.tolist() == run_lengths(numbers).max(axis=1).tolist()
    assert number.tolist() == numbers.max(axis=1).tolist()


@given(sides_of_many)
def test_where_ties_break_each_series_is_cut_at_its_zeros(sides):
    """As if every piece between two of them were a series of its own."""
    longest, number = longest_and_number_of_runs(sides, ties_break=True)

    for row, longest_of_row, number_of_row in zip(sides, longest, number, strict=True):
        runs = [list(run) for side, run in groupby(row) if side]
        assert number_of_row == len(runs)
        assert longest_of_row == max(map(len, runs), default=0)


@given(series.filter(bool))
def test_trends_are_the_runs_of_the_steps_with_the_point_they_set_out_from(values):
    """The two ways to find them agree, ties and gaps included."""
    climbs = run_lengths(number_runs(steps_of(values)))
    trends = find_trends(values, at_least=2)

    assert [period for trend in trends for period in trend[1:]] == (
        np.flatnonzero(climbs) + 1
    ).tolist()
    assert max(map(len, trends), default=1) == 1 + climbs.max()


@given(series)
def test_upside_down_a_chart_has_the_same_runs_and_trends(values):
    """The rules know no better or worse side."""
    mirrored = [-value for value in values]

    assert runs_about(mirrored, centre=-2) == runs_about(values, centre=2)
    assert find_trends(mirrored) == find_trends(values)
    assert find_run_signals(mirrored, -2) == find_run_signals(values, 2)


@given(series)
def test_gaps_and_ties_change_nothing_that_is_judged(values):
    """Leaving out what is not useful leaves the same signals."""
    useful = [value for value in values if not math.isnan(value) and value != 2]

    assert find_run_signals(values, 2) == find_run_signals(useful, 2)
