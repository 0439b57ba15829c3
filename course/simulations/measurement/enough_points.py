"""How many points a project will have, and how often its chart would see a change.

A change that is really there is seen only if there are points enough on both sides of
it. Counting more often gives more points, and each of them varies more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course.charts.runs import (
    crossings_required,
    longest_and_number_of_runs,
    longest_run_allowed,
    sides_of,
)

# Weeks from one point to the next.
INTERVALS = {"day": 1 / 7, "week": 1.0, "fortnight": 2.0, "four-weeks": 4.0}
# With fewer useful points than this no rule of the course says anything.
FEWEST_POINTS = 10


@dataclass(frozen=True, slots=True)
class CountingPlan:
    """How long a project counts, how often, and what its change does.

    Attributes
    ----------
    interval : str
        One of `INTERVALS`.
    weeks_before, weeks_after : int
        Before the change, and after it.
    shift : float
        What the change does, in standard deviations of a week's figure.
    """

    interval: str
    weeks_before: int
    weeks_after: int
    shift: float

    @property
    def points_before(self) -> int:
        """Whole points before the change."""
        return _points(self.weeks_before, self.interval)

    @property
    def points_after(self) -> int:
        """Whole points after the change."""
        return _points(self.weeks_after, self.interval)

    @property
    def points(self) -> int:
        """All points of the chart."""
        return self.points_before + self.points_after

    @property
    def shift_per_point(self) -> float:
        """What the change does, in standard deviations of one point.

        The figure of four weeks varies half as much, for its size, as that of one:
        chance evens out with the square root of the time counted.
        """
        return self.shift * math.sqrt(INTERVALS[self.interval])


def _points(weeks: int, interval: str) -> int:
    # Seven days make a week: a hair of slack against 0.9999 of a point.
    return int(weeks / INTERVALS[interval] + 1e-9)


def draw_projects(
    plan: CountingPlan, projects: int, rng: np.random.Generator
) -> np.ndarray:
    """Draw what projects of one plan would count.

    Parameters
    ----------
    plan : CountingPlan
    projects : int
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (projects, points)
        In standard deviations of one point, 0 before the change on average; the
        change takes them down.

    Examples
    --------
    >>> plan = CountingPlan("week", 12, 14, 1.0)
    >>> draw_projects(plan, 3, np.random.default_rng(1)).shape
    (3, 26)
    """
    values = rng.standard_normal((projects, plan.points))
    values[:, plan.points_before :] -= plan.shift_per_point
    return values


def seen_in(values: np.ndarray) -> np.ndarray:
    """Say on which charts a signal is seen by Anhøj's two rules.

    Parameters
    ----------
    values : ndarray of float, shape (projects, points)
        Each chart has the median of its own values.

    Returns
    -------
    ndarray of bool, shape (projects,)
        False everywhere where there are fewer than `FEWEST_POINTS` useful points.

    References
    ----------
    .. [1] Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation
       study of run chart rules for detection of non-random variation in health
       care processes. PLoS ONE 9(11): e113825.

    Examples
    --------
    >>> steps = np.array([[5.0] * 8 + [1.0] * 8, [5.0, 1.0] * 8])
    >>> seen_in(steps)
    array([ True, False])
    """
    if values.shape[1] == 0:
        return np.zeros(len(values), dtype=bool)
    sides = sides_of(values, np.median(values, axis=1, keepdims=True))
    longest, runs = longest_and_number_of_runs(sides)
    useful = np.count_nonzero(sides, axis=1)
    allowed = np.array([longest_run_allowed(int(count)) for count in useful])
    required = np.array([crossings_required(int(count)) for count in useful])
    signal = (longest > allowed) | (runs - 1 < required)
    return signal & (useful >= FEWEST_POINTS)


def seen_share(plan: CountingPlan, projects: int, rng: np.random.Generator) -> float:
    """Share of projects whose chart would show a signal.

    Parameters
    ----------
    plan : CountingPlan
    projects : int
    rng : numpy.random.Generator

    Returns
    -------
    float
        From 0 to 1.

    Examples
    --------
    >>> monthly = CountingPlan("four-weeks", 12, 14, 2.0)
    >>> seen_share(monthly, 200, np.random.default_rng(1))
    0.0
    """
    return float(seen_in(draw_projects(plan, projects, rng)).mean())
