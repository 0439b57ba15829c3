"""Spells between rare events: so many days, or so many safe occasions, until the next.

The plan says how long the spells usually are. They are drawn from it, and drawn again
until t and g charts of them show just what was planned (`planned_readings`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.charts.constants import WEIBULL_TO_NORMAL
from course.simulations.registries.planned_readings import (
    Score,
    draw_until_read,
    reads_as,
    score_individuals,
)

PATTERNS = ("stable", "shift")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpellPlan:
    """What happens to the time between events.

    Attributes
    ----------
    pattern : {"stable", "shift"}
    spells : int
    mean, changed_mean : float
        Days, before the change and after it.
    start : int
        The first spell after the change, counted from 1.

    Raises
    ------
    ValueError
        If the pattern is unknown, or the change does not fit the spells.
    """

    pattern: str
    spells: int
    mean: float
    changed_mean: float
    start: int = 1

    def __post_init__(self):
        if self.pattern not in PATTERNS:
            raise ValueError(f"{self.pattern!r} is not one of {', '.join(PATTERNS)}.")
        if not 1 <= self.start <= self.spells:
            raise ValueError(
                f"A change at spell {self.start} does not fit {self.spells} spells."
            )

    @property
    def freeze(self) -> int | None:
        """Spells that the lines of its chart are to rest on; None for all of them."""
        return self.start - 1 if self.pattern == "shift" else None

    def means(self) -> np.ndarray:
        """How long each spell is on average.

        Returns
        -------
        ndarray of float, shape (spells,)
            Days.

        Examples
        --------
        >>> SpellPlan(
        ...     pattern="shift", spells=4, mean=10, changed_mean=30, start=3
        ... ).means()
        array([10., 10., 30., 30.])
        """
        means = np.full(self.spells, float(self.mean))
        if self.pattern == "shift":
            means[self.start - 1 :] = self.changed_mean
        return means


def draw_spells(
    plan: SpellPlan, rng: np.random.Generator, series: int = 1
) -> np.ndarray:
    """Draw spells from a plan, as they fall.

    Parameters
    ----------
    plan : SpellPlan
    rng : numpy.random.Generator
        The only source of chance.
    series : int

    Returns
    -------
    ndarray of float, shape (series, spells)
        Whole days, 1 or more: geometric, the exponential of whole days.

    Examples
    --------
    >>> plan = SpellPlan(pattern="stable", spells=4, mean=10, changed_mean=10)
    >>> draw_spells(plan, np.random.default_rng(1)).shape
    (1, 4)
    """
    return rng.geometric(1 / plan.means(), (series, plan.spells)).astype(float)


def draw_read_spells(
    plan: SpellPlan, rng: np.random.Generator, tries: int = 200_000
) -> np.ndarray:
    """Draw spells from a plan until charts of them say what the plan says.

    Parameters
    ----------
    plan : SpellPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most.

    Returns
    -------
    ndarray of float, shape (spells,)

    Raises
    ------
    ValueError
        If none in `tries` could be read as planned.

    Examples
    --------
    >>> plan = SpellPlan(pattern="stable", spells=24, mean=10, changed_mean=10)
    >>> spells = draw_read_spells(plan, np.random.default_rng(1))
    >>> spells_read_as(plan, spells)
    array([ True])
    """
    return draw_until_read(
        lambda count: draw_spells(plan, rng, count),
        lambda spells: spells_read_as(plan, spells),
        tries,
        plan,
    )


def spells_read_as(
    plan: SpellPlan, spells: np.ndarray, charts: tuple[str, ...] = ("t", "g")
) -> np.ndarray:
    """Tell which series of spells charts would show as planned.

    Parameters
    ----------
    plan : SpellPlan
    spells : ndarray of float, shape (series, spells) or (spells,)
    charts : tuple of {"t", "g"}
        That must agree. Spells of 0 have no t chart.

    Returns
    -------
    ndarray of bool, shape (series,)
    """
    spells = np.atleast_2d(spells)
    read = np.ones(spells.shape[0], dtype=bool)
    for chart in charts:
        if chart == "t":
            values = spells ** (1 / WEIBULL_TO_NORMAL)
            score = score_individuals(values)
        else:
            values, score = spells, _score_g(spells)
        read &= reads_as(
            plan.pattern,
            values,
            score,
            first=plan.start - 1,
            upwards=plan.changed_mean > plan.mean,
        )
    return read


def _score_g(spells: np.ndarray) -> Score:
    """Judge spells as a g chart does: runs about the median, limits from the mean."""

    def score(base: slice | np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        used = spells[:, base]
        means = used.mean(axis=1, keepdims=True)
        medians = np.median(used, axis=1, keepdims=True)
        return medians, (spells - means) / np.sqrt(means * (means + 1))

    return score
