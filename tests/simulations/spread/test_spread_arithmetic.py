"""Spread in steps: units, waves, months and days."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.spread.spread_arithmetic import (
    SpreadPlan,
    draw_spread_plan,
    scale_up_steps,
)


@given(st.integers(1, 50), st.integers(0, 5000), st.integers(2, 10))
def test_no_step_is_larger_than_its_factor_and_all_but_the_last_are_as_large(
    start, more, factor
):
    """From those who start to all units."""
    steps = scale_up_steps(start, start + more, factor)

    assert (steps[0], steps[-1]) == (start, start + more)
    assert all(
        after == before * factor
        for before, after in zip(steps, steps[1:-1], strict=False)
    )
    if more:
        assert steps[-2] < steps[-1] <= steps[-2] * factor


def test_five_times_by_hand():
    """Two, ten, fifty, and the thirty that are left."""
    assert scale_up_steps(2, 80) == (2, 10, 50, 80)
    assert scale_up_steps(80, 80) == (80,)


def test_a_plan_by_hand():
    """Four coaches with five units each: 8 new units, then 40, then 30.

    That is one wave, two waves and two waves of three months, and 78 units of five
    days.
    """
    plan = SpreadPlan(
        start=2,
        units=80,
        days_per_unit=5,
        months_per_wave=3,
        coaches=4,
        units_per_coach=5,
    )

    assert plan.steps == (2, 10, 50, 80)
    assert plan.waves == (1, 2, 2)
    assert plan.months == 15
    assert plan.coach_days == 390


@given(st.integers(0, 2**32))
def test_waves_are_enough_and_none_is_idle(seed):
    """One wave fewer would leave somebody without support, in every step."""
    plan = draw_spread_plan(np.random.default_rng(seed))
    at_once = plan.coaches * plan.units_per_coach

    for new, waves in zip(np.diff(plan.steps), plan.waves, strict=True):
        assert (waves - 1) * at_once < new <= waves * at_once
    assert 3 <= len(plan.steps) <= 5


def test_300_learners_get_300_plans():
    """No two are alike."""
    plans = [draw_spread_plan(np.random.default_rng([seed, 3])) for seed in range(300)]

    assert len(set(plans)) == 300


@pytest.mark.parametrize(
    ("start", "units", "factor", "sentence"),
    [
        (0, 10, 5, "not 0"),
        (11, 10, 5, "not 11"),
        (1, 10, 1, "at least double"),
    ],
)
def test_steps_that_lead_nowhere_are_refused(start, units, factor, sentence):
    """Nobody to start with, more than there are, and a step that adds nothing."""
    with pytest.raises(ValueError, match=sentence):
        scale_up_steps(start, units, factor)


def test_spread_without_support_is_refused():
    """Somebody must be there."""
    with pytest.raises(ValueError, match="needs a coach"):
        SpreadPlan(
            start=1,
            units=9,
            days_per_unit=5,
            months_per_wave=3,
            coaches=0,
            units_per_coach=5,
        )
