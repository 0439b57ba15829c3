"""Charts of several measurements a period: X̄ and their spread (S or R)."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from course.charts.control import ControlChart, Lines, build_chart, lines_about
from course.charts.factors import c4, d2, d3
from course.charts.moving_ranges import mean_measured
from course.charts.observations import read_values
from course.charts.phases import divide_phases

SPREADS = ("deviation", "range")


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """Measurements gathered by the period they belong to.

    Attributes
    ----------
    labels : tuple
        What each subgroup is called, in the order in which they first appear.
    sizes, means, deviations, ranges : ndarray of float, shape (subgroups,)
        Measurements in each; their mean; their standard deviation and range, NaN for
        a single one. An empty subgroup has size 0 and NaN for the rest.
    """

    labels: tuple[Hashable, ...]
    sizes: np.ndarray
    means: np.ndarray
    deviations: np.ndarray
    ranges: np.ndarray


def gather_subgroups(
    measurements: ArrayLike, subgroups: Sequence[Hashable]
) -> Subgroups:
    """Gather measurements by the subgroup each is labelled with.

    Parameters
    ----------
    measurements : array_like, shape (n,)
        NaN or None for a missing one.
    subgroups : sequence, length n
        The day, week or batch of each measurement.

    Returns
    -------
    Subgroups

    Raises
    ------
    ValueError
        If there is not one label for each measurement.

    Examples
    --------
    >>> gathered = gather_subgroups([4, 6, 5, 9], ["Mon", "Mon", "Tue", "Tue"])
    >>> gathered.labels, gathered.means
    (('Mon', 'Tue'), array([5., 7.]))
    """
    values, names = read_values(measurements), list(subgroups)
    if len(names) != values.size:
        raise ValueError(
            f"There are {values.size} measurements but {len(names)} subgroup labels."
        )
    try:
        labels = tuple(dict.fromkeys(names))
    except TypeError:
        raise ValueError("A subgroup is named by text or a number.") from None
    places = {label: place for place, label in enumerate(labels)}
    measured = ~np.isnan(values)
    place = np.array([places[name] for name in names], dtype=int)[measured]
    values = values[measured]

    count = len(labels)
    sizes = np.bincount(place, minlength=count).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.bincount(place, values, minlength=count) / sizes
        squares = np.bincount(place, (values - means[place]) ** 2, minlength=count)
        deviations = np.where(sizes > 1, np.sqrt(squares / (sizes - 1)), np.nan)
    lowest, highest = np.full(count, np.inf), np.full(count, -np.inf)
    np.minimum.at(lowest, place, values)
    np.maximum.at(highest, place, values)
    ranges = np.where(sizes > 1, highest - lowest, np.nan)
    return Subgroups(labels, sizes, means, deviations, ranges)


def xbar_chart(
    measurements: ArrayLike,
    subgroups: Sequence[Hashable],
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    spread: str = "deviation",
) -> ControlChart:
    """X̄ chart: the mean of each subgroup, judged by the spread within subgroups.

    Parameters
    ----------
    measurements : array_like, shape (n,)
        NaN or None for a missing one.
    subgroups : sequence, length n
        The day, week or batch of each measurement. A period is one subgroup.
    freeze : int, optional
        Calculate the lines from the first `freeze` subgroups and draw them on.
    parts : sequence of int
        The last subgroup of each part but the last, from 1; each has its own lines.
    ghosted : collection of int
        Subgroups shown but left out of every calculation, from 1.
    multiply : float
        What one is shown as.
    spread : {"deviation", "range"}
        X̄-S takes the spread from standard deviations, X̄-R from ranges; ranges need
        subgroups of one size.

    Returns
    -------
    ControlChart
        A subgroup of one measurement has no limits.

    Raises
    ------
    ValueError
        If there are fewer than four subgroups to calculate from, or the data, phases
        or spread cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., sections 6.2 and 6.3.

    Examples
    --------
    >>> days = ["Mon"] * 3 + ["Tue"] * 3 + ["Wed"] * 3 + ["Thu"] * 3
    >>> minutes = [31, 29, 36, 40, 28, 33, 35, 30, 31, 27, 38, 34]
    >>> chart = xbar_chart(minutes, days)
    >>> print(chart.centre[0].round(2), chart.upper[0].round(2))
    32.67 41.39
    """
    gathered = gather_subgroups(measurements, subgroups)
    if spread not in SPREADS:
        raise ValueError(f"The spread is a deviation or a range, not {spread}.")
    if spread == "range":
        _refuse_varying(gathered)
    sizes, means = gathered.sizes, gathered.means
    phases = divide_phases(sizes.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        weights = sizes[periods][base]
        centre = float(np.nansum(weights * means[periods][base]) / weights.sum())
        size = sizes[periods]
        if spread == "range":
            mean_range = mean_measured(gathered.ranges[periods][base])
            sigma = np.where(size > 1, mean_range / _of(d2, size), np.nan)
        else:
            deviation = _common_deviation(gathered, periods, base)
            sigma = deviation / _of(c4, size)
        return lines_about(centre, sigma / np.sqrt(np.where(size > 0, size, np.nan)))

    return build_chart("xbar", means, phases, lines_of, sizes=sizes, multiply=multiply)


def s_chart(
    measurements: ArrayLike,
    subgroups: Sequence[Hashable],
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
) -> ControlChart:
    """S chart: the standard deviation within each subgroup.

    Parameters
    ----------
    measurements, subgroups, freeze, parts, ghosted, multiply
        As in `xbar_chart`.

    Returns
    -------
    ControlChart
        A subgroup of one measurement has neither a deviation nor limits.

    Raises
    ------
    ValueError
        If fewer than four subgroups have a deviation to calculate from, or the data or
        phases cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.3.

    Examples
    --------
    >>> days = ["Mon"] * 3 + ["Tue"] * 3 + ["Wed"] * 3 + ["Thu"] * 3
    >>> minutes = [31, 29, 36, 40, 28, 33, 35, 30, 31, 27, 38, 34]
    >>> print(s_chart(minutes, days).upper[0].round(2))
    11.46
    """
    gathered = gather_subgroups(measurements, subgroups)
    sizes = gathered.sizes
    phases = divide_phases(sizes.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        centre = _common_deviation(gathered, periods, base)
        factor = _of(c4, sizes[periods])
        return lines_about(centre, centre * np.sqrt(1 - factor**2) / factor, lowest=0.0)

    return build_chart(
        "s", gathered.deviations, phases, lines_of, sizes=sizes, multiply=multiply
    )


def r_chart(
    measurements: ArrayLike,
    subgroups: Sequence[Hashable],
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
) -> ControlChart:
    """R chart: the range within each subgroup, for subgroups of one size.

    Parameters
    ----------
    measurements, subgroups, freeze, parts, ghosted, multiply
        As in `xbar_chart`.

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError
        If the subgroups differ in size, there are fewer than four to calculate from,
        or the data or phases cannot be.

    References
    ----------
    .. [1] Montgomery, D. C. (2013). Introduction to Statistical Quality
       Control, 7th ed., section 6.2.

    Examples
    --------
    >>> days = ["Mon"] * 3 + ["Tue"] * 3 + ["Wed"] * 3 + ["Thu"] * 3
    >>> minutes = [31, 29, 36, 40, 28, 33, 35, 30, 31, 27, 38, 34]
    >>> print(r_chart(minutes, days).upper[0].round(1))
    22.5
    """
    gathered = gather_subgroups(measurements, subgroups)
    _refuse_varying(gathered)
    sizes = gathered.sizes
    phases = divide_phases(sizes.size, freeze=freeze, parts=parts, ghosted=ghosted)

    def lines_of(periods: slice, base: np.ndarray) -> Lines:
        centre = mean_measured(gathered.ranges[periods][base])
        size = sizes[periods]
        return lines_about(centre, centre * _of(d3, size) / _of(d2, size), lowest=0.0)

    return build_chart(
        "r", gathered.ranges, phases, lines_of, sizes=sizes, multiply=multiply
    )


def _common_deviation(gathered: Subgroups, periods: slice, base: np.ndarray) -> float:
    """Mean of the deviations, or pooled where the subgroups differ in size."""
    deviations = gathered.deviations[periods][base]
    if np.unique(gathered.sizes[periods]).size == 1:
        return mean_measured(deviations)
    freedom = np.maximum(gathered.sizes[periods][base] - 1, 0)
    if not freedom.any():
        return math.nan
    return math.sqrt(np.nansum(freedom * deviations**2) / freedom.sum())


def _of(factor, sizes: np.ndarray) -> np.ndarray:
    """The factor of each subgroup; NaN where one measurement tells of no spread."""
    factors = {size: factor(int(size)) for size in set(sizes.tolist()) if size > 1}
    return np.array([factors.get(size, np.nan) for size in sizes.tolist()])


def _refuse_varying(gathered: Subgroups) -> None:
    sizes = np.unique(gathered.sizes[gathered.sizes > 0])
    if sizes.size > 1:
        raise ValueError(
            f"Ranges compare subgroups of one size; these have {sizes.min():g} to "
            f"{sizes.max():g} measurements. Take an S chart."
        )
