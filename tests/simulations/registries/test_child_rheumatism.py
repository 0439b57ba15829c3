"""Barnreuma: small numbers, read in the ways that suit them."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.charts import find_shifts, individuals_chart
from course.simulations.registries.child_rheumatism import (
    by_quarter,
    draw_child_rheumatism_plan,
    draw_child_rheumatism_registry,
    draw_visit_records,
    eyes_chart,
    flares_chart,
    read_child_rheumatism_registry,
)

seeds = st.integers(0, 2**32)


def drawn(seed):
    """One registry, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_child_rheumatism_registry(draw_child_rheumatism_plan(rng), rng)


@pytest.fixture(scope="module")
def cohort():
    """The registries of 300 learners; all of them can be drawn."""
    return [drawn([2027, learner]) for learner in range(300)]


def test_the_charts_show_what_was_planned(cohort):
    """Flares on both their charts, and eye examinations, each in its month."""
    for registry in cohort:
        plan, reading = registry.plan, read_child_rheumatism_registry(registry)
        flares = plan.flares.start if plan.flares.pattern == "shift" else None
        eyes = plan.eyes.start if plan.eyes.pattern == "shift" else None

        assert reading.flares_from == flares
        assert reading.flares_from_by_g == flares
        assert reading.eyes_from == eyes


def test_flares_become_rarer_and_examinations_more_timely(cohort):
    """A change is an improvement here, on the right side of the line."""
    for registry in cohort:
        plan = registry.plan
        if plan.flares.freeze:
            chart = flares_chart(registry, freeze=plan.flares.freeze)
            assert chart.values[plan.flares.start - 1] > chart.centre[0]
        if plan.eyes.freeze:
            chart = eyes_chart(registry, freeze=plan.eyes.freeze)
            assert chart.values[plan.eyes.start - 1] > chart.centre[0]


def test_one_child_s_pain_reads_as_planned(cohort):
    """On its own run chart and individuals chart, between 0 and 100 millimetres."""
    for registry in cohort:
        pain = registry.pain
        outside = np.flatnonzero(individuals_chart(pain.values).outside) + 1
        runs = find_shifts(pain.values, pain.centre)
        expected = {
            "stable": ([], ()),
            "shift": ([], pain.signal_periods),
            "outlier": ([pain.plan.start], ()),
        }[pain.plan.pattern]

        assert outside.tolist() == expected[0]
        assert runs == ([expected[1]] if expected[1] else [])
        assert 0 <= pain.values.min() <= pain.values.max() <= 100


def test_plans_lie_in_the_ranges_they_promise(cohort):
    """From 40 to 150 children, and some due for an examination each month."""
    children = [registry.plan.children for registry in cohort]

    assert min(children) >= 40
    assert max(children) <= 150
    assert all(np.nanmin(registry.eyes_due) >= 6 for registry in cohort)


def test_activity_is_zero_as_often_as_planned():
    """Over 200 seeds, within four standard errors of the plans' shares."""
    zeros = expected = variance = 0.0
    for seed in range(200):
        registry = drawn([seed, 6])
        share, visits = registry.plan.none_active, registry.activity.size
        zeros += np.count_nonzero(registry.activity == 0)
        expected += share * visits
        variance += share * (1 - share) * visits
    assert abs(zeros - expected) < 4 * variance**0.5


def test_activity_has_the_mean_of_the_plan():
    """Over 200 seeds, each clinic's mean of active visits against its plan's.

    Children differ, and visits of a child are alike, so the standard error is taken
    from the clinics. The few values cut off at 30 weigh less than a hundredth.
    """
    ratios = []
    for seed in range(200):
        registry = drawn([seed, 6])
        active = registry.activity[registry.activity > 0]
        ratios.append(active.mean() / registry.plan.activity_mean)
    error = np.std(ratios, ddof=1) / len(ratios) ** 0.5

    assert abs(np.mean(ratios) - 1) < 4 * error + 0.01


def test_measures_keep_within_their_scales(cohort):
    """0 to 30, 0 to 3 in eighths, 0 to 100 whole millimetres, 0 to 10."""
    for registry in cohort:
        assert 0 <= registry.activity.min() <= registry.activity.max() <= 30
        assert 0 <= registry.function.min() <= registry.function.max() <= 3
        assert (8 * registry.function == np.round(8 * registry.function)).all()
        pain = registry.pain_at_visits
        assert 0 <= pain.min() <= pain.max() <= 100
        assert (pain == np.round(pain)).all()
        reached = registry.own_aim_reached
        assert 0 <= reached.min() <= reached.max() <= 10


@settings(max_examples=20)
@given(seeds)
def test_quarters_are_three_months_together(seed):
    """Nothing lost but what nobody reported."""
    registry = drawn(seed)
    in_time, due = by_quarter(registry)

    assert due.size == 12
    assert due.sum() == np.nansum(registry.eyes_due)
    assert in_time.sum() == np.nansum(registry.eyes_in_time)
    assert due[0] == np.nansum(registry.eyes_due[:3])


@settings(max_examples=20)
@given(seeds)
def test_days_of_flares_are_as_far_apart_as_the_spells(seed):
    """One flare more than there are spells between them."""
    registry = drawn(seed)
    table = registry.flare_rows()
    days = np.array(table.column("flared_on"), dtype="datetime64[D]")

    assert np.diff(days).astype(int).tolist() == registry.days_between.tolist()
    assert list(table.column("days_between"))[1:] == registry.days_between.tolist()


def test_visits_are_recorded_once_and_in_order():
    """As many as asked for; more than there are is refused."""
    registry = drawn(2)
    rng = np.random.default_rng(1)
    records = draw_visit_records(registry, registry.activity.size, rng)
    seen = list(zip(records.column("child"), records.column("seen_on"), strict=True))

    assert len(set(seen)) == registry.activity.size
    assert list(records.column("seen_on")) == sorted(records.column("seen_on"))
    with pytest.raises(ValueError, match="visits, not 9999"):
        draw_visit_records(registry, 9999, rng)


def test_every_learner_has_a_case_of_their_own(cohort):
    """300 registries, and no two with the same data."""
    assert len({registry.rows().csv_text() for registry in cohort}) == 300
    assert len({registry.flare_rows().csv_text() for registry in cohort}) == 300
    assert len({registry.pain.values.tobytes() for registry in cohort}) == 300


def test_the_same_state_of_chance_gives_the_same_registry():
    """A learner's case can be drawn again for marking."""
    one, other = drawn(5), drawn(5)

    assert one.plan == other.plan
    assert one.rows() == other.rows()
    np.testing.assert_array_equal(one.activity, other.activity)


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    rng = np.random.default_rng(20270314)
    registry = draw_child_rheumatism_registry(draw_child_rheumatism_plan(rng), rng)
    tables = (
        registry.rows(),
        registry.flare_rows(),
        draw_visit_records(registry, 60, rng),
    )
    text = "".join(table.csv_text() for table in tables) + str(registry.pain.values)

    assert sha256(text.encode()).hexdigest()[:16] == "aace95378d515681"
