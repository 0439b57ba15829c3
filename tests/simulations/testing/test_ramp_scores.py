"""Scores of a ramp: the truth earns all, chance nothing, and waste costs."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.testing.pdsa_ramp import (
    CHANGES,
    SETTINGS,
    Ramp,
    Test,
    TestResult,
    draw_plan,
    open_ramp,
    run_test,
)
from course.simulations.testing.ramp_scores import efficiency, regret, score_ramp, worth

seeds = st.integers(0, 2**32)
places = st.lists(st.sampled_from(SETTINGS), unique=True)
decisions = st.fixed_dictionaries(dict.fromkeys(CHANGES, places))

USUAL = ((120, 320), (60, 200), (48, 160), (30, 120))


def tried_everywhere(plan, rng):
    """A cheap ramp in which each change has been in use in each setting."""
    test = Test(changes=CHANGES, settings=SETTINGS, patients=1, prediction=0.5)
    return run_test(plan, open_ramp(plan, rng), test, rng)


@given(seeds)
def test_the_truth_is_never_regretted(seed):
    """Nothing could be better, and it agrees with itself."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    score = score_ramp(plan, tried_everywhere(plan, rng), plan.best())

    assert score.regret == 0
    assert score.agreement == pytest.approx(1)


@given(seeds, decisions)
def test_other_decisions_are_regretted(seed, decided):
    """By what they are worth less, which is more than nothing; a score is a share."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    score = score_ramp(plan, tried_everywhere(plan, rng), decided)
    same = all(set(decided[c]) == set(plan.best()[c]) for c in CHANGES)

    assert (regret(plan, decided) == 0) is same
    assert score.regret == pytest.approx(
        100 * (worth(plan, plan.best()) - worth(plan, decided))
    )
    assert 0 <= score.score <= 1


@pytest.mark.parametrize("everywhere", [SETTINGS, ()])
def test_the_same_for_all_earns_nothing(everywhere):
    """Adopting all or abandoning all knows nothing about any of them."""
    rng = np.random.default_rng(1)
    plan = draw_plan(rng)
    ramp = tried_everywhere(plan, rng)

    assert score_ramp(plan, ramp, dict.fromkeys(CHANGES, everywhere)).score == 0


def test_a_guess_without_a_test_earns_nothing():
    """The right decisions by luck: nobody can be said to know what was never tried."""
    plan = draw_plan(np.random.default_rng(1))

    assert score_ramp(plan, Ramp(usual=USUAL), plan.best()).score == 0


def test_agreement_by_hand():
    """Ten cells of twelve right; 4 used for 6 that are right to use: kappa 2 / 3.

    Observed 10 / 12; expected (4 * 6 + 8 * 6) / 144 = 1 / 2.
    """
    plans = (draw_plan(np.random.default_rng(n)) for n in range(100))
    plan = next(p for p in plans if len(p.best()[p.harmful]) == 2)
    ramp = tried_everywhere(plan, np.random.default_rng(1))
    score = score_ramp(plan, ramp, plan.best() | {plan.harmful: ()})

    assert score.agreement == pytest.approx(2 / 3)


def spent(hours, harmed=0):
    """A ramp that has used so many hours of 100, for efficiency alone."""
    test = Test(changes=("a",), settings=("day",), patients=20, prediction=0.5)
    result = TestResult(test, well=(20 - harmed,), harmed=(harmed,))
    return Ramp(usual=USUAL, budget_hours=test.hours / hours * 100, results=(result,))


def test_efficiency_by_hand():
    """Free up to 70 hours of 100 and six harmed; then a half, and 0.04 for each."""
    assert efficiency(spent(10)) == 1
    assert efficiency(spent(70)) == pytest.approx(1)
    assert efficiency(spent(85)) == pytest.approx(0.75)
    assert efficiency(spent(100)) == pytest.approx(0.5)
    assert efficiency(spent(10, harmed=6)) == 1
    assert efficiency(spent(10, harmed=8)) == pytest.approx(0.92)
    assert efficiency(spent(100, harmed=20)) == 0.25


def test_more_tests_never_make_a_ramp_more_efficient():
    """Hours and harm only add up."""
    rng = np.random.default_rng(1)
    plan = draw_plan(rng)
    ramp = replace(open_ramp(plan, rng), budget_hours=250.0)
    test = Test(changes=CHANGES, settings=SETTINGS, patients=5, prediction=0.5)
    before = efficiency(ramp)
    while ramp.affords(test):
        ramp = run_test(plan, ramp, test, rng)
        assert efficiency(ramp) <= before
        before = efficiency(ramp)
    assert before < 1


@pytest.mark.parametrize(
    "decided", [{"d": ("day",)}, {"a": ("evening",)}, {"a": "day"}]
)
def test_decisions_about_nothing_known_are_refused(decided):
    """A change or a setting that does not exist is a slip to be told of."""
    plan = draw_plan(np.random.default_rng(1))
    with pytest.raises(ValueError, match="is not one of"):
        worth(plan, decided)
    with pytest.raises(ValueError, match="is not one of"):
        score_ramp(plan, Ramp(usual=USUAL), decided)
