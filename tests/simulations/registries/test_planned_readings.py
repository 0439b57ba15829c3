"""Readings of many series at once: each rule alone must be enough to refuse one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import individuals_chart, run_chart
from course.simulations.registries.planned_readings import (
    draw_until_read,
    marked_periods,
    reads_as,
    score_individuals,
)


def about_zero(values):
    """Judge values as scores about a line at zero, whatever the base."""
    return lambda base: (np.zeros((values.shape[0], 1)), values)


def is_calm(*values):
    """Whether one series of scores is read as stable."""
    values = np.array([values], dtype=float)
    return bool(reads_as("stable", values, about_zero(values))[0])


CALM = (0.5, -0.7, 1.1, -0.4, -0.9, 0.6, 0.3, -1.2, 0.8, -0.5, 0.4, -0.6)
# Five on one side, and no trend among them.
BLOCK = (0.5, 0.7, 0.4, 0.6, 0.3)


def test_ordinary_scatter_is_calm():
    """Else all that follows would prove nothing."""
    assert is_calm(*CALM)


@pytest.mark.parametrize(
    ("signal", "values"),
    [
        ("beyond a limit", (3.1, -0.7, *CALM[2:])),
        ("near a limit", (2.9, -0.7, *CALM[2:])),
        ("two of three beyond two sigma", (2.1, -0.7, 2.2, *CALM[3:])),
        ("four of five beyond one sigma", (1.1, 1.3, -0.2, 1.2, 1.4, *CALM[5:])),
        ("five rising", (-0.9, -0.4, 0.1, 0.5, 0.8, *CALM[5:])),
        ("six on one side", (0.5, 0.7, 0.2, 0.9, 0.3, 0.6, *CALM[7:], -0.2)),
        ("eight out on both sides", 2 * (1.1, -1.3, -1.2, 1.4)),
        ("fifteen hugging the line", [0.9 * value / 1.2 for value in 2 * CALM][:15]),
        ("fourteen by turns", 7 * (0.5, -1.1)),
        ("few crossings", 2 * (*BLOCK, *(-value for value in BLOCK))),
    ],
)
def test_each_signal_alone_disturbs_the_calm(signal, values):
    """Whatever else the series looks like."""
    assert not is_calm(*values), signal


@given(st.integers(0, 2**32), st.integers(12, 40))
def test_what_reads_as_stable_is_calm_on_the_course_s_own_chart(seed, points):
    """The same numbers as the individuals chart, judged a thousand at a time."""
    values = np.random.default_rng(seed).normal(50, 4, (40, points))
    read = reads_as("stable", values, score_individuals(values))
    for series, calm in zip(values, read, strict=True):
        chart = individuals_chart(series)
        if calm:
            assert marked_periods(chart) == ()
            assert not chart.shifted
            assert not run_chart(series).shifted


def test_a_gap_is_not_bridged():
    """The range from before it to after it is no moving range."""
    values = np.array([[10.0, 12, 30, 31]])
    periods = np.array([0, 1, 3, 4])
    _, scores = score_individuals(values, periods)(slice(None))
    chart = individuals_chart([10, 12, np.nan, 30, 31])

    expected = (values[0] - chart.centre[0]) / chart.sigma[0]
    assert scores[0] == pytest.approx(expected)


def test_marked_periods_are_found_within_each_part():
    """A run about one part's line does not go on in the next."""
    values = [1, 2, 1, 2, 1, 2, 9, 8, 9, 8, 9, 8]

    assert marked_periods(run_chart(values, parts=[6])) == ()
    assert marked_periods(run_chart(values)) == tuple(range(1, 13))


def test_a_ghosted_point_is_not_marked():
    """It is on the chart, and out of the question."""
    values = [5, 6, 5, 7, 50, 6, 5, 7, 6, 5]

    assert marked_periods(individuals_chart(values, ghosted=[5])) == ()


def test_no_more_series_are_drawn_than_allowed():
    """And the sentence says how many there were."""
    drawn = []

    def draw(count):
        drawn.append(count)
        return np.zeros(count)

    with pytest.raises(ValueError, match="None of 150 series"):
        draw_until_read(draw, lambda zeros: zeros > 0, 150, "anything")
    assert sum(drawn) == 150
