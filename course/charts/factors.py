"""Factors of normal samples: c₄, d₂ and d₃, calculated rather than read off a table."""

from __future__ import annotations

import math
from functools import cache
from statistics import NormalDist

import numpy as np

# Beyond nine standard deviations a normal density adds nothing that a float can hold.
_REACH = 9.0
_STEPS = 1800


@cache
def c4(size: int) -> float:
    """Mean standard deviation of normal samples, in units of the true one.

    Parameters
    ----------
    size : int
        Measurements in a sample, two or more.

    Returns
    -------
    float
        Just below 1: small samples show too little of the spread.

    Raises
    ------
    ValueError
        If a sample has fewer than two measurements.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.3 and Appendix VI.

    Examples
    --------
    >>> [round(c4(size), 4) for size in (2, 5, 10, 25)]
    [0.7979, 0.94, 0.9727, 0.9896]
    """
    _refuse_single(size)
    logarithm = math.lgamma(size / 2) - math.lgamma((size - 1) / 2)
    return math.sqrt(2 / (size - 1)) * math.exp(logarithm)


@cache
def d2(size: int) -> float:
    """Mean range of normal samples, in units of the standard deviation.

    Parameters
    ----------
    size : int
        Measurements in a sample, two or more.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a sample has fewer than two measurements.

    References
    ----------
    .. [1] Tippett, L. H. C. (1925). On the extreme individuals and the range of
       samples taken from a normal population. Biometrika 17: 364-387.

    Examples
    --------
    >>> [round(d2(size), 3) for size in (2, 5, 10, 25)]
    [1.128, 2.326, 3.078, 3.931]
    """
    _refuse_single(size)
    places, below = _normal()
    return float(np.trapezoid(1 - (1 - below) ** size - below**size, places))


@cache
def d3(size: int) -> float:
    """Standard deviation of the range of normal samples, in units of the true one.

    Parameters
    ----------
    size : int
        Measurements in a sample, two or more.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If a sample has fewer than two measurements.

    References
    ----------
    .. [1] Tippett, L. H. C. (1925). On the extreme individuals and the range of
       samples taken from a normal population. Biometrika 17: 364-387.

    Examples
    --------
    >>> [round(d3(size), 3) for size in (2, 5, 10, 25)]
    [0.853, 0.864, 0.797, 0.708]
    """
    _refuse_single(size)
    places, below = _normal()
    step = places[1] - places[0]
    density = np.exp(-(places**2) / 2) / math.sqrt(2 * math.pi)
    # The lowest measurement lies at a place, all others within the range above it.
    reached = np.arange(places.size)
    shares = [
        size * step * np.sum(density * (below[upper] - below) ** (size - 1))
        for upper in (np.minimum(reached + k, places.size - 1) for k in reached)
    ]
    ranges = step * np.arange(places.size)
    # Trapezoids fall short by step² / 12 of the slope, 1, with which the curve begins.
    area = np.trapezoid(ranges * (1 - np.array(shares)), ranges) + step**2 / 12
    mean_square = 2 * float(area)
    return math.sqrt(mean_square - d2(size) ** 2)


@cache
def _normal() -> tuple[np.ndarray, np.ndarray]:
    places = np.linspace(-_REACH, _REACH, _STEPS + 1)
    normal = NormalDist()
    return places, np.array([normal.cdf(place) for place in places])


def _refuse_single(size: int) -> None:
    if size < 2:
        raise ValueError(f"A spread needs at least two measurements, not {size}.")
