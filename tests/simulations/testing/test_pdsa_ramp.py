"""The ramp: a truth that stands out and stays hidden, and tests that pay their way."""

import math
from dataclasses import asdict, fields, replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.testing.pdsa_ramp import (
    BUDGET_HOURS,
    CHANGES,
    RECORDS,
    SETTINGS,
    SHARES,
    Plan,
    Ramp,
    Test,
    TestResult,
    draw_plan,
    open_ramp,
    run_test,
    run_tests,
    verdict,
)

seeds = st.integers(0, 2**32)
some_changes = st.lists(st.sampled_from(CHANGES), min_size=1, unique=True).map(tuple)
some_settings = st.lists(st.sampled_from(SETTINGS), min_size=1, unique=True).map(tuple)
tests = st.builds(
    Test,
    changes=some_changes,
    settings=some_settings,
    patients=st.integers(1, 60),
    prediction=st.floats(0, 1),
)

# Neither clumsiness nor a week's luck: what is seen is the plan and binomial chance.
CALM = Plan(
    base=-0.4,
    night=-0.3,
    frail=-0.5,
    effects=(1.5, 0.0, 1.2),
    harmful="c",
    harmed_in=("night", "night-frail"),
    harm=-1.1,
    pair=("a", "c"),
    interaction=-1.6,
    clumsiness=0.0,
    practice=4.0,
    noise=0.0,
)


def seen_log_odds(plan, changes, patients, rng):
    """Log odds seen in each setting, and their standard errors, in a large test."""
    ramp = replace(open_ramp(plan, rng), budget_hours=math.inf)
    test = Test(changes=changes, settings=SETTINGS, patients=50, prediction=0.5)
    for _ in range(patients // 50):
        ramp = run_test(plan, ramp, test, rng)
    well = np.array([ramp.seen(changes, setting)[0] for setting in SETTINGS])
    unwell = patients - well
    return np.log(well / unwell), np.sqrt(1 / well + 1 / unwell)


def test_large_tests_find_the_effects():
    """Each change alone, in each setting: within four standard errors of the plan."""
    rng = np.random.default_rng(1)
    for change, effect in zip(CHANGES, CALM.effects, strict=True):
        found, errors = seen_log_odds(CALM, (change,), 5000, rng)
        night, frail = np.array([0, 0, 1, 1]), np.array([0, 1, 0, 1])
        expected = -0.4 - 0.3 * night - 0.5 * frail + effect
        if change == "c":
            expected = np.where(night, -0.4 - 0.3 - 0.5 * frail - 1.1, expected)
        assert (np.abs(found - expected) < 4 * errors).all()


def test_large_tests_find_the_interaction():
    """By day, two changes together do less than their sum by what the plan says."""
    rng = np.random.default_rng(2)
    together, error = seen_log_odds(CALM, ("a", "c"), 5000, rng)

    assert together[0] == pytest.approx(-0.4 + 1.5 + 1.2 - 1.6, abs=4 * error[0])


def test_the_records_are_those_of_the_usual_way():
    """Without any change, averaged over many ramps, within four standard errors."""
    rng = np.random.default_rng(3)
    ramps = [open_ramp(CALM, rng) for _ in range(400)]
    for place, setting in enumerate(SETTINGS):
        shares = [ramp.usual[place][0] / ramp.usual[place][1] for ramp in ramps]
        usual = 1 / (1 + math.exp(-CALM.log_odds((), setting)))
        error = math.sqrt(usual * (1 - usual) / RECORDS[setting] / 400)
        assert np.mean(shares) == pytest.approx(usual, abs=4 * error)


def test_a_harmful_change_harms_where_it_does_and_only_there():
    """Of 5000 patients in each setting, far more are harmed at night."""
    rng = np.random.default_rng(4)
    ramp = Ramp(usual=open_ramp(CALM, rng).usual, budget_hours=math.inf)
    test = Test(changes=("c",), settings=SETTINGS, patients=50, prediction=0.5)
    for _ in range(100):
        ramp = run_test(CALM, ramp, test, rng)
    by_day = ramp.seen(("c",), "day")[1] + ramp.seen(("c",), "day-frail")[1]
    by_night = ramp.seen(("c",), "night")[1] + ramp.seen(("c",), "night-frail")[1]

    assert by_night > 10 * by_day
    assert ramp.harmed == by_day + by_night


def test_first_attempts_are_clumsy_and_practice_makes_up_for_it():
    """Over many ramps, the first four patients fare worse than later ones, as planned.

    The mean chance of patients 1 to 4 follows from the plan by hand.
    """
    plan = replace(CALM, clumsiness=1.0)
    first = Test(changes=("a",), settings=("day",), patients=4, prediction=0.5)
    later = replace(first, patients=40)
    rng = np.random.default_rng(5)
    ramps = [run_tests(plan, (first, later, first), rng) for _ in range(1500)]
    early, _, late = np.array([[r.share for r in ramp.results] for ramp in ramps]).T

    clumsy = [1 / (1 + math.exp(-(1.1 - 0.5 ** (n / 4)))) for n in range(4)]
    usual = 1 / (1 + math.exp(-1.1))
    error = math.sqrt(0.25 / (4 * 1500))
    assert early.mean() == pytest.approx(np.mean(clumsy), abs=4 * error)
    assert late.mean() == pytest.approx(usual, abs=4 * error)


def test_practice_counts_patients_also_when_changes_go_together():
    """Two settings of five patients with two changes are ten patients for each."""
    test = Test(
        changes=("a", "b"), settings=("day", "night"), patients=5, prediction=0.5
    )
    ramp = run_tests(CALM, (test,), np.random.default_rng(1))

    assert [ramp.practised(change) for change in CHANGES] == [10, 10, 0]
    assert ramp.tried("a") == {"day", "night"}
    assert ramp.seen(("a",), "day") == (0, 0, 0)
    assert ramp.seen(("b", "a"), "night")[2] == 5


@given(seeds, st.lists(tests, max_size=12))
def test_costs_never_exceed_the_budget(seed, planned):
    """A test the hours left do not allow is refused, and nothing is written."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    ramp = open_ramp(plan, rng)
    for test in planned:
        if ramp.affords(test):
            ramp = run_test(plan, ramp, test, rng)
            continue
        with pytest.raises(ValueError, match="staff hours"):
            run_test(plan, ramp, test, rng)
    assert -1e-6 <= ramp.hours_left <= BUDGET_HOURS


@given(seeds, st.lists(tests, max_size=3))
def test_results_are_counts_of_the_patients_tested(seed, planned):
    """Well and harmed are different patients, and no more than there were."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(rng)
    ramp = replace(open_ramp(plan, rng), budget_hours=math.inf)
    for test in planned:
        ramp = run_test(plan, ramp, test, rng)
        result = ramp.results[-1]
        for well, harmed in zip(result.well, result.harmed, strict=True):
            assert 0 <= well <= well + harmed <= test.patients
        assert 0 <= result.share <= 1


def test_hours_by_hand():
    """Two to plan, then 0.25 and 0.15 for each change a patient; nights half more."""
    test = Test(
        changes=("a", "b"), settings=("day", "night"), patients=10, prediction=0.5
    )

    assert test.hours == pytest.approx(2 + 0.55 * 10 * (1 + 1.5))


@given(seeds, st.lists(tests, max_size=3))
def test_the_same_tests_give_the_same_results(seed, planned):
    """A ramp can be made again for marking, and its beginning is never other."""
    plan = replace(draw_plan(np.random.default_rng(seed)), clumsiness=0.5)
    planned = [replace(test, patients=1 + test.patients % 9) for test in planned]
    whole = run_tests(plan, planned, np.random.default_rng(seed))
    part = run_tests(plan, planned[:1], np.random.default_rng(seed))

    assert whole == run_tests(plan, planned, np.random.default_rng(seed))
    assert (part.usual, part.results) == (whole.usual, whole.results[:1])


def test_what_is_visible_does_not_hold_the_truth():
    """Neither a plan, nor a word of one, nor any of its numbers."""
    rng = np.random.default_rng(1)
    plan = draw_plan(rng)
    test = Test(changes=("a",), settings=SETTINGS, patients=9, prediction=0.5)
    ramp = run_test(plan, open_ramp(plan, rng), test, rng)
    shown = repr(ramp) + repr(asdict(ramp))

    assert not {field.name for field in fields(Plan)} & {f.name for f in fields(Ramp)}
    assert not {field.name for field in fields(Plan)} & {
        f.name for kind in (Test, TestResult) for f in fields(kind)
    }
    numbers = (plan.base, plan.night, plan.frail, plan.harm, plan.interaction)
    for number in (*numbers, *(effect for effect in plan.effects if effect)):
        assert str(number) not in shown
    assert "Plan" not in shown


def test_300_learners_have_plans_that_stand_out_and_no_two_alike():
    """In each setting the best is better than any other set of changes by 3 in 100.

    One change is adopted, one abandoned and the third never adopted.
    """
    plans = [draw_plan(np.random.default_rng([7, n])) for n in range(300)]
    assert len(set(plans)) == 300

    options = [
        [change for change, used in zip(CHANGES, uses, strict=True) if used]
        for uses in product((False, True), repeat=3)
    ]
    for plan in plans:
        best = plan.best()
        for setting in SETTINGS:
            chosen = [change for change in CHANGES if setting in best[change]]
            others = [option for option in options if option != chosen]
            rivals = max(plan.worth(option, setting) for option in others)
            assert plan.worth(chosen, setting) > rivals + 0.03
        verdicts = sorted(verdict(settings) for settings in best.values())
        assert verdicts in (
            ["abandon", "adapt", "adopt"],
            ["abandon", "abandon", "adopt"],
        )
        assert verdict(best[plan.harmful]) != "adopt"
        assert not set(best[plan.harmful]) & set(plan.harmed_in)


def test_what_is_right_differs_between_learners():
    """Fifteen answers in all, and none is right for more than a fifth of them."""
    answers = [
        tuple(draw_plan(np.random.default_rng([7, n])).best().items())
        for n in range(300)
    ]
    counts = [answers.count(answer) for answer in set(answers)]

    assert len(counts) == 15
    assert max(counts) < 60


def test_the_worth_of_a_plan_by_hand():
    """Chance of a good outcome, less four in 100 for each change in use."""
    chance = 1 / (1 + math.exp(-(-0.4 - 0.3 - 0.5 + 1.5)))

    assert CALM.chance(("a",), "night-frail") == pytest.approx(chance)
    assert CALM.worth(("a", "b"), "night-frail") == pytest.approx(chance - 0.08)
    assert CALM.best() == {"a": SETTINGS, "b": (), "c": ()}
    assert replace(CALM, interaction=0.0).best()["c"] == ("day", "day-frail")


def test_the_settings_are_the_whole_clinic():
    """Their shares make one, and the records are in proportion."""
    assert sum(SHARES.values()) == pytest.approx(1)
    for setting in SETTINGS:
        assert RECORDS[setting] == pytest.approx(800 * SHARES[setting])


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"changes": ()}, "at least one change"),
        ({"changes": ("a", "a")}, "each once"),
        ({"changes": ("d",)}, "of a, b, c; not d"),
        ({"settings": ("evening",)}, "at least one setting"),
        ({"patients": 0}, "1 to 60 patients"),
        ({"patients": 2.5}, "not 2.5"),
        ({"patients": 61}, "not 61"),
        ({"prediction": 1.2}, "prediction from 0 to 1"),
        ({"prediction": math.nan}, "prediction from 0 to 1"),
    ],
)
def test_a_test_that_cannot_be_made_is_refused(changed, sentence):
    """One sentence says what is missing."""
    whole = dict(changes=("a",), settings=("day",), patients=4, prediction=0.5)
    with pytest.raises(ValueError, match=sentence):
        Test(**whole | changed)


def test_plans_that_never_stand_out_are_told_of():
    """After the tries allowed, and not before."""
    with pytest.raises(ValueError, match="None of 0 plans"):
        draw_plan(np.random.default_rng(1), tries=0)
