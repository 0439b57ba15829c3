"""What a column looks like: a time, a measure, a number of the rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from course.charts.own_data.cells import Cell, decimal_mark, minutes_of, read_number
from course.charts.own_data.dates import PeriodsRead, read_periods
from course.charts.own_data.tables import SAMPLE, OwnTable, is_time
from course.messages import say

# Our own choice: 1, 2, 3 may be a measure; so many in a row number the rows.
_FEWEST_NUMBERED = 8

# Danish, English, Finnish, Norwegian and Swedish.
_DAYS = re.compile(
    r"pleje(?:dage|døgn)|senge(?:dage|døgn)|vård(?:dagar|dygn)|ligge(?:døgn|dager)|"
    r"(?:pasient|patient)(?:dage|dager|dagar|døgn|dygn)|hoito(?:päiv|vuorokau)|"
    r"oppholdsdøgn|(?:bed|patient|occupied|resident|device|catheter)[\s-]*days|"
    r"kateter(?:dage|dager|dagar|døgn|dygn)",
    re.IGNORECASE,
)
_ALL = re.compile(
    r"\b(?:al(?:l|la|le)|kaikki|i\s?alt|totalt?|yhteensä|patienter|patients|pasienter|"
    r"potila\w+|nævner|nevner|nämnare|nimittäjä|denominator)\b",
    re.IGNORECASE,
)
# Some of those in another column.
_PART = re.compile(r"\b(?:heraf|derav|härav|varav|hvorav|joista|of which)\b", re.I)
_MEASURED = re.compile(
    r"[(\[]\s*min\.?\s*[)\]]|ventetid|väntetid|odotusaika|\bwait|\bminut|\bminuut",
    re.IGNORECASE,
)


def looks_like_sizes(heading: str, *, days: bool) -> bool:
    """Whether a heading names what figures are counted out of.

    Parameters
    ----------
    heading : str
    days : bool
        Bed days and their like; else all patients or cases.

    Returns
    -------
    bool

    Examples
    --------
    >>> looks_like_sizes("Plejedage, i alt", days=True)
    True
    >>> looks_like_sizes("Fald, heraf med skade", days=True)
    False
    """
    return bool((_DAYS if days else _ALL).search(heading))


def could_be_measure(table: OwnTable, place: int) -> bool:
    """Whether a column of numbers may be a measure: it numbers no rows, names no time.

    Parameters
    ----------
    table : OwnTable
    place : int

    Returns
    -------
    bool
    """
    if is_time(table.columns[place]):
        return False
    cells = [row[place] for row in table.rows[:SAMPLE]]
    return len(cells) < _FEWEST_NUMBERED or not counts_up(cells)


def likeliest_measure(table: OwnTable, places: Sequence[int]) -> int | None:
    """Choose among columns of numbers by their headings.

    Parameters
    ----------
    table : OwnTable
    places : sequence of int

    Returns
    -------
    int or None
        One that is named as a measure, else the first that is neither bed days nor
        only a part of another column; None for no column.
    """

    def rank(place: int) -> int:
        heading = table.columns[place]
        other = _DAYS.search(heading) or _PART.search(heading)
        return 0 if _MEASURED.search(heading) else 2 if other else 1

    return min(places, key=rank, default=None)


def size_beside(table: OwnTable, measure: int) -> int | None:
    """Return the column that was cut off "12 of 15", if the measure was."""
    heading = say("own-data.of-how-many", column=table.columns[measure])
    return table.columns.index(heading) if heading in table.columns else None


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
    >>> from course.charts.own_data.tables import read_text
    >>> guess_columns(read_text("Ward;Falls;Week\nEast;4;2027-W01\nEast;6;2027-W02"))
    (2, 1)
    """
    samples = [
        [row[place] for row in table.rows[:SAMPLE]]
        for place in range(len(table.columns))
    ]
    dated = [_share_of_dates(sample) for sample in samples]
    time = max(range(len(dated)), key=dated.__getitem__) if max(dated) >= 0.5 else None
    shares = [_share_of_numbers(sample) for sample in samples]
    candidates = places_beside_time(table, time)
    numeric = [place for place in candidates if shares[place] >= 0.8]
    if not numeric:
        # Half of it numbers: a measure with something else in between.
        numeric = [place for place in candidates if shares[place] >= 0.5]
    if time is None and len(numeric) > 1 and counts_up(samples[numeric[0]]):
        # 1, 2, 3 ...: weeks numbered, or rows.
        time = numeric.pop(0)
    elif time is None and numeric and numeric[0] > 0:
        time = 0
    beside = [place for place in candidates if place != time]
    for wanted in (0.8, 0.5):
        measures = [
            place
            for place in beside
            if shares[place] >= wanted and could_be_measure(table, place)
        ]
        if measures:
            break
    # Where there is no other column, 1, 2, 3 may be what was measured.
    measures = measures or [p for p in numeric if not is_time(table.columns[p])]
    return time, likeliest_measure(table, measures)


def places_beside_time(table: OwnTable, time: int | None) -> list[int]:
    r"""Return the columns that do not tell the time.

    Parameters
    ----------
    table : OwnTable
    time : int or None

    Returns
    -------
    list of int
        Without the year and the month that the time was put together from.

    Examples
    --------
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("År;Månad;Fall\n2027;jan;4\n2027;feb;5\n2027;mars;3\n")
    >>> table.columns, places_beside_time(table, 0)
    (('År, Månad', 'År', 'Månad', 'Fall'), [3])
    """
    parts = set() if time is None else set(table.columns[time].split(", "))
    return [
        place
        for place, name in enumerate(table.columns)
        if place != time and name not in parts
    ]


def share_of_periods(cells: Sequence[Cell], read: PeriodsRead) -> float:
    """Return the share of the filled cells that were read as a time.

    Parameters
    ----------
    cells : sequence of str, float, date or None
    read : PeriodsRead
        From `read_periods`.

    Returns
    -------
    float
    """
    filled = sum(cell is not None for cell in cells)
    return sum(period is not None for period in read.periods) / max(filled, 1)


def counts_up(cells: Sequence[Cell]) -> bool:
    """Whether a column numbers its rows: 1, 2, 3, or from another number on.

    Parameters
    ----------
    cells : sequence of str, float, date or None

    Returns
    -------
    bool

    Examples
    --------
    >>> counts_up(["7", "8", "9"]), counts_up(["7", "9"])
    (True, False)
    """
    try:
        numbers = [read_number(cell) for cell in cells]
    except ValueError:
        return False
    return all(number is not None for number in numbers) and all(
        later == earlier + 1
        for earlier, later in zip(numbers, numbers[1:], strict=False)
    )


def _share_of_dates(cells: Sequence[Cell]) -> float:
    read = read_periods(cells)
    days = [period.start for period in read.periods if period is not None]
    if read.serial:
        # Five-digit counts are not dates: dates come one soon after the other.
        in_order = days in (sorted(days), sorted(days, reverse=True))
        near = (max(days) - min(days)).days <= 120 * len(days)
        return float(in_order and near)
    years = [day.year for day in days]
    if all(isinstance(cell, (float, type(None))) for cell in cells) and (
        years != sorted(years) or len(set(years)) < len(years)
    ):
        # Four-digit counts are not years: years come one after the other.
        return 0.0
    return share_of_periods(cells, read)


def _share_of_numbers(cells: Sequence[Cell]) -> float:
    numbers = filled = 0
    decimal, _ = decimal_mark(cells)
    for cell in cells:
        try:
            number = read_number(cell, decimal)
        except ValueError:
            filled += 1
            numbers += isinstance(cell, str) and minutes_of(cell) is not None
        else:
            numbers += number is not None
            filled += number is not None
    return numbers / filled if filled else 0.0
