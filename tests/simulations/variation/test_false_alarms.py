"""False alarms: simulation, the table kept, and counting every order there is."""

import json
import math
from functools import cache

import numpy as np
import pytest

from course.charts.runs import (
    crossings_required,
    find_run_signals,
    find_shifts,
    find_trends,
    longest_run_allowed,
    number_runs,
    run_centre,
    run_lengths,
    sides_of,
    steps_of,
)
from course.simulations.variation.false_alarms import (
    RULES,
    SHARES_CHARTS,
    SHARES_POINTS,
    expected_share,
    false_alarm_share,
    write_shares,
)

# Per cent of 20 000 charts that signal, simulated by other code and rounded to whole
# numbers: on stable charts, and on charts that move up by 1.5 sigma half-way.
PUBLISHED_CHARTS = 20_000
STABLE = ("shift-6", "shift-7", "shift-8", "trend-5", "shift-or-trend", "anhoej")
MOVED = ("anhoej on a change", "shift-6 on a change")
PUBLISHED = {
    12: (1, 0, 0, 11, 12, 1, 16, 16),
    16: (6, 1, 0, 16, 21, 1, 14, 41),
    20: (10, 3, 1, 21, 28, 2, 33, 56),
    24: (16, 6, 2, 25, 36, 3, 36, 68),
    30: (23, 9, 3, 31, 46, 3, 45, 80),
    36: (31, 13, 6, 37, 55, 4, 53, 87),
    60: (53, 28, 13, 55, 78, 4, 72, 98),
}
PUBLISHED_NUMBERS = [
    (points, rule, per_cent)
    for points, row in PUBLISHED.items()
    for rule, per_cent in zip((*STABLE, *MOVED), row, strict=True)
]


def four_errors(share, charts):
    """Four standard errors of a simulated share."""
    return 4 * (share * (1 - share) / charts) ** 0.5


def three_errors(share, charts):
    """Three errors of the published share and of ours together, and its rounding."""
    variance = share * (1 - share) * (1 / PUBLISHED_CHARTS + 1 / charts)
    return 3 * variance**0.5 + 0.005


def compositions(total, parts, largest):
    """Ways to write a total as a sum of so many parts from 1 to the largest."""
    return sum(
        (-1) ** over
        * math.comb(parts, over)
        * math.comb(total - over * largest - 1, parts - 1)
        for over in range(parts + 1)
        if total - over * largest >= 1
    )


def orders(half, longest, fewest_runs):
    """Orders of as many highs as lows with no run too long and not too few runs."""
    count = 0
    for runs in range(max(fewest_runs, 2), 2 * half + 1):
        more, fewer = (runs + 1) // 2, runs // 2
        count += 2 * (
            compositions(half, more, longest) * compositions(half, fewer, longest)
        )
    return count


def exact_share(rule, points):
    """Share counted, not simulated: about their median all orders are as likely."""
    half = points // 2
    if rule.startswith("shift-"):
        quiet = orders(half, longest=int(rule[-1]) - 1, fewest_runs=2)
    else:
        quiet = orders(
            half,
            longest=longest_run_allowed(2 * half),
            fewest_runs=crossings_required(2 * half) + 1,
        )
    return 1 - quiet / math.comb(2 * half, half)


@pytest.mark.parametrize("rule", ["shift-6", "anhoej"])
@pytest.mark.parametrize("points", [12, 13, 20, 24, 31, 48, 60])
def test_table_agrees_with_counting_every_order(rule, points):
    """Within four standard errors of a million charts."""
    exact = exact_share(rule, points)

    assert expected_share(rule, points) == pytest.approx(
        exact, abs=four_errors(exact, SHARES_CHARTS)
    )


@pytest.mark.parametrize(
    ("points", "rule", "per_cent"),
    [number for number in PUBLISHED_NUMBERS if number[1] in RULES],
)
def test_table_agrees_with_an_independent_simulation(points, rule, per_cent):
    """Within three standard errors of both, and half a per cent of rounding."""
    expected = expected_share(rule, points)

    assert per_cent / 100 == pytest.approx(
        expected, abs=three_errors(expected, SHARES_CHARTS)
    )


@cache
def simulated_shares(points, charts):
    """Share of charts on which each rule signals, by the run rules of the charts."""
    values = np.random.default_rng(points).standard_normal((charts, points))
    shares = {}
    for change, rules in ((0.0, STABLE), (1.5, MOVED)):
        values[:, points // 2 :] += change
        runs = number_runs(sides_of(values, np.median(values, axis=1, keepdims=True)))
        longest, crossings = run_lengths(runs).max(axis=1), runs.max(axis=1) - 1
        trend = run_lengths(number_runs(steps_of(values))).max(axis=1) + 1 >= 5
        anhoej = (longest > longest_run_allowed(points)) | (
            crossings < crossings_required(points)
        )
        shift = {least: longest >= least for least in (6, 7, 8)}
        signals = (
            (*shift.values(), trend, shift[6] | trend, anhoej)
            if rules is STABLE
            else (anhoej, shift[6])
        )
        shares |= {
            rule: signal.mean() for rule, signal in zip(rules, signals, strict=True)
        }
    return shares


@pytest.mark.parametrize(("points", "rule", "per_cent"), PUBLISHED_NUMBERS)
def test_every_published_number_is_found_again(points, rule, per_cent):
    """Within three standard errors of both simulations, and half a per cent."""
    charts = 40_000
    share = simulated_shares(points, charts)[rule]

    assert per_cent / 100 == pytest.approx(share, abs=three_errors(share, charts))


@pytest.mark.parametrize(
    ("points", "rule", "per_cent"),
    [
        number
        for number in PUBLISHED_NUMBERS
        if number[1] in ("shift-6", "shift-7", "shift-8", "anhoej")
    ],
)
def test_every_published_number_that_can_be_counted_is_right(points, rule, per_cent):
    """Within three standard errors of the published simulation, and half a per cent."""
    exact = exact_share(rule, points)

    assert per_cent / 100 == pytest.approx(
        exact, abs=three_errors(exact, charts=math.inf)
    )


@pytest.mark.parametrize("rule", RULES)
def test_simulation_agrees_with_the_table(rule):
    """Within four standard errors of 20 000 charts, of even and of odd length."""
    for points in (20, 25):
        expected = expected_share(rule, points)
        share = false_alarm_share(rule, points, 20_000, np.random.default_rng(points))
        assert share == pytest.approx(expected, abs=four_errors(expected, 20_000))


@pytest.mark.parametrize("points", [12, 13, 27])
def test_shares_of_many_charts_are_those_of_each_alone(points):
    """The rules that mark one chart, applied to each of a few hundred."""
    charts = 600
    values = np.random.default_rng(8).standard_normal((charts, points))
    counts = dict.fromkeys(RULES, 0)
    for chart in values:
        centre = run_centre(chart)
        shift, trend = bool(find_shifts(chart, centre)), bool(find_trends(chart))
        counts["shift-6"] += shift
        counts["trend-5"] += trend
        counts["shift-or-trend"] += shift or trend
        counts["anhoej"] += find_run_signals(chart, centre).shifted

    for rule, count in counts.items():
        share = false_alarm_share(rule, points, charts, np.random.default_rng(8))
        assert share == count / charts


def test_longer_charts_are_accused_more_often_by_shift_and_trend():
    """The share rises with every second point, from an eighth to three quarters."""
    shares = [expected_share("shift-or-trend", points) for points in SHARES_POINTS]

    assert all(late > early for early, late in zip(shares, shares[2:], strict=False))
    assert shares[0] < 0.15 and shares[-1] > 0.75
    assert max(expected_share("anhoej", points) for points in SHARES_POINTS) < 0.06


def test_the_table_can_be_made_again(tmp_path):
    """Fewer charts give a table of the same shape, and the same one twice."""
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_shares(one, charts=50)
    write_shares(other, charts=50)
    table = json.loads(one.read_text("utf-8"))

    assert one.read_bytes() == other.read_bytes()
    assert table["charts"] == 50
    assert {len(shares) for shares in table["shares"].values()} == {len(SHARES_POINTS)}


@pytest.mark.parametrize("points", [11, 61])
def test_no_share_is_invented(points):
    """Outside the table there is no answer rather than a guess."""
    with pytest.raises(ValueError, match="12 to 60 points"):
        expected_share("shift-6", points)


def test_unknown_rules_are_refused():
    """The rules there are, are named."""
    with pytest.raises(ValueError, match="shift-6, trend-5"):
        expected_share("shift-7", 24)
    with pytest.raises(ValueError, match="shift-6, trend-5"):
        false_alarm_share("shift-7", 24, 10, np.random.default_rng(1))


def test_a_share_of_nothing_is_refused():
    """At least one chart with one point is needed."""
    with pytest.raises(ValueError, match="at least one chart"):
        false_alarm_share("shift-6", 24, 0, np.random.default_rng(1))
