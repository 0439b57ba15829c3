"""The table and the sentences say what the drawing shows."""

from dataclasses import replace

from course.charts.control import run_chart
from course.charts.funnel import p_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.pictures import Chart, format_value, picture_of, picture_of_funnel
from course.charts.proportions import p_chart
from course.charts.subgroups import s_chart
from course.charts.twins import describe, name_state, table_columns, table_rows

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


def test_the_description_says_what_the_eye_would_see():
    """Range, gap, lines, baseline, changes and marks are all said."""
    said = describe(FALLS, marked=[4], signals=[1])

    for part in (
        "5 values",
        "between 3 and 9",
        "Not measured: 3",
        "Median: 5",
        "Lower limit: 0.5",
        "Upper limit: 9.5",
        "Target: 2",
        "first 4 values",
        "Week 5: Night rota",
        "Marked: 4",
        "Signals: 1",
    ):
        assert part in said


def test_the_table_holds_everything_the_points_say():
    """Gaps, notes, baseline, marks and signals, one row per period."""
    header, rows = table_rows(FALLS, marked=[4], signals=[4, 5])

    assert header == ("Week", "Falls", "Note")
    assert rows == (
        ("1", "3", "in the baseline"),
        ("2", "5", "New beds; in the baseline"),
        ("3", "not measured", "in the baseline"),
        ("4", "9", "in the baseline; marked; signal"),
        ("5", "4", "Night rota; signal"),
        ("6", "6", ""),
    )


# Invented: hands washed as they should be, of those watched, week by week.
HANDS = picture_of(
    p_chart(
        [21, 30, 26, 33, 24, 28, 11, 30],
        [40, 45, 42, 50, 38, 44, 41, 46],
        freeze=5,
        multiply=100,
    ),
    id="hands",
    y_label="Hands washed, %",
    x_label="Week",
    size_label="Watched",
    target=90,
)


def test_a_control_chart_has_its_lines_in_the_table():
    """Value, size, centre, limits and target of each week, and what it signals."""
    header, rows = table_rows(HANDS)

    assert header == (
        *("Week", "Hands washed, %", "Watched", "Mean"),
        *("Lower limit", "Upper limit", "Target", "Note"),
    )
    for period, row in enumerate(rows, start=1):
        assert row[:-1] == (
            str(period),
            *(
                format_value(series[period - 1])
                for series in (
                    HANDS.values,
                    HANDS.sizes,
                    HANDS.centres,
                    HANDS.lowers,
                    HANDS.uppers,
                )
            ),
            "90",
        )
    assert [row[-1] for row in rows[4:]] == [
        "in the baseline",
        "",
        "below the lower limit",
        "",
    ]


def test_a_run_chart_has_no_column_of_limits():
    """What there is not needs no column."""
    header, _ = table_rows(picture_of(run_chart([1, 2, 3, 4]), id="a", x_label="Day"))

    assert header == ("Day", "Value", "Median")


def test_every_state_of_a_point_is_in_the_table():
    """Run, ghost, gap, new part, change, and the remark on crossings."""
    values = [*(6 * [1, 2, 6, 7]), *(10 * [1])]
    _, rows = table_rows(
        picture_of(run_chart(values, freeze=24, ghosted=[3]), id="a", x_label="Day")
    )
    crossed = [*(3 * [1, 1, 1, 1, 3, 3, 3, 3]), None, 2, 4, 2, 4]
    _, others = table_rows(
        picture_of(run_chart(crossed, parts=[24]), id="a", changes=[(26, "New beds")])
    )

    assert rows[2][-1] == "in the baseline; in no calculation"
    assert rows[23][-1] == "in the baseline"
    assert all(row[-1] == "in a run too long for chance" for row in rows[24:34])
    assert rows[-1][0] == "Left out"
    assert "shown but in no calculation" in rows[-1][-1]
    assert "crossings: 5" in others[23][-1]
    assert others[24][1:] == ("not measured", "3", "a new part begins")
    assert others[25][-1] == "New beds"


def test_what_was_left_out_has_its_own_row_after_all_periods():
    """Rows and periods still correspond, for who marks points in the table."""
    chart = Chart(id="a", values=(3, 5), left_out="Two visits have no date.")

    assert table_rows(chart)[1] == (
        ("1", "3", ""),
        ("2", "5", ""),
        ("Left out", "", "Two visits have no date."),
    )


def test_a_moving_range_that_cannot_be_is_not_called_unmeasured():
    """The first point has no step before it."""
    picture = picture_of(moving_range_chart([4, 6, 5, 7, 6]), id="a")

    assert table_rows(picture)[1][0][1] == "no step"
    assert "Not measured" not in describe(picture)


def test_a_subgroup_of_one_is_not_called_unmeasured():
    """It was measured, once; the day after it was not."""
    days = [1, 1, 2, 2, 3, 3, 4, 4, 5, 6]
    picture = picture_of(s_chart([4, 6, 5, 7, 6, 9, 4, 5, 3, None], days), id="a")

    assert [row[1] for row in table_rows(picture)[1]][4:6] == [
        "one measurement, no spread",
        "not measured",
    ]
    assert "Not measured: 6." in describe(picture)
    assert "Not measured: 2." in describe(Chart(id="a", kind="s", values=(3, None)))


def test_a_funnel_has_one_row_for_each_unit():
    """Its size, and the limits that size allows it."""
    plot = p_funnel([30, 20], [100, 400], units=["Moss", "Vasa"], multiply=100)
    picture = picture_of_funnel(plot, id="a", x_label="Ward", y_label="Readmitted, %")
    header, rows = table_rows(picture)

    assert header[:2] == ("Ward", "Readmitted, %")
    assert rows[0][0] == "Moss"
    assert rows[0][header.index("Size")] == "100"
    assert rows[0][header.index("Upper limit")] == format_value(plot.limits.upper[0])
    assert rows[0][-1] == "above the upper limit"
    assert "2 units" in describe(picture)


def test_the_description_tells_each_part():
    """Level and limits, and from where to where they hold."""
    chart = individuals_chart([*(4 * [4, 6]), *(4 * [1, 2])], parts=[8])
    told = describe(picture_of(chart, id="a", x_label="Week"))

    assert "Mean, week 1 to week 8: 5." in told
    assert "Mean, week 9 to week 16: 1.5." in told


def test_limits_that_vary_are_told_from_lowest_to_highest():
    """One number for all weeks would be wrong for most of them."""
    told = describe(HANDS)
    lowest, highest = (format_value(each(HANDS.uppers)) for each in (min, max))

    assert f"Upper limit: from {lowest} to {highest}." in told
    assert "The lines come from the first 5 values and are drawn on." in told
    assert "Signals: 7." in told


def test_the_description_tells_runs_remarks_and_what_was_left_out():
    """Whatever is written under the drawing is heard too."""
    values = [*(6 * [1, 2, 6, 7]), *(10 * [1])]
    run = picture_of(run_chart(values, freeze=24, ghosted=[3]), id="a", x_label="Day")
    crossed = picture_of(run_chart(3 * [1, 1, 1, 1, 3, 3, 3, 3]), id="a")

    assert "A run of 10 points on one side" in describe(run)
    assert "from Day 25 to Day 34" in describe(run)
    assert "In no calculation: 3." in describe(run)
    assert run.left_out in describe(run)
    assert crossed.remarks[0][1] in describe(crossed)


def test_a_point_can_be_outside_and_in_a_run():
    """Neither state hides the other."""
    chart = Chart(id="a", values=(9, 9), uppers=(5, 5), signals=(2,), runs=((1, 2),))

    assert name_state(chart, 1) == "in a run too long for chance"
    assert name_state(chart, 2) == "above the upper limit; in a run too long for chance"


def test_periods_that_are_not_on_the_chart_are_not_told():
    """In the description and in the table; nothing breaks."""
    beyond = {"marked": [0, 4, 7], "signals": [-1, 7]}

    assert describe(FALLS, **beyond) == describe(FALLS, marked=[4])
    assert table_rows(FALLS, **beyond) == table_rows(FALLS, marked=[4])


def test_columns_are_the_rows_turned():
    """With the last row, for what was left out."""
    chart = replace(FALLS, left_out="One week is missing.")
    header, rows = table_rows(chart, marked=[4])
    same_header, columns = table_columns(chart, marked=[4])

    assert same_header == header
    assert tuple(zip(*columns, strict=True)) == rows
    assert rows[-1] == ("Left out", "", "One week is missing.")
