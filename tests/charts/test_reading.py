"""What is said of a chart is what the chart shows, and no more."""

import re

import numpy as np
import pytest

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.proportions import p_chart
from course.charts.rare_events import g_chart, t_chart
from course.charts.rates import c_chart, u_chart
from course.charts.reading import (
    read_control_chart,
    read_funnel_plot,
    read_run_chart,
)
from course.charts.subgroups import s_chart

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


def read(chart, **options):
    """What is said of a control chart of weeks."""
    options = {"id": "a", "x_label": "Week"} | options
    return read_control_chart(chart, picture_of(chart, **options))


# Twenty weeks to and fro about 51.
TO_AND_FRO = 5 * [46, 53, 48, 57]


def test_a_stable_control_chart_is_said_to_be_stable():
    """Nothing else is claimed: the lower limit is well above zero."""
    assert read(individuals_chart(TO_AND_FRO)) == (
        "Stable around 51. Nothing here asks for its own explanation."
    )


def test_a_level_is_said_no_finer_than_the_points_can_tell():
    """The mean is 12.0096 %, the limits nine points away: it is around 12 %."""
    chart = p_chart(6 * [13, 11, 14, 12], 24 * [104], multiply=100)

    assert chart.centre[0] == pytest.approx(12.0192, abs=1e-4)
    assert "Stable around 12 %." in read(chart, y_label="Infected, %")
    assert "Stable around 12." in read(chart, y_label="Infected of a hundred")


def test_points_outside_are_named_with_their_side():
    """One above, two below: each is a question, and asked once."""
    values = [*TO_AND_FRO]
    values[5], values[12], values[17] = 95, 2, 4

    said = read(individuals_chart(values, freeze=4))
    assert said.startswith(
        "Week 6 lies above the upper limit. "
        "Week 13 and week 18 lie below the lower limit. Ask what happened then."
    )
    assert "Stable" not in said


def test_a_run_is_told_with_the_baseline_it_is_judged_by():
    """Twenty weeks of baseline and ten below its line, none outside."""
    said = read(individuals_chart([*TO_AND_FRO, *(5 * [44, 49])], freeze=20))

    assert said == (
        "10 points in a row lie below the middle line (week 21 to week 30). "
        "Chance alone seldom does that. "
        "The lines come from week 1 to week 20 and are drawn on."
    )


def test_points_outside_and_runs_are_both_told():
    """The one does not hide the other."""
    said = read(individuals_chart([*TO_AND_FRO, *(5 * [44, 49]), 5], freeze=20))

    assert "Week 31 lies below the lower limit." in said
    assert "11 points in a row lie below the middle line" in said


def test_too_few_crossings_are_told_of_a_chart_and_of_a_part():
    """Runs of four are not long, but twenty-four points should cross more often."""
    crossed = 3 * [1, 1, 1, 1, 3, 3, 3, 3]

    assert read(run_chart(crossed)).startswith("The line is crossed 5 times.")
    assert "Week 1 to week 24 crosses its middle line too seldom" in read(
        run_chart([*crossed, *TO_AND_FRO], parts=[24])
    )


def test_a_level_that_moved_is_told_with_what_is_not_known():
    """The new weeks signal against the earlier line: that much the chart shows."""
    chart = individuals_chart([*TO_AND_FRO, *(5 * [20, 24])], parts=[20])

    assert read(chart) == (
        "Since week 21 the process runs around 22 instead of 51. "
        "The chart shows that the level moved. "
        "It does not show why, nor whether it will last. "
        "Inside each part nothing asks for its own explanation. "
        "From week 21 to week 30 the lines rest on 10 points and are provisional. "
        "Calculate them again when there are twelve or more."
    )


def test_a_level_that_moved_and_moved_again_is_told_in_order():
    """What was is told as past, what is as present, what is unknown once."""
    values = [*TO_AND_FRO, *(6 * [30, 33]), *(6 * [10, 13])]
    said = read(individuals_chart(values, parts=[20, 32]))

    assert "From week 21 to week 32 the process ran around" in said
    assert "Since week 33 the process runs around" in said
    assert said.count("It does not show why") == 1


def test_lines_calculated_anew_without_reason_are_not_called_a_change():
    """Divided where nothing changed: the chart neither shows a move nor its absence."""
    said = read(individuals_chart([*TO_AND_FRO, *TO_AND_FRO], parts=[20]))

    assert "do not signal: the chart does not show that the level moved" in said
    assert "Since" not in said


def test_an_earlier_part_does_not_signal_for_the_new_one():
    """A run in the old weeks says nothing about the new ones."""
    early = [*(10 * [40]), *(10 * [60]), *TO_AND_FRO]
    said = read(run_chart([*early], parts=[20]))

    assert "the process runs around" not in said


def test_a_new_part_of_few_points_is_too_early_to_tell():
    """Seven are not enough, however low they lie."""
    said = read(
        individuals_chart([*TO_AND_FRO, 20, 23, 21, 20, 24, 21, 22], parts=[20])
    )

    assert "7 points are too few to say that the level moved." in said
    assert "the process runs around" not in said


@pytest.mark.parametrize(
    ("count", "provisional"), [(4, True), (11, True), (12, False), (20, False)]
)
def test_limits_from_fewer_than_twelve_points_are_provisional(count, provisional):
    """It is the baseline that counts, not the chart."""
    said = read(individuals_chart(TO_AND_FRO, freeze=count))

    assert (f"The lines rest on {count} points and are provisional" in said) is (
        provisional
    )


def test_ghosted_points_do_not_hold_limits_up():
    """Of twelve points in the baseline one is in no calculation."""
    chart = individuals_chart(TO_AND_FRO, freeze=12, ghosted=[3])

    assert "The lines rest on 11 points" in read(chart)


def test_few_useful_points_are_not_called_stable():
    """Nine points off the line: limits can be told, runs cannot."""
    said = read(c_chart([3, 5, 3, 5, 3, 5, 3, 5, 4]))

    assert "Stable" not in said
    assert said.startswith("No point lies outside the limits. 8 points off the middle")


def test_nine_points_in_a_row_are_not_told_as_a_run_when_they_are_all():
    """The same words cannot say that a run signals and that there are too few."""
    said = read(run_chart([*(5 * [4]), *(9 * [6])], freeze=5))

    assert "in a row" not in said
    assert "9 points off the middle line are too few" in said


def test_what_was_ghosted_or_not_measured_is_counted():
    """A ghosted point far out is neither judged nor passed over."""
    values = [*TO_AND_FRO]
    values[3], values[8] = 500, None
    said = read(individuals_chart(values, ghosted=[4]), left_out="One visit is lost.")

    assert "Week 4" not in said
    assert said.endswith(
        "One visit is lost. One point is shown but in no calculation. "
        "One period was not measured."
    )


@pytest.mark.parametrize(
    ("chart", "words"),
    [
        (c_chart(6 * [2, 4, 3, 5]), "The lower limit is 0, so a single point cannot"),
        (
            g_chart(6 * [9, 30, 4, 50]),
            "Events that come more often would show as a run",
        ),
        (
            t_chart(6 * [9, 30, 4, 50]),
            "Events that come more often would show as a run",
        ),
        (individuals_chart(6 * [2, 9, 1, 7]), "If no value can be that low"),
    ],
)
def test_a_limit_that_no_point_can_pass_is_told(chart, words):
    """A reader must not wait for a low point that cannot come."""
    assert words in read(chart)


@pytest.mark.parametrize(
    "chart",
    [
        c_chart(6 * [42, 54, 43, 55]),
        individuals_chart(TO_AND_FRO),
        individuals_chart(6 * [-2, 9, 1, 7]),
        run_chart(6 * [2, 9, 1, 7]),
        moving_range_chart(6 * [2, 9, 1, 7]),
    ],
)
def test_a_limit_that_can_be_passed_is_not_mentioned(chart):
    """Nor where there is none, nor where values below zero have been seen."""
    assert "lower limit" not in read(chart)


def test_an_upper_limit_of_all_is_told():
    """Nobody can wash hands more often than always."""
    chart = p_chart(6 * [9, 10, 9, 10], 24 * [10], multiply=100)

    assert "The upper limit is 100 %, so a single point cannot" in read(
        chart, y_label="%"
    )


def test_a_long_time_between_rare_events_is_not_called_bad():
    """On g and t charts high means rare."""
    for chart in (
        t_chart([*(6 * [3, 8, 5, 6]), 400], freeze=24),
        g_chart([*(6 * [3, 8, 5, 6]), 400], freeze=24),
    ):
        said = read(chart, x_label="Ulcer")
        assert said.startswith("At ulcer 25 the event had stayed away longer than")
        assert "Here a high point means that the event is rarer." in said


def test_moving_ranges_tell_of_steps_and_not_of_levels():
    """Neither stable nor a run: the range knows nothing of where the values lie."""
    still = read(moving_range_chart(6 * [42, 47, 41, 48]))
    jump = read(moving_range_chart([*(6 * [42, 47, 41, 48]), 90], freeze=24))

    assert still.startswith("No step from one point to the next is larger")
    assert "not where they lie" in still
    assert jump.startswith("The step to week 25 is larger than chance")
    for said in (still, jump):
        assert "Stable" not in said and "in a row" not in said


def test_spread_within_subgroups_is_told_as_spread():
    """An s chart is stable in spread, which says nothing of the level."""
    rng = np.random.default_rng(20270314)
    measured = rng.normal(50, 5, 120)
    weeks = np.repeat(np.arange(20), 6).tolist()
    measured[60:66] = [0, 100, 0, 100, 0, 100]

    said = read(s_chart(measured, weeks))
    assert "In week 11 the measurements differ more from each other" in said


UNITS = {
    "counts": [45, 12, 100, 30, *(8 * [21])],
    "sizes": [100, 110, 1000, 300, *(8 * [200])],
}


def test_units_outside_are_named_and_units_inside_are_not_called_equal():
    """And outside is a question, not a verdict."""
    plot = p_funnel(**UNITS, units=[*"ABCDEFGHIJKL"], multiply=100)
    said = read_funnel_plot(plot, picture_of_funnel(plot, id="a"))

    assert said.startswith("One of 12 units lies outside the limits: A above.")
    assert "Outside the limits calls for an explanation. It does not give one." in said
    assert "not shown to differ from the others, and not shown to be equal" in said


def test_units_on_a_p_chart_are_read_as_units():
    """Without order in time nothing is stable and nothing runs."""
    chart = p_chart(**UNITS, in_time=False)
    said = read(chart, labels=[*"ABCDEFGHIJKL"])

    assert said.startswith("One of 12 units lies outside the limits: A above.")
    assert "Stable" not in said and "in a row" not in said


def test_units_that_scatter_more_than_chance_are_told():
    """Then limits of chance alone put too many outside."""
    wide = {"counts": 5 * [10, 30, 50, 70], "sizes": 20 * [200]}
    calm = {"counts": 5 * [38, 40, 42, 40], "sizes": 20 * [200]}
    for units, scattered in ((wide, True), (calm, False)):
        plot = p_funnel(**units)
        said = read_funnel_plot(plot, picture_of_funnel(plot, id="a"))
        assert ("scatter more than chance alone" in said) is scattered

    allowed = p_funnel(**wide, overdispersion="multiplicative")
    assert "scatter" not in read_funnel_plot(
        allowed, picture_of_funnel(allowed, id="a")
    )


@pytest.mark.parametrize("seed", range(40))
def test_stable_is_said_only_where_nothing_signals(seed):
    """Whatever chance brings: the words and the chart agree."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.choice([3, 9, 20]), rng.integers(12, 40))
    counts[: rng.integers(0, 9)] += rng.integers(0, 8)
    chart = u_chart(counts, rng.integers(400, 900, counts.size), multiply=1000)
    said = read(chart)

    assert ("Stable" in said) is not chart.signals
    named = {int(week) for week in re.findall(r"[Ww]eek (\d+)", said.split(" lie")[0])}
    if chart.outside.any():
        assert named <= set((np.flatnonzero(chart.outside) + 1).tolist())
