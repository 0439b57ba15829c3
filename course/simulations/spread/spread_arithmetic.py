"""Spread in steps: how many units, how many waves of support, how many days of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

# A rule of thumb: what works in one unit is tried in five, then in twenty-five. Each
# step is large enough to meet new conditions, and small enough to learn from them.
STEP_FACTOR = 5


def scale_up_steps(
    start: int, units: int, factor: int = STEP_FACTOR
) -> tuple[int, ...]:
    """How many units work in the new way after each step, until all of them do.

    Parameters
    ----------
    start : int
        Units that already do.
    units : int
        All units.
    factor : int
        By how much each step multiplies them, at most.

    Returns
    -------
    tuple of int
        From `start` to `units`; the last step takes what is left.

    Raises
    ------
    ValueError
        If nobody has started, there are fewer units than have, or a step adds nothing.

    Examples
    --------
    >>> scale_up_steps(1, 180)
    (1, 5, 25, 125, 180)
    """
    if not 1 <= start <= units:
        raise ValueError(f"Of {units} units from 1 to {units} can start, not {start}.")
    if factor < 2:
        raise ValueError(f"A step must at least double the units, not {factor}.")
    steps = [start]
    while steps[-1] < units:
        steps.append(min(steps[-1] * factor, units))
    return tuple(steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpreadPlan:
    """A new way of working that is to reach all units, with so much support.

    Attributes
    ----------
    start, units : int
        Units that work in the new way already, and all units.
    days_per_unit : float
        Coach days that each new unit needs.
    months_per_wave : int
        How long a coach stays with a unit.
    coaches, units_per_coach : int
        Coaches there are, and units each can support at the same time.

    Raises
    ------
    ValueError
        If there is nobody to support the units.

    Examples
    --------
    >>> plan = SpreadPlan(
    ...     start=5,
    ...     units=125,
    ...     days_per_unit=6,
    ...     months_per_wave=4,
    ...     coaches=3,
    ...     units_per_coach=8,
    ... )
    >>> plan.steps, plan.waves, plan.months, plan.coach_days
    ((5, 25, 125), (1, 5), 24, 720)
    """

    start: int
    units: int
    days_per_unit: float
    months_per_wave: int
    coaches: int
    units_per_coach: int

    def __post_init__(self):
        scale_up_steps(self.start, self.units)
        if self.coaches < 1 or self.units_per_coach < 1:
            raise ValueError("Spread needs a coach who supports at least one unit.")

    @property
    def steps(self) -> tuple[int, ...]:
        """Units that work in the new way after each step; see `scale_up_steps`."""
        return scale_up_steps(self.start, self.units)

    @property
    def waves(self) -> tuple[int, ...]:
        """Waves that each step takes: all coaches together support one at a time.

        A step begins when the one before it is over, for it is to learn from it.
        """
        at_once = self.coaches * self.units_per_coach
        return tuple(math.ceil(new / at_once) for new in np.diff(self.steps).tolist())

    @property
    def months(self) -> int:
        """Months until all units have been supported."""
        return sum(self.waves) * self.months_per_wave

    @property
    def coach_days(self) -> float:
        """Coach days that all new units need together."""
        return (self.units - self.start) * self.days_per_unit


def draw_spread_plan(rng: np.random.Generator) -> SpreadPlan:
    """Draw a plan of spread whose figures a learner can work out by hand.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    SpreadPlan
        Of two to four steps.

    Examples
    --------
    >>> len(draw_spread_plan(np.random.default_rng(1)).steps) >= 3
    True
    """
    return SpreadPlan(
        start=int(rng.integers(1, 5)),
        units=int(rng.integers(45, 241)),
        days_per_unit=int(rng.integers(3, 11)),
        months_per_wave=int(rng.integers(3, 7)),
        coaches=int(rng.integers(2, 7)),
        units_per_coach=int(rng.integers(4, 11)),
    )
