"""Which runs of a control chart are told."""

import pytest

from course.charts.control import run_chart
from course.charts.individuals import moving_range_chart
from course.charts.part_runs import (
    crosses_too_seldom,
    has_judged_runs,
    long_runs_of,
    spans_of_parts,
)

CROSSED_TOO_SELDOM = 3 * [1, 1, 1, 1, 3, 3, 3, 3]


@pytest.mark.parametrize(("after", "judged"), [(9, False), (10, True)])
def test_ten_useful_points_are_judged_and_nine_are_not(after, judged):
    """Points on the line do not count, however many."""
    chart = run_chart([*(20 * [4]), *(after * [6])], freeze=20)

    assert has_judged_runs(chart, 1) is judged
    assert bool(long_runs_of(chart, 1)) is judged


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
