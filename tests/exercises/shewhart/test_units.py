"""The funnel: what is outside, and how a list in order misleads."""

import math

import pytest

from course.exercises.shewhart.units import FUNNEL_UNITS

LEARNERS = range(25)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_units_outside_are_so_by_their_own_size(learner):
    """Recomputed from shares and sizes."""
    case = FUNNEL_UNITS.case("autumn", f"learner-{learner}")
    chart = case.items[0].chart
    centre = chart.centre / 100
    outside = []
    for number, (value, size) in enumerate(
        zip(chart.values, chart.sizes, strict=True), start=1
    ):
        z = (value / 100 - centre) / math.sqrt(centre * (1 - centre) / size)
        assert not 2.55 < abs(z) < 3.45
        if abs(z) > 3:
            outside.append(number)

    assert case.truth == {"clinics": outside}
    assert 3 <= len(outside) <= 5
    assert len(set(chart.labels)) == 18


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_last_in_a_list_is_not_special(learner):
    """It is small, and inside."""
    case = FUNNEL_UNITS.case("autumn", f"learner-{learner}")
    chart = case.items[0].chart
    last = min(range(18), key=chart.values.__getitem__)

    assert last + 1 not in case.truth["clinics"]


def test_the_chart_does_not_give_its_signals_away():
    """The learner marks them."""
    case = FUNNEL_UNITS.case("autumn", "amira")

    assert case.items[0].chart.signals == ()
