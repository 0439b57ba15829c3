"""Enough points: how many there are, and how often a chart sees what is there."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts import find_run_signals, run_centre
from course.simulations.measurement.enough_points import (
    FEWEST_POINTS,
    INTERVALS,
    CountingPlan,
    draw_projects,
    seen_in,
    seen_share,
)

plans = st.builds(
    CountingPlan,
    st.sampled_from(sorted(INTERVALS)),
    st.integers(0, 52),
    st.integers(0, 52),
    st.sampled_from([0.0, 1.0, 2.0]),
)


@given(plans)
def test_only_whole_intervals_make_a_point(plan):
    """Counted in days, by another route."""
    days = round(7 * INTERVALS[plan.interval])

    assert plan.points_before == 7 * plan.weeks_before // days
    assert plan.points_after == 7 * plan.weeks_after // days


@given(plans, st.integers(0, 1000))
def test_many_charts_are_read_as_one_by_one(plan, seed):
    """The same signals as the run chart of the course finds on each."""
    values = draw_projects(plan, 4, np.random.default_rng(seed))
    one_by_one = []
    for series in values:
        signals = series.size and find_run_signals(series, run_centre(series))
        one_by_one.append(
            bool(signals) and signals.useful >= FEWEST_POINTS and signals.shifted
        )

    assert seen_in(values).tolist() == one_by_one


def test_chance_evens_out_with_the_root_of_the_time():
    """Weeks drawn one by one, and taken four at a time, agree with points of four."""
    rng = np.random.default_rng(5)
    weekly = draw_projects(CountingPlan("week", 0, 48, 1.0), 2000, rng)
    fours = weekly.reshape(2000, 12, 4).mean(axis=2)
    points = draw_projects(CountingPlan("four-weeks", 0, 48, 1.0), 2000, rng)

    # In units of their own spread, which is half that of a week.
    assert fours.mean() / 0.5 == pytest.approx(points.mean(), abs=0.03)
    assert fours.std() / 0.5 == pytest.approx(points.std(), abs=0.03)


def test_six_points_see_nothing_and_a_year_of_weeks_sees_nearly_all():
    """The two ends of the table in the lesson."""
    rng = np.random.default_rng(7)

    assert seen_share(CountingPlan("four-weeks", 12, 14, 2.0), 2000, rng) == 0
    assert seen_share(CountingPlan("week", 26, 26, 2.0), 2000, rng) > 0.9


def test_where_nothing_changed_few_charts_say_so():
    """The price of the rules."""
    rng = np.random.default_rng(7)

    assert seen_share(CountingPlan("week", 12, 14, 0.0), 4000, rng) < 0.04
