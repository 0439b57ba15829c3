"""Icons: read from the charts by the rules that stand in the question."""

import numpy as np
import pytest

from course.charts import making_data_count_chart
from course.charts.making_data_count import RULE_LENGTHS
from course.exercises.shewhart.icons import ASSURANCE_ICONS, VARIATION_ICONS

LEARNERS = range(12)


def direction_of(item):
    """Read which way is better from the words."""
    if "higher is better" in item.text:
        return "increase"
    return "decrease" if "lower is better" in item.text else "neutral"


def variation_for(item):
    """Judge the last point by hand: outside, in a run of seven, near a limit."""
    chart, way = item.chart, direction_of(item)
    values = np.array(chart.values)
    lower, upper = chart.limits
    last = values[-1]
    sides = np.sign(values - chart.centre)
    high = None
    if last > upper or last < lower:
        high = last > upper
    elif (sides[-7:] == sides[-1]).all():
        high = sides[-1] > 0
    if high is None:
        return "common"
    if way == "neutral":
        return "neither-way"
    return "improvement" if high == (way == "increase") else "concern"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_variation_icon_follows_from_the_last_point(learner):
    """By hand, where only a limit or a run of seven makes it special."""
    case = VARIATION_ICONS.case("autumn", f"learner-{learner}")

    assert {item.id: variation_for(item) for item in case.items} == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_assurance_icon_follows_from_limits_and_target(learner):
    """Outside on the easy side, on the hard side, or between."""
    case = ASSURANCE_ICONS.case("autumn", f"learner-{learner}")
    for item in case.items:
        target, (lower, upper) = item.chart.target, item.chart.limits
        if target is None:
            expected = "no-promise"
        elif lower <= target <= upper:
            expected = "hit-or-miss"
        else:
            hard = (target > upper) == (direction_of(item) == "increase")
            expected = "fails" if hard else "passes"
        assert case.truth[item.id] == expected, item.text


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_set_of_lengths_and_screening_says_the_same(learner):
    """Nobody who learned the rules with six or eight points is marked down."""
    variations = VARIATION_ICONS.case("autumn", f"learner-{learner}")
    assurances = ASSURANCE_ICONS.case("autumn", f"learner-{learner}")
    for item in variations.items:
        icons = {
            (chart.variation_icon, chart.assurance_icon)
            for lengths in RULE_LENGTHS.values()
            for screen in (True, False)
            for chart in [
                making_data_count_chart(
                    item.chart.values,
                    direction_of(item),
                    target=item.chart.target,
                    lengths=lengths,
                    screen=screen,
                )
            ]
        }
        assert len(icons) == 1, item.text
    assert [i.chart for i in variations.items] == [i.chart for i in assurances.items]


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_class_is_there_and_none_is_the_rule(learner):
    """So that one answer for all earns nothing."""
    for task in (VARIATION_ICONS, ASSURANCE_ICONS):
        case = task.case("autumn", f"learner-{learner}")
        called = list(case.truth.values())
        counts = {option.id: called.count(option.id) for option in case.options}
        assert min(counts.values()) >= 2
        assert max(counts.values()) <= 4
