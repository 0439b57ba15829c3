"""Different or better: the rule of thumb decides, and no other rule contradicts it."""

import numpy as np
import pytest

from course.charts import find_run_signals, find_shifts, find_trends
from course.exercises.improvement.changes import CHANGE_OR_IMPROVEMENT
from course.messages import keys, say

LEARNERS = range(25)
BESIDE = [say(key) for key in keys("change-or-improvement.beside.")]


def case_of(learner):
    """Return what a learner is shown."""
    return CHANGE_OR_IMPROVEMENT.case("autumn", f"learner-{learner}")


def better_side(item):
    """Return how far each week lies on the better side of the line."""
    away = np.array(item.chart.values) - item.chart.centre
    return away if "higher is better" in item.text else -away


def verdict_on(item):
    """Follow the rule of the lesson, step by step."""
    after = better_side(item)[item.chart.baseline :]
    if any(beside in item.text for beside in BESIDE) or after.size < 8:
        return "unclear"
    return "improvement" if (after > 0).all() else "no-change"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_verdict_follows_from_chart_and_words(learner):
    """And from nothing that is not shown."""
    case = case_of(learner)

    assert {item.id: verdict_on(item) for item in case.items} == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_line_is_the_middle_of_the_twelve_weeks_before(learner):
    """And ends nowhere."""
    for item in case_of(learner).items:
        assert item.chart.baseline == 12
        assert item.chart.centre == np.median(item.chart.values[:12])


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_chart_has_a_better_mean_after_the_change(learner):
    """So that two bars would call all of them an improvement."""
    for item in case_of(learner).items:
        better = better_side(item)
        assert better[12:].mean() > better[:12].mean()


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_other_rule_sees_a_change_where_ours_sees_none(learner):
    """Nobody who has read module 4 already is marked down."""
    case = case_of(learner)
    for item in case.items:
        values, centre = np.array(item.chart.values), item.chart.centre
        if case.truth[item.id] == "no-change":
            assert not find_shifts(values, centre)
            assert not find_trends(values)
            assert not find_run_signals(values, centre).shifted
            after = better_side(item)[12:]
            assert (after > 0).sum() >= 3 and (after < 0).sum() >= 3
        if case.truth[item.id] == "improvement":
            assert find_run_signals(values, centre).shifted


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_week_after_a_step_lies_on_the_line(learner):
    """On which side a point lies is never a matter of taste."""
    case = case_of(learner)
    for item in case.items:
        if case.truth[item.id] != "no-change":
            assert (better_side(item)[12:] > 0).all()


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_verdict_is_called_for_two_or_three_times(learner):
    """And both reasons for unclear are among them."""
    case = case_of(learner)
    called = list(case.truth.values())

    assert {called.count(option.id) for option in case.options} == {2, 3}
    assert case.facts["early"] >= 1
    assert case.facts["otherwise"] >= 1


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_last_week_alone_misleads_in_some(learner):
    """Of the charts without a change, some end on the better side and some do not."""
    case = case_of(learner)
    last = case.misreadings["last-point"]
    without = [last[id_] for id_, v in case.truth.items() if v == "no-change"]

    assert set(without) == {"improvement", "no-change"}


def test_no_two_of_a_hundred_and_twenty_have_the_same_answer():
    """Measures are the names of the charts, and eight of ten are drawn."""
    drawn = {
        tuple(sorted(CHANGE_OR_IMPROVEMENT.case("autumn", f"l-{n}").truth.items()))
        for n in range(120)
    }

    assert len(drawn) == 120
