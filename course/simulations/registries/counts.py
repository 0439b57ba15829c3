"""One count of a registry, month by month: so many out of so many.

The plan says what happens to the share or the rate. The counts are drawn from it, and
drawn again until a p or u chart of them shows just that (`planned_readings`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from course.charts.constants import MEAN_RANGE_OF_TWO
from course.simulations.registries.months import draw_events
from course.simulations.registries.planned_readings import (
    PATTERNS,
    PERIODS_BACK,
    draw_until_read,
    reads_as,
)

# A baseline shorter than a year is no baseline; what follows needs time to be seen.
FEWEST_MONTHS_BEFORE = 12
FEWEST_MONTHS_AFTER = 12
# A change that fades lasts long enough to signal, and not much longer.
MONTHS_BEFORE_FADED = (11, 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPlan:
    """What happens to a share or a rate, before chance has its say.

    Attributes
    ----------
    chart : {"p", "u"}
        A share of cases, or events by exposure.
    pattern : {"stable", "shift", "fade", "event"}
    months : int
    level : float
        The usual share, or events for one unit of the denominator.
    changed_level : float
        Where it goes.
    start, stop : int
        First and last month of what happens, counted from 1. A shift lasts to the
        end; a fade moves back over the last third; an event is in `start` alone.
    dispersion : float
        Variance over that of a binomial or Poisson count.

    Raises
    ------
    ValueError
        If the pattern is unknown, or the change does not fit the months.
    """

    chart: str
    pattern: str
    months: int
    level: float
    changed_level: float
    start: int = 1
    stop: int = 1
    dispersion: float = 1.0

    def __post_init__(self):
        if self.pattern not in PATTERNS:
            raise ValueError(f"{self.pattern!r} is not one of {', '.join(PATTERNS)}.")
        if not 1 <= self.start <= self.stop <= self.months:
            raise ValueError(
                f"A change from {self.start} to {self.stop} "
                f"does not fit {self.months} months."
            )

    @property
    def freeze(self) -> int | None:
        """Months that the lines of its chart are to rest on; None for all of them."""
        return self.start - 1 if self.pattern in ("shift", "fade") else None

    def levels(self) -> np.ndarray:
        """Where the process stands in each month, without its common causes.

        Returns
        -------
        ndarray of float, shape (months,)
            In the unit of `level`.

        Examples
        --------
        >>> CountPlan(
        ...     chart="p",
        ...     pattern="fade",
        ...     months=6,
        ...     level=0.5,
        ...     changed_level=0.8,
        ...     start=2,
        ...     stop=4,
        ... ).levels()
        array([0.5 , 0.8 , 0.8 , 0.65, 0.5 , 0.5 ])
        """
        moved = np.zeros(self.months)
        if self.pattern != "stable":
            moved[self.start - 1 : self.stop] = 1.0
        if self.pattern == "fade":
            fading = (self.stop - self.start + 1) // 3
            steps = np.arange(1, fading + 1) / (fading + 1)
            moved[self.stop - fading : self.stop] -= steps
        return self.level + (self.changed_level - self.level) * moved


def stable_plan(
    chart: str, level: float, months: int, dispersion: float = 1.0
) -> CountPlan:
    """Plan a count to which nothing happens.

    Parameters
    ----------
    chart : {"p", "u"}
    level : float
    months : int
    dispersion : float

    Returns
    -------
    CountPlan

    Examples
    --------
    >>> stable_plan("p", 0.8, 24).levels().max()
    np.float64(0.8)
    """
    return CountPlan(
        chart=chart,
        pattern="stable",
        months=months,
        level=level,
        changed_level=level,
        dispersion=dispersion,
    )


def draw_change(
    pattern: str, months: int, rng: np.random.Generator, room: int = 0
) -> tuple[int, int]:
    """Draw when something happens, anywhere that leaves enough to see it by.

    Parameters
    ----------
    pattern : {"stable", "shift", "fade", "event"}
    months : int
    rng : numpy.random.Generator
    room : int
        Months to leave for what follows later, as an outcome does.

    Returns
    -------
    start, stop : int
        Months counted from 1.

    Examples
    --------
    >>> draw_change("shift", 36, np.random.default_rng(1))
    (19, 36)
    """
    if pattern == "stable":
        return 1, 1
    if pattern == "event":
        start = int(rng.integers(2, months - room))
        return start, start
    earliest = FEWEST_MONTHS_BEFORE + 1
    if pattern == "shift":
        latest = months - FEWEST_MONTHS_AFTER - room + 1
        return int(rng.integers(earliest, latest + 1)), months
    shortest, longest = MONTHS_BEFORE_FADED
    length = int(rng.integers(shortest, longest + 1))
    latest = months - PERIODS_BACK - room - length
    start = int(rng.integers(earliest, latest + 1))
    return start, start + length - 1


def draw_missing(
    changes: tuple[int, ...], months: int, count: int, rng: np.random.Generator
) -> tuple[int, ...]:
    """Draw months nobody reported, away from where something happens.

    Parameters
    ----------
    changes : tuple of int
        Months around which all is to be seen.
    months, count : int
    rng : numpy.random.Generator

    Returns
    -------
    tuple of int
        Months counted from 1, never the first, the last, or next to a change or to
        each other.

    Examples
    --------
    >>> draw_missing((8,), 12, 2, np.random.default_rng(1))
    (4, 11)
    """
    near = {month + step for month in changes for step in (-2, -1, 0, 1, 2)}
    free = [month for month in range(2, months) if month not in near]
    missing: list[int] = []
    for _ in range(count):
        free = [month for month in free if all(abs(month - m) > 1 for m in missing)]
        missing.append(free[int(rng.integers(len(free)))])
    return tuple(sorted(missing))


def draw_counts(
    plan: CountPlan, sizes: np.ndarray, rng: np.random.Generator, series: int = 1
) -> np.ndarray:
    """Draw counts from a plan, as they fall.

    Parameters
    ----------
    plan : CountPlan
    sizes : ndarray of float, shape (months,)
        Denominators; NaN in a month nobody reported.
    rng : numpy.random.Generator
        The only source of chance.
    series : int

    Returns
    -------
    ndarray of float, shape (series, months)
        Binomial counts (beta-binomial when more scattered) for a p chart, Poisson
        ones (negative binomial) for a u chart; NaN where the size is.

    Examples
    --------
    >>> draw_counts(
    ...     stable_plan("p", 0.5, 3),
    ...     np.array([10, 20, np.nan]),
    ...     np.random.default_rng(1),
    ... )
    array([[ 5., 14., nan]])
    """
    missing = np.isnan(sizes)
    exposed = np.where(missing, 0, sizes)
    levels = plan.levels()
    shape = (series, plan.months)
    if plan.chart == "u":
        counts = draw_events(levels * exposed, plan.dispersion, rng, shape)
    elif plan.dispersion <= 1:
        counts = rng.binomial(exposed.astype(int), levels, shape).astype(float)
    else:
        # Cases of a month resemble each other: the correlation that gives the
        # dispersion asked for, (n - 1) times it plus one.
        alike = (plan.dispersion - 1) / np.maximum(exposed - 1, plan.dispersion)
        strength = 1 / alike - 1
        shares = rng.beta(levels * strength, (1 - levels) * strength, shape)
        counts = rng.binomial(exposed.astype(int), shares).astype(float)
    counts[:, missing] = np.nan
    return counts


def draw_read_counts(
    plan: CountPlan,
    sizes: np.ndarray,
    rng: np.random.Generator,
    tries: int = 200_000,
) -> np.ndarray:
    """Draw counts from a plan until a chart of them says what the plan says.

    Parameters
    ----------
    plan : CountPlan
    sizes : ndarray of float, shape (months,)
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many series to draw at most.

    Returns
    -------
    ndarray of float, shape (months,)

    Raises
    ------
    ValueError
        If none in `tries` could be read as planned.

    Examples
    --------
    >>> sizes = np.full(24, 60.0)
    >>> counts = draw_read_counts(
    ...     stable_plan("p", 0.5, 24), sizes, np.random.default_rng(1)
    ... )
    >>> counts_read_as(stable_plan("p", 0.5, 24), counts, sizes)
    array([ True])
    """
    return draw_until_read(
        lambda count: draw_counts(plan, sizes, rng, count),
        lambda counts: counts_read_as(plan, counts, sizes),
        tries,
        plan,
    )


def counts_read_as(
    plan: CountPlan, counts: np.ndarray, sizes: np.ndarray
) -> np.ndarray:
    """Tell which series of counts a chart would show as planned.

    Parameters
    ----------
    plan : CountPlan
        Its chart, pattern and months; the levels do not matter but for which is
        higher.
    counts : ndarray of float, shape (series, months) or (months,)
    sizes : ndarray of float, shape (months,)

    Returns
    -------
    ndarray of bool, shape (series,)
        By the ordinary chart and by the prime one alike; an event, which makes the
        limits of a prime chart wider, by the ordinary one.
    """
    # A month without cases has no share, and is as good as missing on a chart.
    measured = sizes > 0
    counts, sizes = np.atleast_2d(counts)[:, measured], sizes[measured]
    places = np.arange(sizes.size)
    neighbours = np.diff(np.flatnonzero(measured)) == 1

    def score(base: slice | np.ndarray, prime: bool) -> tuple[np.ndarray, np.ndarray]:
        total = counts[:, base].sum(axis=1, keepdims=True)
        centres = total / sizes[base].sum()
        variances = centres * (1 - centres) if plan.chart == "p" else centres
        # Nothing but zeros, or nothing but full houses, has no sigma: never read.
        variances = np.where(variances > 0, variances, np.nan)
        scores = (counts / sizes - centres) / np.sqrt(variances / sizes)
        if prime:
            together = np.isin(places, places[base])
            pairs = neighbours & together[1:] & together[:-1]
            ranges = np.abs(np.diff(scores, axis=1))[:, pairs]
            scores /= ranges.mean(axis=1, keepdims=True) / MEAN_RANGE_OF_TWO
        return centres, scores

    fades = plan.pattern == "fade"
    read = np.ones(counts.shape[0], dtype=bool)
    for prime in (False,) if plan.pattern == "event" else (False, True):
        read &= reads_as(
            plan.pattern,
            counts / sizes,
            partial(score, prime=prime),
            first=int(np.count_nonzero(measured[: plan.start - 1])),
            after=int(np.count_nonzero(measured[: plan.stop])) if fades else 0,
            upwards=plan.changed_level > plan.level,
        )
    return read
