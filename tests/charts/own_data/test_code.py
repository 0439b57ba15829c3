"""The code taken along runs, and gives the lines that the page shows."""

import contextlib
import io
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.calls import Decisions
from course.charts.own_data.chart import own_control_chart, own_lines, own_picture
from course.charts.own_data.code import chart_code
from course.charts.own_data.series import OwnSeries
from course.charts.svg import draw_svg

FALLS = (4.0, 6.0, 3.0, 7.0, None, 5.0, 8.0, 2.0, 6.0, 4.0, 7.0, 3.0, 5.0, 4.0)
DAYS = (60.0, 55.0, 64.0, 58.0, None, 61.0, 57.0, 62.0, 54.0, 59.0, 63.0, 56.0) + (
    60.0,
    58.0,
)


def series(**changes):
    """Falls on a ward that does not exist."""
    return OwnSeries(
        **{
            "x_label": "Month",
            "y_label": "Falls",
            "labels": tuple(f"month {at}" for at in range(1, 15)),
            "values": FALLS,
            "sizes": DAYS,
            "size_label": "bed days",
        }
        | changes
    )


def ran(code, folder):
    """Run the code in a folder; the lines it prints, and the picture it writes."""
    printed = io.StringIO()
    before = os.getcwd()
    os.chdir(folder)
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "chart.py", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(before)
    rows = [line.split("\t") for line in printed.getvalue().splitlines()]
    return rows, (folder / "chart.svg").read_text("utf-8")


def same_lines(series, decisions, folder):
    """Whether code and page agree in every line, and in the picture."""
    rows, svg = ran(chart_code(series, decisions), folder)
    chart = own_control_chart(series, decisions)
    for row, value, *lines in zip(rows, chart.values, *own_lines(chart), strict=True):
        assert [float(cell) for cell in row[1:]] == pytest.approx(
            [value, *lines], nan_ok=True
        )
    picture = own_picture(series, decisions, chart, id="chart")
    assert svg == draw_svg(picture)
    return rows


@pytest.mark.parametrize(
    "decisions",
    [
        Decisions(kind="run"),
        Decisions(kind="u", multiply=1000, freeze=8, notes=((9, "New routine"),)),
        Decisions(kind="u-prime", multiply=1000, target=80.5),
        Decisions(kind="p", multiply=100, parts=(7,), title="Falls, in parts"),
        Decisions(kind="p-prime", ghosted=((2, "a burst pipe"),)),
        Decisions(kind="c", y_label="Falls a month"),
        Decisions(kind="i"),
        Decisions(kind="mr"),
        Decisions(kind="g"),
        Decisions(kind="t"),
    ],
    ids=lambda decisions: decisions.kind,
)
def test_each_kind_of_chart_in_time(decisions, tmp_path):
    """With all that can be decided: frozen, in parts, ghosted, noted, with a target."""
    same_lines(series(left_out=("Left out: row 9.",)), decisions, tmp_path)


@pytest.mark.parametrize("kind", ["xbar", "s", "r"])
def test_charts_of_several_measurements(kind, tmp_path):
    """All the measurements go along, each with its month."""
    values = tuple(float(10 + at * 7 % 5) for at in range(18))
    labels = tuple(f"month {1 + at // 3}" for at in range(18))
    waits = series(values=values, labels=labels, sizes=())

    assert len(same_lines(waits, Decisions(kind=kind), tmp_path)) == 6


@pytest.mark.parametrize("kind", ["funnel-p", "funnel-p-wide", "funnel-u"])
def test_units_side_by_side(kind, tmp_path):
    """By size, as the plot orders them."""
    kept = [at for at in range(14) if FALLS[at] is not None]
    units = series(
        labels=tuple(f"ward {at}" for at in kept),
        values=tuple(FALLS[at] for at in kept),
        sizes=tuple(DAYS[at] for at in kept),
    )
    exact = kind == "funnel-p"
    decisions = Decisions(kind=kind, multiply=100, exact=exact, target=9.0)

    same_lines(units, decisions, tmp_path)


@given(st.lists(st.text(max_size=30), min_size=4, max_size=4, unique=True), st.text())
def test_no_text_of_the_learners_breaks_the_code(labels, title):
    """Quotes, line ends, braces and backslashes are text, and never run."""
    falls = series(
        labels=tuple(labels), values=(1.0, 2.0, 1.0, 3.0), sizes=(), y_label=title
    )
    decisions = Decisions(
        kind="run", title=title, notes=((2, title or "x"),), y_label=labels[0]
    )

    code = chart_code(falls, decisions)
    tree = compile(code, "chart.py", "exec")

    assert tree.co_names[:1] == ("pathlib",)
    space = {}
    head = code[: code.index("\nchart = ")]
    exec(compile(head, "chart.py", "exec"), space)
    assert space["labels"] == labels and space["values"] == [1, 2, 1, 3]
