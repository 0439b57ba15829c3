"""Control limits as two or three numbers, where no chart is needed."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import SIGMAS_TO_LIMIT
from course.charts.moving_ranges import mean_measured, sigma_from_ranges


@dataclass(frozen=True, slots=True)
class ControlLimits:
    """Where a stable process is expected to stay.

    Attributes
    ----------
    lower, centre, upper : float
        In the unit of the measurements.
    """

    lower: float
    centre: float
    upper: float

    def outside(self, values: ArrayLike) -> np.ndarray:
        """Mark each value that lies beyond a limit.

        Parameters
        ----------
        values : array_like, shape (n,)

        Returns
        -------
        ndarray of bool, shape (n,)
            A value exactly on a limit is inside. Missing values are inside.

        Examples
        --------
        >>> ControlLimits(lower=0, centre=5, upper=10).outside([4, 10, 11])
        array([False, False,  True])
        """
        values = np.asarray(values, dtype=float)
        return (values < self.lower) | (values > self.upper)


def individuals_limits(values: ArrayLike) -> ControlLimits:
    """Control limits of an individuals (I, XmR) chart.

    The spread is judged from one point to the next, so a slow drift does not
    widen the limits meant to reveal it.

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first. NaN marks a period without
        a measurement; moving ranges across the gap are left out.

    Returns
    -------
    ControlLimits
        The lower limit may be below zero even where no value can be.

    Raises
    ------
    ValueError
        If no two neighbouring periods are both measured.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.4.

    Examples
    --------
    >>> individuals_limits([10, 12, 11, 13])
    ControlLimits(lower=7.06..., centre=11.5, upper=15.93...)
    """
    values = np.asarray(values, dtype=float)
    sigma = sigma_from_ranges(values)
    if math.isnan(sigma):
        raise ValueError("An individuals chart needs two neighbouring measurements.")
    centre = mean_measured(values)
    reach = SIGMAS_TO_LIMIT * sigma
    return ControlLimits(lower=centre - reach, centre=centre, upper=centre + reach)


def np_limits(counts: ArrayLike, size: int) -> ControlLimits:
    """Control limits of an np chart: counts out of equally large samples.

    Parameters
    ----------
    counts : array_like of int
        Items with the property counted, one number per sample; the shape does not
        matter. NaN is skipped.
    size : int
        Items in every sample.

    Returns
    -------
    ControlLimits
        Counts, kept within 0 and `size`, where no count can lie outside.

    Raises
    ------
    ValueError
        If nothing was counted, or a count lies outside 0 to `size`.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 7.2.

    Examples
    --------
    >>> np_limits([9, 11, 10, 10], size=50)
    ControlLimits(lower=1.51..., centre=10.0, upper=18.48...)
    """
    counts = np.asarray(counts, dtype=float)
    counts = counts[~np.isnan(counts)]
    if counts.size == 0:
        raise ValueError("An np chart needs at least one count.")
    if ((counts < 0) | (counts > size)).any():
        raise ValueError(f"Counts out of {size} must lie between 0 and {size}.")

    centre = mean_measured(counts)
    reach = SIGMAS_TO_LIMIT * math.sqrt(centre * (1 - centre / size))
    return ControlLimits(
        lower=max(0.0, centre - reach),
        centre=centre,
        upper=min(float(size), centre + reach),
    )
