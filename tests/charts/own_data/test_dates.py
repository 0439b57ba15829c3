"""Dates as written in the Nordic countries, and what they are read as."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.dates import SPANS, Period, read_periods

days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def read(*cells, **how):
    """The periods of a column."""
    return read_periods(cells, **how).periods


@pytest.mark.parametrize(
    "text",
    [
        "2027-03-14",
        "2027/03/14",
        "2027.3.14",
        "20270314",
        "2027-03-14 08:30",
        "2027-03-14T08:30:00+01:00",
        "14.03.2027",
        "14.3.2027",
        "14. 3. 2027",
        "14.03.27",
        "14.03.2027 08.30",
        "14.03.2027 kl. 08:30",
        "14/3-2027",
        "14/3 2027",
        "14/3-27",
        "14/03/2027",
        "14-03-2027",
        "14. mars 2027",
        "14 mars 2027",
        "den 14 mars 2027",
        "14. marts 2027",
        "14. maaliskuuta 2027",
        "14 March 2027",
        "March 14, 2027",
        "14-MAR-2027",
        "14 mar. 2027",
    ],
)
def test_one_day_in_many_spellings(text):
    """Swedish, Norwegian, Danish, Finnish, Icelandic, English, and machines."""
    assert read(text) == (Period(date(2027, 3, 14)),)


@pytest.mark.parametrize(
    "text",
    [
        "2027-W31",
        "2027W31",
        "2027-W31-1",
        "vecka 31 2027",
        "Vecka 31, 2027",
        "v. 31 2027",
        "v31 2027",
        "uke 31 2027",
        "uge 31 2027",
        "viikko 31 2027",
        "vika 31 2027",
        "week 31, 2027",
        "W31 2027",
        "2027 vecka 31",
        "2027 uge 31",
    ],
)
def test_one_week_in_many_spellings(text):
    """Week 31 of 2027 begins on Monday 2 August."""
    assert read(text) == (Period(date(2027, 8, 2), "week"),)


@pytest.mark.parametrize(
    "text, period",
    [
        ("2027-03", Period(date(2027, 3, 1), "month")),
        ("2027M03", Period(date(2027, 3, 1), "month")),
        ("03/2027", Period(date(2027, 3, 1), "month")),
        ("mars 2027", Period(date(2027, 3, 1), "month")),
        ("2027 marts", Period(date(2027, 3, 1), "month")),
        ("2027-Q1", Period(date(2027, 1, 1), "quarter")),
        ("Q3 2027", Period(date(2027, 7, 1), "quarter")),
        ("2. kvartal 2027", Period(date(2027, 4, 1), "quarter")),
        ("2027", Period(date(2027, 1, 1), "year")),
        (2027.0, Period(date(2027, 1, 1), "year")),
        (date(2027, 3, 14), Period(date(2027, 3, 14))),
        (datetime(2027, 3, 14, 8, 30), Period(date(2027, 3, 14))),
    ],
)
def test_longer_spans_and_cells_of_a_workbook(text, period):
    """Months, quarters, years; and dates that a spreadsheet already knows."""
    assert read(text) == (period,)


@pytest.mark.parametrize(
    "cell",
    [
        "2027-02-30",
        "2027-W54",
        "14. marsch 2027",
        "0000-01-01",
        "soon",
        "12",
        "7,5",
        "12345678901",
        "٢٠٢٧-٠٣-١٤x",
        "2027-03-14" * 50,
    ],
)
def test_what_is_no_date(cell):
    """It is named by its place, and the others are read."""
    found = read_periods(["2027-03-14", None, cell])

    assert found.periods[2] is None
    assert found.unreadable == (2,)


@given(days)
def test_each_nordic_form_gives_back_its_day(day):
    """Whatever day is written, that day is read."""
    months = "januar februar marts april maj juni juli august september oktober"
    names = [*months.split(), "november", "december"]
    forms = (
        day.isoformat(),
        f"{day.day:02d}.{day.month:02d}.{day.year}",
        f"{day.day}/{day.month}-{day.year}",
        f"{day.day}. {names[day.month - 1]} {day.year}",
    )

    assert read(*forms) == (Period(day),) * 4


@given(days)
def test_a_week_is_the_one_the_calendar_gives(day):
    """Also across New Year, where week and day differ in their year."""
    year, week, _ = day.isocalendar()

    assert (
        read(f"{year}-W{week:02d}", f"vecka {week} {year}")
        == (Period(day).within("week"),) * 2
    )


@given(st.lists(days, min_size=1, max_size=10))
def test_one_date_decides_the_order_of_a_column(column):
    """As soon as one number is above twelve, nothing is ambiguous any more."""
    read_day_first = read_periods(
        [f"{d.day:02d}/{d.month:02d}/{d.year}" for d in column]
    )
    read_month_first = read_periods(
        [f"{d.month:02d}/{d.day:02d}/{d.year}" for d in column]
    )

    for found in (read_day_first, read_month_first):
        if any(day.day > 12 for day in column):
            assert found.periods == tuple(map(Period, column))
            assert not found.ambiguous
        elif any(day.day != day.month for day in column):
            assert found.ambiguous


def test_an_ambiguous_column_is_read_as_told():
    """Day first, unless somebody says otherwise."""
    assert read("03/04/2027") == (Period(date(2027, 4, 3)),)
    assert read("03/04/2027", month_first=True) == (Period(date(2027, 3, 4)),)


def test_a_column_that_contradicts_itself_names_what_does_not_fit():
    """25/04 has the day first, 04/25 cannot then be a date."""
    found = read_periods(["25/04/2027", "04/25/2027", "03/04/2027"])

    assert found.unreadable == (1,)
    assert not found.ambiguous


@given(days, st.sampled_from(SPANS))
def test_the_following_span_begins_where_this_one_ends(day, span):
    """No day between them, and none in both."""
    period = Period(day).within(span)
    following = period.following()

    assert period.start <= day < following.start
    last = Period(date.fromordinal(following.start.toordinal() - 1))
    assert last.within(span) == period


def test_a_week_belongs_to_the_month_of_its_thursday():
    """Week 13 of 2026 ends in March, week 14 has its Thursday in April."""
    week_14 = Period(date(2026, 3, 30), "week")

    assert week_14.within("month") == Period(date(2026, 4, 1), "month")


@pytest.mark.parametrize(
    "text",
    ["jan-27", "Jan. 2027", "tammikuu 2027", "ođđajagimánnu 2027", "janúar 2027"],
)
def test_a_month_as_excel_and_the_north_write_it(text):
    """Swedish, Finnish, Northern Sámi, Icelandic, and Excel's own short form."""
    assert read(text) == (Period(date(2027, 1, 1), "month"),)


@given(st.lists(days.filter(lambda d: d.year > 1985), min_size=1, max_size=9))
def test_days_as_excel_stores_them(column):
    """Numbers of a workbook and of a text file; an hour is a part of a day."""
    numbers = [(day - date(1899, 12, 30)).days for day in column]
    single = tuple(Period(day) for day in column)
    months = tuple(period.within("month") for period in single)

    for cells in ([float(n) + 0.4 for n in numbers], [str(n) for n in numbers]):
        found = read_periods(cells)
        assert found.periods in (single, months)
        assert found.serial == str(numbers[0])


def test_one_number_that_is_no_day_makes_the_column_none_of_days():
    """Visits of 31,000 to 45,000 a year are near to such days."""
    assert read_periods([31_000.0, 45_000.0, 61_000.0]).periods == (None, None, None)


@pytest.mark.parametrize("day", [1, 31])
def test_the_first_or_last_day_of_each_month_stands_for_the_month(day):
    """As a spreadsheet fills them in; two in one month are days."""
    ends = [date(2027, 1, day), date(2027, 2, min(day, 28)), date(2027, 3, day)]

    assert [period.span for period in read(*ends)] == ["month"] * 3
    assert [period.span for period in read(*ends, date(2027, 3, day))] == ["day"] * 4
    assert [period.span for period in read(*ends, date(2027, 4, 7))] == ["day"] * 4
