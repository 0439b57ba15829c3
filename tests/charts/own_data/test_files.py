"""Files as they come: encodings, dividers, workbooks; and what is no table at all."""

import io
import subprocess
import sys

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.own_data.columns import guess_columns
from course.charts.own_data.files import LARGEST_FILE
from course.charts.own_data.series import own_run_chart, read_series
from course.charts.own_data.tables import read_table, read_text
from course.charts.own_data.unreadable import UnreadableData

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


def test_quoted_cells_may_hold_the_divider_and_lines():
    """A comment with a semicolon is one cell."""
    text = 'Week;Comment;Falls\n2027-W01;"rain; ice\nand wind";4\n2027-W02;;5\n'

    assert read_text(text).rows[0] == ("2027-W01", "rain; ice\nand wind", "4")


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


def test_a_quotation_mark_never_closed():
    """The rest of the file hides in one cell."""
    content = b'Week;Falls\n2027-W01;"4\n' + b"2027-W02;5\n" * 20_000

    assert "quotation mark" in refused(content)


def test_a_file_too_large_or_too_long_is_not_read():
    """Both in a sentence that says what to do."""
    assert "11 MB" in refused(b"1;2\n" * (LARGEST_FILE // 4 + 1))
    assert "more than 200,000 rows" in refused(b"1;2\n" * 200_001)


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


def test_reading_text_does_not_import_pandas():
    """Only a workbook needs it; the course starts without."""
    script = (
        "import sys; from course.charts.own_data.tables import read_text;"
        "read_text('a;b\\n1;2'); print('pandas' in sys.modules)"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert said.stdout.strip() == "False"
