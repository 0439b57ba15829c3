"""What is said of a chart is what the chart shows, and no more."""

import re

import numpy as np
import pytest

from course.charts.control import run_chart
from course.charts.funnel import p_funnel, u_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.proportions import np_chart, p_chart, p_prime_chart
from course.charts.rare_events import g_chart, t_chart
from course.charts.rates import c_chart, u_chart
from course.charts.reading import (
    read_control_chart,
    read_funnel_plot,
    read_run_chart,
)
from course.charts.subgroups import s_chart, xbar_chart

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


# A stable process whose median is its lowest value.
MOSTLY_NONE = [0, 1, 0, 0, 2, 0, 1, 0, 0, 1, 0, 3, 0, 1, 0, 0, 1, 0, 2, 0, 0, 1, 0, 1]


def test_a_median_at_the_end_of_the_scale_is_not_judged():
    """Where no point can lie below the line, those off it lie above in a row."""
    values = [*MOSTLY_NONE, 1, 0, 2]

    assert read_run_chart(weeks(*values)) == (
        "The middle line has 12 of its points above it and 0 below it. "
        "About so uneven a line chance alone makes long runs, so runs are not judged."
    )


@pytest.mark.parametrize("value", [0.1, 0.3, 5, 1e7 / 3])
def test_equal_values_do_not_lie_far_from_each_other(value):
    """Float noise is no distance, nor is a step without spread a measure of one."""
    gaps = [2, 2, NAN, 4, 4, NAN, 1, 1, NAN, 3, 3, NAN, 5, 5, NAN, 2, 2]
    levels = [value * level for level in gaps]

    assert "far" not in read_run_chart(weeks(*(12 * (value,)), centre=value / 2))
    assert "far" not in read_run_chart(weeks(*levels))
    assert "far" not in read(run_chart(levels))
    assert "far" not in read(run_chart(12 * [value]))


def test_a_run_about_a_line_from_few_points_is_told_with_less_certainty():
    """A median of eight weeks is too uncertain to call long runs seldom."""
    said = read_run_chart(weeks(*(4 * (4, 6)), *(12 * (6,)), baseline=8))
    crossed = read_run_chart(
        weeks(*(3 * (1, 1, 1, 1, 3, 3, 3, 3)), baseline=8, centre=2)
    )

    assert said.endswith(
        "Chance alone does that now and then "
        "when the middle line comes from only 8 points."
    )
    assert "seldom" not in said + crossed
    assert "now and then" in crossed


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

    assert said.startswith(
        "From week 21 the lines are calculated anew, around 51 as before. "
        "Judged by the earlier line, the chart does not show that the level moved, "
        "nor that it did not."
    )
    assert "Since" not in said


def test_points_to_and_fro_about_an_old_line_are_no_new_level():
    """Seven below and seven above signal, but not that the level moved."""
    early = [9, 11, 10, 12, 8, 11, 9, 10, 12, 8, 10, 10]
    level = read(individuals_chart([*early, *(7 * [6]), *(7 * [14])], parts=[12]))
    nearly = read(individuals_chart([*early, *(7 * [6]), *(9 * [14])], parts=[12]))

    for said in (level, nearly):
        assert "the chart does not show that the level moved" in said
        assert "the process runs" not in said
        assert "do not signal" not in said
    assert "around 10 as before" in level


def test_a_line_at_the_end_of_the_scale_shows_no_move():
    """About a median of nothing every event lies above."""
    said = read(run_chart([*MOSTLY_NONE, *MOSTLY_NONE], parts=[24]))

    assert "the process runs" not in said
    assert "instead of" not in said


def test_a_divided_chart_of_noise_is_seldom_said_to_have_moved():
    """Divided at a point that somebody chose beforehand."""
    rng = np.random.default_rng(20270315)
    moved = sum(
        "the process runs" in read(individuals_chart(values, parts=[12]))
        for values in rng.normal(50, 5, (400, 26))
    )

    # Five of a hundred, as of any rule of runs, and four standard errors.
    assert moved / 400 < 0.05 + 4 * (0.05 * 0.95 / 400) ** 0.5


def test_spread_in_parts_is_told_as_spread():
    """An s chart with new lines knows nothing of the level."""
    rng = np.random.default_rng(20270316)
    wide, narrow = rng.normal(50, 9, 60), rng.normal(50, 2, 60)
    days = np.repeat(np.arange(24), 5).tolist()
    moved = read(s_chart([*wide, *narrow], days, parts=[12]))
    stays = read(s_chart([*narrow, *narrow], days, parts=[12]))

    assert moved.startswith("Since week 13 the spread within the subgroups is around")
    assert "The chart shows that the spread changed." in moved
    assert "the chart does not show that the spread changed" in stays
    for said in (moved, stays):
        assert "process" not in said and "level" not in said


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


def share_told(make, charts=300):
    """How often a stable chart is said to do what chance alone seldom does."""
    rng = np.random.default_rng(20270317)
    said = [read(make(rng)) for _ in range(charts)]
    return np.mean(["Chance alone seldom does that" in one for one in said])


STABLE = {
    "counts of 0.05": lambda rng: c_chart(rng.poisson(0.05, 24)),
    "counts of 0.2": lambda rng: c_chart(rng.poisson(0.2, 24)),
    "counts of 0.5": lambda rng: c_chart(rng.poisson(0.5, 24)),
    "counts of 1": lambda rng: c_chart(rng.poisson(1, 24)),
    "counts of 2": lambda rng: c_chart(rng.poisson(2, 24)),
    "rates": lambda rng: u_chart(rng.poisson(0.3, 24), 24 * [50], multiply=1000),
    "nearly all": lambda rng: p_chart(rng.binomial(30, 0.99, 24), 24 * [30]),
    "most": lambda rng: np_chart(rng.binomial(30, 0.95, 24), 30),
    "between, mean": lambda rng: g_chart(rng.geometric(0.5, 24) - 1, centre="mean"),
    "between, median": lambda rng: g_chart(rng.geometric(0.6, 24) - 1),
    "counts about a median": lambda rng: run_chart(rng.poisson(0.5, 24)),
    "skewed": lambda rng: individuals_chart(rng.exponential(5, 24)),
    "frozen on eight": lambda rng: individuals_chart(rng.normal(5, 1, 36), freeze=8),
    "normal": lambda rng: individuals_chart(rng.normal(50, 5, 24)),
}


@pytest.mark.parametrize("make", STABLE.values(), ids=STABLE)
def test_what_chance_is_said_to_do_seldom_it_does_seldom(make):
    """Also on charts of rare events, where most points lie on one side of a mean."""
    # Five of a hundred, and four standard errors of 300 charts.
    assert share_told(make) < 0.05 + 4 * (0.05 * 0.95 / 300) ** 0.5


def test_runs_of_rare_events_are_not_judged_and_a_better_chart_is_named():
    """Two events in twenty-four weeks: nearly all lie below their mean."""
    counts = [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    said = read(c_chart(counts))

    assert "in a row" not in said
    assert "The middle line has 2 of its points above it and 22 below it." in said
    assert "tells more on a g or t chart" in said
    nearly_all = p_chart([10 - count for count in counts], 24 * [10], multiply=100)
    assert "tells more on a g or t chart" in read(nearly_all, y_label="%")


def test_a_long_run_of_large_counts_is_told_however_uneven():
    """Four months of thirty draw the mean away from twenty months of ten."""
    counts = [*(5 * [9, 11, 10, 12]), 30, 28, 31, 29]

    assert "20 points in a row lie below the middle line" in read(c_chart(counts))
    many = p_chart([10 * count for count in counts], 24 * [400])
    assert "20 points in a row lie below the middle line" in read(many)


def test_uneven_parts_are_told_together():
    """Each part has no event in most weeks."""
    said = read(run_chart([*MOSTLY_NONE, *MOSTLY_NONE], parts=[24]))

    assert (
        "Week 1 to week 24 and week 25 to week 48: the middle line has far more of its "
        "points on one side than on the other."
    ) in said
    assert said.count("runs are not judged") == 1


def test_steps_of_each_part_have_their_own_mean():
    """One mean for a calm part and a restless one would be wrong for both."""
    values = [*(7 * [40, 41]), *(8 * [40, 58])]

    assert read(moving_range_chart(values, parts=[14])) == (
        "No step from one point to the next is larger than chance would often make it. "
        "From week 1 to week 14 the mean step is 1. "
        "From week 15 to week 30 the mean step is 18. "
        "This says how far the values move, not where they lie."
    )


@pytest.mark.parametrize(
    "chart",
    [
        c_chart(12 * [0]),
        g_chart([0, 1, 0, 0, 2, 0, 0, 1, 0, 3, 0, 0, 1, 0]),
        p_chart(12 * [10], 12 * [10], multiply=100),
        c_chart([*(11 * [0]), 1, *(12 * [0])]),
    ],
)
def test_a_run_that_cannot_come_is_not_promised(chart):
    """Below nothing, above all, or where runs are not judged."""
    said = read(chart, y_label="%")

    assert "a single point cannot lie" in said
    assert "would show as a run" not in said


TWO_WEEKS = [5, None, 6, None, 4, None, 7, None]


@pytest.mark.parametrize(
    ("chart", "why"),
    [
        (individuals_chart(12 * [-5], screen=True), "do not vary"),
        (individuals_chart([*(6 * [1]), 3], freeze=6, screen=True), "do not vary"),
        (individuals_chart(6 * [0.1] + 6 * [0.3], parts=[6], screen=True), "not vary"),
        (p_prime_chart(12 * [10], 12 * [10]), "do not vary"),
        (p_prime_chart(12 * [0], 12 * [10], in_time=False), "do not vary"),
        (xbar_chart(range(12), range(12)), "have one measurement each"),
        (individuals_chart(4 * TWO_WEEKS), "There are too few steps"),
    ],
)
def test_the_reason_for_no_limits_is_the_right_one(chart, why):
    """Too few steps are one cause of three."""
    said = read(chart)

    assert why in said
    assert ("too few steps" in said) is ("too few steps" in why)
    assert "outside the limits" not in said


def test_without_limits_only_the_runs_are_said_to_be_quiet():
    """Nobody has looked for single points."""
    assert read(individuals_chart(4 * TWO_WEEKS)).startswith(
        "The runs about 5.5 do not signal. There are too few steps"
    )


def test_a_subgroup_of_one_was_measured():
    """Once, which tells of no spread; another was not measured at all."""
    days = [*np.repeat(np.arange(12), 3).tolist(), 12, 13]
    measured = [*(12 * [4, 6, 8]), 5, None]

    assert read(s_chart(measured, days)).endswith(
        "One subgroup has a single measurement, which tells of no spread. "
        "One period was not measured."
    )


def test_a_unit_without_measurement_is_called_a_unit():
    """Units are no periods."""
    said = read(p_chart([4, 5, 6, 5, None], 5 * [10], in_time=False))

    assert said.endswith("One unit was not measured.")
    assert "period" not in said


def read_funnel(plot):
    """What is said of a funnel plot."""
    return read_funnel_plot(plot, picture_of_funnel(plot, id="a"))


def test_where_all_units_lie_outside_nothing_is_said_of_those_inside():
    """There are none."""
    said = read_funnel(p_funnel([20, 80], [100, 100]))

    assert said.startswith("2 of 2 units lie outside the limits")
    assert "inside" not in said


def test_one_unit_is_not_compared():
    """By itself it is its own mean; a target it can miss."""
    assert read_funnel(p_funnel([3], [9])) == (
        "There is only one unit, and no other to compare it with."
    )
    missed = read_funnel(p_funnel([60], [100], units=["Moss"], target=0.2))
    assert "By the target it lies outside the limits: Moss above." in missed


@pytest.mark.parametrize("build", [p_funnel, u_funnel])
def test_a_common_distance_from_a_target_is_no_scatter(build):
    """Twelve equal units miss the target together."""
    alike = read_funnel(build(12 * [9], 12 * [100], target=0.05))
    unlike = read_funnel(build(6 * [9, 40], 12 * [100], target=0.2))

    assert "scatter" not in alike
    assert "scatter" in unlike
    assert "scatter" not in read_funnel(build(12 * [0], 12 * [100], target=0.05))


def test_limits_that_put_nobody_outside_put_not_too_many():
    """Units that scatter a little more than chance, each inside."""
    said = read_funnel(p_funnel(10 * [28, 48], 20 * [200]))

    assert "None of 20 units" in said
    assert "scatter more than chance alone" in said
    assert "too many" not in said


@pytest.mark.parametrize(
    ("since", "says"),
    [
        ([6, 5.6, 4.7, 6.1, 4.5], "The 5 since then all lie below that, too few"),
        ([14, 13, 14], "The 3 since then all lie above that, too few"),
        ([6, 5.6], "Stable around 9.8."),
        ([6, 5.6, 11, 6.1, 4.5], "Stable around 9.8."),
    ],
)
def test_points_after_a_baseline_that_all_lean_one_way_are_told(since, says):
    """They are no signal yet, and nobody should hear that all is as it was."""
    baseline = [9, 11, 8, 10, 12, 9, 10, 11, 8, 9.6]
    said = read(individuals_chart(baseline + since, freeze=len(baseline)))

    assert says in said
    assert ("Stable" in said) == ("Stable" in says)


def test_a_level_of_nothing_has_no_sign():
    """Minus zero is no number that people say."""
    around_zero = [-0.3, 2.2, -3, 1.1, -0.9, 0.5, -1.2, 2, -1, -0.6, 0.4, 0.2]

    assert "Stable around 0." in read(individuals_chart(around_zero))


@pytest.mark.parametrize(("last", "count"), [(6, "one point"), (5, "no point")])
def test_a_part_with_one_useful_point_or_none_is_told_in_words_that_fit(last, count):
    """Not "1 points"."""
    said = read(run_chart([*(6 * [4, 6]), 5, 5, 5, last], parts=[12]))

    assert f"Week 13 to week 16 has {count} off its middle line" in said


def test_a_missing_first_week_makes_a_level_no_finer():
    """It is the same process, told as finely."""
    sizes = 24 * [1000]
    counts = 6 * [30, 35, 31, 34]

    whole = read(u_chart(counts, sizes, multiply=1000))
    missing = read(u_chart([None, *counts[1:]], sizes, multiply=1000))
    assert whole.startswith("Stable around 32.")
    assert missing.startswith("Stable around 33.")


def test_short_parts_are_told_together():
    """Three parts with the same want have one sentence."""
    said = read(individuals_chart(9 * [4, 6], parts=[6, 12]))

    assert (
        "Week 1 to week 6, week 7 to week 12 and week 13 to week 18 have fewer than "
        "ten points off their middle line, too few to judge runs."
    ) in said
    assert said.count("too few to judge") == 1
    assert said.count("provisional") == 1
    assert said.count("too few to say that the level moved") == 1


def test_many_points_outside_are_named_in_part_and_counted():
    """A list of fifty weeks is not read."""
    values = [*(10 * [50, 52]), *(40 * [90])]
    said = read(individuals_chart(values, freeze=20))

    assert "week 27, week 28 and 32 more lie above the upper limit." in said
    assert "eek 29" not in said.split(" lie above")[0]
    plot = p_funnel([*(15 * [5, 95])], 30 * [100])
    assert "and 22 more" in read_funnel(plot)


def test_a_sentence_begins_with_a_capital_also_with_the_name_of_a_week():
    """On the chart it stands as "week 12 2027"."""
    labels = [f"week {week} 2027" for week in range(1, 25)]
    chart = run_chart([*(11 * [4, 6]), 60, 5])

    said = read_control_chart(chart, picture_of(chart, id="a", labels=labels))

    assert said.startswith("Week 23 2027 lies far from the others.")
