"""One measure in time: what is read, what is left out, and what is said of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.columns import guess_columns
from course.charts.own_data.series import MOST_POINTS, own_run_chart, read_series
from course.charts.own_data.spans import HOWS, days_between, group_series
from course.charts.own_data.tables import OwnTable, read_table, read_text
from course.charts.own_data.unreadable import UnreadableData


def series_of(table):
    """The series of the columns guessed."""
    return read_series(table, *guess_columns(table))


def refused(content):
    """The sentence that a file is refused with, at whatever step."""
    with pytest.raises(UnreadableData) as problem:
        own_run_chart(series_of(read_table(content)))
    return str(problem.value)


def column(*cells):
    """The numbers of one column, written like this."""
    rows = tuple((cell,) for cell in cells)
    table = OwnTable(("Wait",), rows, tuple(range(2, len(rows) + 2)))
    return read_series(table, None, 0)


def test_text_where_a_number_belongs_is_named_with_its_row():
    """The row is the file's own, counted with its heading."""
    said = refused(b"Week;Falls\n2027-W01;4\n2027-W02;many\n2027-W03;5\n")

    assert said == "Row 3 has “many” in the column “Falls”, where a number belongs."


def test_a_date_that_does_not_exist():
    """30 February has the form of a date."""
    said = refused(b"Day;Falls\n2027-02-28;4\n2027-02-30;5\n2027-03-01;5\n")

    assert said == "Row 3 has “2027-02-30” in the column “Day”, where a date belongs."


def test_a_row_without_a_time():
    """Its number has no place on the chart."""
    said = refused(b"Day;Falls\n2027-02-28;4\n;5\n2027-03-01;5\n")

    assert said.startswith("Row 3 has nothing in the column “Day”")


def test_what_cannot_be_read_may_be_left_out():
    """The day stays, as not measured; what was left out is told with its rows."""
    table = read_text(
        "Day;Falls\n2027-03-01;4\n2027-03-02;many\n2027-03-03;ca 5\n2027-03-04;5\n"
    )

    series = read_series(table, 0, 1, leave_out=True)

    assert series.values == (4, None, None, 5)
    (said,) = series.left_out
    assert "rows 3, 4" in said and "(2 in all)" in said


def test_too_few_numbers():
    """Two points make no chart."""
    assert "at least 3 numbers" in refused(b"Week;Falls\n2027-W01;4\n2027-W02;5\n")


def test_the_newest_row_first_is_turned_round():
    """A chart reads from left to right, whatever the file does; it is said."""
    table = read_text("Week;Falls\n2027-W03;3\n2027-W02;2\n2027-W01;1\n")

    series = series_of(table)

    assert series.values == (1, 2, 3)
    assert any("sorted" in remark for remark in series.remarks)


def test_an_ambiguous_date_is_said_and_can_be_turned():
    """3 April or 4 March: the file does not tell."""
    table = read_text("Day,Falls\n03/04/2027,1\n04/04/2027,2\n05/04/2027,3\n")

    day_first = read_series(table, 0, 1)
    month_first = read_series(table, 0, 1, month_first=True)

    assert day_first.labels[0] == "3 Apr 2027"
    assert month_first.labels[0] == "4 Mar 2027"
    assert any("“03/04/2027” can be read in two ways" in r for r in day_first.remarks)


def test_names_that_are_no_dates_are_drawn_as_they_stand():
    """The order of the file is then the order of time, and it is said."""
    table = read_text("Round;Falls\nfirst;1\nsecond;2\nthird;3\n")

    series = read_series(table, 0, 1)

    assert series.labels == ("first", "second", "third")
    assert any("not read as dates" in remark for remark in series.remarks)


def test_two_rows_of_the_same_day_are_said():
    """One row for each patient is not one row for each day."""
    series = series_of(read_text("Day;Wait\n2027-03-01;4\n2027-03-02;5\n2027-03-02;6"))

    assert "Rows 3 and 4 both belong to 2 Mar 2027" in series.doubles
    assert group_series(series, "day", "mean").doubles == ""


@pytest.mark.parametrize(
    "text, guessed",
    [
        ("Week;Falls\n2027-W01;4\n", (0, 1)),
        ("Falls;Week\n4;2027-W01\n", (1, 0)),
        ("Ward;Week;Note;Falls\nEast;2027-W01;rain;4\n", (1, 3)),
        ("Year;Deaths\n1999;2012\n2000;1987\n2001;2040\n", (0, 1)),
        ("Number;Wait\n1;14\n2;15\n3;9\n", (0, 1)),
        ("Wait\n14\n15\n9\n", (None, 0)),
        ("Day;Ward\n2027-03-01;East\n2027-03-02;West\n", (0, None)),
        ("Round;Wait\nfirst;14\nsecond;15\n", (0, 1)),
    ],
)
def test_columns_are_guessed(text, guessed):
    """Dates are time, the first numbers are the measure."""
    assert guess_columns(read_text(text)) == guessed


def test_a_hundred_thousand_rows_are_read_and_grouping_is_proposed():
    """The reading is not refused, the chart is, and the sentence says what helps."""
    series = series_of(read_table(long_table()))
    assert len(series.values) == 100_000

    with pytest.raises(UnreadableData) as problem:
        own_run_chart(series)
    assert "100,000 points" in str(problem.value)
    assert "each week or each month" in str(problem.value)
    assert problem.value.grouping

    by_month = group_series(series, "month", "median")
    assert own_run_chart(by_month).centre is not None
    assert len(by_month.values) == 46


def test_so_many_rows_without_dates_cannot_be_grouped():
    """The sentence says so, instead of proposing what is not there."""
    with pytest.raises(UnreadableData, match="choose a column with dates") as problem:
        own_run_chart(column(*map(float, range(MOST_POINTS + 1))))

    assert not problem.value.grouping


@pytest.mark.parametrize(
    "how, values",
    [
        ("median", (5, None, 2)),
        ("mean", (6, None, 2)),
        ("sum", (18, None, 2)),
        ("count", (3, 0, 1)),
    ],
)
def test_one_point_for_each_week(how, values):
    """An empty week counts none, and has no median, mean or sum."""
    text = "Day;Wait\n2027-03-01;4\n2027-03-02;5\n2027-03-07;9\n2027-03-15;2\n"

    grouped = group_series(series_of(read_text(text)), "week", how)

    assert grouped.values == values
    assert grouped.labels == ("week 9 2027", "week 10 2027", "week 11 2027")


def test_a_list_of_events_is_counted():
    """Without a column of numbers each row counts one."""
    table = read_text("Day;Ward\n2027-03-01;East\n2027-03-02;West\n2027-03-09;East\n")

    series = read_series(table, 0, None)

    assert group_series(series, "week", "count").values == (2, 1)


@given(st.lists(st.integers(0, 3000), min_size=1, max_size=60), st.sampled_from(HOWS))
def test_grouping_loses_no_value(offsets, how):
    """However long the gaps between them."""
    days = [date.fromordinal(date(2020, 1, 1).toordinal() + o) for o in offsets]
    table = OwnTable(
        ("Day", "Wait"),
        tuple((day, 2.0) for day in days),
        tuple(range(2, len(days) + 2)),
    )

    grouped = group_series(read_series(table, 0, 1), "month", how)

    measured = [value for value in grouped.values if value]
    if how in ("count", "sum"):
        assert sum(measured) == len(days) * (2 if how == "sum" else 1)
    else:
        assert set(measured) == {2}
    assert list(grouped.periods) == sorted(set(grouped.periods))


def test_only_longer_spans_are_offered():
    """Weeks cannot be made into days."""
    weeks = series_of(read_text("Week;Falls\n2027-W01;4\n2027-W02;4\n2027-W03;4\n"))

    assert weeks.spans_offered == ("week", "month", "quarter")
    assert column("1", "2", "3").spans_offered == ()


def test_the_chart_has_the_median_of_what_was_measured():
    """A gap stays a gap, and does not count."""
    chart = own_run_chart(column("1", None, "5", "9"))

    assert chart.values == (1, None, 5, 9)
    assert chart.centre == 5


def long_table(rows=100_000):
    """One row for each patient through nearly four years."""
    days = [
        date.fromordinal(date(2024, 1, 1).toordinal() + i % 1400) for i in range(rows)
    ]
    return ("Date;Wait\n" + "".join(f"{d};{d.day}\n" for d in days)).encode()


def test_sums_and_means_are_left_out_and_said():
    """At the bottom, between the years, and by whatever name."""
    table = read_text(
        "Month;Falls\n2026-11;4\n2026-12;6\nSumma 2026;10\n2027-01;5\n"
        "Total;15\nGenomsnitt;5\n"
    )

    series = read_series(table, 0, 1)

    assert series.values == (4, 6, 5)
    assert series.left_out == (
        "Left out as a total or a mean of the others: rows 4, 6, 7.",
    )


def test_a_ward_called_total_with_a_date_is_no_sum():
    """A row with a readable date is a row of its own."""
    table = read_text("Ward;Month;Falls\nTotal;2027-01;4\nTotal;2027-02;5\n")

    assert read_series(table, 1, 2).values == (4, 5)


@pytest.mark.parametrize(
    "times, gap",
    [
        (("2027-01", "2027-02", "2027-04"), "Mar 2027"),
        (("uge 52 2026", "uge 1 2027"), "week 53 2026"),
        (("2026-Q4", "2027-Q2"), "quarter 1 2027"),
        (("2027-01-01", "2027-02-01", "2027-04-01"), "Mar 2027"),
    ],
)
def test_a_period_without_a_row_is_a_gap_and_is_said(times, gap):
    """Months, weeks, quarters; also where the first day stands for the month."""
    rows = "".join(f"{time};4\n" for time in times)

    series = read_series(read_text(f"Time;Falls\n{rows}"), 0, 1)

    assert series.labels[-2] == gap and series.values[-2] is None
    assert series.rows[-2] is None
    assert any(remark.endswith(f"not measured: {gap}.") for remark in series.remarks)


def test_days_without_a_row_are_no_gaps():
    """A clinic is closed at the weekend."""
    table = read_text("Day;Falls\n2027-03-05;4\n2027-03-08;5\n2027-03-09;4\n")

    assert len(read_series(table, 0, 1).values) == 3


def test_a_date_far_away_is_pointed_out_and_not_filled_up_to():
    """A slip of the pen would otherwise make a hundred gaps."""
    table = read_text("Month;Falls\n2027-01;4\n2027-02;5\n2072-03;4\n")

    series = read_series(table, 0, 1)

    assert len(series.values) == 3
    assert any("whether a date is wrong" in remark for remark in series.remarks)


def test_months_still_to_come_are_no_gaps():
    """A template has its rows for all of the year."""
    table = read_text("Month;Falls\n2027-01;4\n2027-02;5\n2027-03;\n2027-04;-\n")

    series = read_series(table, 0, 1)

    assert series.values == (4, 5)
    assert any("Mar 2027 to Apr 2027" in remark for remark in series.remarks)


def test_a_last_month_that_cannot_be_read_is_not_still_to_come():
    """It is left out when asked, and stays as not measured."""
    table = read_text("Month;Falls\n2027-01;4\n2027-02;5\n2027-03;sjuk\n")

    assert read_series(table, 0, 1, leave_out=True).values == (4, 5, None)


def test_a_count_without_its_size_is_named_and_may_be_left_out():
    """Half of a share must not enter a sum."""
    table = read_text("Month;Late;All\n2027-01;4;50\n2027-02;5;\n2027-03;3;40\n")
    with pytest.raises(UnreadableData) as problem:
        read_series(table, 0, 1, sizes=2)
    assert str(problem.value).startswith("Row 3 has 5, but nothing in the column “All”")

    series = read_series(table, 0, 1, sizes=2, leave_out=True)

    assert series.values == (4, None, 3) and series.sizes == (50, None, 40)


def test_sizes_are_added_up_with_their_counts():
    """Weeks into months: a size without its count does not enter."""
    table = read_text(
        "Week;Late;All\n2027-W05;4;50\n2027-W06;;60\n2027-W07;3;40\n2027-W09;1;20\n"
    )

    grouped = group_series(read_series(table, 0, 1, sizes=2), "month", "sum")

    assert grouped.values == (7, 1) and grouped.sizes == (90, 20)


def test_days_between_need_days():
    """From months one cannot tell how many days lie between."""
    months = read_series(read_text("Fall\n2027-01\n2027-03\n2027-04\n"), 0, None)

    with pytest.raises(UnreadableData, match="need the day of each event"):
        days_between(months)


@given(st.lists(st.integers(0, 900), min_size=2, max_size=40))
def test_days_between_add_up_to_the_whole_time(offsets):
    """In whatever order the events are listed."""
    days = [date.fromordinal(date(2024, 5, 2).toordinal() + o) for o in offsets]
    table = OwnTable(
        ("Day",), tuple((d,) for d in days), tuple(range(2, len(days) + 2))
    )

    series = read_series(table, 0, None)
    if any(period.span != "day" for period in series.periods):
        return  # The first of some months: read as months.
    between = days_between(series)

    assert sum(between.values) == max(offsets) - min(offsets)
    assert min(between.values) >= 0
