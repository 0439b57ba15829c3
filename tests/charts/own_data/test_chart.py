"""Charts of own figures: what cannot be is named, and what was left out is said."""

import numpy as np
import pytest

from course.charts.own_data.calls import (
    Decisions,
    default_y_label,
    needs_exact_limits,
    usual_multiplier,
)
from course.charts.own_data.chart import own_control_chart, own_lines, own_picture
from course.charts.own_data.csv_table import chart_csv
from course.charts.own_data.series import OwnSeries
from course.charts.own_data.unreadable import UnreadableData


def series(values, sizes=(), **more):
    """Falls in months, each with its row."""
    count = len(values)
    return OwnSeries(
        **{
            "x_label": "",
            "y_label": "Falls",
            "labels": tuple(f"Month {at}" for at in range(1, count + 1)),
            "values": tuple(values),
            "sizes": tuple(sizes),
            "size_label": "Bed days" if sizes else "",
            "rows": tuple(range(2, count + 2)),
        }
        | more
    )


@pytest.mark.parametrize(
    "kind, values, sizes, said",
    [
        (
            "p",
            (3, 9, 4, 2),
            (8, 8, 8, 8),
            "Row 3 (Month 2) has 9 in “Falls” and only",
        ),
        ("u", (3, 2, 4, 2), (8, 0, 8, 8), "Row 3 (Month 2) has 2 in “Falls” and 0 in"),
        ("u", (3, 2, 4, 2), (8, 8, -8, 8), "Row 4 (Month 3) has -8 in “Bed days”"),
        ("c", (3, 2.5, 4, 2), (), "Row 3 (Month 2) has 2.5 in “Falls”, where a whole"),
        ("c", (3, 2, -4, 2), (), "Row 4 (Month 3) has -4 in “Falls”, and a count"),
        ("t", (3, 2, 4, 0), (), "Row 5 (Month 4) has 0 in “Falls”, and a chart of t"),
    ],
)
def test_a_figure_that_cannot_be_is_named_with_row_and_column(
    kind, values, sizes, said
):
    """One sentence, before the arithmetic is tried."""
    with pytest.raises(UnreadableData) as problem:
        own_control_chart(series(values, sizes), Decisions(kind=kind))

    assert str(problem.value).startswith(said)


def test_a_figure_of_a_whole_month_is_named_by_its_month():
    """Several rows made it, so there is no row to name."""
    falls = series((3, 9, 4, 2), (8, 8, 8, 8), rows=())

    with pytest.raises(UnreadableData, match="^Month 2 has 9"):
        own_control_chart(falls, Decisions(kind="p"))


@pytest.mark.parametrize("kind", ["run", "i", "c"])
def test_three_points_are_too_few(kind):
    """A line through three tells nothing of a fourth."""
    with pytest.raises(UnreadableData, match="at least 4 numbers"):
        own_control_chart(series((3, 4, 5)), Decisions(kind=kind))


def test_what_was_left_out_and_why_stands_on_the_chart():
    """Rows, and points with their reason."""
    falls = series((3, 5, 4, 40, 4, 3), left_out=("Left out: row 9.",))
    decisions = Decisions(kind="i", ghosted=((4, "burst pipe"),))
    chart = own_control_chart(falls, decisions)

    picture = own_picture(falls, decisions, chart, id="falls")

    assert chart.centre[0] == pytest.approx(np.mean([3, 5, 4, 4, 3]))
    assert picture.left_out.startswith(
        "Left out: row 9. In no calculation: Month 4 (burst pipe)."
    )


def test_a_rate_is_said_per_so_many_that_it_begins_above_one():
    """3 falls in 410 bed days are 7.3 per 1,000; a share is always per cent."""
    falls = series((3, 2, 4, 3), (410, 400, 420, 415))

    assert usual_multiplier(falls, "u") == 1000
    assert usual_multiplier(falls, "p") == 100
    assert usual_multiplier(series((3, 2, 4, 3)), "c") == 1
    assert default_y_label(falls, Decisions(kind="p", multiply=100)) == (
        "Falls, % of Bed days"
    )


def test_units_stand_at_their_sizes_with_exact_lines():
    """The middle line is all units together."""
    units = series((3, 20, 40), (20, 200, 350))
    decisions = Decisions(kind="funnel-p", multiply=100, exact=True)
    plot = own_control_chart(units, decisions)
    picture = own_picture(units, decisions, plot, id="units")
    lower, centre, upper = own_lines(plot)

    assert centre == pytest.approx(np.full(3, 100 * 63 / 570))
    assert (lower < centre).all() and (centre < upper).all()
    assert picture.by_size


def test_small_units_have_limits_of_whole_numbers():
    """Where two are expected, a normal curve would allow less than nothing."""
    units = series((2, 20, 40), (20, 200, 350))
    normal, exact = (
        own_control_chart(units, Decisions(kind="funnel-p", exact=exact))
        for exact in (False, True)
    )

    assert needs_exact_limits(units, "funnel-p")
    assert not needs_exact_limits(series((20, 40), (200, 350)), "funnel-p")
    # Skewed: at 20 cases the upper limit lies higher than the normal one.
    assert exact.limits.upper[0] > normal.limits.upper[0] + 0.01


def test_the_table_has_every_line_with_decimal_commas():
    """As a spreadsheet set to a Nordic language opens it."""
    falls = series((3, 5, None, 6, 4, 2), (400, 410, None, 420, 400, 405))
    decisions = Decisions(
        kind="u", multiply=1000, notes=((2, "New; routine"),), ghosted=((4, "flood"),)
    )
    text = chart_csv(falls, decisions, own_control_chart(falls, decisions))

    lines = text.splitlines()
    assert lines[0].endswith("Lower limit;Middle line;Upper limit;Note")
    assert lines[1].startswith("Month 1;3;400;7,5;")
    assert lines[2].endswith('"New; routine"')
    assert lines[3].startswith("Month 3;;;")
    assert lines[4].endswith("in no calculation: flood")
