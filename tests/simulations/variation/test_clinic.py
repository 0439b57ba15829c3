"""The clinic: a stable process, and what adjusting it costs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.variation.clinic import (
    ClinicWeek,
    DropInClinic,
    adjust_each_week,
    adjusted_hours,
    draw_chance,
    expected_loss,
    leave_alone,
    loss,
    overtime_hours,
    run_week,
)
from course.simulations.variation.funnel import correct_by_fraction

CLINIC = DropInClinic()

weeks_of_chance = st.lists(st.floats(-20, 20), min_size=1, max_size=30)


def test_with_the_usual_hours_only_chance_moves_the_wait():
    """Left alone, every week is the target plus its chance, with the same hours."""
    weeks = leave_alone(CLINIC, [3.0, -4.0])

    assert weeks == (ClinicWeek(1, 120.0, 43.0), ClinicWeek(2, 120.0, 36.0))


def test_an_hour_more_shortens_the_wait():
    """Two hours at half a minute each take a minute off."""
    assert run_week(CLINIC, 1, 122.0, 0.0).wait_minutes == 39.0


def test_too_long_a_wait_adds_hours_and_too_short_a_one_takes_them_away():
    """Three minutes off are six hours, of which half is made."""
    assert adjusted_hours(CLINIC, ClinicWeek(1, 120.0, 43.0), 0.5) == 123.0
    assert adjusted_hours(CLINIC, ClinicWeek(1, 130.0, 37.0), 0.5) == 127.0


@given(weeks_of_chance, st.floats(0, 1.5))
def test_deciding_week_by_week_is_adjusting_each_week(chance, fraction):
    """A learner who always adjusts by the fraction gets the very same weeks."""
    hours, played = CLINIC.usual_staff_hours, []
    for number, push in enumerate(chance, start=1):
        played.append(run_week(CLINIC, number, hours, push))
        hours = adjusted_hours(CLINIC, played[-1], fraction)

    assert tuple(played) == adjust_each_week(CLINIC, fraction, chance)


def test_the_clinic_is_the_funnel():
    """Its deviations are those of the process in the funnel module."""
    spread = CLINIC.spread_minutes
    chance = draw_chance(CLINIC, 40, np.random.default_rng(1))
    outcomes = correct_by_fraction(0.7, 40, spread, np.random.default_rng(1))
    weeks = adjust_each_week(CLINIC, 0.7, chance)

    assert [week.wait_minutes - 40 for week in weeks] == pytest.approx(outcomes)


def test_chance_has_the_spread_of_the_clinic():
    """Mean zero and five minutes, within four standard errors."""
    chance = draw_chance(CLINIC, 40_000, np.random.default_rng(1))

    assert chance.mean() == pytest.approx(0, abs=4 * 5 / 200)
    assert chance.std() == pytest.approx(5, abs=4 * 5 / 200 / 2**0.5)


@pytest.mark.parametrize("fraction", [0, 0.5, 1])
def test_long_run_loss_is_the_expected_one(fraction):
    """40 000 weeks come within three per cent."""
    chance = draw_chance(CLINIC, 40_000, np.random.default_rng(2))
    weeks = adjust_each_week(CLINIC, fraction, chance)

    assert loss(CLINIC, weeks) == pytest.approx(
        expected_loss(CLINIC, fraction), rel=0.03
    )


@pytest.mark.parametrize(("fraction", "ratio"), [(0, 1.0), (0.5, 4 / 3), (1, 2.0)])
def test_adjusting_costs_as_much_as_theory_says(fraction, ratio):
    """400 clinics of a year each, after a start-up, within four errors of them."""
    rng = np.random.default_rng(3)
    losses = np.array(
        [
            loss(
                CLINIC,
                adjust_each_week(CLINIC, fraction, draw_chance(CLINIC, 72, rng))[20:],
            )
            for _ in range(400)
        ]
    )

    assert losses.mean() == pytest.approx(
        ratio * CLINIC.spread_minutes**2, abs=4 * losses.std() / 400**0.5
    )


def test_loss_is_measured_from_the_target_not_the_mean():
    """A clinic that is always ten minutes late is not a good one."""
    late = [ClinicWeek(week, 120.0, 50.0) for week in (1, 2, 3)]

    assert loss(CLINIC, late) == 100


def test_loss_of_no_weeks_is_refused():
    """There is no mean of nothing."""
    with pytest.raises(ValueError, match="at least one week"):
        loss(CLINIC, [])


@given(weeks_of_chance)
def test_left_alone_nobody_works_overtime(chance):
    """The usual hours are the usual hours."""
    assert overtime_hours(CLINIC, leave_alone(CLINIC, chance)) == 0


def test_weeks_below_the_usual_hours_give_nothing_back():
    """Ten hours over and thirty under are ten hours of overtime."""
    weeks = [ClinicWeek(1, 130.0, 40.0), ClinicWeek(2, 90.0, 40.0)]

    assert overtime_hours(CLINIC, weeks) == 10
