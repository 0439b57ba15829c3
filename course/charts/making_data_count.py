"""XmR charts and their icons in the style of the NHS programme Making Data Count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from itertools import groupby
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from course.charts.constants import TIE
from course.charts.moving_ranges import mean_moving_range
from course.charts.observations import read_values
from course.charts.phases import whole_periods
from course.charts.runs import sides_of

# 3 / 1.128 as Wheeler, Understanding Variation (1993), and the NHS round it.
RANGES_TO_LIMIT = 2.66


class Direction(StrEnum):
    """Which way is better."""

    INCREASE = "increase"
    DECREASE = "decrease"
    NEUTRAL = "neutral"


class SpecialCause(StrEnum):
    """What makes a point special, or that nothing does."""

    ABOVE_LIMIT = "above-limit"
    BELOW_LIMIT = "below-limit"
    RISING = "rising"
    FALLING = "falling"
    NEAR_UPPER_LIMIT = "near-upper-limit"
    NEAR_LOWER_LIMIT = "near-lower-limit"
    ABOVE_MEAN = "above-mean"
    BELOW_MEAN = "below-mean"
    NONE = "none"


class Variation(StrEnum):
    """What a point means; that of the last point is the chart's variation icon."""

    COMMON_CAUSE = "common-cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral-high"
    NEUTRAL_LOW = "neutral-low"


class Assurance(StrEnum):
    """Whether the process, as it is, will meet its target."""

    PASS = "pass"
    FAIL = "fail"
    HIT_OR_MISS = "hit-or-miss"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLengths:
    """How many points in a row are special: sets of rules differ in nothing else.

    Attributes
    ----------
    name : str
    in_a_trend : int
        Each higher than the last, or each lower.
    on_one_side : int
        Of the mean.
    """

    name: str
    in_a_trend: int
    on_one_side: int


# As in the R package NHSRplotthedots 0.2. Older material of the programme, and other
# software, have the other lengths; who compares charts must know which were used.
SEVEN_AND_SEVEN = RuleLengths(name="trend-7-shift-7", in_a_trend=7, on_one_side=7)
TREND_OF_SIX = RuleLengths(name="trend-6-shift-7", in_a_trend=6, on_one_side=7)
SHIFT_OF_EIGHT = RuleLengths(name="trend-7-shift-8", in_a_trend=7, on_one_side=8)
SIX_AND_EIGHT = RuleLengths(name="trend-6-shift-8", in_a_trend=6, on_one_side=8)
RULE_LENGTHS = {
    lengths.name: lengths
    for lengths in (SEVEN_AND_SEVEN, TREND_OF_SIX, SHIFT_OF_EIGHT, SIX_AND_EIGHT)
}

# Two of three in a row, between two thirds of the way to the limit and the limit.
_POINTS_NEAR = (2, 3)
_WAY_TO_NEAR = 2 / 3

# In order of precedence; of each pair the first is high.
_CAUSES = (
    (SpecialCause.ABOVE_LIMIT, SpecialCause.BELOW_LIMIT),
    (SpecialCause.RISING, SpecialCause.FALLING),
    (SpecialCause.NEAR_UPPER_LIMIT, SpecialCause.NEAR_LOWER_LIMIT),
    (SpecialCause.ABOVE_MEAN, SpecialCause.BELOW_MEAN),
)
HIGH_CAUSES = frozenset(high for high, _ in _CAUSES)

_MEANINGS = {
    Direction.INCREASE: (Variation.IMPROVEMENT, Variation.CONCERN),
    Direction.DECREASE: (Variation.CONCERN, Variation.IMPROVEMENT),
    Direction.NEUTRAL: (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW),
}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MakingDataCountChart:
    """An XmR chart with the meaning of each point. Its arrays are read-only.

    Attributes
    ----------
    values : ndarray of float, shape (n,)
        Oldest first.
    mean, lower, upper : ndarray of float, shape (n,)
        Centre line and process limits; the limits are NaN where there are none.
    part : ndarray of int, shape (n,)
        The group each period belongs to, from 1: a new one begins at each rebase.
    special_causes : tuple of SpecialCause
        One for each point.
    variations : tuple of Variation
        What each means, given the direction that is better.
    direction : Direction
    target : float or None
    """

    values: np.ndarray
    mean: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    part: np.ndarray
    special_causes: tuple[SpecialCause, ...]
    variations: tuple[Variation, ...]
    direction: Direction
    target: float | None

    def __post_init__(self):
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray):
                value.setflags(write=False)

    @property
    def special_periods(self) -> tuple[int, ...]:
        """Periods with a special cause, from 1."""
        return tuple(
            period
            for period, cause in enumerate(self.special_causes, start=1)
            if cause is not SpecialCause.NONE
        )

    @property
    def variation_icon(self) -> Variation:
        """What the last point means."""
        return self.variations[-1]

    @property
    def icon_says_high(self) -> bool | None:
        """Whether the variation icon bears an H or an L; None for common cause."""
        cause = self.special_causes[-1]
        return None if cause is SpecialCause.NONE else cause in HIGH_CAUSES

    @property
    def assurance_icon(self) -> Assurance | None:
        """Whether the last limits promise that the target will be met.

        None without a target, without a better direction, or without limits. A target
        on a limit is hit or miss.
        """
        lower, upper = self.lower[-1], self.upper[-1]
        unknown = self.target is None or np.isnan(lower)
        if unknown or self.direction is Direction.NEUTRAL:
            return None
        noise = TIE * max(abs(lower), abs(upper))
        if lower - noise <= self.target <= upper + noise:
            return Assurance.HIT_OR_MISS
        wants_high = self.direction is Direction.INCREASE
        return Assurance.FAIL if (self.target > upper) == wants_high else Assurance.PASS


def making_data_count_chart(
    values: ArrayLike,
    direction: Direction | str,
    *,
    target: float | None = None,
    rebase: Sequence[int] = (),
    fix_after: int | None = None,
    screen: bool = True,
    lengths: RuleLengths = SEVEN_AND_SEVEN,
) -> MakingDataCountChart:
    """XmR chart in the style of NHS Making Data Count.

    Parameters
    ----------
    values : array_like, shape (n,)
        One measurement per period, oldest first. None may be missing.
    direction : {"increase", "decrease", "neutral"}
        Which way is better.
    target : float, optional
        In the unit of the values.
    rebase : sequence of int
        Periods, from 1, that start a new group with its own mean and limits.
    fix_after : int, optional
        Calculate mean and limits from the first so many points of each group, and draw
        them on. A shorter group uses all of its points.
    screen : bool
        Leave extreme moving ranges out, once (`mean_moving_range`), as the R package
        does; the programme's spreadsheet does not.
    lengths : RuleLengths
        One of `RULE_LENGTHS`.

    Returns
    -------
    MakingDataCountChart

    Raises
    ------
    ValueError
        If a value is missing, the direction is unknown, or a group has no two points
        to calculate from.

    Notes
    -----
    Limits are mean ± 2.66 times the mean moving range. A point is the first of these
    that fits it:

    1. outside the limits; on a limit is inside;
    2. one of seven points each higher (or each lower) than the last; a point that
       ends one trend and starts another belongs to the later;
    3. of three points in a row on one side of the mean with at least two beyond two
       thirds of the way to the limit, but not outside it: one of those two or three;
    4. one of seven points in a row on one side of the mean.

    Here a point on the mean breaks a run and equal neighbours break a trend, unlike in
    a run chart. Nothing reaches over a rebase. All points of a pattern are special.

    References
    ----------
    .. [1] NHS England. Making Data Count.
    .. [2] NHS-R Community. NHSRplotthedots: draw XmR charts for NHSE/I "Making Data
       Count" programme. R package.

    Examples
    --------
    >>> values = [50, 54, 49, 53, 51, 52, 48, 53, 70]
    >>> chart = making_data_count_chart(values, "decrease", target=80)
    >>> chart.upper[0].round(1), chart.special_periods
    (np.float64(67.3), (9,))
    >>> chart.variation_icon.value, chart.assurance_icon.value
    ('concern', 'pass')
    """
    values = _read_complete(values)
    direction = _read_direction(direction)
    part = _number_groups(values.size, rebase)
    if target is not None and not (isinstance(target, Real) and np.isfinite(target)):
        raise ValueError(f"A target is a number, not {target}.")
    if fix_after is not None and whole_periods([fix_after])[0] < 2:
        raise ValueError(f"Limits are fixed after two points or more, not {fix_after}.")

    mean, lower, upper = (np.empty(values.size) for _ in range(3))
    causes: list[SpecialCause] = []
    for number in range(1, part[-1] + 1):
        periods = np.flatnonzero(part == number)
        group = values[periods]
        base = group[:fix_after]
        if base.size < 2:
            raise ValueError(
                "A group needs two points or more to calculate from; the one that "
                f"starts at period {periods[0] + 1} has one."
            )
        centre = base.mean()
        reach = RANGES_TO_LIMIT * mean_moving_range(base, screen=screen)
        mean[periods] = centre
        lower[periods] = centre - reach
        upper[periods] = centre + reach
        causes += _special_causes(group, centre, reach, lengths)

    high, low = _MEANINGS[direction]
    variations = tuple(
        Variation.COMMON_CAUSE
        if cause is SpecialCause.NONE
        else (high if cause in HIGH_CAUSES else low)
        for cause in causes
    )
    return MakingDataCountChart(
        values=values,
        mean=mean,
        lower=lower,
        upper=upper,
        part=part,
        special_causes=tuple(causes),
        variations=variations,
        direction=direction,
        target=target,
    )


def _read_complete(values: ArrayLike) -> np.ndarray:
    values = read_values(values)
    if values.size == 0:
        raise ValueError("A chart needs at least two points; this has none.")
    if np.isnan(values).any():
        period = int(np.argmax(np.isnan(values))) + 1
        raise ValueError(
            "An XmR chart in this style has a value for every point; "
            f"period {period} has none."
        )
    return values


def _read_direction(direction: Direction | str) -> Direction:
    try:
        return Direction(direction)
    except ValueError:
        raise ValueError(
            f"Better is one of {', '.join(Direction)}; {direction!r} is not."
        ) from None


def _number_groups(periods: int, rebase: Sequence[int]) -> np.ndarray:
    """The group of each period, from 1."""
    starts = list(whole_periods(rebase))
    if starts != sorted(set(starts)) or any(not 2 <= s <= periods for s in starts):
        raise ValueError(
            f"A new group starts at one of the periods 2 to {periods}, in order; these "
            f"are {starts}."
        )
    numbers = np.arange(1, periods + 1)
    return np.searchsorted(np.array(starts, dtype=int), numbers, side="right") + 1


def _special_causes(
    values: np.ndarray, mean: float, reach: float, lengths: RuleLengths
) -> list[SpecialCause]:
    """What makes each point of one group special."""
    outside = _sides_beyond(values, mean, reach)
    near = _sides_beyond(values, mean, _WAY_TO_NEAR * reach)
    near[outside != 0] = 0
    sides = sides_of(values, mean)
    # In order of precedence, as `_CAUSES`.
    found = (
        outside.tolist(),
        _in_trends(values, lengths.in_a_trend),
        _in_threes(near, sides),
        _in_runs(sides, lengths.on_one_side),
    )
    return [
        _first_cause(on_sides) if any(on_sides) else SpecialCause.NONE
        for on_sides in zip(*found, strict=True)
    ]


def _first_cause(on_sides: tuple[int, ...]) -> SpecialCause:
    return next(
        causes[side < 0] for causes, side in zip(_CAUSES, on_sides, strict=True) if side
    )


def _sides_beyond(values: np.ndarray, mean: float, reach: float) -> np.ndarray:
    """1 for a point above mean + reach, -1 below mean - reach, else 0."""
    above = sides_of(values, mean + reach) > 0
    below = sides_of(values, mean - reach) < 0
    return above.astype(np.int8) - below


def _in_runs(sides: np.ndarray, at_least: int) -> list[int]:
    """The side of each point in a run on one side; a point on the mean breaks it."""
    marked: list[int] = []
    for side, run in groupby(sides.tolist()):
        length = len(list(run))
        marked += [side if length >= at_least else 0] * length
    return marked


def _in_trends(values: np.ndarray, at_least: int) -> list[int]:
    """1 for each point in a rising trend, -1 in a falling one; a tie breaks both."""
    marked = [0] * values.size
    start = 0
    for way, steps in groupby(sides_of(values[1:], values[:-1]).tolist()):
        # A trend has the point that its first step sets out from, and one that it
        # shares with the trend before is its own.
        end = start + len(list(steps))
        if way and end - start + 1 >= at_least:
            marked[start : end + 1] = [way] * (end - start + 1)
        start = end
    return marked


def _in_threes(near: np.ndarray, sides: np.ndarray) -> list[int]:
    """The side of each near point that has company among three on its side."""
    needed, points = _POINTS_NEAR
    near, sides = near.tolist(), sides.tolist()
    marked = [0] * len(near)
    for start in range(len(near) - points + 1):
        window = slice(start, start + points)
        side = sides[start]
        together = side and sides[window].count(side) == points
        if together and near[window].count(side) >= needed:
            marked[window] = near[window]
    return marked
