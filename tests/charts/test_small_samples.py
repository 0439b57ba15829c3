"""Small samples: textbook values, every outcome counted, and properties."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.small_samples import (
    cases_to_compare,
    cases_to_see_failure,
    chance_of_failure,
    highest_rate_after_none,
    rule_of_three,
)

rates = st.floats(0.001, 0.999)


def test_chance_of_failure_by_hand():
    """Five cases at 10 %: 1 - 0.9^5."""
    assert chance_of_failure(0.1, 5) == pytest.approx(0.40951)
    assert chance_of_failure(0.1, 0) == 0
    assert chance_of_failure(0, 5) == 0
    assert chance_of_failure(1, 1) == 1


@given(rates, st.integers(1, 6))
def test_chance_of_failure_counts_every_outcome(p, cases):
    """All rows of cases with a failure among them, each with its probability."""
    seen = sum(
        math.prod(p if failed else 1 - p for failed in row)
        for row in product([False, True], repeat=cases)
        if any(row)
    )

    assert chance_of_failure(p, cases) == pytest.approx(seen)


@pytest.mark.parametrize(
    ("p", "power", "cases"),
    [(0.1, 0.95, 29), (0.01, 0.95, 299), (0.05, 0.9, 45), (0.5, 0.75, 2), (1, 0.95, 1)],
)
def test_cases_to_see_failure_by_hand(p, power, cases):
    """0.9^29 is the first power of 0.9 below 5 %; half of a half is a quarter."""
    assert cases_to_see_failure(p, power) == cases


@given(rates, st.floats(0.01, 0.99))
def test_cases_to_see_failure_are_just_enough(p, power):
    """So many cases reach the power, and one fewer does not."""
    cases = cases_to_see_failure(p, power)
    noise = 1e-7

    assert chance_of_failure(p, cases) >= power - noise
    assert cases == 1 or chance_of_failure(p, cases - 1) < power + noise


def test_five_of_five_is_no_proof_of_safety():
    """After five without failure the rate may still be 45 %; the rule says 60."""
    assert highest_rate_after_none(5) == pytest.approx(1 - 0.05**0.2)
    assert highest_rate_after_none(5) == pytest.approx(0.4507, abs=5e-5)
    assert rule_of_three(5) == 0.6
    assert rule_of_three(2) == 1


@given(st.integers(1, 10_000), st.floats(0.5, 0.99))
def test_at_the_highest_rate_a_row_without_failure_is_just_so_unlikely(cases, sure):
    """The bound is where (1 - p)^n is 1 - confidence."""
    rate = highest_rate_after_none(cases, sure)

    assert (1 - rate) ** cases == pytest.approx(1 - sure, rel=1e-6)


@given(st.integers(1, 10_000))
def test_the_rule_of_three_is_on_the_safe_side_and_close(cases):
    """Never below the exact bound, and within 6 % of it from thirty cases on."""
    rule, exact = rule_of_three(cases), highest_rate_after_none(cases)

    assert rule >= exact
    if cases >= 30:
        assert rule == pytest.approx(exact, rel=0.06)


def test_cases_to_compare_agree_with_the_manual_of_r():
    """power.prop.test(p1 = .50, p2 = .75, power = .90) gives n = 76.7."""
    assert cases_to_compare(0.5, 0.75, power=0.9) == 77


def test_cases_to_compare_by_hand():
    """0.1 and 0.2: (1.95996 √0.255 + 0.84162 √0.25)² / 0.01 = 198.96."""
    by_hand = (1.959964 * math.sqrt(0.255) + 0.841621 * math.sqrt(0.25)) ** 2 / 0.01
    assert by_hand == pytest.approx(198.96, abs=0.01)

    assert cases_to_compare(0.1, 0.2) == 199


@given(rates, rates, st.floats(0.001, 0.2), st.floats(0.5, 0.99))
def test_cases_to_compare_do_not_depend_on_what_is_called_failure(p1, p2, alpha, power):
    """Deaths or survivors, first group or second: the same question."""
    if abs(p1 - p2) < 0.01:
        return
    options = {"alpha": alpha, "power": power}
    cases = cases_to_compare(p1, p2, **options)

    assert cases_to_compare(p2, p1, **options) == cases
    assert abs(cases_to_compare(1 - p1, 1 - p2, **options) - cases) <= 1
    assert cases_to_compare(p1, p2, alpha=alpha / 2, power=power) >= cases


def test_a_comparison_of_that_size_has_the_power_asked_for():
    """By simulation, with the pooled test the formula is for."""
    cases = cases_to_compare(0.1, 0.2)
    rng = np.random.default_rng(311)
    first, second = (rng.binomial(cases, p, 20_000) / cases for p in (0.1, 0.2))
    mean = (first + second) / 2
    z = (second - first) / np.sqrt(2 * mean * (1 - mean) / cases)

    # The normal approximation itself is good to about one per cent here.
    assert (abs(z) > 1.959964).mean() == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: chance_of_failure(1.2, 3), "not at 1.2"),
        (lambda: chance_of_failure(0.1, -1), "-1 cases"),
        (lambda: cases_to_see_failure(0), "never fails"),
        (lambda: cases_to_see_failure(0.1, 1), "power lies between 0 and 1"),
        (lambda: rule_of_three(0), "at least one case"),
        (lambda: highest_rate_after_none(0), "at least one case"),
        (lambda: highest_rate_after_none(5, 1), "confidence lies between"),
        (lambda: cases_to_compare(0.2, 0.2), "0.2 from 0.2"),
        (lambda: cases_to_compare(0.2, 2), "not at 2"),
        (lambda: cases_to_compare(0.2, 0.3, alpha=0), "risk lies between"),
        (lambda: cases_to_compare(0.2, 0.3, power=1), "power lies between"),
    ],
)
def test_what_cannot_be_is_refused(call, message):
    """What is wrong is said."""
    with pytest.raises(ValueError, match=message):
        call()


def test_a_power_below_the_risk_needs_next_to_nobody():
    """What a coin would do better needs no cases; it does not need more and more."""
    assert cases_to_compare(0.1, 0.2, power=0.001) == 1
    assert cases_to_compare(0.1, 0.2, power=0.025) == 1
