"""Months in a registry, and how much care is given in them."""

from __future__ import annotations

import numpy as np

# Beds and people on leave: wards are fullest in January and emptiest in July.
_FULLEST_MONTH = 1
_MONTHS_IN_A_YEAR = 12


def name_months(first_year: int, months: int) -> tuple[str, ...]:
    """Name months in a row, from January of a year.

    Parameters
    ----------
    first_year : int
    months : int

    Returns
    -------
    tuple of str
        As in "2024-01".

    Examples
    --------
    >>> name_months(2024, 13)[-2:]
    ('2024-12', '2025-01')
    """
    return tuple(
        f"{first_year + month // _MONTHS_IN_A_YEAR}-{month % _MONTHS_IN_A_YEAR + 1:02d}"
        for month in range(months)
    )


def season(months: int, amplitude: float) -> np.ndarray:
    """How much more or less happens in each month than in a usual one.

    Parameters
    ----------
    months : int
        From a January on.
    amplitude : float
        0.08 is 8 % more in January and 8 % less in July.

    Returns
    -------
    ndarray of float, shape (months,)
        Factors; 1 on average over a whole year.

    Examples
    --------
    >>> season(12, 0.08)[[0, 3, 6]].round(2)
    array([1.08, 1.  , 0.92])
    """
    angle = (np.arange(1, months + 1) - _FULLEST_MONTH) / _MONTHS_IN_A_YEAR
    return 1 + amplitude * np.cos(2 * np.pi * angle)


def draw_denominators(
    mean: float,
    months: int,
    rng: np.random.Generator,
    *,
    amplitude: float = 0.0,
    dispersion: float = 1.0,
    lowest: float = 1,
    highest: float = np.inf,
) -> np.ndarray:
    """Draw how much care was given in each month: days, patients, visits.

    Parameters
    ----------
    mean : float
        In a usual month.
    months : int
    rng : numpy.random.Generator
        The only source of chance.
    amplitude : float
        Of the season.
    dispersion : float
        Variance over that of a Poisson count; negative binomial above 1.
    lowest, highest : float
        A unit has so many beds, and is never quite empty.

    Returns
    -------
    ndarray of float, shape (months,)
        Whole numbers.

    Examples
    --------
    >>> draw_denominators(600, 3, np.random.default_rng(1), amplitude=0.05)
    array([631., 612., 642.])
    """
    means = mean * season(months, amplitude)
    return np.clip(draw_events(means, dispersion, rng), lowest, highest)


def draw_events(
    means: np.ndarray,
    dispersion: float,
    rng: np.random.Generator,
    size: tuple[int, ...] | None = None,
) -> np.ndarray:
    """Draw counts of events, Poisson or more scattered.

    Parameters
    ----------
    means : ndarray of float, shape (n,)
    dispersion : float
        Variance over mean: 1 is Poisson, above it negative binomial.
    rng : numpy.random.Generator
    size : tuple of int, optional
        Shape to draw, ending in n.

    Returns
    -------
    ndarray of float, shape `size` or (n,)

    Examples
    --------
    >>> draw_events(np.array([5.0, 5.0, 5.0]), 1.3, np.random.default_rng(1))
    array([6., 5., 7.])
    """
    if dispersion <= 1:
        return rng.poisson(means, size).astype(float)
    # Mean r (1 - p) / p and variance mean / p: p = 1 / dispersion.
    shape = np.maximum(means / (dispersion - 1), np.finfo(float).tiny)
    return rng.negative_binomial(shape, 1 / dispersion, size).astype(float)
