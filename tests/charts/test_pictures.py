"""A chart as data: what it refuses, how it travels, what its numbers are called."""

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.pictures import (
    Chart,
    format_measure,
    format_value,
    name_period,
    picture_of,
    picture_of_funnel,
)
from course.charts.proportions import p_chart
from course.charts.rare_events import g_chart
from course.charts.rates import u_chart

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
    [(12.0, "12"), (-3.456, "-3.46"), (1234567.0, "1234567"), (0.0004567, "0.000457")],
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
    chart = run_chart([*(5 * [4]), *(9 * [6])], freeze=5)

    assert chart.runs[0].useful == 9
    assert picture_of(chart, id="a").runs == ()
    assert picture_of(run_chart([*(5 * [4]), *(10 * [6])], freeze=5), id="a").runs


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
