"""Too few or too many runs about a line: the exact distribution behind the table.

Perla and colleagues read the number of runs from a printed table after Swed and
Eisenhart. Printed tables differ from each other and from the exact distribution in
some places, so here the distribution itself is calculated, in whole numbers. It is a
way of reading a chart; what the course grades are the crossings of `runs`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from course.charts.runs import number_runs, sides_of

# Swed and Eisenhart tabulate 2.5 % in each tail; so many runs are seldom chance.
EACH_TAIL = Fraction(25, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunCount:
    """How many runs a series has, and how many chance would give it.

    Attributes
    ----------
    above, below : int
        Points on either side of the line.
    runs : int
    lowest, highest : int
        Fewest and most runs that chance gives 95 times in a hundred.
    """

    above: int
    below: int
    runs: int
    lowest: int
    highest: int

    @property
    def too_few(self) -> bool:
        """Whether points of one side keep together more than by chance."""
        return self.runs < self.lowest

    @property
    def too_many(self) -> bool:
        """Whether sides take turns more than by chance."""
        return self.runs > self.highest


def count_runs(values: ArrayLike, centre: float) -> RunCount:
    """Read whether a series has too few or too many runs about a line.

    Parameters
    ----------
    values : array_like, shape (n,)
        Oldest first; NaN is skipped, and so is a point on the line.
    centre : float
        Usually the median.

    Returns
    -------
    RunCount

    Raises
    ------
    ValueError
        If every point lies on the line, or nothing was measured.

    Examples
    --------
    >>> reading = count_runs([1, 2, 1, 2, 1, 8, 9, 8, 9, 8, 9, 8], centre=5)
    >>> reading
    RunCount(above=7, below=5, runs=2, lowest=4, highest=10)
    >>> reading.too_few, reading.too_many
    (True, False)
    """
    sides = sides_of(values, centre)
    above, below = int((sides > 0).sum()), int((sides < 0).sum())
    lowest, highest = runs_expected(above, below)
    return RunCount(
        above=above,
        below=below,
        runs=int(np.max(number_runs(sides))),
        lowest=lowest,
        highest=highest,
    )


@cache
def runs_expected(above: int, below: int) -> tuple[int, int]:
    """Fewest and most runs that chance gives in at least 95 of 100 series.

    Parameters
    ----------
    above, below : int
        Points on either side of the line.

    Returns
    -------
    lowest, highest : int
        Fewer than the lowest has a probability of 2.5 % at most, and so have more than
        the highest.

    Raises
    ------
    ValueError
        If a number is negative or there are no points.

    References
    ----------
    .. [1] Swed, F. S. and Eisenhart, C. (1943). Tables for testing randomness of
       grouping in a sequence of alternatives. Annals of Mathematical Statistics 14(1):
       66-87.

    Examples
    --------
    >>> runs_expected(5, 5), runs_expected(12, 12)
    ((3, 9), (8, 18))
    """
    chances = runs_distribution(above, below)
    upwards = sorted(chances)
    return (
        _first_outside_tail(upwards, chances),
        _first_outside_tail(upwards[::-1], chances),
    )


def runs_distribution(above: int, below: int) -> dict[int, Fraction]:
    """Probability of each number of runs when every order is equally likely.

    Parameters
    ----------
    above, below : int
        Points on either side of the line.

    Returns
    -------
    dict of int to Fraction
        By the number of runs; the probabilities are exact and sum to 1.

    Raises
    ------
    ValueError
        If a number is negative or there are no points.

    Notes
    -----
    With a points above and b below there are C(a + b, a) orders. Sides take turns, so
    one has half of the runs, rounded up, and the other half, rounded down; a points
    can be divided into k runs in C(a - 1, k - 1) ways. That gives
    2 C(a-1, k-1) C(b-1, k-1) orders with 2k runs, and
    C(a-1, k) C(b-1, k-1) + C(a-1, k-1) C(b-1, k) with 2k + 1.

    References
    ----------
    .. [1] Swed, F. S. and Eisenhart, C. (1943). Tables for testing randomness of
       grouping in a sequence of alternatives. Annals of Mathematical Statistics 14(1):
       66-87.

    Examples
    --------
    >>> runs_distribution(2, 2)
    {2: Fraction(1, 3), 3: Fraction(1, 3), 4: Fraction(1, 3)}
    """
    if above < 0 or below < 0:
        raise ValueError(f"There cannot be {min(above, below)} points on a side.")
    if above + below == 0:
        raise ValueError("Runs need at least one point off the line.")
    if above == 0 or below == 0:
        return {1: Fraction(1)}
    orders = comb(above + below, above)
    ways = {
        runs: _ways_to_divide(above, (runs + 1) // 2)
        * _ways_to_divide(below, runs // 2)
        + _ways_to_divide(above, runs // 2) * _ways_to_divide(below, (runs + 1) // 2)
        for runs in range(2, above + below + 1)
    }
    return {runs: Fraction(count, orders) for runs, count in ways.items() if count}


def _ways_to_divide(points: int, runs: int) -> int:
    """Ways to divide the points of one side, in order, into so many runs."""
    return comb(points - 1, runs - 1)


def _first_outside_tail(numbers: Sequence[int], chances: dict[int, Fraction]) -> int:
    """Go through numbers of runs until the tail behind holds more than its share."""
    tail = accumulate(chances[runs] for runs in numbers)
    return next(
        runs for runs, chance in zip(numbers, tail, strict=True) if chance > EACH_TAIL
    )
