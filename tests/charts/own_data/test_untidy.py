"""Untidy files, read to the last figure: values, what is left out, and the lines."""

import runpy
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from course.charts.own_data.calls import Decisions
from course.charts.own_data.chart import own_control_chart, own_picture
from course.charts.own_data.choice import Answers
from course.charts.own_data.figures import guess_reading, read_figures
from course.charts.own_data.files import read_sheets
from course.charts.own_data.tables import lies_on_its_side, make_table, turn_round
from course.charts.own_data.unreadable import UnreadableData

UNTIDY = runpy.run_path(Path(__file__).parent / "untidy" / "untidy_files.py")


def table_of(name, sheet=0, turned=False):
    """The table of a file, as one would open it."""
    table = make_table(read_sheets(UNTIDY["FILES"][name]())[sheet])
    return turn_round(table) if turned else table


def figures_of(table, leave_out=False, **answers):
    """The figures, with the columns that the course guesses."""
    reading = guess_reading(table, Answers(**answers))
    return read_figures(table, replace(reading, leave_out=leave_out))


def chart_of(figures, kind="", **decisions):
    """The chart proposed, or another one."""
    kind = kind or figures.choice.kind
    series = figures.for_kind(kind)
    return own_control_chart(series, Decisions(kind=kind, **decisions))


def test_titles_decimal_commas_a_sum_and_a_mean_in_windows_letters():
    """Falls for each thousand bed days; the two rows at the bottom are not months."""
    figures = figures_of(
        table_of("fall-östra.csv"), row="period", what="count", chances="change"
    )
    series = figures.single

    assert figures.choice.kind == "u"
    assert (series.y_label, series.size_label) == ("Antal fall", "Vårddygn")
    assert series.values == UNTIDY["FALLS"] and series.sizes == UNTIDY["BED_DAYS"]
    assert series.labels[0] == "Jan 2026" and series.labels[-1] == "Feb 2027"
    assert series.left_out == (
        "Left out as a total or a mean of the others: rows 19, 20.",
    )
    rate = 1000 * sum(UNTIDY["FALLS"]) / sum(UNTIDY["BED_DAYS"])
    chart = chart_of(figures, multiply=1000)
    assert chart.centre == pytest.approx(np.full(14, rate))
    assert chart.upper[0] == pytest.approx(rate + 3 * np.sqrt(rate * 1000 / 612))


def test_a_merged_header_in_two_rows_and_a_merged_year():
    """The heading over two columns belongs to both, the year to all its months."""
    table = table_of("handhygien.xlsx")
    assert table.columns[:5] == (
        "År, Månad",
        "År",
        "Månad",
        "Observationer, Rätt",
        "Observationer, Alla",
    )

    figures = figures_of(table, row="period", what="share", again="once")

    assert figures.single.values == UNTIDY["WASHED"]
    assert figures.single.sizes == UNTIDY["OBSERVED"]
    assert figures.single.labels[11:13] == ("Dec 2026", "Jan 2027")
    assert figures.single.left_out[0].endswith("row 19.")
    share = sum(UNTIDY["WASHED"]) / sum(UNTIDY["OBSERVED"])
    chart = chart_of(figures, multiply=100)
    assert chart.centre == pytest.approx(np.full(14, 100 * share))
    sigma = np.sqrt(share * (1 - share) / 52)
    assert chart.lower[0] == pytest.approx(100 * (share - 3 * sigma))


def test_notes_in_cells_are_named_and_may_be_left_out():
    """The first of four is named with row and column; then all are counted."""
    table = table_of("ventetid.txt")
    with pytest.raises(UnreadableData) as problem:
        figures_of(table, row="period", what="measurement")
    assert str(problem.value) == (
        "Row 5 has “syk” in the column “Ventetid (min)”, where a number belongs."
    )

    figures = figures_of(table, leave_out=True, row="period", what="measurement")
    picture = own_picture(
        figures.single, Decisions(kind="i"), chart_of(figures), id="waits"
    )

    assert figures.single.values == UNTIDY["WAITS"]
    assert "rows 5, 9, 13, 16 (4 in all)" in picture.left_out
    measured = [wait for wait in UNTIDY["WAITS"] if wait is not None]
    assert chart_of(figures).centre[0] == pytest.approx(np.mean(measured))


def test_days_as_excel_stores_them_become_days_between():
    """Two on the same day: no time can be 0, so whole days are counted."""
    figures = figures_of(table_of("tryksår.xlsx"), row="case", what="between")
    days = np.diff([day.toordinal() for day in UNTIDY["ULCER_DAYS"]])

    assert figures.choice.kind == "g"
    assert figures.single.values == tuple(days)
    assert figures.single.labels[0] == "31 Jan 2026"
    assert any("as Excel stores them" in remark for remark in figures.series.remarks)
    chart = chart_of(figures)
    mean = days.mean()
    assert chart.centre[0] == np.median(days)
    assert chart.upper[0] == pytest.approx(mean + 3 * np.sqrt(mean * (mean + 1)))


def test_months_side_by_side_are_turned_round():
    """The total at the right end becomes a row, and is left out as one."""
    assert lies_on_its_side(table_of("klager.xlsx"))
    table = table_of("klager.xlsx", turned=True)

    figures = figures_of(table, row="period", what="count", chances="same")

    assert table.columns == ("Afdeling", "Øst", "Vest")
    assert figures.single.values == UNTIDY["COMPLAINTS"]
    assert figures.single.labels[0] == "Jan 2026"
    assert figures.single.left_out[0].endswith("column 14.")
    mean = np.mean(UNTIDY["COMPLAINTS"])
    chart = chart_of(figures)
    assert chart.centre[0] == pytest.approx(mean)
    assert chart.upper[0] == pytest.approx(mean + 3 * np.sqrt(mean))


def test_a_later_sheet_and_months_that_are_missing():
    """A month without a row is a gap, and it is said."""
    sheets = read_sheets(UNTIDY["FILES"]["infektiot.xlsx"]())
    assert [sheet.name for sheet in sheets] == ["Lue minut", "Infektiot", "Vanha"]

    figures = figures_of(
        table_of("infektiot.xlsx", sheet=1),
        row="period",
        what="count",
        chances="same",
    )

    values = dict(zip(UNTIDY["INFECTION_MONTHS"], UNTIDY["INFECTIONS"], strict=True))
    assert figures.single.values == tuple(values.get(month) for month in range(1, 16))
    assert any("May 2026, Jan 2027" in remark for remark in figures.series.remarks)
    assert chart_of(figures).centre[0] == pytest.approx(np.mean(UNTIDY["INFECTIONS"]))


def test_the_newest_week_first_across_a_long_year():
    """2026 has a week 53; the chart reads from left to right."""
    figures = figures_of(table_of("liggetid.csv"), row="period", what="measurement")

    assert figures.single.values == UNTIDY["STAYS"]
    assert figures.single.labels[6:8] == ("week 53 2026", "week 1 2027")
    stays = np.array(UNTIDY["STAYS"])
    sigma = np.abs(np.diff(stays)).mean() / 1.128
    chart = chart_of(figures)
    assert chart.centre[0] == pytest.approx(stays.mean())
    assert chart.upper[0] == pytest.approx(stays.mean() + 3 * sigma)


def test_units_are_compared_from_the_smallest_to_the_largest():
    """The total is no unit; each is judged by what its own size allows."""
    figures = figures_of(
        table_of("terveysasemat.csv"), row="unit", what="share", again="once"
    )
    by_size = sorted(UNTIDY["CENTRES"], key=lambda name: UNTIDY["CENTRES"][name][1])

    assert figures.choice.kind == "funnel-p"
    assert figures.single.labels == tuple(by_size)
    assert figures.single.left_out[0].endswith("row 8.")
    assert figures.series.remarks == ()
    plot = chart_of(figures)
    on_time, everybody = np.sum(list(UNTIDY["CENTRES"].values()), axis=0)
    assert plot.target == pytest.approx(on_time / everybody)
    assert plot.limits.upper[0] == pytest.approx(
        plot.target + 3 * np.sqrt(plot.target * (1 - plot.target) / 24)
    )


def test_several_visits_a_week_become_means():
    """The limits come from how much the visits of a week differ."""
    figures = figures_of(table_of("besök.csv"), row="case", what="measurement")
    minutes = np.array([each for _, each in UNTIDY["visits"]()]).reshape(14, 3)

    assert figures.choice.kind == "xbar"
    chart = chart_of(figures)
    assert chart.values == pytest.approx(minutes.mean(axis=1))
    assert chart.centre[0] == pytest.approx(minutes.mean())
    # Each week has base, base + 2 and base + 3: a standard deviation of sqrt(7/3).
    spread = 3 * np.sqrt(7 / 3) / (0.886227 * np.sqrt(3))
    assert chart.upper[0] == pytest.approx(minutes.mean() + spread, rel=1e-5)
    # The weeks differ by far more than that.
    assert any("individuals chart as well" in said for said in figures.choice.warnings)


def test_yes_and_no_become_a_share_of_each_month():
    """Ten patients in each of thirteen months."""
    figures = figures_of(table_of("vurdert.xlsx"), row="case", what="share")
    yes = np.array([answer == "Ja" for _, answer in UNTIDY["assessed"]()])

    assert figures.choice.kind == "p"
    assert figures.single.values == tuple(yes.reshape(13, 10).sum(axis=1))
    assert figures.single.sizes == (10,) * 13
    assert chart_of(figures).centre[0] == pytest.approx(yes.mean())
    # Two and a half expected without: too few for a normal approximation.
    assert any("five are the least" in said for said in figures.choice.warnings)


def test_a_template_ends_where_its_figures_do():
    """Months that are still to come are no gaps."""
    figures = figures_of(table_of("andel.xlsx"), row="period", what="percentage")

    assert figures.choice.kind == "i"
    assert figures.single.values == UNTIDY["SHARES"]
    assert any("Feb 2027 to Jun 2027" in said for said in figures.series.remarks)
    assert chart_of(figures).centre[0] == pytest.approx(np.mean(UNTIDY["SHARES"]))
