"""A sheet of cells as a table: where its header is, and which way it lies.

Files come as people have them: with a title above the header, a header in two rows,
the year in one column and the month in another, the months side by side. What can be
read is read, and what was assumed is said.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from course.charts.own_data.cells import Cell, cell_text, is_missing, looks_numeric
from course.charts.own_data.dates import (
    is_undated_period,
    month_number,
    read_periods,
    week_number,
)
from course.charts.own_data.files import MOST_COLUMNS, Sheet, read_pasted, read_sheets
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say

# Rows looked at to tell what a column holds.
SAMPLE = 500
# Columns with a time for a heading, before a table is taken to lie on its side.
_FEWEST_ACROSS = 3
# How many of how many, in Danish, English, Norwegian and Swedish.
_PAIR = re.compile(
    r"(\d{1,6})\s*(?:/|av|af|of|ud\s+af|ut\s+av|out\s+of)\s*(\d{1,6})", re.IGNORECASE
)
_YEAR_HEADINGS = {"year", "år", "ár", "vuosi", "jahki"}
_MONTH_HEADINGS = {"month", "månad", "måned", "mnd", "mánuður", "mánaður", "kuukausi"}
_WEEK_HEADINGS = {"week", "vecka", "v", "uke", "uge", "vika", "viikko", "vahkku"}


@dataclass(frozen=True, slots=True)
class OwnTable:
    """A table as it stands in a file.

    Attributes
    ----------
    columns : tuple of str
        Their headings, each named once.
    rows : tuple of tuple of str, float, date or None
        Each as long as `columns`; None for an empty cell.
    row_numbers : tuple of int
        Where each row stands in the file, counted from 1.
    remarks : tuple of str
        Sentences about what was assumed.
    turned : bool
        Whether its rows stand in the file as columns; `row_numbers` then count
        columns.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    remarks: tuple[str, ...] = ()
    turned: bool = False

    def column(self, place: int) -> tuple[Cell, ...]:
        """Return the cells of one column, by its place from 0."""
        return tuple(row[place] for row in self.rows)


def read_table(content: bytes) -> OwnTable:
    r"""Read the first table of a CSV file or an Excel workbook.

    Parameters
    ----------
    content : bytes
        The whole file. Its form is told from what is in it, not from its name.

    Returns
    -------
    OwnTable

    Raises
    ------
    UnreadableData

    Examples
    --------
    >>> table = read_table("Vecka;Väntetid\n2027-W01;14,5\n".encode("utf-8-sig"))
    >>> table.columns, table.rows
    (('Vecka', 'Väntetid'), (('2027-W01', '14,5'),))
    >>> read_table(b"")
    Traceback (most recent call last):
    course.charts.own_data.unreadable.UnreadableData: The file is empty...
    """
    return make_table(read_sheets(content)[0])


def read_text(text: str) -> OwnTable:
    r"""Read a table from text, as from a file or pasted from a spreadsheet.

    Parameters
    ----------
    text : str
        Columns divided by semicolons, tabs, commas or upright strokes.

    Returns
    -------
    OwnTable

    Raises
    ------
    UnreadableData

    Examples
    --------
    >>> read_text("Week\tFalls\n1\t4\n2\t\n").rows
    (('1', '4'), ('2', None))
    """
    return make_table(read_pasted(text))


def make_table(sheet: Sheet) -> OwnTable:
    r"""Find the header of a sheet, and cut all rows to its width.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    OwnTable

    Raises
    ------
    UnreadableData

    Examples
    --------
    >>> merged = read_pasted("Month;Falls;;Days\n;All;Harm;\nMay 2027;4;1;310\n")
    >>> make_table(merged).columns
    ('Month', 'Falls, All', 'Falls, Harm', 'Days')
    """
    numbered = [
        (number, row)
        for number, row in enumerate(sheet.rows, start=1)
        if any(cell is not None for cell in row)
    ]
    if not numbered:
        raise UnreadableData("empty")
    remarks: list[str] = []
    numbered = _below_titles(numbered, remarks)
    number = numbered[0][0]
    header, numbered = _take_header(numbered, remarks)
    width = len(header)
    if sheet.may_have_notes_beside:
        width = max([width, *(_width(row) for _, row in numbered)])
    if not numbered:
        raise UnreadableData("no-rows", row=number)
    if width > MOST_COLUMNS:
        raise UnreadableData("too-many-columns", most=MOST_COLUMNS)
    for number, row in numbered:
        if _width(row) > width:
            raise UnreadableData(
                "too-many-cells", row=number, cells=_width(row), width=width
            )
    columns = [
        name or say("own-data.column", number=place)
        for place, name in enumerate((*header, *[""] * (width - len(header))), start=1)
    ]
    return _with_pairs_split(
        _with_year_joined(
            OwnTable(
                columns=_named_once(columns),
                rows=tuple(_widened(row, width) for _, row in numbered),
                row_numbers=tuple(number for number, _ in numbered),
                remarks=tuple(remarks),
            )
        )
    )


def lies_on_its_side(table: OwnTable) -> bool:
    r"""Whether the times stand side by side as headings, and not below each other.

    Parameters
    ----------
    table : OwnTable

    Returns
    -------
    bool

    Examples
    --------
    >>> lies_on_its_side(read_text("Ward;jan;feb;mar\nEast;4;5;3\n"))
    True
    >>> lies_on_its_side(read_text("Week;Falls\n2027-W01;4\n"))
    False
    """
    return sum(is_time(name) for name in table.columns) >= _FEWEST_ACROSS


def is_time(cell: Cell) -> bool:
    """Whether a cell names a time, with its year or without.

    Parameters
    ----------
    cell : str, float, date or None

    Returns
    -------
    bool

    Examples
    --------
    >>> is_time("tammi"), is_time("2027-03"), is_time("Falls")
    (True, True, False)
    """
    return is_undated_period(cell) or read_periods([cell]).periods[0] is not None


def turn_round(table: OwnTable) -> OwnTable:
    r"""Turn a table on its side: what stood in a column stands in a row.

    Parameters
    ----------
    table : OwnTable

    Returns
    -------
    OwnTable
        Its first column has the headings; its row numbers count the file's columns.

    Examples
    --------
    >>> turned = turn_round(read_text("Ward;jan;feb;mar\nEast;4;5;3\nWest;1;2;2\n"))
    >>> turned.columns, turned.rows[0]
    (('Ward', 'East', 'West'), ('jan', '4', '1'))
    """
    first, *headings = table.columns
    names = [
        cell_text(row[0]) or say("own-data.row", number=number)
        for row, number in zip(table.rows, table.row_numbers, strict=True)
    ]
    return replace(
        table,
        columns=_named_once([first, *names]),
        rows=tuple(
            (heading, *(row[place] for row in table.rows))
            for place, heading in enumerate(headings, start=1)
        ),
        row_numbers=tuple(range(2, len(table.columns) + 1)),
        turned=not table.turned,
    )


def groups_in(table: OwnTable, time: int | None) -> dict[int, tuple[str, ...]]:
    r"""Columns that tell rows of the same time apart: a ward, a kind of event.

    Parameters
    ----------
    table : OwnTable
    time : int or None
        The place of the column with the time.

    Returns
    -------
    dict of int to tuple of str
        The places of such columns, each with its different texts in order of
        appearance, at most thirty.

    Examples
    --------
    >>> table = read_text("Month;Ward;Falls\nMay 2027;East;4\nMay 2027;West;2\n")
    >>> groups_in(table, 0)
    {1: ('East', 'West')}
    """
    if time is None:
        return {}
    times = table.column(time)
    found = {}
    for place in range(len(table.columns)):
        cells = table.column(place)
        texts = tuple(dict.fromkeys(c for c in cells if isinstance(c, str)))
        if (
            place != time
            and 2 <= len(texts) <= 30
            and not any(map(looks_numeric, texts))
            # Each text once at a time: else it is a note, not what tells them apart.
            and len(set(zip(times, cells, strict=True))) == len(cells)
            and len(set(times)) < len(times)
        ):
            found[place] = texts
    return found


def only_rows(table: OwnTable, place: int, text: str) -> OwnTable:
    r"""Keep only the rows that have a text in one column.

    Parameters
    ----------
    table : OwnTable
    place : int
    text : str

    Returns
    -------
    OwnTable
        With a remark that says how many they are.

    Examples
    --------
    >>> table = read_text("Month;Ward;Falls\nMay 2027;East;4\nMay 2027;West;2\n")
    >>> only_rows(table, 1, "West").rows
    (('May 2027', 'West', '2'),)
    """
    kept = [at for at, row in enumerate(table.rows) if row[place] == text]
    remark = say(
        "own-data.remark.only",
        column=table.columns[place],
        text=text,
        kept=len(kept),
        rows=len(table.rows),
    )
    return replace(
        table,
        rows=tuple(table.rows[at] for at in kept),
        row_numbers=tuple(table.row_numbers[at] for at in kept),
        remarks=(*table.remarks, remark),
    )


# Titles and headers

_Numbered = list[tuple[int, tuple[Cell, ...]]]


def _below_titles(numbered: _Numbered, remarks: list[str]) -> _Numbered:
    """Leave out the titles above a table: they fill fewer cells than its header."""
    counts = Counter(_count_filled(row) for _, row in numbered[:SAMPLE])
    usual = max(counts, key=lambda count: (counts[count], count))
    top = next(
        place
        for place, (_, row) in enumerate(numbered)
        if _count_filled(row) >= math.ceil(0.6 * usual)
    )
    # Just above the header, and not at the left: a heading over several columns.
    if top and _first_filled(numbered[top - 1][1]) > _first_filled(numbered[top][1]):
        if not any(map(_is_figure, numbered[top - 1][1])):
            top -= 1
    if top:
        rows = ", ".join(str(number) for number, _ in numbered[:top])
        remarks.append(say("own-data.remark.titles", rows=rows))
    return numbered[top:]


def _take_header(
    numbered: _Numbered, remarks: list[str]
) -> tuple[list[str], _Numbered]:
    """Return the headings ("" for none) and the rows below them."""
    _, header = numbered[0]
    if _is_data(header) and not _is_header_of_times(numbered):
        remarks.append(say("own-data.remark.no-header"))
        return [""] * _width(header), numbered
    if not _has_second_row(numbered):
        return [cell_text(cell) for cell in header[: _width(header)]], numbered[1:]
    (first, _), (second, lower) = numbered[:2]
    remarks.append(say("own-data.remark.two-headers", first=first, second=second))
    width = max(_width(header), _width(lower))
    columns, over = [], ""
    for above, below in zip(
        _widened(header, width), _widened(lower, width), strict=True
    ):
        # A merged cell says something only in its first column.
        over = cell_text(above) or (over if below is not None else "")
        parts = dict.fromkeys(filter(None, (over, cell_text(below))))
        columns.append(", ".join(parts))
    return columns, numbered[2:]


def _has_second_row(numbered: _Numbered) -> bool:
    """Whether the header goes on in a second row: it fills what the first left open."""
    if len(numbered) < 3:
        return False
    (_, upper), (_, lower), (_, data) = numbered[:3]
    width = max(_width(upper), _width(lower))
    open_above = [
        below is not None and (above is None or above == below)
        for above, below in zip(
            _widened(upper, width), _widened(lower, width), strict=True
        )
    ]
    if any(map(_is_figure, lower)) or not _is_data(data):
        return False
    return any(open_above) or _is_below_a_time(lower, [row for _, row in numbered[2:]])


def _is_below_a_time(lower: Sequence[Cell], data: Sequence[Sequence[Cell]]) -> bool:
    """Whether a row of words without a time stands above rows that have one.

    Words that come again below are answers, not headings.
    """
    first = next((place for place, cell in enumerate(data[0]) if is_time(cell)), None)
    if first is None or (first < len(lower) and lower[first] is not None):
        return False
    if any(len(row) <= first or row[first] is None for row in data[:3]):
        return False
    columns: list[set[Cell]] = [
        {row[place] for row in data if place < len(row)} for place in range(len(lower))
    ]
    words = [place for place, cell in enumerate(lower) if cell is not None]
    return bool(words) and not any(
        is_missing(lower[place])
        or lower[place] in columns[place]
        # Below a heading stand figures, not more words.
        or not any(map(_is_figure, columns[place]))
        for place in words
    )


def _is_data(row: Sequence[Cell]) -> bool:
    """Whether a row holds figures rather than headings."""
    return any(map(_is_figure, row))


def _is_figure(cell: Cell) -> bool:
    if cell is None:
        return False
    return (
        not isinstance(cell, str)
        or looks_numeric(cell)
        or read_periods([cell]).periods[0] is not None
    )


def _is_header_of_times(numbered: _Numbered) -> bool:
    """Whether a first row of times is the header of a table on its side."""
    _, header = numbered[0]
    times = [place for place, cell in enumerate(header) if is_time(cell)]
    if len(times) < _FEWEST_ACROSS or len(times) < _count_filled(header) - 2:
        return False
    below = [
        row[place] for _, row in numbered[1:6] for place in times if place < len(row)
    ]
    # A four-digit count below is no year.
    return 0 not in times and not any(
        is_time(cell) for cell in below if cell is not None and not looks_numeric(cell)
    )


def _widened(row: Sequence[Cell], width: int) -> tuple[Cell, ...]:
    return (*row, *(None,) * width)[:width]


def _count_filled(row: Sequence[Cell]) -> int:
    return sum(cell is not None for cell in row)


def _first_filled(row: Sequence[Cell]) -> int:
    return next(place for place, cell in enumerate(row) if cell is not None)


def _width(row: Sequence[Cell]) -> int:
    """Cells up to the last one that is filled."""
    return max(
        (place for place, cell in enumerate(row, start=1) if cell is not None),
        default=0,
    )


def _named_once(columns: Sequence[str]) -> tuple[str, ...]:
    seen: Counter[str] = Counter()
    named = []
    for column in columns:
        name = " ".join(column.split())[:80]
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(named)


# "12 of 15" in one cell


def _with_pairs_split(table: OwnTable) -> OwnTable:
    """Make two columns of one with how many of how many in each cell."""
    columns, parts, remarks = [], [], []
    for place, name in enumerate(table.columns):
        cells = table.column(place)
        pairs = [
            _PAIR.fullmatch(cell.strip()) if isinstance(cell, str) else None
            for cell in cells
        ]
        found = [pair for pair in pairs if pair is not None]
        filled = sum(not is_missing(cell) for cell in cells)
        columns.append(name)
        if (
            len(found) < max(2, 0.8 * filled)
            or any(int(pair[1]) > int(pair[2]) for pair in found)
            # The times of a table on its side are headings, not cells.
            or lies_on_its_side(table)
        ):
            parts.append(cells)
            continue
        columns.append(say("own-data.of-how-many", column=name))
        remarks.append(say("own-data.remark.split", text=found[0][0], column=name))
        parts.append(
            tuple(
                pair[1] if pair else cell
                for pair, cell in zip(pairs, cells, strict=True)
            )
        )
        parts.append(tuple(pair[2] if pair else None for pair in pairs))
    if not remarks:
        return table
    return replace(
        table,
        columns=_named_once(columns),
        rows=tuple(zip(*parts, strict=True)),
        remarks=(*table.remarks, *remarks),
    )


# The year in one column, the month or week in another


def _with_year_joined(table: OwnTable) -> OwnTable:
    """Put a first column of whole dates before a year and its months or weeks."""
    for year in range(min(len(table.columns), 6)):
        heading = table.columns[year].casefold()
        years = _filled_down(table.column(year))
        if heading not in _YEAR_HEADINGS or not any(map(_is_year, years)):
            continue
        for within in range(min(len(table.columns), 7)):
            joined = within != year and _joined(
                years, table.column(within), table.columns[within].casefold()
            )
            if joined:
                name = f"{table.columns[year]}, {table.columns[within]}"
                rows = zip(joined, table.rows, strict=True)
                return replace(
                    table,
                    columns=_named_once([name, *table.columns]),
                    rows=tuple((cell, *row) for cell, row in rows),
                )
    return table


def _joined(
    years: Sequence[Cell], parts: Sequence[Cell], heading: str
) -> list[Cell] | None:
    """Dates from years and months or weeks; what is none stays as it is written."""
    forms: tuple[tuple[set[str], Callable[[Cell], int | None], str], ...] = (
        (_MONTH_HEADINGS, month_number, "{year}-{part:02d}"),
        (_WEEK_HEADINGS, week_number, "{year}-W{part:02d}"),
    )
    for headings, number_of, form in forms:
        numbers = [number_of(part) for part in parts]
        in_words = sum(
            number is not None and not looks_numeric(part)
            for number, part in zip(numbers, parts, strict=True)
        )
        # Bare numbers up to twelve are months only below a heading that says so.
        if heading not in headings and in_words < _FEWEST_ACROSS:
            continue
        return [
            form.format(year=cell_text(year), part=number)
            if number is not None and _is_year(year)
            else (year if part is None else part)
            for year, part, number in zip(years, parts, numbers, strict=True)
        ]
    return None


def _filled_down(cells: Sequence[Cell]) -> list[Cell]:
    """Write the year beside its January for the eleven months below, too."""
    filled, last = [], None
    for cell in cells:
        last = last if is_missing(cell) else cell
        filled.append(last)
    return filled


def _is_year(cell: Cell) -> bool:
    text = cell_text(cell)
    return text.isdecimal() and 1800 <= int(text) <= 2199
