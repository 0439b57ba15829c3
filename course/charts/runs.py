"""Runs about a centre line: what chance alone would rarely do.

Time is the last axis and periods are counted from 1, as a reader counts them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from operator import sub

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import (
    CROSSINGS_QUANTILE,
    POINTS_IN_A_SHIFT,
    POINTS_IN_A_TREND,
    RUN_ALLOWANCE,
    TIE,
)


@dataclass(frozen=True, slots=True)
class RunSignals:
    """What the runs about a centre line say.

    Attributes
    ----------
    useful : int
        Points measured and not on the centre line.
    longest_run, longest_run_allowed : int
        Consecutive points on one side; more than allowed is a signal.
    crossings, crossings_required : int
        Times the line is crossed; fewer than required is a signal.
    """

    useful: int
    longest_run: int
    longest_run_allowed: int
    crossings: int
    crossings_required: int

    @property
    def long_run(self) -> bool:
        """Whether the longest run is longer than chance would allow."""
        return self.longest_run > self.longest_run_allowed

    @property
    def few_crossings(self) -> bool:
        """Whether the line is crossed less often than chance would have it."""
        return self.crossings < self.crossings_required

    @property
    def shifted(self) -> bool:
        """Whether either rule signals."""
        return self.long_run or self.few_crossings


def run_centre(values: ArrayLike, baseline: int | None = None) -> float:
    """Median of a series, the centre line of a run chart.

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first; NaN is skipped.
    baseline : int, optional
        Use the first `baseline` periods only: the line is frozen there and
        drawn on through the rest.

    Returns
    -------
    float
        In the unit of the measurements.

    Raises
    ------
    ValueError
        If there is nothing measured to take the median of.

    Examples
    --------
    >>> run_centre([4, 6, 5, 9, 9])
    6.0
    >>> run_centre([4, 6, 5, 9, 9], baseline=3)
    5.0
    """
    values = np.asarray(values, dtype=float)[:baseline]
    measured = values[~np.isnan(values)]
    if measured.size == 0:
        raise ValueError("A median needs at least one measurement.")
    measured.sort()
    middle, odd = divmod(measured.size, 2)
    upper = measured.item(middle)
    return upper if odd else (measured.item(middle - 1) + upper) / 2


def sides_of(values: ArrayLike, centre: ArrayLike) -> np.ndarray:
    """On which side of the centre line each point lies.

    Parameters
    ----------
    values : array_like, shape (..., n)
        NaN marks a period without a measurement.
    centre : array_like
        One centre line, or one for each series with shape (..., 1).

    Returns
    -------
    ndarray of int, shape (..., n)
        1 above, -1 below, 0 on the line or not measured.

    Examples
    --------
    >>> sides_of([3, 5, 4, float("nan")], centre=4)
    array([-1,  1,  0,  0], dtype=int8)
    """
    centre = np.asarray(centre)
    distance = np.asarray(values, dtype=float) - centre
    apart = np.abs(distance)
    if distance.ndim == 1:
        furthest = float(np.fmax.reduce(apart, initial=0))
    else:
        # Along the first axis many series are compared at once: that pays for a copy.
        furthest = np.fmax.reduce(apart.T.copy(), axis=0, initial=0).T[..., np.newaxis]
    tie = _tie(furthest, centre)
    return (distance > tie).view(np.int8) - (distance < -tie).view(np.int8)


def steps_of(values: ArrayLike) -> np.ndarray:
    """Whether each point lies higher or lower than the one measured before it.

    Parameters
    ----------
    values : array_like, shape (..., n)
        NaN marks a period without a measurement.

    Returns
    -------
    ndarray of int, shape (..., n)
        1 up, -1 down, 0 for an equal neighbour, a period without a measurement
        and the first point measured.

    Examples
    --------
    >>> steps_of([3, 5, 5, float("nan"), 4])
    array([ 0,  1,  0,  0, -1], dtype=int8)
    """
    values = np.asarray(values, dtype=float)
    missing = np.isnan(values)
    carried = values
    if missing.any():
        periods = np.arange(values.shape[-1])
        latest = np.maximum.accumulate(np.where(missing, 0, periods), axis=-1)
        carried = np.take_along_axis(values, latest, axis=-1)
    steps = np.zeros(values.shape, dtype=np.int8)
    steps[..., 1:] = sides_of(carried[..., 1:], carried[..., :-1])
    return steps


def number_runs(sides: ArrayLike) -> np.ndarray:
    """Number the runs of a series 1, 2, 3 ... from its oldest point.

    Parameters
    ----------
    sides : array_like of int, shape (..., n)
        From `sides_of` or `steps_of`; a zero belongs to no run, and neither
        breaks nor lengthens one.

    Returns
    -------
    ndarray of int, shape (..., n)
        The number of the run each point belongs to; 0 for none.

    Examples
    --------
    >>> number_runs([1, 1, 0, 1, -1, 0, 1])
    array([1, 1, 0, 1, 2, 0, 3])
    """
    sides = np.asarray(sides)
    useful = sides != 0
    periods = np.arange(sides.shape[-1])
    latest = np.maximum.accumulate(np.where(useful, periods, 0), axis=-1)
    carried = np.take_along_axis(sides, latest, axis=-1)
    starts = useful.copy()
    starts[..., 1:] &= sides[..., 1:] != carried[..., :-1]
    return np.where(useful, np.cumsum(starts, axis=-1), 0)


def run_lengths(numbers: ArrayLike) -> np.ndarray:
    """How many points share each point's run.

    Parameters
    ----------
    numbers : array_like of int, shape (..., n)
        From `number_runs`.

    Returns
    -------
    ndarray of int, shape (..., n)
        0 for a point that belongs to no run.

    Examples
    --------
    >>> run_lengths([1, 1, 0, 1, 2, 0, 3])
    array([3, 3, 0, 3, 1, 0, 1])
    """
    numbers = np.asarray(numbers)
    width = numbers.shape[-1] + 1
    rows = numbers.reshape(-1, width - 1)
    # Each series counts in its own block of a single bincount.
    blocks = rows + width * np.arange(rows.shape[0])[:, np.newaxis]
    counts = np.bincount(blocks.ravel(), minlength=width * rows.shape[0])
    lengths = np.where(rows > 0, counts[blocks], 0)
    return lengths.reshape(numbers.shape)


def longest_and_number_of_runs(
    sides: ArrayLike, *, ties_break: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """Longest run, and number of runs, of each of many series.

    Parameters
    ----------
    sides : array_like of int, shape (series, n)
        From `sides_of` or `steps_of`; a zero belongs to no run.
    ties_break : bool
        Whether a zero ends a run, as no rule has it and many believe.

    Returns
    -------
    longest, number : ndarray of int, shape (series,)
        The same as from `run_lengths` and `number_runs`, in a third of the time.

    Examples
    --------
    >>> sides = [[1, 1, 0, 1, -1], [0, 0, 0, 0, 0]]
    >>> longest_and_number_of_runs(sides)
    (array([3, 0]), array([2, 0]))
    >>> longest_and_number_of_runs(sides, ties_break=True)
    (array([2, 0]), array([3, 0]))
    """
    sides = np.asarray(sides)
    # All series in one row, each behind a head that is no side. Two kinds of heads in
    # turn, so that those of empty series stay apart.
    heads = np.full(len(sides), 2, dtype=sides.dtype)
    heads[::2] = 3
    row = np.column_stack((heads, sides)).ravel()
    if not ties_break:
        row = row[row != 0]
    (bounds,) = (row[1:] != row[:-1]).nonzero()
    bounds = np.concatenate(([0], bounds + 1, [row.size]))
    lengths = bounds[1:] - bounds[:-1]
    side = row[bounds[:-1]]
    is_run = (side == 1) | (side == -1)
    (of_series,) = (side > 1).nonzero()
    longest = np.maximum.reduceat(lengths * is_run, of_series)
    return longest, np.add.reduceat(is_run, of_series, dtype=int)


@cache
def longest_run_allowed(useful: int) -> int:
    """Longest run that chance still allows among `useful` points.

    Parameters
    ----------
    useful : int
        Points not on the centre line.

    Returns
    -------
    int
        0 when there are no points to judge.

    References
    ----------
    .. [1] Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation
       study of run chart rules for detection of non-random variation in health
       care processes. PLoS ONE 9(11): e113825.

    Examples
    --------
    >>> [longest_run_allowed(useful) for useful in (10, 12, 24, 60)]
    [6, 7, 8, 9]
    """
    return round(math.log2(useful)) + RUN_ALLOWANCE if useful else 0


@cache
def crossings_required(useful: int) -> int:
    """Fewest crossings that chance still allows among `useful` points.

    The 5 % quantile of the binomial distribution with `useful` - 1 trials and
    probability one half: the smallest count whose cumulative probability is at
    least 5 %, in whole numbers, so that no rounding can decide.

    Parameters
    ----------
    useful : int
        Points not on the centre line.

    Returns
    -------
    int

    References
    ----------
    .. [1] Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation
       study of run chart rules for detection of non-random variation in health
       care processes. PLoS ONE 9(11): e113825.

    Examples
    --------
    >>> [crossings_required(useful) for useful in (10, 12, 24, 60)]
    [2, 3, 8, 23]
    """
    trials = max(useful - 1, 0)
    numerator, denominator = CROSSINGS_QUANTILE
    crossings, ways, so_many = 0, 1, 1
    while ways * denominator < numerator * 2**trials:
        so_many = so_many * (trials - crossings) // (crossings + 1)
        ways += so_many
        crossings += 1
    return crossings


def find_run_signals(values: ArrayLike, centre: float) -> RunSignals:
    """Longest run and crossings of a centre line (the Anhøj rules).

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first; NaN is skipped, and so is a
        point on the centre line.
    centre : float
        Usually the median, in the unit of the measurements.

    Returns
    -------
    RunSignals
        All zero, and no signal, when no point is useful.

    References
    ----------
    .. [1] Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation
       study of run chart rules for detection of non-random variation in health
       care processes. PLoS ONE 9(11): e113825.

    Examples
    --------
    >>> find_run_signals([1, 3, 1, 3, 1, 3, 1, 3, 1, 3], centre=2).shifted
    False
    >>> find_run_signals([1, 1, 2, 1, 1, 3, 3, 3, 3, 3], centre=2)
    RunSignals(useful=9, longest_run=5, ..., crossings=1, crossings_required=2)
    """
    distance = np.asarray(values, dtype=float) - centre
    above = distance[_off_the_line(distance, centre)] > 0
    useful = above.size
    crossed = (above[1:] != above[:-1]).nonzero()[0].tolist()
    ends = [*crossed, useful - 1]
    return RunSignals(
        useful,
        max(map(sub, ends, [-1, *crossed])),
        longest_run_allowed(useful),
        len(crossed),
        crossings_required(useful),
    )


def runs_about(values: ArrayLike, centre: float) -> list[tuple[int, ...]]:
    """All runs about a centre line, oldest first.

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN is skipped.
    centre : float
        In the unit of the measurements. A point on it belongs to no run but
        does not break one.

    Returns
    -------
    list of tuple of int
        The periods of each run, counted from 1.

    Examples
    --------
    >>> runs_about([5, 4, 6, 1, 2], centre=4)
    [(1, 3), (4, 5)]
    """
    # Written out, as in `find_trends`.
    distances = [value - centre for value in np.asarray(values, dtype=float).tolist()]
    # Begun with a number, `max` passes over NaN.
    tie = _tie(max((0.0, *map(abs, distances))), centre)
    runs: list[list[int]] = []
    latest = None
    for period, distance in enumerate(distances, start=1):
        if abs(distance) > tie:
            above = distance > 0
            if above is not latest:
                runs.append([])
                latest = above
            runs[-1].append(period)
    return [tuple(run) for run in runs]


def find_shifts(
    values: ArrayLike, centre: float, at_least: int = POINTS_IN_A_SHIFT
) -> list[tuple[int, ...]]:
    """Runs long enough to be called a shift (Perla's first rule).

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN is skipped.
    centre : float
        Usually the median, in the unit of the measurements.
    at_least : int
        Points in a row on one side; 6 with Perla and colleagues, 7 or 8 elsewhere.

    Returns
    -------
    list of tuple of int
        The periods of each shift, counted from 1.

    References
    ----------
    .. [1] Perla, R. J., Provost, L. P. and Murray, S. K. (2011). The run chart: a
       simple analytical tool for learning from variation in healthcare processes.
       BMJ Quality & Safety 20: 46-51.

    Examples
    --------
    >>> find_shifts([1, 5, 5, 5, 3, 5, 5, 5, 1], centre=3)
    [(2, 3, 4, 6, 7, 8)]
    """
    return [run for run in runs_about(values, centre) if len(run) >= at_least]


def find_trends(
    values: ArrayLike, at_least: int = POINTS_IN_A_TREND
) -> list[tuple[int, ...]]:
    """Points in a row that all rise or all fall (Perla's second rule).

    Parameters
    ----------
    values : array_like, shape (n,)
        NaN is skipped. Of equal neighbours the first counts; the repeat neither
        counts nor breaks the trend.
    at_least : int
        Points, the first included: 5 points are 4 steps.

    Returns
    -------
    list of tuple of int
        The periods of each trend, counted from 1. A turning point belongs to
        both its trends.

    References
    ----------
    .. [1] Perla, R. J., Provost, L. P. and Murray, S. K. (2011). The run chart: a
       simple analytical tool for learning from variation in healthcare processes.
       BMJ Quality & Safety 20: 46-51.

    Examples
    --------
    >>> find_trends([9, 2, 3, 3, 4, 6, 8, 1])
    [(2, 3, 5, 6, 7)]
    """
    # Written out, and not by way of `steps_of`: for one series arrays are slower.
    series = np.asarray(values, dtype=float).tolist()
    periods = [place + 1 for place, value in enumerate(series) if not math.isnan(value)]
    levels = [series[period - 1] for period in periods]
    steps = list(map(sub, levels[1:], levels))
    furthest = max(map(abs, steps), default=0.0)
    trends, trend, rising = [], [], None
    latest = periods[0] if periods else 0
    for period, value, step in zip(periods[1:], levels, steps, strict=False):
        if abs(step) > TIE * (furthest + abs(value)):
            if (step > 0) is rising:
                trend.append(period)
            else:
                # A turning point, or the first, is where the trend sets out from.
                trend = [latest, period]
                trends.append(trend)
                rising = step > 0
            latest = period
    return [tuple(trend) for trend in trends if len(trend) >= at_least]


def _tie(furthest: np.ndarray | float, centre: np.ndarray | float):
    """How near the line float noise alone can take a point that lies on it."""
    return TIE * (furthest + abs(centre))


def _off_the_line(distance: np.ndarray, centre: float) -> np.ndarray:
    """As `sides_of` tells it, of one series: this is most of what a chart costs."""
    apart = np.abs(distance)
    return apart > _tie(float(np.fmax.reduce(apart, initial=0)), centre)
