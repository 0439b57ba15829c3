"""Which runs of a control chart are told."""

import numpy as np
import pytest

from course.charts.control import run_chart
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.part_runs import (
    crosses_too_seldom,
    expected_count,
    has_judged_runs,
    lies_evenly,
    long_runs_of,
    points_beside,
    spans_of_parts,
)
from course.charts.proportions import np_chart, p_chart
from course.charts.rates import c_chart, u_chart

CROSSED_TOO_SELDOM = 3 * [1, 1, 1, 1, 3, 3, 3, 3]


@pytest.mark.parametrize(("after", "judged"), [(7, False), (8, True)])
def test_ten_useful_points_are_judged_and_nine_are_not(after, judged):
    """Points on the line do not count, however many."""
    chart = run_chart([3, *(18 * [4]), 5, *(after * [6])], freeze=20)

    assert has_judged_runs(chart, 1) is judged
    assert bool(long_runs_of(chart, 1)) is judged


@pytest.mark.parametrize("above", [5, 6])
def test_about_a_mean_three_of_ten_points_must_lie_on_the_smaller_side(above):
    """Fourteen days below and six above are even enough, fifteen and five are not."""
    chart = individuals_chart([*((20 - above) * [4]), *(above * [9])])

    assert points_beside(chart, 1) == (above, 20 - above)
    assert lies_evenly(chart, 1) is (above == 6)
    assert bool(long_runs_of(chart, 1)) is (above == 6)


def test_the_line_is_even_or_not_where_it_comes_from():
    """Points after the baseline and ghosted ones do not make it so."""
    later = run_chart([*(6 * [4, 6]), *(30 * [9])], freeze=12)
    ghosts = run_chart([*(15 * [0]), *(3 * [1]), 5, 5, 5], ghosted=[16, 17, 18])

    assert lies_evenly(later, 1)
    assert points_beside(later, 1) == (6, 6)
    assert points_beside(ghosts, 1) == (3, 0)
    assert not lies_evenly(ghosts, 1)


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (c_chart([3, 5, 4, 4], multiply=10), 4),
        (u_chart([3, 5, 4, 4], [10, 30, 20, 20], multiply=1000), 4),
        (p_chart([3, 5, 4, 4, None], [50, 30, 40, 40, 9], multiply=100), 4),
        (np_chart([3, 5, 4, 4], 40), 4),
        (p_chart([49, 29, 38, 40], 4 * [49], multiply=100), 10),
    ],
)
def test_the_count_to_be_expected_is_told_in_any_unit(chart, expected):
    """Per cent or per thousand: it is events, and of shares the rarer outcome."""
    assert expected_count(chart, 1) == pytest.approx(expected)


def test_what_is_no_count_has_none_to_be_expected():
    """Measurements, and counts that leave chance no room."""
    for chart in (individuals_chart([3, 5, 4, 4]), c_chart(4 * [0])):
        assert np.isnan(expected_count(chart, 1))


def test_a_ghosted_point_is_in_no_run():
    """It neither breaks nor lengthens one."""
    values = [*(6 * [1, 2, 6, 7]), *(5 * [1]), 9, *(5 * [1])]
    chart = run_chart(values, freeze=24, ghosted=[30])

    assert long_runs_of(chart, 1) == [(*range(25, 30), *range(31, 36))]


def test_each_part_has_its_own_runs():
    """The periods of a run are told as those of the whole chart."""
    chart = run_chart([*CROSSED_TOO_SELDOM, *(6 * [1, 9]), *(13 * [5])], parts=[24])

    assert spans_of_parts(chart) == [(1, 24), (25, 49)]
    assert long_runs_of(chart, 1) == []
    assert crosses_too_seldom(chart, 1)
    assert not crosses_too_seldom(chart, 2)


def test_a_long_run_is_told_rather_than_few_crossings():
    """Twelve below and twelve above cross once, and the reason is the runs."""
    chart = run_chart([*(12 * [1]), *(12 * [3])])

    assert chart.runs[0].few_crossings
    assert not crosses_too_seldom(chart, 1)
    assert [len(run) for run in long_runs_of(chart, 1)] == [12, 12]


def test_moving_ranges_have_no_runs_to_tell():
    """Neighbours share a measurement, so that runs come by themselves."""
    chart = moving_range_chart([*(12 * [4, 5]), *(12 * [4, 9])])

    assert chart.runs[0].long_run
    assert long_runs_of(chart, 1) == []
    assert not crosses_too_seldom(chart, 1)
