"""When a chart may have new lines from a change on: the four conditions of the course.

Lines are calculated anew only if (1) the runs signal, (2) the cause is known and was
intended, (3) it is expected to last, and (4) there are points enough on each side:
eight at the least, twelve or more to be preferred. Else the lines of the time before
the change are drawn on, and the points after it are judged by them. A chart can tell of
the first condition and the last; the two between them are for people to say.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.charts.constants import FEWEST_POINTS_FOR_LINES
from course.charts.control import ControlChart

# Our own choice, as the course teaches it.
FEWEST_POINTS_IN_A_PART = 8
BETTER_POINTS_IN_A_PART = 12


@dataclass(frozen=True, slots=True)
class SplitEvidence:
    """What the figures say of calculating the lines anew from a point on.

    Attributes
    ----------
    before, after : int
        Points measured and not ghosted on each side, up to the next division.
    shifted : bool or None
        Whether the runs signal while the lines of the time before are drawn on; None
        where there are too few points before to draw any.
    """

    before: int
    after: int
    shifted: bool | None

    @property
    def enough_points(self) -> bool:
        """Whether there are at least eight points on each side."""
        return min(self.before, self.after) >= FEWEST_POINTS_IN_A_PART

    @property
    def plenty_of_points(self) -> bool:
        """Whether there are at least twelve."""
        return min(self.before, self.after) >= BETTER_POINTS_IN_A_PART


def weigh_split(
    chart: ControlChart, period: int, frozen: ControlChart | None
) -> SplitEvidence:
    """Weigh what speaks for calculating the lines anew from a point on.

    Parameters
    ----------
    chart : ControlChart
        As it is now.
    period : int
        The first point of the new part, from 1.
    frozen : ControlChart or None
        The same figures, with the lines frozen before that point; None where they
        cannot be.

    Returns
    -------
    SplitEvidence

    Examples
    --------
    >>> from course.charts.control import run_chart
    >>> falls = [4, 6, 3, 7, 4, 5, 8, 2, 1, 2, 0, 2, 1, 1, 2, 0, 1, 2]
    >>> weigh_split(run_chart(falls), 9, run_chart(falls, freeze=8))
    SplitEvidence(before=8, after=10, shifted=True)
    """
    useful = ~np.isnan(chart.values) & ~chart.ghosted
    within = chart.part == chart.part[period - 1]
    places = np.arange(1, chart.values.size + 1)
    before = int(np.count_nonzero(useful & within & (places < period)))
    return SplitEvidence(
        before=before,
        after=int(np.count_nonzero(useful & within & (places >= period))),
        shifted=None
        if frozen is None or before < FEWEST_POINTS_FOR_LINES
        else frozen.shifted,
    )
