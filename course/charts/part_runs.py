"""The runs of a control chart, part by part: those that are to be told.

A part with fewer than ten points off its middle line is not judged: what would be told
of it, and what not, would be chance. Nor is one whose points lie too unevenly about
their line: the rules take each side to be as likely as the other.
"""

from __future__ import annotations

import numpy as np

from course.charts.constants import FEWEST_USEFUL_POINTS
from course.charts.control import ControlChart
from course.charts.runs import find_shifts, sides_of

# The fewest on the smaller side, of the points off the line that it comes from. Our own
# choice: with these, 24 stable points have a long run in fewer than 5 of 100 charts,
# also where events are rare. Beside a median fewer points are left to make a run of.
FAIR_SHARE, FAIR_SHARE_ABOUT_MEDIAN = 0.3, 0.2
# Counts as large as this are even enough; then what is uneven is a signal. Our own
# choice, in the same way.
FEWEST_EXPECTED = 2


def spans_of_parts(chart: ControlChart) -> list[tuple[int, int]]:
    """First and last period of each part.

    Parameters
    ----------
    chart : ControlChart

    Returns
    -------
    list of (int, int)
        Oldest first; periods are counted from 1.

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> spans_of_parts(run_chart(range(12), parts=[5]))
    [(1, 5), (6, 12)]
    """
    starts = (np.flatnonzero(np.diff(chart.part, prepend=0)) + 1).tolist()
    ends = [start - 1 for start in starts[1:]] + [chart.part.size]
    return list(zip(starts, ends, strict=True))


def has_judged_runs(chart: ControlChart, part: int) -> bool:
    """Whether the runs of a part mean anything, and it has points enough for them.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    bool

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> has_judged_runs(run_chart(range(9)), part=1)
    False
    """
    enough = chart.runs[part - 1].useful >= FEWEST_USEFUL_POINTS
    return chart.runs_judged and enough and lies_evenly(chart, part)


def lies_evenly(chart: ControlChart, part: int) -> bool:
    """Whether enough points lie on either side of the middle line they gave.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    bool

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> lies_evenly(run_chart([0, 1, 0, 0, 2, 0, 1, 0]), part=1)
    False
    """
    if expected_count(chart, part) >= FEWEST_EXPECTED:
        return True
    fair = FAIR_SHARE_ABOUT_MEDIAN if chart.kind == "run" else FAIR_SHARE
    above, below = points_beside(chart, part)
    return min(above, below) >= fair * max(above + below, 1)


def points_beside(chart: ControlChart, part: int) -> tuple[int, int]:
    """Count the points above and below their line, of those that it comes from.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    above, below : int

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> points_beside(run_chart([0, 1, 0, 0, 2, 0, 1, 0]), part=1)
    (3, 0)
    """
    base = (chart.part == part) & chart.in_baseline & ~chart.ghosted
    sides = sides_of(chart.values[base], chart.centre[base])
    return int(np.count_nonzero(sides > 0)), int(np.count_nonzero(sides < 0))


def expected_count(chart: ControlChart, part: int) -> float:
    """Events to be expected in a period; of shares the rarer of the two outcomes.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    float
        NaN where the chart does not count events, or chance has no room.

    Examples
    --------
    >>> from course.charts.proportions import p_chart
    >>> chart = p_chart([19, 18, 20, 19], [20, 20, 20, 20], multiply=100)
    >>> round(expected_count(chart, part=1), 9)
    1.0
    """
    counted = (chart.part == part) & (chart.sigma > 0)
    if chart.kind not in ("c", "u", "p", "np") or not counted.any():
        return float("nan")
    # Whatever the values are multiplied by: a Poisson count is its mean over its
    # standard deviation, squared; of a binomial one that is n p / (1 - p).
    expected = (chart.centre[counted] / chart.sigma[counted]) ** 2
    if chart.kind in ("p", "np"):
        sizes = chart.sizes[counted]
        expected = sizes * np.minimum(expected, sizes) / (expected + sizes)
    return float(expected.mean())


def long_runs_of(chart: ControlChart, part: int) -> list[tuple[int, ...]]:
    """Runs of a part that are longer than chance would often make them.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    list of tuple of int
        The periods of each run, oldest first; none, if its runs are not judged.

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> long_runs_of(run_chart(6 * [4, 5, 6] + 9 * [7], freeze=18), part=1)
    [(18, 19, 20, 21, 22, 23, 24, 25, 26, 27)]
    """
    signals = chart.runs[part - 1]
    if not (signals.long_run and has_judged_runs(chart, part)):
        return []
    counted = np.where((chart.part == part) & ~chart.ghosted, chart.values, np.nan)
    centre = chart.centre[chart.part == part][0]
    return find_shifts(counted, centre, signals.longest_run_allowed + 1)


def crosses_too_seldom(chart: ControlChart, part: int) -> bool:
    """Whether no run of a part is too long, but its line is crossed too seldom.

    Parameters
    ----------
    chart : ControlChart
    part : int
        Counted from 1.

    Returns
    -------
    bool

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> crosses_too_seldom(run_chart(3 * [4, 4, 4, 4, 6, 6, 6, 6]), part=1)
    True
    """
    signals = chart.runs[part - 1]
    seldom = signals.few_crossings and not signals.long_run
    return seldom and has_judged_runs(chart, part)
