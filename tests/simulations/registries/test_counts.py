"""Counts of a registry: what was planned is what every chart and rule shows."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.charts import (
    find_run_signals,
    find_shifts,
    find_trends,
    p_chart,
    p_prime_chart,
    run_centre,
    u_chart,
    u_prime_chart,
)
from course.charts.zone_rules import RULE_SETS, patterns_on
from course.simulations.registries.counts import (
    CountPlan,
    counts_read_as,
    draw_change,
    draw_counts,
    draw_missing,
    draw_read_counts,
    stable_plan,
)
from course.simulations.registries.months import draw_denominators
from course.simulations.registries.planned_readings import marked_periods

MONTHS = 36
seeds = st.integers(0, 2**32)
kinds = st.sampled_from(["p", "u"])
upwards = st.booleans()

# Where a share or a rate usually is, and where it may go, downwards and upwards.
LEVELS = {"p": (0.55, 0.25, 0.85), "u": (0.0075, 0.0035, 0.0135)}
EVENTS = {"p": (0.55, 0.05, 0.99), "u": (0.0075, None, 0.032)}
CHARTS = {"p": (p_chart, p_prime_chart), "u": (u_chart, u_prime_chart)}


def planned(pattern, kind, up, rng):
    """A plan, its denominators with some months missing, and its counts."""
    usual, *changed = (EVENTS if pattern == "event" else LEVELS)[kind]
    start, stop = draw_change(pattern, MONTHS, rng)
    plan = CountPlan(
        chart=kind,
        pattern=pattern,
        months=MONTHS,
        level=usual,
        changed_level=usual if pattern == "stable" else changed[up],
        start=start,
        stop=stop,
        dispersion=1.3 if kind == "u" else 1.0,
    )
    around = () if pattern == "stable" else (start, stop)
    missing = draw_missing(around, MONTHS, int(rng.integers(3)), rng)
    mean = 70 if kind == "p" else 640
    sizes = draw_denominators(mean, MONTHS, rng, amplitude=0.06, lowest=20)
    sizes[[month - 1 for month in missing]] = np.nan
    return plan, sizes, draw_read_counts(plan, sizes, rng)


def assert_calm(chart):
    """Nothing signals: not the limits, runs, trends or any set of zone rules."""
    shown = np.where(chart.ghosted, np.nan, chart.values)
    lines = (float(chart.centre[0]), run_centre(shown))
    assert not (chart.outside & ~chart.ghosted).any()
    for line in lines:
        assert not find_run_signals(shown, line).shifted
        assert find_shifts(shown, line) == []
    assert find_trends(shown) == []
    for rules in RULE_SETS.values():
        assert patterns_on(chart, rules) == ()


@given(kinds, seeds)
def test_no_chart_signals_where_nothing_happens(kind, seed):
    """Neither the ordinary chart nor the prime one, by any rule."""
    _, sizes, counts = planned("stable", kind, True, np.random.default_rng(seed))
    ordinary, prime = CHARTS[kind]

    assert_calm(ordinary(counts, sizes))
    assert not prime(counts, sizes).signals


@settings(max_examples=50)
@given(kinds, upwards, seeds)
def test_a_shift_begins_in_the_month_it_was_planned(kind, up, seed):
    """By frozen lines the first period to mark is the first of the change."""
    plan, sizes, counts = planned("shift", kind, up, np.random.default_rng(seed))
    chart = CHARTS[kind][0](counts, sizes, freeze=plan.freeze)
    marked = marked_periods(chart)

    assert chart.shifted
    assert marked[0] == plan.start
    for line in (float(chart.centre[0]), run_centre(chart.values, plan.freeze)):
        runs = find_shifts(chart.values, line)
        assert runs[0][0] == plan.start
        above = [chart.values[period - 1] > line for run in runs for period in run]
        assert set(above) == {up}


@settings(max_examples=50)
@given(kinds, upwards, seeds)
def test_a_shift_divides_the_chart_into_two_calm_parts(kind, up, seed):
    """Rebased, nothing is left to explain; without phases, nobody calls it stable."""
    plan, sizes, counts = planned("shift", kind, up, np.random.default_rng(seed))
    chart = CHARTS[kind][0]
    for part in (slice(0, plan.freeze), slice(plan.freeze, None)):
        assert_calm(chart(counts[part], sizes[part]))
    assert marked_periods(chart(counts, sizes, parts=[plan.freeze])) == ()
    assert chart(counts, sizes).shifted


@settings(max_examples=50)
@given(kinds, upwards, seeds)
def test_a_fade_is_one_run_and_then_the_old_level(kind, up, seed):
    """The run begins with the change and is over a month after its end at most."""
    plan, sizes, counts = planned("fade", kind, up, np.random.default_rng(seed))
    chart = CHARTS[kind][0](counts, sizes, freeze=plan.freeze)
    (run,) = find_shifts(chart.values, float(chart.centre[0]))

    assert run[0] == plan.start
    assert run[-1] <= plan.stop + 1
    assert plan.stop <= MONTHS - 6
    assert not chart.outside[plan.stop :].any()
    assert_calm(CHARTS[kind][0](counts[plan.stop :], sizes[plan.stop :]))


@settings(max_examples=50)
@given(st.sampled_from([("p", True), ("p", False), ("u", True)]), seeds)
def test_an_event_is_the_only_thing_to_see(kind_and_side, seed):
    """Outside with the rest and without it; the rest is calm."""
    kind, up = kind_and_side
    rng = np.random.default_rng(seed)
    plan, sizes, counts = planned("event", kind, up, rng)
    chart = CHARTS[kind][0](counts, sizes)

    assert marked_periods(chart) == (plan.start,)
    assert_calm(CHARTS[kind][0](counts, sizes, ghosted=[plan.start]))
    distance = abs(chart.values - chart.centre)[plan.start - 1]
    assert distance > 4 * chart.sigma[plan.start - 1]


@pytest.mark.parametrize("dispersion", [1.0, 1.3, 6.0])
@pytest.mark.parametrize("kind", ["p", "u"])
def test_counts_have_the_mean_and_dispersion_of_the_plan(kind, dispersion):
    """Over 200 seeds of 400 months, within four standard errors of theory."""
    level, size = {"p": (0.3, 200.0), "u": (0.05, 200.0)}[kind]
    plan = stable_plan(kind, level, 400, dispersion)
    counts = np.concatenate(
        [
            draw_counts(plan, np.full(400, size), np.random.default_rng(seed))[0]
            for seed in range(200)
        ]
    )
    mean = level * size
    variance = dispersion * (mean * (1 - level) if kind == "p" else mean)
    deviations = (counts - mean) ** 2

    assert abs(counts.mean() - mean) < 4 * np.sqrt(variance / counts.size)
    error = deviations.std() / np.sqrt(counts.size)
    assert abs(deviations.mean() - variance) < 4 * error


def test_levels_of_each_pattern():
    """From the second month to the seventh, of eight."""
    plan = CountPlan(
        chart="p",
        pattern="shift",
        months=8,
        level=0.4,
        changed_level=0.7,
        start=2,
        stop=7,
    )
    moved = {
        "stable": [0.4] * 8,
        "shift": [0.4, *[0.7] * 6, 0.4],
        "fade": [0.4, 0.7, 0.7, 0.7, 0.7, 0.6, 0.5, 0.4],
    }
    for pattern, levels in moved.items():
        assert replace(plan, pattern=pattern).levels() == pytest.approx(levels)
    event = replace(plan, pattern="event", start=3, stop=3)
    assert event.levels() == pytest.approx([0.4, 0.4, 0.7, *[0.4] * 5])


@given(seeds, st.integers(0, 3))
def test_missing_months_are_away_from_what_happens(seed, count):
    """Never first, last, near a change or next to each other."""
    missing = draw_missing((14, 26), MONTHS, count, np.random.default_rng(seed))

    assert len(missing) == count
    assert all(1 < month < MONTHS for month in missing)
    assert all(abs(month - change) > 2 for month in missing for change in (14, 26))
    assert all(np.diff(missing) > 1)


def test_a_change_may_begin_in_any_month_that_leaves_enough():
    """A year before it and a year after: the place of another's tells little."""
    rng = np.random.default_rng(1)
    starts = {draw_change("shift", MONTHS, rng)[0] for _ in range(500)}

    assert starts == set(range(13, 26))


def test_a_count_without_any_scatter_is_never_read():
    """All zero, or all of all: a chart of them has no limits."""
    sizes = np.full(24, 30.0)
    for counts in (np.zeros(24), sizes):
        assert not counts_read_as(stable_plan("p", 0.5, 24), counts, sizes).any()


def test_a_month_without_cases_is_as_good_as_missing():
    """Its share is nobody's; the others are read as they are."""
    plan, rng = stable_plan("p", 0.5, 24), np.random.default_rng(1)
    sizes = np.full(24, 40.0)
    sizes[7] = 0
    counts = draw_read_counts(plan, sizes, rng)

    assert counts[7] == 0
    assert not p_chart(counts, sizes).signals
    assert np.isnan(p_chart(counts, sizes).values[7])


def test_a_plan_nobody_could_read_is_told_of():
    """A shift to where it was."""
    plan = replace(stable_plan("p", 0.5, 36), pattern="shift", start=15, stop=36)
    with pytest.raises(ValueError, match="None of 128 series"):
        draw_read_counts(plan, np.full(36, 40.0), np.random.default_rng(1), tries=128)


def test_a_plan_that_cannot_be_is_refused():
    """An unknown pattern, or a change outside the months."""
    with pytest.raises(ValueError, match="stable, shift, fade, event"):
        replace(stable_plan("p", 0.5, 36), pattern="wave")
    with pytest.raises(ValueError, match="does not fit 36 months"):
        replace(stable_plan("p", 0.5, 36), start=30, stop=40)
