"""Rows put together by the week or month, or told by the days between them."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import replace

from course.charts.own_data.dates import Period, periods_shown
from course.charts.own_data.files import MOST_ROWS
from course.charts.own_data.series import OwnSeries
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say

HOWS = ("median", "mean", "sum", "count")


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
        Sizes are always added up.

    Returns
    -------
    OwnSeries
        Without holes: a span without a row counts 0, and is not measured else. Days
        of the week that never come are left out, and that is said.

    Raises
    ------
    UnreadableData
        If that would make more spans than a chart can show.

    Examples
    --------
    >>> from course.charts.own_data.series import read_series
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Date;Wait\n2027-03-01;4\n2027-03-02;6\n2027-03-16;5\n")
    >>> grouped = group_series(read_series(table, 0, 1), "week", "mean")
    >>> grouped.labels, grouped.values
    (('week 9 2027', 'week 10 2027', 'week 11 2027'), (5.0, None, 5.0))
    """
    groups: dict[Period, list[float]] = {}
    sizes: dict[Period, list[float]] = {}
    for place, (period, value) in enumerate(
        zip(series.periods, series.values, strict=True)
    ):
        within = period.within(span)
        group = groups.setdefault(within, [])
        if value is not None:
            group.append(value)
            # A size counts only together with its value.
            if series.sizes and series.sizes[place] is not None:
                sizes.setdefault(within, []).append(series.sizes[place])
    periods = periods_shown(groups, MOST_ROWS)
    return replace(
        series,
        labels=tuple(period.label for period in periods),
        values=tuple(_summed_up(groups.get(period, []), how) for period in periods),
        sizes=tuple(_summed_up(sizes.get(period, []), "sum") for period in periods)
        if series.sizes
        else (),
        periods=tuple(periods),
        rows=(),
        doubles="",
        remarks=(*series.remarks, *_closed_days(periods)),
        y_label=series.y_label
        if series.sizes
        else say(f"own-data.how.{how}.label", measure=series.y_label),
    )


def days_between(series: OwnSeries) -> OwnSeries:
    r"""Count the days from each event to the next, where each row is an event.

    Parameters
    ----------
    series : OwnSeries
        With days.

    Returns
    -------
    OwnSeries
        One value for each event but the first, labelled with its day; 0 for two on
        the same day.

    Raises
    ------
    UnreadableData
        If the rows have no days.

    Examples
    --------
    >>> from course.charts.own_data.series import read_series
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Fall\n2027-03-01\n2027-03-09\n2027-03-12\n2027-03-12\n")
    >>> days_between(read_series(table, 0, None)).values
    (8.0, 3.0, 0.0)
    """
    if not series.periods or any(period.span != "day" for period in series.periods):
        raise UnreadableData("no-days")
    days = [period.start for period in series.periods]
    return replace(
        series,
        labels=series.labels[1:],
        values=tuple(
            float((later - earlier).days)
            for earlier, later in zip(days, days[1:], strict=False)
        ),
        sizes=(),
        size_label="",
        periods=series.periods[1:],
        rows=series.rows[1:],
        doubles="",
        y_label=say("own-data.days-between"),
    )


def _closed_days(periods: Sequence[Period]) -> list[str]:
    """Say that days are not shown, where some are not."""
    length = (periods[-1].start - periods[0].start).days + 1
    closed = periods[0].span == "day" and len(periods) < length
    return [say("own-data.remark.closed-days")] if closed else []


def _summed_up(values: Sequence[float], how: str) -> float | None:
    if how == "count":
        return float(len(values))
    if not values:
        return None
    if how == "sum":
        return math.fsum(values)
    return statistics.fmean(values) if how == "mean" else statistics.median(values)
