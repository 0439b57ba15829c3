"""A series with its lines: the one result of every run chart and Shewhart chart."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import FEWEST_POINTS_FOR_LINES, SIGMAS_TO_LIMIT, TIE
from course.charts.observations import read_measures
from course.charts.phases import Phases, divide_phases
from course.charts.runs import RunSignals, find_run_signals, run_centre


@dataclass(frozen=True, slots=True, eq=False)
class ControlChart:
    """What a chart of a series over time consists of. Its arrays are read-only.

    Attributes
    ----------
    kind : str
        "run", "i", "mr", "p", "p-prime", "np", "c", "u", "u-prime", "g", "t", "xbar",
        "s" or "r".
    values : ndarray of float, shape (n,)
        What is plotted, oldest first; NaN where nothing was measured.
    sizes : ndarray of float, shape (n,), or None
        Denominators, or the measurements in each subgroup; 0 for a missing one.
    centre, lower, upper : ndarray of float, shape (n,)
        Centre line and control limits (three sigma), in the unit of the values; NaN
        where there is none.
    lower_two_sigma, upper_two_sigma : ndarray of float, shape (n,)
        Two thirds of the way.
    sigma : ndarray of float, shape (n,)
        The standard deviation that the limits rest on; NaN where they do not lie
        evenly about the centre line.
    part : ndarray of int, shape (n,)
        The part each period belongs to, from 1.
    in_baseline, ghosted : ndarray of bool, shape (n,)
        Whether the lines rest on this period; whether it is only shown.
    runs : tuple of RunSignals
        One for each part, about its own centre line.
    runs_judged : bool
        False where runs mean nothing: moving ranges share their points, and units
        have no order in time.
    """

    kind: str
    values: np.ndarray
    sizes: np.ndarray | None
    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    lower_two_sigma: np.ndarray
    upper_two_sigma: np.ndarray
    sigma: np.ndarray
    part: np.ndarray
    in_baseline: np.ndarray
    ghosted: np.ndarray
    runs: tuple[RunSignals, ...]
    runs_judged: bool = True

    @property
    def outside(self) -> np.ndarray:
        """Whether each point lies beyond a control limit.

        A point on a limit is inside. A ghosted point is told too: it is on the chart.
        """
        beyond = (self.values > self.upper) | (self.values < self.lower)
        if not np.count_nonzero(beyond):
            return beyond
        # Limits of equal values are the values themselves, but for float noise.
        noise = TIE * np.maximum(np.abs(self.upper), np.abs(self.lower))
        return (self.values > self.upper + noise) | (self.values < self.lower - noise)

    @property
    def shifted(self) -> bool:
        """Whether the runs of any part signal (the Anhøj rules)."""
        return self.runs_judged and any(runs.shifted for runs in self.runs)

    @property
    def signals(self) -> bool:
        """Whether anything on the chart asks for an explanation of its own."""
        outside = self.outside
        if np.count_nonzero(outside) and not self.ghosted[outside].all():
            return True
        return self.shifted


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one part.

    Attributes
    ----------
    centre : float
    limits : ndarray of float, shape (4, 1) or (4, periods of the part)
        Lower and upper limit, and the lower and upper line two thirds of the way; NaN
        where there is none.
    sigma : float or ndarray
        What the limits rest on, one or one for each period.
    """

    centre: float
    limits: np.ndarray = field(default_factory=lambda: np.full((4, 1), np.nan))
    sigma: float | np.ndarray = np.nan


# Sigmas from the centre line, in the order of `Lines.limits`.
_SIGMAS = np.array(
    [
        [-SIGMAS_TO_LIMIT],
        [SIGMAS_TO_LIMIT],
        [1 - SIGMAS_TO_LIMIT],
        [SIGMAS_TO_LIMIT - 1],
    ]
)


def lines_about(
    centre: float,
    sigma: float | np.ndarray,
    lowest: float = -np.inf,
    highest: float = np.inf,
) -> Lines:
    """Lines at two and three sigma, kept where values can be.

    Parameters
    ----------
    centre : float
    sigma : float or ndarray
    lowest, highest : float
        No value can lie beyond; nor does a limit.

    Returns
    -------
    Lines

    Examples
    --------
    >>> lines_about(10.0, 4.0, lowest=0.0).limits.ravel()
    array([ 0., 22.,  2., 18.])
    """
    limits = centre + _SIGMAS * sigma
    if lowest > -np.inf:
        limits = np.maximum(limits, lowest)
    if highest < np.inf:
        limits = np.minimum(limits, highest)
    return Lines(centre, limits, sigma)


def build_chart(
    kind: str,
    values: np.ndarray,
    phases: Phases,
    lines_of: Callable[[slice, np.ndarray], Lines],
    *,
    sizes: np.ndarray | None = None,
    multiply: float = 1,
    runs_judged: bool = True,
) -> ControlChart:
    """Put a chart together from the lines of its parts.

    Parameters
    ----------
    kind : str
    values : ndarray of float, shape (n,)
    phases : Phases
    lines_of : callable
        ``(periods, base) -> Lines`` of one part: `base` tells which of its periods
        they are to rest on.
    sizes : ndarray of float, shape (n,), optional
    multiply : float
        What one is shown as, 100 for per cent: values and lines, never sizes.
    runs_judged : bool

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError
        If there are fewer than four points to calculate the lines of a part from, or
        `multiply` is not above zero.

    Examples
    --------
    >>> values = np.array([3.0, 5.0, 4.0, 6.0])
    >>> phases = divide_phases(values.size)
    >>> chart = build_chart("run", values, phases, lambda *_: Lines(4.5))
    >>> chart.centre
    array([4.5, 4.5, 4.5, 4.5])
    """
    if isinstance(multiply, str) or not 0 < multiply < np.inf:
        raise ValueError(f"Values are multiplied by a number above 0, not {multiply}.")
    drawn = np.empty((6, values.size))
    measured = ~np.isnan(values)
    runs = []
    for periods, base, shown in phases.sections:
        _refuse_too_few(np.count_nonzero(measured[periods] & base), periods)
        lines = lines_of(periods, base)
        drawn[0, periods], drawn[5, periods] = lines.centre, lines.sigma
        drawn[1:5, periods] = lines.limits
        runs.append(find_run_signals(values[periods][shown], lines.centre))
    if multiply != 1:
        values, drawn = values * multiply, drawn * multiply
    values.flags.writeable = drawn.flags.writeable = False
    if sizes is not None:
        sizes.flags.writeable = False
    return ControlChart(
        kind,
        values,
        sizes,
        *drawn,
        phases.part,
        phases.in_baseline,
        phases.ghosted,
        tuple(runs),
        runs_judged,
    )


def run_chart(
    values: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    freeze: int | None = None,
    parts: Sequence[int] = (),
    ghosted: Collection[int] = (),
    multiply: float = 1,
    in_time: bool = True,
) -> ControlChart:
    """Run chart: a series about its median, without control limits.

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first; NaN or None for a missing one.
    sizes : array_like, shape (n,), optional
        Denominators: what is plotted is then values / sizes.
    freeze : int, optional
        Take the median of the first `freeze` periods and draw it on.
    parts : sequence of int
        The last period of each part but the last, from 1; each has its own median.
    ghosted : collection of int
        Periods shown but left out of every calculation, from 1.
    multiply : float
        What one is shown as: 100 for per cent, 1000 for "per 1000".
    in_time : bool
        False for units side by side: their runs are not judged.

    Returns
    -------
    ControlChart

    Raises
    ------
    ValueError
        If there are fewer than four points to take a median of, or the data or phases
        cannot be.

    References
    ----------
    .. [1] Perla, R. J., Provost, L. P. and Murray, S. K. (2011). The run chart: a
       simple analytical tool for learning from variation in healthcare processes.
       BMJ Quality & Safety 20: 46-51.

    Examples
    --------
    >>> chart = run_chart([4, 6, 3, 7, 4, 5, 8, 2, 6, 4, 7, 3])
    >>> print(chart.centre[0], chart.shifted)
    4.5 False
    """
    values, sizes = read_measures(values, sizes)
    phases = divide_phases(values.size, freeze=freeze, parts=parts, ghosted=ghosted)
    return build_chart(
        "run",
        values,
        phases,
        lambda periods, base: Lines(run_centre(values[periods][base])),
        sizes=sizes,
        multiply=multiply,
        runs_judged=in_time,
    )


def _refuse_too_few(measured: int, periods: slice) -> None:
    if measured < FEWEST_POINTS_FOR_LINES:
        raise ValueError(
            f"A chart needs at least {FEWEST_POINTS_FOR_LINES} points to calculate "
            f"its lines from; periods {periods.start + 1} to {periods.stop} have "
            f"{measured}."
        )
