"""Time series from a ward, drawn so that everybody must read them alike.

A plan comes first: what happens to the process, when and how much. The data are
drawn from the plan, and drawn again until what was planned can be read from them
under every rule set the course teaches: the Anhøj rules, Perla's shift and trend,
and the 3-sigma limits of an individuals chart. Without that, nearly half of all
stable charts would carry a false alarm, and a right answer would be marked wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import chain

import numpy as np

from course.charts.constants import (
    MEAN_RANGE_OF_TWO,
    POINTS_IN_A_SHIFT,
    SIGMAS_TO_BLATANT,
    SIGMAS_TO_LIMIT,
)
from course.charts.limits import individuals_limits
from course.charts.runs import (
    crossings_required,
    find_trends,
    longest_run_allowed,
    run_centre,
    runs_about,
)

PATTERNS = ("stable", "shift", "drift", "outlier", "fade")

# Shorter charts cannot show the pattern: a run that signals would fill a half.
FEWEST_PERIODS = {"stable": 10, "shift": 20, "drift": 20, "outlier": 16, "fade": 24}

# How far the process moves, in spreads: plain to see, yet not off the paper.
SIZES = {
    "stable": (0.0, 0.0),
    "shift": (2.2, 3.0),
    "drift": (4.0, 5.5),
    "outlier": (10.0, 13.0),
    "fade": (2.6, 3.4),
}

# Points within limits must be clearly so, to the eye as well as by arithmetic.
_CLEARLY_INSIDE = 0.95
# How far from the line, in spreads, a point must be where a run begins or ends.
_CLEAR_OF_LINE = 0.2
# Of the run that signals, so much must be where the process did change.
_SHARE_FROM_CHANGE = 0.75
# After a change that faded, the chart must have time to show the old level.
_PERIODS_BACK = 4
# Drawn together: so many cost hardly more than one, and often many are needed. What
# is not needed is thrown away: the number is part of every learner's figures.
_CANDIDATES = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesPlan:
    """What happens to a process, before chance has its say.

    Attributes
    ----------
    pattern : {"stable", "shift", "drift", "outlier", "fade"}
    periods : int
    level, spread : float
        Mean and standard deviation of the unchanged process, in its own unit.
    decimals : int
        Decimals the measure is recorded with.
    start, stop : int
        First and last period of what happens, counted from 1. A shift ends after
        `stop`; a drift reaches its full size there and stays; a fade is back at the
        old level after it; an outlier is at `start` alone.
    size : float
        How far the process moves, in spreads; negative is down.
    gaps : tuple of int
        Periods without a measurement.
    floor : float or None
        No value lies below it.

    Raises
    ------
    ValueError
        If the pattern is unknown or the periods do not fit each other.
    """

    pattern: str
    periods: int
    level: float
    spread: float
    decimals: int = 0
    start: int = 1
    stop: int = 1
    size: float = 0.0
    gaps: tuple[int, ...] = ()
    floor: float | None = 0.0

    def __post_init__(self):
        _refuse_unknown(self.pattern)
        if not 1 <= self.start <= self.stop <= self.periods:
            raise ValueError(
                f"A change from {self.start} to {self.stop} "
                f"does not fit {self.periods} periods."
            )

    @property
    def changed(self) -> range:
        """Periods in which the process is not at its usual level."""
        if self.pattern == "stable":
            return range(0)
        if self.pattern == "outlier":
            return range(self.start, self.start + 1)
        last = self.periods if self.pattern == "drift" else self.stop
        return range(self.start, last + 1)

    def levels(self) -> np.ndarray:
        """Where the process stands in each period, without its common causes.

        Returns
        -------
        ndarray of float, shape (periods,)
            In the unit of the measure.

        Examples
        --------
        >>> SeriesPlan(
        ...     pattern="shift", periods=5, level=10, spread=2, start=3, stop=4, size=2
        ... ).levels()
        array([10., 10., 14., 14., 10.])
        """
        moved = np.zeros(self.periods)
        within = slice(self.start - 1, self.stop)
        length = self.stop - self.start + 1
        if self.pattern == "shift":
            moved[within] = 1.0
        elif self.pattern == "drift":
            moved[within] = np.arange(1, length + 1) / length
            moved[self.stop :] = 1.0
        elif self.pattern == "outlier":
            moved[self.start - 1] = 1.0
        elif self.pattern == "fade":
            fading = length // 3
            moved[within] = 1.0
            moved[self.stop - fading : self.stop] -= np.arange(1, fading + 1) / (
                fading + 1
            )
        return self.level + self.spread * self.size * moved


@dataclass(frozen=True, slots=True, eq=False)
class WardSeries:
    """A series, where it came from, and what a careful reader would mark.

    Attributes
    ----------
    values : ndarray of float, shape (periods,)
        NaN in a gap.
    plan : SeriesPlan
    centre : float
        The median of the values, the middle line every rule was tried against.
    signal_periods : tuple of int
        Periods, counted from 1, that belong to a signal; empty for a stable series.
    """

    values: np.ndarray
    plan: SeriesPlan
    centre: float
    signal_periods: tuple[int, ...]


def draw_plan(
    pattern: str,
    rng: np.random.Generator,
    periods: int = 24,
    *,
    level: float | None = None,
    spread: float | None = None,
    decimals: int = 0,
    gaps: int = 0,
    floor: float | None = 0.0,
) -> SeriesPlan:
    """Draw what happens to a process, when, and how much.

    A change may lie anywhere and go either way: the place of another learner's
    change tells nothing about one's own.

    Parameters
    ----------
    pattern : {"stable", "shift", "drift", "outlier", "fade"}
    rng : numpy.random.Generator
    periods : int
        At least `FEWEST_PERIODS` of the pattern, the gaps not counted.
    level, spread : float, optional
        Drawn when not given: a level from 60 to 140 and a spread of 4 to 6.5 % of it.
        A spread of some two steps of the last decimal or more keeps ties rare.
    decimals : int
    gaps : int
        How many periods have no measurement, never the first or the last.
    floor : float or None
        A measure that cannot lie below it only has outliers upwards when there is
        no room for one downwards.

    Returns
    -------
    SeriesPlan

    Raises
    ------
    ValueError
        If the pattern is unknown or there are too few periods to show it.

    Examples
    --------
    >>> plan = draw_plan("shift", np.random.default_rng(1), periods=30)
    >>> len(plan.changed) >= 9
    True
    """
    _refuse_unknown(pattern)
    if periods - gaps < FEWEST_PERIODS[pattern]:
        raise ValueError(
            f"A chart that shows {pattern!r} needs at least "
            f"{FEWEST_PERIODS[pattern]} measured periods, not {periods - gaps}."
        )
    if level is None:
        level = round(rng.uniform(60, 140), decimals)
    if spread is None:
        spread = round(level * rng.uniform(0.04, 0.065), decimals + 1)

    size = rng.uniform(*SIZES[pattern])
    room_below = math.inf if floor is None else level - floor
    upwards = rng.random() < 0.5 or (
        pattern == "outlier" and room_below < (size + 1) * spread
    )
    start, stop = _draw_place(pattern, periods, rng)
    chosen = []
    if gaps:
        around = (start, stop) if pattern == "outlier" else ()
        free = [period for period in range(2, periods) if period not in around]
        chosen = rng.choice(free, gaps, replace=False).tolist()
    return SeriesPlan(
        pattern=pattern,
        periods=periods,
        level=level,
        spread=spread,
        decimals=decimals,
        start=start,
        stop=stop,
        size=size if upwards else -size,
        gaps=tuple(sorted(chosen)),
        floor=floor,
    )


def draw_series(plan: SeriesPlan, rng: np.random.Generator) -> np.ndarray:
    """Draw one series from a plan, as it falls.

    Parameters
    ----------
    plan : SeriesPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (periods,)
        Independent normal values about the plan's levels; NaN in the gaps.

    Examples
    --------
    >>> plan = SeriesPlan(pattern="stable", periods=4, level=20, spread=3, gaps=(2,))
    >>> draw_series(plan, np.random.default_rng(1))
    array([21., nan, 21., 16.])
    """
    return _draw_candidates(plan, 1, rng)[0]


def draw_read_series(
    plan: SeriesPlan, rng: np.random.Generator, tries: int = 8192
) -> WardSeries:
    """Draw series from a plan until one says what the plan says.

    Parameters
    ----------
    plan : SeriesPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most.

    Returns
    -------
    WardSeries
        Read alike by the Anhøj rules, Perla's shift and trend and the limits of an
        individuals chart, all against the series' own median and mean:

        - *stable*: nothing signals, and no point is near a limit;
        - *shift*, *fade*: exactly one run of six or more, which is also too long for
          chance by Anhøj, with ends plain to see and mostly where the process
          changed; no trend, nothing near a limit. A fade is seen to be over;
        - *drift*: each run of six or more is too long for chance, with any trend
          and any point near a limit inside them;
        - *outlier*: the planned point alone is far outside; no run, no trend.

    Raises
    ------
    ValueError
        If no series in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> draw_read_series(draw_plan("stable", rng), rng).signal_periods
    ()
    """
    for _ in range(math.ceil(tries / _CANDIDATES)):
        candidates = _draw_candidates(plan, _CANDIDATES, rng)
        # A drift leaves its limits as a rule: it is read by its runs.
        if plan.pattern != "drift":
            candidates = candidates[_points_as_planned(plan, candidates)]
        for values in candidates:
            centre = run_centre(values)
            signal_periods = _read(plan, values, centre)
            if signal_periods is not None:
                return WardSeries(values.copy(), plan, centre, signal_periods)
    raise ValueError(f"None of {tries} series could be read as planned: {plan}")


def _refuse_unknown(pattern: str) -> None:
    if pattern not in PATTERNS:
        raise ValueError(f"{pattern!r} is not one of {', '.join(PATTERNS)}.")


def _draw_place(
    pattern: str, periods: int, rng: np.random.Generator
) -> tuple[int, int]:
    """First and last period of what happens."""
    if pattern == "stable":
        return 1, 1
    if pattern == "outlier":
        start = int(rng.integers(1, periods + 1))
        return start, start
    shortest = longest_run_allowed(periods) + 1
    if pattern == "drift":
        start = int(rng.integers(1, periods // 4 + 1))
        stop = int(rng.integers(periods - periods // 4, periods + 1))
        return start, stop
    # Long enough to signal; short enough that the median stays with the rest, and
    # the rest does not make long runs of its own on the other side.
    longest = max(shortest, min(int(0.42 * periods), shortest + 4))
    length = int(rng.integers(shortest, longest + 1))
    if pattern == "shift":
        start = int(rng.integers(1, periods - length + 2))
        return start, start + length - 1
    length += 1
    start = int(rng.integers(3, periods - _PERIODS_BACK - length + 2))
    return start, start + length - 1


def _draw_candidates(
    plan: SeriesPlan, count: int, rng: np.random.Generator
) -> np.ndarray:
    """Series from a plan, shape (count, periods)."""
    noise = rng.standard_normal((count, plan.periods))
    values = (plan.levels() + plan.spread * noise).round(plan.decimals)
    if plan.floor is not None:
        values = np.maximum(values, plan.floor)
    if plan.gaps:
        values[:, [period - 1 for period in plan.gaps]] = np.nan
    return values


def _points_as_planned(plan: SeriesPlan, candidates: np.ndarray) -> np.ndarray:
    """Whether no point is near its limits but an outlier, and that far outside.

    Returns
    -------
    ndarray of bool, shape (candidates,)
    """
    measured = [n for n in range(plan.periods) if n + 1 not in plan.gaps]
    # One column a candidate: sums along them take a third of the time.
    values = candidates.T[measured] if plan.gaps else candidates.T.copy()
    ranges = np.abs(values[1:] - values[:-1])
    if plan.gaps:
        ranges = ranges[np.diff(measured) == 1]
    # Sums, as the method `mean` takes longer to begin than to add.
    sigmas = np.add.reduce(ranges) / len(ranges) / MEAN_RANGE_OF_TWO
    distances = np.abs(values - np.add.reduce(values) / len(values))
    inside = distances < _CLEARLY_INSIDE * SIGMAS_TO_LIMIT * sigmas
    if plan.pattern == "outlier":
        outlier = measured.index(plan.start - 1)
        inside[outlier] = distances[outlier] > SIGMAS_TO_BLATANT * sigmas
    return np.logical_and.reduce(inside)


def _read(
    plan: SeriesPlan, values: np.ndarray, centre: float
) -> tuple[int, ...] | None:
    """Periods to mark in a series, or None if readers might differ."""
    # From the runs follows all that the rules say, and most series fail by them.
    runs = runs_about(values, centre)
    useful = sum(map(len, runs))
    allowed = longest_run_allowed(useful)
    shifts = [run for run in runs if len(run) >= POINTS_IN_A_SHIFT]
    if plan.pattern in ("stable", "outlier"):
        ordinary = (
            not shifts
            and max(map(len, runs), default=0) <= allowed
            and max(len(runs) - 1, 0) >= crossings_required(useful)
        )
        return tuple(plan.changed) if ordinary and not find_trends(values) else None

    if not shifts or min(map(len, shifts)) <= allowed:
        return None
    direction = math.copysign(1.0, plan.size)
    if plan.pattern == "drift":
        marked = set(chain.from_iterable(shifts))
        planned = all(
            _side(run, values, centre) == _drifted_to(run, plan, direction)
            and _plain_to_see(run, plan, values, centre)
            for run in shifts
        )
        others = [*find_trends(values), _near_limits(values)]
        agreed = all(marked.issuperset(periods) for periods in others)
        return tuple(sorted(marked)) if planned and agreed else None

    if len(shifts) != 1:
        return None
    (run,) = shifts
    from_change = sum(period in plan.changed for period in run)
    seen_over = plan.pattern != "fade" or run[-1] <= plan.periods - _PERIODS_BACK
    planned = (
        _side(run, values, centre) == direction
        and from_change >= _SHARE_FROM_CHANGE * len(run)
        and seen_over
        and _plain_to_see(run, plan, values, centre)
    )
    return run if planned and not find_trends(values) else None


def _side(run: tuple[int, ...], values: np.ndarray, centre: float) -> float:
    return math.copysign(1.0, values[run[0] - 1] - centre)


def _drifted_to(run: tuple[int, ...], plan: SeriesPlan, direction: float) -> float:
    """The side a drift puts a run on: first where it comes from, then where it goes."""
    late = run[0] + run[-1] > plan.periods + 1
    return direction if late else -direction


def _near_limits(values: np.ndarray) -> list[int]:
    """Periods whose points are outside the limits, or not clearly inside."""
    limits = individuals_limits(values)
    reach = _CLEARLY_INSIDE * (limits.upper - limits.centre)
    near = np.abs(values - limits.centre) >= reach
    return (np.flatnonzero(near) + 1).tolist()


def _plain_to_see(
    run: tuple[int, ...], plan: SeriesPlan, values: np.ndarray, centre: float
) -> bool:
    """Whether no point in a run, or next to it, hugs the line or lies on it.

    The eye must see where the run begins and ends as well as arithmetic does.
    """
    series = values.tolist()
    measured = [place for place, value in enumerate(series) if not math.isnan(value)]
    first, last = measured.index(run[0] - 1), measured.index(run[-1] - 1)
    around = measured[max(first - 1, 0) : last + 2]
    clear = _CLEAR_OF_LINE * plan.spread
    return all(abs(series[place] - centre) >= clear for place in around)
