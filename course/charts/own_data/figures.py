"""From a table and answers about it to the figures of a chart, and to its kind."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from course.charts.own_data.calls import OF_SUBGROUPS
from course.charts.own_data.cells import (
    decimal_mark,
    is_total,
    read_number,
    read_yes_no,
)
from course.charts.own_data.choice import (
    Answers,
    ChartChoice,
    choose_chart,
    needs_sizes,
)
from course.charts.own_data.columns import (
    could_be_measure,
    guess_columns,
    likeliest_measure,
    looks_like_sizes,
    places_beside_time,
    size_beside,
)
from course.charts.own_data.series import OwnSeries, read_series
from course.charts.own_data.spans import days_between, group_series
from course.charts.own_data.subgroups import gather_series, means_of
from course.charts.own_data.tables import SAMPLE, OwnTable, only_rows
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say

# Our own choice: where a list of cases gives at least so many months, months it is.
_MONTHS_ENOUGH = 12
# Our own choice: days of care are many more than what happens in them.
_FAR_MORE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a table is to be read.

    Attributes
    ----------
    answers : Answers
    time, measure, sizes : int or None
        Places of the columns.
    only : tuple of (int, str), or None
        Use only the rows that have this text in this column.
    span : str
        What one point is made for; "row" for each row, "" for what is usual.
    how : {"median", "mean", "sum", "count"}
        What becomes of several measurements in one span.
    month_first, leave_out, durations : bool
    thousands : bool or None
        As in `read_series`.
    """

    answers: Answers
    time: int | None = None
    measure: int | None = None
    sizes: int | None = None
    only: tuple[int, str] | None = None
    span: str = ""
    how: str = "median"
    month_first: bool = False
    leave_out: bool = False
    thousands: bool | None = None
    durations: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures ready for a chart.

    Attributes
    ----------
    series : OwnSeries
        As the rows have them.
    single : OwnSeries
        One value for each point.
    gathered : OwnSeries or None
        All measurements, where a point is made of several.
    choice : ChartChoice
    """

    series: OwnSeries
    single: OwnSeries
    gathered: OwnSeries | None
    choice: ChartChoice

    def for_kind(self, kind: str) -> OwnSeries:
        """Return the figures that a kind of chart is drawn from."""
        if self.gathered is not None and kind in OF_SUBGROUPS:
            return self.gathered
        return self.single


def uses_measure(answers: Answers) -> bool:
    """Whether there is a column with what was written down: a list of events has none.

    Parameters
    ----------
    answers : Answers

    Returns
    -------
    bool

    Examples
    --------
    >>> uses_measure(Answers(row="case", what="count"))
    False
    """
    return answers.row != "case" or answers.what not in ("count", "between")


def guess_reading(table: OwnTable, answers: Answers) -> Reading:
    r"""Guess the columns that belong to the answers.

    Parameters
    ----------
    table : OwnTable
    answers : Answers
        With no question open.

    Returns
    -------
    Reading
        Without a column where nothing tells which one it is.

    Examples
    --------
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Month;Patients;Washed\n2027-01;52;41\n2027-02;48;40\n")
    >>> answers = Answers(row="period", what="share", again="once")
    >>> reading = guess_reading(table, answers)
    >>> reading.time, reading.measure, reading.sizes
    (0, 2, 1)
    """
    time, measure = guess_columns(table)
    if not uses_measure(answers):
        measure = None
    elif answers.row == "case" and answers.what == "share":
        measure = _yes_no_column(table, time)
    sizes = None
    if needs_sizes(answers) and measure is not None:
        measure, sizes = _count_and_size(table, time, measure, answers)
    return Reading(answers=answers, time=time, measure=measure, sizes=sizes)


def read_figures(table: OwnTable, reading: Reading) -> Figures:
    r"""Read the figures of a chart, and choose the chart.

    Parameters
    ----------
    table : OwnTable
    reading : Reading
        With all the columns that its answers need.

    Returns
    -------
    Figures

    Raises
    ------
    UnreadableData
        Naming the first row and column that cannot be read; or if one column stands
        for two things, or nothing tells how its numbers are meant.

    Examples
    --------
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Day\n2027-03-01\n2027-03-09\n2027-03-12\n")
    >>> reading = Reading(answers=Answers(row="case", what="between"), time=0)
    >>> read_figures(table, reading).single.values
    (8.0, 3.0)
    """
    answers = reading.answers
    if reading.measure is not None and reading.measure == reading.sizes:
        raise UnreadableData("same-column", column=table.columns[reading.measure])
    if reading.only is not None:
        table = only_rows(table, *reading.only)
    series = read_series(
        table,
        reading.time,
        reading.measure,
        sizes=reading.sizes,
        yes_no=answers.row == "case" and answers.what == "share",
        month_first=reading.month_first,
        leave_out=reading.leave_out,
        fill_gaps=answers.row == "period" and answers.what != "between",
        units=answers.row == "unit",
        counted=answers.what in ("share", "count", "between"),
        thousands=reading.thousands,
        durations=reading.durations,
    )
    if not series.settled:
        raise UnreadableData("two-ways", text=series.two_ways, two_ways=series.two_ways)
    gathered = None
    if answers.row == "case":
        single, gathered = _of_cases(series, reading)
    elif answers.row == "unit":
        single = _by_size(series)
    else:
        single = _of_periods(series, reading)
    return figures_of(series, single, gathered, answers)


def figures_of(
    series: OwnSeries, single: OwnSeries, gathered: OwnSeries | None, answers: Answers
) -> Figures:
    """Put figures together, and choose their chart.

    Parameters
    ----------
    series, single, gathered
        As in `Figures`.
    answers : Answers

    Returns
    -------
    Figures
    """
    deviation = None
    if gathered is not None:
        values, sizes, deviation = means_of(gathered)
    else:
        values = _as_array(single.values)
        sizes = _as_array(single.sizes) if single.sizes else None
    return Figures(
        series=series,
        single=single,
        gathered=gathered,
        choice=choose_chart(answers, values, sizes, deviation),
    )


def usual_span(series: OwnSeries) -> str:
    """What a list of cases is put together by, if nobody says otherwise.

    Parameters
    ----------
    series : OwnSeries
        With dates.

    Returns
    -------
    str
        Months where there are at least twelve, else weeks, where rows have their day
        or week.
    """
    offered = series.spans_offered
    months = {period.within("month") for period in series.periods} if offered else ()
    if "week" in offered and len(months) < _MONTHS_ENOUGH:
        return "week"
    return next((span for span in ("month", "quarter") if span in offered), "row")


def _of_cases(
    series: OwnSeries, reading: Reading
) -> tuple[OwnSeries, OwnSeries | None]:
    """One value for each span, and all of them where they are measurements."""
    what = reading.answers.what
    if what == "between":
        return days_between(series), None
    series = _without_blanks(series)
    span = reading.span if reading.span in series.spans_offered else usual_span(series)
    if what == "measurement" and "row" in (reading.span, span):
        return series, None
    if what == "count":
        counted = group_series(series, span, "count")
        return replace(counted, y_label=say("own-figures.events")), None
    if what == "share":
        sizes = tuple(None if value is None else 1.0 for value in series.values)
        one_each = replace(
            series, sizes=sizes, size_label=say("own-figures.all-of-them")
        )
        return group_series(one_each, span, "sum"), None
    return group_series(series, span, reading.how), gather_series(series, span)


def _without_blanks(series: OwnSeries) -> OwnSeries:
    """Only the cases with something written: the others are no periods."""
    kept = [at for at, value in enumerate(series.values) if value is not None]
    if len(kept) == len(series.values) or not kept or not series.rows:
        return series
    return replace(
        series,
        labels=tuple(series.labels[at] for at in kept),
        values=tuple(series.values[at] for at in kept),
        sizes=tuple(series.sizes[at] for at in kept) if series.sizes else (),
        periods=tuple(series.periods[at] for at in kept) if series.periods else (),
        rows=tuple(series.rows[at] for at in kept),
    )


def _of_periods(series: OwnSeries, reading: Reading) -> OwnSeries:
    """Several rows of the same time put together, or rows into longer times."""
    span = reading.span
    if span not in series.spans_offered:
        if not series.doubles:
            return series
        span = series.spans_offered[0]
    counted = reading.answers.what in ("share", "count")
    grouped = group_series(series, span, "sum" if counted else reading.how)
    # That counts are added up goes without saying.
    return replace(grouped, y_label=series.y_label) if counted else grouped


def _by_size(series: OwnSeries) -> OwnSeries:
    """Units from the smallest to the largest; one without figures is left out."""
    both = list(zip(series.values, series.sizes, strict=True))
    places = [at for at, (value, size) in enumerate(both) if value is not None and size]
    without = [series.labels[at] for at in range(len(both)) if at not in places]
    left_out = series.left_out
    if without:
        said = say("own-figures.units-without", names=", ".join(without))
        left_out = (*left_out, said)
    places.sort(key=lambda at: series.sizes[at])
    return replace(
        series,
        labels=tuple(series.labels[at] for at in places),
        values=tuple(series.values[at] for at in places),
        sizes=tuple(series.sizes[at] for at in places),
        periods=(),
        rows=tuple(series.rows[at] for at in places),
        left_out=left_out,
        doubles="",
    )


def _yes_no_column(table: OwnTable, time: int | None) -> int | None:
    for place in places_beside_time(table, time):
        try:
            read = [read_yes_no(cell) for cell in table.column(place)[:SAMPLE]]
        except ValueError:
            continue
        if any(value is not None for value in read):
            return place
    return None


def _count_and_size(
    table: OwnTable, time: int | None, measure: int, answers: Answers
) -> tuple[int, int | None]:
    """The count and what it is out of, by their headings or by their figures.

    Without a size where neither tells it.
    """
    cut_off = size_beside(table, measure)
    if cut_off is not None:
        return measure, cut_off
    numbers = {
        place: read
        for place in places_beside_time(table, time)
        if could_be_measure(table, place)
        and (read := _whole_numbers(table, place)) is not None
    }
    for days in (True, False) if answers.what == "share" else (True,):
        named = [
            place
            for place in numbers
            if looks_like_sizes(table.columns[place], days=days)
        ]
        others = [place for place in numbers if place not in named]
        if len(named) == 1 and others:
            return likeliest_measure(table, others), named[0]
    if measure not in numbers or len(numbers) != 2:
        return measure, None
    other = next(place for place in numbers if place != measure)
    # Of many falls some do harm: those are no chances that a fall could have.
    times = 1 if answers.what == "share" else _FAR_MORE
    if _is_size_of(numbers[other], numbers[measure], times):
        return measure, other
    if _is_size_of(numbers[measure], numbers[other], times):
        return other, measure
    return measure, None


def _is_size_of(sizes: list[float], counts: list[float], times: float) -> bool:
    """Whether one column is hardly ever smaller than so many times another."""
    pairs = [
        (size, count)
        for size, count in zip(sizes, counts, strict=True)
        if not math.isnan(size) and not math.isnan(count)
    ]
    # A slip in one row must not hide what the other rows show.
    fitting = sum(times * count <= size for size, count in pairs)
    return bool(pairs) and fitting >= 0.9 * len(pairs)


def _whole_numbers(table: OwnTable, place: int) -> list[float] | None:
    """A column of counts, NaN for what is none; None where it holds something else."""
    cells = [row[place] for row in table.rows[:SAMPLE] if not any(map(is_total, row))]
    decimal, two_ways = decimal_mark(cells)
    if two_ways:
        # Counts have no decimals.
        decimal = "," if decimal == "." else "."
    read, filled = [], 0
    for cell in cells:
        try:
            number = read_number(cell, decimal)
        except ValueError:
            number = None
        read.append(math.nan if number is None else number)
        filled += cell is not None
    known = [number for number in read if not math.isnan(number)]
    if not known or len(known) < 0.8 * filled:
        return None
    return read if all(number == math.floor(number) for number in known) else None


def _as_array(values: tuple[float | None, ...]) -> np.ndarray:
    return np.array([math.nan if value is None else value for value in values])
