"""A file as it comes, or what is pasted: bytes in, sheets of cells out."""

from __future__ import annotations

import csv
import io
import math
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from course.charts.own_data.cells import PLAIN_NUMBER, Cell
from course.charts.own_data.unreadable import UnreadableData

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_ROWS = 200_000
MOST_COLUMNS = 200

# A spreadsheet is packed: unpacked it must still fit into the memory of a laptop.
_LARGEST_UNPACKED = 300 * 1024 * 1024
_DELIMITERS = (";", "\t", ",", "|")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of cells, nothing understood of it yet.

    Attributes
    ----------
    name : str
        "" for a text file, which has one sheet.
    rows : tuple of tuple of str, float, date or None
        As they stand, empty rows too, so that they can be counted.
    may_have_notes_beside : bool
        On a worksheet people write beside their tables; in a text file a cell too
        many means that a number was cut in two.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    may_have_notes_beside: bool = False


def read_sheets(content: bytes) -> tuple[Sheet, ...]:
    r"""Read a CSV file or an Excel workbook.

    Parameters
    ----------
    content : bytes
        The whole file. Its form is told from what is in it, not from its name.

    Returns
    -------
    tuple of Sheet
        At least one, and each with something in it.

    Raises
    ------
    UnreadableData

    Examples
    --------
    >>> read_sheets("Vecka;Väntetid\n2027-W01;14,5\n".encode("utf-8-sig"))[0].rows
    (('Vecka', 'Väntetid'), ('2027-W01', '14,5'))
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableData(
            "too-large",
            size=len(content) // 1024**2 + 1,
            largest=LARGEST_FILE // 1024**2,
        )
    if not content.strip():
        raise UnreadableData("empty")
    if content.startswith(b"PK\x03\x04"):
        return _read_workbook(content)
    if content.startswith(bytes.fromhex("d0cf11e0a1b11ae1")):
        raise UnreadableData("old-excel")
    text = _decode(content)
    if not text.strip():
        raise UnreadableData("empty")
    return (read_pasted(text),)


def read_pasted(text: str) -> Sheet:
    r"""Read text as from a file, or pasted from a spreadsheet.

    Parameters
    ----------
    text : str
        Columns divided by semicolons, tabs, commas or upright strokes.

    Returns
    -------
    Sheet

    Raises
    ------
    UnreadableData

    Examples
    --------
    >>> read_pasted("Week\tFalls\n1\t4\n2\t\n").rows[1:]
    (('1', '4'), ('2', None))
    """
    if not text.strip():
        raise UnreadableData("nothing-pasted")
    if text.lstrip()[:1] == "<":
        raise UnreadableData("not-a-table")
    rows = _split(text, _find_delimiter(text))
    return Sheet("", tuple(tuple(c.strip() or None for c in row) for row in rows))


# Text


def _decode(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        # Older systems in the Nordic countries write Windows' western alphabet.
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text[:4096]
        if head.startswith("%PDF") or re.search(r"[\x00-\x08\x0e-\x1f]", head):
            break
        return text
    raise UnreadableData("not-a-table")


def _find_delimiter(text: str) -> str:
    """The mark that cuts most rows into the same number of cells, more than one."""
    lines = [line for line in text.splitlines() if line.strip()][:60]
    # "4,5" below "5,1" is one column of decimal commas, whatever stands above it.
    first, *others = (line.strip() for line in lines)
    if others and all(map(PLAIN_NUMBER.fullmatch, others)):
        if "," not in first or PLAIN_NUMBER.fullmatch(first):
            return "\t"
    best, best_agreeing = "\t", 0
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        agreeing = max((n for width, n in widths.items() if width > 1), default=0)
        if agreeing > best_agreeing:
            best, best_agreeing = delimiter, agreeing
    return best


def _split(text: str, delimiter: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS:
                raise UnreadableData("too-many-rows", most=f"{MOST_ROWS:,}")
    except csv.Error as error:
        raise UnreadableData("broken-quotes", row=len(rows) + 1) from error
    return rows


# Workbooks


def _read_workbook(content: bytes) -> tuple[Sheet, ...]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
        if not any(part.filename.startswith("xl/workbook") for part in parts):
            raise UnreadableData("not-a-table")
        if sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
            raise UnreadableData("too-many-rows", most=f"{MOST_ROWS:,}")
    except zipfile.BadZipFile as error:
        raise UnreadableData("not-a-table") from error

    import openpyxl

    try:
        with warnings.catch_warnings():
            # About styles and lists of choices in the workbook, never about figures.
            warnings.simplefilter("ignore")
            # The figures as last worked out, not the formulas.
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            sheets = [_sheet(worksheet) for worksheet in book.worksheets]
    except UnreadableData:
        raise
    # Whatever a damaged workbook makes the reader stumble over, it is damaged.
    except Exception as error:
        raise UnreadableData("not-a-table") from error
    filled = [
        sheet
        for sheet in sheets
        if any(cell is not None for row in sheet.rows for cell in row)
    ]
    if not filled:
        raise UnreadableData("empty")
    return tuple(filled)


def _sheet(worksheet) -> Sheet:
    rows = []
    for row in worksheet.iter_rows(values_only=True):
        rows.append([_cell(value) for value in row[: 2 * MOST_COLUMNS]])
        if len(rows) > MOST_ROWS:
            raise UnreadableData("too-many-rows", most=f"{MOST_ROWS:,}")
    _fill_down(rows, worksheet.merged_cells.ranges)
    return Sheet(worksheet.title, tuple(map(tuple, rows)), may_have_notes_beside=True)


def _fill_down(rows: list[list[Cell]], merged: Iterable) -> None:
    """Let each row of a merged cell have what the cell says.

    Down only: the year beside its twelve months belongs to each of them. A title
    merged across a table belongs to no column of it, and what a heading merged across
    several columns means is seen when the table is made.
    """
    for area in merged:
        column, first = area.min_col - 1, area.min_row - 1
        if first < len(rows) and column < len(rows[first]):
            for row in rows[first + 1 : area.max_row]:
                row[column] = rows[first][column]


def _cell(value: object) -> Cell:
    """One cell of a workbook: numbers as float, days as date, all else as text."""
    if value is None or value is True or value is False:
        return None if value is None else str(value)
    if isinstance(value, (int, float)):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        # As the sheet shows it: hours may be more than a day has.
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}"
    return str(value).strip() or None
