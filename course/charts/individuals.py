"""Charts of single measurements: individuals (I, XmR) and their moving ranges."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import SIGMAS_TO_LIMIT, UPPER_RANGE_FACTOR
from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.moving_ranges import (
    mean_measured,
    moving_ranges,
    sigma_from_ranges,
)
from course.charts.observations import read_measures
from course.charts.phases import divide_phases


def individuals_chart(
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    screen: bool = False,
    in_time: bool = True,
) -> ControlChart:
    """Individuals (I, XmR) chart: mean ± 3 · mean moving range / 1.128.

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first; NaN or None for a missing one.
    sizes : array_like, shape (n,), optional
        Denominators: what is plotted is then values / sizes.
    freeze : int, optional
        Calculate the lines from the first `freeze` periods and draw them on.
    parts : sequence of int
        The last period of each part but the last, from 1; each has its own lines.
    ghosted : collection of int
        Periods shown but left out of every calculation, from 1. A moving range
        bridges a ghosted point; it does not bridge a missing one.
    multiply : float
        What one is shown as: 100 for per cent.
    screen : bool
        Leave extreme moving ranges out, once (`mean_moving_range`).
    in_time : bool
        False for units side by side: their runs are not judged.

    Returns
    -------
    ControlChart
        The lower limit may be below zero even where no value can be. Without a moving
        range there are no limits.

    Raises
    ------
    ValueError
        If there are fewer than four points to calculate from, or the data or phases
        cannot be.

    Notes
    -----
    The points are taken to be independent; values that follow their neighbours make
    the limits too narrow.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.4.

    Examples
    --------
    >>> chart = individuals_chart([10, 12, 11, 13])
    >>> print(chart.lower[0].round(2), chart.centre[0], chart.upper[0].round(2))
    7.07 11.5 15.93
    """
    values, sizes = read_measures(values, sizes)
    phases = divide_phases(values.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        used = values[periods][base]
        sigma = sigma_from_ranges(used, screen=screen)
        return lines_about(mean_measured(used), sigma)

    return build_chart(
        "i",
        values,
        phases,
        lines_of,
        sizes=sizes,
        multiply=multiply,
        runs_judged=in_time,
    )


def moving_range_chart(
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
) -> ControlChart:
    """Moving range chart: how far each point lies from the one before it.

    Parameters
    ----------
    values : array_like, shape (n,)
        The measurements themselves.
    sizes, freeze, parts, ghosted, multiply
        As in `individuals_chart`. The ranges are taken first, so that the ranges of a
        ghosted point are left out and not bridged.

    Returns
    -------
    ControlChart
        The first period of each part has no range. Runs are told but not judged:
        neighbouring ranges share a measurement.

    Raises
    ------
    ValueError
        If there are fewer than four ranges to calculate from, or the data or phases
        cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.4.

    Examples
    --------
    >>> chart = moving_range_chart([10, 12, 11, 13, 12])
    >>> print(chart.values, chart.upper[0].round(2))
    [nan  2.  1.  2.  1.] 4.9
    """
    values, sizes = read_measures(values, sizes)
    phases = divide_phases(values.size, freeze=freeze, parts=parts, ghosted=ghosted)
    ranges = np.full(values.size, np.nan)
    for periods, _, _ in phases.sections:
        ranges[periods.start + 1 : periods.stop] = moving_ranges(values[periods])

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        mean = mean_measured(ranges[periods][base])
        upper = UPPER_RANGE_FACTOR * mean
        two_thirds = upper * (SIGMAS_TO_LIMIT - 1) / SIGMAS_TO_LIMIT
        return Lines(mean, np.array([[0.0], [upper], [0.0], [two_thirds]]))

    return build_chart(
        "mr",
        ranges,
        phases,
        lines_of,
        sizes=sizes,
        multiply=multiply,
        runs_judged=False,
    )
