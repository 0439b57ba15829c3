"""Units that were to hold a gain, drawn so that everybody must read them alike.

Each unit's chart has its lines frozen in the months at the end of the project, when
the gain had been won. What happens afterwards is planned: it holds, fades slowly, drops
at once, or too few months have passed to say. The months are drawn from the plan, and
drawn again until every rule set the course teaches says what the plan says.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain

import numpy as np

from course.charts.constants import SIGMAS_TO_LIMIT
from course.charts.limits import individuals_limits
from course.charts.runs import find_run_signals, find_shifts, find_trends, run_centre
from course.charts.zone_rules import RULE_SETS, find_patterns
from course.simulations.spread.staff_network import PLACES

UNITS_SHOWN = 3

# What there is to say about each pattern.
VERDICTS = {
    "held": "held",
    "faded": "lost",
    "dropped": "lost",
    "recent": "too-early",
}

# Months since the project: a year or more to say that a gain was held, and too few for
# a run of six where it is too early. Nothing is drawn in between.
MONTHS_AFTER = {
    "held": (14, 20),
    "faded": (18, 22),
    "dropped": (16, 22),
    "recent": (3, 5),
}

# How many months at the end of the chart a loss must fill, to be beyond doubt.
_LOST_FOR = 10
# The lines must be drawn near where they belong: centre in spreads, sigma as a share.
_CENTRE_NEAR = 0.35
_SIGMA_NEAR = 0.25
# Points within limits must be clearly so, to the eye as well as by arithmetic.
_CLEARLY_INSIDE = 0.95
# How far from the line, in spreads, a point must be where the loss begins.
_CLEAR_OF_LINE = 0.2
# How far, in spreads, the last value leads astray who looks at it alone.
_ASTRAY = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure that a project improved. Its figures are invented.

    Attributes
    ----------
    name : str
    better : {1, -1}
        Whether more is better, or less.
    levels, spreads : (float, float)
        From where to where the level that was won, and the standard deviation of a
        month's value, are drawn.
    decimals : int
    """

    name: str
    better: int
    levels: tuple[float, float]
    spreads: tuple[float, float]
    decimals: int


MEASURES = (
    # Per cent of patients whose risk was assessed within a day.
    Measure(name="assessed", better=1, levels=(76, 84), spreads=(2.4, 3.2), decimals=1),
    # Per cent of referrals answered within a week.
    Measure(name="answered", better=1, levels=(68, 80), spreads=(3.0, 4.0), decimals=1),
    # Falls per 1000 bed days.
    Measure(name="falls", better=-1, levels=(4.5, 6), spreads=(0.5, 0.8), decimals=2),
    # Median days from referral to first visit.
    Measure(name="days", better=-1, levels=(18, 26), spreads=(1.6, 2.4), decimals=1),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPlan:
    """What becomes of one unit's gain, before chance has its say.

    Attributes
    ----------
    pattern : {"held", "faded", "dropped", "recent"}
    baseline : int
        Months at the end of the project, in which the lines are frozen.
    after : int
        Months since then.
    level, spread : float
        Mean that was won and standard deviation, in the unit of the measure.
    gain : float
        What was won, in spreads; always above zero.
    better : {1, -1}
        Whether more is better, or less.
    decimals : int
    start, stop : int
        First and last period of the loss coming about, counted from 1 at the
        beginning of the chart. A drop is complete at its start; from its stop on a
        fade has nothing left.

    Raises
    ------
    ValueError
        If the pattern is unknown or the periods do not fit each other.
    """

    pattern: str
    baseline: int
    after: int
    level: float
    spread: float
    gain: float
    better: int
    decimals: int = 1
    start: int = 1
    stop: int = 1

    def __post_init__(self):
        if self.pattern not in VERDICTS:
            raise ValueError(f"{self.pattern!r} is not one of {', '.join(VERDICTS)}.")
        loses = VERDICTS[self.pattern] == "lost"
        if loses and not self.baseline < self.start <= self.stop <= self.periods:
            raise ValueError(
                f"A loss from {self.start} to {self.stop} does not fit "
                f"{self.periods} periods of which {self.baseline} are the baseline."
            )

    @property
    def periods(self) -> int:
        """All periods on the chart."""
        return self.baseline + self.after

    def levels(self) -> np.ndarray:
        """Where the process stands in each period, without its common causes.

        Returns
        -------
        ndarray of float, shape (periods,)
            In the unit of the measure.

        Examples
        --------
        >>> plan = UnitPlan(
        ...     pattern="faded",
        ...     baseline=2,
        ...     after=4,
        ...     level=80,
        ...     spread=3,
        ...     gain=4,
        ...     better=1,
        ...     start=4,
        ...     stop=6,
        ... )
        >>> plan.levels()
        array([80., 80., 80., 76., 72., 68.])
        """
        lost = np.zeros(self.periods)
        if self.pattern == "dropped":
            lost[self.start - 1 :] = 1.0
        elif self.pattern == "faded":
            length = self.stop - self.start + 1
            lost[self.start - 1 : self.stop] = np.arange(1, length + 1) / length
            lost[self.stop :] = 1.0
        return self.level - self.better * self.gain * self.spread * lost


@dataclass(frozen=True, slots=True, eq=False)
class UnitAfterwards:
    """One unit's months, and what a careful reader would say.

    Attributes
    ----------
    place : str
    values : ndarray of float, shape (periods,)
    plan : UnitPlan
        Its baseline is where to freeze the lines.
    verdict : {"held", "lost", "too-early"}
    lost_from : int or None
        First period, counted from 1, of the run that shows the loss.
    """

    place: str
    values: np.ndarray
    plan: UnitPlan
    verdict: str
    lost_from: int | None


@dataclass(frozen=True, slots=True, eq=False)
class HeldGains:
    """Three units after the same project.

    Attributes
    ----------
    measure : Measure
    units : tuple of UnitAfterwards
        Not all with the same verdict.
    """

    measure: Measure
    units: tuple[UnitAfterwards, ...]


def draw_unit_plan(
    pattern: str, measure: Measure, rng: np.random.Generator
) -> UnitPlan:
    """Draw what becomes of one unit's gain.

    Parameters
    ----------
    pattern : {"held", "faded", "dropped", "recent"}
    measure : Measure
    rng : numpy.random.Generator

    Returns
    -------
    UnitPlan
        A baseline of 14 to 18 months, a gain of 3 to 4 spreads.

    Raises
    ------
    ValueError
        If the pattern is unknown.

    Examples
    --------
    >>> draw_unit_plan("recent", MEASURES[0], np.random.default_rng(1)).after
    4
    """
    if pattern not in VERDICTS:
        raise ValueError(f"{pattern!r} is not one of {', '.join(VERDICTS)}.")
    baseline = int(rng.integers(14, 19))
    fewest, most = MONTHS_AFTER[pattern]
    after = int(rng.integers(fewest, most + 1))
    start = stop = 1
    if pattern == "dropped":
        start = stop = baseline + int(rng.integers(3, after - _LOST_FOR + 2))
    elif pattern == "faded":
        start = baseline + int(rng.integers(1, 4))
        stop = start + int(rng.integers(6, 11))
    return UnitPlan(
        pattern=pattern,
        baseline=baseline,
        after=after,
        level=round(rng.uniform(*measure.levels), measure.decimals),
        spread=round(rng.uniform(*measure.spreads), measure.decimals + 1),
        gain=round(rng.uniform(3.0, 4.0), 2),
        better=measure.better,
        decimals=measure.decimals,
        start=start,
        stop=stop,
    )


def draw_unit(plan: UnitPlan, rng: np.random.Generator) -> np.ndarray:
    """Draw one unit's months from a plan, as they fall.

    Parameters
    ----------
    plan : UnitPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    ndarray of float, shape (periods,)
        Independent normal values about the plan's levels.

    Examples
    --------
    >>> plan = UnitPlan(
    ...     pattern="recent", baseline=3, after=1, level=80, spread=3, gain=4, better=1
    ... )
    >>> draw_unit(plan, np.random.default_rng(1))
    array([81. , 82.5, 81. , 76.1])
    """
    noise = rng.standard_normal(plan.periods)
    return np.round(plan.levels() + plan.spread * noise, plan.decimals)


def draw_read_unit(
    plan: UnitPlan, rng: np.random.Generator, place: str = "", tries: int = 20_000
) -> UnitAfterwards:
    """Draw a unit's months from a plan until they say what the plan says.

    Parameters
    ----------
    plan : UnitPlan
    rng : numpy.random.Generator
        The only source of chance.
    place : str
    tries : int
        How often to draw at most.

    Returns
    -------
    UnitAfterwards
        Read alike about the frozen mean and the frozen median, by the Anhøj rules,
        Perla's shift and trend, the frozen limits, and the rules of Western Electric,
        Nelson, and Provost and Murray:

        - *held*, *recent*: nothing signals, and no point is near a limit;
        - *faded*, *dropped*: one run on the worse side, too long for chance, begins
          after the project and goes on to the end; all that signals lies within it.
          A drop is seen where it was planned.

        The last value of a gain that was held is on the worse side, and that of a
        loss is better than the one before it: looking at it alone leads astray.

    Raises
    ------
    ValueError
        If nothing in `tries` could be read so: the plan asks too much.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> plan = draw_unit_plan("held", MEASURES[0], rng)
    >>> draw_read_unit(plan, rng).verdict
    'held'
    """
    verdict = VERDICTS[plan.pattern]
    for _ in range(tries):
        values = draw_unit(plan, rng)
        if not _last_leads_astray(plan, values):
            continue
        lines = _freeze_lines(plan, values)
        if not lines.fit(plan):
            continue
        lost_from = _lost_from(plan, values, lines) if verdict == "lost" else None
        readable = lost_from if verdict == "lost" else _calm(values, lines)
        if readable:
            return UnitAfterwards(place, values, plan, verdict, lost_from)
    raise ValueError(f"Nothing in {tries} tries could be read as planned: {plan}")


def draw_held_gains(rng: np.random.Generator) -> HeldGains:
    """Draw three units after the same project, to be judged one by one.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    HeldGains
        With two different verdicts at least.

    Examples
    --------
    >>> case = draw_held_gains(np.random.default_rng(1))
    >>> len({unit.verdict for unit in case.units}) > 1
    True
    """
    measure = MEASURES[rng.integers(len(MEASURES))]
    places = rng.choice(PLACES, UNITS_SHOWN, replace=False).tolist()
    # Two patterns with different verdicts, and any third.
    first, second = rng.choice(sorted(set(VERDICTS.values())), 2, replace=False)
    patterns = [
        *(rng.choice(_patterns_with(verdict)) for verdict in (first, second)),
        rng.choice(list(VERDICTS)),
    ]
    return HeldGains(
        measure,
        tuple(
            draw_read_unit(draw_unit_plan(pattern, measure, rng), rng, place)
            for pattern, place in zip(
                rng.permutation(patterns).tolist(), places, strict=True
            )
        ),
    )


def _patterns_with(verdict: str) -> list[str]:
    return [pattern for pattern, said in VERDICTS.items() if said == verdict]


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of both charts, frozen in the baseline."""

    mean: float
    sigma: float
    median: float

    def fit(self, plan: UnitPlan) -> bool:
        """Whether they are near where they belong."""
        near = _CENTRE_NEAR * plan.spread
        return (
            abs(self.mean - plan.level) <= near
            and abs(self.median - plan.level) <= near
            and abs(self.sigma / plan.spread - 1) <= _SIGMA_NEAR
        )

    def near_limits(self, values: np.ndarray) -> np.ndarray:
        """Which points are outside the limits, or not clearly inside."""
        reach = _CLEARLY_INSIDE * SIGMAS_TO_LIMIT * self.sigma
        return np.abs(values - self.mean) >= reach


def _freeze_lines(plan: UnitPlan, values: np.ndarray) -> _Lines:
    limits = individuals_limits(values[: plan.baseline])
    return _Lines(
        mean=limits.centre,
        sigma=(limits.upper - limits.centre) / SIGMAS_TO_LIMIT,
        median=run_centre(values, plan.baseline),
    )


def _last_leads_astray(plan: UnitPlan, values: np.ndarray) -> bool:
    """Whether the last value alone would suggest another verdict."""
    astray = _ASTRAY * plan.spread
    if plan.pattern == "held":
        return plan.better * (plan.level - values[-1]) >= astray
    if plan.pattern == "recent":
        return True
    return plan.better * (values[-1] - values[-2]) >= astray


def _calm(values: np.ndarray, lines: _Lines) -> bool:
    """Whether no rule signals, about the mean or the median."""
    if lines.near_limits(values).any():
        return False
    for centre in (lines.mean, lines.median):
        if find_shifts(values, centre) or find_run_signals(values, centre).shifted:
            return False
    return not find_trends(values) and not _zone_periods(values, lines)


def _lost_from(plan: UnitPlan, values: np.ndarray, lines: _Lines) -> int | None:
    """First period of the run that shows the loss, or None if readers might differ."""
    shifts = find_shifts(values, lines.mean)
    if len(shifts) != 1:
        return None
    (run,) = shifts
    first = run[0]
    worse = plan.better * (lines.mean - values[first - 1]) > 0
    when_planned = first == plan.start or (
        plan.pattern == "faded" and first > plan.start
    )
    to_the_end = run[-1] == plan.periods and len(run) >= _LOST_FOR
    if not (worse and when_planned and to_the_end):
        return None
    around = values[first - 2 : first]
    for centre in (lines.mean, lines.median):
        if find_shifts(values, centre) != shifts:
            return None
        if not find_run_signals(values, centre).long_run:
            return None
        if (np.abs(around - centre) < _CLEAR_OF_LINE * plan.spread).any():
            return None
    marked = {
        *(np.flatnonzero(lines.near_limits(values)) + 1).tolist(),
        *chain.from_iterable(find_trends(values)),
    }
    if not marked <= set(run):
        return None
    return first if _zone_periods(values, lines) <= set(run) else None


def _zone_periods(values: np.ndarray, lines: _Lines) -> set[int]:
    """All periods that belong to a pattern of any rule set."""
    rules = chain.from_iterable(RULE_SETS.values())
    patterns = find_patterns(values, lines.mean, lines.sigma, rules)
    return set(chain.from_iterable(pattern.periods for pattern in patterns))
