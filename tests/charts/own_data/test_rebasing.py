"""New lines from a change on: what the figures say for and against."""

import pytest

from course.charts.control import run_chart
from course.charts.own_data.rebasing import weigh_split

LOWER = [4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3, 1, 2, 0, 2, 1, 1, 2, 0, 1, 2, 1, 0]
SAME = [4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3, 5, 4, 6, 3, 7, 4, 5, 6, 2, 8, 3, 5]


def weigh(values, period, **options):
    """Weigh with the lines frozen before the point, where they can be."""
    frozen = run_chart(values, freeze=period - 1) if period > 4 else None
    return weigh_split(run_chart(values, **options), period, frozen)


@pytest.mark.parametrize("values, shifted", [(LOWER, True), (SAME, False)])
def test_whether_the_runs_signal_about_the_lines_before(values, shifted):
    """The first condition of the course."""
    assert weigh(values, 13).shifted is shifted


def test_points_are_counted_on_each_side():
    """Twelve and twelve are plenty, eight are enough, fewer are not."""
    assert weigh(LOWER, 13).plenty_of_points
    late = weigh(LOWER, 17)
    assert (late.before, late.after) == (16, 8)
    assert late.enough_points and not late.plenty_of_points
    assert not weigh(LOWER, 18).enough_points


def test_what_is_missing_or_ghosted_is_not_counted():
    """And only the part that the point lies in counts."""
    values = [None, *LOWER[1:]]

    evidence = weigh(values, 13, ghosted=[2, 20], parts=[])

    assert (evidence.before, evidence.after) == (10, 11)
    assert weigh(LOWER, 17, parts=[12]).before == 4


def test_too_few_points_before_tell_nothing():
    """Neither that it shifted nor that it did not."""
    assert weigh(LOWER, 3).shifted is None


def test_it_is_the_lines_before_that_are_drawn_on():
    """About all points together nothing signals; about the first twelve it does."""
    values = [1, 9] * 6 + [5.5, 9] * 6

    assert not run_chart(values).shifted
    assert weigh(values, 13).shifted
