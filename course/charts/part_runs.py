"""The runs of a control chart, part by part: those that are to be told.

A part with fewer than ten points off its middle line is not judged: what would be told
of it, and what not, would be chance.
"""

from __future__ import annotations

import numpy as np

from course.charts.constants import FEWEST_USEFUL_POINTS
from course.charts.control import ControlChart
from course.charts.runs import find_shifts


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
    return chart.runs_judged and chart.runs[part - 1].useful >= FEWEST_USEFUL_POINTS


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
    if not (has_judged_runs(chart, part) and signals.long_run):
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
    judged = has_judged_runs(chart, part)
    return judged and signals.few_crossings and not signals.long_run
