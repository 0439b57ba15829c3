"""Charts of events: how often they happen (c, u and u′)."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import ArrayLike

from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.moving_ranges import mean_measured
from course.charts.observations import read_counts, read_counts_of
from course.charts.phases import divide_phases
from course.charts.ratios import build_ratio_chart


def c_chart(
    counts: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    in_time: bool = True,
) -> ControlChart:
    """C chart: how many events happened, where every period gave them equal room.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Events in each period, oldest first; NaN or None if missing.
    freeze : int, optional
        Calculate the lines from the first `freeze` periods and draw them on.
    parts : sequence of int
        The last period of each part but the last, from 1; each has its own lines.
    ghosted : collection of int
        Periods shown but left out of every calculation, from 1.
    multiply : float
        What one is shown as.
    in_time : bool
        False for units side by side: their runs are not judged.

    Returns
    -------
    ControlChart
        The lower limit is never below 0.

    Raises
    ------
    ValueError
        If there are fewer than four points to calculate from, or the data or phases
        cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 7.3.

    Examples
    --------
    >>> chart = c_chart([9, 16, 12, 11, 12])
    >>> print(chart.centre[0], chart.lower[0].round(2), chart.upper[0].round(2))
    12.0 1.61 22.39
    """
    counts = read_counts(counts)
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        centre = mean_measured(counts[periods][base])
        return lines_about(centre, math.sqrt(centre), lowest=0.0)

    return build_chart(
        "c", counts, phases, lines_of, multiply=multiply, runs_judged=in_time
    )


def u_chart(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    in_time: bool = True,
) -> ControlChart:
    """U chart: events for each unit of exposure, which may vary.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Events in each period, oldest first; NaN or None if missing.
    sizes : array_like, shape (n,)
        Exposure, as in bed days. A period without exposure has no rate.
    freeze, parts, ghosted
        As in `c_chart`.
    multiply : float
        1000 shows events per 1000 of the exposure.
    in_time : bool
        False for units side by side: their runs are not judged.

    Returns
    -------
    ControlChart
        The lower limit is never below 0.

    Raises
    ------
    ValueError
        If there are events in a period without exposure, fewer than four points to
        calculate from, or the data or phases cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 7.3.

    Examples
    --------
    >>> falls, bed_days = [4, 6, 5, 3], [620, 700, 680, 640]
    >>> chart = u_chart(falls, bed_days, multiply=1000)
    >>> print(chart.centre[0].round(2), chart.values.round(1))
    6.82 [6.5 8.6 7.4 4.7]
    """
    counts, sizes = read_counts_of(counts, sizes)
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)
    return build_ratio_chart(
        "u", counts, sizes, phases, _sigma, np.inf, multiply=multiply, in_time=in_time
    )


def u_prime_chart(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    in_time: bool = True,
    screen: bool = False,
) -> ControlChart:
    """U′ chart (Laney): limits as wide as the rates really scatter.

    Parameters
    ----------
    counts, sizes, freeze, parts, ghosted, multiply
        As in `u_chart`.
    in_time : bool
        False for units side by side: the scatter is then their ordinary standard
        deviation, and runs are not judged.
    screen : bool
        Leave extreme moving ranges out, once (`mean_moving_range`).

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError
        As `u_chart`.

    References
    ----------
    .. [1] Laney, D. B. (2002). Improved control charts for attributes. Quality
       Engineering 14(4): 531-537.

    Examples
    --------
    >>> counts, bed_days = [400, 620, 510, 480], [40_000, 50_000, 50_000, 50_000]
    >>> wide = u_prime_chart(counts, bed_days).upper - u_chart(counts, bed_days).upper
    >>> bool((wide > 0).all())
    True
    """
    counts, sizes = read_counts_of(counts, sizes)
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)
    return build_ratio_chart(
        "u-prime",
        counts,
        sizes,
        phases,
        _sigma,
        np.inf,
        multiply=multiply,
        in_time=in_time,
        prime=True,
        screen=screen,
    )


def _sigma(rate: float, sizes: np.ndarray) -> np.ndarray:
    return np.sqrt(rate / sizes)
