"""Has it held: each chart read again by the rule that the question gives."""

import pytest

from course.exercises.spread import TASKS
from course.exercises.spread.afterwards import VERDICTS
from course.tasks.scoring import kappa

TASK = TASKS["has-it-held"]
CASES = [TASK.case("autumn", f"learner-{n}") for n in range(30)]


def verdict(item):
    """Judge by the months after the project, on the worse side only."""
    chart = item.chart
    after = chart.values[chart.baseline :]
    if len(after) < 6:
        return "too-early"
    better = 1 if "higher is better" in item.text else -1
    lower, upper = chart.limits
    run = longest = 0
    for value in after:
        run = run + 1 if better * (value - chart.centre) < 0 else 0
        longest = max(longest, run)
        beyond = value < lower if better > 0 else value > upper
        if beyond:
            return "lost"
    return "lost" if longest >= 6 else "held"


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_the_rule_of_the_question_gives_the_truth(case):
    """Anybody with the chart and the rule comes to the same answer."""
    assert {item.id: verdict(item) for item in case.items} == case.truth


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_held_is_asked_for_a_year(case):
    """A gain is not called held after a few quiet months."""
    for item in case.items:
        months = len(item.chart.values) - item.chart.baseline
        if case.truth[item.id] == "held":
            assert months >= 12
        if case.truth[item.id] == "too-early":
            assert months < 6


def test_each_verdict_comes_two_or_three_times():
    """So that no one answer pays."""
    for case in CASES:
        counts = [list(case.truth.values()).count(name) for name in VERDICTS]
        assert set(counts) <= {2, 3}


def test_the_wrong_thoughts_are_far_enough_from_the_truth():
    """The last step says little, and a few months say nothing."""
    for case in CASES:
        for thought in case.misreadings.values():
            assert kappa(thought, case.truth) < 0.75
