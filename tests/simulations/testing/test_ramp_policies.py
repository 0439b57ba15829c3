"""What the score rewards: ways of testing come out in the order they should."""

import numpy as np
import pytest

from course.simulations.testing.pdsa_ramp import SETTINGS, draw_plan
from course.simulations.testing.ramp_policies import (
    all_at_once,
    fair_weather,
    good_ramp,
    one_at_a_time,
    play_ramp,
    random_policy,
    try_policy,
)

LEARNERS = 250


def scores(policy):
    """One score for each of many learners' plans."""
    found = []
    for learner in range(LEARNERS):
        rng = np.random.default_rng([learner])
        found.append(try_policy(draw_plan(rng), policy, rng).score)
    return np.array(found)


def error(values):
    """Standard error of a mean."""
    return values.std() / len(values) ** 0.5


def test_guessing_after_random_tests_earns_next_to_nothing():
    """Below 0.15 on average, with four standard errors to spare."""
    found = scores(random_policy)

    assert found.mean() + 4 * error(found) < 0.15


def test_all_at_once_earns_nothing():
    """It cannot tell one change from another."""
    assert scores(all_at_once).max() == 0


def test_each_widening_of_the_conditions_earns_more():
    """Easy conditions only, then all conditions, then together as well."""
    easy, alone, good = map(scores, (fair_weather, one_at_a_time, good_ramp))

    assert easy.mean() + 4 * error(easy) < alone.mean() - 4 * error(alone)
    # The same plans: what counts is the difference on each.
    gained = good - alone
    assert gained.mean() > 4 * error(gained)
    assert easy.mean() < 0.4
    assert good.mean() - 4 * error(good) > 0.8


def test_a_good_ramp_finds_out_most_plans_within_the_budget():
    """On each of forty plans, played ten times, it scores well on average."""
    for learner in range(40):
        rng = np.random.default_rng([learner, 2])
        plan = draw_plan(rng)
        found = [try_policy(plan, good_ramp, rng).score for _ in range(10)]
        assert np.mean(found) > 0.6


@pytest.mark.parametrize(
    "policy", [random_policy, all_at_once, fair_weather, one_at_a_time, good_ramp]
)
def test_every_policy_stays_within_the_budget(policy):
    """And decides in the end."""
    for learner in range(20):
        rng = np.random.default_rng([learner, 3])
        ramp, decisions = play_ramp(draw_plan(rng), policy, rng)
        assert ramp.hours_left >= -1e-6
        assert all(set(places) <= set(SETTINGS) for places in decisions.values())


def test_a_good_ramp_begins_small():
    """Four patients by day come first, whatever the truth."""
    rng = np.random.default_rng(1)
    ramp, _ = play_ramp(draw_plan(rng), good_ramp, rng)

    assert [result.test.patients for result in ramp.results[:6]] == 6 * [4]
    assert [result.test.settings for result in ramp.results[:3]] == 3 * [("day",)]
