"""Tables as they stand in a sheet: titles, headers, and which way they lie."""

import io
from datetime import date

import openpyxl
import pytest

from course.charts.own_data.columns import guess_columns
from course.charts.own_data.series import own_run_chart, read_series
from course.charts.own_data.tables import (
    groups_in,
    lies_on_its_side,
    only_rows,
    read_table,
    read_text,
    turn_round,
)
from course.charts.own_data.unreadable import UnreadableData


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


def test_a_workbook_with_a_title_and_real_dates():
    """Row numbers are the spreadsheet's own."""
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


def test_notes_beside_the_table_of_a_worksheet_do_no_harm():
    """People write beside their tables."""
    rows = [["Week", "Falls"], ["2027-W01", 4], ["2027-W02", 5, None, "new rota"]]

    assert series_of(read_table(workbook(("A", rows)))).values == (4, 5)


def test_a_table_without_headings():
    """The first row is figures, so it is not taken for a heading."""
    table = read_text("2027-01-04;4\n2027-01-11;5\n2027-01-18;6\n")

    assert series_of(table).values == (4, 5, 6)
    assert any("no headings" in remark for remark in table.remarks)


def test_headings_of_the_same_name_can_be_told_apart():
    """Otherwise one could not choose between them."""
    assert read_text("A;A;A\n1;2;3\n").columns == ("A", "A (2)", "A (3)")


def test_a_heading_alone():
    """There is nothing to draw below it."""
    assert refused(b"Week;Falls\n") == (
        "There is a header in row 1, but no row of figures below it."
    )


def test_the_row_is_named_in_a_workbook_too():
    """With blank rows and a title above, it is still the row one sees."""
    rows = [["Ward east"], [], ["Week", "Falls"], ["2027-W01", 4], ["2027-W02", "?!"]]
    rows += [["2027-W03", 4], ["2027-W04", 4], ["2027-W05", 4], ["2027-W06", 4]]

    assert refused(workbook(("A", rows))).startswith("Row 5 has “?!”")


def test_a_header_in_two_rows_is_put_together():
    """What the first row leaves open, the second fills; both are named."""
    table = read_text(
        "Month;Falls;;Days\n;All;With harm;\nMay 2027;4;1;310\nJune 2027;3;0;300\n"
    )

    assert table.columns == ("Month", "Falls, All", "Falls, With harm", "Days")
    assert len(table.rows) == 2 and table.row_numbers == (3, 4)
    assert any("two rows (1 and 2)" in remark for remark in table.remarks)


def test_a_heading_over_several_columns_is_no_title():
    """It stands above the header, but not at the left."""
    table = read_text(";Falls;\nMonth;All;With harm\nMay 2027;4;1\nJune 2027;3;0\n")

    assert table.columns == ("Month", "Falls, All", "Falls, With harm")


def test_a_row_with_a_gap_is_not_taken_for_a_second_header():
    """Text alone makes no header where the first row is whole."""
    table = read_text("Ward;Note;Falls\nEast;;\nWest;good;4\n")

    assert table.columns == ("Ward", "Note", "Falls")
    assert len(table.rows) == 2


def test_the_year_beside_its_months_is_joined_to_each():
    """Written once for twelve rows; the month in words or numbers."""
    for second in ("januari;4\n;februari;5\n;mars", "1;4\n;2;5\n;3"):
        table = read_text(f"År;Månad;Fall\n2026;{second};6\nSumma;;15\n")

        assert table.columns[0] == "År, Månad"
        assert table.column(0) == ("2026-01", "2026-02", "2026-03", "Summa")


def test_weeks_are_joined_to_their_year():
    """Below a heading that says so."""
    table = read_text("Vuosi;Viikko;Kaatumiset\n2026;53;4\n2027;1;5\n")

    assert table.column(0) == ("2026-W53", "2027-W01")


def test_small_counts_beside_a_year_are_not_months():
    """Deaths of 4, 7 and 12 a year."""
    table = read_text("Year;Deaths\n2024;4\n2025;7\n2026;12\n")

    assert table.columns == ("Year", "Deaths")


def test_months_side_by_side_are_seen_and_turned():
    """With and without a year; twice turned is as it was."""
    for names in ("jan;feb;mars;Totalt", "2027-01;2027-02;2027-03;I alt"):
        table = read_text(f"Ward;{names}\nEast;4;5;3;12\nWest;1;2;2;5\n")

        assert lies_on_its_side(table)
        turned = turn_round(table)
        assert turned.columns == ("Ward", "East", "West")
        assert turned.column(1) == ("4", "5", "3", "12")
        assert turned.row_numbers == (2, 3, 4, 5) and turned.turned
        again = turn_round(turned)
        assert again.rows == table.rows and not again.turned


def test_years_side_by_side_with_large_counts_below():
    """2,012 visits are no year."""
    table = read_text("Clinic;2024;2025;2026\nNorth;2012;1987;2040\n")

    assert lies_on_its_side(table)
    assert turn_round(table).column(1) == ("2012", "1987", "2040")


def test_a_bad_cell_of_a_turned_table_is_named_by_its_column():
    """The sentence points to where it stands in the file."""
    table = turn_round(read_text("Ward;jan;feb;mars\nEast;4;sjuk;3\nWest;1;2;2\n"))

    with pytest.raises(UnreadableData) as problem:
        read_series(table, 0, 1)
    assert str(problem.value) == (
        "The column “feb” has “sjuk” in the row “East”, where a number belongs."
    )


def test_wards_below_each_other_can_be_told_apart():
    """A note that comes once or twice is no ward."""
    rows = "".join(
        f"2027-{month:02d};{ward};{month};{'closed' if month == 2 else ''}\n"
        for month in range(1, 6)
        for ward in ("Umeå", "Vasa")
    )
    table = read_text("Month;Ward;Falls;Note\n" + rows)

    assert groups_in(table, 0) == {1: ("Umeå", "Vasa")}
    vasa = only_rows(table, 1, "Vasa")
    assert vasa.row_numbers == (3, 5, 7, 9, 11)
    assert groups_in(vasa, 0) == {}


def test_a_cell_merged_down_belongs_to_each_of_its_rows():
    """The ward beside its three months."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Avdelning", "Månad", "Fall"])
    for at in range(6):
        sheet.append([None, f"2027-{1 + at % 3:02d}", 3 + at])
    sheet["A2"], sheet["A5"] = "Umeå", "Vasa"
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("A5:A7")
    file = io.BytesIO()
    book.save(file)

    table = read_table(file.getvalue())

    assert table.column(0) == ("Umeå",) * 3 + ("Vasa",) * 3
    assert groups_in(table, 1) == {0: ("Umeå", "Vasa")}
