"""Factorials: effects by hand and by regression, and data that say what was planned."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course.simulations.testing.factorial import (
    KINDS,
    FactorialPlan,
    draw_factorial,
    draw_factorial_plan,
    draw_read_factorial,
    factorial_effects,
    sum_of_single_changes,
)

seeds = st.integers(0, 2**32)
measured = arrays(
    float,
    st.tuples(st.just(2), st.just(2), st.integers(2, 6)),
    elements=st.floats(-1e3, 1e3),
)


def test_hand_calculation():
    """Cell means 61, 55, 59 and 41.

    The first change: 59 - 61 = -2 alone, 41 - 55 = -14 with the other; their mean is
    -8, half their difference -6. Variances within cells are 2: error sqrt(2 / 2).
    """
    effects = factorial_effects([[[60, 62], [54, 56]], [[58, 60], [40, 42]]])

    assert (effects.mean, effects.first, effects.second) == (54, -8, -12)
    assert effects.interaction == -6
    assert effects.standard_error == pytest.approx(1)


@given(measured)
def test_effects_are_those_of_a_regression(values):
    """Twice the coefficients of a least squares fit on -1 and +1."""
    replicates = values.shape[2]
    first, second = (
        np.repeat([-1, -1, 1, 1], replicates),
        np.repeat([-1, 1, -1, 1], replicates),
    )
    model = np.column_stack([np.ones(4 * replicates), first, second, first * second])
    fit, *_ = np.linalg.lstsq(model, values.ravel(), rcond=None)
    effects = factorial_effects(values)

    found = [effects.mean, effects.first, effects.second, effects.interaction]
    assert found == pytest.approx(list(fit * [1, 2, 2, 2]), abs=1e-6)


@given(measured)
def test_without_interaction_single_changes_add_up(values):
    """What both did differs from the sum of each alone by twice the interaction."""
    both = values[1, 1].mean()
    effects = factorial_effects(values)

    assert both - sum_of_single_changes(values) == pytest.approx(
        2 * effects.interaction, abs=1e-6
    )


@given(measured)
def test_changing_the_names_of_the_changes_changes_only_names(values):
    """The first and the second effect swap; the interaction stays."""
    one, other = factorial_effects(values), factorial_effects(values.swapaxes(0, 1))

    assert (one.first, one.second) == (other.second, other.first)
    assert one.interaction == pytest.approx(other.interaction, abs=1e-9)


@pytest.mark.parametrize(
    ("kind", "effects"),
    [
        ("additive", (-6, -6, 0)),
        ("only-together", (-6, -6, -6)),
        ("spoiled-together", (0, 0, 12)),
    ],
)
def test_effects_of_each_kind_by_hand(kind, effects):
    """Twelve minutes at most."""
    plan = FactorialPlan(kind=kind, usual=80, size=-12, spread=3)
    found = factorial_effects(plan.means()[:, :, np.newaxis])

    assert (found.first, found.second, found.interaction) == effects
    assert np.isnan(found.standard_error)


def test_one_at_a_time_misses_what_only_both_do():
    """Each alone does nothing, and so nobody would try them together."""
    plan = FactorialPlan(kind="only-together", usual=80, size=-12, spread=3)
    means = plan.means()[:, :, np.newaxis]

    assert sum_of_single_changes(means) == 80
    assert means[1, 1] == 68


@given(st.sampled_from(KINDS), seeds)
def test_data_say_what_was_planned(kind, seed):
    """An effect is three standard errors off or more, or not half as far."""
    rng = np.random.default_rng(seed)
    plan = draw_factorial_plan(rng, kind)
    planned = factorial_effects(plan.means()[:, :, np.newaxis])
    seen = factorial_effects(draw_read_factorial(plan, rng).values)

    for name in ("first", "second", "interaction"):
        there = abs(getattr(planned, name)) > 0.01
        errors = abs(getattr(seen, name)) / seen.standard_error
        assert errors > 3 if there else errors < 1.5
        if there:
            assert np.sign(getattr(seen, name)) == np.sign(getattr(planned, name))


def test_measurements_have_the_means_and_spread_of_the_plan():
    """Each of the four ways, within four standard errors."""
    plan = FactorialPlan(
        kind="additive", usual=80, size=-12, spread=3, replicates=10_000, decimals=6
    )
    values = draw_factorial(plan, np.random.default_rng(1)).values

    assert values.mean(axis=2) == pytest.approx(plan.means(), abs=4 * 3 / 100)
    assert values.std(axis=2) == pytest.approx(
        np.full((2, 2), 3.0), abs=4 * 3 / 100 / 2**0.5
    )


def test_the_standard_error_is_that_of_the_effects():
    """Over 4000 drawings, effects spread as one drawing says: four errors at most."""
    plan = FactorialPlan(kind="additive", usual=80, size=-12, spread=3, decimals=6)
    rng = np.random.default_rng(1)
    found = [factorial_effects(draw_factorial(plan, rng).values) for _ in range(4000)]

    assert np.std([effects.interaction for effects in found]) == pytest.approx(
        3 / 4**0.5, rel=4 / (2 * 4000) ** 0.5
    )


def test_300_learners_have_data_of_their_own():
    """Every seed gives measurements that can be read, and no two are alike."""
    drawn = []
    for learner in range(300):
        rng = np.random.default_rng([7, learner])
        drawn.append(draw_read_factorial(draw_factorial_plan(rng), rng))

    assert len({one.values.tobytes() for one in drawn}) == 300
    assert {one.plan.kind for one in drawn} == set(KINDS)


def test_the_same_state_of_chance_gives_the_same_measurements():
    """A learner's case can be drawn again for marking, and cannot be changed."""
    one, other = (
        draw_read_factorial(draw_factorial_plan(rng), rng)
        for rng in (np.random.default_rng(5), np.random.default_rng(5))
    )

    np.testing.assert_array_equal(one.values, other.values)
    with pytest.raises(ValueError, match="read-only"):
        one.values[0, 0, 0] = 0


def test_measurements_of_another_shape_are_refused():
    """Three ways are no factorial, nor is a missing measurement."""
    with pytest.raises(ValueError, match="of shape"):
        factorial_effects([[[1.0], [2.0]]])
    with pytest.raises(ValueError, match="number 2 in row 2, column 1 is missing"):
        factorial_effects([[[1, 2], [3, 4]], [[5, np.nan], [7, 8]]])


def test_a_plan_nobody_could_read_is_told_of():
    """Changes that do nothing never look as if they did their part."""
    plan = FactorialPlan(kind="additive", usual=80, size=-0.1, spread=3)
    with pytest.raises(ValueError, match="None of 50 sets"):
        draw_read_factorial(plan, np.random.default_rng(1), tries=50)


def test_an_unknown_kind_or_a_single_measurement_is_refused():
    """The kinds there are, are named."""
    with pytest.raises(ValueError, match="additive, only-together, spoiled-together"):
        draw_factorial_plan(np.random.default_rng(1), "twice")
    with pytest.raises(ValueError, match="not 1"):
        FactorialPlan(kind="additive", usual=80, size=-9, spread=3, replicates=1)
