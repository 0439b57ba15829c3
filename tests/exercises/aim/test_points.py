"""Enough points: worked out in days by another route, and the chances drawn again."""

import numpy as np
import pytest

from course.exercises.aim.points import (
    CHANCES,
    ENOUGH_POINTS,
    draw_points_prediction,
    longest_interval,
    points_with,
)
from course.grading.personas import as_typed
from course.simulations.measurement.enough_points import CountingPlan, seen_share

LEARNERS = [f"learner-{number}" for number in range(40)]
PLANS = {
    "four-weeks": CountingPlan("four-weeks", 12, 14, 2.0),
    "week": CountingPlan("week", 12, 14, 2.0),
    "day": CountingPlan("day", 12, 14, 2.0),
    "year": CountingPlan("week", 26, 26, 2.0),
    "half-size": CountingPlan("week", 12, 14, 1.0),
    "nothing": CountingPlan("week", 12, 14, 0.0),
}


@pytest.mark.parametrize("claim", CHANCES)
def test_the_chances_of_the_prediction_are_those_of_the_simulation(claim):
    """Within two percentage points, from ten thousand projects."""
    share = seen_share(PLANS[claim], 10_000, np.random.default_rng(1))

    assert 100 * share == pytest.approx(CHANCES[claim], abs=2)


def test_each_claim_tells_its_own_plan():
    """The words and the plan speak of the same numbers."""
    items = draw_points_prediction(np.random.default_rng(1)).items
    points = {"four-weeks": "six", "week": "26", "day": "182", "year": "52"}

    for item in items:
        assert points.get(item.id, "26") in item.text
    for claim, wanted in (("week", 26), ("day", 182), ("year", 52), ("four-weeks", 6)):
        assert PLANS[claim].points == wanted


def test_the_surgery_worked_by_hand_in_the_lesson():
    """30 and 26 weeks, 12 and 8 points: 17 days, 22 points; 13 by four weeks."""
    assert longest_interval(30, 26, 12, 8) == 17
    assert points_with(17, 30, 26) == 22
    assert points_with(28, 30, 26) == 13


@pytest.mark.parametrize("learner", LEARNERS)
def test_one_day_more_would_be_too_long(learner):
    """The interval found is enough on both sides, and the next is not."""
    case = ENOUGH_POINTS.case("autumn", learner)
    facts, interval = case.facts, int(case.truth["interval"])
    enough = [
        7 * facts["before"] // days >= facts["early"]
        and 7 * facts["after"] // days >= facts["late"]
        for days in (interval, interval + 1)
    ]

    assert enough == [True, False]
    assert 7 <= interval < 28


@pytest.mark.parametrize("learner", LEARNERS)
def test_points_from_an_interval_of_ones_own_count(learner):
    """A slip in the interval is paid for once; no interval, no points."""
    case = ENOUGH_POINTS.case("autumn", learner)
    own = int(case.truth["interval"]) - 2
    points = points_with(own, case.facts["before"], case.facts["after"])
    slip = case.truth | {"interval": float(own), "points": float(points)}

    mark = ENOUGH_POINTS.mark(case, as_typed(ENOUGH_POINTS, slip))
    assert mark.points == 3


def test_an_interval_that_cannot_be_leads_nowhere():
    """Half a day, nothing, or a year."""
    case = ENOUGH_POINTS.case("autumn", "amira")
    for interval in ("0", "2.5", "-7", "400"):
        mark = ENOUGH_POINTS.mark(case, {"interval": interval, "points": "3"})
        assert mark.points == 0
