"""Ward series: what was planned is what every rule set reads."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.limits import individuals_limits
from course.charts.runs import (
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
    runs_about,
    sides_of,
)
from course.simulations.variation.ward_series import (
    FEWEST_PERIODS,
    PATTERNS,
    SeriesPlan,
    draw_plan,
    draw_read_series,
    draw_series,
)

seeds = st.integers(0, 2**32)
lengths = st.integers(27, 50)
gap_counts = st.integers(0, 3)


def drawn(pattern, seed, periods=24, **options):
    """One series that could be read, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_read_series(draw_plan(pattern, rng, periods, **options), rng)


def outside(values):
    """Periods outside the limits of an individuals chart."""
    found = np.flatnonzero(individuals_limits(values).outside(values)) + 1
    return tuple(found.tolist())


@given(seeds, lengths, gap_counts)
def test_no_rule_signals_on_a_stable_series(seed, periods, gaps):
    """Neither Anhøj, nor shift or trend, nor the limits."""
    series = drawn("stable", seed, periods, gaps=gaps)

    assert series.signal_periods == ()
    assert not find_run_signals(series.values, series.centre).shifted
    assert find_shifts(series.values, series.centre) == []
    assert find_trends(series.values) == []
    assert outside(series.values) == ()


@given(st.sampled_from(["shift", "fade"]), seeds, lengths, gap_counts)
def test_a_shift_is_one_run_that_anhoej_and_perla_agree_on(
    pattern, seed, periods, gaps
):
    """The run to mark is the only one of six or more, and is too long for chance."""
    series = drawn(pattern, seed, periods, gaps=gaps)
    signals = find_run_signals(series.values, series.centre)

    assert signals.long_run
    assert len(series.signal_periods) == signals.longest_run
    assert find_shifts(series.values, series.centre) == [series.signal_periods]
    assert find_trends(series.values) == []
    assert outside(series.values) == ()


@given(st.sampled_from(["shift", "fade"]), seeds, lengths)
def test_a_shift_is_where_and_which_way_it_was_planned(pattern, seed, periods):
    """Most of the run is in the changed part, on the side the process moved to."""
    series = drawn(pattern, seed, periods)
    marked = series.signal_periods
    sides = sides_of(series.values, series.centre)

    assert len(set(marked) & set(series.plan.changed)) >= 0.75 * len(marked)
    assert {int(sides[period - 1]) for period in marked} == {
        int(np.sign(series.plan.size))
    }


@given(seeds, lengths)
def test_a_fade_is_seen_to_be_over(seed, periods):
    """Four periods at least follow the run that is marked."""
    series = drawn("fade", seed, periods)

    assert series.signal_periods[-1] <= periods - 4


@given(st.sampled_from(["shift", "fade", "drift"]), seeds, lengths, gap_counts)
def test_where_a_run_begins_and_ends_can_be_seen(pattern, seed, periods, gaps):
    """No point of it, nor the one before or after, is on the line or hugs it."""
    series = drawn(pattern, seed, periods, gaps=gaps)
    measured = (np.flatnonzero(~np.isnan(series.values)) + 1).tolist()
    for run in find_shifts(series.values, series.centre):
        first, last = measured.index(run[0]), measured.index(run[-1])
        for period in measured[max(first - 1, 0) : last + 2]:
            distance = abs(series.values[period - 1] - series.centre)
            assert distance >= 0.2 * series.plan.spread


@given(seeds, lengths, gap_counts)
def test_a_drift_is_read_alike_by_anhoej_and_perla(seed, periods, gaps):
    """Its runs are all too long for chance; trends and far points lie within them."""
    series = drawn("drift", seed, periods, gaps=gaps)
    signals = find_run_signals(series.values, series.centre)
    shifts = find_shifts(series.values, series.centre)
    marked = set(series.signal_periods)

    assert shifts
    assert all(len(run) > signals.longest_run_allowed for run in shifts)
    assert marked == {period for run in shifts for period in run}
    assert all(marked.issuperset(trend) for trend in find_trends(series.values))
    assert marked.issuperset(outside(series.values))


@given(seeds, st.integers(19, 50), gap_counts)
def test_an_outlier_is_the_only_thing_to_see(seed, periods, gaps):
    """The planned point is more than four sigmas out; no run, no trend."""
    series = drawn("outlier", seed, periods, gaps=gaps)
    limits = individuals_limits(series.values)
    distance = abs(series.values[series.plan.start - 1] - limits.centre)

    assert series.signal_periods == (series.plan.start,) == outside(series.values)
    assert distance > 4 / 3 * (limits.upper - limits.centre)
    assert not find_run_signals(series.values, series.centre).shifted
    assert find_shifts(series.values, series.centre) == []
    assert find_trends(series.values) == []


def test_few_crossings_are_no_part_of_a_stable_series():
    """Rare without a long run as well, so many long charts are looked at."""
    for seed in range(1500):
        series = drawn("stable", seed, 50)
        assert not find_run_signals(series.values, series.centre).few_crossings


@pytest.mark.parametrize("pattern", ["shift", "fade", "drift"])
def test_a_change_too_weak_to_see_is_not_read_into_chance(pattern):
    """Where chance makes the run, it must still make it where and as planned."""
    for seed in range(40):
        rng = np.random.default_rng(seed)
        plan = draw_plan(pattern, rng, 24)
        weak = replace(plan, size=0.2 * np.sign(plan.size))
        series = draw_read_series(weak, rng, tries=200_000)
        marked, sides = series.signal_periods, sides_of(series.values, series.centre)

        if pattern == "drift":
            for run in find_shifts(series.values, series.centre):
                late = np.mean([run[0], run[-1]]) > 12.5
                assert (sides[run[0] - 1] == np.sign(plan.size)) == late
            continue
        assert sides[marked[0] - 1] == np.sign(plan.size)
        assert len(set(marked) & set(weak.changed)) >= 0.75 * len(marked)
        assert pattern != "fade" or marked[-1] <= 20


def test_where_there_is_no_room_below_an_outlier_is_above():
    """Twelve falls a week cannot become minus twenty."""
    rng = np.random.default_rng(1)
    plans = [draw_plan("outlier", rng, 24, level=12, spread=3) for _ in range(50)]

    assert all(plan.size > 0 for plan in plans)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_practically_every_seed_gives_a_series(pattern):
    """300 seeds in a row at the shortest charts, usual ones and long ones."""
    for measured in (FEWEST_PERIODS[pattern], 28, 48):
        for seed in range(100):
            gaps = seed % 3
            drawn(pattern, [seed, measured], measured + gaps, gaps=gaps)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_small_counts_can_be_drawn_as_well(pattern):
    """Falls a week, some twelve, in whole numbers and never below zero."""
    for seed in range(50):
        series = drawn(pattern, seed, 30, level=12, spread=3)
        assert series.values.min() >= 0
        assert (series.values == np.round(series.values)).all()


@pytest.mark.parametrize("pattern", ["shift", "outlier"])
def test_a_change_may_lie_anywhere_and_go_either_way(pattern):
    """Thus the marks of another learner are worth nothing."""
    rng = np.random.default_rng(1)
    plans = [draw_plan(pattern, rng, 24) for _ in range(400)]

    first = min(plan.start for plan in plans)
    last = max(plan.stop for plan in plans)
    upwards = sum(plan.size > 0 for plan in plans)
    assert (first, last) == (1, 24)
    assert 150 < upwards < 250


def test_another_learners_marks_are_worth_next_to_nothing():
    """Youden's J of a copied run, averaged over pairs of learners, is near zero."""
    marks = [set(drawn("shift", seed).signal_periods) for seed in range(60)]
    scores = [
        len(copied & own) / len(own) - len(copied - own) / (24 - len(own))
        for own in marks
        for copied in marks
        if own is not copied
    ]

    assert np.mean(scores) < 0.25


@given(st.sampled_from(PATTERNS), seeds)
def test_the_same_state_of_chance_gives_the_same_series(pattern, seed):
    """A learner's case can be drawn again for marking."""
    one, other = drawn(pattern, seed), drawn(pattern, seed)

    np.testing.assert_array_equal(one.values, other.values)
    assert (one.plan, one.signal_periods) == (other.plan, other.signal_periods)


@given(st.sampled_from(PATTERNS), seeds, gap_counts)
def test_gaps_are_where_they_were_planned(pattern, seed, gaps):
    """As many as asked for, never first or last, and never the outlier."""
    series = drawn(pattern, seed, 30, gaps=gaps)
    missing = tuple((np.flatnonzero(np.isnan(series.values)) + 1).tolist())

    assert missing == series.plan.gaps
    assert len(missing) == gaps
    assert not {1, 30} & set(missing)
    assert not set(missing) & set(series.signal_periods)


def test_centre_and_periods_are_plain_numbers():
    """They go into answers as JSON, and into the run rules as they are."""
    series = drawn("shift", 1)

    assert series.centre == run_centre(series.values)
    assert json.loads(json.dumps(series.signal_periods)) == list(series.signal_periods)
    assert series.signal_periods in runs_about(series.values, series.centre)


@pytest.mark.parametrize(
    ("pattern", "levels"),
    [
        ("stable", [10, 10, 10, 10, 10, 10, 10, 10]),
        ("shift", [10, 14, 14, 14, 14, 14, 14, 10]),
        ("outlier", [10, 14, 10, 10, 10, 10, 10, 10]),
        ("fade", [10, 14, 14, 14, 14, 12.667, 11.333, 10]),
        ("drift", [10, 10.667, 11.333, 12, 12.667, 13.333, 14, 14]),
    ],
)
def test_levels_of_each_pattern(pattern, levels):
    """Two spreads of two, from the second period to the seventh."""
    plan = SeriesPlan(
        pattern=pattern, periods=8, level=10, spread=2, start=2, stop=7, size=2
    )

    assert plan.levels() == pytest.approx(levels, abs=0.001)
    off_level = [n for n, level in enumerate(levels, start=1) if level != 10]
    assert list(plan.changed) == off_level


def test_values_are_recorded_as_the_plan_says():
    """Rounded to the decimals of the measure, and not below its floor."""
    plan = SeriesPlan(pattern="stable", periods=200, level=1, spread=2, decimals=1)
    rng = np.random.default_rng(1)

    values = draw_series(plan, rng)
    assert (values == np.round(values, 1)).all()
    assert values.min() == 0
    assert draw_series(replace(plan, floor=None), rng).min() < 0


def test_drawn_values_have_the_level_and_spread_of_the_plan():
    """Mean and standard deviation within four standard errors."""
    plan = SeriesPlan(pattern="stable", periods=10_000, level=50, spread=4, decimals=6)
    values = draw_series(plan, np.random.default_rng(1))

    assert values.mean() == pytest.approx(50, abs=4 * 4 / 100)
    assert values.std() == pytest.approx(4, abs=4 * 4 / 100 / 2**0.5)


def test_a_plan_nobody_could_read_is_told_of():
    """A shift of nothing never signals where it should."""
    plan = SeriesPlan(
        pattern="outlier", periods=24, level=50, spread=3, start=5, stop=5, size=0
    )
    with pytest.raises(ValueError, match="None of 128 series"):
        draw_read_series(plan, np.random.default_rng(1), tries=128)


def test_too_short_a_chart_is_refused():
    """Nineteen weeks seldom show a shift against their own median."""
    with pytest.raises(ValueError, match="at least 20 measured periods, not 19"):
        draw_plan("shift", np.random.default_rng(1), 21, gaps=2)


def test_an_unknown_pattern_is_refused():
    """The patterns there are, are named."""
    with pytest.raises(ValueError, match="stable, shift, drift, outlier, fade"):
        draw_plan("wave", np.random.default_rng(1))


@pytest.mark.parametrize(("start", "stop"), [(0, 5), (6, 5), (3, 25)])
def test_a_change_outside_the_chart_is_refused(start, stop):
    """It must begin before it ends, within the periods."""
    with pytest.raises(ValueError, match="does not fit 24 periods"):
        SeriesPlan(
            pattern="shift", periods=24, level=9, spread=2, start=start, stop=stop
        )
