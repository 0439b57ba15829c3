"""One measure in time, or of several units: from the columns of a table.

Nothing is dropped in silence: what is left out of a series is counted in `left_out`,
and what was assumed is said in `remarks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from course.charts.own_data.cells import (
    Cell,
    both_ways,
    cell_text,
    decimal_mark,
    has_plain_hundreds,
    is_clock,
    is_missing,
    is_total,
    kind_of_text,
    minutes_of,
    read_number,
    read_yes_no,
)
from course.charts.own_data.columns import counts_up, share_of_periods
from course.charts.own_data.dates import (
    SPANS,
    Period,
    every_period,
    is_undated_period,
    read_periods,
)
from course.charts.own_data.tables import OwnTable
from course.charts.own_data.unreadable import UnreadableData, summary_of
from course.charts.pictures import Chart
from course.charts.runs import run_centre
from course.messages import say

# Beyond it the points touch each other, and the run rules have not been studied.
MOST_POINTS = 200
FEWEST_POINTS = 3
# A unit in a heading beside which "30 min" would not be 30.
_OTHER_UNITS = re.compile(
    r"[(\[]\s*(?:t|h|tim|timm?ar|timer|tuntia|hours|d|dgr|dagar|dage|dager|päivää|days|"
    r"s|sek|sekunder|sekuntia|seconds)\.?\s*[)\]]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSeries:
    """One measure in time, oldest first; or of several units, as they stand.

    Attributes
    ----------
    x_label, y_label : str
    labels : tuple of str
        One for each value.
    values : tuple of float or None
        None where nothing was measured.
    sizes : tuple of float or None
        What the values are counted out of, one for each; empty for nothing.
    size_label : str
    periods : tuple of Period
        One for each value; empty where the rows have no dates.
    rows : tuple of int or None
        Where each value stands in the file; None for a period without a row, and
        empty where several rows make one value.
    left_out : tuple of str
        Sentences about what was left out, each with its count.
    remarks : tuple of str
        Sentences about what was assumed.
    doubles : str
        A sentence about rows that belong to the same period; "" for none.
    two_ways : str
        A number as written that could have decimals or thousands; "" for none.
    as_thousands, settled : bool
        How it was read, and whether anything decided that.
    duration : str
        A cell such as "1:05" that was read as hours and minutes; "" for none.
    left_unreadable : str
        A sentence about what could not be read and was left out; "" for nothing.
    """

    x_label: str
    y_label: str
    labels: tuple[str, ...]
    values: tuple[float | None, ...]
    sizes: tuple[float | None, ...] = ()
    size_label: str = ""
    periods: tuple[Period, ...] = ()
    rows: tuple[int | None, ...] = ()
    left_out: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    doubles: str = ""
    two_ways: str = ""
    as_thousands: bool = False
    settled: bool = True
    duration: str = ""
    left_unreadable: str = ""

    @property
    def spans_offered(self) -> tuple[str, ...]:
        """The spans its points could be grouped by."""
        if not self.periods:
            return ()
        longest = max(SPANS.index(period.span) for period in self.periods)
        return SPANS[longest : SPANS.index("year")]


def read_series(
    table: OwnTable,
    time: int | None,
    measure: int | None,
    *,
    sizes: int | None = None,
    yes_no: bool = False,
    month_first: bool = False,
    leave_out: bool = False,
    fill_gaps: bool = True,
    units: bool = False,
    counted: bool = False,
    thousands: bool | None = None,
    durations: bool = False,
) -> OwnSeries:
    r"""Read one measure in time.

    Parameters
    ----------
    table : OwnTable
    time, measure : int or None
        Places of the columns. Without a time the rows are numbered as they come;
        without a measure each row counts one.
    sizes : int, optional
        The place of the column with what the values are counted out of.
    yes_no : bool
        Read the measure as yes (1) and no (0).
    month_first : bool
        How to read 03/04/2027 where the column does not tell.
    leave_out : bool
        Leave out what cannot be read: a number that is none becomes a period that
        was not measured, and a row without a time goes altogether.
    fill_gaps : bool
        Show a week, month, quarter or year without a row as not measured.
    units : bool
        The column of the time names units: it is not read as dates.
    counted : bool
        The measure is counted: "1.488" has thousands, not decimals. What values are
        counted out of always is.
    thousands : bool, optional
        Whether such a number has thousands; by default the column tells.
    durations : bool
        Read "1:05" as an hour and five minutes, 65.

    Returns
    -------
    OwnSeries
        In the order of time, with remarks on what was assumed. Rows with a total or a
        mean of the others are always left out.

    Raises
    ------
    UnreadableData
        Naming the first row and column that cannot be read.

    Examples
    --------
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Vecka;Väntetid\n2027-W03;14,5\n2027-W01;12\nSumma;26,5\n")
    >>> series = read_series(table, 0, 1)
    >>> series.labels, series.values
    (('week 1 2027', 'week 2 2027', 'week 3 2027'), (12.0, None, 14.5))
    >>> series.left_out
    ('Left out as a total or a mean of the others: row 4.',)
    """
    remarks = list(table.remarks)
    if units and time is not None:
        read, labels, periods, untimed = _read_names(table, time)
    else:
        read, labels, periods, untimed = _read_times(table, time, month_first, remarks)
    totals = [at for at in range(len(read)) if _is_total_row(table, at, time, read[at])]
    rows = [at for at in range(len(table.rows)) if at not in set(totals)]

    how = _How(counted, thousands, durations)
    ones: list[float | None] = [1.0] * len(table.rows)
    measured = sized = _Column(ones)
    if measure is not None:
        measured = _read_numbers(table, measure, rows, yes_no, how)
    if sizes is not None:
        sized = _read_numbers(table, sizes, rows, False, replace(how, counted=True))
    remarks += [*measured.remarks, *sized.remarks]
    values, wrong = measured.values, measured.wrong
    out_of, wrong_sizes = sized.values, sized.wrong
    lacking: set[int] = set()
    if sizes is not None:
        lacking = {
            at
            for at in set(rows) - wrong - wrong_sizes - untimed
            if values[at] is not None and out_of[at] is None
        }
    unreadable = (wrong | wrong_sizes | lacking | untimed) & set(rows)
    kinds = _kinds(
        table,
        unreadable,
        ((untimed, time), (wrong, measure), (lacking | wrong_sizes, sizes)),
    )
    if unreadable and not leave_out:
        at = min(unreadable)
        values_told: dict[str, object] = {
            "kinds": kinds,
            "duration": measured.could_last or sized.could_last,
        }
        if at in untimed:
            place, key = time, _time_key(table, at, time)
        elif at in lacking:
            place, key = sizes, "no-size"
            values_told["value"] = cell_text(table.rows[at][measure])
        else:
            place = measure if at in wrong else sizes
            key = "not-yes-no" if yes_no and at in wrong else "not-a-number"
        raise _complaint(table, at, place, key, **values_told)

    kept = [at for at in rows if at not in untimed]
    if periods and kept != sorted(kept, key=lambda at: periods[at].start):
        kept.sort(key=lambda at: periods[at].start)
        remarks.append(say("own-data.remark.sorted"))
    of = [] if sizes is None else [out_of[at] for at in kept]
    y_label = say("own-data.every-row")
    if measure is not None:
        y_label = table.columns[measure]
    usable = [at not in unreadable for at in kept]
    series = OwnSeries(
        x_label=_x_label(table, time, bool(periods)),
        y_label=y_label,
        size_label="" if sizes is None else table.columns[sizes],
        labels=tuple(labels[at] for at in kept),
        values=_where(usable, [values[at] for at in kept]),
        sizes=_where(usable, of) if of else (),
        periods=tuple(periods[at] for at in kept) if periods else (),
        rows=tuple(table.row_numbers[at] for at in kept),
        left_out=_left_out(table, totals, sorted(unreadable)),
        remarks=tuple(remarks),
        doubles=_doubles(table, periods, kept) if periods else "",
        two_ways=measured.two_ways or sized.two_ways,
        as_thousands=(measured if measured.two_ways else sized).as_thousands,
        settled=measured.settled and sized.settled,
        duration=measured.lasted or sized.lasted,
        left_unreadable=summary_of(kinds, "left-unreadable") if kinds else "",
    )
    if measure is None:
        return series
    blank = [at for at in kept if at not in unreadable and values[at] is None]
    if blank and not fill_gaps and not units:
        said = _blanks(table, measure, blank)
        series = replace(series, left_out=(*series.left_out, said))
    told = {table.row_numbers[at] for at in unreadable}
    series = _without_what_is_ahead(series, told)
    return _with_gaps(series) if fill_gaps else series


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
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Week;Falls\n1;4\n2;6\n3;5\n")
    >>> own_run_chart(read_series(table, 0, 1)).centre
    5.0
    """
    measured = refuse_too_many_or_few(series, FEWEST_POINTS)
    return Chart(
        id=chart_id,
        y_label=series.y_label,
        x_label=series.x_label,
        values=series.values,
        labels=series.labels,
        centre=run_centre(measured),
    )


def refuse_too_many_or_few(series: OwnSeries, fewest: int) -> list[float]:
    """Refuse a series that no chart can show.

    Parameters
    ----------
    series : OwnSeries
    fewest : int
        Points that a chart needs.

    Returns
    -------
    list of float
        What was measured.

    Raises
    ------
    UnreadableData
        If there are more points than can be read, or fewer than `fewest`.
    """
    if len(series.values) > MOST_POINTS:
        raise UnreadableData(
            "too-many-points" if series.periods else "too-many-points.no-dates",
            grouping=bool(series.periods),
            points=f"{len(series.values):,}",
            most=MOST_POINTS,
        )
    measured = [value for value in series.values if value is not None]
    if len(measured) < fewest:
        raise UnreadableData("too-few", fewest=fewest)
    return measured


# Times


def _read_times(
    table: OwnTable, time: int | None, month_first: bool, remarks: list[str]
) -> tuple[list[Period | None], list[str], list[Period], set[int]]:
    """What was read of each time, its label, periods to sort by, and what has none."""
    count = len(table.rows)
    if time is None:
        return [None] * count, [str(n) for n in range(1, count + 1)], [], set()
    cells = table.column(time)
    read = read_periods(cells, month_first=month_first)
    if share_of_periods(cells, read) < 0.5:
        if _are_undated(cells):
            remarks.append(say("own-data.remark.undated"))
        elif not counts_up(cells):
            remarks.append(say("own-data.remark.no-dates", column=table.columns[time]))
        return _read_names(table, time)
    if read.serial:
        remarks.append(say("own-data.remark.serial", number=read.serial))
    if read.ambiguous:
        order = "month-first" if month_first else "day-first"
        remarks.append(say(f"own-data.remark.ambiguous.{order}", text=read.ambiguous))
    untimed = {at for at, period in enumerate(read.periods) if period is None}
    # A row left out needs a period to sort by, but never gets sorted.
    filler = next(period for period in read.periods if period is not None)
    periods = [period or filler for period in read.periods]
    return list(read.periods), [p.label for p in periods], periods, untimed


def _read_names(
    table: OwnTable, time: int
) -> tuple[list[Period | None], list[str], list[Period], set[int]]:
    """As `_read_times`, of a column that names something else than times."""
    cells = table.column(time)
    untimed = {at for at, cell in enumerate(cells) if cell is None}
    return [None] * len(cells), [cell_text(cell) for cell in cells], [], untimed


def _are_undated(cells: Sequence[Cell]) -> bool:
    """Whether a column names months, weeks or quarters without their year."""
    filled = [cell for cell in cells if cell is not None and not is_total(cell)]
    return bool(filled) and all(map(is_undated_period, filled))


def _x_label(table: OwnTable, time: int | None, dated: bool) -> str:
    """The heading of a column of names; that months are months needs no word."""
    if dated or time is None or _are_undated(table.column(time)):
        return ""
    return table.columns[time]


def _is_total_row(
    table: OwnTable, at: int, time: int | None, period: Period | None
) -> bool:
    """Whether a row has a sum or a mean of the others. A row with a date has not."""
    if period is not None:
        return False
    row = table.rows[at]
    first = next((cell for cell in row if cell is not None), None)
    return is_total(first) or (time is not None and is_total(row[time]))


def _time_key(table: OwnTable, at: int, time: int | None) -> str:
    return "no-time" if is_missing(table.rows[at][time]) else "not-a-date"


def _without_what_is_ahead(series: OwnSeries, unreadable: set[int]) -> OwnSeries:
    """Let the chart end where the figures do; a template has its rows for all year."""
    filled = [
        at
        for at, value in enumerate(series.values)
        if value is not None or series.rows[at] in unreadable
    ]
    end = filled[-1] + 1 if filled else len(series.values)
    ahead = series.labels[end:]
    if not ahead:
        return series
    key = "own-data.remark.ahead.one" if len(ahead) == 1 else "own-data.remark.ahead"
    remark = say(key, first=ahead[0], last=ahead[-1])
    return replace(
        series,
        labels=series.labels[:end],
        values=series.values[:end],
        sizes=series.sizes[:end],
        periods=series.periods[:end],
        rows=series.rows[:end],
        remarks=(*series.remarks, remark),
    )


def _with_gaps(series: OwnSeries) -> OwnSeries:
    """Show a week, month, quarter or year without a row as not measured."""
    spans = {period.span for period in series.periods}
    if series.doubles or len(spans) != 1 or "day" in spans:
        return series
    periods = every_period(series.periods[0], series.periods[-1], MOST_POINTS)
    missing = [period for period in periods if period not in set(series.periods)]
    if not missing:
        return series
    if len(periods) > MOST_POINTS or len(missing) > 2 * len(series.periods):
        remark = say("own-data.remark.long-gap")
        return replace(series, remarks=(*series.remarks, remark))
    places = {period: at for at, period in enumerate(series.periods)}
    names = ", ".join(period.label for period in missing[:6])
    key = "own-data.remark.gaps" if len(missing) <= 6 else "own-data.remark.gaps.many"
    remark = say(key, names=names, count=len(missing))

    def spread(each: Sequence) -> tuple:
        return tuple(each[places[p]] if p in places else None for p in periods)

    return replace(
        series,
        labels=tuple(period.label for period in periods),
        values=spread(series.values),
        sizes=spread(series.sizes) if series.sizes else (),
        periods=tuple(periods),
        rows=spread(series.rows),
        remarks=(*series.remarks, remark),
    )


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


# Numbers


@dataclass(frozen=True, slots=True)
class _How:
    """What somebody said of the numbers of a column; see `read_series`."""

    counted: bool
    thousands: bool | None
    durations: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """The numbers of a column, the places of what is none, and what was assumed."""

    values: list[float | None]
    wrong: set[int] = field(default_factory=set)
    remarks: tuple[str, ...] = ()
    two_ways: str = ""
    as_thousands: bool = False
    settled: bool = True
    lasted: str = ""
    could_last: str = ""


def _read_numbers(
    table: OwnTable, column: int, rows: Sequence[int], yes_no: bool, how: _How
) -> _Column:
    cells = table.column(column)
    mine = [cells[at] for at in rows]
    values: list[float | None] = [None] * len(cells)
    decimal, two_ways = decimal_mark(mine)
    remarks = []
    as_thousands, settled = False, True
    if two_ways and not yes_no:
        told = how.thousands
        if told is None and (how.counted or has_plain_hundreds(mine)):
            told = True
        as_thousands, settled = bool(told), told is not None
        if as_thousands:
            decimal = "," if decimal == "." else "."
            number = both_ways(two_ways)[1]
            remark = say("own-data.remark.thousands", text=two_ways, number=number)
        else:
            remark = say("own-data.remark.decimal", text=two_ways)
        remarks.append(remark)
    read = read_yes_no if yes_no else read_number
    wrong = set()
    for at in rows:
        try:
            values[at] = read(cells[at], decimal)
        except ValueError:
            wrong.add(at)
    lasted = could_last = ""
    said: dict[str, tuple[str, float]] = {}
    # How long it took is written in minutes, or in minutes and hours.
    for at in (
        sorted(wrong) if not yes_no and _in_minutes(table.columns[column]) else ()
    ):
        text = cell_text(cells[at])
        clock = is_clock(text) and text.count(":") == 1
        minutes = minutes_of(text)
        if minutes is None:
            continue
        if clock and not how.durations:
            could_last = could_last or text
            continue
        wrong.discard(at)
        values[at] = minutes
        if clock:
            lasted = lasted or text
        said.setdefault(kind_of_text(text), (text, minutes))
    remarks += [
        say("own-data.remark.minutes", text=text, minutes=f"{minutes:g}")
        for text, minutes in said.values()
    ]
    return _Column(
        values,
        wrong,
        tuple(remarks),
        two_ways if not yes_no else "",
        as_thousands,
        settled,
        lasted,
        could_last,
    )


def _in_minutes(heading: str) -> bool:
    """Whether a column may hold minutes: its heading says no other unit."""
    return not _OTHER_UNITS.search(heading)


def _complaint(
    table: OwnTable, at: int, column: int, key: str, **values: object
) -> UnreadableData:
    return UnreadableData(
        # In a table that was turned round, a row is a column of the file.
        f"{key}.turned" if table.turned else key,
        row=table.row_numbers[at],
        skippable=True,
        text=cell_text(table.rows[at][column]),
        column=table.columns[column],
        heading=cell_text(table.rows[at][0]),
        **values,
    )


def _kinds(
    table: OwnTable,
    unreadable: set[int],
    causes: Sequence[tuple[set[int], int | None]],
) -> tuple[tuple[str, int], ...]:
    """What cannot be read, by its kind, the most frequent first; each row once."""
    texts = []
    for at in sorted(unreadable):
        place = next(place for places, place in causes if at in places)
        cell = table.rows[at][place]
        text = "" if is_missing(cell) else cell_text(cell)
        texts.append(text or say("own-data.kind.nothing"))
    kinds = Counter(map(kind_of_text, texts))
    # As it is written, where all are written alike.
    written = {kind: set() for kind in kinds}
    for text in texts:
        written[kind_of_text(text)].add(text)
    return tuple(
        (next(iter(written[kind])) if len(written[kind]) == 1 else kind, count)
        for kind, count in kinds.most_common()
    )


def _left_out(
    table: OwnTable, totals: Sequence[int], unreadable: Sequence[int]
) -> tuple[str, ...]:
    said = []
    where = "columns" if table.turned else "rows"
    for key, places in (("totals", totals), ("unreadable", unreadable)):
        if places:
            numbers = [str(table.row_numbers[at]) for at in places]
            one = ".one" if len(numbers) == 1 else ""
            said.append(
                say(
                    f"own-data.left-out.{key}",
                    count=len(numbers),
                    where=say(f"own-data.{where}{one}", numbers=_listed(numbers)),
                )
            )
    return tuple(said)


def _blanks(table: OwnTable, measure: int, blank: Sequence[int]) -> str:
    numbers = [str(table.row_numbers[at]) for at in blank]
    one = ".one" if len(numbers) == 1 else ""
    where = "columns" if table.turned else "rows"
    return say(
        f"own-data.blank{one}",
        count=len(numbers),
        column=table.columns[measure],
        where=say(f"own-data.{where}{one}", numbers=_listed(numbers)),
    )


def _listed(numbers: Sequence[str]) -> str:
    """At most eight of them; the count stands beside the list."""
    return ", ".join(numbers[:8]) + (" …" if len(numbers) > 8 else "")


def _where(usable: Sequence[bool], values: Sequence[float | None]) -> tuple:
    return tuple(v if use else None for use, v in zip(usable, values, strict=True))
