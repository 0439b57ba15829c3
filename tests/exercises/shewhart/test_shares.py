"""p charts: the limits of three months, and the months outside their own limits."""

import numpy as np
import pytest

from course.charts import p_chart
from course.exercises.shewhart.shares import (
    P_LIMITS,
    P_SIGNALS,
    limits_from_own_centre,
)
from course.grading.personas import as_typed

LEARNERS = range(25)


def months_of(case):
    """Read sizes and counts from the table."""
    sizes, counts = zip(*(row[1:3] for row in case.tables[0].rows), strict=True)
    return np.array(counts, dtype=float), np.array(sizes, dtype=float)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_limits_are_those_of_the_p_chart(learner):
    """At the smallest, a middle and the largest month."""
    case = P_LIMITS.case("autumn", f"learner-{learner}")
    counts, sizes = months_of(case)
    chart = p_chart(counts, sizes, multiply=100)
    small, large = int(sizes.argmin()), int(sizes.argmax())

    assert case.truth["centre"] == pytest.approx(chart.centre[0], abs=1e-3)
    assert case.truth["upper-small"] == pytest.approx(chart.upper[small], abs=1e-3)
    assert case.truth["upper-large"] == pytest.approx(chart.upper[large], abs=1e-3)
    assert case.truth["lower-large"] == pytest.approx(chart.lower[large], abs=1e-3)
    middle = case.facts["middle_month"] - 1
    assert case.truth["upper-middle"] == pytest.approx(chart.upper[middle], abs=1e-3)
    assert sizes[small] < sizes[middle] < sizes[large]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_mean_of_the_percentages_is_plainly_another_line(learner):
    """Farther off than a rounding, and the months give no signal besides."""
    case = P_LIMITS.case("autumn", f"learner-{learner}")
    counts, sizes = months_of(case)

    assert abs((100 * counts / sizes).mean() - case.truth["centre"]) > 0.6
    assert not p_chart(counts, sizes).outside.any()


def test_limits_follow_a_slip_in_adding_up_and_not_another_centre():
    """Three tenths of a per cent is a slip, the mean of the percentages is not."""
    case = P_LIMITS.case("autumn", "amira")
    near = {"centre": case.truth["centre"] + 0.3}
    far = {"centre": case.misreadings["mean-of-percentages"]["centre"]}

    assert len(limits_from_own_centre(case, near)) == 4
    assert limits_from_own_centre(case, far) == {}
    followed = limits_from_own_centre(case, near)
    answer = as_typed(P_LIMITS, case.truth | near | dict(followed))
    assert P_LIMITS.mark(case, answer).points == P_LIMITS.points * 4 / 5


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_signals_are_the_months_outside_their_own_limits(learner):
    """Read from the lines of the picture, and from nothing else."""
    case = P_SIGNALS.case("autumn", f"learner-{learner}")
    (item,) = case.items
    chart = item.chart
    outside = [
        month
        for month, (value, lower, upper) in enumerate(
            zip(chart.values, chart.lowers, chart.uppers, strict=True), start=1
        )
        if not lower <= value <= upper
    ]

    assert case.truth == {"months": outside}
    assert 3 <= len(outside) <= 5
    assert chart.signals == ()


@pytest.mark.parametrize("learner", LEARNERS)
def test_no_month_lies_so_near_its_limit_that_one_has_to_look_twice(learner):
    """A tenth of the reach or more."""
    chart = P_SIGNALS.case("autumn", f"learner-{learner}").items[0].chart
    for value, centre, lower, upper in zip(
        chart.values, chart.centres, chart.lowers, chart.uppers, strict=True
    ):
        reach = upper - centre if value > centre else centre - lower
        # A limit cut off at 100 is nearer than three sigma.
        if upper < 100:
            assert abs(abs(value - centre) / reach - 1) > 0.08
