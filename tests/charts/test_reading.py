"""What is said of a chart is what the chart shows, and no more."""

import pytest

from course.charts.pictures import Chart
from course.charts.reading import read_run_chart

NAN = float("nan")


def weeks(*values, **options):
    """A chart of weekly values."""
    return Chart(id="a", x_label="Week", values=values, **options)


UP_AND_DOWN = 6 * (1, 2, 6, 7)


def test_a_stable_chart_is_said_to_be_stable():
    """The middle line is named, and nothing else is claimed."""
    assert read_run_chart(weeks(*UP_AND_DOWN)) == (
        "Stable around 4. Nothing here asks for its own explanation."
    )


def test_a_long_run_is_named_with_its_side_and_weeks():
    """Ten weeks below, the other weeks to and fro."""
    chart = weeks(*(3 * (4, 6)), *(10 * (2,)), *(4 * (6, 7)), centre=5)

    assert read_run_chart(chart) == (
        "10 points in a row lie below the middle line (week 7 to week 16). "
        "Chance alone seldom does that."
    )


def test_each_long_run_is_named():
    """Twelve below and twelve above are two runs and one conclusion."""
    said = read_run_chart(weeks(*(12 * (1,)), *(12 * (2,))))

    assert "12 points in a row lie below the middle line (week 1 to week 12)." in said
    assert "12 points in a row lie above the middle line (week 13 to week 24)." in said
    assert said.count("Chance alone") == 1


def test_few_crossings_alone_are_told():
    """Five crossings of 24 points, no run longer than eight."""
    values = 4 * (1,) + 4 * (3,) + 4 * (1,) + 4 * (3,) + 4 * (1,) + 4 * (3,)

    assert read_run_chart(weeks(*values, centre=2)) == (
        "The line is crossed 5 times. "
        "Chance alone would seldom cross it fewer than 8 times."
    )


@pytest.mark.parametrize(
    ("values", "start"),
    [
        ((1, 2, 3), "2 points off the middle line are too few"),
        ((2, 2, 3), "One point off the middle line is too few"),
        ((2, 2, 2), "No point lies off the middle line"),
        ((NAN, NAN), "No point lies off the middle line"),
        ((), "No point lies off the middle line"),
    ],
)
def test_too_few_points_are_not_judged(values, start):
    """Below ten useful points nothing is said about stability."""
    said = read_run_chart(weeks(*values))

    assert said.startswith(start)
    assert "Stable" not in said


def test_ten_useful_points_are_enough():
    """Nine are not judged, ten are."""
    assert "too few" in read_run_chart(weeks(*(1, 3, 1, 3, 1, 3, 1, 3, 1), centre=2))
    assert "Stable" in read_run_chart(weeks(*(1, 3, 1, 3, 1, 3, 1, 3, 1, 3), centre=2))


def test_a_chart_with_a_point_far_out_is_not_called_stable():
    """The runs are ordinary, but one week is like no other."""
    values = list(UP_AND_DOWN)
    values[10] = 90

    assert read_run_chart(weeks(*values)) == (
        "Week 11 lies far from the others. Ask what happened then."
    )


def test_several_points_far_out_are_named_together():
    """Two weeks like no other are one thing to say."""
    values = list(UP_AND_DOWN)
    values[3] = values[18] = 90

    assert read_run_chart(weeks(*values)) == (
        "These lie far from most of the others: Week 4, Week 19. "
        "Ask what happened then."
    )


def test_the_median_of_the_baseline_is_the_line():
    """Without a centre of its own a chart is read against its baseline."""
    chart = weeks(*(5 * (4, 6)), *(12 * (6,)), baseline=10)

    assert "13 points in a row lie above the middle line" in read_run_chart(chart)


def test_another_line_can_be_asked_about():
    """The chart's own centre gives way to the one that is given."""
    assert "24 points in a row lie above" in read_run_chart(weeks(*UP_AND_DOWN), 0.5)
