"""Own data: what people bring is read, and what cannot be read is said with its row."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data import (
    HOWS,
    LARGEST_FILE,
    MOST_POINTS,
    OwnTable,
    UnreadableData,
    group_series,
    guess_columns,
    own_run_chart,
    read_series,
    read_table,
    read_text,
)

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


def workbook(*sheets):
    """An Excel file with these sheets: {name: rows}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def series_of(table):
    """The series of the columns guessed."""
    return read_series(table, *guess_columns(table))


def refused(content):
    """The sentence that a file is refused with, at whatever step."""
    with pytest.raises(UnreadableData) as problem:
        own_run_chart(series_of(read_table(content)))
    return str(problem.value)


# Files as they come


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_nordic_letters_in_any_usual_encoding(encoding):
    """Excel and older systems write four encodings; the mark in front is no letter."""
    content = "Månad;Väntetid på sår\n2027-01;4\n2027-02;5\n".encode(encoding)

    assert read_table(content).columns == ("Månad", "Väntetid på sår")


@pytest.mark.parametrize("delimiter", [";", "\t", ",", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_columns_are_divided_as_people_divide_them(delimiter, line_end):
    """Semicolons, tabs, commas or upright strokes, on any system."""
    lines = ["Week", "2027-W01", "2027-W02", "2027-W03"]
    cells = ["Falls", "4", "", "6"]
    text = line_end.join(delimiter.join(row) for row in zip(lines, cells, strict=True))

    series = series_of(read_table(text.encode()))

    assert series.values == (4, None, 6)


def test_decimal_commas_between_semicolons():
    """The usual export of a spreadsheet set to a Nordic language."""
    series = series_of(read_table(b"Vecka;Tid\n2027-W01;4,5\n2027-W02;12,25\n"))

    assert series.values == (4.5, 12.25)


def test_decimal_commas_between_commas_are_said_with_their_row():
    """Each number would be cut in two, and nobody would see it."""
    said = refused(b"Week,Wait\n2027-W01,4\n2027-W02,12,5\n2027-W03,3\n")

    assert said.startswith("Row 3 has 3 cells, but the header has 2")
    assert "semicolons" in said


def test_one_column_of_decimal_commas_is_one_column():
    """Pasted from a spreadsheet, with or without its heading."""
    for text in ("4,5\n3,2\n6,1\n", "Wait\n4,5\n3,2\n6,1\n"):
        series = series_of(read_text(text))

        assert series.values == (4.5, 3.2, 6.1)
        assert series.labels == ("1", "2", "3")


def test_a_workbook_with_a_title_and_real_dates():
    """Row numbers are the spreadsheet's own, and other sheets are mentioned."""
    content = workbook(
        (
            "Ward",
            [["Falls on the east ward"], [], ["Date", "Falls"]]
            + [[date(2027, 3, day), day] for day in (1, 2, 3)],
        ),
        ("Notes", [["by Amira"]]),
    )

    table = read_table(content)
    series = series_of(table)

    assert table.row_numbers == (4, 5, 6)
    assert series.labels == ("1 Mar 2027", "2 Mar 2027", "3 Mar 2027")
    assert series.values == (1, 2, 3)
    assert any("title (row 1)" in remark for remark in table.remarks)
    assert any("2 sheets" in remark and "Ward" in remark for remark in table.remarks)


def test_notes_beside_the_table_of_a_worksheet_do_no_harm():
    """People write beside their tables."""
    rows = [["Week", "Falls"], ["2027-W01", 4], ["2027-W02", 5, None, "new rota"]]

    assert series_of(read_table(workbook(("A", rows)))).values == (4, 5)


def test_a_table_without_headings():
    """The first row is figures, so it is not taken for a heading."""
    table = read_text("2027-01-04;4\n2027-01-11;5\n2027-01-18;6\n")

    assert series_of(table).values == (4, 5, 6)
    assert any("no headings" in remark for remark in table.remarks)


def test_quoted_cells_may_hold_the_divider_and_lines():
    """A comment with a semicolon is one cell."""
    text = 'Week;Comment;Falls\n2027-W01;"rain; ice\nand wind";4\n2027-W02;;5\n'

    assert read_text(text).rows[0] == ("2027-W01", "rain; ice\nand wind", "4")


def test_headings_of_the_same_name_can_be_told_apart():
    """Otherwise one could not choose between them."""
    assert read_text("A;A;A\n1;2;3\n").columns == ("A", "A (2)", "A (3)")


# What cannot be read


@pytest.mark.parametrize(
    "content", [b"", b"  \n\n ", b"\xef\xbb\xbf", workbook(("A", []))]
)
def test_an_empty_file(content):
    """One sentence, whatever kind of nothing it is."""
    assert refused(content).startswith("The file is empty")


@pytest.mark.parametrize(
    "content",
    [
        PNG,
        PNG * 2000,
        b"%PDF-1.7 a letter",
        b"<html><table><tr><td>1</td></tr></table></html>",
        b"PK\x03\x04 a damaged workbook",
        b"a;b\n1;\x00\x01",
    ],
    ids=["png", "large-png", "pdf", "html", "zip", "binary"],
)
def test_what_is_no_table_at_all(content):
    """A picture renamed to .csv, a page saved from the browser."""
    assert "not a table" in refused(content)


def test_a_zip_that_is_no_workbook():
    """A document of another program is packed in the same way."""
    import zipfile

    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w/>")

    assert "not a table" in refused(file.getvalue())


def test_an_old_workbook_is_told_from_a_picture():
    """Whoever has one can save it anew."""
    content = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 100

    assert ".xlsx" in refused(content) and "old form" in refused(content)


def test_text_where_a_number_belongs_is_named_with_its_row():
    """The row is the file's own, counted with its heading."""
    said = refused(b"Week;Falls\n2027-W01;4\n2027-W02;many\n2027-W03;5\n")

    assert said == "Row 3 has “many” in the column “Falls”, where a number belongs."


def test_the_row_is_named_in_a_workbook_too():
    """With blank rows and a title above, it is still the row one sees."""
    rows = [["Ward east"], [], ["Week", "Falls"], ["2027-W01", 4], ["2027-W02", "?!"]]
    rows += [["2027-W03", 4], ["2027-W04", 4], ["2027-W05", 4], ["2027-W06", 4]]

    assert refused(workbook(("A", rows))).startswith("Row 5 has “?!”")


def test_a_date_that_does_not_exist():
    """30 February has the form of a date."""
    said = refused(b"Day;Falls\n2027-02-28;4\n2027-02-30;5\n2027-03-01;5\n")

    assert said == "Row 3 has “2027-02-30” in the column “Day”, where a date belongs."


def test_a_row_without_a_time():
    """Its number has no place on the chart."""
    said = refused(b"Day;Falls\n2027-02-28;4\n;5\n2027-03-01;5\n")

    assert said.startswith("Row 3 has nothing in the column “Day”")


def test_rows_that_cannot_be_read_may_be_left_out():
    """Nothing is lost but those rows, and how many is said."""
    table = read_text(
        "Day;Falls\n2027-03-01;4\nTotal;900\n2027-03-02;many\n2027-03-03;5"
    )

    series = read_series(table, 0, 1, leave_out=True)

    assert series.values == (4, 5)
    assert any("left out: 2" in remark for remark in series.remarks)


def test_a_heading_alone():
    """There is nothing to draw below it."""
    assert refused(b"Week;Falls\n") == (
        "There is a header in row 1, but no row of figures below it."
    )


def test_a_quotation_mark_never_closed():
    """The rest of the file hides in one cell."""
    content = b'Week;Falls\n2027-W01;"4\n' + b"2027-W02;5\n" * 20_000

    assert "quotation mark" in refused(content)


def test_a_file_too_large_or_too_long_is_not_read():
    """Both in a sentence that says what to do."""
    assert "11 MB" in refused(b"1;2\n" * (LARGEST_FILE // 4 + 1))
    assert "more than 200,000 rows" in refused(b"1;2\n" * 200_001)


def test_too_few_numbers():
    """Two points make no chart."""
    assert "at least 3 numbers" in refused(b"Week;Falls\n2027-W01;4\n2027-W02;5\n")


@given(st.binary(max_size=300))
def test_whatever_bytes_come_the_answer_is_a_table_or_a_sentence(content):
    """Nothing else ever leaves the reader."""
    try:
        table = read_table(content)
        own_run_chart(series_of(table))
    except UnreadableData as problem:
        assert str(problem).endswith(".")


@given(st.text(max_size=300))
def test_whatever_is_pasted_the_answer_is_a_table_or_a_sentence(text):
    """Nothing else ever leaves the reader."""
    try:
        table = read_text(text)
        assert all(len(row) == len(table.columns) for row in table.rows)
        own_run_chart(series_of(table))
    except UnreadableData as problem:
        assert str(problem).endswith(".")


# Numbers


def column(*cells):
    """The numbers of one column, written like this."""
    rows = tuple((cell,) for cell in cells)
    table = OwnTable(("Wait",), rows, tuple(range(2, len(rows) + 2)))
    return read_series(table, None, 0)


@pytest.mark.parametrize(
    "cells, values",
    [
        (("1 250", "3 000,5"), (1250, 3000.5)),
        (("1\u00a0250,5", "2"), (1250.5, 2)),
        (("1.250,5", "2"), (1250.5, 2)),
        (("1,250.5", "2"), (1250.5, 2)),
        (("1,250,000", "2"), (1_250_000, 2)),
        (("1.250", "4,5"), (1250, 4.5)),
        (("1.5", "4,5", "6,5"), (1.5, 4.5, 6.5)),
        (("12 %", "4,5%"), (12, 4.5)),
        (("\u22123", "+4"), (-3, 4)),
        (("1,5e3", "2"), (1500, 2)),
        (("", "n/a", "saknas", "-", "3"), (None, None, None, None, 3)),
    ],
)
def test_numbers_as_people_write_them(cells, values):
    """The whole column tells which mark is for decimals."""
    cells = tuple(cell or None for cell in cells)

    assert column(*cells).values == values


@pytest.mark.parametrize("cell", ["1,2,3", "12 calls", "1.2.3", "inf", "1e999"])
def test_what_is_no_number_is_not_made_into_one(cell):
    """Better a sentence than a wrong point."""
    with pytest.raises(UnreadableData, match="where a number belongs"):
        column("4,5", cell)


def test_a_number_that_can_be_read_in_two_ways_is_said():
    """1,250 is a thousand and more to some, and little more than one to others."""
    series = column("1,250", "1,375")

    assert series.values == (1.25, 1.375)
    assert any("“1,250” can be read in two ways" in r for r in series.remarks)


@given(st.lists(st.decimals(-9999, 9999, places=2), min_size=3, max_size=20))
def test_decimal_comma_and_point_read_the_same(numbers):
    """A column means the same in either spelling."""
    points = column(*(f"{number:f}" for number in numbers))
    commas = column(*(f"{number:f}".replace(".", ",") for number in numbers))

    assert points.values == commas.values == tuple(float(n) for n in numbers)


# Time


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


# Which column


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


# Grouping, and the chart


def long_table(rows=100_000):
    """One row for each patient through nearly four years."""
    days = [
        date.fromordinal(date(2024, 1, 1).toordinal() + i % 1400) for i in range(rows)
    ]
    return ("Date;Wait\n" + "".join(f"{d};{d.day}\n" for d in days)).encode()


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
    assert grouped.labels == ("week 9, 2027", "week 10, 2027", "week 11, 2027")


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


def test_reading_text_does_not_import_pandas():
    """Only a workbook needs it; the course starts without."""
    import subprocess
    import sys

    script = (
        "import sys; from course.charts.own_data import read_text;"
        "read_text('a;b\\n1;2'); print('pandas' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"
