"""A chart as data: what it refuses, how it travels, what its numbers are called."""

import json
import math
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.pictures import (
    MINUS,
    Chart,
    format_measure,
    format_value,
    name_period,
    picture_of,
    picture_of_funnel,
)
from course.charts.proportions import p_chart
from course.charts.rare_events import g_chart
from course.charts.rates import c_chart, u_chart

NAN = float("nan")

FALLS = Chart(
    id="falls",
    title="Falls at Björkhaga",
    y_label="Falls",
    x_label="Week",
    values=(3, 5, None, 9, 4, 6),
    centre=5,
    limits=(0.5, 9.5),
    target=2,
    changes=((2, "New beds"), (5, "Night rota")),
    baseline=4,
)

# Measures have a few decimals; the smallest of floats are not among them.
numbers = st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
charts = st.builds(
    Chart,
    id=st.just("any"),
    title=st.text(st.characters(exclude_categories=("C",)), max_size=20),
    y_label=st.sampled_from(["", "Minutes"]),
    x_label=st.sampled_from(["", "Week"]),
    values=st.lists(st.one_of(st.none(), numbers), max_size=60).map(tuple),
    centre=st.one_of(st.none(), numbers),
    target=st.one_of(st.none(), numbers),
    bars=st.booleans(),
)


@given(charts)
def test_a_chart_survives_json(chart):
    """Cases and answers travel as JSON; a chart comes back as it was."""
    back = json.loads(json.dumps(asdict(chart)))
    as_tuples = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in back.items()
    }

    assert Chart(**as_tuples) == chart


def test_nan_is_a_gap():
    """An array's NaN becomes None, which JSON can hold."""
    assert Chart(id="a", values=(1, NAN, 3)).values == (1.0, None, 3.0)


def test_labels_must_fit_the_values():
    """A label short means a chart that lies about when."""
    with pytest.raises(ValueError, match="2 values but 1 labels"):
        Chart(id="a", values=(1, 2), labels=("May",))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (-3.456, "\u22123.46"),
        (1234567.0, "1234567"),
        (0.0004567, "0.000457"),
    ],
)
def test_numbers_are_short(value, text):
    """No zeros that say nothing, no powers of ten."""
    assert format_value(value) == text


def test_periods_are_named_as_they_are_spoken():
    """A number needs the word week; a month does not."""
    months = Chart(id="a", x_label="Month", values=(1,), labels=("May 1847",))

    assert name_period(FALLS, 2) == "Week 2"
    assert name_period(FALLS, 2, in_sentence=True) == "week 2"
    assert name_period(months, 1, in_sentence=True) == "May 1847"


UP_AND_DOWN = 6 * [1, 2, 6, 7]
# Invented: falls and bed days of a ward, with one bad month and one not counted.
FALLS_PER_MONTH = [4, 5, 3, 6, None, 4, 5, 19, 4, 3, 5, 4]
BED_DAYS = [610, 640, 580, 700, 690, 655, 610, 600, 640, 580, 630, 615]


def test_a_percentage_is_written_with_its_sign():
    """Only on a control chart whose label says so: others keep their numbers."""
    shares = Chart(id="a", kind="p", y_label="Washed hands, %", values=(71.25,))
    plain = Chart(id="a", y_label="Washed hands, %", values=(71.25,))

    assert format_measure(shares, 71.25) == "71.25 %"
    assert format_measure(plain, 71.25) == "71.25"


def test_each_period_brings_its_own_limits():
    """Lines and sizes are those of the chart; where it has none there is None."""
    chart = u_chart(FALLS_PER_MONTH, BED_DAYS, multiply=1000)
    picture = picture_of(chart, id="falls", y_label="Falls per 1000 bed days")

    for series, array in (
        (picture.values, chart.values),
        (picture.centres, chart.centre),
        (picture.lowers, chart.lower),
        (picture.uppers, chart.upper),
    ):
        assert np.array(series, dtype=float) == pytest.approx(array, nan_ok=True)
    assert picture.sizes[4] is None
    assert picture.sizes[0] == 610


def test_what_lies_outside_is_marked_and_nothing_else():
    """The bad month signals; the month that was not counted does not."""
    picture = picture_of(u_chart(FALLS_PER_MONTH, BED_DAYS), id="a")

    assert picture.signals == (8,)
    assert picture.runs == ()


def test_a_reader_sees_which_points_make_a_run():
    """The baseline goes to and fro; after it ten points lie below its line."""
    chart = run_chart([*UP_AND_DOWN, *(10 * [1])], freeze=24)

    assert picture_of(chart, id="a").runs == (tuple(range(25, 35)),)


def test_runs_of_a_part_are_judged_by_its_own_line():
    """Two levels are one long run each about one line, and none about two."""
    values = [*(6 * [4, 6]), *(6 * [1, 3])]

    assert len(picture_of(run_chart(values), id="a").runs) == 2
    assert picture_of(run_chart(values, parts=[12]), id="a").runs == ()


def test_too_few_crossings_are_remarked_on_where_the_part_ends():
    """Runs of four, none of them long, but only five crossings."""
    picture = picture_of(run_chart(3 * [1, 1, 1, 1, 3, 3, 3, 3]), id="a")

    ((period, sentence),) = picture.remarks
    assert period == 24
    assert "crossings: 5" in sentence
    assert "fewer than 8" in sentence
    assert picture.runs == ()


def test_nine_points_on_one_side_are_not_judged():
    """As in words: fewer than ten useful points say nothing about runs."""
    before = [3, 4, 4, 4, 5]
    chart = run_chart([*before, *(7 * [6])], freeze=5)

    assert chart.runs[0].useful == 9
    assert picture_of(chart, id="a").runs == ()
    assert picture_of(run_chart([*before, *(8 * [6])], freeze=5), id="a").runs


def test_runs_about_a_line_at_the_end_of_the_scale_are_not_marked():
    """As in words: where no point can lie below, one above is no sign of a run."""
    mostly_none = run_chart([0, 1, 0, 0, 2, 0, 1, 0, 0] * 4)
    rare = c_chart([*(12 * [0]), 1, *(12 * [0])])

    assert mostly_none.shifted
    assert rare.shifted
    for chart in (mostly_none, rare):
        picture = picture_of(chart, id="a")
        assert (picture.runs, picture.remarks) == ((), ())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (-0.001, "\u22120.001"),
        (0.0000031, "0.0000031"),
        (0.99999, "1"),
        (1e17, "100000000000000000"),
        (-2.5e16, "\u221225000000000000000"),
    ],
)
def test_numbers_are_written_out(value, text):
    """No powers of ten, and no sign before nothing."""
    assert format_value(value) == text


@given(st.floats(-1e9, 1e9) | st.floats(-1, 1))
def test_a_written_number_is_the_value_as_near_as_it_says(value):
    """Two decimals, or three figures below one."""
    near = 0.006 if abs(value) >= 1 else max(0.006 * abs(value), 1e-300)

    written = format_value(value).replace(MINUS, "-")
    assert float(written) == pytest.approx(value, rel=1e-14, abs=near)
    assert "e" not in format_value(value)


def test_signs_that_look_like_numbers_are_names():
    """A raised two is no number of a week."""
    squares = Chart(id="a", x_label="Area", values=(1, 2), labels=("²", "7"))

    assert name_period(squares, 1) == "²"
    assert name_period(squares, 2) == "Area 7"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"changes": ((99, "New beds"),)}, "3 periods; it cannot show period 99"),
        ({"changes": ((0, "New beds"),)}, "3 periods; it cannot show period 0"),
        ({"signals": (4,)}, "3 periods; it cannot show period 4"),
        ({"ghosted": (4,)}, "3 periods; it cannot show period 4"),
        ({"runs": ((2, 3, 4),)}, "3 periods; it cannot show period 4"),
        ({"remarks": ((5, "Quiet."),)}, "3 periods; it cannot show period 5"),
        ({"target": math.inf}, "infinite number in its target."),
        ({"limits": (-math.inf, 3)}, "infinite number in its limits."),
        ({"uppers": (3, math.inf, 3)}, "infinite number in its uppers at period 2"),
    ],
)
def test_what_has_no_place_on_a_chart_is_refused(wrong, message):
    """A note after the last week, a target beyond all heights."""
    with pytest.raises(ValueError, match=message):
        Chart(id="a", values=(1, 2, 3), **wrong)


def test_a_picture_is_refused_as_a_chart_is():
    """By the same sentences."""
    chart = run_chart([1, 2, 3, 4])

    with pytest.raises(ValueError, match="cannot show period 99"):
        picture_of(chart, id="a", signals=[99])
    with pytest.raises(ValueError, match="infinite"):
        picture_of(chart, id="a", target=math.inf)


def test_signs_that_no_page_can_hold_are_left_out():
    """Control characters and halves of pairs come along from other programs."""
    chart = Chart(
        id="a",
        title="a\x0bb",
        y_label="\x00",
        values=(1,),
        labels=("May\ud800",),
        changes=((1, "Beds\x08"),),
        left_out="Two\ufffe.",
    )

    assert (chart.title, chart.y_label, chart.labels) == ("ab", "", ("May",))
    assert (chart.changes, chart.left_out) == (((1, "Beds"),), "Two.")


def test_parts_begin_after_the_last_period_of_the_one_before():
    """The first part begins with the chart, and is not told."""
    picture = picture_of(run_chart(range(12), parts=[4, 8]), id="a")

    assert picture.part_starts == (5, 9)
    assert picture.baseline is None


def test_a_frozen_baseline_is_told():
    """Its length, not its parts."""
    assert picture_of(run_chart(range(12), freeze=5), id="a").baseline == 5


def test_a_ghosted_point_is_counted_as_left_out():
    """Shown, but in no calculation; what the author left out is said before it."""
    picture = picture_of(
        individuals_chart([4, 6, 5, 90, 6, None, 4], ghosted=[4]),
        id="a",
        left_out="Two visits have no date.",
    )

    assert picture.ghosted == (4,)
    assert picture.left_out == (
        "Two visits have no date. One point is shown but in no calculation. "
        "One period was not measured."
    )


def test_the_first_moving_range_is_not_missing():
    """It has no step before it; a gap has two ranges that nobody knows."""
    assert picture_of(moving_range_chart([4, 6, 5, 7, 6]), id="a").left_out == ""
    with_gap = picture_of(moving_range_chart([4, 6, 5, 7, None, 6, 4]), id="a")
    assert with_gap.left_out.startswith("2 steps are not known")


def test_signals_can_be_chosen_or_kept_back():
    """An exercise shows none; a rule of its own marks what it finds."""
    chart = run_chart([*UP_AND_DOWN, *(10 * [1])], freeze=24)
    silent = picture_of(chart, id="a", signals=())

    assert (silent.signals, silent.runs, silent.remarks) == ((), (), ())
    assert picture_of(chart, id="a", signals={9, 3}).signals == (3, 9)


@pytest.mark.parametrize(
    ("chart", "name"),
    [
        (run_chart([1, 2, 3, 4]), "Median"),
        (p_chart([1, 2, 3, 4], 4 * [9]), "Mean"),
        (g_chart([1, 2, 3, 4]), "Middle line"),
    ],
)
def test_the_middle_line_is_called_what_it_is(chart, name):
    """A g chart's may be mean or median: it is not called either."""
    assert picture_of(chart, id="a").centre_label == name
    assert picture_of(chart, id="a", centre_label="Level").centre_label == "Level"


@pytest.mark.parametrize(
    "chart",
    [
        u_chart(FALLS_PER_MONTH, BED_DAYS),
        run_chart(3 * [1, 1, 1, 1, 3, 3, 3, 3]),
        run_chart([*UP_AND_DOWN, *(10 * [1])], freeze=24),
        individuals_chart([*range(12), *range(12)], parts=[12], ghosted=[3]),
    ],
)
def test_a_control_chart_survives_json(chart):
    """Nested tuples come back from JSON as lists, and are tuples again."""
    picture = picture_of(chart, id="a", target=4, changes=[(3, "New beds")])
    back = json.loads(json.dumps(asdict(picture)))
    as_tuples = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in back.items()
    }

    assert Chart(**as_tuples) == picture


def test_lines_must_fit_the_values():
    """A limit short would be drawn at the wrong period."""
    with pytest.raises(ValueError, match="2 values but 1 uppers"):
        Chart(id="a", values=(1, 2), uppers=(5,))


# Of 1600 patients 369 are 3.06 sigmas above 20 %: outside three, inside 3.09.
FUNNEL = p_funnel(
    [20, 2, 369, 80],
    [100, 110, 1600, 400],
    units=["Moss", "Odda", "Kiruna", "Vasa"],
    target=20,
    multiply=100,
)


def test_a_funnel_has_units_by_size_between_curves():
    """Points are not joined, and the curves reach from the smallest to the largest."""
    picture = picture_of_funnel(FUNNEL, id="a", size_label="Patients")

    assert picture.by_size
    assert picture.labels == ("Moss", "Odda", "Vasa", "Kiruna")
    assert [name for name, _ in picture.curves] == ["Lower limit", "Upper limit"]
    for _, curve in picture.curves:
        assert (curve[0][0], curve[-1][0]) == (100, 1600)


def test_a_funnel_marks_what_lies_outside_the_limits_drawn():
    """Three sigma, or the limits for 99.8 %: each marks by its own."""
    assert picture_of_funnel(FUNNEL, id="a").signals == (2, 4)
    assert picture_of_funnel(FUNNEL, id="a", percentiles=True).signals == (2,)


def test_the_middle_of_a_funnel_is_all_units_or_what_somebody_set():
    """A target from outside is not called the result of the units."""
    by_themselves = p_funnel([30, 12], [100, 110])

    assert picture_of_funnel(by_themselves, id="a").centre_label == "All together"
    assert picture_of_funnel(FUNNEL, id="a").centre_label == "Target"


def written_out(value):
    """Round a number and write it out, digit by digit, as numpy does it."""
    digits = 3
    if not 0 < abs(value) < 1:
        value, digits = round(value, 2) + 0.0, 15
    return np.format_float_positional(
        value, precision=digits, unique=False, fractional=False, trim="-"
    )


@given(
    st.floats(-1e300, 1e300)
    | st.floats(-1, 1)
    | st.floats(-1e4, 1e4)
    | st.integers(-(10**6), 10**6).map(lambda number: number / 1000)
    | st.integers(-(10**18), 10**18)
)
@example(0.99996)
@example(1e-4)
@example(999_999_999_999.995)
@example(1.005)
def test_a_number_is_written_as_if_digit_by_digit(value):
    """However it is done; of Python as of numpy, which round ties in their own ways."""
    for number in (value, np.float64(value)):
        assert format_value(number) == written_out(number).replace("-", MINUS)
