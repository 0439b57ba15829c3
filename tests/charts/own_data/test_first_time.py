"""Files as somebody brings them for the first time. All figures are invented."""

import io
from dataclasses import replace
from datetime import date, time, timedelta

import openpyxl
import pytest

from course.charts.own_data.choice import Answers
from course.charts.own_data.columns import guess_columns
from course.charts.own_data.figures import guess_reading, read_figures
from course.charts.own_data.series import read_series
from course.charts.own_data.tables import read_table, read_text
from course.charts.own_data.unreadable import UnreadableData

FALLS = (14, 11, 16, 13, 12, 15, 18, 14, 9, 10, 8, 7)
DAYS = (1488, 1344, 1450, 1410, 1463, 988, 1380, 1422, 1401, 1435, 1440, 1475)
DANISH = "jan feb mar apr maj jun jul aug sep okt nov dec".split()
FINNISH = "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
RATE = Answers(row="period", what="count", chances="change")
SHARE = Answers(row="period", what="share", again="once")
CASES = Answers(row="case", what="measurement")


def workbook(*rows):
    """An Excel file with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def written(number, mark="."):
    """A number with its thousands marked, as a system writes it."""
    return f"{number:,}".replace(",", mark)


def read_as_guessed(table, answers, **changes):
    """The figures from the columns that the course guesses."""
    return read_figures(table, replace(guess_reading(table, answers), **changes))


def refused(table, answers, **changes):
    """Why a table cannot be read."""
    with pytest.raises(UnreadableData) as problem:
        read_as_guessed(table, answers, **changes)
    return problem.value


# Thousands


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize("heading", ["Plejedage", "Vårddygn", "Hoitopäivät"])
def test_thousands_with_a_point_or_a_comma_in_days_of_care(mark, heading):
    """1.488 days of care are not one and a half; the column is found."""
    table = read_text(
        f"Måned;Fald;{heading}\n"
        + "".join(
            f"{month} 2026;{falls};{written(days, mark)}\n"
            for month, falls, days in zip(DANISH, FALLS, DAYS, strict=True)
        )
    )

    single = read_as_guessed(table, RATE).single

    assert (single.values, single.sizes) == (FALLS, DAYS)
    assert single.as_thousands and single.two_ways == f"1{mark}488"
    assert f"“1{mark}488” was read as 1,488." in single.remarks


def test_counts_have_thousands_of_themselves():
    """Nobody counts one and a half calls."""
    table = read_text("Month;Calls\n2026-01;1.488\n2026-02;1.344\n2026-03;1.401\n")
    answers = Answers(row="period", what="count", chances="same")

    assert read_as_guessed(table, answers).single.values == (1488, 1344, 1401)


def test_somebody_may_say_that_they_are_decimals():
    """What was assumed can be taken back."""
    table = read_text("Month;Falls;Bed days\n2026-01;4;1.488\n2026-02;5;1.344\n")

    single = read_as_guessed(table, RATE, thousands=False).single

    assert single.sizes == (1.488, 1.344) and not single.as_thousands
    assert single.two_ways == "1.488"


def test_of_a_measurement_it_is_asked_before_a_chart_is_drawn():
    """Nothing in such a column decides; either answer does."""
    table = read_text("Month;Wait\n2026-01;1.488\n2026-02;1.344\n2026-03;1.2505\n")
    assert read_as_guessed(table, replace(CASES, row="period")).single.two_ways == ""

    table = read_text("Month;Wait\n2026-01;1.488\n2026-02;1.344\n2026-03;12\n")
    answers = Answers(row="period", what="measurement")

    assert refused(table, answers).two_ways == "1.488"
    for thousands, first in ((True, 1488), (False, 1.488)):
        figures = read_as_guessed(table, answers, thousands=thousands)
        assert figures.single.values[0] == first


def test_numbers_below_one_are_no_thousands():
    """Nobody writes 988 as 0.988."""
    series = read_series(read_text("Nr;Wait\n1;1.488\n2;0.988\n"), None, 1)

    assert series.values == (1.488, 0.988) and series.settled


def test_plain_hundreds_beside_them_tell_that_they_are_thousands():
    """988 and 1.488 in one column are both whole."""
    series = read_series(read_text("Nr;Steps\n1;1.488\n2;988\n"), None, 1)

    assert series.values == (1488, 988) and series.settled


# Times that something took

WAITS = ["22", "25", "30 min", "1:05", "ca 34", "1:05", "avlyst", "19 min", None, "28"]


def waits():
    """Visits numbered from 1, their times, and waits as people write them."""
    rows = [
        f"{number};0{number % 9 + 1}.01.2027 08:{number:02d};{wait or ''}"
        for number, wait in enumerate(WAITS * 2, start=1)
    ]
    return read_text("Besøk;Tidspunkt;Ventetid (min)\n" + "\n".join(rows))


def test_all_that_cannot_be_read_is_told_by_its_kind():
    """Before anything is left out; minutes are read as minutes."""
    problem = refused(waits(), CASES, span="row")

    assert problem.kinds == (("1:05", 4), ("ca 34", 2), ("avlyst", 2))
    assert problem.summary == (
        "8 rows cannot be read: 4 × “1:05”, 2 × “ca 34”, 2 × “avlyst”."
    )
    assert problem.duration == "1:05"


def test_hours_and_minutes_may_be_read_as_minutes():
    """The longest waits are not the ones that go."""
    figures = read_as_guessed(
        waits(), CASES, span="row", durations=True, leave_out=True
    )

    values = figures.single.values
    assert sorted(values) == sorted([22, 25, 30, 65, 65, 19, 28] * 2)
    assert figures.single.duration == "1:05"
    assert figures.single.left_unreadable == (
        "4 rows were left out, because they could not be read: "
        "2 × “ca 34”, 2 × “avlyst”."
    )
    assert "“1:05” was read as 65 minutes." in figures.series.remarks
    assert any("2 rows had nothing written" in said for said in figures.single.left_out)


def test_times_of_a_spreadsheet_are_minutes():
    """A time cell, a duration of more than a day, and text of the same form."""
    content = workbook(
        ["Dato", "Ventetid"],
        [date(2027, 1, 4), time(1, 10)],
        [date(2027, 1, 5), "00:16:30"],
        [date(2027, 1, 6), timedelta(hours=25)],
        [date(2027, 1, 7), "1 t 5 min"],
    )

    figures = read_as_guessed(read_table(content), CASES, span="row")

    assert figures.single.values == (70, 16.5, 1500, 65)


def test_minutes_below_a_heading_in_days_are_not_read():
    """30 min are not 30 days."""
    table = read_text("Dato;Svartid (dage)\n2027-01-04;12\n2027-01-05;30 min\n")

    assert refused(table, CASES).kinds == (("30 min", 1),)


# Columns


def test_days_of_care_are_found_beside_falls_that_did_harm():
    """A part of the falls is neither the falls nor their chances."""
    table = read_table(
        workbook(
            [None, "Fald", None, "Plejedage", "Bemærkning"],
            ["Måned", "Samtlige", "Heraf med skade", "i alt", None],
            *(
                [f"{month} 2026", falls, falls // 4, days]
                for month, falls, days in zip(DANISH, FALLS, DAYS, strict=True)
            ),
        )
    )

    figures = read_as_guessed(table, RATE)

    assert (figures.single.values, figures.single.sizes) == (FALLS, DAYS)
    assert (figures.single.y_label, figures.single.size_label) == (
        "Fald, Samtlige",
        "Plejedage, i alt",
    )


def test_harm_is_not_taken_for_falls_where_no_column_tells_the_days():
    """Better a question than a chart of something else."""
    rows = "".join(
        f"2026-{month:02d};{falls};{falls // 4}\n"
        for month, falls in enumerate(FALLS, start=1)
    )
    reading = guess_reading(read_text("Måned;Samtlige;Heraf med skade\n" + rows), RATE)

    assert (reading.measure, reading.sizes) == (1, None)


def test_numbers_of_the_rows_are_no_measure():
    """Visits numbered from 1 stand before the waits."""
    assert guess_columns(waits()) == (1, 2)


def test_months_side_by_side_are_neither_counts_nor_chances():
    """January's falls are not counted out of October's."""
    table = read_text(
        f"Osasto;{';'.join(FINNISH)}\n"
        + "".join(
            f"Osasto {ward};{';'.join(str(n + ward) for n in FALLS)}\n"
            for ward in (1, 2, 3)
        )
    )

    for what in ("count", "share"):
        reading = guess_reading(table, Answers(row="unit", what=what, again="once"))
        assert (reading.measure, reading.sizes) == (None, None)


def test_one_column_cannot_stand_for_both():
    """Falls for each of the same falls."""
    table = read_text("Month;Falls;Bed days\n2026-01;4;1488\n2026-02;5;1344\n")

    problem = refused(table, RATE, sizes=1)

    assert str(problem).startswith("“Falls” stands for both") and not problem.skippable


# Two numbers in a cell


@pytest.mark.parametrize("between", [" af ", " av ", " of ", "/", " / "])
def test_how_many_of_how_many_in_one_cell_are_two_columns(between):
    """It is said, and both are found."""
    pairs = [(12, 15), (9, 14), (14, 17), (11, 15)]
    rows = "".join(
        f"2026-{month:02d};{count}{between}{size}\n"
        for month, (count, size) in enumerate(pairs, start=1)
    )
    table = read_text("Måned;Klager besvaret\n" + rows)

    figures = read_as_guessed(table, SHARE)

    assert figures.single.values == (12, 9, 14, 11)
    assert figures.single.sizes == (15, 14, 17, 15)
    assert any(f"“12{between}15”" in remark for remark in table.remarks)


def test_days_of_a_month_with_a_stroke_are_not_split():
    """25/1 is no 25 of 1."""
    table = read_text("Dag;Fald\n5/9;4\n25/9;5\n30/9;6\n")

    assert table.columns == ("Dag", "Fald")


# Days and blanks


def test_an_office_has_no_weekends_on_its_chart():
    """A Wednesday without a row is a gap all the same."""
    days = [date(2027, 3, 1) + timedelta(n) for n in range(26)]
    open_days = [d for d in days if d.weekday() < 5 and d != date(2027, 3, 10)]
    rows = "".join(
        f"{day};{20 + day.day};\n{day};{30 + day.day}\n" for day in open_days
    )
    table = read_text("Dato;Ventetid\n" + rows)

    figures = read_as_guessed(table, CASES, span="day")

    assert len(figures.single.values) == 20
    assert figures.single.values.count(None) == 1
    gathered = figures.gathered
    assert "6 Mar 2027" not in gathered.labels and "10 Mar 2027" in gathered.labels
    assert any("never in the rows" in said for said in figures.single.remarks)


def test_rare_events_on_a_few_days_keep_their_weekends():
    """That none came on a Sunday may be chance."""
    table = read_text("Dag\n2027-03-01\n2027-03-09\n2027-03-20\n2027-03-31\n")

    figures = read_as_guessed(table, Answers(row="case", what="count"), span="day")

    assert len(figures.single.values) == 31


# Headings


def test_a_second_row_of_headings_without_a_date_is_no_row_of_data():
    """The column is called what its question is, and its ones and zeros are found."""
    rows = [
        [f"{day:02d}.02.27", f"{70 + day} %", None, day % 2] for day in range(1, 25)
    ]
    table = read_table(
        workbook(
            ["Dato", "Medicin", None, "Screenet for"],
            [None, "gennemgået (%)", None, "ernæring (1=ja)"],
            *rows,
        )
    )
    answers = Answers(row="case", what="share")

    assert table.columns[1] == "Medicin, gennemgået (%)"
    assert table.columns[3] == "Screenet for, ernæring (1=ja)"
    assert len(table.rows) == 24
    assert guess_reading(table, answers).measure == 3


def test_a_first_row_of_answers_without_a_date_stays_a_row():
    """Words that come again are answers."""
    table = read_text("Dato;Fald;Svar\n;;ja\n2027-02-01;4;nej\n2027-02-02;5;ja\n")

    assert table.columns == ("Dato", "Fald", "Svar") and len(table.rows) == 3


def test_months_without_a_year_need_no_name_under_the_axis():
    """They say themselves that they are months; that there is no year is said."""
    for months in (DANISH, FINNISH):
        rows = "".join(f"{m};{n}\n" for m, n in zip(months, FALLS, strict=True))
        series = read_series(read_text("Osasto;Fald\n" + rows), 0, 1)

        assert series.labels == tuple(months) and series.x_label == ""
        assert any("have no year" in remark for remark in series.remarks)
