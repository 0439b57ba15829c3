"""Zone rules: each looked for by counting, without the course's own rules."""

import pytest

from course.exercises.shewhart.zones import ZONE_RULES

LEARNERS = range(12)


def windows(values, length):
    """Every stretch of so many points, with the places of its points from 1."""
    for start in range(len(values) - length + 1):
        places = range(start + 1, start + length + 1)
        yield [(place, values[place - 1]) for place in places]


def out_in_windows(values, needed, length, sigmas):
    """Points beyond so many sigma that have company on their side."""
    marked = set()
    for stretch in windows(values, length):
        for side in (1, -1):
            out = [place for place, value in stretch if side * value > sigmas]
            # The pattern is complete where its last point lies out itself.
            if len(out) >= needed and stretch[-1][0] in out:
                marked.update(out)
    return sorted(marked)


def by_hand(text, values):
    """Mark a chart by the rule that its words name."""
    if "two of three" in text:
        return out_in_windows(values, 2, 3, 2)
    if "four of five" in text:
        return out_in_windows(values, 4, 5, 1)
    return out_in_windows(values, 8, 8, 0)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_marks_are_those_of_the_rule_named(learner):
    """All points that lie out, and no others."""
    case = ZONE_RULES.case("autumn", f"learner-{learner}")
    for item in case.items:
        found = by_hand(item.text, item.chart.values)
        assert case.truth[item.id] == found, item.text


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_rule_speaks_once_and_is_silent_once(learner):
    """So that half of the charts are empty, and nobody can tell which."""
    case = ZONE_RULES.case("autumn", f"learner-{learner}")
    for words in ("two of three", "four of five", "eight or more"):
        told = [bool(case.truth[i.id]) for i in case.items if words in i.text]
        assert sorted(told) == [False, True]


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_value_lies_on_a_border(learner):
    """With two decimals one never has to ask on which side."""
    for item in ZONE_RULES.case("autumn", f"learner-{learner}").items:
        for value in item.chart.values:
            assert min(abs(abs(value) - border) for border in (0, 1, 2, 3)) > 0.05
