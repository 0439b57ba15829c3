"""Two changes tried in all four ways: neither, each alone, and both together.

A test of one change at a time never sees what two changes do to each other. A 2²
factorial design does, with no more patients: every measurement tells about both.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

KINDS = ("additive", "only-together", "spoiled-together")

# An effect that is there must be so many standard errors from zero, one that is not
# so few: nobody should have to call the one the other.
_CLEARLY_THERE = 3.0
_CLEARLY_NOT = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorialPlan:
    """What two changes do, alone and together.

    Attributes
    ----------
    kind : {"additive", "only-together", "spoiled-together"}
        Each does its part whatever the other does; neither does anything alone; or
        each works alone, and both together are no better than none.
    usual : float
        Mean without either change, in the unit of the measure.
    size : float
        What the changes do at most together, or at most alone if they spoil each
        other; in the unit of the measure, negative is down.
    spread : float
        Standard deviation of one measurement.
    replicates : int
        Measurements of each of the four ways.
    decimals : int

    Raises
    ------
    ValueError
        If the kind is unknown or there are fewer than two replicates.
    """

    kind: str
    usual: float
    size: float
    spread: float
    replicates: int = 4
    decimals: int = 1

    def __post_init__(self):
        _refuse_unknown(self.kind)
        if self.replicates < 2:
            raise ValueError(
                "Chance can only be judged from two measurements or more of each way, "
                f"not {self.replicates}."
            )

    def means(self) -> np.ndarray:
        """Mean of each of the four ways.

        Returns
        -------
        ndarray of float, shape (2, 2)
            By the first change (0 without, 1 with) and the second.

        Examples
        --------
        >>> FactorialPlan(kind="only-together", usual=80, size=-12, spread=3).means()
        array([[80., 80.],
               [80., 68.]])
        """
        moved = {
            "additive": [[0, 0.5], [0.5, 1]],
            "only-together": [[0, 0], [0, 1]],
            "spoiled-together": [[0, 1], [1, 0]],
        }[self.kind]
        return self.usual + self.size * np.array(moved, dtype=float)


@dataclass(frozen=True, slots=True)
class FactorialEffects:
    """What 2² measurements say of two changes.

    Attributes
    ----------
    mean : float
        Of all four ways.
    first, second : float
        Main effect of either change: its effect, averaged over with and without the
        other.
    interaction : float
        Half of what the effect of either change gains by the other.
    standard_error : float
        Of each of the three effects; NaN when each way was measured once.
    """

    mean: float
    first: float
    second: float
    interaction: float
    standard_error: float


@dataclass(frozen=True, slots=True, eq=False)
class Factorial:
    """Measurements, and the plan they came from.

    Attributes
    ----------
    values : ndarray of float, shape (2, 2, replicates)
        By the first change (0 without, 1 with) and the second. Read-only.
    plan : FactorialPlan
    """

    values: np.ndarray
    plan: FactorialPlan

    def __post_init__(self):
        self.values.setflags(write=False)


def factorial_effects(values: ArrayLike) -> FactorialEffects:
    """Main effects and interaction of two changes.

    Parameters
    ----------
    values : array_like of float, shape (2, 2, replicates)
        By the first change (0 without, 1 with) and the second.

    Returns
    -------
    FactorialEffects

    Raises
    ------
    ValueError
        If the shape is another, or a measurement is missing.

    Notes
    -----
    With cell means m, the main effect of the first change is
    ((m[1,0] - m[0,0]) + (m[1,1] - m[0,1])) / 2 and the interaction
    ((m[1,1] - m[0,1]) - (m[1,0] - m[0,0])) / 2. Each is a difference between two means
    of half of all measurements, so with r replicates and the standard deviation s
    within cells its standard error is s / sqrt(r).

    References
    ----------
    .. [1] Box, G. E. P., Hunter, J. S. and Hunter, W. G. (2005). Statistics for
       Experimenters, 2nd ed., chapter 5.

    Examples
    --------
    >>> effects = factorial_effects([[[60, 62], [54, 56]], [[58, 60], [40, 42]]])
    >>> effects.first, effects.second, effects.interaction
    (-8.0, -12.0, -6.0)
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 3 or values.shape[:2] != (2, 2) or values.shape[2] == 0:
        raise ValueError(
            "A 2² factorial has measurements without and with each of two changes; "
            f"these are of shape {values.shape}."
        )
    if np.isnan(values).any():
        first, second, place = (np.argwhere(np.isnan(values))[0] + 1).tolist()
        raise ValueError(
            "A 2² factorial needs all its measurements; number "
            f"{place} in row {first}, column {second} is missing."
        )
    means = values.mean(axis=2)
    alone, with_other = means[1] - means[0]
    second_alone, second_with_other = means[:, 1] - means[:, 0]
    replicates = values.shape[2]
    variance = values.var(axis=2, ddof=1).mean() if replicates > 1 else math.nan
    return FactorialEffects(
        mean=float(means.mean()),
        first=float((alone + with_other) / 2),
        second=float((second_alone + second_with_other) / 2),
        interaction=float((with_other - alone) / 2),
        standard_error=float(math.sqrt(variance / replicates)),
    )


def sum_of_single_changes(values: ArrayLike) -> float:
    """What one would expect of both changes from trying each of them alone.

    Parameters
    ----------
    values : array_like of float, shape (2, 2, replicates)
        As in `factorial_effects`; what was seen with both is not used.

    Returns
    -------
    float
        The mean without either, plus what each change did alone.

    Examples
    --------
    >>> sum_of_single_changes([[[60, 62], [54, 56]], [[58, 60], [40, 42]]])
    53.0
    """
    means = np.asarray(values, dtype=float).mean(axis=2)
    return float(means[1, 0] + means[0, 1] - means[0, 0])


def draw_factorial_plan(
    rng: np.random.Generator, kind: str | None = None, *, replicates: int = 4
) -> FactorialPlan:
    """Draw what two changes do.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.
    kind : {"additive", "only-together", "spoiled-together"}, optional
        Drawn when not given.
    replicates : int

    Returns
    -------
    FactorialPlan
        Of a measure of which less is better, such as minutes of waiting: the changes
        lower it.

    Raises
    ------
    ValueError
        If the kind is unknown or there are fewer than two replicates.

    Examples
    --------
    >>> draw_factorial_plan(np.random.default_rng(1), "additive").size < 0
    True
    """
    if kind is None:
        kind = KINDS[rng.integers(len(KINDS))]
    _refuse_unknown(kind)
    usual = round(rng.uniform(60, 140), 1)
    spread = round(usual * rng.uniform(0.03, 0.05), 2)
    # In spreads. The three effects are half of it each, or one of them all of it.
    size = rng.uniform(*((4.0, 5.5) if kind == "spoiled-together" else (6.0, 8.0)))
    return FactorialPlan(
        kind=kind,
        usual=usual,
        size=-round(size * spread, 1),
        spread=spread,
        replicates=replicates,
    )


def draw_factorial(plan: FactorialPlan, rng: np.random.Generator) -> Factorial:
    """Draw measurements from a plan, as they fall.

    Parameters
    ----------
    plan : FactorialPlan
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    Factorial
        Independent normal values about the plan's means.
    """
    noise = rng.normal(0, plan.spread, (2, 2, plan.replicates))
    values = np.round(plan.means()[:, :, np.newaxis] + noise, plan.decimals)
    return Factorial(values, plan)


def draw_read_factorial(
    plan: FactorialPlan, rng: np.random.Generator, tries: int = 500
) -> Factorial:
    """Draw measurements until they say what the plan says.

    Parameters
    ----------
    plan : FactorialPlan
    rng : numpy.random.Generator
        The only source of chance.
    tries : int
        How many sets of measurements to draw at most.

    Returns
    -------
    Factorial
        Each of the three effects that is planned is clearly there, three standard
        errors or more from zero, and the others clearly are not.

    Raises
    ------
    ValueError
        If no set of measurements could be read so.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> drawn = draw_read_factorial(draw_factorial_plan(rng, "only-together"), rng)
    >>> bool(drawn.values[1, 1].max() < drawn.values[0].min())
    True
    """
    planned = factorial_effects(plan.means()[:, :, np.newaxis])
    for _ in range(tries):
        drawn = draw_factorial(plan, rng)
        seen = factorial_effects(drawn.values)
        if all(
            _reads_as(getattr(seen, name), seen.standard_error, getattr(planned, name))
            for name in ("first", "second", "interaction")
        ):
            return drawn
    raise ValueError(f"None of {tries} sets of measurements said what was planned.")


def _reads_as(effect: float, standard_error: float, planned: float) -> bool:
    # Means that should cancel may leave float noise.
    if abs(planned) < 1e-9:
        return abs(effect) < _CLEARLY_NOT * standard_error
    return math.copysign(effect, effect * planned) > _CLEARLY_THERE * standard_error


def _refuse_unknown(kind: str) -> None:
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is not one of {', '.join(KINDS)}.")
