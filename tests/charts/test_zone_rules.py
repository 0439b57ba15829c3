"""Zone rules: against R's results, by hand, against theory, and what must hold."""

import math
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.rare_events import t_chart
from course.charts.zone_rules import (
    NELSON,
    PROVOST_MURRAY,
    RULE_SETS,
    WESTERN_ELECTRIC,
    completed,
    find_patterns,
    patterns_on,
    periods_by_rule,
)

# Synthetic series with the results of the R package qcc 3.0.
ALL_RULES = [rule for rules in RULE_SETS.values() for rule in rules]
NAN = float("nan")


def stretch(draw_levels):
    """A few points of one kind."""
    return st.integers(3, 16).flatmap(draw_levels)


def halves(least, most):
    """Points on a grid of half sigmas, so that points on lines are common."""
    return lambda count: st.lists(
        st.integers(least, most).map(lambda half: half / 2),
        min_size=count,
        max_size=count,
    )


# Pure noise would hardly ever draw the longer patterns.
stretches = st.one_of(
    stretch(halves(-8, 8)),
    stretch(halves(-2, 2)),
    stretch(halves(1, 8)),
    stretch(halves(0, 5)),
    stretch(lambda count: st.just([level / 2 - 2 for level in range(count)])),
    stretch(lambda count: st.just([level % 2 - 0.5 for level in range(count)])),
    stretch(lambda count: st.just([5 * (level % 2) - 2.5 for level in range(count)])),
)
half_sigmas = st.lists(stretches, min_size=1, max_size=3).map(
    lambda parts: [value for part in parts for value in part]
)


def marks(values, name, *, sigma=1.0, only_complete=True, **options):
    """Periods that one rule marks on a series about zero."""
    patterns = find_patterns(values, 0, sigma, ALL_RULES, **options)
    return periods_by_rule(patterns, ALL_RULES, only_complete=only_complete)[name]


def both_marks(values, name):
    """Where the pattern was complete, and all of it."""
    return marks(values, name), marks(values, name, only_complete=False)


def by_definition(rule, values):
    """The points at which a pattern is complete, each window read as the rule is told.

    Written from the rules' wording, point by point, for series about 0 with sigma 1.
    """
    return [
        end
        for end in range(rule.points, len(values) + 1)
        if _shows(rule, values[end - rule.points : end])
    ]


def _shows(rule, window):
    if rule.shape == "trend":
        rises = [a < b for a, b in zip(window, window[1:], strict=False)]
        falls = [a > b for a, b in zip(window, window[1:], strict=False)]
        return all(rises) or all(falls)
    if rule.shape == "alternation":
        ups = [
            math.copysign(1, b - a) for a, b in zip(window, window[1:], strict=False)
        ]
        moved = all(a != b for a, b in zip(window, window[1:], strict=False))
        return moved and all(a != b for a, b in zip(ups, ups[1:], strict=False))
    if rule.shape == "within":
        return all(abs(value) <= rule.sigmas for value in window)
    above = [value > rule.sigmas for value in window]
    below = [value < -rule.sigmas for value in window]
    if rule.shape == "both-sides":
        out = all(a or b for a, b in zip(above, below, strict=True))
        return out and any(above) and any(below)
    return any(side[-1] and sum(side) >= rule.needed for side in (above, below))


def test_rule_sets_have_their_rules_in_the_order_they_are_numbered():
    """Four of Western Electric, eight of Nelson, five of Provost and Murray."""
    for rules, count in ((WESTERN_ELECTRIC, 4), (NELSON, 8), (PROVOST_MURRAY, 5)):
        assert [rule.name for rule in rules] == [
            f"{rules.name}-{number}" for number in range(1, count + 1)
        ]


@pytest.mark.parametrize(
    ("name", "values", "complete", "whole"),
    [
        ("western-electric-1", [0, 3.1, 3, -3.1], (2, 4), (2, 4)),
        ("western-electric-2", [0, 2.1, 0, 2.1], (4,), (2, 4)),
        ("western-electric-2", [0, 2.1, 0, 0, 2.1], (), ()),
        ("western-electric-2", [0, 2.1, -2.1, 0], (), ()),
        ("western-electric-2", [0, 2.1, 2, 0], (), ()),
        ("western-electric-3", [-2, -2, 0, -2, -2], (5,), (1, 2, 4, 5)),
        ("western-electric-4", 7 * [1] + [0] + [1], (), ()),
        ("western-electric-4", 9 * [1], (8, 9), tuple(range(1, 10))),
        ("nelson-2", 9 * [-1], (9,), tuple(range(1, 10))),
        ("nelson-2", 8 * [-1], (), ()),
        ("nelson-3", [3, 1, 2, 3, 4, 5, 6], (7,), (2, 3, 4, 5, 6, 7)),
        ("nelson-3", [1, 2, 3, 4, 5, 5, 6], (), ()),
        ("nelson-4", 7 * [1, 0], (14,), tuple(range(1, 15))),
        ("nelson-4", [0, 0] + 6 * [1, 0], (), ()),
        ("nelson-7", 15 * [1], (15,), tuple(range(1, 16))),
        ("nelson-7", 14 * [1] + [1.01], (), ()),
        ("nelson-8", 7 * [2] + [-2], (8,), tuple(range(1, 9))),
        ("nelson-8", 8 * [2], (), ()),
        ("nelson-8", 7 * [2] + [-1], (), ()),
        ("provost-murray-2", 4 * [1] + [0] + 4 * [1], (9,), (1, 2, 3, 4, 6, 7, 8, 9)),
        ("provost-murray-3", [1, 2, 3, 3, 4, 5, 6], (7,), (1, 2, 3, 5, 6, 7)),
        ("provost-murray-3", [1, 1, 2, 3, 4, 5], (), ()),
        ("provost-murray-4", [0, 4, 0, 2.1], (4,), (2, 4)),
        ("provost-murray-5", 15 * [0], (15,), tuple(range(1, 16))),
    ],
)
def test_by_hand(name, values, complete, whole):
    """The least that makes each pattern makes it; a little less does not."""
    assert both_marks(values, name) == (complete, whole)


@given(
    half_sigmas, st.sampled_from([rule for rule in ALL_RULES if not rule.passes_ties])
)
def test_a_pattern_is_complete_where_the_rules_wording_says(values, rule):
    """Every window of a series, read by the letter, gives the same points."""
    expected = by_definition(rule, values)

    assert list(marks(values, rule.name)) == expected
    assert (np.flatnonzero(completed(values, 0, 1, rule)) + 1).tolist() == expected


@given(half_sigmas, st.sampled_from([rule for rule in ALL_RULES if rule.passes_ties]))
def test_ties_passed_over_leave_what_the_rule_says_of_the_rest(values, rule):
    """Without its ties, the series has the same patterns by the letter of the rule."""
    if rule.shape == "trend":
        kept = [
            period
            for period, value in enumerate(values, start=1)
            if period == 1 or value != values[period - 2]
        ]
    else:
        kept = [period for period, value in enumerate(values, start=1) if value != 0]
    ends = by_definition(rule, [values[period - 1] for period in kept])

    assert list(marks(values, rule.name)) == [kept[end - 1] for end in ends]


@given(half_sigmas)
def test_upside_down_a_chart_has_the_same_patterns(values):
    """The rules know no better side: above becomes below, and no period changes."""
    patterns = find_patterns(values, 0, 1, ALL_RULES)
    mirrored = find_patterns([-value for value in values], 0, 1, ALL_RULES)

    def told(found, sign):
        return {(p.rule, sign * p.side, p.periods, p.complete_at) for p in found}

    assert told(patterns, 1) == told(mirrored, -1)


@given(half_sigmas)
def test_patterns_hold_together(values):
    """Every pattern is as long as its rule asks, ends where complete, on its side."""
    needed = {rule.name: rule.needed for rule in ALL_RULES}
    for pattern in find_patterns(values, 0, 1, ALL_RULES):
        assert len(pattern.periods) >= needed[pattern.rule]
        assert set(pattern.complete_at) <= set(pattern.periods)
        assert pattern.complete_at[-1] == pattern.periods[-1]
        assert pattern.periods == tuple(sorted(set(pattern.periods)))


@given(
    half_sigmas,
    st.data(),
    st.floats(0.1, 10),
    st.floats(-100, 100),
)
def test_gaps_and_units_change_no_pattern(values, data, unit, zero):
    """Another unit, gaps and ghosted points: the rest is judged as it was."""
    length = len(values)
    gaps = data.draw(st.lists(st.integers(0, length), max_size=4))
    places = data.draw(st.lists(st.integers(0, length), max_size=4))
    fill = sorted(
        [(place, NAN) for place in gaps] + [(place, 99.0) for place in places]
    )
    told = list(enumerate(values))
    stretched = sorted(
        [(place - 0.5, extra) for place, extra in fill] + told, key=lambda pair: pair[0]
    )
    new_period = {
        int(place): period
        for period, (place, _) in enumerate(stretched, start=1)
        if place == int(place)
    }
    shown = [zero + unit * value for _, value in stretched]
    ghosted = [p for p, (_, value) in enumerate(stretched, start=1) if value == 99.0]

    plain = find_patterns(values, 0, 1, ALL_RULES)
    other = find_patterns(shown, zero, unit, ALL_RULES, ghosted=ghosted)

    assert [(p.rule, p.side, p.periods) for p in other] == [
        (p.rule, p.side, tuple(new_period[period - 1] for period in p.periods))
        for p in plain
    ]


def test_no_pattern_reaches_over_a_new_part():
    """Nine above, the first five of them in a part of their own: no run of eight."""
    assert marks(9 * [1], "western-electric-4") == (8, 9)
    assert marks(9 * [1], "western-electric-4", parts=[5]) == ()
    assert marks(9 * [1], "western-electric-4", parts=[1]) == (9,)


def test_a_chart_is_judged_by_its_own_lines_parts_and_ghosted_points():
    """The same as by hand, from what the chart itself holds."""
    rng = np.random.default_rng(8)
    values = rng.normal(50, 4, 40)
    values[20:] += 12
    values[[7, 30]] = 90
    options = {"parts": [20], "ghosted": [31]}
    chart = individuals_chart(values, **options)
    by_hand = find_patterns(values, chart.centre, chart.sigma, NELSON, **options)
    found = patterns_on(chart, NELSON)

    assert found == by_hand
    assert periods_by_rule(found, NELSON)["nelson-1"] == (8,)
    assert found != patterns_on(individuals_chart(values), NELSON)


def test_moving_ranges_and_charts_with_uneven_limits_are_not_judged():
    """Neighbouring ranges share a measurement; a t chart has no sigma of its own."""
    with pytest.raises(ValueError, match="share their measurements"):
        patterns_on(moving_range_chart([4, 6, 5, 7, 6, 5]), NELSON)
    with pytest.raises(ValueError, match="lie evenly"):
        patterns_on(t_chart([4, 6, 5, 7, 6, 5]), NELSON)


def test_a_missing_or_ghosted_point_neither_breaks_nor_lengthens():
    """Eight measured points in a row are eight, whatever lies between them."""
    values = [1, 1, 1, NAN, 1, 1, 1, 1, -9, 1]

    assert both_marks(values, "western-electric-4") == ((), ())
    assert marks(values, "western-electric-4", ghosted=[9]) == (10,)
    assert marks(values, "western-electric-1", ghosted=[9]) == ()
    assert marks(7 * [1] + [NAN], "western-electric-4") == ()


def test_each_point_is_judged_by_its_own_sigma():
    """A small clinic may stray farther than a large one."""
    values = [0, 5, 5]

    assert marks(values, "nelson-1", sigma=[1, 1, 2]) == (2,)
    assert marks(values, "nelson-1", sigma=[1, NAN, 1]) == (3,)


def test_equal_values_show_no_pattern_beyond_a_sigma_of_zero():
    """All the same: nothing is beyond, and everything is close."""
    values = 15 * [0.1 + 0.2]
    found = find_patterns(values, 0.3, 0, NELSON)

    assert [pattern.rule for pattern in found] == ["nelson-7"]


def test_two_runs_are_two_patterns_and_one_run_is_one():
    """A pattern is what one looks at as one; what is broken is two."""
    values = 9 * [1] + [-1] + 8 * [1]
    found = find_patterns(values, 0, 1, WESTERN_ELECTRIC)
    runs = [pattern for pattern in found if pattern.rule == "western-electric-4"]

    assert [pattern.periods for pattern in runs] == [
        tuple(range(1, 10)),
        tuple(range(11, 19)),
    ]
    assert [pattern.complete_at for pattern in runs] == [(8, 9), (18,)]
    assert {pattern.side for pattern in runs} == {1}


def test_a_trend_that_follows_on_another_is_its_own():
    """Six up, then six up from a lower level: they share no point."""
    values = [1, 2, 3, 4, 5, 6, 0, 1, 2, 3, 4, 5]
    trends = [p for p in find_patterns(values, 0, 9, NELSON) if p.rule == "nelson-3"]

    assert [trend.complete_at for trend in trends] == [(6,), (12,)]
    assert [trend.side for trend in trends] == [1, 1]


def test_an_empty_or_short_series_shows_nothing():
    """Patterns need their points."""
    assert find_patterns([1], 0, 1, ALL_RULES) == ()
    assert find_patterns([NAN, NAN], 0, 1, ALL_RULES) == ()


@pytest.mark.parametrize(
    ("centre", "sigma", "message"),
    [
        ([0, 0], 1, "3 values"),
        (0, [1, 1], "3 values"),
        (0, [0, -1, 1], "period 2 is -1"),
        (0, NAN, "without limits"),
    ],
)
def test_lines_that_do_not_fit_are_refused(centre, sigma, message):
    """What is wrong is said, and where."""
    with pytest.raises(ValueError, match=message):
        find_patterns([1, 2, 3], centre, sigma, NELSON)


def test_rules_that_need_no_sigma_do_without():
    """A run of nine can be seen on a run chart, which has no limits."""
    runs_and_trends = [rule for rule in NELSON if not rule.uses_sigma]
    (pattern,) = find_patterns(9 * [1], 0, NAN, runs_and_trends)

    assert pattern.rule == "nelson-2"


@pytest.mark.parametrize(
    ("numbers", "published", "length"),
    [((1,), 370.40, 4400), ((1, 2), 225.44, 2700), ((1, 2, 3, 4), 91.75, 1200)],
)
def test_false_alarms_come_as_rarely_as_published(numbers, published, length):
    """Points to the first signal of a stable process, by Champ and Woodall (1987)."""
    rng = np.random.default_rng(1987)
    values = rng.standard_normal((1000, length))
    rules = [WESTERN_ELECTRIC.rules[number - 1] for number in numbers]
    signals = np.logical_or.reduce([completed(values, 0, 1, rule) for rule in rules])
    assert signals.any(axis=1).mean() > 0.995
    # A series without a signal is cut off late enough to matter little.
    waits = np.where(signals.any(axis=1), signals.argmax(axis=1) + 1, length)

    standard_error = waits.std(ddof=1) / math.sqrt(waits.size)
    assert waits.mean() == pytest.approx(published, abs=4 * standard_error)


def test_rule_one_alone_is_as_rare_as_the_normal_distribution_has_it():
    """1 in 370 points lies beyond three sigma."""
    assert 1 / (2 * NormalDist().cdf(-3)) == pytest.approx(370.40, abs=0.005)
