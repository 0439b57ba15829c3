"""The XmR chart by hand: recomputed from the table that the learner sees."""

from statistics import mean

import pytest

from course.charts import individuals_chart, moving_range_chart
from course.exercises.shewhart.by_hand import XMR_LIMITS, limits_from_own_mean_range
from course.grading.personas import as_typed

LEARNERS = range(25)


def values_of(case):
    """Read the values from the table."""
    return [float(row[1]) for row in case.tables[0].rows]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_numbers_are_those_of_the_charts(learner):
    """Mean, limits and the limit of the ranges, as the charts draw them."""
    case = XMR_LIMITS.case("autumn", f"learner-{learner}")
    values = values_of(case)
    chart, ranges = individuals_chart(values), moving_range_chart(values)

    assert len(values) == 20
    assert case.truth == pytest.approx(
        {
            "mean": mean(values),
            "mean-range": float(ranges.centre[0]),
            "lower": float(chart.lower[0]),
            "upper": float(chart.upper[0]),
            "range-limit": float(ranges.upper[0]),
        },
        abs=1e-3,
    )


@pytest.mark.parametrize("learner", LEARNERS)
def test_who_uses_the_rounded_factor_is_right(learner):
    """2.66 times the mean moving range, from two means with two decimals."""
    case = XMR_LIMITS.case("autumn", f"learner-{learner}")
    values = values_of(case)
    steps = [abs(b - a) for a, b in zip(values, values[1:], strict=False)]
    own, own_range = round(mean(values), 2), round(mean(steps), 2)
    answer = {
        "mean": str(own),
        "mean-range": str(own_range),
        "lower": f"{own - 2.66 * own_range:.1f}",
        "upper": f"{own + 2.66 * own_range:.1f}",
        "range-limit": f"{3.267 * own_range:.1f}",
    }

    assert XMR_LIMITS.mark(case, answer).points == XMR_LIMITS.points


def test_a_slip_in_one_range_is_paid_for_once():
    """The limits follow from the learner's own mean moving range."""
    case = XMR_LIMITS.case("autumn", "amira")
    slipped = case.truth["mean-range"] + 2 / 19
    answer = as_typed(XMR_LIMITS, case.truth) | {"mean-range": f"{slipped:.3f}"}
    followed = limits_from_own_mean_range(
        case, {"mean": case.truth["mean"], "mean-range": slipped}
    )
    answer |= {field: f"{value:.3f}" for field, value in followed.items()}

    assert XMR_LIMITS.mark(case, answer).points == XMR_LIMITS.points * 4 / 5


def test_another_way_to_measure_spread_is_not_followed():
    """The standard deviation of all values is no slip of the pen."""
    case = XMR_LIMITS.case("autumn", "amira")
    for told in case.misreadings.values():
        given = {"mean": told["mean"], "mean-range": told["mean-range"]}
        if told["mean-range"] != case.truth["mean-range"]:
            assert not limits_from_own_mean_range(case, given)
