"""Charts of shares: how many of how many (p, p′ and np)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.moving_ranges import mean_measured
from course.charts.observations import (
    read_counts,
    read_counts_of,
    refuse_more_events_than_cases,
)
from course.charts.phases import divide_phases
from course.charts.ratios import build_ratio_chart


def p_chart(
    counts: ArrayLike,
    sizes: ArrayLike,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    in_time: bool = True,
) -> ControlChart:
    """P chart: the share of cases with a property, where sizes may vary.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Cases with the property in each period, oldest first; NaN or None if missing.
    sizes : array_like of int, shape (n,)
        Cases in each period. A period with no cases has no share.
    freeze : int, optional
        Calculate the lines from the first `freeze` periods and draw them on.
    parts : sequence of int
        The last period of each part but the last, from 1; each has its own lines.
    ghosted : collection of int
        Periods shown but left out of every calculation, from 1.
    multiply : float
        100 shows per cent.
    in_time : bool
        False for units side by side: their runs are not judged.

    Returns
    -------
    ControlChart
        The centre line is the share of all cases together, not the mean of the shares.
        Limits stay within 0 and 1 (times `multiply`).

    Raises
    ------
    ValueError
        If a period has more events than cases, there are fewer than four points to
        calculate from, or the data or phases cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 7.2.

    Examples
    --------
    >>> chart = p_chart([4, 6, 5, 5], [40, 50, 60, 50], multiply=100)
    >>> print(chart.centre[0], chart.upper.round(1))
    10.0 [24.2 22.7 21.6 22.7]
    """
    counts, sizes = read_counts_of(counts, sizes, one_each=True)
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)
    return build_ratio_chart(
        "p", counts, sizes, phases, _sigma, 1.0, multiply=multiply, in_time=in_time
    )


def p_prime_chart(
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
    """P′ chart (Laney): limits as wide as the shares really scatter.

    Parameters
    ----------
    counts, sizes, freeze, parts, ghosted, multiply
        As in `p_chart`.
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
        As `p_chart`.

    References
    ----------
    .. [1] Laney, D. B. (2002). Improved control charts for attributes. Quality
       Engineering 14(4): 531-537.

    Examples
    --------
    >>> counts, sizes = [400, 620, 510, 480], [4000, 5000, 5000, 5000]
    >>> wide = p_prime_chart(counts, sizes).upper - p_chart(counts, sizes).upper
    >>> bool((wide > 0).all())
    True
    """
    counts, sizes = read_counts_of(counts, sizes, one_each=True)
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)
    return build_ratio_chart(
        "p-prime",
        counts,
        sizes,
        phases,
        _sigma,
        1.0,
        multiply=multiply,
        in_time=in_time,
        prime=True,
        screen=screen,
    )


def np_chart(
    counts: ArrayLike,
    size: int,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
) -> ControlChart:
    """Np chart: counts out of equally large samples.

    Parameters
    ----------
    counts : array_like of int, shape (n,)
        Cases with the property in each period; NaN or None if missing.
    size : int
        Cases in every period.
    freeze, parts, ghosted, multiply
        As in `p_chart`.

    Returns
    -------
    ControlChart
        Counts; limits stay within 0 and `size`.

    Raises
    ------
    ValueError
        If a period has more events than cases, there are fewer than four points to
        calculate from, or the data or phases cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 7.2.

    Examples
    --------
    >>> chart = np_chart([9, 11, 10, 10], size=50)
    >>> print(chart.lower[0].round(2), chart.upper[0].round(2))
    1.51 18.49
    """
    if not (isinstance(size, Real) and size >= 1 and size % 1 == 0):
        raise ValueError(f"A sample has a whole number of cases, not {size}.")
    counts = read_counts(counts)
    refuse_more_events_than_cases(counts, np.full(counts.size, float(size)))
    phases = divide_phases(counts.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        centre = mean_measured(counts[periods][base])
        sigma = float(size * _sigma(centre / size, size))
        return lines_about(centre, sigma, lowest=0.0, highest=float(size))

    sizes = np.where(np.isnan(counts), 0.0, float(size))
    return build_chart("np", counts, phases, lines_of, sizes=sizes, multiply=multiply)


def _sigma(share: float, sizes: np.ndarray | float) -> np.ndarray:
    return np.sqrt(share * (1 - share) / sizes)
