"""Run charts: what is asked can be read from the chart that is shown."""

import numpy as np
import pytest

from course.charts import (
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
)
from course.exercises.variation.run_charts import (
    FIRST_LOOK,
    RUN_LENGTHS,
    SIGNALS,
    WHICH_RULE,
    _about_the_mean,
    _four_numbers,
    _gap_as_crossing,
    _in_two_rises,
    _readings,
    _ties_as_points,
    numbers_about_own_median,
)

LEARNERS = range(25)
NAN = float("nan")


def values_of(chart):
    """The values of a chart, NaN in a gap."""
    return np.array(chart.values, dtype=float)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_first_look_is_at_a_ward_that_never_changed(learner):
    """No rule of the course signals anywhere in the fifty weeks."""
    (item,) = FIRST_LOOK.case("autumn", f"learner-{learner}").items
    falls = values_of(item.chart)
    centre = run_centre(falls)

    assert falls.size == 50
    assert not find_shifts(falls, centre)
    assert not find_trends(falls)
    assert not find_run_signals(falls, centre).shifted


# Median 4 of nine measured; signs: - 0 + + (gap) + - - + -, and one tie.
HAND_MADE = np.array([1, 4, 6, 7, NAN, 8, 3, 2, 9, 1.0])


def test_four_numbers_by_hand():
    """Runs 1, 3, 2, 1, 1: the tie and the gap are skipped."""
    assert _four_numbers(HAND_MADE, 4) == {
        "median": 4,
        "useful": 8,
        "longest-run": 3,
        "crossings": 4,
    }


def test_each_misreading_of_the_four_numbers_by_hand():
    """The mean 41 / 9 has no tie; a tie counted lies above; a gap cuts the run."""
    assert _about_the_mean(HAND_MADE) == {
        "median": 4.6,
        "useful": 9,
        "longest-run": 3,
        "crossings": 4,
    }
    assert _ties_as_points(HAND_MADE, centre=4) == {
        "median": 4,
        "useful": 9,
        "longest-run": 4,
        "crossings": 4,
    }
    assert _gap_as_crossing(HAND_MADE, centre=4) == {
        "median": 4,
        "useful": 8,
        "longest-run": 2,
        "crossings": 5,
    }


@pytest.mark.parametrize("learner", LEARNERS)
def test_four_numbers_belong_to_the_chart_shown(learner):
    """With a tie and one gap, as the question says."""
    case = RUN_LENGTHS.case("autumn", f"learner-{learner}")
    values = values_of(case.charts[0])
    runs = find_run_signals(values, np.nanmedian(values))

    assert case.truth == {
        "median": pytest.approx(np.nanmedian(values)),
        "useful": runs.useful,
        "longest-run": runs.longest_run,
        "crossings": runs.crossings,
    }
    assert np.isnan(values).sum() == 1
    assert (values == case.truth["median"]).any()


def test_counts_about_a_slightly_wrong_median_follow():
    """The slip is paid for once; the mean is another line, not a slip."""
    case = RUN_LENGTHS.case("autumn", "amira")
    values = values_of(case.charts[0])
    wrong = float(np.nanmax(values)) - 0.5
    about_wrong = find_run_signals(values, wrong)
    mean = case.misreadings["mean-for-median"]["median"]

    assert numbers_about_own_median(case, {"median": wrong}) == {
        "useful": about_wrong.useful,
        "longest-run": about_wrong.longest_run,
        "crossings": about_wrong.crossings,
    }
    assert numbers_about_own_median(case, {"median": mean}) == {}
    assert numbers_about_own_median(case, {"median": 1e6}) == {}
    assert numbers_about_own_median(case, {}) == {}


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_rule_signals_where_the_chart_says_so(learner):
    """Each rule asked one chart at a time, in another way than the task draws them."""
    case = WHICH_RULE.case("autumn", f"learner-{learner}")
    for item in case.items:
        values, centre = values_of(item.chart), item.chart.centre
        runs = find_run_signals(values, centre)
        signalling = {
            "shift": bool(find_shifts(values, centre)),
            "trend": bool(find_trends(values)),
            "long-run": runs.long_run,
            "few-crossings": runs.few_crossings,
        }
        assert case.truth[item.id] == [rule for rule, on in signalling.items() if on]


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_rule_signals_on_some_charts_and_not_on_others(learner):
    """And some charts are quiet, so no column and no row can be ticked unseen."""
    truth = WHICH_RULE.case("autumn", f"learner-{learner}").truth
    ticks = [rule for rules in truth.values() for rule in rules]

    assert all(2 <= ticks.count(option.id) <= 4 for option in case_options())
    assert [] in truth.values()


def case_options():
    """The rules, as anybody is shown them."""
    return WHICH_RULE.case("autumn", "amira").options


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_table_of_limits_holds_every_chart(learner):
    """Longest run and crossings for the useful points of each."""
    case = WHICH_RULE.case("autumn", f"learner-{learner}")
    rows = {int(n): (int(run), int(least)) for n, run, least in case.tables[0].rows}
    for item in case.items:
        runs = find_run_signals(values_of(item.chart), item.chart.centre)
        assert rows[runs.useful] == (runs.longest_run_allowed, runs.crossings_required)


def test_a_tie_hides_a_shift_from_those_who_let_it_break_a_run():
    """Six above with a tie among them; five up with a repeat among them."""
    tie_in_run = [1, 9, 8, 9, 5, 8, 9, 8, 1, 2, 1, 2, 3]
    repeat_in_trend = [5, 1, 2, 3, 3, 4, 6, 1, 9, 4, 7, 4, 8]
    readings = _readings(np.array([tie_in_run, repeat_in_trend], dtype=float))

    assert readings["truth"][:, :2].tolist() == [[True, False], [False, True]]
    assert not readings["ties-break-runs"][:, :2].any()


def test_a_run_without_ties_is_seen_by_all():
    """Six below in a row, and five up in a row, with the tie somewhere else."""
    run = [9, 5, 8, 9, 1, 2, 1, 2, 1, 2, 8, 9, 8]
    trend = [9, 4, 1, 2, 3, 4, 6, 2, 8, 3, 9, 4, 5]
    readings = _readings(np.array([run, trend], dtype=float))

    assert readings["ties-break-runs"][:, :2].tolist() == [[True, False], [False, True]]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_signals_are_those_the_question_asks_for(learner):
    """Runs of six or more about the median, and points outside the limits drawn."""
    case = SIGNALS.case("autumn", f"learner-{learner}")
    for item in case.items:
        values = values_of(item.chart)
        lower, upper = item.chart.limits
        outside = np.flatnonzero((values < lower) | (values > upper)) + 1
        in_runs = [p for run in find_shifts(values, item.chart.centre) for p in run]
        assert case.truth[item.id] == sorted({*outside.tolist(), *in_runs})


@pytest.mark.parametrize("learner", LEARNERS)
def test_some_charts_are_quiet_and_some_hold_each_kind_of_signal(learner):
    """As the question promises."""
    marked = SIGNALS.case("autumn", f"learner-{learner}").truth.values()
    sizes = [len(periods) for periods in marked]

    assert 2 <= sizes.count(0) <= 3
    assert sizes.count(1) >= 1
    assert any(size >= 6 for size in sizes)


def test_signals_lie_anywhere_and_in_both_directions():
    """Where a neighbour's lie tells nothing."""
    first, above = set(), set()
    for learner in range(60):
        case = SIGNALS.case("autumn", f"learner-{learner}")
        for item in case.items:
            for period in case.truth[item.id][:1]:
                first.add(period)
                above.add(item.chart.values[period - 1] > item.chart.centre)

    assert above == {True, False}
    assert len(first) > 20


def test_two_rises_are_marked_with_the_point_they_set_out_from():
    """2, 3, 4 rise twice; 1, 5 only once."""
    assert _in_two_rises(np.array([5, 2, 3, 4, 1, 5.0])) == [2, 3, 4]
