"""The learner's own figures: from a file or a pasted table to one run chart.

Files come as people have them: from a spreadsheet set to Swedish, with a title above
the header, newest row first. What can be read is read, and what was assumed is said;
what cannot is said in one sentence that names the row.
"""

from __future__ import annotations

import csv
import io
import math
import re
import statistics
import warnings
import zipfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from course.charts.own_dates import SPANS, Period, PeriodsRead, read_periods
from course.charts.pictures import Chart
from course.charts.runs import run_centre
from course.messages import say

LARGEST_FILE = 10 * 1024 * 1024  # bytes
MOST_ROWS = 200_000
# Beyond it the points touch each other, and the run rules have not been studied.
MOST_POINTS = 200
FEWEST_POINTS = 3

HOWS = ("median", "mean", "sum", "count")

# A spreadsheet is packed: unpacked it must still fit into the memory of a laptop.
_LARGEST_UNPACKED = 300 * 1024 * 1024
_MOST_COLUMNS = 200
# Rows looked at to tell what a column holds.
_SAMPLE = 500
_DELIMITERS = (";", "\t", ",", "|")
_MISSING = {"", "-", "–", "—", ".", "..", "?", "na", "n/a", "nan", "null", "none"}
_MISSING |= {"missing", "saknas", "mangler", "puuttuu", "vantar", "#n/a", "#na"}
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")
_PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?")
_THOUSANDS = {
    ",": re.compile(r"[-+]?\d{1,3}(?:,\d{3})+"),
    ".": re.compile(r"[-+]?\d{1,3}(?:\.\d{3})+"),
}

Cell = str | float | date | None


class UnreadableData(ValueError):
    """Own data that cannot be used; the message is one sentence for the learner.

    Attributes
    ----------
    row : int or None
        The row of the file it is about, counted from 1 as a spreadsheet does.
    skippable : bool
        Whether the rest could be used if rows like this were left out.
    grouping : bool
        Whether one point for each week or month would help.
    """

    def __init__(
        self,
        key: str,
        *,
        row: int | None = None,
        skippable: bool = False,
        grouping: bool = False,
        **values: object,
    ):
        super().__init__(say(f"own-data.{key}", row=row, **values))
        self.row = row
        self.skippable = skippable
        self.grouping = grouping


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
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    row_numbers: tuple[int, ...]
    remarks: tuple[str, ...] = ()

    def column(self, place: int) -> tuple[Cell, ...]:
        """Return the cells of one column, by its place from 0."""
        return tuple(row[place] for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeries:
    """One measure in time, oldest first.

    Attributes
    ----------
    x_label, y_label : str
    labels : tuple of str
        One for each value.
    values : tuple of float or None
        None where nothing was measured.
    periods : tuple of Period
        One for each value; empty where the rows have no dates.
    remarks : tuple of str
        Sentences about what was assumed.
    doubles : str
        A sentence about rows that belong to the same period; "" for none.
    """

    x_label: str
    y_label: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    periods: tuple[Period, ...] = ()
    remarks: tuple[str, ...] = ()
    doubles: str = ""

    @property
    def spans_offered(self) -> tuple[str, ...]:
        """The spans its points could be grouped by."""
        if not self.periods:
            return ()
        longest = max(SPANS.index(period.span) for period in self.periods)
        return SPANS[longest : SPANS.index("year")]


# Reading a file


def read_table(content: bytes) -> OwnTable:
    r"""Read a CSV file or an Excel workbook.

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
    course.charts.own_data.UnreadableData: The file is empty...
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
    return read_text(text)


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
    if not text.strip():
        raise UnreadableData("nothing-pasted")
    if text.lstrip()[:1] == "<":
        raise UnreadableData("not-a-table")
    rows = _split(text, _find_delimiter(text))
    return _make_table(
        [tuple(cell.strip() or None for cell in row) for row in rows], []
    )


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
    if all(_PLAIN.fullmatch(line.strip()) for line in lines[1:]) and len(lines) > 1:
        if "," not in lines[0] or _PLAIN.fullmatch(lines[0].strip()):
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


def _read_workbook(content: bytes) -> OwnTable:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
        if not any(part.filename.startswith("xl/workbook") for part in parts):
            raise UnreadableData("not-a-table")
        if sum(part.file_size for part in parts) > _LARGEST_UNPACKED:
            raise UnreadableData("too-many-rows", most=f"{MOST_ROWS:,}")
    except zipfile.BadZipFile as error:
        raise UnreadableData("not-a-table") from error

    import pandas

    try:
        with warnings.catch_warnings():
            # About styles and lists of choices in the workbook, never about figures.
            warnings.simplefilter("ignore")
            # Cells as they are: pandas' own guesses would hide what stands where.
            sheets = pandas.read_excel(
                io.BytesIO(content),
                sheet_name=None,
                header=None,
                dtype=object,
                na_filter=False,
                engine="openpyxl",
            )
    # Whatever a damaged workbook makes the reader stumble over, it is damaged.
    except Exception as error:
        raise UnreadableData("not-a-table") from error
    filled = [name for name, sheet in sheets.items() if sheet.size]
    if not filled:
        raise UnreadableData("empty")
    sheet = sheets[filled[0]]
    if len(sheet) > MOST_ROWS:
        raise UnreadableData("too-many-rows", most=f"{MOST_ROWS:,}")
    remarks = []
    if len(filled) > 1:
        remarks.append(
            say("own-data.remark.sheets", count=len(filled), sheet=filled[0])
        )
    rows = [
        tuple(_cell(value) for value in row)
        for row in sheet.itertuples(index=False, name=None)
    ]
    return _make_table(rows, remarks, beside=True)


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
    return str(value).strip() or None


def _make_table(
    rows: Sequence[tuple[Cell, ...]], remarks: list[str], *, beside: bool = False
) -> OwnTable:
    """Find the header, and cut all rows to its width.

    With `beside` there may be notes beside the table, as on a worksheet; in a text
    file a cell too many means that a number was cut in two.
    """
    numbered = [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(cell is not None for cell in row)
    ]
    if not numbered:
        raise UnreadableData("empty")
    counts = Counter(_count_filled(row) for _, row in numbered[:_SAMPLE])
    usual = max(counts, key=lambda count: (counts[count], count))

    # Titles above a table fill fewer cells than its header does.
    top = next(
        place
        for place, (_, row) in enumerate(numbered)
        if _count_filled(row) >= math.ceil(0.6 * usual)
    )
    if top:
        remarks.append(say("own-data.remark.titles", rows=_listed(numbered[:top])))
    numbered = numbered[top:]
    number, header = numbered[0]
    width = _width(header)
    if _looks_like_data(header):
        header = (None,) * width
        remarks.append(say("own-data.remark.no-header"))
    else:
        numbered = numbered[1:]
    if beside:
        width = max([width, *(_width(row) for _, row in numbered)])
    if not numbered:
        raise UnreadableData("no-rows", row=number)
    if width > _MOST_COLUMNS:
        raise UnreadableData("too-many-columns", most=_MOST_COLUMNS)
    for number, row in numbered:
        if _width(row) > width:
            raise UnreadableData(
                "too-many-cells", row=number, cells=_width(row), width=width
            )
    columns = [
        say("own-data.column", number=place) if cell is None else _label(cell)
        for place, cell in enumerate(_widened(header, width), start=1)
    ]
    return OwnTable(
        columns=tuple(_named_once(columns)),
        rows=tuple(_widened(row, width) for _, row in numbered),
        row_numbers=tuple(number for number, _ in numbered),
        remarks=tuple(remarks),
    )


def _widened(row: tuple[Cell, ...], width: int) -> tuple[Cell, ...]:
    return (*row, *(None,) * width)[:width]


def _count_filled(row: tuple[Cell, ...]) -> int:
    return sum(cell is not None for cell in row)


def _width(row: tuple[Cell, ...]) -> int:
    """Cells up to the last one that is filled."""
    return max(
        (place for place, cell in enumerate(row, start=1) if cell is not None),
        default=0,
    )


def _looks_like_data(row: tuple[Cell, ...]) -> bool:
    """Whether a first row holds figures rather than headings."""
    cells = [cell for cell in row if cell is not None]
    texts = [cell for cell in cells if isinstance(cell, str)]
    periods = read_periods(cells).periods
    return len(texts) < len(cells) or any(
        period is not None or _PLAIN.fullmatch(cell.translate(_SPACES).rstrip("%"))
        for cell, period in zip(cells, periods, strict=True)
    )


def _named_once(columns: Sequence[str]) -> list[str]:
    seen: Counter[str] = Counter()
    named = []
    for column in columns:
        name = " ".join(column.split())[:80]
        seen[name] += 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named


def _listed(numbered: Sequence[tuple[int, object]]) -> str:
    return ", ".join(str(number) for number, _ in numbered)


# From a table to a series


def guess_columns(table: OwnTable) -> tuple[int | None, int | None]:
    r"""Guess which column is the time and which the measure.

    Parameters
    ----------
    table : OwnTable

    Returns
    -------
    time, measure : int or None
        Places from 0; None where no column looks like it.

    Examples
    --------
    >>> guess_columns(read_text("Ward;Falls;Week\nEast;4;2027-W01\nEast;6;2027-W02"))
    (2, 1)
    """
    samples = [
        [row[place] for row in table.rows[:_SAMPLE]]
        for place in range(len(table.columns))
    ]
    dated = [_share_of_dates(sample) for sample in samples]
    time = max(range(len(dated)), key=dated.__getitem__) if max(dated) >= 0.5 else None
    shares = [_share_of_numbers(sample) for sample in samples]
    candidates = [place for place in range(len(shares)) if place != time]
    numeric = [place for place in candidates if shares[place] >= 0.8]
    if not numeric:
        # Half of it numbers: a measure with something else in between.
        numeric = [place for place in candidates if shares[place] >= 0.5]
    if time is None and len(numeric) > 1 and _counts_up(samples[numeric[0]]):
        # 1, 2, 3 ...: weeks numbered, or rows.
        time = numeric.pop(0)
    elif time is None and numeric and numeric[0] > 0:
        time = 0
    return time, numeric[0] if numeric else None


def read_series(
    table: OwnTable,
    time: int | None,
    measure: int | None,
    *,
    month_first: bool = False,
    leave_out: bool = False,
) -> OwnSeries:
    r"""Read one measure in time.

    Parameters
    ----------
    table : OwnTable
    time, measure : int or None
        Places of the columns. Without a time the rows are numbered as they come;
        without a measure each row counts one.
    month_first : bool
        How to read 03/04/2027 where the column does not tell.
    leave_out : bool
        Leave out rows whose time or number cannot be read.

    Returns
    -------
    OwnSeries
        In the order of time, with remarks on what was assumed.

    Raises
    ------
    UnreadableData
        Naming the first row that cannot be read.

    Examples
    --------
    >>> table = read_text("Vecka;Väntetid\n2027-W02;14,5\n2027-W01;12\n")
    >>> series = read_series(table, 0, 1)
    >>> series.labels, series.values
    (('week 1, 2027', 'week 2, 2027'), (12.0, 14.5))
    """
    remarks = list(table.remarks)
    values, unreadable = _read_measure(table, measure, remarks)
    periods, labels = _read_times(table, time, month_first, unreadable, remarks)

    if unreadable and not leave_out:
        place = min(unreadable)
        raise UnreadableData(
            unreadable[place],
            row=table.row_numbers[place],
            skippable=True,
            text=_quoted(table, place, time, measure, unreadable[place]),
            column=table.columns[_blamed(time, measure, unreadable[place])],
        )
    if unreadable:
        remarks.append(say("own-data.remark.left-out", count=len(unreadable)))
    kept = [place for place in range(len(table.rows)) if place not in unreadable]
    if periods and kept != sorted(kept, key=lambda place: periods[place].start):
        kept.sort(key=lambda place: periods[place].start)
        remarks.append(say("own-data.remark.sorted"))
    return OwnSeries(
        x_label="" if periods or time is None else table.columns[time],
        y_label=(say("own-data.rows") if measure is None else table.columns[measure]),
        labels=tuple(labels[place] for place in kept),
        values=tuple(values[place] for place in kept),
        periods=tuple(periods[place] for place in kept) if periods else (),
        remarks=tuple(remarks),
        doubles=_doubles(table, periods, kept) if periods else "",
    )


def group_series(series: OwnSeries, span: str, how: str) -> OwnSeries:
    r"""Make one point for each day, week, month or quarter.

    Parameters
    ----------
    series : OwnSeries
        With dates.
    span : str
        One of `series.spans_offered`.
    how : {"median", "mean", "sum", "count"}
        What becomes of the values of one span; "count" counts those measured.

    Returns
    -------
    OwnSeries
        Without holes: a span without a row counts 0, and is not measured else.

    Raises
    ------
    UnreadableData
        If that would make more spans than a chart can show.

    Examples
    --------
    >>> table = read_text("Date;Wait\n2027-03-01;4\n2027-03-02;6\n2027-03-16;5\n")
    >>> grouped = group_series(read_series(table, 0, 1), "week", "mean")
    >>> grouped.labels, grouped.values
    (('week 9, 2027', 'week 10, 2027', 'week 11, 2027'), (5.0, None, 5.0))
    """
    groups: dict[Period, list[float]] = {}
    for period, value in zip(series.periods, series.values, strict=True):
        group = groups.setdefault(period.within(span), [])
        if value is not None:
            group.append(value)
    period, last = min(groups), max(groups)
    periods = [period]
    while period < last and len(periods) <= MOST_ROWS:
        period = period.following()
        periods.append(period)
    return replace(
        series,
        labels=tuple(period.label for period in periods),
        values=tuple(_summed_up(groups.get(period, []), how) for period in periods),
        periods=tuple(periods),
        doubles="",
        y_label=say(f"own-data.how.{how}.label", measure=series.y_label),
    )


def own_run_chart(series: OwnSeries, chart_id: str = "own-data") -> Chart:
    r"""Put a series on a run chart, with its median.

    Parameters
    ----------
    series : OwnSeries
    chart_id : str

    Returns
    -------
    Chart

    Raises
    ------
    UnreadableData
        If there are more points than a run chart can show, or too few to draw.

    Examples
    --------
    >>> table = read_text("Week;Falls\n1;4\n2;6\n3;5\n")
    >>> own_run_chart(read_series(table, 0, 1)).centre
    5.0
    """
    if len(series.values) > MOST_POINTS:
        raise UnreadableData(
            "too-many-points" if series.periods else "too-many-points.no-dates",
            grouping=bool(series.periods),
            points=f"{len(series.values):,}",
            most=MOST_POINTS,
        )
    measured = [value for value in series.values if value is not None]
    if len(measured) < FEWEST_POINTS:
        raise UnreadableData("too-few", fewest=FEWEST_POINTS)
    return Chart(
        id=chart_id,
        y_label=series.y_label,
        x_label=series.x_label,
        values=series.values,
        labels=series.labels,
        centre=run_centre(measured),
    )


def _read_measure(
    table: OwnTable, measure: int | None, remarks: list[str]
) -> tuple[list[float | None], dict[int, str]]:
    if measure is None:
        return [1.0] * len(table.rows), {}
    cells = table.column(measure)
    decimal = _decimal_mark([cell for cell in cells if isinstance(cell, str)], remarks)
    values: list[float | None] = []
    unreadable = {}
    for place, cell in enumerate(cells):
        try:
            values.append(_number(cell, decimal))
        except ValueError:
            values.append(None)
            unreadable[place] = "not-a-number"
    return values, unreadable


def _decimal_mark(texts: Sequence[str], remarks: list[str]) -> str:
    """Point or comma, as the whole column has it; the other one groups thousands."""
    last_marks: Counter[str] = Counter()
    doubtful = ""
    for text in texts:
        compact = text.translate(_SPACES).rstrip("%")
        if "," in compact and "." in compact:
            last_marks[max(",.", key=compact.rfind)] += 1
        for mark, other in ((",", "."), (".", ",")):
            if mark not in compact or other in compact:
                continue
            if not _THOUSANDS[mark].fullmatch(compact):
                last_marks[mark] += 1
            elif compact.count(mark) > 1:
                last_marks[other] += 1
            else:
                doubtful = doubtful or compact
    if not last_marks and doubtful:
        # Nothing in the column decides: a mark that stands alone is taken as decimal.
        mark = "," if "," in doubtful else "."
        remarks.append(say("own-data.remark.decimal", text=doubtful))
        return mark
    return max(last_marks, key=last_marks.__getitem__, default=".")


def _number(cell: Cell, decimal: str) -> float | None:
    """Read a cell; None where nothing was measured.

    Raises
    ------
    ValueError
        If there is something, but no number.
    """
    if cell is None or isinstance(cell, float):
        return cell
    if not isinstance(cell, str):
        raise ValueError("a date")
    if cell.strip().casefold() in _MISSING:
        return None
    compact = cell.translate(_SPACES).replace("\u2212", "-").removesuffix("%")
    grouping = "." if decimal == "," else ","
    if grouping in compact:
        whole, mark, decimals = compact.partition(decimal)
        if _THOUSANDS[grouping].fullmatch(whole):
            compact = whole.replace(grouping, "") + mark + decimals
        elif mark:
            raise ValueError("not a number")
        # Else it can only be for decimals, here and there in a mixed column.
    if not _PLAIN.fullmatch(compact):
        raise ValueError("not a number")
    number = float(compact.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError("not a number")
    return number


def _read_times(
    table: OwnTable,
    time: int | None,
    month_first: bool,
    unreadable: dict[int, str],
    remarks: list[str],
) -> tuple[list[Period] | None, list[str]]:
    """Periods (None where the column has none) and labels; adds unreadable rows."""
    if time is None:
        return None, [str(number) for number in range(1, len(table.rows) + 1)]
    cells = table.column(time)
    read = read_periods(cells, month_first=month_first)
    if _share_read(cells, read) < 0.5:
        if not _counts_up(cells):
            remarks.append(say("own-data.remark.no-dates", column=table.columns[time]))
        for place, cell in enumerate(cells):
            if cell is None:
                unreadable.setdefault(place, "no-time")
        return None, [_label(cell) for cell in cells]
    if read.ambiguous:
        remarks.append(
            say(
                "own-data.remark.ambiguous.month-first"
                if month_first
                else "own-data.remark.ambiguous.day-first",
                text=read.ambiguous,
            )
        )
    for place, period in enumerate(read.periods):
        if period is None:
            unreadable[place] = "not-a-date" if cells[place] is not None else "no-time"
    # A row left out needs a period to sort by, but never gets sorted.
    filler = next(period for period in read.periods if period is not None)
    periods = [period or filler for period in read.periods]
    return periods, [period.label for period in periods]


def _doubles(table: OwnTable, periods: Sequence[Period], kept: Sequence[int]) -> str:
    for earlier, later in zip(kept, kept[1:], strict=False):
        if periods[earlier] == periods[later]:
            return say(
                "own-data.remark.doubles",
                first=table.row_numbers[earlier],
                second=table.row_numbers[later],
                period=periods[earlier].label,
            )
    return ""


def _blamed(time: int | None, measure: int | None, complaint: str) -> int:
    return measure if complaint == "not-a-number" else time


def _quoted(
    table: OwnTable,
    place: int,
    time: int | None,
    measure: int | None,
    complaint: str,
) -> str:
    return _label(table.rows[place][_blamed(time, measure, complaint)])


def _label(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return text if len(text) <= 40 else text[:39] + "…"


def _summed_up(values: Sequence[float], how: str) -> float | None:
    if how == "count":
        return float(len(values))
    if not values:
        return None
    if how == "sum":
        return math.fsum(values)
    return statistics.fmean(values) if how == "mean" else statistics.median(values)


def _share_read(cells: Sequence[Cell], read: PeriodsRead) -> float:
    filled = sum(cell is not None for cell in cells)
    return sum(period is not None for period in read.periods) / max(filled, 1)


def _share_of_dates(cells: Sequence[Cell]) -> float:
    read = read_periods(cells)
    years = [period.start.year for period in read.periods if period is not None]
    if all(isinstance(cell, (float, type(None))) for cell in cells) and (
        years != sorted(years) or len(set(years)) < len(years)
    ):
        # Four-digit counts are not years: years come one after the other.
        return 0.0
    return _share_read(cells, read)


def _share_of_numbers(cells: Sequence[Cell]) -> float:
    numbers = filled = 0
    decimal = _decimal_mark([cell for cell in cells if isinstance(cell, str)], [])
    for cell in cells:
        try:
            numbers += _number(cell, decimal) is not None
            filled += cell is not None and _number(cell, decimal) is not None
        except ValueError:
            filled += 1
    return numbers / filled if filled else 0.0


def _counts_up(cells: Sequence[Cell]) -> bool:
    try:
        numbers = [_number(cell, ".") for cell in cells]
    except ValueError:
        return False
    return all(number is not None for number in numbers) and all(
        later == earlier + 1
        for earlier, later in zip(numbers, numbers[1:], strict=False)
    )
