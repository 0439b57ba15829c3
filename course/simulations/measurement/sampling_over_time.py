"""The same work spent on samples in two ways: a few every week, or many seldom.

Five visits a week make a jumpy chart, sixty-five once a quarter make four fine
numbers. When the process changes, the chart says when. The four numbers say that
something happened, some time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course.charts.limits import individuals_limits
from course.charts.runs import (
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
    sides_of,
)
from course.simulations.measurement.sampling import standard_error

# The median of so many weeks is drawn on through the rest.
BASELINE_WEEKS = 12

# How far the process moves, in standard errors of a weekly sample.
SIZES = (2.3, 3.0)

# Where a run begins must be plain to see: so far from the line, in standard errors.
_CLEAR_OF_LINE = 0.2
# In standard errors of a difference between two large samples: those of one level
# are closer, those of two levels are farther apart.
_ALIKE, _DIFFERENT = 2.5, 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessPlan:
    """A process that changes once, and how it is sampled.

    Attributes
    ----------
    weeks : int
    visits : int
        In each week.
    level, spread : float
        Mean wait before the change, and its standard deviation among the visits of a
        week, in minutes.
    change : int
        First week at the new level.
    moved : float
        Minutes the level moves; negative is down.
    size : int
        Visits in a weekly sample.
    every : int
        Weeks from one large sample to the next, which holds as many visits as the
        weekly samples in between.

    Raises
    ------
    ValueError
        If the change does not lie between the baseline and the end, or a week has too
        few visits for a large sample.
    """

    weeks: int
    visits: int
    level: float
    spread: float
    change: int
    moved: float
    size: int = 5
    every: int = 13

    def __post_init__(self):
        if not max(BASELINE_WEEKS, self.every) < self.change <= self.weeks:
            raise ValueError(
                f"A change in week {self.change} does not lie between the first "
                f"samples and the last of {self.weeks} weeks."
            )
        if self.visits < self.large_size:
            raise ValueError(
                f"A sample of {self.large_size} cannot come from a week "
                f"of {self.visits} visits."
            )

    @property
    def large_size(self) -> int:
        """Visits in a large sample: the same work as the weekly ones."""
        return self.size * self.every

    @property
    def large_weeks(self) -> tuple[int, ...]:
        """Weeks in which a large sample is taken."""
        return tuple(range(self.every, self.weeks + 1, self.every))

    @property
    def window(self) -> tuple[int, int]:
        """First and last week in which the change began, as large samples can tell."""
        after = next(week for week in self.large_weeks if week >= self.change)
        return after - self.every + 1, after

    def levels(self) -> np.ndarray:
        """Mean wait in each week, without chance.

        Returns
        -------
        ndarray of float, shape (weeks,)
            Minutes.
        """
        weeks = np.arange(1, self.weeks + 1)
        return self.level + self.moved * (weeks >= self.change)


@dataclass(frozen=True, slots=True, eq=False)
class SampledProcess:
    """All visits of a process, and what the two ways of sampling saw of them.

    Attributes
    ----------
    plan : ProcessPlan
    minutes : ndarray of int, shape (weeks, visits)
        What everybody waited: nobody at the clinic sees this.
    weekly : ndarray of int, shape (weeks, size)
        The sample of each week.
    large : ndarray of int, shape (large samples, large_size)
        From the weeks in `plan.large_weeks`.
    """

    plan: ProcessPlan
    minutes: np.ndarray
    weekly: np.ndarray
    large: np.ndarray

    @property
    def weekly_means(self) -> np.ndarray:
        """Mean wait in each weekly sample, shape (weeks,)."""
        return self.weekly.mean(axis=1)

    @property
    def large_means(self) -> np.ndarray:
        """Mean wait in each large sample, shape (large samples,)."""
        return self.large.mean(axis=1)

    @property
    def centre(self) -> float:
        """Median of the weekly means of the baseline, drawn on through the rest."""
        return run_centre(self.weekly_means, BASELINE_WEEKS)


def sample_every(
    minutes: np.ndarray, every: int, size: int, rng: np.random.Generator
) -> np.ndarray:
    """Take a simple random sample in every so many weeks.

    Parameters
    ----------
    minutes : ndarray, shape (weeks, visits)
    every : int
        1 for each week; 13 for the last week of each quarter of a year.
    size : int
        Visits in each sample.
    rng : numpy.random.Generator

    Returns
    -------
    ndarray, shape (weeks // every, size)

    Raises
    ------
    ValueError
        If there are too few weeks or visits.

    Examples
    --------
    >>> minutes = np.arange(40).reshape(8, 5)
    >>> sample_every(minutes, 4, 2, np.random.default_rng(1)) // 5 + 1
    array([[4, 4],
           [8, 8]])
    """
    weeks, visits = minutes.shape
    if not (1 <= every <= weeks and 1 <= size <= visits):
        raise ValueError(
            f"A sample of {size} every {every} weeks cannot come from {weeks} weeks "
            f"of {visits} visits."
        )
    return rng.permuted(minutes[every - 1 :: every], axis=1)[:, :size]


def draw_process_plan(rng: np.random.Generator, weeks: int = 52) -> ProcessPlan:
    """Draw a process that changes once, some time in the year.

    Parameters
    ----------
    rng : numpy.random.Generator
    weeks : int
        At least 39: three quarters.

    Returns
    -------
    ProcessPlan
        The change may come in any week from 15, as long as twelve are left to show
        it, and go either way.

    Raises
    ------
    ValueError
        If there are too few weeks.

    Examples
    --------
    >>> 15 <= draw_process_plan(np.random.default_rng(1)).change <= 41
    True
    """
    if weeks < 39:
        raise ValueError(f"A change needs at least 39 weeks to show, not {weeks}.")
    size = 5
    spread = round(rng.uniform(12, 18), 1)
    way = -1 if rng.random() < 0.5 else 1
    moved = way * rng.uniform(*SIZES) * standard_error(spread, size)
    return ProcessPlan(
        weeks=weeks,
        visits=int(rng.integers(80, 141)),
        level=round(rng.uniform(75, 120), 1),
        spread=spread,
        change=int(rng.integers(15, weeks - BASELINE_WEEKS + 2)),
        moved=round(moved, 1),
        size=size,
    )


def draw_process(plan: ProcessPlan, rng: np.random.Generator) -> SampledProcess:
    """Draw all visits and both kinds of samples, as they fall.

    Parameters
    ----------
    plan : ProcessPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    SampledProcess

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_process(draw_process_plan(rng), rng)
    >>> drawn.weekly.size == drawn.large.size
    True
    """
    noise = rng.standard_normal((plan.weeks, plan.visits))
    minutes = np.rint(plan.levels()[:, np.newaxis] + plan.spread * noise).astype(int)
    minutes = np.maximum(minutes, 0)
    return SampledProcess(
        plan,
        minutes,
        sample_every(minutes, 1, plan.size, rng),
        sample_every(minutes, plan.every, plan.large_size, rng),
    )


def draw_read_process(
    plan: ProcessPlan, rng: np.random.Generator, tries: int = 4000
) -> SampledProcess:
    """Draw a process until both kinds of samples say what the plan says.

    Parameters
    ----------
    plan : ProcessPlan
    rng : numpy.random.Generator
    tries : int
        How many processes to draw at most.

    Returns
    -------
    SampledProcess
        The weekly samples show when. About the median of the baseline the first run
        of six or more begins in the very week of the change; every such run is on
        the side the process moved to, and the longest is too long for chance by
        Anhøj. About the median of all weeks Anhøj signals too. There is no trend, and
        before the change nothing is outside the limits.

        The large samples show that there was a change, and only between which two:
        those of one level agree, those of two levels do not. They are too few for
        any run rule.

    Raises
    ------
    ValueError
        If no process in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_read_process(draw_process_plan(rng), rng)
    >>> find_shifts(drawn.weekly_means, drawn.centre)[0][0] == drawn.plan.change
    True
    """
    for _ in range(tries):
        drawn = draw_process(plan, rng)
        if _weekly_show_when(drawn) and _large_show_that(drawn):
            return drawn
    raise ValueError(f"None of {tries} processes could be read as planned: {plan}")


def _weekly_show_when(drawn: SampledProcess) -> bool:
    plan, means, centre = drawn.plan, drawn.weekly_means, drawn.centre
    sides = sides_of(means, centre)
    way = math.copysign(1, plan.moved)
    shifts = find_shifts(means, centre)
    if not shifts or shifts[0][0] != plan.change:
        return False
    first = plan.change - 1
    clear = _CLEAR_OF_LINE * standard_error(plan.spread, plan.size)
    return bool(
        all(sides[run[0] - 1] == way for run in shifts)
        and (np.abs(means[first - 1 : first + 1] - centre) >= clear).all()
        and find_run_signals(means, centre).long_run
        and find_run_signals(means, run_centre(means)).shifted
        and not find_trends(means)
        and not individuals_limits(means[:first]).outside(means[:first]).any()
    )


def _large_show_that(drawn: SampledProcess) -> bool:
    plan, means = drawn.plan, drawn.large_means
    after = np.asarray(plan.large_weeks) >= plan.change
    old, new = means[~after], means[after]
    # Of the process, not of the week: a week has no end of its own to correct for.
    error = math.sqrt(2) * standard_error(plan.spread, plan.large_size)
    apart = np.abs(old[:, np.newaxis] - new).min()
    return bool(
        max(np.ptp(old), np.ptp(new)) <= _ALIKE * error and apart >= _DIFFERENT * error
    )
