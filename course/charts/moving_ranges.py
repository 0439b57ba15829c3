"""The step from each point to the next, and the spread it tells of."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import MEAN_RANGE_OF_TWO, UPPER_RANGE_FACTOR


def mean_measured(values: np.ndarray) -> float:
    """Mean of what was measured.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        NaN is skipped.

    Returns
    -------
    float
        NaN when nothing was measured.

    Examples
    --------
    >>> mean_measured(np.array([3.0, np.nan, 4.0]))
    3.5
    """
    # A tenth of what np.nanmean takes, and this is done for every line.
    total = float(np.add.reduce(values))
    if values.size and not math.isnan(total):
        return total / values.size
    measured = values[~np.isnan(values)]
    return float(measured.sum()) / measured.size if measured.size else float("nan")


def moving_ranges(values: ArrayLike) -> np.ndarray:
    """Distance of each point from the one before it.

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN for a missing measurement.

    Returns
    -------
    ndarray of float, shape (n - 1,)
        NaN on both sides of a missing measurement: a gap is not bridged.

    Examples
    --------
    >>> moving_ranges([3, 5, 1, np.nan, 4])
    array([ 2.,  4., nan, nan])
    """
    values = np.asarray(values, dtype=float)
    return np.abs(values[1:] - values[:-1])


def mean_moving_range(values: ArrayLike, *, screen: bool = False) -> float:
    """Mean of the moving ranges.

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN for a missing measurement.
    screen : bool
        Drop ranges of 3.267 times the mean or more, once, and take the mean again.
        NHS Making Data Count's R package and qicharts2 do; Wheeler, Montgomery and the
        NHS spreadsheet do not. Whoever compares must say which.

    Returns
    -------
    float
        NaN when no range is left: screened, equal values leave none.

    References
    ----------
    .. [1] Nelson, L. S. (1982). Control charts for individual measurements.
       Journal of Quality Technology 14(3): 172-173.

    Examples
    --------
    >>> mean_moving_range([3, 5, 4, 6])
    1.6666666666666667
    >>> jump = [3, 5, 4, 5, 4, 6, 5, 40]
    >>> mean_moving_range(jump) > mean_moving_range(jump, screen=True)
    True
    """
    ranges = moving_ranges(values)
    mean = mean_measured(ranges)
    if not screen:
        return mean
    return mean_measured(ranges[ranges < UPPER_RANGE_FACTOR * mean])


def sigma_from_ranges(values: ArrayLike, *, screen: bool = False) -> float:
    """Standard deviation as the moving ranges tell it: mean range / 1.128.

    A slow drift does not widen it, so that limits can reveal the drift.

    Parameters
    ----------
    values : array_like, shape (n,)
    screen : bool
        As in `mean_moving_range`.

    Returns
    -------
    float
        In the unit of the values; NaN when no range is left.

    Examples
    --------
    >>> round(sigma_from_ranges([3, 5, 4, 6]), 4)
    1.4775
    """
    return mean_moving_range(values, screen=screen) / MEAN_RANGE_OF_TWO
