"""Bass's model of how something new spreads: some find it, others follow.

Whoever has not adopted yet does so at a rate of p, by themselves, and of q times the
share that has adopted already, after others: p + q F. From these two numbers come the
S-curve, its steepest point, and the time until half have adopted.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

# Rogers (2003), Diffusion of Innovations, 5th ed., chapter 7: the rounded shares of a
# normal distribution of adoption times, cut at its mean and at deviations from it.
ADOPTER_SHARES = {
    "innovator": 0.025,
    "early-adopter": 0.135,
    "early-majority": 0.34,
    "late-majority": 0.34,
    "laggard": 0.16,
}

# Units whose category a learner is asked for; one of each, and some more.
SHOWN_UNITS = 8

# The search for p and q: its bounds are far outside what has been seen of either. It
# starts from the best of a grid and ends when a step no longer matters, or at the last.
_INNOVATION_BOUNDS = (1e-5, 0.9)
_IMITATION_BOUNDS = (1e-5, 9.0)
_GRID_POINTS = 15
_STEPS = 100
_NO_STEP = 1e-9
_NUDGE = 1e-5
_FIRST_DAMPING = 1e-3
# Keeps a coefficient that hardly matters from running away.
_LEAST_CURVATURE = 1e-12

# What is drawn for a learner must be near enough to its plan to be fitted by eye.
_INNOVATION_NEAR = 0.3
_IMITATION_NEAR = 0.12
_HALF_TIME_NEAR = 0.2
# How far from the border of a category, as a share, a unit that is shown must be.
_CLEAR_OF_BORDER = 0.008


@dataclass(frozen=True, slots=True, kw_only=True)
class BassCurve:
    """The S-curve of two coefficients, each per unit of time.

    Attributes
    ----------
    innovation : float
        Bass's p, above zero: the rate of adopting by oneself.
    imitation : float
        Bass's q, zero or more: what is added to that rate when all others have
        adopted.

    Raises
    ------
    ValueError
        If the innovation is not above zero, or the imitation is below it.

    References
    ----------
    .. [1] Bass, F. M. (1969). A new product growth for model consumer durables.
       Management Science 15(5): 215-227.

    Examples
    --------
    >>> curve = BassCurve(innovation=0.03, imitation=0.38)
    >>> round(curve.peak_time, 1), round(curve.time_to(0.5), 1)
    (6.2, 6.6)
    """

    innovation: float
    imitation: float

    def __post_init__(self):
        if not self.innovation > 0:
            raise ValueError(f"Innovation must be above zero, not {self.innovation!r}.")
        if not self.imitation >= 0:
            raise ValueError(f"Imitation must be zero or more, not {self.imitation!r}.")

    @property
    def peak_time(self) -> float:
        """When most adopt at once: ln(q / p) / (p + q), or the start if q <= p."""
        if self.imitation <= self.innovation:
            return 0.0
        pull = self.innovation + self.imitation
        return math.log(self.imitation / self.innovation) / pull

    def share_at(self, times: ArrayLike) -> np.ndarray:
        """Share that has adopted, F = (1 - e) / (1 + (q / p) e), e = exp(-(p + q) t).

        Parameters
        ----------
        times : array_like, shape (...)
            Since the start; 0 or later.

        Returns
        -------
        ndarray of float, shape (...)
            From 0 towards 1.

        Examples
        --------
        >>> BassCurve(innovation=0.03, imitation=0.38).share_at([0, 5, 10]).round(2)
        array([0.  , 0.33, 0.81])
        """
        left = self._left_at(times)
        return (1 - left) / (1 + self.imitation / self.innovation * left)

    def rate_at(self, times: ArrayLike) -> np.ndarray:
        """Share that adopts per unit of time, the slope of the S-curve.

        Parameters
        ----------
        times : array_like, shape (...)

        Returns
        -------
        ndarray of float, shape (...)

        Examples
        --------
        >>> BassCurve(innovation=0.03, imitation=0.38).rate_at([0, 6.2]).round(3)
        array([0.03 , 0.111])
        """
        left = self._left_at(times)
        pull = self.innovation + self.imitation
        beside = 1 + self.imitation / self.innovation * left
        return pull**2 / self.innovation * left / beside**2

    def time_to(self, share: float) -> float:
        """Time until a share has adopted.

        Parameters
        ----------
        share : float
            From 0 to below 1, which is never reached.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If the share is not from 0 to below 1.

        Examples
        --------
        >>> round(BassCurve(innovation=0.1, imitation=0).time_to(0.5), 2)
        6.93
        """
        if not 0 <= share < 1:
            raise ValueError(f"A share must be from 0 to below 1, not {share!r}.")
        followed = 1 + self.imitation / self.innovation * share
        return math.log(followed / (1 - share)) / (self.innovation + self.imitation)

    def _left_at(self, times: ArrayLike) -> np.ndarray:
        pull = self.innovation + self.imitation
        return np.exp(-pull * np.asarray(times, dtype=float))


def draw_adoption_times(
    curve: BassCurve, units: int, rng: np.random.Generator
) -> np.ndarray:
    """When each of a number of units adopts, in a world where all see all.

    Parameters
    ----------
    curve : BassCurve
    units : int
        Wards, surgeries, people.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (units,)
        Earliest first.

    Notes
    -----
    While n have adopted, each of the others does so at the rate p + q n / units, so
    the wait for the next is exponential with the rate of all of them together. With
    many units the share follows the curve; few stray from it, and lag behind it a
    little, because early chance is multiplied by those who imitate.

    Examples
    --------
    >>> curve = BassCurve(innovation=0.03, imitation=0.38)
    >>> draw_adoption_times(curve, units=4, rng=np.random.default_rng(1)).round(1)
    array([ 8.9,  9.8, 22. , 23.1])
    """
    adopted = np.arange(units)
    rates = (units - adopted) * (curve.innovation + curve.imitation * adopted / units)
    return np.cumsum(rng.standard_exponential(units) / rates)


def count_by_period(times: ArrayLike, periods: int) -> np.ndarray:
    """How many adopt in each period.

    Parameters
    ----------
    times : array_like, shape (units,)
        From `draw_adoption_times`.
    periods : int
        Periods of one unit of time; who adopts later is not counted.

    Returns
    -------
    ndarray of int, shape (periods,)

    Examples
    --------
    >>> count_by_period([0.2, 0.9, 2.5, 7.1], periods=3)
    array([2, 0, 1])
    """
    counts, _ = np.histogram(times, bins=np.arange(periods + 1))
    return counts


def fit_bass(counts: ArrayLike, units: int) -> BassCurve:
    """Fit p and q to how many adopted in each period, by least squares.

    Parameters
    ----------
    counts : array_like of int, shape (periods,)
        New adopters, from the start, one number per period.
    units : int
        All who could adopt.

    Returns
    -------
    BassCurve
        Per period: the one whose counts have the least sum of squared distances to
        those seen.

    Raises
    ------
    ValueError
        If there are fewer than three periods, a count is below zero or missing,
        nobody adopted, or more adopted than there are.

    Notes
    -----
    Counts are set against the curve's own increments, as Srinivasan and Mason did,
    not against its slope as Bass did: a year is too long for a slope. The logarithms
    of the two are searched for by damped Gauss-Newton steps (Levenberg-Marquardt).

    References
    ----------
    .. [1] Srinivasan, V. and Mason, C. H. (1986). Nonlinear least squares estimation
       of new product diffusion models. Marketing Science 5(2): 169-178.

    Examples
    --------
    >>> fitted = fit_bass([4, 6, 9, 11, 11, 8, 5], units=60)
    >>> round(fitted.innovation, 3), round(fitted.imitation, 2)
    (0.044, 0.67)
    """
    counts = _counts_of(counts, units)
    low, high = np.log([_INNOVATION_BOUNDS, _IMITATION_BOUNDS]).T

    def misfits(logs: np.ndarray) -> np.ndarray:
        return counts - units * _increments(logs, counts.size)

    grid = np.linspace(low, high, _GRID_POINTS)
    starts = np.stack(np.meshgrid(*grid.T), axis=-1).reshape(-1, 2)
    logs = starts[(misfits(starts) ** 2).sum(axis=-1).argmin()]
    damping = _FIRST_DAMPING
    for _ in range(_STEPS):
        nudges = _NUDGE * np.eye(2)
        slopes = (misfits(logs - nudges) - misfits(logs + nudges)) / (2 * _NUDGE)
        curvature = slopes @ slopes.T
        damped = np.diag(damping * np.diag(curvature) + _LEAST_CURVATURE)
        step = np.linalg.solve(curvature + damped, slopes @ misfits(logs))
        trial = np.clip(logs + step, low, high)
        if (misfits(trial) ** 2).sum() < (misfits(logs) ** 2).sum():
            logs, damping = trial, damping / 10
        else:
            damping *= 10
        if np.abs(step).max() < _NO_STEP:
            break
    p, q = np.exp(logs).tolist()
    return BassCurve(innovation=p, imitation=q)


def half_time(counts: ArrayLike, units: int) -> float:
    """When half had adopted, read from the counts along straight lines.

    Parameters
    ----------
    counts : array_like of int, shape (periods,)
        New adopters in each period.
    units : int
        All who could adopt.

    Returns
    -------
    float
        In periods since the start.

    Raises
    ------
    ValueError
        If fewer than half adopted, or the counts are not counts of these units.

    Examples
    --------
    >>> half_time([4, 6, 10, 12], units=40)
    3.0
    """
    counts = _counts_of(counts, units)
    adopted = np.concatenate(([0.0], np.cumsum(counts)))
    if adopted[-1] < units / 2:
        raise ValueError(f"Only {adopted[-1]:g} of {units} adopted: not yet half.")
    after = int(np.argmax(adopted >= units / 2))
    missing = units / 2 - adopted[after - 1]
    return float(after - 1 + missing / counts[after - 1])


def adopter_category(place: int, units: int) -> str:
    """Name Rogers's category of the one who came in a certain place.

    Parameters
    ----------
    place : int
        1 for the first to adopt.
    units : int
        All who adopt in the end.

    Returns
    -------
    str
        One of `ADOPTER_SHARES`. A category holds those whose place lies within its
        share, so among 200 the first five are innovators.

    Raises
    ------
    ValueError
        If there is no such place.

    Examples
    --------
    >>> [adopter_category(place, units=200) for place in (5, 6, 33, 200)]
    ['innovator', 'early-adopter', 'early-majority', 'laggard']
    """
    if not 1 <= place <= units:
        raise ValueError(f"Among {units} there are places 1 to {units}, not {place}.")
    # A place in the middle of its own slot never lies on a border by rounding alone.
    found = np.searchsorted(_borders(), (place - 0.5) / units)
    return list(ADOPTER_SHARES)[int(found)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptionPlan:
    """How a new way of working is to spread among units.

    Attributes
    ----------
    curve : BassCurve
        Per year.
    units : int
    years : int
        Long enough for the curve to flatten.
    """

    curve: BassCurve
    units: int
    years: int


@dataclass(frozen=True, slots=True, eq=False)
class Adoption:
    """How a new way of working did spread.

    Attributes
    ----------
    counts : ndarray of int, shape (years,)
        Units that adopted in each year.
    plan : AdoptionPlan
    fitted : BassCurve
        From the counts, as a learner may fit it.
    half_time : float
        Years until half had adopted, read from the counts.
    places : tuple of int
        The places in which eight units adopted, 1 for the first, in no order; each
        clearly within its category, and every category among them.
    """

    counts: np.ndarray
    plan: AdoptionPlan
    fitted: BassCurve
    half_time: float
    places: tuple[int, ...]


def draw_adoption_plan(rng: np.random.Generator) -> AdoptionPlan:
    """Draw how a new way of working is to spread.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    AdoptionPlan
        240 to 480 units, and years until at least 95 % are to have adopted.

    Examples
    --------
    >>> plan = draw_adoption_plan(np.random.default_rng(1))
    >>> 240 <= plan.units <= 480
    True
    """
    curve = BassCurve(
        innovation=round(rng.uniform(0.012, 0.05), 4),
        imitation=round(rng.uniform(0.35, 0.75), 3),
    )
    return AdoptionPlan(
        curve=curve,
        units=int(rng.integers(240, 481)),
        years=math.ceil(curve.time_to(0.95)),
    )


def draw_read_adoption(
    plan: AdoptionPlan, rng: np.random.Generator, tries: int = 256
) -> Adoption:
    """Draw adoptions from a plan until one can be read as planned.

    Parameters
    ----------
    plan : AdoptionPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many adoptions to draw at most.

    Returns
    -------
    Adoption
        Half had adopted within a fifth of a year of the plan, and the curve fitted
        to the counts has a p within 30 % and a q within 12 % of it.

    Raises
    ------
    ValueError
        If none in `tries` could be read so.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> adoption = draw_read_adoption(draw_adoption_plan(rng), rng)
    >>> abs(adoption.half_time - adoption.plan.curve.time_to(0.5)) < 0.2
    True
    """
    curve, units = plan.curve, plan.units
    for _ in range(tries):
        times = draw_adoption_times(curve, units, rng)
        counts = count_by_period(times, plan.years)
        if counts.sum() < units / 2:
            continue
        half = half_time(counts, units)
        if abs(half - curve.time_to(0.5)) > _HALF_TIME_NEAR:
            continue
        fitted = fit_bass(counts, units)
        if (
            abs(fitted.innovation / curve.innovation - 1) <= _INNOVATION_NEAR
            and abs(fitted.imitation / curve.imitation - 1) <= _IMITATION_NEAR
        ):
            places = _draw_places(units, rng)
            return Adoption(counts, plan, fitted, half, places)
    raise ValueError(f"None of {tries} adoptions could be read as planned: {plan}")


def _counts_of(counts: ArrayLike, units: int) -> np.ndarray:
    counts = np.asarray(counts, dtype=float)
    if counts.size < 3:
        raise ValueError(
            f"A curve of adoption needs at least 3 periods, not {counts.size}."
        )
    wrong = np.flatnonzero(~(counts >= 0))
    if wrong.size:
        period = wrong[0] + 1
        raise ValueError(
            f"Each count must be zero or more; period {period} is {counts[wrong[0]]:g}."
        )
    if not 0 < counts.sum() <= units:
        raise ValueError(
            f"Of {units} units from 1 to {units} can adopt, not {counts.sum():g}."
        )
    return counts


def _increments(logs: np.ndarray, periods: int) -> np.ndarray:
    """Share that adopts in each period, (..., periods), from the logs of p and q."""
    p, q = np.moveaxis(np.exp(logs), -1, 0)[..., np.newaxis]
    left = np.exp(-(p + q) * np.arange(periods + 1))
    return np.diff((1 - left) / (1 + q / p * left))


def _borders() -> np.ndarray:
    """Where each category but the last ends, as a share."""
    return np.cumsum(list(ADOPTER_SHARES.values()))[:-1]


def _draw_places(units: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Places well within each category, in no order."""
    shares = (np.arange(1, units + 1) - 0.5) / units
    distances = np.abs(shares[:, np.newaxis] - _borders()).min(axis=1)
    clear = np.flatnonzero(distances >= _CLEAR_OF_BORDER)
    categories = np.searchsorted(_borders(), shares[clear])
    chosen = [
        int(rng.choice(clear[categories == category]))
        for category in range(len(ADOPTER_SHARES))
    ]
    others = np.setdiff1d(clear, chosen)
    chosen += rng.choice(others, SHOWN_UNITS - len(chosen), replace=False).tolist()
    return tuple((rng.permutation(chosen) + 1).tolist())
