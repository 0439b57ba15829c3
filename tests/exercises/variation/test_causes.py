"""Causes: the chart and the target decide, and the bank is balanced."""

from pathlib import Path

import numpy as np
import pytest

from course.charts import find_run_signals, find_shifts, find_trends
from course.exercises.variation.causes import CAUSE_AND_ACTION, TWO_ERRORS
from course.messages import keys
from course.tasks.keys import read_keys

LEARNERS = range(25)
KEY = read_keys(Path(__file__).parents[3] / "source" / "04-variation.keys.toml")[
    "two-errors"
]


def action_for(item):
    """Read chart and target as the question says."""
    values = np.array(item.chart.values)
    if values.size < 10:
        return "too-few-points"
    lower, upper = item.chart.limits
    outside = ((values < lower) | (values > upper)).any()
    if outside or find_run_signals(values, item.chart.centre).shifted:
        return "ask-what-happened"
    if "higher is better" in item.text:
        good = lower > item.chart.target
    else:
        good = upper < item.chart.target
    return "leave-alone" if good else "change-the-system"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_action_follows_from_the_chart(learner):
    """Number of points, signal, limits and target, and nothing that is not shown."""
    case = CAUSE_AND_ACTION.case("autumn", f"learner-{learner}")

    assert {item.id: action_for(item) for item in case.items} == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_stable_chart_is_stable_by_every_rule(learner):
    """Nobody who goes by another rule set of the course is marked down."""
    case = CAUSE_AND_ACTION.case("autumn", f"learner-{learner}")
    for item in case.items:
        if case.truth[item.id] in ("change-the-system", "leave-alone"):
            values = np.array(item.chart.values)
            assert not find_shifts(values, item.chart.centre)
            assert not find_trends(values)


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_action_is_called_for_two_or_three_times(learner):
    """So that one answer for all earns nothing."""
    case = CAUSE_AND_ACTION.case("autumn", f"learner-{learner}")
    called = list(case.truth.values())

    assert {called.count(option.id) for option in case.options} == {2, 3}


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_value_lies_on_the_target(learner):
    """Whether a value misses it is never a matter of taste."""
    for item in CAUSE_AND_ACTION.case("autumn", f"learner-{learner}").items:
        assert item.chart.target not in item.chart.values


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_middle_line_alone_misleads_somewhere(learner):
    """A median that meets its target, with limits that reach across it."""
    case = CAUSE_AND_ACTION.case("autumn", f"learner-{learner}")
    answer = case.misreadings["average-is-enough"]

    assert any(
        case.truth[chart] == "change-the-system" and answer[chart] == "leave-alone"
        for chart in answer
    )


def test_the_bank_has_a_key_for_each_decision():
    """And at least thirty-two of them."""
    prefix = "two-errors.item."
    bank = {key.removeprefix(prefix) for key in keys(prefix)}

    assert bank == set(KEY.truth) == set(KEY.why)
    assert len(bank) >= 32


def test_each_three_of_the_bank_holds_one_of_each_class():
    """The draw is balanced without knowing the key, because the bank is."""
    decisions = sorted(KEY.truth)
    for first in range(0, len(decisions), 3):
        three = decisions[first : first + 3]
        assert {KEY.truth[d] for d in three} == {"mistake-1", "mistake-2", "sound"}
        assert sum(d in KEY.misreadings["by-outcome"] for d in three) >= 2, three


def test_the_place_within_a_three_gives_nothing_away():
    """Each class stands first, second and third."""
    places = {name: set() for name in ("mistake-1", "mistake-2", "sound")}
    for number, decision in enumerate(sorted(KEY.truth)):
        places[KEY.truth[decision]].add(number % 3)

    assert all(found == {0, 1, 2} for found in places.values())


@pytest.mark.parametrize("learner", LEARNERS)
def test_eight_decisions_are_shown_two_or_more_of_each_class(learner):
    """None twice."""
    case = TWO_ERRORS.case("autumn", f"learner-{learner}")
    classes = [KEY.truth[item.id] for item in case.items]

    assert len({item.id for item in case.items}) == 8
    assert min(classes.count(option.id) for option in case.options) >= 2


def test_every_decision_is_shown_to_somebody():
    """A bank is only as large as what is drawn from it."""
    shown = {
        item.id
        for learner in range(200)
        for item in TWO_ERRORS.case("autumn", f"learner-{learner}").items
    }

    assert shown == set(KEY.truth)


def test_without_the_key_nothing_is_marked():
    """The public code does not know what is right."""
    case = TWO_ERRORS.case("autumn", "amira")

    assert case.truth is None
    assert TWO_ERRORS.mark(case, {case.items[0].id: "sound"}) is None
