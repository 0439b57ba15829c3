"""False alarms: the learner's own trials are good enough, and slips are paid once."""

import numpy as np
import pytest

from course.exercises.variation.false_alarms import (
    FALSE_ALARMS,
    TRIALS,
    numbers_from_own_shares,
)
from course.simulations.variation.false_alarms import false_alarm_share

LEARNERS = range(12)


@pytest.mark.parametrize("learner", LEARNERS)
def test_own_trials_earn_all_points(learner):
    """Shares from 4000 charts, rounded to whole per cents, and what follows."""
    case = FALSE_ALARMS.case("autumn", f"learner-{learner}")
    points, board, read = (case.facts[name] for name in ("points", "board", "read"))
    either, shift = (
        false_alarm_share(rule, points, TRIALS, np.random.default_rng(learner))
        for rule in ("shift-or-trend", "shift-6")
    )
    answer = {
        "either": f"{100 * either:.0f} %",
        "shift": f"{100 * shift:.0f}",
        "expected": f"{board * either:.0f}",
        "at-least-one": f"{100 * (1 - (1 - shift) ** read):.0f}",
    }

    assert FALSE_ALARMS.mark(case, answer).points == 4


@pytest.mark.parametrize("learner", LEARNERS)
def test_half_the_trials_off_is_too_far(learner):
    """A share of another length of chart is not within three standard errors."""
    case = FALSE_ALARMS.case("autumn", f"learner-{learner}")
    answer = {field: f"{value:.3f}" for field, value in case.truth.items()}
    answer["either"] = f"{case.truth['either'] + 3:.3f}"

    assert not FALSE_ALARMS.mark(case, answer).right["either"]


def test_what_follows_from_foreign_shares_does_not_count():
    """One share of this length of chart is enough to call the other a slip."""
    case = FALSE_ALARMS.case("autumn", "amira")
    own, foreign = case.truth["either"], case.truth["shift"] / 2
    board, read = case.facts["board"], case.facts["read"]

    assert numbers_from_own_shares(case, {"either": own, "shift": foreign}) == {
        "expected": pytest.approx(board * own / 100),
        "at-least-one": pytest.approx(100 * (1 - (1 - foreign / 100) ** read)),
    }
    assert numbers_from_own_shares(case, {"either": own / 2, "shift": foreign}) == {}
    assert numbers_from_own_shares(case, {}) == {}


@pytest.mark.parametrize("learner", LEARNERS)
def test_five_per_cent_is_never_nearly_right(learner):
    """Or a thought about tests would pass for a trial."""
    case = FALSE_ALARMS.case("autumn", f"learner-{learner}")
    tolerance = {item.id: item.tolerance for item in case.items}

    for field in ("either", "shift"):
        assert abs(case.truth[field] - 5) > tolerance[field]
