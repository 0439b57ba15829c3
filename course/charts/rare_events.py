"""Charts of rare events: what lies between one and the next (g and t)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import (
    GEOMETRIC_MEDIAN_OF_MEAN,
    WEIBULL_TO_NORMAL,
)
from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.moving_ranges import mean_measured, sigma_from_ranges
from course.charts.observations import read_counts, read_values
from course.charts.phases import divide_phases
from course.charts.runs import run_centre

G_CENTRES = ("median", "mean", "theoretical-median")


def g_chart(
    between: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    centre: str = "median",
) -> ControlChart:
    """G chart: opportunities between rare events, such as operations or days.

    Parameters
    ----------
    between : array_like of int, shape (n,)
        Opportunities without the event since the one before: 0, 1, 2 and so on; NaN
        or None if missing. One entry for each event, not for each month.
    freeze : int, optional
        Calculate the lines from the first `freeze` events and draw them on.
    parts : sequence of int
        The last event of each part but the last, from 1; each has its own lines.
    ghosted : collection of int
        Events shown but left out of every calculation, from 1.
    multiply : float
        What one is shown as.
    centre : {"median", "mean", "theoretical-median"}
        Of the data (so that half the points lie on each side, and runs can be judged),
        their mean, or 0.693 times the mean as a geometric distribution has it. The
        limits rest on the mean in any case.

    Returns
    -------
    ControlChart
        High is good: long spells without the event. The lower limit is always 0,
        so that worsening shows in runs.

    Raises
    ------
    ValueError
        If there are fewer than four points to calculate from, or the data, phases or
        centre cannot be.

    References
    ----------
    .. [1] Benneyan, J. C. (2001). Number-between g-type statistical quality control
       charts for monitoring adverse events. Health Care Management Science 4(4):
       305-318.

    Examples
    --------
    >>> chart = g_chart([12, 3, 30, 7, 18])
    >>> print(chart.centre[0], chart.lower[0], chart.upper[0].round(1))
    12.0 0.0 57.5
    """
    if centre not in G_CENTRES:
        raise ValueError(f"The centre is one of {', '.join(G_CENTRES)}, not {centre}.")
    between = read_counts(between)
    phases = divide_phases(between.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        used = between[periods][base]
        mean = mean_measured(used)
        middle = {
            "median": run_centre(used),
            "mean": mean,
            "theoretical-median": GEOMETRIC_MEDIAN_OF_MEAN * mean,
        }[centre]
        sigma = math.sqrt(mean * (mean + 1))
        return Lines(middle, lines_about(mean, sigma, lowest=0.0).limits)

    return build_chart("g", between, phases, lines_of, multiply=multiply)


def t_chart(
    times: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    screen: bool = False,
) -> ControlChart:
    """T chart: time between rare events.

    The times are made nearly normal by the power 1/3.6, put on an individuals chart,
    and its lines are turned back into times.

    Parameters
    ----------
    times : array_like, shape (n,)
        Time from each event to the next, above 0; NaN or None if missing. One entry
        for each event, not for each month.
    freeze, parts, ghosted, multiply
        As in `g_chart`.
    screen : bool
        Leave extreme moving ranges out, once (`mean_moving_range`).

    Returns
    -------
    ControlChart
        High is good: long spells without the event. A lower limit that would be below
        zero on the transformed scale is 0, and the line at two sigma is then left out.

    Raises
    ------
    ValueError
        If a time is zero or less (count the days on a g chart, or note the hour), there
        are fewer than four points to calculate from, or the data or phases cannot be.

    References
    ----------
    .. [1] Nelson, L. S. (1994). A control chart for parts-per-million nonconforming
       items. Journal of Quality Technology 26(3): 239-240.

    Examples
    --------
    >>> chart = t_chart([12, 3, 30, 7, 18])
    >>> print(chart.centre[0].round(1), chart.lower[0], chart.upper[0].round(0))
    11.6 0.0 163.0
    """
    times = read_values(times)
    if (times <= 0).any():
        place = int(np.argmax(times <= 0))
        raise ValueError(
            f"A t chart needs times above zero; event {place + 1} is {times[place]:g}. "
            "Note the hour, or count on a g chart."
        )
    phases = divide_phases(times.size, freeze=freeze, parts=parts, ghosted=ghosted)
    transformed = times ** (1 / WEIBULL_TO_NORMAL)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        used = transformed[periods][base]
        normal = lines_about(
            mean_measured(used), sigma_from_ranges(used, screen=screen)
        )
        roots = np.where(normal.limits < 0, np.nan, normal.limits)
        limits = roots**WEIBULL_TO_NORMAL
        if normal.limits[0] < 0:
            limits[0] = 0.0
        return Lines(normal.centre**WEIBULL_TO_NORMAL, limits)

    return build_chart("t", times, phases, lines_of, multiply=multiply)
