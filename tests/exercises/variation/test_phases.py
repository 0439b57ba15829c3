"""Before and after: story and picture agree, and two averages hide the shapes."""

import re

import numpy as np
import pytest

from course.charts import find_run_signals, find_shifts, individuals_limits
from course.exercises.variation.phases import BASELINE, SAME_NUMBERS

LEARNERS = range(25)


def picture_of(chart):
    """What the weeks after the baseline show, against its line."""
    values = np.array(chart.values)
    after = values[chart.baseline :] - chart.centre
    if (after > 0).all() or (after < 0).all():
        return "shift"
    assert not find_shifts(values, chart.centre)
    farthest = np.abs(values - chart.centre).argmax()
    others = np.delete(values, farthest)
    limits = individuals_limits(others)
    reach = limits.upper - limits.centre
    far = abs(values[farthest] - limits.centre) > 1.4 * reach
    assert far or abs(values[farthest] - limits.centre) < 1.3 * reach
    return "point" if far else "none"


def is_told(item, words):
    """Whether any of the words are in a story."""
    return any(word in item.text for word in words)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_picture_fits_the_line_that_is_right(learner):
    """A new line and waiting need a shift, leaving out needs a single point."""
    case = BASELINE.case("autumn", f"learner-{learner}")
    for item in case.items:
        picture = picture_of(item.chart)
        if case.truth[item.id] in ("new-line", "wait"):
            assert picture == "shift"
        if case.truth[item.id] == "leave-out":
            assert picture == "point"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_story_holds_what_the_policy_asks(learner):
    """Enough weeks for a new line, too few where waiting is right."""
    case = BASELINE.case("autumn", f"learner-{learner}")
    for item in case.items:
        line = case.truth[item.id]
        if line in ("new-line", "wait"):
            weeks = int(re.search(r"(\d+) weeks", item.text)[1])
            assert weeks == len(item.chart.values) - item.chart.baseline
            assert (weeks >= case.facts["enough"]) == (line == "new-line")
        if line == "keep":
            assert not is_told(item, ("for good", "wants to keep", "part of the job"))


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_week_told_is_the_week_shown(learner):
    """The point stands where the story says; a shift begins after the baseline."""
    case = BASELINE.case("autumn", f"learner-{learner}")
    for item in case.items:
        week = int(re.search(r"[Ww]eek (\d+)", item.text)[1])
        values = np.array(item.chart.values)
        if picture_of(item.chart) == "point":
            assert np.abs(values - item.chart.centre).argmax() == week - 1
        else:
            assert week == item.chart.baseline + 1


@pytest.mark.parametrize("learner", LEARNERS)
def test_two_projects_for_each_line_and_no_story_twice(learner):
    """One answer for all earns nothing."""
    case = BASELINE.case("autumn", f"learner-{learner}")
    lines = list(case.truth.values())

    assert all(lines.count(option.id) == 2 for option in case.options)
    assert len({item.text for item in case.items}) == 8


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_baseline_is_stable(learner):
    """A first line nobody could trust would be a question of its own."""
    for item in BASELINE.case("autumn", f"learner-{learner}").items:
        first = np.array(item.chart.values[: item.chart.baseline])
        assert not find_run_signals(first, item.chart.centre).shifted


@pytest.mark.parametrize("learner", LEARNERS)
def test_all_eight_have_the_two_averages_on_the_bars(learner):
    """To the last digit."""
    case = SAME_NUMBERS.case("autumn", f"learner-{learner}")
    for item in case.items:
        values = np.array(item.chart.values)
        assert (values[:12].mean(), values[12:].mean()) == case.charts[0].values


def shape_of(values, before, after):
    """Name a shape by what makes it: one far week, the end, or the slope."""
    middle = np.median(values)
    if np.abs(values - middle).max() > 30:
        return "one-extreme"
    if abs(values[-6:].mean() - before) < (before - after) / 2:
        return "came-and-went"
    slope = np.polyfit(np.arange(12), values[:12], 1)[0]
    slope += np.polyfit(np.arange(12), values[12:], 1)[0]
    return "already-falling" if slope < -(before - after) / 12 else "step"


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_series_has_the_shape_it_is_said_to_have(learner):
    """Read from the values in another way than they are drawn."""
    case = SAME_NUMBERS.case("autumn", f"learner-{learner}")
    before, after = case.facts["before"], case.facts["after"]
    seen = {
        item.id: shape_of(np.array(item.chart.values), before, after)
        for item in case.items
    }

    assert seen == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_shape_is_there_and_none_too_often(learner):
    """One to three of each."""
    case = SAME_NUMBERS.case("autumn", f"learner-{learner}")
    shapes = list(case.truth.values())

    assert all(1 <= shapes.count(option.id) <= 3 for option in case.options)
