"""Several measurements of the same week or month, kept apart for a chart of means."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from course.charts.own_data.dates import Period, periods_shown
from course.charts.own_data.files import MOST_ROWS
from course.charts.own_data.series import OwnSeries
from course.charts.subgroups import gather_subgroups


def gather_series(series: OwnSeries, span: str) -> OwnSeries:
    r"""Let each measurement be labelled with its week or month, for an X̄ chart.

    Parameters
    ----------
    series : OwnSeries
        With dates, in their order.
    span : str
        One of `series.spans_offered`.

    Returns
    -------
    OwnSeries
        A span without a row has one measurement that is missing.

    Examples
    --------
    >>> from course.charts.own_data.series import read_series
    >>> from course.charts.own_data.tables import read_text
    >>> table = read_text("Day;Wait\n2027-03-01;4\n2027-03-02;6\n2027-03-16;5\n")
    >>> gathered = gather_series(read_series(table, 0, 1), "week")
    >>> gathered.labels
    ('week 9 2027', 'week 9 2027', 'week 10 2027', 'week 11 2027')
    """
    within: list[Period] = [period.within(span) for period in series.periods]
    rows = sorted(zip(within, series.values, strict=True), key=lambda row: row[0])
    shown = periods_shown(within, MOST_ROWS) if within else []
    there = set(within)
    empty = [(period, None) for period in shown if period not in there]
    whole: list[tuple[Period, float | None]] = sorted(
        [*rows, *empty], key=lambda row: row[0]
    )
    return replace(
        series,
        labels=tuple(period.label for period, _ in whole),
        values=tuple(value for _, value in whole),
        periods=tuple(period for period, _ in whole),
        rows=(),
        doubles="",
    )


def means_of(series: OwnSeries) -> tuple[np.ndarray, np.ndarray, float]:
    """Mean and number of the measurements in each period, and how much they differ.

    Parameters
    ----------
    series : OwnSeries
        From `gather_series`.

    Returns
    -------
    means, sizes : ndarray of float
        NaN and 0 for a period without a measurement.
    deviation : float
        Standard deviation within the periods, pooled; NaN where no period has two.

    Examples
    --------
    >>> waits = OwnSeries(
    ...     x_label="", y_label="Wait", labels=("May", "May"), values=(3.0, 5.0)
    ... )
    >>> means, sizes, deviation = means_of(waits)
    >>> print(means, sizes, round(deviation, 3))
    [4.] [2.] 1.414
    """
    gathered = gather_subgroups(series.values, series.labels)
    beyond_one = np.maximum(gathered.sizes - 1, 0)
    squares = np.nansum(beyond_one * gathered.deviations**2)
    pooled = squares / beyond_one.sum() if beyond_one.sum() else math.nan
    return gathered.means, gathered.sizes, math.sqrt(pooled)
