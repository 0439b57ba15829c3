"""A board's dashboard over three years: indicators that change, and many that do not.

Each indicator is a process with a target. Some have a target in the middle of what
they do, so that its colour comes and goes by chance; a few really change. The same
months can be told as colours, as a ranking, or by the icons of Making Data Count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.charts.making_data_count import (
    Direction,
    MakingDataCountChart,
    making_data_count_chart,
)

MONTHS = 36
# A board begins with a year behind it.
FIRST_MONTH = 12
COLOURS = ("green", "amber", "red")
# Our own choice: missed by so little, in spreads, is amber.
_AMBER = 0.75
# How far a change goes, in spreads.
_CHANGE = (2.0, 2.8)
# Where the target lies from the mean, in spreads towards the hard side: within reach of
# chance, well met, out of reach.
_TARGETS = {"hit-or-miss": (-0.8, 0.8), "easy": (-4.4, -3.6), "hard": (3.6, 4.4)}
_PLANS = (
    *(("steady", "hit-or-miss"),) * 5,
    *(("steady", "easy"),) * 2,
    *(("steady", "hard"),) * 2,
    ("better", "hit-or-miss"),
    ("worse", "hit-or-miss"),
    ("worse", "easy"),
)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class BoardIndicator:
    """One indicator of the dashboard.

    Attributes
    ----------
    what_happens : {"steady", "better", "worse"}
    changed_in : int or None
        The first month at the new level, from 1.
    direction : Direction
        Which way is better.
    level, spread : float
        Before any change.
    target : float
    values : ndarray of float, shape (months,)
    """

    what_happens: str
    changed_in: int | None
    direction: Direction
    level: float
    spread: float
    target: float
    values: np.ndarray

    def miss(self, month: int) -> float:
        """How far a month misses the target, in spreads; 0 or less meets it."""
        away = self.target - self.values[month - 1]
        if self.direction is Direction.DECREASE:
            away = -away
        return float(away / self.spread)

    def colour(self, month: int) -> str:
        """Return the colour of a month: one of `COLOURS`.

        Parameters
        ----------
        month : int
            From 1.

        Returns
        -------
        str
        """
        miss = self.miss(month)
        if miss <= 0:
            return "green"
        return "amber" if miss < _AMBER else "red"

    def chart(self, month: int) -> MakingDataCountChart:
        """Return its chart with all months until one, that one included.

        Parameters
        ----------
        month : int
            From 1.

        Returns
        -------
        MakingDataCountChart
        """
        return making_data_count_chart(
            self.values[:month], self.direction, target=self.target
        )


def draw_board(
    levels: Sequence[tuple[float, float, int, bool]], rng: np.random.Generator
) -> tuple[BoardIndicator, ...]:
    """Draw twelve indicators and three years of months.

    Parameters
    ----------
    levels : sequence of (float, float, int, bool), length 12
        Level, spread, decimals of each, and whether higher is better.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    tuple of BoardIndicator
        Nine steady ones, one that becomes better and two that become worse, in an order
        that is drawn.

    Raises
    ------
    ValueError
        If there are not twelve.

    Examples
    --------
    >>> board = draw_board([(50.0, 4.0, 0, False)] * 12, np.random.default_rng(1))
    >>> sorted(one.what_happens for one in board)[:2]
    ['better', 'steady']
    """
    if len(levels) != len(_PLANS):
        raise ValueError(f"A board has {len(_PLANS)} indicators, not {len(levels)}.")
    order = rng.permutation(len(_PLANS)).tolist()
    return tuple(
        _draw_indicator(*_PLANS[place], *about, rng)
        for place, about in zip(order, levels, strict=True)
    )


def _draw_indicator(
    what_happens: str,
    promise: str,
    level: float,
    spread: float,
    decimals: int,
    higher_is_better: bool,
    rng: np.random.Generator,
) -> BoardIndicator:
    good = 1 if higher_is_better else -1
    means = np.full(MONTHS, level)
    changed_in = None
    if what_happens != "steady":
        changed_in = int(rng.integers(FIRST_MONTH + 4, MONTHS - 9))
        way = good if what_happens == "better" else -good
        means[changed_in - 1 :] += way * rng.uniform(*_CHANGE) * spread
    values = np.maximum(means + spread * rng.standard_normal(MONTHS), 0)
    step = 10.0**-decimals
    wanted = level + good * rng.uniform(*_TARGETS[promise]) * spread
    # Half a step off any value: met or missed is never a matter of taste.
    target = float(np.floor(wanted / step) * step + step / 2)
    return BoardIndicator(
        what_happens=what_happens,
        changed_in=changed_in,
        direction=Direction.INCREASE if higher_is_better else Direction.DECREASE,
        level=level,
        spread=spread,
        target=round(target, decimals + 1),
        values=values.round(decimals),
    )


def rank(board: Sequence[BoardIndicator], month: int) -> list[int]:
    """Rank indicators by how well they meet their targets in a month.

    Parameters
    ----------
    board : sequence of BoardIndicator
    month : int
        From 1.

    Returns
    -------
    list of int
        1 for the one that is farthest on the good side, in spreads.

    Examples
    --------
    >>> board = draw_board([(50.0, 4.0, 0, False)] * 12, np.random.default_rng(1))
    >>> sorted(rank(board, 13)) == list(range(1, 13))
    True
    """
    order = np.argsort([one.miss(month) for one in board], kind="stable")
    places = np.empty(len(board), dtype=int)
    places[order] = np.arange(1, len(board) + 1)
    return places.tolist()
