"""The funnel: each rule by hand, by its step, and by its variance over many runs."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.variation.funnel import (
    RULES,
    correct_by_fraction,
    drop_marbles,
    move_funnel,
    spread_ratio,
)

SIGMA = 2.0
RUNS, DROPS = 4000, 12


def variances(rule):
    """Variance of each drop over many runs; both axes count, and the mean is 0."""
    rng = np.random.default_rng(rule)
    runs = np.stack([drop_marbles(rule, DROPS, SIGMA, rng) for _ in range(RUNS)])
    return (runs**2).mean(axis=(0, 2))


# A variance of m independent normal values has a relative error of sqrt(2 / m).
FOUR_ERRORS = 4 * (2 / (2 * RUNS)) ** 0.5


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (1, np.ones(DROPS)),
        (2, np.array([1] + (DROPS - 1) * [2])),
        (3, np.arange(1, DROPS + 1)),
        (4, np.arange(1, DROPS + 1)),
    ],
)
def test_variance_of_each_drop(rule, expected):
    """Sigma², twice sigma², and growing with every drop for rules 3 and 4."""
    assert variances(rule) == pytest.approx(SIGMA**2 * expected, rel=FOUR_ERRORS)


@pytest.mark.parametrize("rule", RULES)
def test_positions_follow_from_moving_the_funnel_drop_by_drop(rule):
    """The closed form is what somebody at the table would see."""
    chance = drop_marbles(1, 20, SIGMA, np.random.default_rng(3))
    landed = drop_marbles(rule, 20, SIGMA, np.random.default_rng(3))

    setting = np.zeros(2)
    for position, push in zip(landed, chance, strict=True):
        assert position == pytest.approx(setting + push)
        setting = move_funnel(rule, setting, position)


def test_rule_three_swings_and_rule_four_wanders():
    """Late marbles lie on opposite sides under rule 3, on the same under rule 4."""
    for rule, same_side in ((3, False), (4, True)):
        marbles = drop_marbles(rule, 400, SIGMA, np.random.default_rng(5))[200:]
        neighbours = (marbles[1:] * marbles[:-1]).mean()
        assert bool(neighbours > 0) is same_side


@pytest.mark.parametrize(("rule", "expected"), [(1, 0.0), (2, -0.5)])
def test_a_correction_makes_the_next_marble_miss_the_other_way(rule, expected):
    """Neighbours are independent under rule 1, correlated by -1/2 under rule 2."""
    marbles = drop_marbles(rule, 40_000, SIGMA, np.random.default_rng(6))[1:]
    found = (marbles[1:] * marbles[:-1]).mean() / (marbles**2).mean()

    # The error of a correlation of 80 000 pairs, both axes, is at most their root.
    assert found == pytest.approx(expected, abs=4 / 80_000**0.5)


def test_rules_three_and_four_go_astray_by_the_root_of_time():
    """After a hundred drops ten times the chance of one, within four errors."""
    for rule in (3, 4):
        rng = np.random.default_rng(70 + rule)
        last = np.array([drop_marbles(rule, 100, SIGMA, rng)[-1] for _ in range(2000)])
        # 4000 coordinates, of a variance a hundred times that of one drop.
        assert (last**2).mean() == pytest.approx(
            100 * SIGMA**2, rel=4 * (2 / 4000) ** 0.5
        )


def test_the_axes_have_chance_of_their_own():
    """Left and right says nothing about near and far."""
    marbles = drop_marbles(1, 20_000, SIGMA, np.random.default_rng(1))

    assert abs(np.corrcoef(marbles.T)[0, 1]) < 4 / 20_000**0.5


@pytest.mark.parametrize("rule", [0, 5, "2"])
def test_there_are_four_rules(rule):
    """Anything else is a slip to be told of."""
    with pytest.raises(ValueError, match="rules 1 to 4"):
        drop_marbles(rule, 3, SIGMA, np.random.default_rng(1))
    with pytest.raises(ValueError, match="rules 1 to 4"):
        move_funnel(rule, 0, 1)


def test_correcting_by_hand():
    """Half of each deviation is taken off the setting of the next."""
    chance = correct_by_fraction(0, 3, SIGMA, np.random.default_rng(1))
    outcomes = correct_by_fraction(0.5, 3, SIGMA, np.random.default_rng(1))

    first = chance[0]
    second = chance[1] - 0.5 * first
    third = chance[2] - 0.5 * first - 0.5 * second
    assert outcomes == pytest.approx([first, second, third])


def test_correcting_all_of_it_is_rule_two():
    """The second rule of the funnel, along one axis."""
    chance = correct_by_fraction(0, 30, SIGMA, np.random.default_rng(1))

    assert correct_by_fraction(1, 30, SIGMA, np.random.default_rng(1)) == pytest.approx(
        np.diff(chance, prepend=0)
    )


@pytest.mark.parametrize("fraction", [0, 0.3, 0.7, 1, 1.5])
def test_spread_ratio_is_what_simulation_gives(fraction):
    """Over 200 runs after a start-up, within four standard errors of the runs."""
    rng = np.random.default_rng(int(10 * fraction))
    ratios = np.array(
        [
            np.mean(correct_by_fraction(fraction, 400, SIGMA, rng)[50:] ** 2) / SIGMA**2
            for _ in range(200)
        ]
    )

    assert ratios.mean() == pytest.approx(
        spread_ratio(fraction), abs=4 * ratios.std() / 200**0.5
    )


@given(st.floats(0, 1.9), st.floats(0, 1.9))
def test_correcting_more_never_spreads_less(one, other):
    """There is no fraction that does better than leaving a stable process alone."""
    less, more = sorted((one, other))

    assert 1 <= spread_ratio(less) <= spread_ratio(more)


@pytest.mark.parametrize("fraction", [-0.1, 2, 3])
def test_a_fraction_without_a_long_run_is_refused(fraction):
    """From 2 on the outcomes grow for ever; below 0 they do as well."""
    with pytest.raises(ValueError, match="below 2"):
        spread_ratio(fraction)
    with pytest.raises(ValueError, match="below 2"):
        correct_by_fraction(fraction, 3, SIGMA, np.random.default_rng(1))
