"""The g chart: lines from the mean, a centre from the median."""

import math

import pytest

from course.charts import g_chart
from course.exercises.shewhart.rare_events import RARE_EVENTS, lines_from_own_mean

LEARNERS = range(25)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_lines_are_those_of_the_g_chart(learner):
    """Median, upper limit, and the first whole number beyond it."""
    case = RARE_EVENTS.case("autumn", f"learner-{learner}")
    spells = [float(row[1]) for row in case.tables[0].rows]
    chart = g_chart(spells)

    assert case.truth["median"] == chart.centre[0]
    assert case.truth["mean"] == pytest.approx(sum(spells) / len(spells), abs=1e-3)
    assert case.truth["upper"] == pytest.approx(chart.upper[0], abs=1e-3)
    assert case.truth["signal-at"] - 1 <= chart.upper[0] < case.truth["signal-at"]
    assert not chart.signals


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_other_limit_passes_for_the_right_one(learner):
    """The median, a count's square root and the deviation lead elsewhere."""
    case = RARE_EVENTS.case("autumn", f"learner-{learner}")
    for told in case.misreadings.values():
        assert abs(told["upper"] / case.truth["upper"] - 1) > 0.1


def test_limits_follow_from_a_mean_that_was_added_up_wrongly():
    """And the spell that signals follows from the limit."""
    case = RARE_EVENTS.case("autumn", "amira")
    mean = case.truth["mean"] * 1.02
    upper = mean + 3 * math.sqrt(mean * (mean + 1))

    followed = lines_from_own_mean(case, {"mean": mean, "upper": upper})

    assert followed["upper"] == pytest.approx(upper)
    assert followed["signal-at"] == math.floor(upper) + 1
    assert lines_from_own_mean(case, {"mean": case.truth["mean"] * 2}) == {}
