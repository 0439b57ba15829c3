"""Exercises with numbers: each is worked out again, by another way."""

import math
import re
from itertools import pairwise
from math import comb

import numpy as np
import pytest

from course.charts.sequential import sequential_test
from course.exercises.testing.one_by_one import (
    ONE_BY_ONE,
    from_own_steps,
    outcomes_of,
    path_of,
)
from course.exercises.testing.peeking import PEEKING, from_own_share, own_design
from course.exercises.testing.small_numbers import (
    FEW_PATIENTS,
    SMALL_NUMBERS,
    complement,
)
from course.exercises.testing.two_by_two import TWO_BY_TWO
from course.simulations.testing.peeking import (
    PeekingDesign,
    exact_alarm_shares,
    simulate_alarm_shares,
)
from course.tasks.seeds import generator_for

LEARNERS = [f"learner-{n}" for n in range(30)]


def typed(case, decimals):
    """The truth, rounded as a person would write it."""
    return {field: f"{case.truth[field]:.{d}f}" for field, d in decimals.items()}


@pytest.mark.parametrize("learner", LEARNERS)
def test_chances_of_a_few_are_those_of_the_binomial(learner):
    """Summed up failure by failure, instead of taken from one."""
    case = SMALL_NUMBERS.case("autumn", learner)
    p, n = float(case.facts["per_cent"]) / 100, case.facts["patients"]
    at_least_one = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(1, n + 1))
    needed = case.truth["needed"]

    assert case.truth["seen"] == pytest.approx(100 * at_least_one, abs=1e-3)
    assert (1 - p) ** needed <= 0.05 < (1 - p) ** (needed - 1)
    # Three divided by n is near the exact limit.
    exact = 100 * (1 - 0.05 ** (1 / case.facts["without"]))
    assert case.truth["at-most"] == pytest.approx(exact, rel=0.1)


@pytest.mark.parametrize("learner", LEARNERS)
def test_whole_per_cent_and_the_rule_of_three_are_enough(learner):
    """As the question promises; 300 divided by the per cent will do for the third."""
    case = SMALL_NUMBERS.case("autumn", learner)
    answer = typed(case, {"none": 0, "seen": 0, "at-most": 1})
    answer["needed"] = f"{300 / float(case.facts['per_cent']):.0f}"

    assert SMALL_NUMBERS.mark(case, answer).points == SMALL_NUMBERS.points


def test_one_case_too_many_is_paid_for_once():
    """The second number follows from the first; other thoughts do not count."""
    case = SMALL_NUMBERS.case("autumn", "amira")
    miscounted = case.truth["none"] * float(case.facts["well_share"])

    assert complement(case, {"none": miscounted}) == {
        "seen": pytest.approx(100 - miscounted)
    }
    for misread in case.misreadings.values():
        assert (
            SMALL_NUMBERS.kind.score(
                case, {f: str(v) for f, v in misread.items()}, case.truth
            )
            <= 0.5
        )
    assert complement(case, {}) == {}


def test_claims_about_a_few_patients_come_true_as_often_as_said():
    """Played 40,000 times."""
    rng = np.random.default_rng(1)
    played = {
        "tenth-of-five": (rng.random((40_000, 5)) >= 0.1).all(axis=1),
        "twentieth-of-five": (rng.random((40_000, 5)) < 0.05).any(axis=1),
        "half-of-five": (rng.random((40_000, 5)) >= 0.5).all(axis=1),
        "fifth-of-three": (rng.random((40_000, 3)) >= 0.2).all(axis=1),
        "hundredth-of-hundred": (rng.random((40_000, 100)) < 0.01).any(axis=1),
        "quarter-of-ten": (rng.random((40_000, 10)) >= 0.25).all(axis=1),
    }
    truth = FEW_PATIENTS.case("autumn", "amira").truth

    assert {c: 100 * p.mean() for c, p in played.items()} == pytest.approx(truth, abs=1)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_stream_is_decided_where_the_table_says(learner):
    """Added up by hand from the table, with steps of two decimals."""
    case = ONE_BY_ONE.case("autumn", learner)
    upper, lower = round(case.truth["upper"], 2), round(case.truth["lower"], 2)
    well, not_well = round(case.truth["well"], 2), round(case.truth["not-well"], 2)
    total, step = 0.0, 0
    for outcome in outcomes_of(case):
        step += 1
        total += well if outcome else not_well
        if not lower < total < upper:
            break
    exact = path_of(case)

    assert exact[step - 1] == pytest.approx(total, abs=0.16)
    # Rounding as people do moves the decision in no case that is drawn.
    assert step == case.truth["step"]
    assert case.truth["rate"] == (
        case.facts["hoped"] if total > 0 else case.facts["usual"]
    )


@pytest.mark.parametrize("learner", LEARNERS)
def test_limits_and_steps_are_those_of_the_formula(learner):
    """With the risks as the story tells them."""
    case = ONE_BY_ONE.case("autumn", learner)
    alpha, beta = (float(case.facts[risk]) / 100 for risk in ("alpha", "beta"))
    p0, p1 = case.facts["usual"] / 100, case.facts["hoped"] / 100
    test = sequential_test(outcomes_of(case), p0, p1, alpha=alpha, beta=beta)

    assert case.truth["upper"] == pytest.approx(math.log((1 - beta) / alpha), abs=1e-4)
    assert case.truth["lower"] == pytest.approx(math.log(beta / (1 - alpha)), abs=1e-4)
    assert test.step == case.truth["step"]
    answer = typed(
        case, {"upper": 2, "lower": 2, "well": 2, "not-well": 2, "step": 0, "rate": 0}
    )
    assert ONE_BY_ONE.mark(case, answer).points == ONE_BY_ONE.points


def test_a_slip_in_a_step_is_paid_for_once():
    """The decision follows from one's own steps, if the limits are right."""
    case = ONE_BY_ONE.case("autumn", "amira")
    limits = {limit: case.truth[limit] for limit in ("upper", "lower")}
    slow = limits | {
        "well": case.truth["well"] / 2,
        "not-well": case.truth["not-well"],
    }

    followed = from_own_steps(case, slow)

    assert followed == {} or followed["step"] != case.truth["step"]
    assert from_own_steps(case, slow | {"upper": 1.96}) == {}
    assert from_own_steps(case, slow | {"well": -1.0}) == {}
    assert from_own_steps(case, {}) == {}
    right = {field: case.truth[field] for field in slow}
    assert from_own_steps(case, right)["step"] == case.truth["step"]


@pytest.mark.parametrize("learner", LEARNERS)
def test_effects_can_be_worked_out_from_the_means_shown(learner):
    """As in the lesson, from the four means of the table."""
    case = TWO_BY_TWO.case("autumn", learner)
    neither, first, second, both = (float(row[-1]) for row in case.tables[0].rows)
    by_hand = {
        "first": ((first - neither) + (both - second)) / 2,
        "second": ((second - neither) + (both - first)) / 2,
        "interaction": ((both - second) - (first - neither)) / 2,
        "expected": first + second - neither,
    }
    measured = [[float(v) for v in row[1:-1]] for row in case.tables[0].rows]

    assert case.truth == pytest.approx(by_hand, abs=1e-3)
    assert [np.mean(row) for row in measured] == pytest.approx(
        [neither, first, second, both], abs=0.0051
    )
    answer = typed(case, dict.fromkeys(by_hand, 1))
    assert TWO_BY_TWO.mark(case, answer).points == TWO_BY_TWO.points


@pytest.mark.parametrize("learner", LEARNERS)
def test_two_changes_are_counted_in_the_unit_of_their_story(learner):
    """Seconds on the telephone stay seconds beside the fields."""
    case = TWO_BY_TWO.case("autumn", learner)

    assert {item.unit in case.facts["measure"] for item in case.items} == {True}


@pytest.mark.parametrize("learner", LEARNERS[:6])
def test_the_share_of_false_alarms_is_that_of_simulated_streams(learner):
    """Within four standard errors of twenty thousand."""
    case = PEEKING.case("autumn", learner)
    design = own_design(generator_for("autumn", "peeking", learner))
    found = simulate_alarm_shares(design, 20_000, np.random.default_rng(5))
    every = case.truth["every-look"] / 100

    error = math.sqrt(every * (1 - every) / 20_000)
    assert found.every_look == pytest.approx(every, abs=4 * error)
    assert (design.every, design.looks) == (case.facts["every"], case.facts["looks"])


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_other_numbers_about_peeking_follow_from_the_share(learner):
    """By trying all teams and tests one after the other."""
    case = PEEKING.case("autumn", learner)
    every = case.truth["every-look"] / 100
    none = 1.0
    for _ in range(case.facts["tests"]):
        none *= 1 - every

    assert case.truth["any-of-tests"] == pytest.approx(100 * (1 - none), abs=0.05)
    assert case.truth["teams"] - case.truth["needless"] == pytest.approx(
        case.facts["teams"] / 20, abs=0.02
    )


def test_what_follows_from_ones_own_trials_counts():
    """A share a little off, as trials are, and the rest from it."""
    case = PEEKING.case("autumn", "amira")
    own = case.truth["every-look"] + 0.8
    followed = from_own_share(case, {"every-look": own})
    answer = {"every-look": f"{own:.2f}"} | {f: f"{v:.2f}" for f, v in followed.items()}

    assert PEEKING.mark(case, answer).points == PEEKING.points
    assert from_own_share(case, {"every-look": 5.0}) == {}
    assert from_own_share(case, {}) == {}


def test_more_looks_give_more_false_alarms():
    """The numbers of part 8, from 1 to 20 looks."""
    shares = [
        exact_alarm_shares(PeekingDesign(rate=0.3, every=20, looks=looks)).every_look
        for looks in (1, 2, 5, 10, 20)
    ]

    assert [round(100 * s) for s in shares] == [2, 7, 14, 19, 24]
    assert all(one < more for one, more in pairwise(shares))


def test_numbers_are_shown_with_their_sign():
    """Facts in words carry a real minus."""
    case = TWO_BY_TWO.case("autumn", "amira")

    assert re.fullmatch(r"[+\u2212]\d+\.\d", case.facts["main"])
