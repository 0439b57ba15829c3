"""Spells between rare events: t and g charts agree with the plan."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.charts import g_chart, t_chart
from course.simulations.registries.planned_readings import marked_periods
from course.simulations.registries.rare_spells import (
    SpellPlan,
    draw_read_spells,
    draw_spells,
)

STABLE = SpellPlan(pattern="stable", spells=28, mean=13, changed_mean=13)


@given(st.integers(0, 2**32))
def test_neither_chart_signals_where_nothing_happens(seed):
    """Limits, the Anhøj rules and runs of six."""
    spells = draw_read_spells(STABLE, np.random.default_rng(seed))
    for chart in (t_chart(spells), g_chart(spells)):
        assert not chart.signals
        assert marked_periods(chart) == ()


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(12, 18), st.sampled_from([3.5, 0.2]))
def test_both_charts_show_a_change_where_it_was_planned(seed, start, ratio):
    """Rarer or more frequent; by lines frozen before the change."""
    plan = SpellPlan(
        pattern="shift", spells=28, mean=20, changed_mean=20 * ratio, start=start
    )
    spells = draw_read_spells(plan, np.random.default_rng(seed))
    for chart in (t_chart, g_chart):
        frozen = chart(spells, freeze=plan.freeze)
        assert frozen.shifted
        assert marked_periods(frozen)[0] == start


def test_spells_are_geometric_days():
    """Over 200 seeds: mean m and variance m (m - 1), within four standard errors."""
    spells = np.concatenate(
        [draw_spells(STABLE, np.random.default_rng(seed), 20) for seed in range(200)]
    ).ravel()
    deviations = (spells - 13) ** 2

    assert spells.min() == 1
    assert (spells == np.round(spells)).all()
    assert abs(spells.mean() - 13) < 4 * np.sqrt(13 * 12 / spells.size)
    assert abs(deviations.mean() - 13 * 12) < 4 * deviations.std() / spells.size**0.5


def test_a_plan_that_cannot_be_is_refused():
    """An unknown pattern, or a change outside the spells."""
    with pytest.raises(ValueError, match="stable, shift"):
        SpellPlan(pattern="fade", spells=20, mean=9, changed_mean=9)
    with pytest.raises(ValueError, match="does not fit 20 spells"):
        SpellPlan(pattern="shift", spells=20, mean=9, changed_mean=30, start=21)
