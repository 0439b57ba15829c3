"""Sequential test and CUSUM: by hand, against theory, and what must always hold."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.sequential import (
    Decision,
    bernoulli_cusum,
    expected_outcomes,
    first_crossings,
    log_likelihood_ratios,
    multiply_odds,
    sequential_test,
    wald_boundaries,
)

streams = st.lists(st.integers(0, 1), min_size=1, max_size=60)
rates = st.floats(0.02, 0.98)
ratios = st.one_of(st.floats(0.2, 0.8), st.floats(1.25, 5))

P0, P1, ALPHA, BETA = 0.1, 0.3, 0.05, 0.1


@pytest.fixture(scope="module")
def trials():
    """Streams under each hypothesis, and what became of them."""
    lower, upper = wald_boundaries(ALPHA, BETA)
    told = {}
    for p, seed in ((P0, 1945), (P1, 1947)):
        outcomes = np.random.default_rng(seed).random((4000, 500)) < p
        path = log_likelihood_ratios(outcomes, P0, P1)
        step, side = first_crossings(path, lower, upper)
        assert (side != 0).all()
        reached = np.take_along_axis(path, step[:, np.newaxis] - 1, axis=1)[:, 0]
        told[p] = step, side, reached
    return told


def test_boundaries_by_hand():
    """With risks of 5 % and 10 %: ln(0.1 / 0.95) and ln(0.9 / 0.05) = ln 18."""
    lower, upper = wald_boundaries(alpha=0.05, beta=0.1)

    assert lower == pytest.approx(math.log(0.1 / 0.95))
    assert upper == pytest.approx(math.log(18))


def test_path_by_hand():
    """An event trebles the ratio, none takes it to seven ninths."""
    test = sequential_test([1, 0, 1, 1], p0=0.1, p1=0.3, alpha=0.05, beta=0.1)

    assert np.exp(test.path) == pytest.approx([3, 21 / 9, 7, 21])
    assert (test.decision, test.step) == (Decision.P1, 4)


def test_calm_outcomes_decide_for_p0():
    """(7/9)^n first falls below 0.1 / 0.95 at the ninth patient without an event."""
    calm = sequential_test([0] * 12, p0=0.1, p1=0.3, alpha=0.05, beta=0.1)

    assert (calm.decision, calm.step) == (Decision.P0, 9)
    assert calm.path.size == 12
    early = sequential_test([0] * 8, p0=0.1, p1=0.3, alpha=0.05, beta=0.1)
    assert (early.decision, early.step) == (Decision.UNDECIDED, None)


def test_the_first_boundary_reached_decides():
    """What comes after the decision does not undo it."""
    stream = [1, 1, 1] + [0] * 40
    test = sequential_test(stream, p0=0.1, p1=0.3, alpha=0.05, beta=0.1)

    assert (test.decision, test.step) == (Decision.P1, 3)
    assert test.path[-1] < test.lower


def test_to_reach_a_boundary_is_to_cross_it():
    """With rates of 0.2 and 0.8 and risks of 0.2, one event is just enough."""
    test = sequential_test([1], p0=0.2, p1=0.8, alpha=0.2, beta=0.2)
    calm = sequential_test([0], p0=0.2, p1=0.8, alpha=0.2, beta=0.2)

    assert (test.decision, calm.decision) == (Decision.P1, Decision.P0)


@given(streams, rates, ratios)
def test_path_is_the_ratio_of_likelihoods(outcomes, p0, ratio):
    """Each outcome multiplies the likelihoods by its probability under each rate."""
    p1 = multiply_odds(p0, ratio)
    first = np.prod([p0 if event else 1 - p0 for event in outcomes])
    second = np.prod([p1 if event else 1 - p1 for event in outcomes])

    path = log_likelihood_ratios(outcomes, p0, p1)
    assert math.exp(path[-1]) == pytest.approx(second / first, rel=1e-6)


@given(streams, rates, ratios)
def test_exchanging_the_hypotheses_exchanges_the_decision(outcomes, p0, ratio):
    """What speaks for one speaks against the other."""
    p1 = multiply_odds(p0, ratio)
    test = sequential_test(outcomes, p0, p1, alpha=0.05, beta=0.1)
    other = sequential_test(outcomes, p1, p0, alpha=0.1, beta=0.05)

    swapped = {"p0": "p1", "p1": "p0", "undecided": "undecided"}
    assert other.path == pytest.approx(-test.path)
    assert other.decision == swapped[test.decision]
    assert other.step == test.step


@given(st.lists(streams.map(lambda s: (s * 60)[:60]), min_size=1, max_size=5))
def test_many_streams_are_judged_as_each_alone(stacked):
    """Streams in rows do not disturb each other."""
    lower, upper = wald_boundaries(0.05, 0.1)
    path = log_likelihood_ratios(stacked, 0.2, 0.4)
    steps, _ = first_crossings(path, lower, upper)

    for row, stream in enumerate(stacked):
        alone = sequential_test(stream, 0.2, 0.4, alpha=0.05, beta=0.1)
        assert path[row] == pytest.approx(alone.path)
        assert steps[row] == (alone.step or 0)


def test_risks_are_within_walds_bounds(trials):
    """Wrong for p1 in at most alpha / (1 - beta), for p0 in beta / (1 - alpha)."""
    wrong_for_p1 = (trials[P0][1] > 0).mean()
    wrong_for_p0 = (trials[P1][1] < 0).mean()

    def margin(share):
        return 4 * math.sqrt(share * (1 - share) / 4000)

    assert wrong_for_p1 <= ALPHA / (1 - BETA) + margin(ALPHA)
    assert wrong_for_p0 <= BETA / (1 - ALPHA) + margin(BETA)
    assert wrong_for_p1 + wrong_for_p0 <= ALPHA + BETA + margin(ALPHA + BETA)
    # Nor are they much smaller: by one step beyond the boundary at most, which is a
    # factor of 3 above (0.3 / 0.1) and of 9/7 below (0.9 / 0.7).
    correct_for_p1, correct_for_p0 = 1 - wrong_for_p0, 1 - wrong_for_p1
    assert wrong_for_p1 >= correct_for_p1 * ALPHA / (1 - BETA) / 3 - margin(ALPHA)
    assert wrong_for_p0 >= correct_for_p0 * BETA / (1 - ALPHA) * 7 / 9 - margin(BETA)


@pytest.mark.parametrize("p", [P0, P1])
def test_mean_step_obeys_walds_identity(trials, p):
    """Where the path stops, on average, is the mean step times the drift."""
    step, _, reached = trials[p]
    drift = p * math.log(P1 / P0) + (1 - p) * math.log((1 - P1) / (1 - P0))
    difference = reached - step * drift

    standard_error = difference.std(ddof=1) / math.sqrt(difference.size)
    assert abs(difference.mean()) <= 4 * standard_error


def test_expected_outcomes_by_hand():
    """(0.95 ln(0.1/0.95) + 0.05 ln 18) / (0.1 ln 3 + 0.9 ln(7/9)), and likewise."""
    under_p0, under_p1 = expected_outcomes(0.1, 0.3, alpha=0.05, beta=0.1)

    assert under_p0 == pytest.approx(-1.99421 / -0.116322, rel=1e-4)
    assert under_p1 == pytest.approx(2.37620 / 0.153664, rel=1e-4)


def test_expected_outcomes_are_a_little_less_than_in_truth(trials):
    """The approximation leaves out the step beyond the boundary, of one outcome."""
    expected = expected_outcomes(P0, P1, alpha=ALPHA, beta=BETA)
    for p, approximation in zip((P0, P1), expected, strict=True):
        step, _, _ = trials[p]
        drift = p * math.log(P1 / P0) + (1 - p) * math.log((1 - P1) / (1 - P0))
        largest_overshoot = math.log(P1 / P0) / abs(drift)
        standard_error = step.std(ddof=1) / math.sqrt(step.size)
        assert (
            approximation - 4 * standard_error
            <= step.mean()
            <= approximation + largest_overshoot + 4 * standard_error
        )


def test_a_sequential_test_needs_fewer_patients_than_a_fixed_one(trials):
    """Against the size of a fixed test with the same risks (normal approximation)."""
    z = NormalDist().inv_cdf
    reach = z(1 - ALPHA) * math.sqrt(P0 * (1 - P0)) + z(1 - BETA) * math.sqrt(
        P1 * (1 - P1)
    )
    fixed = (reach / (P1 - P0)) ** 2
    assert fixed == pytest.approx(29.2, abs=0.1)

    assert trials[P0][0].mean() < 0.8 * fixed
    assert trials[P1][0].mean() < 0.8 * fixed


@pytest.mark.parametrize(
    ("p", "odds_ratio", "expected"),
    [(0.5, 3, 0.75), (0.2, 2, 1 / 3), (0.75, 1 / 3, 0.5)],
)
def test_odds_are_multiplied(p, odds_ratio, expected):
    """Odds of one to one, trebled, are three to one."""
    assert multiply_odds(p, odds_ratio) == pytest.approx(expected)


def slow_cusum(outcomes, p0, p1, threshold):
    """The recursion as it is told in the textbook."""
    path, alarms, level = [], [], 0.0
    for number, event in enumerate(outcomes, start=1):
        weight = math.log(p1 / p0) if event else math.log((1 - p1) / (1 - p0))
        level = max(0.0, level + weight)
        path.append(level)
        if level >= threshold * (1 - 1e-9):
            alarms.append(number)
            level = 0.0
    return path, tuple(alarms)


@given(streams, rates, ratios, st.floats(0.3, 4))
def test_cusum_is_the_recursion(outcomes, p0, ratio, threshold):
    """Never below zero, and from zero again after each alarm."""
    path, alarms = slow_cusum(outcomes, p0, multiply_odds(p0, ratio), threshold)
    cusum = bernoulli_cusum(outcomes, p0, ratio, threshold)

    assert cusum.path == pytest.approx(np.array(path), abs=1e-9)
    assert cusum.alarms == alarms


def test_cusum_alarms_by_hand():
    """Doubled odds of 0.2 add ln(5/3) = 0.51 for an event: two reach 1, no one."""
    cusum = bernoulli_cusum([0, 1, 1, 1, 0, 1, 1], 0.2, odds_ratio=2, threshold=1)

    assert cusum.alarms == (3, 7)
    assert cusum.path[3] == pytest.approx(math.log(5 / 3))
    assert cusum.path[4] == pytest.approx(math.log(5 / 3) + math.log(5 / 6))


def test_to_reach_the_threshold_is_an_alarm():
    """Three events of ln(5/3) each, where the threshold is just that."""
    cusum = bernoulli_cusum([1, 1, 1], 0.2, odds_ratio=2, threshold=3 * math.log(5 / 3))

    assert cusum.alarms == (3,)


def test_a_cusum_can_watch_for_improvement():
    """Halved odds: it is the patients without an event who add up."""
    cusum = bernoulli_cusum([0] * 20, 0.3, odds_ratio=0.5, threshold=1)

    assert cusum.alarms[0] == math.ceil(1 / math.log((1 - 3 / 17) / 0.7))


def test_a_worse_rate_gives_alarms_sooner():
    """Doubled odds are found much earlier than a false alarm comes."""
    rng = np.random.default_rng(2017)

    def patients_per_alarm(p):
        outcomes = (rng.random(40_000) < p).astype(int)
        alarms = bernoulli_cusum(outcomes, 0.1, odds_ratio=2, threshold=3).alarms
        return 40_000 / len(alarms)

    assert patients_per_alarm(0.1) > 4 * patients_per_alarm(multiply_odds(0.1, 2))


def test_paths_cannot_be_changed():
    """What was judged stays as it was judged."""
    for result in (
        sequential_test([1, 0], 0.1, 0.3),
        bernoulli_cusum([1, 0], 0.1, 2, 3),
    ):
        with pytest.raises(ValueError, match="read-only"):
            result.path[0] = 0


@pytest.mark.parametrize(
    ("outcomes", "options", "message"),
    [
        ([0, 2, 1], {}, "number 2 is 2"),
        ([0, None], {}, "number 2 is nan"),
        ([], {}, "one outcome or more"),
        ([[0, 1]], {}, "one stream"),
        ([1], {"p0": 0}, "between 0 and 1"),
        ([1], {"p1": 1}, "between 0 and 1"),
        ([1], {"p1": 0.1}, "both rates are 0.1"),
        ([1], {"alpha": 0.6, "beta": 0.5}, "0.6 and 0.5"),
        ([1], {"alpha": 0.5, "beta": 0.5}, "0.5 and 0.5"),
        ([1], {"alpha": 0}, "must lie above 0"),
    ],
)
def test_what_cannot_be_tested_is_refused(outcomes, options, message):
    """What is wrong is said, and where."""
    with pytest.raises(ValueError, match=message):
        sequential_test(outcomes, **({"p0": 0.1, "p1": 0.3} | options))


@pytest.mark.parametrize(
    ("odds_ratio", "threshold", "message"),
    [
        (0, 3, "ratio of odds"),
        (math.inf, 3, "ratio of odds"),
        (2, 0, "threshold"),
        (2, math.inf, "threshold"),
        (1, 3, "both rates"),
    ],
)
def test_what_cannot_be_watched_is_refused(odds_ratio, threshold, message):
    """A CUSUM needs a change to look for, and a sum that gives an alarm."""
    with pytest.raises(ValueError, match=message):
        bernoulli_cusum([0, 1], 0.1, odds_ratio, threshold)
