"""The chart of one's own figures: its lines, its picture, and what is said of it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from course.charts.constants import FEWEST_POINTS_FOR_LINES
from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot
from course.charts.own_data.calls import (
    OF_COUNTS,
    OF_SHARES,
    OF_SIZES,
    OF_SUBGROUPS,
    OF_UNITS,
    Decisions,
    call_for,
    default_y_label,
    point_labels,
)
from course.charts.own_data.series import OwnSeries, refuse_too_many_or_few
from course.charts.own_data.unreadable import UnreadableData
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.reading import read_control_chart, read_funnel_plot
from course.messages import say

# Two can be compared, if they know how little two tell.
FEWEST_UNITS = 2


def own_control_chart(
    series: OwnSeries, decisions: Decisions
) -> ControlChart | FunnelPlot:
    """Make the chart of a series.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions

    Returns
    -------
    ControlChart or FunnelPlot
        The latter for units.

    Raises
    ------
    UnreadableData
        If there are too many points or too few, or a figure cannot be; it is named
        with its row and column.

    Examples
    --------
    >>> falls = OwnSeries(
    ...     x_label="Week",
    ...     y_label="Falls",
    ...     labels=("1", "2", "3", "4"),
    ...     values=(3.0, 5.0, 4.0, 4.0),
    ... )
    >>> own_control_chart(falls, Decisions(kind="c")).centre
    array([4., 4., 4., 4.])
    """
    if decisions.kind not in OF_SUBGROUPS:
        of_units = decisions.kind in OF_UNITS
        fewest = FEWEST_UNITS if of_units else FEWEST_POINTS_FOR_LINES
        refuse_too_many_or_few(series, fewest)
        _refuse_impossible(series, decisions.kind)
    try:
        return call_for(series, decisions).make()
    except ValueError as problem:
        raise UnreadableData("not-this-chart", reason=str(problem)) from problem


def picture_words(series: OwnSeries, decisions: Decisions) -> dict[str, object]:
    """Return what a picture is told beside the chart: the names of its arguments.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions

    Returns
    -------
    dict of str to object
        For `picture_of`, or for `picture_of_funnel` where the chart is of units.
        `left_out` says how many figures were left out, and why points are in no
        calculation.
    """
    labels = point_labels(series, decisions.kind)
    ghosted = [
        say("own-chart.ghosted", period=labels[period - 1], reason=reason)
        for period, reason in decisions.ghosted
    ]
    told: dict[str, object] = {
        "title": decisions.title,
        "y_label": decisions.y_label or default_y_label(series, decisions),
        "x_label": series.x_label,
        "size_label": series.size_label,
        "left_out": " ".join([*series.left_out, *ghosted]),
    }
    if decisions.kind not in OF_UNITS:
        told["labels"] = labels
        told["target"] = decisions.target
        told["changes"] = decisions.notes
    return {name: value for name, value in told.items() if value not in ("", None, ())}


def own_picture(
    series: OwnSeries,
    decisions: Decisions,
    chart: ControlChart | FunnelPlot,
    *,
    id: str,
) -> Chart:
    """Put the chart of a series into words and places, to be drawn.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions
    chart : ControlChart or FunnelPlot
        From `own_control_chart`.
    id : str

    Returns
    -------
    Chart
    """
    draw = picture_of_funnel if isinstance(chart, FunnelPlot) else picture_of
    return draw(chart, id=id, **picture_words(series, decisions))


def own_reading(chart: ControlChart | FunnelPlot, picture: Chart) -> str:
    """Say what a chart tells.

    Parameters
    ----------
    chart : ControlChart or FunnelPlot
    picture : Chart

    Returns
    -------
    str
    """
    read = read_funnel_plot if isinstance(chart, FunnelPlot) else read_control_chart
    return read(chart, picture)


def own_lines(
    chart: ControlChart | FunnelPlot,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the lower limit, the middle line and the upper limit at each point.

    Parameters
    ----------
    chart : ControlChart or FunnelPlot

    Returns
    -------
    lower, centre, upper : ndarray of float, shape (n,)
    """
    if isinstance(chart, FunnelPlot):
        limits = chart.limits
        return limits.lower, np.full(chart.values.size, chart.target), limits.upper
    return chart.lower, chart.centre, chart.upper


def _refuse_impossible(series: OwnSeries, kind: str) -> None:
    """Name the row and the column of a figure that this chart cannot have."""
    if kind == "t":
        _refuse(series, "zero-time", lambda value, _: value <= 0)
    if kind in OF_COUNTS:
        _refuse(series, "negative", lambda value, _: value < 0)
        _refuse(series, "not-whole", lambda value, _: value != math.floor(value))
    if kind in OF_SIZES or (kind == "run" and series.sizes):
        _refuse(series, "negative-size", lambda _, size: size is not None and size < 0)
        _refuse(series, "of-none", lambda value, size: value > 0 and size == 0)
    if kind in (*OF_SHARES, "np"):
        _refuse(series, "more-than-all", lambda value, size: value > (size or value))


def _refuse(series: OwnSeries, key: str, is_impossible) -> None:
    sizes: Sequence[float | None] = series.sizes or (None,) * len(series.values)
    for at, (value, size) in enumerate(zip(series.values, sizes, strict=True)):
        if value is None or not is_impossible(value, size):
            continue
        row = series.rows[at] if series.rows else None
        place = (
            say("own-chart.period", period=series.labels[at])
            if row is None
            else say("own-chart.row", row=row, period=series.labels[at])
        )
        raise UnreadableData(
            key,
            row=row,
            place=place,
            value=f"{value:g}",
            size="" if size is None else f"{size:g}",
            column=series.y_label,
            size_column=series.size_label,
        )
