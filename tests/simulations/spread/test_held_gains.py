"""Has it held: what was planned is what every rule reads from the frozen lines."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.control import run_chart
from course.charts.individuals import individuals_chart
from course.charts.runs import find_shifts, find_trends
from course.charts.zone_rules import RULE_SETS, find_patterns
from course.simulations.spread.held_gains import (
    MEASURES,
    VERDICTS,
    UnitPlan,
    draw_held_gains,
    draw_read_unit,
    draw_unit,
    draw_unit_plan,
)

seeds = st.integers(0, 2**32)
measures = st.sampled_from(MEASURES)
quiet = st.sampled_from(["held", "recent"])
losing = st.sampled_from(["faded", "dropped"])


def drawn(pattern, measure, seed):
    """One unit that could be read, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_read_unit(draw_unit_plan(pattern, measure, rng), rng)


def frozen_charts(unit):
    """The two charts a learner may draw, with their lines frozen in the baseline."""
    freeze = unit.plan.baseline
    return (
        individuals_chart(unit.values, freeze=freeze),
        run_chart(unit.values, freeze=freeze),
    )


def zone_periods(chart):
    """All periods that belong to a pattern of any rule set."""
    return {
        period
        for rules in RULE_SETS.values()
        for pattern in find_patterns(chart.values, chart.centre, chart.sigma, rules)
        for period in pattern.periods
    }


@given(quiet, measures, seeds)
def test_no_rule_signals_where_nothing_was_lost(pattern, measure, seed):
    """Neither limits, runs and trends, nor zones, about the mean or the median."""
    unit = drawn(pattern, measure, seed)
    individuals, run = frozen_charts(unit)

    assert unit.lost_from is None
    distances = np.abs(unit.values - individuals.centre)
    assert (distances < 0.95 * (individuals.upper - individuals.centre) + 1e-9).all()
    assert zone_periods(individuals) == set()
    assert find_trends(unit.values) == []
    for chart in (individuals, run):
        assert not chart.shifted
        assert find_shifts(unit.values, chart.centre[0]) == []


@given(losing, measures, seeds)
def test_a_loss_is_one_run_that_all_rules_agree_on(pattern, measure, seed):
    """It begins after the project, lasts to the end, and holds all other signals."""
    unit = drawn(pattern, measure, seed)
    individuals, run = frozen_charts(unit)
    lost = tuple(range(unit.lost_from, unit.plan.periods + 1))

    for chart in (individuals, run):
        assert chart.runs[0].long_run
        assert find_shifts(unit.values, chart.centre[0]) == [lost]
    worse = unit.plan.better * (individuals.centre - unit.values) > 0
    assert worse[unit.lost_from - 1 :].all()
    assert unit.plan.baseline < unit.lost_from <= unit.plan.periods - 9
    outside = set((np.flatnonzero(individuals.outside) + 1).tolist())
    assert outside <= set(lost)
    assert zone_periods(individuals) <= set(lost)
    assert {period for trend in find_trends(unit.values) for period in trend} <= set(
        lost
    )


@given(measures, seeds)
def test_a_drop_is_seen_where_it_was_planned(measure, seed):
    """And a fade not before it sets in."""
    dropped, faded = (drawn(pattern, measure, seed) for pattern in ("dropped", "faded"))

    assert dropped.lost_from == dropped.plan.start
    assert faded.lost_from >= faded.plan.start


@given(losing, measures, seeds)
def test_where_a_loss_begins_can_be_seen(pattern, measure, seed):
    """Neither the first point of the run nor the one before it hugs a line."""
    unit = drawn(pattern, measure, seed)
    for chart in frozen_charts(unit):
        around = unit.values[unit.lost_from - 2 : unit.lost_from]
        distances = np.abs(around - chart.centre[0])
        assert (distances >= 0.2 * unit.plan.spread - 1e-9).all()


@given(measures, seeds)
def test_the_last_value_alone_leads_astray(measure, seed):
    """Held looks worse than its level, lost looks better than the month before."""
    held = drawn("held", measure, seed)
    assert measure.better * (held.plan.level - held.values[-1]) > 0
    for pattern in ("faded", "dropped"):
        lost = drawn(pattern, measure, seed)
        assert measure.better * (lost.values[-1] - lost.values[-2]) > 0


@given(st.sampled_from(list(VERDICTS)), measures, seeds)
def test_months_since_the_project_fit_the_verdict(pattern, measure, seed):
    """Over a year to say held or lost, fewer than six to be too early."""
    unit = drawn(pattern, measure, seed)

    assert unit.verdict == VERDICTS[pattern]
    assert (unit.plan.after <= 5) == (unit.verdict == "too-early")
    assert (unit.plan.after >= 12) == (unit.verdict != "too-early")
    assert unit.values.size == unit.plan.periods


@given(st.sampled_from(list(VERDICTS)), measures, seeds)
def test_values_are_possible(pattern, measure, seed):
    """Per cent from 0 to 100, and nothing below zero."""
    unit = drawn(pattern, measure, seed)

    assert unit.values.min() > 0
    assert measure.better == -1 or unit.values.max() <= 100
    assert (unit.values == np.round(unit.values, measure.decimals)).all()


@given(measures, seeds)
def test_the_frozen_lines_are_near_where_they_belong(measure, seed):
    """Chance in the baseline has not moved the centre, or widened the limits, much."""
    unit = drawn("held", measure, seed)
    individuals, run = frozen_charts(unit)
    plan = unit.plan

    assert individuals.centre[0] == pytest.approx(plan.level, abs=0.35 * plan.spread)
    assert run.centre[0] == pytest.approx(plan.level, abs=0.35 * plan.spread)
    assert individuals.sigma[0] == pytest.approx(plan.spread, rel=0.25)


@pytest.mark.parametrize(
    ("pattern", "levels"),
    [
        ("held", [80, 80, 80, 80, 80, 80]),
        ("recent", [80, 80, 80, 80, 80, 80]),
        ("dropped", [80, 80, 80, 74, 74, 74]),
        ("faded", [80, 80, 80, 78, 76, 74]),
    ],
)
def test_levels_of_each_pattern(pattern, levels):
    """A gain of three spreads of two, lost from the fourth period on."""
    plan = UnitPlan(
        pattern=pattern,
        baseline=3,
        after=3,
        level=80,
        spread=2,
        gain=3,
        better=1,
        start=4,
        stop=6,
    )

    assert plan.levels() == pytest.approx(levels)
    assert replace(plan, better=-1).levels() == pytest.approx(160 - np.array(levels))


def test_drawn_months_have_the_levels_and_spread_of_the_plan():
    """Over 4000 draws, within four standard errors."""
    rng = np.random.default_rng(1)
    plan = draw_unit_plan("faded", MEASURES[0], rng)
    chance = np.array([draw_unit(plan, rng) - plan.levels() for _ in range(4000)])
    standard_error = plan.spread / 4000**0.5

    assert np.abs(chance.mean(axis=0)).max() < 5 * standard_error
    assert chance.std() == pytest.approx(
        plan.spread, abs=4 * plan.spread / (2 * chance.size) ** 0.5
    )


def test_300_learners_get_300_cases():
    """All can be drawn, no two are alike, and no verdict gives another away."""
    cases = [draw_held_gains(np.random.default_rng([seed, 8])) for seed in range(300)]
    verdicts = [tuple(unit.verdict for unit in case.units) for case in cases]
    counts = Counter(verdict for three in verdicts for verdict in three)

    assert len({tuple(case.units[0].values.tolist()) for case in cases}) == 300
    assert all(len({unit.place for unit in case.units}) == 3 for case in cases)
    assert all(len(set(three)) > 1 for three in verdicts)
    assert min(counts.values()) > 150
    assert len(set(verdicts)) == 24


def test_another_learners_months_are_worth_next_to_nothing():
    """Copied first months of loss are right, within one, for few."""
    own = [drawn("dropped", MEASURES[0], [seed, 2]).lost_from for seed in range(60)]
    copied = [abs(a - b) <= 1 for a in own for b in own if a is not b]

    assert np.mean(copied) < 0.4


def test_the_same_state_of_chance_gives_the_same_case():
    """A learner's case can be drawn again for marking."""
    one, other = (draw_held_gains(np.random.default_rng(3)) for _ in range(2))

    assert one.measure == other.measure
    for here, there in zip(one.units, other.units, strict=True):
        np.testing.assert_array_equal(here.values, there.values)
        assert (here.plan, here.lost_from) == (there.plan, there.lost_from)


def test_a_plan_nobody_could_read_is_told_of():
    """A loss of nothing never shows."""
    rng = np.random.default_rng(1)
    plan = replace(draw_unit_plan("dropped", MEASURES[0], rng), gain=0.0)
    with pytest.raises(ValueError, match="Nothing in 20 tries"):
        draw_read_unit(plan, rng, tries=20)


def test_patterns_and_periods_that_cannot_be_are_refused():
    """An unknown pattern, and a loss before the project was over."""
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="'vanished' is not one of held"):
        draw_unit_plan("vanished", MEASURES[0], rng)
    plan = draw_unit_plan("dropped", MEASURES[0], rng)
    with pytest.raises(ValueError, match="does not fit"):
        replace(plan, start=plan.baseline)
